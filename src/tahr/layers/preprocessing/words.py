"""Text to words: cleaned, split, joined to n-grams.

It is done on bytes of UTF-8, as Keras does it: lower case is that of ASCII's letters, and words are
separated by ASCII's white space.
"""

import re
import string
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

LOWER, STRIP, BOTH = "lower", "strip_punctuation", "lower_and_strip_punctuation"
WHITESPACE, CHARACTER = "whitespace", "character"
PUNCTUATION = string.punctuation.encode()
MORE_SPACE = re.compile(rb"[\x1c-\x1f]")

Standardize = str | Callable[[Any], Any] | None
Split = str | Callable[[Any], Any] | None

CLEANERS: dict[str | None, Callable[[bytes], bytes]] = {
    None: lambda text: text,
    LOWER: bytes.lower,
    STRIP: lambda text: text.translate(None, PUNCTUATION),
    BOTH: lambda text: text.lower().translate(None, PUNCTUATION),
}
"""How text is cleaned, by the name of the way."""


def _words(text: bytes) -> list[str]:
    """Splits at white space; strings see more of it than bytes do."""
    if text.isascii() and not MORE_SPACE.search(text):
        return text.decode().split()
    return [word.decode() for word in text.split()]


SPLITTERS: dict[str | None, Callable[[bytes], list[str]]] = {
    None: lambda text: [text.decode()],
    WHITESPACE: _words,
    CHARACTER: lambda text: list(text.decode()),
}
"""How text is split, likewise."""


def words_of(texts: Sequence[str], standardize: Standardize, split: Split) -> list[list[str]]:
    """Splits each text into words.

    Args:
        texts: strings.
        standardize: a name in `CLEANERS`, or a function of an array of strings.
        split: a name in `SPLITTERS`, or a function of an array of strings that returns a list of
            words for each.

    Example:
        >>> words_of(["The red-fox, jumps!"], BOTH, WHITESPACE)
        [['the', 'redfox', 'jumps']]
    """
    if callable(standardize):
        texts, clean = _texts(standardize(_array(texts))), CLEANERS[None]
    else:
        clean = CLEANERS[standardize]
    cleaned = [clean(text.encode()) for text in texts]
    if callable(split):
        rows = split(_array([text.decode() for text in cleaned]))
        rows = rows.to_list() if hasattr(rows, "to_list") else rows
        return [_texts(row) for row in rows]
    splitter = SPLITTERS[split]
    return [splitter(text) for text in cleaned]


def _array(texts: Sequence[str]) -> np.ndarray:
    made = np.empty(len(texts), "O")
    made[:] = texts
    return made


def _texts(values: Any) -> list[str]:
    values = values.numpy() if hasattr(values, "numpy") else values
    listed = values.tolist() if hasattr(values, "tolist") else list(values)
    return [v.decode() if isinstance(v, bytes) else str(v) for v in listed]


def with_ngrams(words: list[str], lengths: Sequence[int]) -> list[str]:
    """Lists the words joined, as many at a time as each length says.

    Example:
        >>> with_ngrams(["a", "b", "c"], (1, 2))
        ['a', 'b', 'c', 'a b', 'b c']
    """
    found: list[str] = []
    for length in lengths:
        if length == 1:
            found += words
        else:
            parts = zip(*(words[start:] for start in range(length)), strict=False)
            found += [" ".join(part) for part in parts]
    return found
