"""Weights of 8 bits, with one scale for each output."""

from collections.abc import Mapping
from typing import Any

import numpy as np

from tahr import ops
from tahr.core import current
from tahr.core.errors import ArgumentError
from tahr.core.specs import TensorSpec
from tahr.core.typing import Tensor
from tahr.layers.adapters.form import Form, Spec
from tahr.layers.adapters.layout import Layout
from tahr.layers.adapters.weighted import Weighted
from tahr.quantizers import AbsMaxQuantizer, Int8QuantizationConfig, QuantizationConfig


class Int8(Form):
    """Integers times a scale; the inputs are quantized row by row, so integers are multiplied.

    Source: Dettmers et al. (2022), "LLM.int8(): 8-bit matrix multiplication for transformers at
    scale", section 3.1, without its outliers.
    """

    def specs(self, layer: Weighted, layout: Layout) -> list[Spec]:
        with current.using("spec"):
            shape = layout.for_outputs(TensorSpec(layout.scale_shape, "float32")).shape
        scale = Spec("{}_scale", shape, layer.variable_dtype, "ones")
        return [Spec("_{}", layout.shape, "int8"), scale]

    def values(self, layer: Weighted, layout: Layout, weight: np.ndarray) -> Mapping[str, Any]:
        given = QuantizationConfig.weight_quantizer_or_default(layer.quantization_config, None)
        quantizer = given or AbsMaxQuantizer(axis=layout.contracted)
        found, scale = quantizer(weight, to_numpy=True)
        if tuple(scale.shape) != layout.scale_shape:
            raise ArgumentError(
                "the quantizer of weights shares its scales along other axes than the layer sums",
                where=layer.name,
                expected=f"axis={layout.contracted}",
                got=f"scales of shape {tuple(scale.shape)}",
            )
        return {"_{}": found, "{}_scale": layout.for_outputs(scale)}

    def product(self, layer: Weighted, layout: Layout, inputs: Tensor) -> Tensor:
        quantizer = QuantizationConfig.activation_quantizer_or_default(
            layer.quantization_config or Int8QuantizationConfig(), None
        )
        return layout.scaled(inputs, layer.part("_{}"), layer.part("{}_scale"), quantizer)

    def floats(self, layer: Weighted, layout: Layout) -> Tensor:
        values, scale = layer.part("_{}"), layer.part("{}_scale")
        scales = _of_weight(scale, layout)
        return ops.divide(ops.cast(values, ops.dtype(scales)), scales)

    def shown(self, layer: Weighted, layout: Layout) -> Any:
        return layer.part("_{}")


def _of_weight(scale: Any, layout: Layout) -> Tensor:
    """Returns scales that are laid out for the outputs in the shape of the weight."""
    back = np.argsort(_places(layout).ravel()).astype("int32")
    return ops.reshape(ops.take(ops.reshape(scale, (-1,)), back), layout.scale_shape)


def _places(layout: Layout) -> np.ndarray:
    """Returns the numbers of the columns, laid out for the outputs."""
    columns = np.arange(layout.columns, dtype="float32")
    with current.using("numpy"):
        return current.to_numpy(layout.for_outputs(np.reshape(columns, layout.scale_shape)))
