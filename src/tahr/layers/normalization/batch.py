"""Batch normalization."""

from typing import Any

from tahr import ops
from tahr.core.arguments import checked
from tahr.core.errors import ShapeError
from tahr.core.ranges import Fraction, NotNegative, Whole
from tahr.core.registry import known_as
from tahr.core.rows import rows_apart
from tahr.core.scopes import rows_that_count
from tahr.core.specs import show
from tahr.core.typing import Shape, Tensor
from tahr.core.variables import Variable
from tahr.layers.base.checks import length_along, not_offered
from tahr.layers.base.input_spec import Expected, InputSpec
from tahr.layers.base.layer import Layer
from tahr.layers.base.weight_rules import WeightRules
from tahr.ops import nn
from tahr.ops.filled import counted


@known_as("keras.layers", "BatchNormalization")
@rows_apart
class BatchNormalization(Layer):
    """Normalizes every channel to mean zero and variance one, then scales and shifts it.

    In training by the batch's own mean and variance, of which running averages are kept; else
    by those averages. With `trainable = False` it always uses the averages.

    Args:
        axis: where the channels are.
        momentum: how much of the old average each step keeps.
        epsilon: keeps the square root away from zero.
        center: whether a trained `beta` is added.
        scale: whether a trained `gamma` multiplies.
        beta_initializer: for beta, one number a channel.
        gamma_initializer: for gamma, likewise.
        moving_mean_initializer: for the average of the means.
        moving_variance_initializer: for the average of the variances.
        beta_regularizer: penalty on beta.
        gamma_regularizer: penalty on gamma.
        beta_constraint: maps beta back after each update.
        gamma_constraint: maps gamma back after each update.
        renorm: not offered; False.
        renorm_clipping: not offered; None.
        renorm_momentum: kept for the configuration.
        synchronized: whether replicas average together; a sharded batch always does.
        **kwargs: what every layer takes.

    Input: any shape. Output: the same shape.

    Raises:
        ArgumentError: axis is no integer.
        ShapeError: the mask or the input does not fit.

    Example:
        >>> BatchNormalization(epsilon=0.0)([[1.0], [3.0]], training=True).tolist()
        [[-1.0], [1.0]]

    Source: Ioffe & Szegedy 2015, "Batch normalization", algorithms 1 and 2.
    """

    @checked
    def __init__(
        self,
        axis: Whole = -1,
        momentum: Fraction = 0.99,
        epsilon: NotNegative = 0.001,
        center: bool = True,
        scale: bool = True,
        beta_initializer: Any = "zeros",
        gamma_initializer: Any = "ones",
        moving_mean_initializer: Any = "zeros",
        moving_variance_initializer: Any = "ones",
        beta_regularizer: Any = None,
        gamma_regularizer: Any = None,
        beta_constraint: Any = None,
        gamma_constraint: Any = None,
        renorm: bool = False,
        renorm_clipping: Any = None,
        renorm_momentum: float = 0.99,
        synchronized: bool = False,
        **kwargs: Any,
    ) -> None:
        super().__init__(**kwargs)
        not_offered(self, renorm=renorm)
        self.axis: int = int(axis)
        self.momentum = momentum
        self.epsilon = epsilon
        self.center = center
        self.scale = scale
        self.renorm = renorm
        self.renorm_clipping = renorm_clipping
        self.renorm_momentum = renorm_momentum
        self.synchronized = synchronized
        self.beta_rules: WeightRules = WeightRules(
            self, "beta", beta_initializer, beta_regularizer, beta_constraint
        )
        self.gamma_rules: WeightRules = WeightRules(
            self, "gamma", gamma_initializer, gamma_regularizer, gamma_constraint
        )
        self.mean_rules: WeightRules = WeightRules(self, "moving_mean", moving_mean_initializer)
        self.variance_rules: WeightRules = WeightRules(
            self, "moving_variance", moving_variance_initializer
        )
        self.supports_masking = True

    def build(self, input_shape: Shape) -> None:
        shape = (length_along(input_shape, self.axis, self),)
        self.gamma: Variable | None = self.gamma_rules.make(shape) if self.scale else None
        self.beta: Variable | None = self.beta_rules.make(shape) if self.center else None
        fixed = {"trainable": False, "autocast": False}
        self.moving_mean: Variable = self.mean_rules.make(shape, **fixed)
        self.moving_variance: Variable = self.variance_rules.make(shape, **fixed)
        self.input_spec: Expected = InputSpec(ndim=len(input_shape), axes={self.axis: shape[0]})

    def call(
        self, inputs: Tensor, training: bool | None = None, mask: Tensor | None = None
    ) -> Tensor:
        own = ops.dtype(inputs)
        x = ops.cast(inputs, "float32") if own in ("float16", "bfloat16") else inputs
        if not training or not self.trainable:
            fixed = (self.axis, self.beta, self.gamma, self.epsilon)
            dtype = ops.dtype(x)
            mean = ops.cast(self.moving_mean, dtype)
            variance = ops.cast(self.moving_variance, dtype)
            return ops.cast(nn.batch_normalization(x, mean, variance, *fixed), own)
        counts = rows_that_count() if mask is None else counted(mask)
        outputs, mean, variance = self.by_batch(x, counts)
        self._average(self.moving_mean, mean)
        self._average(self.moving_variance, variance)
        return ops.cast(outputs, own)

    def by_batch(self, x: Tensor, counts: Tensor | None) -> tuple[Tensor, Tensor, Tensor]:
        """Normalizes by the batch's own mean and variance, and returns these too.

        Args:
            x: the batch.
            counts: bool, of the first axes of the batch: which places count; all by default.
        """
        fixed = (self.axis, self.beta, self.gamma, self.epsilon)
        if counts is None:
            return nn.normalize_batch(x, *fixed)
        mean, variance = self._moments(x, counts)
        return nn.batch_normalization(x, mean, variance, *fixed), mean, variance

    def _average(self, average: Any, value: Tensor) -> None:
        old = ops.multiply(average, self.momentum)
        average.assign(ops.add(old, ops.multiply(value, 1.0 - self.momentum)))

    def _moments(self, x: Tensor, mask: Tensor) -> tuple[Tensor, Tensor]:
        """Returns mean and variance of each channel over the places that count."""
        rank = len(x.shape)
        axes = tuple(axis for axis in range(rank) if axis != self.axis % rank)
        if tuple(mask.shape) != tuple(x.shape[: len(mask.shape)]):
            raise ShapeError(
                "the mask does not fit the input",
                where=self.name,
                expected=f"the first axes of {show(x.shape)}",
                got=show(mask.shape),
            )
        column = (*mask.shape, *(1,) * (rank - len(mask.shape)))
        weight = ops.broadcast_to(ops.reshape(ops.cast(mask, ops.dtype(x)), column), x.shape)
        count = ops.add(ops.sum(weight, axis=axes, keepdims=True), 1e-7)
        mean = ops.divide(ops.sum(ops.multiply(weight, x), axis=axes, keepdims=True), count)
        squares = ops.multiply(weight, ops.square(ops.subtract(x, mean)))
        variance = ops.divide(ops.sum(squares, axis=axes, keepdims=True), count)
        return ops.squeeze(mean, axes), ops.squeeze(variance, axes)
