"""Text as numbers: the names of `keras.preprocessing.text` of Keras 1 and 2."""

from typing import TYPE_CHECKING

from tahr.compat import missing as _missing

if TYPE_CHECKING:
    from tahr.preprocessing.tokenizing import (
        Tokenizer,
        hashing_trick,
        one_hot,
        text_to_word_sequence,
        tokenizer_from_json,
    )

__all__ = [
    "Tokenizer", "hashing_trick", "one_hot", "text_to_word_sequence", "tokenizer_from_json",
]  # fmt: skip

if not TYPE_CHECKING:
    __getattr__ = _missing.names_of(__name__)
