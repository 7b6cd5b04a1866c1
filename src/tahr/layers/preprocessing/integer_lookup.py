"""Integers to numbers of categories and back."""

from typing import Any

import numpy as np

from tahr import ops
from tahr.core.errors import ArgumentError, DataError, told
from tahr.core.registry import known_as
from tahr.core.texts import is_text
from tahr.core.typing import Tensor
from tahr.layers.preprocessing.counting import INT, LookupMode
from tahr.layers.preprocessing.index_lookup import IndexLookup, Method


@known_as("keras.layers", "IntegerLookup")
class IntegerLookup(IndexLookup):
    """Turns integers that name something into the numbers of a vocabulary, or back.

    Args:
        max_tokens: how many terms the vocabulary has at most, special ones included.
        num_oov_indices: how many numbers there are for integers that are not known. With none,
            such an integer is an error.
        mask_token: the integer that gets number 0; None for no masking.
        oov_token: what stands for integers that are not known.
        vocabulary: a list of integers, or the path of a file with one a line.
        vocabulary_dtype: "int64", or "int32".
        idf_weights: with "tf_idf", a weight for each term of the vocabulary.
        invert: whether numbers are turned into the integers they stand for instead.
        output_mode: as `StringLookup`'s.
        sparse: not offered.
        pad_to_max_tokens: whether vectors are `max_tokens` long, whatever the vocabulary.
        oov_method: with several numbers for what is not known, "floormod" takes the remainder of
            the integer, "farmhash" its hash.
        salt: makes the hash another one.
        name: unique in a model.
        **kwargs: what every layer takes.

    Input: integers of any shape. Output: as `StringLookup`'s.

    Raises:
        ArgumentError: an argument makes no sense, or the vocabulary has a term twice.

    Example:
        >>> IntegerLookup(vocabulary=[12, 36, 1138])([[36, 7]]).tolist()
        [[2, 0]]
    """

    kind = int

    def __init__(
        self,
        max_tokens: int | None = None,
        num_oov_indices: int = 1,
        mask_token: int | None = None,
        oov_token: int = -1,
        vocabulary: Any = None,
        vocabulary_dtype: str = "int64",
        idf_weights: Any = None,
        invert: bool = False,
        output_mode: LookupMode = "int",
        sparse: bool = False,
        pad_to_max_tokens: bool = False,
        oov_method: Method = "floormod",
        salt: Any = None,
        name: str | None = None,
        **kwargs: Any,
    ) -> None:
        self.vocabulary_dtype = vocabulary_dtype
        super().__init__(
            max_tokens=max_tokens,
            num_oov_indices=num_oov_indices,
            mask_token=mask_token,
            oov_token=oov_token,
            given=vocabulary,
            idf_weights=idf_weights,
            invert=invert,
            output_mode=output_mode,
            sparse=sparse,
            pad_to_max_tokens=pad_to_max_tokens,
            oov_method=oov_method,
            salt=salt,
            name=name,
            **kwargs,
        )
        if self.salt and oov_method != "farmhash":
            raise ArgumentError('a salt goes with oov_method="farmhash"', where=self.name)

    @property
    def input_dtype(self) -> str:
        return "int64"

    def raw(self, inputs: Any) -> np.ndarray:
        array = np.asarray(inputs) if is_text(inputs) else super().raw(inputs)
        if array.dtype.kind in "iub":
            return array.astype("int64", copy=False)
        whole = array.dtype.kind == "f" and (array == np.floor(array)).all()
        if whole:
            return array.astype("int64")
        raise DataError(
            "expected integers",
            where=self.name,
            got=f"dtype {array.dtype}, such as {array.reshape(-1)[0]!r}" if array.size else None,
            todo="strings go into StringLookup, fractions into Discretization",
        )

    def _term(self, term: Any) -> int:
        try:
            found = int(term)
        except (TypeError, ValueError):
            found = None
        if found is None or (isinstance(term, float) and term != found):
            raise ArgumentError(
                "the terms of the vocabulary are integers", where=self.name, got=told(term)
            )
        return found

    def call(self, inputs: Any) -> Any:
        """Looks up on the host; where the integers come from a compiled step, in it."""
        plain = self.output_mode == INT and not self.invert and self.num_oov_indices == 1
        if isinstance(inputs, np.ndarray) or not plain or not hasattr(inputs, "shape"):
            return super().call(inputs)
        return self._found(inputs) if self._terms else super().call(inputs)

    def _found(self, inputs: Tensor) -> Tensor:
        """Finds the integers among the known ones, sorted, by halving."""
        known = np.asarray([*self._index], "int64")
        order = np.argsort(known)
        numbers = np.asarray([*self._index.values()], "int64")[order]
        place = ops.searchsorted(known[order], inputs)
        place = ops.minimum(place, len(known) - 1)
        met = ops.equal(ops.take(known[order], place), ops.cast(inputs, "int64"))
        return ops.cast(ops.where(met, ops.take(numbers, place), len(self._special) - 1), "int64")
