"""Numbers as the bins below them, and how far they reach into their own."""

from collections.abc import Sequence
from itertools import pairwise
from typing import Any

import numpy as np

from tahr import ops
from tahr.core import current
from tahr.core.arguments import checked
from tahr.core.errors import ArgumentError, DataError
from tahr.core.ranges import Count
from tahr.core.registry import known_as
from tahr.core.rows import rows_apart
from tahr.core.typing import Shape, Tensor
from tahr.layers.preprocessing import sources
from tahr.layers.preprocessing.image.data_layer import DataLayer


@known_as("tahr.layers", "PiecewiseLinearEncoding")
@rows_apart
class PiecewiseLinearEncoding(DataLayer):
    """Encodes each number by bins: 1 for those below it, a share of its own, 0 for those above.

    A linear layer over this is a piecewise linear function of the number, so networks on tables
    learn steps and bends. The first and the last bin go on beyond the data. One more value says
    whether the number is missing (NaN); all bins are 0 then.

    Args:
        boundaries: of the bins, ascending: one more than there are bins.
        num_bins: how many bins `adapt` makes at most, each of equally many numbers.
        **kwargs: what every layer takes.

    Input: numbers of any shape. Output: the same shape and an axis more, of bins + 1.

    Raises:
        ArgumentError: neither boundaries nor a number of bins is given, or they do not ascend.

    Example:
        >>> layer = PiecewiseLinearEncoding([0.0, 1.0, 3.0])
        >>> layer([0.5, 2.0, float("nan")]).tolist()
        [[0.5, 0.0, 0.0], [1.0, 0.5, 0.0], [0.0, 0.0, 1.0]]

    Source: Y. Gorishniy, I. Rubachev and A. Babenko, "On Embeddings for Numerical Features in
    Tabular Deep Learning", 2022.
    """

    @checked
    def __init__(
        self,
        boundaries: Sequence[float] | None = None,
        num_bins: Count | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(**kwargs)
        if boundaries is None and num_bins is None:
            raise ArgumentError("either boundaries or num_bins is given", where=self.name)
        self.num_bins: int | None = None if num_bins is None else int(num_bins)
        self.boundaries: list[float] | None = None
        if boundaries is not None:
            self._set(boundaries)

    def _set(self, boundaries: Sequence[float]) -> None:
        found = [float(np.float32(one)) for one in boundaries]
        if len(found) < 2 or not all(a < b for a, b in pairwise(found)):
            raise ArgumentError(
                "the boundaries of bins ascend, and there are two or more",
                where=self.name,
                got=repr(boundaries)[:80],
            )
        self.boundaries = found

    def adapt(self, data: Any, steps: int | None = None) -> None:
        """Finds boundaries between which there are equally many numbers.

        Args:
            data: an array, list or column; a data set, loader, generator or `PyDataset` of batches.
            steps: how many batches to look at; all by default.

        Raises:
            ArgumentError: the number of bins was not given.
            DataError: there are no numbers.
        """
        if self.num_bins is None:
            raise ArgumentError(
                "the boundaries were given, so there is nothing to learn", where=self.name
            )
        batches = [
            np.asarray(b, "float32").ravel() for b in sources.batches(data, steps, self.name)
        ]
        numbers = np.concatenate(batches) if batches else np.zeros(0, "float32")
        numbers = numbers[np.isfinite(numbers)]
        if not numbers.size:
            raise DataError("there are no numbers to find bins in", where=self.name)
        found = np.unique(np.quantile(numbers, np.linspace(0.0, 1.0, self.num_bins + 1)))
        edges: list[float] = np.unique(found.astype("float32")).tolist()
        self._set(edges if len(edges) > 1 else [edges[0], edges[0] + 1.0])

    def compute_output_shape(self, input_shape: Shape) -> Shape:
        return (*input_shape, len(self._known()))

    def _known(self) -> list[float]:
        if self.boundaries is None:
            raise DataError(
                "there are no bins yet",
                where=self.name,
                todo="call adapt(data) first, or pass boundaries",
            )
        return self.boundaries

    def call(self, inputs: Tensor) -> Tensor:
        edges = np.asarray(self._known(), self.compute_dtype)
        x = ops.cast(current.as_tensor(inputs), self.compute_dtype)
        missing = ops.cast(ops.isnan(x), self.compute_dtype)
        x = ops.expand_dims(ops.where(ops.isnan(x), ops.zeros_like(x), x), -1)
        width = ops.convert_to_tensor(edges[1:] - edges[:-1])
        reached = ops.divide(ops.subtract(x, ops.convert_to_tensor(edges[:-1])), width)
        bins = len(edges) - 1
        if bins > 1:
            low = np.array([-np.inf] + [0.0] * (bins - 1), self.compute_dtype)
            high = np.array([1.0] * (bins - 1) + [np.inf], self.compute_dtype)
            reached = ops.maximum(reached, ops.convert_to_tensor(low))
            reached = ops.minimum(reached, ops.convert_to_tensor(high))
        missing = ops.expand_dims(missing, -1)
        known = ops.subtract(1.0, missing)
        return ops.concatenate([ops.multiply(reached, known), missing], axis=-1)
