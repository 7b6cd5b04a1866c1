"""Convolution and pooling."""

from typing import Literal

from tahr.core.errors import ShapeError
from tahr.core.specs import TensorSpec, agreed, is_known, show
from tahr.engines.base import Axes, Engine, Pads
from tahr.engines.spec.checks import same_dtype
from tahr.engines.spec.cost import computed, count


class Windows(Engine[TensorSpec]):
    """The window primitives on specs."""

    def conv(
        self,
        x: TensorSpec,
        kernel: TensorSpec,
        strides: Axes,
        pads: Pads,
        dilation: Axes,
        groups: int,
    ) -> TensorSpec:
        batch, *spatial, channels = _image("conv", x, (strides, pads, dilation))
        *window, c_in, c_out = _kernel("conv", kernel, x)
        dtype = same_dtype("conv", x, kernel)
        _check_channels(x, channels, c_in * groups)
        if groups < 1 or (is_known(c_out) and c_out % groups):
            raise ShapeError(
                "the output channels cannot be split into groups", got=f"{c_out} / {groups}"
            )
        reach = [(k - 1) * d + 1 for k, d in zip(window, dilation, strict=True)]
        out = _slid("kernel", _padded(spatial, pads), reach, strides)
        shape = (batch, *out, c_out)
        return computed(shape, dtype, flops=2 * count(shape) * count((*window, c_in)))

    def conv_transpose(
        self, x: TensorSpec, kernel: TensorSpec, strides: Axes, pads: Pads, dilation: Axes
    ) -> TensorSpec:
        batch, *spatial, channels = _image("conv_transpose", x, (strides, pads, dilation))
        *window, c_out, c_in = _kernel("conv_transpose", kernel, x)
        dtype = same_dtype("conv_transpose", x, kernel)
        _check_channels(x, channels, c_in)
        spread = [(n - 1) * s + 1 for n, s in zip(spatial, strides, strict=True)]
        reach = [(k - 1) * d + 1 for k, d in zip(window, dilation, strict=True)]
        out = _slid("kernel", _padded(spread, pads), reach, (1,) * len(spatial))
        return computed(
            (batch, *out, c_out), dtype, flops=2 * count(x.shape) * count((*window, c_out))
        )

    def pool(
        self,
        x: TensorSpec,
        window: Axes,
        strides: Axes,
        pads: Pads,
        mode: Literal["max", "sum"],
    ) -> TensorSpec:
        batch, *spatial, channels = _image("pool", x, (window, strides, pads))
        out = _slid("window", _padded(spatial, pads), list(window), strides)
        shape = (batch, *out, channels)
        return computed(shape, x.dtype, flops=count(shape) * count(window))


def _image(
    primitive: str, x: TensorSpec, settings: tuple[tuple[object, ...], ...]
) -> tuple[int, ...]:
    """Returns the shape of a tensor that has as many spatial axes as each setting has entries."""
    rank = len(settings[0])
    if x.ndim != rank + 2 or any(len(setting) != rank for setting in settings):
        raise ShapeError(
            f"{primitive} over {rank} spatial axes takes a tensor of rank {rank + 2}",
            expected="(batch, *spatial, channels)",
            got=show(x.shape),
            todo="add an axis for the channels or the batch with expand_dims",
        )
    return x.shape


def _kernel(primitive: str, kernel: TensorSpec, x: TensorSpec) -> tuple[int, ...]:
    if kernel.ndim != x.ndim:
        raise ShapeError(
            f"the kernel of {primitive} has another rank than the input",
            expected=f"rank {x.ndim}: (*window, channels, channels)",
            got=show(kernel.shape),
        )
    return kernel.shape


def _check_channels(x: TensorSpec, channels: int, wanted: int) -> None:
    if agreed(channels, wanted) is None:
        raise ShapeError(
            "the input has another number of channels than the kernel",
            expected=f"{wanted} channels, on the last axis",
            got=f"{channels}, shape {show(x.shape)}",
            todo="check data_format: is the input (batch, *spatial, channels)?",
        )


def _padded(spatial: list[int], pads: Pads) -> list[int]:
    return [n + before + after for n, (before, after) in zip(spatial, pads, strict=True)]


def _slid(what: str, spatial: list[int], reach: list[int], strides: Axes) -> list[int]:
    """Counts the places a window has on each axis."""
    for n, k in zip(spatial, reach, strict=True):
        if is_known(n) and is_known(k) and k > n:
            raise ShapeError(
                f"{what} {k} larger than input {n}",
                expected=f"a {what} of at most {n}, padding and dilation counted",
                got=f"{what} {show(reach)} on {show(spatial)}",
                todo='make it smaller, pad the input (padding="same"), or pool less before',
            )
    return [(n - k) // s + 1 for n, k, s in zip(spatial, reach, strides, strict=True)]
