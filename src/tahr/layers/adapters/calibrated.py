"""Weights that were rounded to groups of integers by what the layer computes on data."""

import math
from collections.abc import Mapping
from typing import Any

import numpy as np

from tahr import ops
from tahr.core.typing import Tensor
from tahr.layers.adapters.form import Form, Spec
from tahr.layers.adapters.layout import Layout, as_float
from tahr.layers.adapters.weighted import Weighted
from tahr.quantizers import pack_int4, unpack_int4
from tahr.quantizers.awq import awq, rounded as nearest
from tahr.quantizers.gptq import Rounded, gptq


class Grouped(Form):
    """Integers from 0, columns first, with a scale and a zero point for each group of rows."""

    def specs(self, layer: Weighted, layout: Layout) -> list[Spec]:
        size = layer.dtype_policy.group_size  # type: ignore[attr-defined]
        groups = 1 if size < 0 else math.ceil(layout.rows / size)
        packed = math.ceil(layout.columns / 2) if _bits(layer) == 4 else layout.columns
        scales = (layout.columns, groups)
        return [
            Spec("quantized_{}", (packed, layout.rows), "uint8"),
            Spec("{}_scale", scales, layer.variable_dtype, "ones"),
            Spec("{}_zero", scales, "uint8"),
            Spec("g_idx", (layout.rows,), "float32"),
        ]

    def values(self, layer: Weighted, layout: Layout, weight: np.ndarray) -> Mapping[str, Any]:
        policy: Any = layer.dtype_policy
        found = nearest(np.asarray(layout.matrix(weight)), policy.weight_bits, policy.group_size)
        return self.arrays(layer, found)

    def arrays(self, layer: Weighted, found: Rounded) -> Mapping[str, Any]:
        """Returns what the variables are for a rounded matrix."""
        columns = found.values.T
        packed = pack_int4(columns, axis=0, dtype="uint8")[0] if _bits(layer) == 4 else columns
        return {
            "quantized_{}": packed,
            "{}_scale": found.scale.T,
            "{}_zero": found.zero.T.astype("uint8"),
            "g_idx": found.groups.astype("float32"),
        }

    def fitted(
        self, layer: Weighted, layout: Layout, weight: np.ndarray, seen: "Seen", config: Any
    ) -> Mapping[str, Any]:
        """Returns what the variables are, for a weight and the inputs that were seen."""
        return self.arrays(layer, gptq(np.asarray(layout.matrix(weight)), seen.hessian(), config))

    def product(self, layer: Weighted, layout: Layout, inputs: Tensor) -> Tensor:
        return layout.product(inputs, as_float(self.floats(layer, layout), inputs))

    def floats(self, layer: Weighted, layout: Layout) -> Tensor:
        return layout.weight(self.matrix(layer, layout))

    def matrix(self, layer: Weighted, layout: Layout) -> Tensor:
        """Returns the matrix of floats that the variables stand for."""
        packed = layer.part("quantized_{}")
        if _bits(layer) == 4:
            packed = unpack_int4(packed, layout.columns, axis=0, dtype="uint8")
        scale, zero = (ops.transpose(layer.part(name)) for name in ("{}_scale", "{}_zero"))
        places = ops.cast(layer.part("g_idx"), "int32")
        shifted = ops.subtract(
            as_float(ops.transpose(packed), scale), ops.take(as_float(zero, scale), places, axis=0)
        )
        return ops.multiply(shifted, ops.take(scale, places, axis=0))


class Scaled(Grouped):
    """Grouped integers whose rows were scaled up before, by what the inputs are divided by."""

    def specs(self, layer: Weighted, layout: Layout) -> list[Spec]:
        *others, groups = super().specs(layer, layout)
        scales = Spec("awq_scales", (layout.rows,), layer.variable_dtype, "ones")
        return [*others, scales, groups]

    def values(self, layer: Weighted, layout: Layout, weight: np.ndarray) -> Mapping[str, Any]:
        return {**super().values(layer, layout, weight), "awq_scales": np.ones(layout.rows)}

    def fitted(
        self, layer: Weighted, layout: Layout, weight: np.ndarray, seen: "Seen", config: Any
    ) -> Mapping[str, Any]:
        matrix = np.asarray(layout.matrix(weight))
        found, scales = awq(matrix, seen.magnitudes(), seen.hessian(), config)
        return {**self.arrays(layer, found), "awq_scales": scales}

    def matrix(self, layer: Weighted, layout: Layout) -> Tensor:
        scales = ops.reshape(layer.part("awq_scales"), (-1, 1))
        return ops.divide(super().matrix(layer, layout), scales)


def _bits(layer: Weighted) -> int:
    policy: Any = layer.dtype_policy
    return policy.weight_bits


class Seen:
    """What inputs of a layer were like: sums over rows of inputs.

    Args:
        length: of one row.
    """

    def __init__(self, length: int) -> None:
        self.count: int = 0
        self._products = np.zeros((length, length))
        self._sizes = np.zeros(length)

    def add(self, rows: np.ndarray) -> None:
        """Adds rows of inputs, of shape `(count, length)`."""
        rows = rows.astype("float64")
        self.count += len(rows)
        self._products += rows.T @ rows
        self._sizes += np.abs(rows).sum(axis=0)

    def hessian(self) -> np.ndarray:
        """Returns the mean of the products of two inputs, twice: of a squared error's Hessian."""
        return 2.0 * self._products / max(self.count, 1)

    def magnitudes(self) -> np.ndarray:
        """Returns the mean magnitude of each input."""
        return self._sizes / max(self.count, 1)
