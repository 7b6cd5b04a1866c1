"""A layer whose kernel is divided by its largest singular value."""

from typing import Any

from tahr import initializers, ops
from tahr.core.arguments import checked
from tahr.core.errors import ArgumentError, told
from tahr.core.ranges import Count
from tahr.core.registry import known_as
from tahr.core.scopes import autocast
from tahr.core.typing import Shape, Tensor
from tahr.core.variables import Variable
from tahr.layers.base.input_spec import Expected, InputSpec
from tahr.layers.base.layer import Layer
from tahr.layers.core.wrapper import Wrapper, in_dtype_of

KERNELS = ("kernel", "embeddings")
"""What a layer may call the weights that are divided."""


@known_as("keras.layers", "SpectralNormalization")
class SpectralNormalization(Wrapper):
    """Divides the kernel of a layer by its largest singular value at each step of training.

    The singular value is followed by rounds of the power method, which go on from step to step.

    Args:
        layer: a layer with a `kernel` or `embeddings`.
        power_iterations: how many rounds a step takes.
        **kwargs: what every layer takes.

    Input and output: those of the layer.

    Raises:
        ArgumentError: power_iterations is not positive, or the layer has no such weights.

    Example:
        >>> import numpy as np
        >>> from tahr.layers.core.dense import Dense
        >>> layer = SpectralNormalization(Dense(2, use_bias=False), power_iterations=20)
        >>> y = layer(np.ones((1, 3), "float32"), training=True)
        >>> round(float(np.linalg.norm(layer.layer.get_weights()[0], 2)), 3)
        1.0

    Source: Miyato et al. 2018, "Spectral normalization for generative adversarial networks",
    algorithm 1.
    """

    @checked
    def __init__(self, layer: Layer, power_iterations: Count = 1, **kwargs: Any) -> None:
        super().__init__(layer, **kwargs)
        self.power_iterations: int = int(power_iterations)

    def build(self, input_shape: Shape) -> None:  # pyright: ignore[reportIncompatibleMethodOverride]
        super().build(input_shape)
        self.input_spec: Expected = InputSpec(shape=[None, *input_shape[1:]])
        found = [n for n in KERNELS if isinstance(getattr(self.layer, n, None), Variable)]
        if not found:
            raise ArgumentError(
                "the layer has no weights that could be divided",
                where=self.name,
                expected="a layer with a `kernel` or `embeddings`",
                got=told(self.layer),
            )
        self.kernel: Variable = getattr(self.layer, found[0])
        self.vector_u: Variable = self.add_weight(
            shape=(1, self.kernel.shape[-1]),
            initializer=initializers.TruncatedNormal(stddev=0.02),
            dtype=self.kernel.dtype,
            trainable=False,
            name="vector_u",
        )

    def call(self, inputs: Tensor, training: bool = False) -> Tensor:
        if training:
            vector, kernel = self.normalized_weights()
            self.vector_u.assign(vector)
            self.kernel.assign(kernel)
        return in_dtype_of(self, self.layer(inputs))

    def normalized_weights(self) -> tuple[Tensor, Tensor]:
        """Returns the vector and the kernel that training goes on with, and assigns neither."""
        with autocast(None):
            kernel, u = self.kernel.value, self.vector_u.value
        matrix = ops.reshape(kernel, (-1, self.kernel.shape[-1]))
        still, v = ops.stop_gradient(matrix), u
        for _ in range(self.power_iterations):
            v = _unit(ops.matmul(u, ops.transpose(still)))
            u = _unit(ops.matmul(v, still))
        largest = ops.sum(ops.multiply(ops.matmul(v, matrix), u))
        return u, ops.divide(kernel, largest)


def _unit(x: Tensor) -> Tensor:
    """Returns a vector with the length one."""
    return ops.multiply(x, ops.rsqrt(ops.maximum(ops.sum(ops.square(x)), 1e-12)))
