"""Cells on top of each other."""

from collections.abc import Sequence
from typing import Any

from tahr import ops
from tahr.core.errors import ArgumentError, told
from tahr.core.registry import known_as
from tahr.core.rows import rows_apart
from tahr.core.serialization import deserialize
from tahr.core.typing import Shape, Tensor
from tahr.layers.base import calls
from tahr.layers.base.layer import Layer
from tahr.layers.recurrent.cell import Cell


@known_as("keras.layers", "StackedRNNCells")
@rows_apart
class StackedRNNCells(Layer):
    """Makes one cell of several, the output of each being the input of the next.

    Args:
        cells: the cells, the lowest first.
        **kwargs: what every layer takes.

    Raises:
        ArgumentError: one of them is no cell.

    Example:
        >>> from tahr.layers.recurrent.gru import GRUCell
        >>> StackedRNNCells([GRUCell(4), GRUCell(2)]).state_size
        [4, 2]
    """

    def __init__(self, cells: Sequence[Any], **kwargs: Any) -> None:
        super().__init__(**kwargs)
        if not cells:
            raise ArgumentError("there is no cell", where=self.name, expected="one or more")
        for cell in cells:
            if not callable(getattr(cell, "call", None)) or not hasattr(cell, "state_size"):
                raise ArgumentError(
                    "a cell has a `call` method and a `state_size`", where=self.name, got=told(cell)
                )
        self.cells: list[Any] = list(cells)

    @property
    def state_size(self) -> list[Any]:
        """The lengths of the states, cell by cell."""
        return [cell.state_size for cell in self.cells]

    @property
    def output_size(self) -> Any:
        """The length of the output of the last cell."""
        return _output_size(self.cells[-1])

    def get_initial_state(self, batch_size: int | None = None) -> list[Any]:
        """Returns the states before the first step, cell by cell."""
        return [_initial(cell, batch_size, self.compute_dtype) for cell in self.cells]

    def build(self, input_shape: Shape) -> None:
        for cell in self.cells:
            if not cell.built:
                cell.build(input_shape)
                cell.built = True
            input_shape = (input_shape[0], _output_size(cell))

    def call(
        self, inputs: Tensor, states: Sequence[Any], training: bool = False
    ) -> tuple[Tensor, list[Any]]:
        after = []
        for cell, state in zip(self.cells, states, strict=True):
            nested = list(state) if isinstance(state, list | tuple) else [state]
            takes = calls.signature(type(cell).call).has_training
            inputs, new = cell(inputs, nested, **({"training": training} if takes else {}))
            after.append(list(new) if isinstance(new, list | tuple) else [new])
        return inputs, after

    @classmethod
    def from_config(cls, config: dict[str, Any], custom_objects: Any = None) -> Any:
        cells = [deserialize(cell, custom_objects) for cell in config["cells"]]
        return cls(**{**config, "cells": cells})


def _output_size(cell: Any) -> Any:
    size = getattr(cell, "output_size", None)
    if size is not None:
        return size
    sizes = cell.state_size
    return sizes[0] if isinstance(sizes, list | tuple) else sizes


def _initial(cell: Any, batch: int | None, dtype: str) -> list[Any]:
    if hasattr(cell, "get_initial_state"):
        found = cell.get_initial_state(batch_size=batch)
        return list(found) if isinstance(found, list | tuple) else [found]
    sizes = cell.state_size if isinstance(cell.state_size, list | tuple) else [cell.state_size]
    return [ops.zeros((batch, size), dtype=dtype) for size in sizes]


def dropout_of(cell: Any, inputs: tuple[int, ...]) -> None:
    """Draws the dropout of a cell, or of each in a stack, before the first step.

    Args:
        cell: the cell.
        inputs: the shape of one step's inputs.
    """
    if isinstance(cell, Cell):
        cell.draw_dropout(inputs)
    for inner in getattr(cell, "cells", ()):
        dropout_of(inner, inputs)
        inputs = (inputs[0], _output_size(inner))


def reset_dropout(cell: Any) -> None:
    """Forgets the dropout of a cell, or of each in a stack, after the last step."""
    if isinstance(cell, Cell):
        cell.reset_dropout_mask()
        cell.reset_recurrent_dropout_mask()
    for inner in getattr(cell, "cells", ()):
        reset_dropout(inner)
