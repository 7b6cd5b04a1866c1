"""Recurrent layers that make their own cell."""

from typing import Any

from tahr import regularizers
from tahr.layers.base.input_spec import InputSpec
from tahr.layers.recurrent.rnn import RNN

OWN = ("name", "trainable", "dtype")


class FromCell:
    """An attribute that the layer's cell has."""

    def __set_name__(self, owner: type, name: str) -> None:
        self.name = name

    def __get__(self, layer: Any, owner: type | None = None) -> Any:
        """Reads it off the cell."""
        return self if layer is None else getattr(layer.cell, self.name)


class OfCell(RNN):
    """A recurrent layer whose configuration is that of its cell."""

    not_in_config: tuple[str, ...] = ()
    units = FromCell()
    activation = FromCell()
    use_bias = FromCell()
    kernel_initializer = FromCell()
    recurrent_initializer = FromCell()
    bias_initializer = FromCell()
    kernel_regularizer = FromCell()
    recurrent_regularizer = FromCell()
    bias_regularizer = FromCell()
    kernel_constraint = FromCell()
    recurrent_constraint = FromCell()
    bias_constraint = FromCell()
    dropout = FromCell()
    recurrent_dropout = FromCell()

    def __init__(self, cell: Any, **kwargs: Any) -> None:
        super().__init__(cell, **kwargs)
        self.input_spec = InputSpec(ndim=3)

    def get_config(self) -> dict[str, Any]:
        config = super().get_config()
        del config["cell"]
        left_out = (*OWN, *self.not_in_config)
        inner = {k: v for k, v in self.cell.get_config().items() if k not in left_out}
        penalty = regularizers.serialize(self.activity_regularizer)
        return {**config, **inner, "activity_regularizer": penalty}
