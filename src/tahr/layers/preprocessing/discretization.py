"""Numbers to the bins they fall into."""

import math
from collections.abc import Sequence
from typing import Any

import numpy as np

from tahr import ops
from tahr.core import current
from tahr.core.arguments import checked
from tahr.core.errors import ArgumentError, DataError
from tahr.core.ranges import Count, Fraction
from tahr.core.registry import known_as
from tahr.core.rows import rows_apart
from tahr.core.typing import Tensor
from tahr.layers.base import checks
from tahr.layers.preprocessing import sources
from tahr.layers.preprocessing.category_encoding import encode
from tahr.layers.preprocessing.counting import INT, Mode
from tahr.layers.preprocessing.image.data_layer import DataLayer
from tahr.layers.preprocessing.quantiles import Sketch


@known_as("keras.layers", "Discretization")
@rows_apart
class Discretization(DataLayer):
    """Replaces numbers by the index of the bin they fall into.

    The bins are given by their boundaries, or `adapt` makes as many of equal numbers of samples.

    Args:
        bin_boundaries: where one bin ends and the next begins, ascending; a boundary itself belongs
            to the bin above.
        num_bins: how many bins `adapt` is to make.
        epsilon: how exact these are, as a share of the data; smaller takes more memory.
        output_mode: "int" for numbers of bins; "one_hot" for a vector each; "multi_hot" or "count"
            for one over the last axis.
        sparse: not offered.
        dtype: of the vectors.
        name: unique in a model.

    Input: numbers of any shape. Output: with "int", the same shape.

    Raises:
        ArgumentError: neither or both of boundaries and number of bins are given, or the boundaries
            do not ascend.

    Example:
        >>> Discretization([0.0, 1.0, 2.0])([-1.5, 0.0, 1.5, 9.0]).tolist()
        [0, 1, 2, 3]
    """

    @checked
    def __init__(
        self,
        bin_boundaries: Sequence[float] | None = None,
        num_bins: Count | None = None,
        epsilon: Fraction = 0.01,
        output_mode: Mode = "int",
        sparse: bool = False,
        dtype: Any = None,
        name: str | None = None,
    ) -> None:
        super().__init__(name=name, dtype=dtype)
        checks.not_offered(self, sparse=sparse)
        if (bin_boundaries is None) == (num_bins is None):
            raise ArgumentError(
                "either bin_boundaries or num_bins is given",
                where=self.name,
                got=f"bin_boundaries={bin_boundaries}, num_bins={num_bins}",
            )
        self.num_bins: int | None = None if num_bins is None else int(num_bins)
        self.epsilon: float = float(epsilon)
        self.output_mode: str = output_mode
        self.sparse = sparse
        self.bin_boundaries: list[float] | None = None
        self._sketch = Sketch(self.epsilon)
        if bin_boundaries is not None:
            self._set(bin_boundaries)

    def _written(self, name: str) -> Any:
        return self.dtype_policy.name if name == "dtype" else super()._written(name)

    def _set(self, boundaries: Sequence[float]) -> None:
        found = [float(b) for b in boundaries]
        if found != sorted(found) or any(map(math.isnan, found)):
            raise ArgumentError(
                "the boundaries of bins ascend", where=self.name, got=repr(boundaries)[:80]
            )
        self.bin_boundaries = found

    def adapt(self, data: Any, steps: int | None = None) -> None:
        """Finds boundaries between which there are equally many numbers.

        Args:
            data: an array, list or column; a data set, loader, generator or `PyDataset` of batches.
            steps: how many batches to look at; all by default.

        Raises:
            ArgumentError: the boundaries were given.
            DataError: there are no numbers.
        """
        self._check_learns()
        self.reset_state()
        for batch in sources.batches(data, steps, self.name):
            self.update_state(batch)
        if not self._sketch.count:
            raise DataError("there are no numbers to find bins in", where=self.name)
        self.finalize_state()

    def reset_state(self) -> None:
        """Forgets the numbers that were met; boundaries made of others stay."""
        self._sketch = Sketch(self.epsilon)

    def update_state(self, data: Any) -> None:
        """Takes the numbers of a batch into account.

        Args:
            data: an array or list.

        Raises:
            ArgumentError: the boundaries were given.
            DataError: they are no numbers.
        """
        self._check_learns()
        listed = isinstance(data, list | tuple)
        array = np.asarray(data) if listed else current.to_numpy(data)
        if array.dtype.kind not in "biuf":
            raise DataError("expected numbers", where=self.name, got=f"dtype {array.dtype}")
        self._sketch.add(array.reshape(-1))

    def finalize_state(self) -> None:
        """Makes boundaries of the numbers that were met, if there were any."""
        if self.num_bins is not None and self._sketch.count:
            self._set(self._sketch.boundaries(self.num_bins))

    def _check_learns(self) -> None:
        if self.num_bins is None:
            raise ArgumentError(
                "the boundaries were given, so there is nothing to learn", where=self.name
            )

    @property
    def output_dtype(self) -> str:
        """The dtype of what comes of it: int32 for numbers of bins, else that of vectors."""
        return "int32" if self.output_mode == INT else self.compute_dtype

    def call(self, inputs: Tensor) -> Tensor:
        if self.bin_boundaries is None:
            raise DataError(
                "there are no bins yet",
                where=self.name,
                todo="call adapt(data) first, or pass bin_boundaries",
            )
        x = ops.cast(inputs, self.compute_dtype)
        bounds = ops.convert_to_tensor(self.bin_boundaries, self.compute_dtype)
        bins = ops.cast(ops.searchsorted(bounds, x, side="right"), "int32")
        if self.output_mode == INT:
            return bins
        size = len(self.bin_boundaries) + 1
        return encode(bins, self.output_mode, size, self.compute_dtype)

    @classmethod
    def from_config(cls, config: dict[str, Any]) -> "Discretization":
        """Makes one from its configuration, which has both numbers once it was adapted."""
        if config.get("bin_boundaries") is None or config.get("num_bins") is None:
            return cls(**config)
        layer = cls(**{**config, "bin_boundaries": None})
        layer._set(config["bin_boundaries"])
        return layer
