"""Words and integers to bins, by their hash."""

from typing import Any

import numpy as np

from tahr.core.arguments import checked
from tahr.core.dtypes import STRING, is_integer
from tahr.core.errors import ArgumentError
from tahr.core.ranges import Count
from tahr.core.registry import known_as
from tahr.core.specs import TensorSpec
from tahr.core.texts import holds_text
from tahr.layers.base import checks
from tahr.layers.preprocessing import counting
from tahr.layers.preprocessing.counting import INT, Mode
from tahr.layers.preprocessing.host import HostLayer
from tahr.layers.preprocessing.salts import hashed, key_of


class Binned(HostLayer):
    """A layer that gives bins, by number or as vectors.

    Args:
        num_bins: how many there are.
        output_mode: "int", "one_hot", "multi_hot" or "count".
        sparse: not offered.
        **kwargs: what every layer takes.
    """

    @checked
    def __init__(self, num_bins: Count, output_mode: Mode, sparse: bool, **kwargs: Any) -> None:
        given = kwargs.pop("dtype", None)
        kinds = {INT: "int64"}
        super().__init__(dtype=given or kinds.get(output_mode), **kwargs)
        checks.not_offered(self, sparse=sparse)
        self.num_bins: int = int(num_bins)
        self.output_mode: str = output_mode
        self.sparse = sparse
        if output_mode == INT and not is_integer(self.dtype_policy.compute_dtype):
            raise ArgumentError(
                'the dtype is an integer one with output_mode="int"',
                where=self.name,
                expected="int32 or int64",
                got=self.dtype_policy.compute_dtype,
            )

    @property
    def input_dtype(self) -> str:
        return STRING

    def binned(self, numbers: np.ndarray) -> np.ndarray:
        """Returns the numbers of bins in the output's mode."""
        dtype = self.dtype_policy.compute_dtype
        if self.output_mode == INT:
            return numbers.astype(dtype)
        return counting.encoded(numbers, self.output_mode, self.num_bins, dtype)

    def binned_spec(self, spec: TensorSpec) -> TensorSpec:
        """Returns the spec of what `binned` gives."""
        dtype = self.dtype_policy.compute_dtype
        if self.output_mode == INT:
            return TensorSpec(spec.shape, dtype)
        return counting.encoded_spec(spec, self.output_mode, self.num_bins, dtype)


@known_as("keras.layers", "Hashing")
class Hashing(Binned):
    """Turns words or integers into bins by their hash, without a vocabulary.

    Args:
        num_bins: how many bins there are; words may share one.
        mask_value: what gets bin 0, which nothing else gets then.
        salt: an integer, or two: the hash is then SipHash with that key, else FarmHash.
        output_mode: "int" for numbers; "one_hot" for a vector each; "multi_hot" or "count" for one
            over the last axis.
        sparse: not offered.
        **kwargs: what every layer takes.

    Input: words or integers, of any shape. Output: with "int", the same shape.

    Raises:
        ArgumentError: an argument makes no sense.

    Example:
        >>> Hashing(num_bins=3)(["red", "green", "red"]).tolist()
        [2, 1, 2]
    """

    def __init__(
        self,
        num_bins: Count,
        mask_value: Any = None,
        salt: Any = None,
        output_mode: Mode = "int",
        sparse: bool = False,
        **kwargs: Any,
    ) -> None:
        super().__init__(num_bins, output_mode, sparse, **kwargs)
        self.mask_value = mask_value
        self.salt: list[int] | None = key_of(salt, self)

    def foretold(self, spec: TensorSpec) -> TensorSpec:
        return self.binned_spec(spec)

    def computed(self, inputs: np.ndarray) -> np.ndarray:
        bins = self.num_bins if self.mask_value is None else self.num_bins - 1
        words, places = np.unique(_words(inputs), return_inverse=True)
        found = [self._bin(word, bins) for word in words.tolist()]
        return self.binned(np.asarray(found, "int64")[places].reshape(inputs.shape))

    def _bin(self, word: str, bins: int) -> int:
        if self.mask_value is None:
            return hashed(word.encode(), self.salt) % bins
        if word == str(self.mask_value):
            return 0
        return 1 + (hashed(word.encode(), self.salt) % bins if bins else 0)


def _words(values: np.ndarray) -> np.ndarray:
    """Writes numbers as words; fractions with six digits, as the field does."""
    flat = values.reshape(-1)
    if holds_text(values):
        return flat
    return np.asarray([f"{v:f}" if isinstance(v, float) else str(v) for v in flat.tolist()], "O")
