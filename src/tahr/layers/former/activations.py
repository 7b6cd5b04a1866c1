"""Activations of Keras 1 and 2 that are layers."""

from typing import Any

from tahr import ops
from tahr.core.arguments import checked
from tahr.core.ranges import Axes
from tahr.core.registry import known_as
from tahr.core.rows import rows_apart
from tahr.core.typing import Shape, Tensor
from tahr.core.variables import Variable
from tahr.initializers import Constant
from tahr.layers.base.checks import positive, shared_along
from tahr.layers.base.layer import Layer
from tahr.ops import nn


@known_as("keras.layers", "ThresholdedReLU")
@rows_apart
class ThresholdedReLU(Layer):
    """`x` where it is above a threshold, zero elsewhere.

    Args:
        theta: the threshold.
        **kwargs: what every layer takes.

    Input: any shape. Output: the same shape.

    Example:
        >>> ThresholdedReLU(1.0)([[0.5, 2.0]]).tolist()
        [[0.0, 2.0]]

    Source: Konda et al. 2014, "Zero-bias autoencoders and the benefits of co-adapting features".
    """

    @checked
    def __init__(self, theta: float = 1.0, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.theta = theta
        self.supports_masking = True

    def call(self, inputs: Tensor) -> Tensor:
        return nn.threshold(inputs, self.theta, 0.0)

    def compute_output_shape(self, input_shape: Shape) -> Shape:
        return input_shape


@rows_apart
class Learned(Layer):
    """An activation with numbers that are learned, one for each feature."""

    def __init__(self, shared_axes: Axes | None = None, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.supports_masking = True
        listed = shared_axes is None or isinstance(shared_axes, list | tuple)
        self.shared_axes: Any = shared_axes if listed else [shared_axes]

    def learned(self, input_shape: Shape, name: str, initializer: Any) -> Variable:
        """Makes numbers of the shape of the input."""
        shared = shared_along(self.shared_axes, input_shape, self)
        lengths = [
            1 if axis in shared else positive(n, f"axis {axis} of the input", self)
            for axis, n in enumerate(input_shape)
            if axis > 0
        ]
        return self.add_weight(shape=lengths, initializer=initializer, name=name)

    def compute_output_shape(self, input_shape: Shape) -> Shape:
        return input_shape


@known_as("keras.layers", "SReLU")
class SReLU(Learned):
    """`x` between two thresholds, and a line of its own slope beyond each; all are learned.

    Args:
        t_left_init: for the left threshold.
        a_left_init: for the slope on the left.
        t_right_init: for the distance to the right threshold.
        a_right_init: for the slope on the right.
        shared_axes: axes along which one number serves all, counted with the batch as 0.
        **kwargs: what every layer takes.

    Input: any shape. Output: the same shape.

    Example:
        >>> layer = SReLU(a_left_init="zeros", t_right_init="ones", a_right_init="zeros")
        >>> layer([[-2.0, 0.5, 3.0]]).tolist()
        [[0.0, 0.5, 1.0]]

    Source: Jin et al. 2015, "Deep learning with S-shaped rectified linear activation units".
    """

    @checked
    def __init__(
        self,
        t_left_init: Any = "zeros",
        a_left_init: Any = "glorot_uniform",
        t_right_init: Any = "glorot_uniform",
        a_right_init: Any = "ones",
        shared_axes: Axes | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(shared_axes, **kwargs)
        self.t_left_init, self.a_left_init = t_left_init, a_left_init
        self.t_right_init, self.a_right_init = t_right_init, a_right_init

    def build(self, input_shape: Shape) -> None:
        self.t_left: Variable = self.learned(input_shape, "t_left", self.t_left_init)
        self.a_left: Variable = self.learned(input_shape, "a_left", self.a_left_init)
        self.t_right: Variable = self.learned(input_shape, "t_right", self.t_right_init)
        self.a_right: Variable = self.learned(input_shape, "a_right", self.a_right_init)

    def call(self, inputs: Tensor) -> Tensor:
        low = self.t_left
        high = ops.add(low, ops.abs(self.t_right))
        inside = ops.minimum(ops.maximum(inputs, low), high)
        below = ops.multiply(self.a_left, ops.minimum(ops.subtract(inputs, low), 0.0))
        above = ops.multiply(self.a_right, ops.maximum(ops.subtract(inputs, high), 0.0))
        return ops.add(inside, ops.add(below, above))


@known_as("keras.layers", "ParametricSoftplus")
class ParametricSoftplus(Learned):
    """`alpha * log(1 + exp(beta * x))`, with both numbers learned.

    Args:
        alpha_init: what alpha begins at.
        beta_init: what beta begins at.
        shared_axes: axes along which one number serves all, counted with the batch as 0.
        **kwargs: what every layer takes.

    Input: any shape. Output: the same shape.

    Example:
        >>> round(float(ParametricSoftplus(alpha_init=1.0, beta_init=2.0)([[0.0]])[0, 0]), 4)
        0.6931

    Source: McFarland et al. 2013, "Inferring nonlinear neuronal computation".
    """

    @checked
    def __init__(
        self,
        alpha_init: float = 0.2,
        beta_init: float = 5.0,
        shared_axes: Axes | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(shared_axes, **kwargs)
        self.alpha_init, self.beta_init = alpha_init, beta_init

    def build(self, input_shape: Shape) -> None:
        start = Constant(self.alpha_init), Constant(self.beta_init)
        self.alpha: Variable = self.learned(input_shape, "alpha", start[0])
        self.beta: Variable = self.learned(input_shape, "beta", start[1])

    def call(self, inputs: Tensor) -> Tensor:
        return ops.multiply(self.alpha, nn.softplus(ops.multiply(self.beta, inputs)))
