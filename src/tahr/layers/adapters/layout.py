"""How the weight of a layer meets its input: seen as a matrix whose rows meet the input."""

import math
from abc import ABC, abstractmethod
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from tahr import ops
from tahr.core.scopes import autocast
from tahr.core.typing import Tensor

Quantize = Callable[..., tuple[Tensor, Tensor]]


class Layout(ABC):
    """The weight of a layer as a matrix: rows are summed over, columns are outputs.

    Args:
        shape: of the weight.
        contracted: the axes of the weight that are summed over.
    """

    def __init__(self, shape: Sequence[int], contracted: Sequence[int]) -> None:
        self.shape: tuple[int, ...] = tuple(shape)
        self.contracted: tuple[int, ...] = tuple(contracted)
        self.kept: tuple[int, ...] = tuple(a for a in range(len(shape)) if a not in self.contracted)
        self.order: tuple[int, ...] = (*self.contracted, *self.kept)
        self.rows: int = math.prod(self.shape[a] for a in self.contracted)
        self.columns: int = math.prod(self.shape[a] for a in self.kept)
        self.scale_shape: tuple[int, ...] = tuple(
            1 if a in contracted else n for a, n in enumerate(self.shape)
        )

    transposed = False
    """Whether arrays of the matrix are kept the other way round, with columns first."""

    def matrix(self, weight: Any) -> Any:
        """Returns a weight as a matrix."""
        return ops.reshape(ops.transpose(weight, self.order), (self.rows, self.columns))

    def weight(self, matrix: Any) -> Any:
        """Returns a matrix as the weight."""
        laid_out = ops.reshape(matrix, tuple(self.shape[a] for a in self.order))
        back = sorted(range(len(self.order)), key=self.order.__getitem__)
        return ops.transpose(laid_out, back)

    def turned(self, array: Any) -> Any:
        """Returns an array over the matrix as it is kept, or one that is kept as the matrix's."""
        return ops.transpose(array) if self.transposed and len(array.shape) == 2 else array

    def seen(self, inputs: np.ndarray) -> np.ndarray:
        """Returns inputs as rows that meet the rows of the matrix."""
        return inputs.reshape(-1, self.rows)

    @abstractmethod
    def for_outputs(self, scale: Any) -> Any:
        """Lays out a scale, of the weight's shape with 1 where it is summed, for the outputs."""

    @abstractmethod
    def product(self, inputs: Tensor, weight: Any) -> Tensor:
        """Multiplies inputs with a weight of floats."""

    @abstractmethod
    def scaled(self, inputs: Tensor, values: Any, scale: Any, quantizer: Quantize | None) -> Tensor:
        """Multiplies inputs with integers that stand for `values / scale`.

        Args:
            inputs: tensor of floats.
            values: integers, of the weight's shape.
            scale: as `for_outputs` lays it out.
            quantizer: makes integers of the inputs too; None leaves them floats.
        """

    @abstractmethod
    def low_rank(self, inputs: Tensor, a: Any, b: Any) -> Tensor:
        """Multiplies inputs with the product of two weights of low rank."""


class DenseLayout(Layout):
    """A matrix that multiplies the last axis of the inputs.

    Args:
        shape: `(inputs, units)`.
    """

    def __init__(self, shape: Sequence[int]) -> None:
        super().__init__(shape, (0,))

    def for_outputs(self, scale: Any) -> Any:
        return ops.reshape(scale, (self.columns,))

    def product(self, inputs: Tensor, weight: Any) -> Tensor:
        return ops.matmul(inputs, weight)

    def scaled(self, inputs: Tensor, values: Any, scale: Any, quantizer: Quantize | None) -> Tensor:
        if quantizer is None:
            found = ops.matmul(inputs, as_float(values, inputs))
            return ops.divide(found, as_float(scale, inputs))

        def run(x: Tensor) -> tuple[Tensor, Any]:
            rows, factor = quantizer(x, axis=-1)
            found = ops.cast(ops.matmul(rows, values), ops.dtype(x))

            def gradient(upstream: Tensor) -> Tensor:
                weight = ops.transpose(as_float(values, upstream))
                return ops.matmul(ops.divide(upstream, as_float(scale, upstream)), weight)

            return ops.divide(found, ops.multiply(factor, as_float(scale, x))), gradient

        return ops.custom_gradient(run)(inputs)

    def low_rank(self, inputs: Tensor, a: Any, b: Any) -> Tensor:
        return ops.matmul(ops.matmul(inputs, a), b)


def as_float(value: Any, like: Tensor) -> Tensor:
    """Returns integers or floats in the dtype of another tensor."""
    return ops.cast(value, ops.dtype(like))


class RowsLayout(Layout):
    """A table of vectors, of which rows are taken: each vector has a scale of its own.

    Args:
        shape: `(vectors, length)`.
    """

    transposed = True

    def __init__(self, shape: Sequence[int]) -> None:
        super().__init__(shape, (1,))

    def for_outputs(self, scale: Any) -> Any:
        return ops.reshape(scale, (self.columns,))

    def product(self, inputs: Tensor, weight: Any) -> Tensor:
        with autocast(None):
            return ops.take(weight, inputs, axis=0)

    def scaled(self, inputs: Tensor, values: Any, scale: Any, quantizer: Quantize | None) -> Tensor:
        rows = ops.take(values, inputs, axis=0)
        factors = ops.expand_dims(ops.take(scale, inputs, axis=0), -1)
        return ops.divide(as_float(rows, factors), factors)

    def low_rank(self, inputs: Tensor, a: Any, b: Any) -> Tensor:
        return ops.matmul(ops.take(a, inputs, axis=0), b)
