"""Text as numbers in the words of old programs.

`keras.layers.TextVectorization` does this as part of a model.
"""

import hashlib
import json
from collections import Counter
from collections.abc import Callable, Generator, Iterable, Sequence
from typing import Any

import numpy as np

from tahr.core.errors import ArgumentError, SavingError, told
from tahr.core.json_text import parse_config, parse_object
from tahr.core.spelling import accepts_old_spellings
from tahr.core.tracebacks import ends_at_user, methods_end_at_user

FILTERS = '!"#$%&()*+,-./:;<=>?@[\\]^_`{|}~\t\n'
"""What is no part of a word."""

TABLES = ("word_counts", "word_docs", "word_index", "index_docs", "index_word")
"""What a saved tokenizer has counted: JSON texts in its JSON text."""
MODES = ("binary", "count", "freq", "tfidf")


@ends_at_user
def text_to_word_sequence(
    text: str, filters: str | Iterable[str] = FILTERS, lower: bool = True, split: str = " "
) -> list[str]:
    """Splits a text into words.

    Args:
        text: it.
        filters: characters that stand for a space.
        lower: whether letters are made small.
        split: what stands between words.

    Example:
        >>> text_to_word_sequence("Well, well; done!")
        ['well', 'well', 'done']
    """
    plain = text.lower() if lower else text
    spaced = plain.translate({ord(c): split for c in filters})
    return [word for word in spaced.split(split) if word]


@ends_at_user
def one_hot(
    text: str,
    n: int,
    filters: str | Iterable[str] = FILTERS,
    lower: bool = True,
    split: str = " ",
) -> list[int]:
    """Numbers the words of a text by Python's `hash`, which differs from process to process.

    Args:
        text: it.
        n: numbers go from 1 to this, which is not reached.
        filters: characters that stand for a space.
        lower: whether letters are made small.
        split: what stands between words.
    """
    return hashing_trick(text, n, hash, filters, lower, split)


@ends_at_user
def hashing_trick(
    text: str,
    n: int,
    hash_function: Callable[[str], int] | str | None = None,
    filters: str | Iterable[str] = FILTERS,
    lower: bool = True,
    split: str = " ",
) -> list[int]:
    """Numbers the words of a text by a hash function; two words may get one number.

    Args:
        text: it.
        n: numbers go from 1 to this, which is not reached.
        hash_function: Python's `hash` by default; "md5" is the same in every process.
        filters: characters that stand for a space.
        lower: whether letters are made small.
        split: what stands between words.

    Example:
        >>> hashing_trick("one two one", 100, "md5")
        [39, 78, 39]
    """
    number = _md5 if hash_function == "md5" else hash_function or hash
    words = text_to_word_sequence(text, filters, lower, split)
    if not callable(number):
        raise ArgumentError("hash_function is no function", got=told(hash_function))
    return [int(number(word) % (n - 1)) + 1 for word in words]


def _md5(word: str) -> int:
    return int(hashlib.md5(word.encode(), usedforsecurity=False).hexdigest(), 16)


@methods_end_at_user((
    "__init__", "fit_on_texts", "fit_on_sequences", "texts_to_sequences", "texts_to_matrix",
    "sequences_to_matrix", "sequences_to_texts",
))  # fmt: skip
class Tokenizer:
    """Numbers words, the most frequent first, and turns texts into lists or rows of numbers.

    Args:
        num_words: numbers from here on do not count; None for all.
        filters: characters that stand for a space.
        lower: whether letters are made small.
        split: what stands between words.
        char_level: whether characters are numbered rather than words.
        oov_token: gets number 1, and stands for words that are not known.
        document_count: how many texts have been seen already.
        analyzer: a function from a text to its words.

    Example:
        >>> tokenizer = Tokenizer(num_words=3)
        >>> tokenizer.fit_on_texts(["the cat", "the dog the cat"])
        >>> tokenizer.word_index, tokenizer.texts_to_sequences(["the dog", "cat"])
        ({'the': 1, 'cat': 2, 'dog': 3}, [[1], [2]])
    """

    @accepts_old_spellings
    def __init__(
        self,
        num_words: int | None = None,
        filters: str | Iterable[str] = FILTERS,
        lower: bool = True,
        split: str = " ",
        char_level: bool = False,
        oov_token: str | None = None,
        document_count: int = 0,
        analyzer: Callable[[Any], Iterable[str]] | None = None,
    ) -> None:
        self.num_words = num_words
        self.filters = filters
        self.lower = lower
        self.split = split
        self.char_level = char_level
        self.oov_token = oov_token
        self.document_count = document_count
        self.analyzer = analyzer
        self.word_counts: dict[str, int] = {}
        self.word_docs: dict[str, int] = {}
        self.index_docs: dict[int, int] = {}
        self.word_index: dict[str, int] = {}
        self.index_word: dict[int, str] = {}

    def _words(self, text: Any) -> list[str]:
        """Returns the words of a text, or of a list of words."""
        if self.char_level or isinstance(text, list | tuple):
            parts = [*text]
            return [part.lower() for part in parts] if self.lower else parts
        if self.analyzer is not None:
            return [*self.analyzer(text)]
        return text_to_word_sequence(text, self.filters, self.lower, self.split)

    def fit_on_texts(self, texts: Iterable[Any]) -> None:
        """Counts the words of texts, and numbers them.

        Args:
            texts: texts, or lists of words.
        """
        counts, found = Counter(self.word_counts), Counter(self.word_docs)
        for text in texts:
            self.document_count += 1
            words = self._words(text)
            counts.update(words)
            found.update(set(words))
        self.word_counts, self.word_docs = dict(counts), dict(found)
        ranked = sorted(self.word_counts, key=lambda word: -self.word_counts[word])
        first = [] if self.oov_token is None else [self.oov_token]
        self.word_index = {word: number for number, word in enumerate([*first, *ranked], 1)}
        self.index_word = {number: word for word, number in self.word_index.items()}
        self.index_docs = {self.word_index[word]: n for word, n in self.word_docs.items()}

    def fit_on_sequences(self, sequences: Iterable[Sequence[int]]) -> None:
        """Counts in how many lists each number stands.

        Args:
            sequences: lists of numbers.
        """
        found = Counter(self.index_docs)
        for sequence in sequences:
            self.document_count += 1
            found.update(set(sequence))
        self.index_docs = dict(found)

    def texts_to_sequences(self, texts: Iterable[Any]) -> list[list[int]]:
        """Returns the numbers of the words of each text; unknown words are left out.

        Args:
            texts: texts, or lists of words.
        """
        return list(self.texts_to_sequences_generator(texts))

    def texts_to_sequences_generator(self, texts: Iterable[Any]) -> Generator[list[int]]:
        """Yields what `texts_to_sequences` returns, one text after another."""
        unknown = self.word_index.get(self.oov_token) if self.oov_token is not None else None
        for text in texts:
            numbers = (self._number(word, unknown) for word in self._words(text))
            yield [number for number in numbers if number is not None]

    def _number(self, word: str, unknown: int | None) -> int | None:
        number = self.word_index.get(word)
        counts = number is not None and (not self.num_words or number < self.num_words)
        return number if counts else unknown

    def sequences_to_texts(self, sequences: Iterable[Sequence[int]]) -> list[str]:
        """Returns the words of numbers, with spaces between them.

        Args:
            sequences: lists of numbers.
        """
        return list(self.sequences_to_texts_generator(sequences))

    def sequences_to_texts_generator(self, sequences: Iterable[Sequence[int]]) -> Generator[str]:
        """Yields what `sequences_to_texts` returns, one after another."""
        for sequence in sequences:
            words = (self._word(int(number)) for number in sequence)
            yield " ".join(word for word in words if word is not None)

    def _word(self, number: int) -> str | None:
        word = self.index_word.get(number)
        counts = word is not None and (not self.num_words or number < self.num_words)
        return word if counts else self.oov_token

    def texts_to_matrix(self, texts: Iterable[Any], mode: str = "binary") -> np.ndarray:
        """Returns a row for each text, with a place for each word.

        Args:
            texts: texts, or lists of words.
            mode: as in `sequences_to_matrix`.
        """
        return self.sequences_to_matrix(self.texts_to_sequences(texts), mode=mode)

    def sequences_to_matrix(
        self, sequences: Sequence[Sequence[int]], mode: str = "binary"
    ) -> np.ndarray:
        """Returns a row for each list, with a place for each number.

        Args:
            sequences: lists of numbers.
            mode: "binary" for whether it is there, "count" for how often, "freq" for the share of
                it, "tfidf" for how often, less where it stands in many texts.

        Raises:
            ArgumentError: the mode is none of these, or nothing says how many words there are.
        """
        if mode not in MODES:
            raise ArgumentError(f"mode cannot be {mode!r}", expected=", ".join(MODES))
        width = self.num_words or (len(self.word_index) + 1 if self.word_index else None)
        if width is None:
            raise ArgumentError(
                "the number of words is not known",
                where="Tokenizer",
                todo="give num_words, or call fit_on_texts first",
            )
        if mode == "tfidf" and not self.document_count:
            raise ArgumentError(
                "no text has been seen yet", where="Tokenizer", todo="call fit_on_texts first"
            )
        result = np.zeros((len(sequences), width))
        for row, sequence in enumerate(sequences):
            for number, count in Counter(sequence).items():
                if number < width:
                    result[row, number] = self._weight(number, count, len(sequence), mode)
        return result

    def _weight(self, number: int, count: int, length: int, mode: str) -> float:
        if mode == "tfidf":
            rarity = self.document_count / (1 + self.index_docs.get(number, 0))
            return (1 + np.log(count)) * np.log(1 + rarity)
        return {"binary": 1.0, "count": count, "freq": count / length}[mode]

    def get_config(self) -> dict[str, Any]:
        """Returns its arguments and what it has counted, tables of words as JSON."""
        tables = ("word_counts", "word_docs", "index_docs", "index_word", "word_index")
        return {
            "num_words": self.num_words,
            "filters": self.filters,
            "lower": self.lower,
            "split": self.split,
            "char_level": self.char_level,
            "oov_token": self.oov_token,
            "document_count": self.document_count,
            **{name: json.dumps(getattr(self, name)) for name in tables},
        }

    def to_json(self, **kwargs: Any) -> str:
        """Returns the configuration as JSON.

        Args:
            **kwargs: what `json.dumps` takes.
        """
        return json.dumps({"class_name": "Tokenizer", "config": self.get_config()}, **kwargs)


@ends_at_user
def tokenizer_from_json(json_string: str) -> Tokenizer:
    """Makes a tokenizer from what `to_json` wrote.

    Args:
        json_string: that text.

    Raises:
        SavingError: it is something else.

    Example:
        >>> tokenizer = Tokenizer()
        >>> tokenizer.fit_on_texts(["a b a"])
        >>> tokenizer_from_json(tokenizer.to_json()).word_index
        {'a': 1, 'b': 2}
    """
    where = "json_string"
    config = parse_config(json_string, where)
    inner: dict[str, dict[Any, Any]] = {
        name: parse_object(str(config.pop(name, "")), where) for name in TABLES
    }
    try:
        for name in ("index_docs", "index_word"):
            inner[name] = {int(number): value for number, value in inner[name].items()}
        made = Tokenizer(**config)
    except (ValueError, TypeError) as error:
        raise SavingError("this is no tokenizer", where=where, got=error) from None
    vars(made).update(inner)
    return made
