"""Text as numbers: the names of `keras.preprocessing.text` of Keras 1 and 2."""

from typing import TYPE_CHECKING

from tahr.compat import missing as _missing

if TYPE_CHECKING:
    from tahr.preprocessing.tokenizing import (
        Tokenizer as Tokenizer,
        hashing_trick as hashing_trick,
        one_hot as one_hot,
        text_to_word_sequence as text_to_word_sequence,
        tokenizer_from_json as tokenizer_from_json,
    )
else:
    __all__ = [
        "Tokenizer", "hashing_trick", "one_hot", "text_to_word_sequence", "tokenizer_from_json",
    ]  # fmt: skip
    __getattr__ = _missing.names_of(__name__)
