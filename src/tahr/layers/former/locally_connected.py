"""Convolutions whose filters differ from place to place."""

import itertools
import math
from collections.abc import Sequence
from typing import Any

from tahr import ops
from tahr.core.arguments import checked
from tahr.core.ranges import Count, DataFormat, Lengths, Padding
from tahr.core.registry import known_as
from tahr.core.rows import rows_apart
from tahr.core.typing import Shape, Tensor
from tahr.core.variables import Variable
from tahr.layers.base.checks import positive
from tahr.layers.base.weight_rules import WeightRules
from tahr.layers.convolutional.base import Windowed


@rows_apart
class LocallyConnected(Windowed):
    """A convolution in which each place has filters of its own.

    Args:
        filters: length of the output's channel axis.
        kernel_size: length of the window, or one for each spatial axis.
        strides: steps between windows, or one for each spatial axis.
        padding: "valid" for windows inside only, "same" for `ceil(length / stride)` of them.
        data_format: "channels_last" or "channels_first"; the configured one by default.
        activation: applied to the output; none by default.
        use_bias: whether a bias is added, one for each place.
        kernel_initializer: for the kernel, of shape `(places, window * channels, filters)`.
        bias_initializer: for the bias.
        kernel_regularizer: penalty on the kernel.
        bias_regularizer: penalty on the bias.
        activity_regularizer: penalty on the output.
        kernel_constraint: maps the kernel back after each update.
        bias_constraint: maps the bias back after each update.
        implementation: chose among ways to the same numbers.
        **kwargs: what every layer takes.

    Raises:
        ArgumentError: an argument is none there is, or a spatial length is not known.
    """

    ordered_before = True

    @checked
    def __init__(
        self,
        filters: Count,
        kernel_size: Lengths,
        strides: Lengths = 1,
        padding: Padding = "valid",
        data_format: DataFormat | None = None,
        activation: Any = None,
        use_bias: bool = True,
        kernel_initializer: Any = "glorot_uniform",
        bias_initializer: Any = "zeros",
        kernel_regularizer: Any = None,
        bias_regularizer: Any = None,
        activity_regularizer: Any = None,
        kernel_constraint: Any = None,
        bias_constraint: Any = None,
        implementation: int = 1,
        **kwargs: Any,
    ) -> None:
        super().__init__(
            kernel_size, strides, padding, data_format, 1, activation, use_bias, bias_initializer,
            bias_regularizer, activity_regularizer, bias_constraint, **kwargs,
        )  # fmt: skip
        self.filters: int = int(filters)
        self.implementation = implementation
        self.kernel_rules: WeightRules = WeightRules(
            self, "kernel", kernel_initializer, kernel_regularizer, kernel_constraint
        )

    def build(self, input_shape: Shape) -> None:
        channels = self.channels_of(input_shape)
        first = self.data_format == "channels_first"
        spatial = input_shape[2:] if first else input_shape[1:-1]
        spatial = [positive(n, "each spatial length of the input", self) for n in spatial]
        self.pads, places = self._windows(spatial)
        self.places: tuple[int, ...] = tuple(
            positive(n, "the number of windows along an axis", self) for n in places
        )
        window = math.prod(self.kernel_size) * channels
        shape = (math.prod(self.places), window, self.filters)
        self.kernel: Variable = self.kernel_rules.make(shape)
        bias = (*self.places, self.filters)
        self.bias: Variable | None = self.bias_rules.make(bias) if self.use_bias else None

    def _windows(self, lengths: Sequence[Any]) -> tuple[list[tuple[int, int]], list[int]]:
        """Returns how far each spatial axis is filled up at both ends, and how many windows fit."""
        pads: list[tuple[int, int]] = []
        places: list[int] = []
        for n, window, stride in zip(lengths, self.kernel_size, self.strides, strict=True):
            total = 0
            if self.padding == "same":
                total = max((math.ceil(n / stride) - 1) * stride + window - n, 0)
            pads.append((total // 2, total - total // 2))
            places.append((n + total - window) // stride + 1)
        return pads, places

    def call(self, inputs: Tensor) -> Tensor:
        first = self.data_format == "channels_first"
        x = ops.moveaxis(inputs, 1, -1) if first else inputs
        x = ops.pad(x, [(0, 0), *self.pads, (0, 0)]) if any(map(any, self.pads)) else x
        windows = [
            x[(slice(None), *self._slices(offset))]
            for offset in itertools.product(*map(range, self.kernel_size))
        ]
        seen = ops.stack(windows, axis=-1 if first else -2)
        seen = ops.reshape(seen, (-1, math.prod(self.places), self.kernel.shape[1]))
        found = ops.einsum("bpw,pwf->bpf", seen, self.kernel)
        found = ops.reshape(found, (-1, *self.places, self.filters))
        found = found if self.bias is None else ops.add(found, self.bias)
        return self.activation(ops.moveaxis(found, -1, 1) if first else found)

    def _slices(self, offset: tuple[int, ...]) -> list[slice]:
        steps = zip(offset, self.places, self.strides, strict=True)
        return [slice(o, o + (n - 1) * s + 1, s) for o, n, s in steps]

    def compute_output_shape(self, input_shape: Shape) -> Shape:
        first = self.data_format == "channels_first"
        spatial = input_shape[2:] if first else input_shape[1:-1]
        places = self._windows(spatial)[1]
        if first:
            return (input_shape[0], self.filters, *places)
        return (input_shape[0], *places, self.filters)


@known_as("keras.layers", "LocallyConnected1D")
class LocallyConnected1D(LocallyConnected):
    """A convolution of sequences in which each step has filters of its own.

    Input: `(batch, time, channels)`. Output: `(batch, windows, filters)`.

    Example:
        >>> import numpy as np
        >>> layer = LocallyConnected1D(4, 3)
        >>> layer(np.ones((2, 10, 5), "float32")).shape, layer.kernel.shape
        ((2, 8, 4), (8, 15, 4))
    """

    rank = 1


@known_as("keras.layers", "LocallyConnected2D")
class LocallyConnected2D(LocallyConnected):
    """A convolution of images in which each place has filters of its own.

    Input: `(batch, height, width, channels)`. Output: `(batch, rows, columns, filters)`.

    Example:
        >>> import numpy as np
        >>> layer = LocallyConnected2D(4, (3, 2), strides=2)
        >>> layer(np.ones((2, 7, 6, 5), "float32")).shape, layer.kernel.shape
        ((2, 3, 3, 4), (9, 30, 4))
    """

    rank = 2
