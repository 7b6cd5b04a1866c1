"""Products of 8-bit floats in training: the weights stay floats."""

from collections.abc import Mapping
from typing import Any

import numpy as np

from tahr import ops
from tahr.core.dtypes import FLOAT_LIMITS
from tahr.core.typing import Tensor
from tahr.core.variables import Variable
from tahr.layers.adapters.form import Form, Spec
from tahr.layers.adapters.layout import Layout
from tahr.layers.adapters.weighted import Weighted
from tahr.quantizers import (
    compute_float8_amax_history,
    compute_float8_scale,
    quantize_and_dequantize,
)

FORWARD, BACKWARD = "float8_e4m3fn", "float8_e5m2"
"""Which 8-bit float carries values, and which gradients."""
ROUNDED = ("inputs", "{}", "outputs_grad")
"""What is rounded, as the variables are called."""


class Float8(Form):
    """Rounds inputs and weight to 8-bit floats, and the gradient of the output.

    Each has a scale that follows the largest magnitudes of the last steps; a step's gradient of
    it is its next value.

    Source: Micikevicius et al. (2022), "FP8 formats for deep learning", sections 3 and 4.
    """

    def specs(self, layer: Weighted, layout: Layout) -> list[Spec]:
        length = getattr(layer.dtype_policy, "amax_history_length", 1024)
        return [
            spec
            for name in ROUNDED
            for spec in (
                Spec(f"{name}_scale", (), "float32", "ones"),
                Spec(f"{name}_amax_history", (length,), "float32"),
            )
        ]

    def values(self, layer: Weighted, layout: Layout, weight: np.ndarray) -> Mapping[str, Any]:
        return {}

    def product(self, layer: Weighted, layout: Layout, inputs: Tensor) -> Tensor:
        def state(name: str) -> tuple[Any, Any]:
            return layer.part(f"{name}_scale").value, layer.part(f"{name}_amax_history").value

        x = rounded(inputs, *state("inputs"))
        weight = rounded(ops.convert_to_tensor(layer.float_weight()), *state("{}"))
        return rounded_backwards(layout.product(x, weight), *state("outputs_grad"))

    def floats(self, layer: Weighted, layout: Layout) -> Tensor:
        return layer.part("_{}")

    def bias(self, layer: Weighted, bias: Variable) -> Any:
        """Rounds the bias to bfloat16, as Keras does: kernels of GPUs add one in 16 bits."""
        if layer.compute_dtype != "float32":
            return bias
        return ops.cast(ops.cast(bias, "bfloat16"), "float32")


def rounded(x: Tensor, scale: Tensor, history: Tensor) -> Tensor:
    """Rounds a tensor to 8 bits; the gradients of scale and history are their next values."""

    def run(x: Tensor, scale: Tensor, history: Tensor) -> tuple[Tensor, Any]:
        following = _following(x, scale, history, FORWARD)
        found = quantize_and_dequantize(x, scale, FORWARD, ops.dtype(x))
        return found, lambda upstream: (upstream, *following)

    return ops.custom_gradient(run)(x, scale, history)


def rounded_backwards(x: Tensor, scale: Tensor, history: Tensor) -> Tensor:
    """Rounds the gradient of a tensor to 8 bits, which itself passes as it is."""

    def run(x: Tensor, scale: Tensor, history: Tensor) -> tuple[Tensor, Any]:
        def gradient(upstream: Tensor) -> tuple[Tensor, Tensor, Tensor]:
            following = _following(upstream, scale, history, BACKWARD)
            found = quantize_and_dequantize(upstream, scale, BACKWARD, ops.dtype(upstream))
            return found, *following

        return ops.multiply(x, 1.0), gradient

    return ops.custom_gradient(run)(x, scale, history)


def _following(x: Tensor, scale: Tensor, history: Tensor, dtype: str) -> tuple[Tensor, Tensor]:
    """Returns the scale and the history of the next step."""
    largest = ops.max(history)
    following = compute_float8_scale(largest, scale, FLOAT_LIMITS[dtype])
    return following, compute_float8_amax_history(x, history)
