"""Recurrent layers that make their own cell."""

from collections.abc import Mapping
from typing import Any

from tahr.core import constructors
from tahr.core.names import snake_case
from tahr.layers.base.input_spec import Expected, InputSpec
from tahr.layers.recurrent.cell import Cell, Recurrence
from tahr.layers.recurrent.rnn import OPTIONS, RNN

HANDED_ON = ("dtype", "trainable")
"""What a layer's cell is made with of that which every layer takes."""


class FromCell:
    """An attribute that the layer's cell has."""

    def __set_name__(self, owner: type, name: str) -> None:
        self.name = name

    def __get__(self, layer: Any, owner: type | None = None) -> Any:
        """Reads it off the cell."""
        return self if layer is None else getattr(layer.cell, self.name)


class OfCell(Recurrence, RNN):
    """A recurrent layer that makes its cell, and has that cell's arguments beside its own.

    Keras has them in another order than the cell's, with its own between them, so a subclass
    lists them; all that they mean stands with the cell.
    """

    in_config_if_changed: tuple[str, ...] = ("autocast",)
    units: FromCell = FromCell()
    activation: FromCell = FromCell()
    use_bias: FromCell = FromCell()
    kernel_initializer: FromCell = FromCell()
    recurrent_initializer: FromCell = FromCell()
    bias_initializer: FromCell = FromCell()
    kernel_regularizer: FromCell = FromCell()
    recurrent_regularizer: FromCell = FromCell()
    bias_regularizer: FromCell = FromCell()
    kernel_constraint: FromCell = FromCell()
    recurrent_constraint: FromCell = FromCell()
    bias_constraint: FromCell = FromCell()
    dropout: FromCell = FromCell()
    recurrent_dropout: FromCell = FromCell()
    seed: FromCell = FromCell()

    def __init__(self, cell: type[Cell], given: Mapping[str, Any], **kwargs: Any) -> None:
        """Makes the cell, and the layer around it.

        Args:
            cell: the class of the cell.
            given: the arguments of the subclass by name, as its `locals()` are at the start.
            **kwargs: what every layer takes.
        """
        own = {name: given[name] for name in constructors.names(cell) if name in given}
        own.pop("activity_regularizer", None)
        handed = {name: kwargs[name] for name in HANDED_ON if name in kwargs}
        known = (*OPTIONS, "activity_regularizer")
        options = {name: given[name] for name in known if name in given}
        made = cell(**own, **handed, name=snake_case(cell.__name__))
        super().__init__(made, **options, **kwargs)
        self.input_spec: Expected = InputSpec(ndim=3)
