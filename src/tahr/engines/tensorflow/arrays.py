"""Tensors in and out, and their shapes."""

from collections.abc import Sequence
from typing import Any

import numpy as np

from tahr.core.errors import ShapeError
from tahr.core.variables import Variable
from tahr.engines.base import Axes, Engine, Pads
from tahr.engines.numpy import ENGINE as HOST
from tahr.engines.tensorflow.starting import tf
from tahr.engines.tensorflow.variables import Cell
from tahr.engines.tensorflow.widening import DTYPES, EIGHT, Tensor, widened

from tensorflow.python.framework.tensor_util import constant_value_as_shape  # isort: skip


class Arrays(Engine[Tensor]):
    """Conversions, creation and shapes."""

    def is_tensor(self, value: object) -> bool:
        return isinstance(value, tf.Tensor)

    def is_concrete(self, tensor: Tensor) -> bool:
        return not tf.is_symbolic_tensor(tensor)

    def asarray(self, value: Any, dtype: str | None = None) -> Tensor:
        if not isinstance(value, tf.Tensor):
            value = imported(value, dtype)
        return value if dtype is None else cast(value, DTYPES[dtype])

    def to_numpy(self, tensor: Tensor) -> np.ndarray:
        return np.array(tensor.numpy())

    def numbers(self, lengths: Tensor) -> Any:
        found = _static(lengths)
        if found is not None:
            return found.tolist()
        if lengths.shape.rank == 0:
            return lengths
        known = constant_value_as_shape(lengths)
        if known.rank is None:
            raise ShapeError(
                "how many axes there are is not known while the graph is made",
                got=str(lengths),
                todo="make the graph for inputs that have a rank",
            )
        return [lengths[i] if n is None else n for i, n in enumerate(known.as_list())]

    def shape_of(self, tensor: Tensor) -> tuple[Any, ...]:
        shape = tensor.shape.as_list()
        return tuple(tf.shape(tensor)[i] if n is None else n for i, n in enumerate(shape))

    def cast(self, x: Tensor, dtype: str) -> Tensor:
        return cast(x, DTYPES[dtype])

    def bitcast(self, x: Tensor, dtype: str) -> Tensor:
        return tf.bitcast(x, DTYPES[dtype])

    def dtype_of(self, x: Tensor) -> str:
        return x.dtype.name

    def full(self, shape: tuple[int, ...], value: float | bool, dtype: str) -> Tensor:
        value = bool(value) if dtype == "bool" else value
        return cast(tf.fill(shape, tf.constant(value, _given(value, dtype))), DTYPES[dtype])

    def arange(self, start: float, stop: float, step: float, dtype: str) -> Tensor:
        return tf.constant(HOST.arange(start, stop, step, dtype))

    def reshape(self, x: Tensor, shape: tuple[int, ...]) -> Tensor:
        return tf.reshape(x, shape)

    def transpose(self, x: Tensor, axes: tuple[int, ...]) -> Tensor:
        return tf.transpose(x, axes)

    def broadcast_to(self, x: Tensor, shape: tuple[int, ...]) -> Tensor:
        return tf.broadcast_to(x, shape)

    def concatenate(self, xs: Sequence[Tensor], axis: int) -> Tensor:
        return tf.concat(xs, axis)

    def pad(self, x: Tensor, pads: Pads, value: float) -> Tensor:
        return padded(x, pads, value)

    def flip(self, x: Tensor, axes: Axes) -> Tensor:
        return flipped(x, axes)


def _static(tensor: Tensor) -> np.ndarray | None:
    """Returns the numbers of a tensor, in a graph too where they follow from what is known."""
    if not tf.is_symbolic_tensor(tensor):
        return tensor.numpy()
    found = tf.get_static_value(tensor)
    if found is not None or tensor.op.type != "StridedSlice":
        return found
    if tensor.op.get_attr("shrink_axis_mask") != 1 or tensor.shape.rank != 0:
        return None
    whole, first = _static(tensor.op.inputs[0]), tf.get_static_value(tensor.op.inputs[1])
    return None if whole is None or first is None else whole[first[0]]


flipped = widened(tf.reverse, EIGHT)


def cast(x: Tensor, dtype: Any) -> Tensor:
    """Converts to another dtype; what is no zero is true."""
    if x.dtype == dtype:
        return x
    if dtype == tf.bool and x.dtype in EIGHT:
        return tf.cast(tf.cast(x, tf.float32), dtype)
    return tf.cast(x, dtype)


def _given(value: float | bool, dtype: str) -> Any:
    """Returns a dtype that TensorFlow can make a number of Python in."""
    if isinstance(value, bool):
        return tf.bool
    if isinstance(value, float) and not DTYPES[dtype].is_floating:
        return tf.float64
    return tf.int32 if dtype == "bool" else DTYPES[dtype]


def padded(x: Tensor, pads: Pads, value: float) -> Tensor:
    """Puts a value around; negative pads cut off."""
    if any(n < 0 for pair in pads for n in pair):
        cut = [slice(max(0, -a), -max(0, -b) or None) for a, b in pads]
        x, pads = x[tuple(cut)], tuple((max(a, 0), max(b, 0)) for a, b in pads)
    if not any(map(any, pads)):
        return x
    return _pad(x, pads, value)


@widened
def _pad(x: Tensor, pads: Pads, value: float) -> Tensor:
    given = bool(value) if x.dtype == tf.bool else value
    return tf.pad(x, pads, constant_values=tf.constant(given, x.dtype))


def imported(value: Any, dtype: str | None) -> Tensor:
    """Copies numbers, lists and arrays of other libraries to a tensor on the current device.

    A tensor that shared the memory of an array would change with it, so it is always a copy.
    """
    if isinstance(value, tf.IndexedSlices):  # a tape's gradient of what was looked up in a table
        return tf.convert_to_tensor(value)
    if isinstance(value, tf.Variable | Variable | Cell):
        return tf.convert_to_tensor(value.own if isinstance(value, Cell) else value)
    if hasattr(value, "__dlpack__") and not hasattr(value, "__array__"):
        value = np.from_dlpack(value)
    return tf.constant(HOST.asarray(value, dtype))
