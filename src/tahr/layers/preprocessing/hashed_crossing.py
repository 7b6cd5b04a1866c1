"""Combinations of categories to bins, by their hash."""

from typing import Any, Literal

import numpy as np

from tahr.core.arguments import checked
from tahr.core.errors import ArgumentError, DataError, ShapeError
from tahr.core.fingerprints import ALL, fingerprint, joined
from tahr.core.ranges import Count
from tahr.core.registry import known_as
from tahr.core.specs import TensorSpec, show
from tahr.core.texts import holds_text
from tahr.layers.preprocessing.hashing import Binned

KEY = 0xDECAFCAFFE
"""What the hash of every combination begins with."""


@known_as("keras.layers", "HashedCrossing")
class HashedCrossing(Binned):
    """Turns combinations of categories into bins by their hash.

    Args:
        num_bins: how many bins there are; combinations may share one.
        output_mode: "int" for numbers, "one_hot" for vectors.
        sparse: not offered.
        name: unique in a model.
        dtype: of the output.
        **kwargs: what every layer takes.

    Input: two or more arrays of words or integers, each of shape `(samples,)` or `(samples, 1)`.
    Output: with "int", the same shape.

    Raises:
        ArgumentError: an argument makes no sense.

    Example:
        >>> HashedCrossing(num_bins=10)((["A", "B", "A"], [101, 101, 102])).tolist()
        [1, 4, 3]
    """

    @checked
    def __init__(
        self,
        num_bins: Count,
        output_mode: Literal["int", "one_hot"] = "int",
        sparse: bool = False,
        name: str | None = None,
        dtype: Any = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(num_bins, output_mode, sparse, name=name, dtype=dtype, **kwargs)

    def raw(self, inputs: Any) -> list[np.ndarray]:
        if not isinstance(inputs, list | tuple) or len(inputs) < 2:
            raise ArgumentError(
                "a combination is one of two inputs or more",
                where=self.name,
                got=f"{len(inputs)} in a list" if isinstance(inputs, list | tuple) else "one array",
            )
        return [super(HashedCrossing, self).raw(part) for part in inputs]

    def _check(self, parts: Any) -> None:
        for part in parts:
            if len(part.shape) > 2 or (len(part.shape) == 2 and part.shape[1] != 1):
                raise ShapeError(
                    "a combination has one value of each input a sample",
                    where=self.name,
                    expected="shape (), (samples,) or (samples, 1)",
                    got=show(part.shape),
                )

    def foretold(self, spec: Any) -> TensorSpec:
        parts = list(spec)
        self._check(parts)
        return self.binned_spec(parts[0])

    def computed(self, inputs: Any) -> np.ndarray:
        self._check(inputs)
        prints = [self._fingerprints(part) for part in inputs]
        if len({len(part) for part in prints}) > 1:
            raise ShapeError(
                "the inputs differ in the number of samples",
                where=self.name,
                got=", ".join(show(part.shape) for part in inputs),
            )
        bins = [_crossed(row) % self.num_bins for row in zip(*prints, strict=True)]
        return self.binned(np.asarray(bins, "int64").reshape(inputs[0].shape))

    def _fingerprints(self, part: np.ndarray) -> list[int]:
        flat = part.reshape(-1)
        if holds_text(part):
            return [fingerprint(word.encode()) for word in flat.tolist()]
        if part.dtype.kind in "iub":
            return [int(number) & ALL for number in flat.tolist()]
        raise DataError(
            "expected words or integers", where=self.name, got=f"dtype {part.dtype}",
            todo="fractions go into Discretization first",
        )  # fmt: skip


def _crossed(prints: tuple[int, ...]) -> int:
    found = KEY
    for one in prints:
        found = joined(found, one)
    return found
