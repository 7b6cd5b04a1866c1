"""Recurrent layers that make their own cell."""

from typing import Any

from tahr import regularizers
from tahr.layers.base.input_spec import Expected, InputSpec
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

    def __init__(self, cell: Any, **kwargs: Any) -> None:
        super().__init__(cell, **kwargs)
        self.input_spec: Expected = InputSpec(ndim=3)

    def get_config(self) -> dict[str, Any]:
        config = super().get_config()
        del config["cell"]
        left_out = (*OWN, *self.not_in_config)
        inner = {k: v for k, v in self.cell.get_config().items() if k not in left_out}
        penalty = regularizers.serialize(self.activity_regularizer)
        return {**config, **inner, "activity_regularizer": penalty}
