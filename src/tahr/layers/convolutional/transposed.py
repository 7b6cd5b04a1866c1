"""Transposed convolution in any number of dimensions."""

from typing import Any

from tahr.core.arguments import checked
from tahr.core.errors import ArgumentError, ShapeError
from tahr.core.ranges import Count, DataFormat, Lengths, Padding
from tahr.core.typing import Shape, Tensor
from tahr.core.variables import Variable
from tahr.layers.base.checks import lengths
from tahr.layers.base.weight_rules import WeightRules
from tahr.layers.convolutional.base import Windowed
from tahr.ops import nn


class TransposedConvolution(Windowed):
    """Spreads each place over a window; a subclass says over how many axes.

    Args:
        filters: length of the output's channel axis.
        strides: steps between windows in the output, or one for each spatial axis.
        padding: "same" for `length * stride` places, "valid" for all that a window touches.
        output_padding: places added behind, in place of the number that follows from padding.
        kernel_initializer: for the kernel, `(*window, filters, channels)`.
        kernel_regularizer: penalty on the kernel.
        kernel_constraint: maps the kernel back after each update.
        **kwargs: what every layer takes; `output_shape`, the shape of the output with its batch,
            which Keras 1 asked for: it says output_padding where that is not given.

    Raises:
        ArgumentError: output_padding is not less than the strides.
    """

    @checked
    def __init__(
        self,
        filters: Count,
        kernel_size: Lengths,
        strides: Lengths = 1,
        padding: Padding = "valid",
        output_padding: Lengths | None = None,
        data_format: DataFormat | None = None,
        dilation_rate: Lengths = 1,
        activation: Any = None,
        use_bias: bool = True,
        kernel_initializer: Any = "glorot_uniform",
        bias_initializer: Any = "zeros",
        kernel_regularizer: Any = None,
        bias_regularizer: Any = None,
        activity_regularizer: Any = None,
        kernel_constraint: Any = None,
        bias_constraint: Any = None,
        **kwargs: Any,
    ) -> None:
        output_shape = kwargs.pop("output_shape", None)
        super().__init__(
            kernel_size, strides, padding, data_format, dilation_rate, activation, use_bias,
            bias_initializer, bias_regularizer, activity_regularizer, bias_constraint, **kwargs,
        )  # fmt: skip
        self.filters: int = int(filters)
        self.output_padding = self._checked(output_padding)
        self._wanted_shape = None if output_shape is None else tuple(output_shape)
        self.kernel_rules: WeightRules = WeightRules(
            self, "kernel", kernel_initializer, kernel_regularizer, kernel_constraint
        )

    def _checked(self, output_padding: Any) -> tuple[int, ...] | None:
        if output_padding is None:
            return None
        found = lengths(output_padding, self.rank, "output_padding", self, zero=True)
        if any(more >= step for more, step in zip(found, self.strides, strict=True)):
            raise ArgumentError(
                "output_padding must be less than the strides",
                where=self.name,
                expected=f"less than {self.strides}",
                got=found,
            )
        return found

    def build(self, input_shape: Shape) -> None:
        channels = self.channels_of(input_shape)
        if self._wanted_shape is not None and self.output_padding is None:
            self.output_padding = self._padding_to(self._wanted_shape, input_shape)
        self.kernel: Variable = self.kernel_rules.make((*self.kernel_size, self.filters, channels))
        self.make_bias(self.filters)

    def _padding_to(self, wanted: Shape, input_shape: Shape) -> tuple[int, ...] | None:
        """Returns the output_padding that makes an output of a shape; None where none is needed."""
        first = 2 if self.data_format == "channels_first" else 1
        axes = slice(first, first + self.rank)
        given, asked = input_shape[axes], wanted[axes]
        lengths_ = zip(given, asked, self.kernel_size, self.strides, strict=True)
        rows = [(self._least(n, k, s), w, s) for n, w, k, s in lengths_ if n is not None and w]
        if all(most == w for (_, most), w, _ in rows):
            return None
        found = tuple(w - least for (least, _), w, _ in rows)
        fits = all(0 <= more < s for more, (_, _, s) in zip(found, rows, strict=True))
        if self.padding == "valid" and len(found) == self.rank and fits:
            return found
        raise ShapeError(
            "a transposed convolution of these lengths gives another output",
            where=self.name,
            expected=f"lengths of {tuple(most for (_, most), _, _ in rows)}",
            got=f"output_shape={wanted}",
        )

    def _least(self, length: int, kernel: int, stride: int) -> tuple[int, int]:
        """Returns the least and the usual length of an output's axis."""
        if self.padding == "same":
            return length * stride, length * stride
        least = (length - 1) * stride + kernel
        return least, max(least, length * stride)

    def call(self, inputs: Tensor) -> Tensor:
        outputs = nn.conv_transpose(
            inputs, self.kernel, self.strides, self.padding, self.output_padding,
            self.data_format, self.dilation_rate,
        )  # fmt: skip
        return self.finished(outputs)
