"""Convolutions and pooling, channels last; one spatial axis is treated as two."""

import math
from collections.abc import Callable
from typing import Literal

from tahr.engines.base import Axes, Engine, Pads
from tahr.engines.tensorflow.arrays import padded
from tahr.engines.tensorflow.starting import tf
from tahr.engines.tensorflow.widening import AVERAGED, EIGHT, Tensor, widened


class Windows(Engine[Tensor]):
    """What slides a window over space."""

    def conv(
        self, x: Tensor, kernel: Tensor, strides: Axes, pads: Pads, dilation: Axes, groups: int
    ) -> Tensor:
        return _conv(x, kernel, strides, pads, dilation, groups)

    def conv_transpose(
        self, x: Tensor, kernel: Tensor, strides: Axes, pads: Pads, dilation: Axes
    ) -> Tensor:
        return _conv_transpose(x, kernel, strides, pads, dilation)

    def pool(
        self, x: Tensor, window: Axes, strides: Axes, pads: Pads, mode: Literal["max", "sum"]
    ) -> Tensor:
        if len(window) == 3:
            return _in_two_steps(self, x, window, strides, pads, mode)
        if mode == "max":
            return _max_pool(x, window, strides, pads)
        return _sum_pool(x, window, strides, pads)


def _settled(x: Tensor, reach: Axes, strides: Axes, pads: Pads, value: float) -> tuple[Tensor, str]:
    """Pads, or leaves it to the operator where the padding is what TensorFlow calls "SAME"."""
    if not any(map(any, pads)):
        return x, "VALID"
    rows = zip(x.shape[1:-1], reach, strides, strict=True)
    if pads == tuple(_same(*row) for row in rows):
        return x, "SAME"
    return padded(x, ((0, 0), *pads, (0, 0)), value), "VALID"


def _same(length: int | None, reach: int, stride: int) -> tuple[int, int] | None:
    """Returns the padding that "SAME" stands for; None where it is not known yet."""
    if length is None and stride > 1:
        return None
    last = ((length or 1) - 1) // stride * stride
    missing = max(last + reach - (length or 1), 0)
    return missing // 2, missing - missing // 2


def _reach(kernel: Tensor, dilation: Axes) -> Axes:
    return tuple((k - 1) * d + 1 for k, d in zip(kernel.shape, dilation, strict=False))


def _convolved(
    x: Tensor, kernel: Tensor, strides: Axes, pads: Pads, dilation: Axes, groups: int
) -> Tensor:
    if len(strides) == 1:
        found = _convolved(
            x[:, None], kernel[None], (1, *strides), ((0, 0), *pads), (1, *dilation), groups
        )
        return tf.squeeze(found, 1)
    if 0 in x.shape:
        return _empty(x, kernel, strides, pads, dilation)
    x, padding = _settled(x, _reach(kernel, dilation), strides, pads, 0)
    around = (1, *strides, 1)
    if len(strides) == 3:
        run = tf.nn.conv3d
        return _by_groups(run, x, kernel, around, padding, (1, *dilation, 1), groups)
    if 1 < groups == x.shape[-1] and _goes_by_channel(strides, dilation):
        by_channel = tf.reshape(kernel, (*kernel.shape[:-2], groups, -1))
        return tf.nn.depthwise_conv2d(x, by_channel, around, padding, dilations=dilation)
    if not tf.config.list_physical_devices("GPU"):
        kernel, dilation = _spread(kernel, dilation), (1, 1)
    return _by_groups(tf.nn.conv2d, x, kernel, around, padding, (1, *dilation, 1), groups)


def _empty(x: Tensor, kernel: Tensor, strides: Axes, pads: Pads, dilation: Axes) -> Tensor:
    """Returns a result without values, for which TensorFlow's kernels have another shape."""
    rows = zip(x.shape[1:-1], _reach(kernel, dilation), strides, pads, strict=True)
    lengths = [(n + sum(pad) - reach) // stride + 1 for n, reach, stride, pad in rows]
    return tf.zeros((x.shape[0], *lengths, kernel.shape[-1]), x.dtype)


def _goes_by_channel(strides: Axes, dilation: Axes) -> bool:
    return len(set(strides)) == 1 and (set(strides) == {1} or set(dilation) == {1})


def _by_groups(
    run: Callable[..., Tensor],
    x: Tensor,
    kernel: Tensor,
    strides: Axes,
    padding: str,
    dilation: Axes,
    groups: int,
) -> Tensor:
    """Convolves the groups one by one, as the gradient of a grouped one is missing on a CPU."""
    if groups == 1:
        return run(x, kernel, strides, padding, dilations=dilation)
    parts = zip(tf.split(x, groups, -1), tf.split(kernel, groups, -1), strict=True)
    return tf.concat([run(a, b, strides, padding, dilations=dilation) for a, b in parts], -1)


def _transposed(x: Tensor, kernel: Tensor, strides: Axes, pads: Pads, dilation: Axes) -> Tensor:
    if len(strides) == 1:
        found = _transposed(
            x[:, None], kernel[None], (1, *strides), ((0, 0), *pads), (1, *dilation)
        )
        return tf.squeeze(found, 1)
    reach = _reach(kernel, dilation)
    rows = zip(x.shape[1:-1], strides, reach, strict=True)
    full = [(n - 1) * s + r for n, s, r in rows]
    run = tf.nn.conv2d_transpose if len(strides) == 2 else tf.nn.conv3d_transpose
    shape = (tf.shape(x)[0], *full, kernel.shape[-2])
    found = run(x, _spread(kernel, dilation), shape, strides, "VALID")
    margins = [(b - r + 1, a - r + 1) for (b, a), r in zip(pads, reach, strict=True)]
    return padded(found, ((0, 0), *margins, (0, 0)), 0)


def _spread(kernel: Tensor, dilation: Axes) -> Tensor:
    """Puts zeros between the elements: a CPU has no gradient of what TensorFlow dilates."""
    for axis, step in enumerate(dilation):
        if step == 1:
            continue
        before, length, behind = kernel.shape[:axis], kernel.shape[axis], kernel.shape[axis + 1 :]
        apart = tf.reshape(kernel, (*before, length, 1, *behind))
        sides = [(0, step - 1 if i == axis + 1 else 0) for i in range(len(apart.shape))]
        wide = tf.reshape(tf.pad(apart, sides), (*before, length * step, *behind))
        kernel = tf.gather(wide, tf.range((length - 1) * step + 1), axis=axis)
    return kernel


_conv = widened(_convolved, AVERAGED)
_conv_transpose = widened(_transposed, AVERAGED)


def _largest(x: Tensor, window: Axes, strides: Axes, pads: Pads) -> Tensor:
    if len(window) == 1:
        return tf.squeeze(_largest(x[:, None], (1, *window), (1, *strides), ((0, 0), *pads)), 1)
    lowest = -math.inf if x.dtype.is_floating else x.dtype.min
    x, padding = _settled(x, window, strides, pads, lowest)
    return tf.nn.max_pool2d(x, window, strides, padding)


def _summed(x: Tensor, window: Axes, strides: Axes, pads: Pads) -> Tensor:
    if len(window) == 1:
        return tf.squeeze(_summed(x[:, None], (1, *window), (1, *strides), ((0, 0), *pads)), 1)
    x = padded(x, ((0, 0), *pads, (0, 0)), 0)
    return tf.nn.avg_pool2d(x, window, strides, "VALID") * math.prod(window)


_max_pool = widened(_largest, EIGHT)
_sum_pool = widened(_summed, AVERAGED)


def _in_two_steps(
    engine: Windows, x: Tensor, window: Axes, strides: Axes, pads: Pads, mode: Literal["max", "sum"]
) -> Tensor:
    """Pools two axes, then the third: no dtype lacks the kernels for that."""
    _, a, b, c, channels = x.shape
    flat = tf.reshape(x, (-1, a, b, c * channels))
    flat = engine.pool(flat, window[:2], strides[:2], pads[:2], mode)
    _, a, b, _ = flat.shape
    rows = tf.reshape(flat, (-1, c, channels))
    rows = engine.pool(rows, window[2:], strides[2:], pads[2:], mode)
    return tf.reshape(rows, (-1, a, b, rows.shape[1], channels))
