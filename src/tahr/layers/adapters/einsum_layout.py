"""How the weight of a layer meets its input, where an equation says so."""

from collections.abc import Sequence
from typing import Any

import numpy as np

from tahr import ops
from tahr.core.typing import Tensor
from tahr.layers.adapters.layout import Layout, Quantize, as_float


class EinsumLayout(Layout):
    """A weight that an equation multiplies the inputs with.

    Args:
        inputs: the letters of the inputs' axes.
        weights: those of the weight's.
        outputs: those of the outputs'.
        shape: of the weight.
        equation: as the user wrote it, for inputs with more or fewer axes in front.
    """

    def __init__(
        self,
        inputs: str,
        weights: str,
        outputs: str,
        shape: Sequence[int],
        equation: str | None = None,
    ) -> None:
        super().__init__(shape, [n for n, c in enumerate(weights) if c not in outputs])
        self.inputs: str = inputs
        self.weights: str = weights
        self.outputs: str = outputs
        self.equation: str = equation or f"{inputs},{weights}->{outputs}"
        self.input_axes: tuple[int, ...] = tuple(
            n for n, c in enumerate(inputs) if c not in outputs
        )
        self.gives_back: bool = set(inputs) <= {*weights, *outputs}
        """Whether the gradient of the inputs is such a product too."""

    def seen(self, inputs: np.ndarray) -> np.ndarray:
        met = [self.inputs.index(self.weights[axis]) for axis in self.contracted]
        others = [axis for axis in range(inputs.ndim) if axis not in met]
        return super().seen(inputs.transpose(*others, *met))

    def for_outputs(self, scale: Any) -> Any:
        return self._spread(scale, self.weights)

    def _spread(self, scale: Any, letters: str) -> Any:
        """Lays out a scale over some letters for the outputs, with 1 for those it lacks."""
        gone = tuple(n for n, c in enumerate(letters) if c not in self.outputs)
        kept = [c for c in letters if c in self.outputs]
        found = ops.squeeze(scale, axis=gone) if gone else scale
        order = sorted(range(len(kept)), key=lambda n: self.outputs.index(kept[n]))
        found = ops.transpose(found, order)
        missing = tuple(n for n, c in enumerate(self.outputs) if c not in kept)
        return ops.expand_dims(found, missing) if missing else found

    def product(self, inputs: Tensor, weight: Any) -> Tensor:
        return ops.einsum(self.equation, inputs, weight)

    def scaled(self, inputs: Tensor, values: Any, scale: Any, quantizer: Quantize | None) -> Tensor:
        if quantizer is None or not self.gives_back:
            found = self.product(inputs, as_float(values, inputs))
            return ops.divide(found, as_float(scale, inputs))
        backwards = f"{self.outputs},{self.weights}->{self.inputs}"

        def run(x: Tensor) -> tuple[Tensor, Any]:
            rows, factor = quantizer(x, axis=self.input_axes)
            found = ops.cast(ops.einsum(self.equation, rows, values), ops.dtype(x))
            factors = ops.multiply(self._spread(factor, self.inputs), as_float(scale, x))

            def gradient(upstream: Tensor) -> Tensor:
                unscaled = ops.divide(upstream, as_float(scale, upstream))
                return ops.einsum(backwards, unscaled, as_float(values, upstream))

            return ops.divide(found, factors), gradient

        return ops.custom_gradient(run)(inputs)

    def low_rank(self, inputs: Tensor, a: Any, b: Any) -> Tensor:
        last = self.weights[-1]
        if self.outputs.endswith(last) and last not in self.inputs:
            return ops.matmul(self.product(inputs, a), b)
        return self.product(inputs, ops.matmul(a, b))
