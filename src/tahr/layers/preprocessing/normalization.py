"""Mean zero and variance one, by the data's own statistics."""

from typing import Any

import numpy as np

from tahr import ops
from tahr.core import current
from tahr.core.arguments import checked
from tahr.core.config import epsilon
from tahr.core.errors import ArgumentError, DataError, told
from tahr.core.ranges import Axes
from tahr.core.registry import known_as
from tahr.core.rows import rows_apart
from tahr.core.typing import Shape, Tensor
from tahr.core.variables import Variable
from tahr.layers.preprocessing import sources
from tahr.layers.preprocessing.image.data_layer import DataLayer
from tahr.ops.axes import axes_of


@known_as("keras.layers", "Normalization")
@rows_apart
class Normalization(DataLayer):
    """Shifts and scales data to mean zero and variance one.

    Mean and variance are given, or measured by `adapt`.

    Args:
        axis: the axis or axes that have a mean each; None for one mean of all.
        mean: given together with variance.
        variance: given together with mean.
        invert: whether data of mean zero and variance one is scaled back instead.
        **kwargs: what every layer takes.

    Input: any shape. Output: the same shape.

    Raises:
        ArgumentError: only one of mean and variance is given, or an axis has no known length.

    Example:
        >>> import numpy as np
        >>> layer = Normalization()
        >>> layer.adapt(np.array([[1.0], [3.0]]))
        >>> layer(np.array([[1.0], [5.0]])).tolist()
        [[-1.0], [3.0]]
    """

    @checked
    def __init__(
        self,
        axis: Axes | None = -1,
        mean: Any = None,
        variance: Any = None,
        invert: bool = False,
        **kwargs: Any,
    ) -> None:
        super().__init__(**kwargs)
        if (mean is None) != (variance is None):
            raise ArgumentError(
                "mean and variance are given together or not at all",
                where=self.name,
                got=f"mean={mean}, variance={variance}",
            )
        for given in (mean, variance):
            _check_numbers(_numbers(given), self.name)
        if variance is not None and np.any(np.asarray(_numbers(variance)) < 0):
            raise ArgumentError(
                "a variance is zero or more", where=self.name, got=told(_numbers(variance))
            )
        listed: Any = () if axis is None else axis
        self.axis: Any = tuple(listed) if isinstance(listed, list | tuple) else (listed,)
        self.input_mean = mean
        self.input_variance = variance
        self.invert = invert
        self.supports_masking = True

    def build(self, input_shape: Shape) -> None:
        rank = len(input_shape)
        kept = axes_of(self.axis, rank)
        lengths = [input_shape[axis] for axis in kept]
        if None in lengths:
            raise ArgumentError(
                "an axis with a mean each needs a known length", where=self.name, got=input_shape
            )
        self.reduced: tuple[int, ...] = tuple(axis for axis in range(rank) if axis not in kept)
        self.column: tuple[int | None, ...] = tuple(
            n if i in kept else 1 for i, n in enumerate(input_shape)
        )
        if self.input_mean is not None:
            return
        fixed: dict[str, Any] = {"shape": lengths, "trainable": False}
        self.adapt_mean: Variable = self.add_weight(name="mean", initializer="zeros", **fixed)
        self.adapt_variance: Variable = self.add_weight(
            name="variance", initializer="ones", **fixed
        )
        self.count: Variable = self.add_weight(
            name="count", shape=(), initializer="zeros", dtype="int32", trainable=False
        )

    @property
    def mean(self) -> Tensor:
        """What is subtracted, in a shape that broadcasts with the inputs."""
        return self._placed(self.adapt_mean if self.input_mean is None else self.input_mean)

    @property
    def variance(self) -> Tensor:
        """What is divided by the root of, likewise."""
        given = self.input_variance
        return self._placed(self.adapt_variance if given is None else given)

    def _placed(self, value: Any) -> Tensor:
        tensor = ops.cast(ops.convert_to_tensor(value), self.compute_dtype)
        lengths = [n for i, n in enumerate(self.column) if i not in self.reduced]
        return ops.reshape(ops.broadcast_to(tensor, lengths), self.column)

    def adapt(self, data: Any) -> None:
        """Measures mean and variance.

        Args:
            data: an array, list, column or data frame; a data set, loader, generator or `PyDataset`
                of batches.

        Raises:
            ArgumentError: mean and variance were given, or there is no data.
            DataError: it holds no numbers.
        """
        if self.input_mean is not None:
            raise ArgumentError("mean and variance are given already", where=self.name)
        total, mean, variance = 0, np.zeros(()), np.zeros(())
        for found in sources.batches(data, None, self.name):
            batch = _array(found, self.name)
            if not self.built:
                self.build(batch.shape)
                self.built = True
            count = int(np.prod([batch.shape[axis] for axis in self.reduced]))
            own, spread = batch.mean(self.reduced), batch.var(self.reduced)
            total += count
            share, before = count / total, mean
            mean = before + (own - before) * share
            variance = variance * (1 - share) + spread * share
            variance = variance + (before - own) ** 2 * share * (1 - share)
        if not total:
            raise ArgumentError("there is no data to measure", where=self.name)
        self.adapt_mean.assign(mean)
        self.adapt_variance.assign(variance)

    def finalize_state(self) -> None:
        """Does nothing: mean and variance are read from the weights whenever they are used."""

    def call(self, inputs: Tensor) -> Tensor:
        x = ops.cast(inputs, self.compute_dtype)
        deviation = ops.maximum(ops.sqrt(self.variance), epsilon())
        if self.invert:
            return ops.add(self.mean, ops.multiply(x, deviation))
        return ops.divide(ops.subtract(x, self.mean), deviation)

    def _written(self, name: str) -> Any:
        given = name in ("mean", "variance")
        return _numbers(getattr(self, f"input_{name}")) if given else super()._written(name)


def _array(batch: Any, where: str) -> np.ndarray:
    listed = isinstance(batch, list | tuple)
    found = np.asarray(batch) if listed else np.asarray(current.to_numpy(batch))
    try:
        return found.astype("float64")
    except (TypeError, ValueError):
        raise DataError("expected numbers", where=where, got=told(found.reshape(-1)[0])) from None


def _check_numbers(value: Any, where: str) -> None:
    if value is not None and np.asarray(value).dtype.kind not in "biuf":
        raise ArgumentError("mean and variance are numbers", where=where, got=told(value))


def _numbers(value: Any) -> Any:
    return value if value is None or isinstance(value, int | float) else np.asarray(value).tolist()
