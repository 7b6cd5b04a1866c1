"""Weights of 4 bits, two in a byte."""

import math
from collections.abc import Mapping
from typing import Any

import numpy as np

from tahr import ops
from tahr.core.policies import DTypePolicy
from tahr.core.typing import Tensor
from tahr.layers.adapters.form import Form, Spec
from tahr.layers.adapters.layout import Layout, as_float
from tahr.layers.adapters.weighted import Weighted
from tahr.quantizers import (
    AbsMaxQuantizer,
    Int4QuantizationConfig,
    QuantizationConfig,
    abs_max_quantize_grouped_with_zero_point,
    pack_int4,
    unpack_int4,
)
from tahr.quantizers.grouped import dequantized, group_of


class Int4(Form):
    """Integers of 4 bits, with a scale a column, or a scale and a zero point for each block of it.

    Source: Dettmers and Zettlemoyer (2023), "The case for 4-bit precision: k-bit inference
    scaling laws", section 2, for blocks.
    """

    def specs(self, layer: Weighted, layout: Layout) -> list[Spec]:
        outer, inner = _kept(layout, layout.rows, layout.columns)
        packed = Spec("_{}", (outer, math.ceil(inner / 2)), "int8")
        size = block_size(layer)
        kind = layer.variable_dtype
        if size < 0:
            return [packed, Spec("{}_scale", (layout.columns,), kind, "ones")]
        groups = _kept(layout, math.ceil(layout.rows / size), layout.columns)
        return [
            packed,
            Spec("{}_scale", groups, kind, "ones"),
            Spec("{}_zero", groups, "int8"),
            Spec("g_idx", (layout.rows,), "float32"),
        ]

    def values(self, layer: Weighted, layout: Layout, weight: np.ndarray) -> Mapping[str, Any]:
        size, matrix = block_size(layer), layout.matrix(weight)
        if size < 0:
            given = QuantizationConfig.weight_quantizer_or_default(layer.quantization_config, None)
            quantizer = given or AbsMaxQuantizer(axis=0, value_range=(-8, 7))
            found, scale = quantizer(matrix, axis=0, to_numpy=True)
            rest = {"{}_scale": ops.reshape(scale, (layout.columns,))}
        else:
            found, scale, zero = abs_max_quantize_grouped_with_zero_point(
                matrix, size, to_numpy=True
            )
            rest = {
                "{}_scale": layout.turned(scale),
                "{}_zero": layout.turned(zero),
                "g_idx": np.array(group_of(layout.rows, size), "float32"),
            }
        return {"_{}": pack_int4(layout.turned(found), axis=-1)[0], **rest}

    def product(self, layer: Weighted, layout: Layout, inputs: Tensor) -> Tensor:
        if layout.transposed:
            return self._taken(layer, layout, inputs)
        if block_size(layer) > 0:
            return layout.product(inputs, as_float(self.floats(layer, layout), inputs))
        quantizer = QuantizationConfig.activation_quantizer_or_default(
            layer.quantization_config, None
        )
        scale = layout.for_outputs(ops.reshape(layer.part("{}_scale"), layout.scale_shape))
        return layout.scaled(inputs, self.shown(layer, layout), scale, quantizer)

    def _taken(self, layer: Weighted, layout: Layout, inputs: Tensor) -> Tensor:
        """Takes vectors, and unpacks no others."""
        rows = ops.take(layer.part("_{}"), inputs, axis=0)
        values = unpack_int4(rows, layout.rows, axis=-1)
        scale = ops.take(layer.part("{}_scale"), inputs, axis=0)
        if block_size(layer) < 0:
            factors = ops.expand_dims(scale, -1)
            return ops.divide(as_float(values, factors), factors)
        groups = ops.cast(layer.part("g_idx"), "int32")
        zero = ops.take(ops.take(layer.part("{}_zero"), inputs, axis=0), groups, axis=-1)
        shifted = ops.subtract(as_float(values, scale), as_float(zero, scale))
        return ops.multiply(shifted, ops.take(scale, groups, axis=-1))

    def floats(self, layer: Weighted, layout: Layout) -> Tensor:
        values, scale = self._matrix(layer, layout), layer.part("{}_scale")
        if block_size(layer) < 0:
            return layout.weight(ops.divide(as_float(values, scale), scale))
        scale, zero = (layout.turned(part) for part in (scale, layer.part("{}_zero")))
        return layout.weight(dequantized(values, scale, zero, layer.part("g_idx")))

    def shown(self, layer: Weighted, layout: Layout) -> Any:
        return layout.weight(self._matrix(layer, layout))

    def _matrix(self, layer: Weighted, layout: Layout) -> Tensor:
        _, inner = _kept(layout, layout.rows, layout.columns)
        return layout.turned(unpack_int4(layer.part("_{}"), inner, axis=-1))


def _kept(layout: Layout, rows: int, columns: int) -> tuple[int, int]:
    return (columns, rows) if layout.transposed else (rows, columns)


def block_size(layer: Weighted) -> int:
    """Returns how many weights share a scale, as the policy or the configuration says; or -1."""
    policy: DTypePolicy = layer.dtype_policy
    found = getattr(policy, "block_size", None)
    if found is not None:
        return found
    config = layer.quantization_config
    return config.blocks if isinstance(config, Int4QuantizationConfig) else -1
