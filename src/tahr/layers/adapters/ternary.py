"""Weights that are -1, 0 or 1 times one scale."""

import math
from collections.abc import Mapping
from typing import Any

import numpy as np

from tahr import ops
from tahr.core.typing import Tensor
from tahr.layers.adapters.form import Form, Spec
from tahr.layers.adapters.layout import Layout, as_float
from tahr.layers.adapters.weighted import Weighted
from tahr.quantizers import pack_ternary, unpack_ternary


def ternary(weight: Any, threshold: float | None = None) -> tuple[Tensor, Tensor]:
    """Rounds a weight to -1, 0 and 1, and returns the scale they stand for.

    Args:
        weight: tensor of floats.
        threshold: up to which magnitude a weight is 0; half the mean magnitude by default.

    Source: Ma et al. (2024), "The era of 1-bit LLMs: all large language models are in 1.58
    bits", equations 1 to 3.
    """
    size = ops.abs(weight)
    scale = ops.mean(size)
    least = ops.multiply(scale, 0.5) if threshold is None else threshold
    kept = ops.cast(ops.greater(size, least), ops.dtype(size))
    return ops.multiply(ops.sign(weight), kept), scale


class Ternary(Form):
    """Trits, five in a byte down the columns, and one scale.

    The bytes are unpacked for each product: it saves memory of files, and no time.
    """

    def specs(self, layer: Weighted, layout: Layout) -> list[Spec]:
        packed = (math.ceil(layout.rows / 5), layout.columns)
        return [Spec("_{}", packed, "uint8"), Spec("{}_scale", (), layer.variable_dtype, "ones")]

    def values(self, layer: Weighted, layout: Layout, weight: np.ndarray) -> Mapping[str, Any]:
        trits, scale = ternary(layout.matrix(weight), getattr(layer, "threshold", None))
        return {"_{}": pack_ternary(trits, axis=0)[0], "{}_scale": scale}

    def product(self, layer: Weighted, layout: Layout, inputs: Tensor) -> Tensor:
        trits = as_float(self.shown(layer, layout), inputs)
        return ops.multiply(layout.product(inputs, trits), as_float(layer.part("{}_scale"), inputs))

    def floats(self, layer: Weighted, layout: Layout) -> Tensor:
        scale = layer.part("{}_scale")
        return ops.multiply(as_float(self.shown(layer, layout), scale), scale)

    def shown(self, layer: Weighted, layout: Layout) -> Any:
        return layout.weight(unpack_ternary(layer.part("_{}"), layout.rows, axis=0))
