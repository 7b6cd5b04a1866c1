"""Strings to numbers and back."""

from typing import Any

from tahr.core.dtypes import STRING
from tahr.core.errors import ArgumentError, told
from tahr.core.registry import known_as
from tahr.core.texts import as_text, is_text
from tahr.layers.preprocessing.counting import LookupMode
from tahr.layers.preprocessing.index_lookup import IndexLookup


@known_as("keras.layers", "StringLookup")
class StringLookup(IndexLookup):
    """Turns strings into the numbers of a vocabulary, or such numbers into strings.

    The vocabulary is given, or learned by `adapt`: the terms of the data, the most frequent
    first. In a model the layer takes raw strings, whatever the engine.

    Args:
        max_tokens: how many terms the vocabulary has at most, special ones included.
        num_oov_indices: how many numbers there are for terms that are not known; of several, a
            term's hash says which. With none, such a term is an error.
        mask_token: the string that gets number 0; None for no masking.
        oov_token: what stands for terms that are not known, in the vocabulary and with `invert`.
        vocabulary: a list of terms, or the path of a file with a term a line.
        idf_weights: with "tf_idf", a weight for each term of the vocabulary.
        invert: whether numbers are turned into strings instead.
        output_mode: "int" for numbers; "one_hot" for a vector a string; "multi_hot", "count" or
            "tf_idf" for one vector a row.
        pad_to_max_tokens: whether vectors are `max_tokens` long, whatever the vocabulary.
        sparse: not offered.
        encoding: of strings given as bytes.
        name: unique in a model.
        salt: an integer, or two, that makes the hash of unknown terms another one.
        **kwargs: what every layer takes.

    Input: strings of any shape. Output: with "int", the same shape; with "one_hot", an axis more;
    else the last axis is that of the terms.

    Raises:
        ArgumentError: an argument makes no sense, or the vocabulary has a term twice.

    Example:
        >>> layer = StringLookup(vocabulary=["red", "green"])
        >>> layer(["green", "blue", "red"]).tolist()
        [2, 0, 1]
        >>> StringLookup(vocabulary=["red", "green"], invert=True)([1, 2]).tolist()
        ['red', 'green']
    """

    def __init__(
        self,
        max_tokens: int | None = None,
        num_oov_indices: int = 1,
        mask_token: str | None = None,
        oov_token: str = "[UNK]",
        vocabulary: Any = None,
        idf_weights: Any = None,
        invert: bool = False,
        output_mode: LookupMode = "int",
        pad_to_max_tokens: bool = False,
        sparse: bool = False,
        encoding: str = "utf-8",
        name: str | None = None,
        salt: Any = None,
        **kwargs: Any,
    ) -> None:
        self.encoding = encoding
        method = kwargs.pop("oov_method", "floormod")
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
            oov_method=method,
            salt=salt,
            name=name,
            **kwargs,
        )

    @property
    def input_dtype(self) -> str:
        return "int64" if self.invert else STRING

    def raw(self, inputs: Any) -> Any:
        return super().raw(inputs) if self.invert else as_text(inputs, self.name, self.encoding)

    def _term(self, term: Any) -> str:
        if not is_text(term) or isinstance(term, list | tuple):
            raise ArgumentError(
                "the terms of the vocabulary are strings", where=self.name, got=told(term)
            )
        return str(term) if isinstance(term, str) else term.decode(self.encoding)
