"""Normalizations that `BatchNormalization` of Keras 1 was in its modes 1 and 2."""

from tahr import ops
from tahr.core.registry import known_as
from tahr.core.scopes import rows_that_count
from tahr.core.typing import Tensor
from tahr.layers.normalization.batch import BatchNormalization
from tahr.ops.filled import counted


@known_as("keras.layers", "SampleNormalization")
class SampleNormalization(BatchNormalization):
    """Normalizes every sample by the mean and the deviation of its last axis.

    `BatchNormalization(mode=1)` of Keras 1, which adds epsilon to the variance and to its root.
    The averages are kept in files, and not used.

    Example:
        >>> SampleNormalization(epsilon=0.0)([[1.0, 3.0]]).tolist()
        [[-1.0, 1.0]]
    """

    def call(
        self, inputs: Tensor, training: bool | None = None, mask: Tensor | None = None
    ) -> Tensor:
        mean = ops.mean(inputs, axis=-1, keepdims=True)
        variance = ops.var(inputs, axis=-1, keepdims=True)
        deviation = ops.add(ops.sqrt(ops.add(variance, self.epsilon)), self.epsilon)
        outputs = ops.divide(ops.subtract(inputs, mean), deviation)
        if self.gamma is not None:
            outputs = ops.multiply(outputs, self.gamma)
        return outputs if self.beta is None else ops.add(outputs, self.beta)


@known_as("keras.layers", "OwnBatchNormalization")
class OwnBatchNormalization(BatchNormalization):
    """Normalizes every channel by the batch at hand, in prediction too.

    `BatchNormalization(mode=2)` of Keras 1. The averages are kept in files, and not used.

    Example:
        >>> OwnBatchNormalization(epsilon=0.0)([[1.0], [3.0]]).tolist()
        [[-1.0], [1.0]]
    """

    def call(
        self, inputs: Tensor, training: bool | None = None, mask: Tensor | None = None
    ) -> Tensor:
        own = ops.dtype(inputs)
        x = ops.cast(inputs, "float32") if own in ("float16", "bfloat16") else inputs
        counts = rows_that_count() if mask is None else counted(mask)
        return ops.cast(self.by_batch(x, counts)[0], own)
