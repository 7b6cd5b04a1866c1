"""Recurrent layers that make their own cell."""

from typing import Any

from tahr.layers.base.input_spec import Expected, InputSpec
from tahr.layers.recurrent.rnn import RNN


class FromCell:
    """An attribute that the layer's cell has."""

    def __set_name__(self, owner: type, name: str) -> None:
        self.name = name

    def __get__(self, layer: Any, owner: type | None = None) -> Any:
        """Reads it off the cell."""
        return self if layer is None else getattr(layer.cell, self.name)


class OfCell(RNN):
    """A recurrent layer whose configuration is that of its cell."""

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

    def __init__(self, cell: Any, **kwargs: Any) -> None:
        super().__init__(cell, **kwargs)
        self.input_spec: Expected = InputSpec(ndim=3)
