"""Text to the numbers of its words."""

from collections.abc import Iterator
from typing import Any

import numpy as np

from tahr import ops
from tahr.compat.keywords import VALUES
from tahr.core.arguments import checked
from tahr.core.config import floatx
from tahr.core.dtypes import STRING
from tahr.core.errors import ArgumentError, ShapeError, told
from tahr.core.ranges import Count
from tahr.core.registry import known_as
from tahr.core.serialization import serialize
from tahr.core.specs import TensorSpec, is_known, show
from tahr.core.texts import as_text
from tahr.layers.base import checks
from tahr.layers.preprocessing import counting, sources, text_graphs, vocabularies, words
from tahr.layers.preprocessing.assets import AssetLayer
from tahr.layers.preprocessing.counting import INT, TF_IDF, TextMode
from tahr.layers.preprocessing.host import HostLayer
from tahr.layers.preprocessing.index_lookup import without_path
from tahr.layers.preprocessing.string_lookup import StringLookup


@known_as("keras.layers", "TextVectorization")
class TextVectorization(AssetLayer):
    """Turns text into the numbers of its words, or into one vector a text.

    Each text is cleaned, split into words, and these are looked up in a vocabulary, which is given
    or learned by `adapt`. In a model the layer takes raw strings, whatever the engine.

    Args:
        max_tokens: how many terms the vocabulary has at most, special ones included.
        standardize: "lower_and_strip_punctuation", "lower", "strip_punctuation", None, or a
            function of an array of strings.
        split: "whitespace", "character", None, or a function of an array of strings that returns a
            list of words for each.
        ngrams: a length, for all joined words up to it; or several lengths.
        output_mode: "int" for a number a word; "multi_hot", "count" or "tf_idf" for one vector.
        output_sequence_length: how many numbers each text has; by default, those of the longest
            one in the batch. Shorter texts are filled up with zeros.
        pad_to_max_tokens: whether vectors are `max_tokens` long, whatever the vocabulary.
        vocabulary: a list of terms, or the path of a file with a term a line.
        idf_weights: with "tf_idf", a weight for each term of the vocabulary.
        sparse: not offered.
        ragged: not offered; rows of different length are filled up with zeros.
        encoding: of text given as bytes.
        name: unique in a model.
        **kwargs: what every layer takes.

    Input: text of shape `(samples,)` or `(samples, 1)`. Output: `(samples, words)` or
    `(samples, terms)`.

    Raises:
        ArgumentError: an argument makes no sense, or the vocabulary has a term twice.

    Example:
        >>> layer = TextVectorization(output_sequence_length=3)
        >>> layer.adapt(["the red fox", "the sea"])
        >>> layer.get_vocabulary()
        ['', '[UNK]', 'the', 'sea', 'red', 'fox']
        >>> layer(["The fox!", "a"]).tolist()
        [[2, 5, 0], [1, 0, 0]]
    """

    not_in_config: tuple[str, ...] = ("vocabulary", "idf_weights")

    @checked
    def __init__(
        self,
        max_tokens: int | None = None,
        standardize: words.Standardize = words.BOTH,
        split: words.Split = words.WHITESPACE,
        ngrams: Any = None,
        output_mode: TextMode = "int",
        output_sequence_length: Count | None = None,
        pad_to_max_tokens: bool = False,
        vocabulary: Any = None,
        idf_weights: Any = None,
        sparse: bool = False,
        ragged: bool = False,
        encoding: str = "utf-8",
        name: str | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(name=name, **kwargs)
        checks.not_offered(self, ragged=ragged)
        self.standardize: Any = _way(standardize, words.CLEANERS, "standardize", self)
        self.split: Any = _way(split, words.SPLITTERS, "split", self)
        self.ngrams = tuple(ngrams) if isinstance(ngrams, list) else ngrams
        self._lengths = _ngrams(ngrams, self)
        self.output_mode: str = VALUES["output_mode"].get(output_mode, output_mode)
        mode = self.output_mode
        if output_sequence_length is not None and mode != INT:
            raise ArgumentError(
                'output_sequence_length goes with output_mode="int"',
                where=self.name,
                got=mode,
            )
        self.output_sequence_length = output_sequence_length
        self.ragged: bool = ragged
        self.encoding: str = encoding
        self._lookup_layer = StringLookup(
            max_tokens=max_tokens,
            vocabulary=vocabulary,
            idf_weights=idf_weights,
            pad_to_max_tokens=pad_to_max_tokens,
            mask_token="",
            output_mode=output_mode,
            sparse=sparse,
            encoding=encoding,
            name=f"{self.name}_lookup",
        )
        self.max_tokens, self.pad_to_max_tokens, self.sparse = (
            max_tokens,
            pad_to_max_tokens,
            sparse,
        )

    @property
    def input_dtype(self) -> str:
        return STRING

    def raw(self, inputs: Any) -> np.ndarray:
        return as_text(inputs, self.name, self.encoding)

    # The vocabulary.

    def get_vocabulary(self, include_special_tokens: bool = True) -> list[str]:
        """Returns the terms in the order of their numbers.

        Args:
            include_special_tokens: whether what stands for padding and unknown terms is listed too.
        """
        return self._lookup_layer.get_vocabulary(include_special_tokens)

    def vocabulary_size(self) -> int:
        """Returns how many terms there are, those for padding and unknown ones included."""
        return self._lookup_layer.vocabulary_size()

    def set_vocabulary(self, vocabulary: Any, idf_weights: Any = None) -> None:
        """Sets the terms.

        Args:
            vocabulary: a list or array of terms, with or without the special ones in front; or the
                path of a file with a term a line.
            idf_weights: a weight for each, in tf-idf.

        Raises:
            ArgumentError: it is empty or too long, or has a term twice.
        """
        self._lookup_layer.set_vocabulary(vocabulary, idf_weights)

    def adapt(self, data: Any, batch_size: int | None = None, steps: int | None = None) -> None:
        """Learns the vocabulary from text, without holding it in memory.

        Args:
            data: an array, list or column of text; a data set, loader, generator or `PyDataset` of
                batches.
            batch_size: unused, kept for Keras's signature.
            steps: how many batches to look at; all by default.

        Raises:
            ArgumentError: the vocabulary was given.
            DataError: there is no data, or no term in it.
        """
        self.reset_state()
        for batch in sources.batches(data, steps, self.name):
            self.update_state(batch)
        self.finalize_state()

    def reset_state(self) -> None:
        """Forgets the words that were counted; the vocabulary made of others stays."""
        self._lookup_layer.reset_state()

    def update_state(self, data: Any) -> None:
        """Counts the words of a batch.

        Args:
            data: an array or list of text.

        Raises:
            ArgumentError: the vocabulary was given.
        """
        self._lookup_layer.tally(self._words(self.raw(data)))

    def finalize_state(self) -> None:
        """Makes the vocabulary of the words that were counted, and forgets the counts.

        Raises:
            DataError: there was no data, or no word in it.
        """
        self._lookup_layer.finalize_state()

    def _words(self, texts: np.ndarray) -> Iterator[list[str]]:
        found = words.words_of(texts.reshape(-1).tolist(), self.standardize, self.split)
        if self._lengths is None or self.split is None:
            return iter(found)
        return (words.with_ngrams(row, self._lengths) for row in found)

    # Looking up.

    def computed(self, inputs: np.ndarray) -> np.ndarray:
        self._check(inputs.shape)
        lookup = self._lookup_layer
        if not lookup.get_vocabulary(include_special_tokens=False):
            raise vocabularies.none_yet(self.name)
        if self.split is None and self.output_mode == INT and self.output_sequence_length is None:
            cleaned = [row[0] for row in self._words(inputs)]
            return lookup.numbers(cleaned).reshape(inputs.shape)
        rows = [lookup.numbers(row) for row in self._words(inputs)]
        if self.output_mode == INT:
            made = _padded(rows, self.output_sequence_length)
        else:
            made = lookup.vectors(_padded(rows, None, counting.DROPPED))
        return made if inputs.ndim else made[0]

    def in_graph(self, inputs: Any, texts: Any) -> Any:
        self._check(inputs.shape)
        lookup = self._lookup_layer
        if not lookup.get_vocabulary(include_special_tokens=False):
            raise vocabularies.none_yet(self.name)
        found = text_graphs.terms(self, inputs, texts)
        parts = [lookup.numbers_in_graph(terms, texts) for terms, _ in found]
        if found[0][1] is None:
            return parts[0]
        numbers = ops.concatenate(parts, axis=1)
        valid = ops.concatenate([there for _, there in found], axis=1)
        if self.output_mode != INT:
            return lookup.vectors_in_graph(ops.where(valid, numbers, counting.DROPPED))
        return text_graphs.packed(numbers, valid, self.output_sequence_length, texts)

    def _check(self, shape: Any) -> None:
        if len(shape) < 2 or (len(shape) == 2 and (not is_known(shape[1]) or shape[1] == 1)):
            return
        raise ShapeError(
            "text comes one string a sample",
            where=self.name,
            expected="shape (samples,) or (samples, 1)",
            got=show(shape),
            todo="join the strings of a sample, or have a TextVectorization for each column",
        )

    def foretold(self, spec: TensorSpec) -> TensorSpec:
        self._check(spec.shape)
        samples = tuple(spec.shape)[:1]
        if self.output_mode != INT:
            dtype = floatx() if self.output_mode == TF_IDF else "int64"
            return TensorSpec((*samples, self._lookup_layer._size()), dtype)
        if self.split is None and self.output_sequence_length is None:
            return TensorSpec(spec.shape, "int64")
        return TensorSpec((*samples, self.output_sequence_length), "int64")

    # Files and configurations.

    def get_config(self) -> dict[str, Any]:
        lookup = self._lookup_layer.get_config()
        known = {key: lookup[key] for key in ("vocabulary", "idf_weights")}
        return {**super().get_config(), **known, "vocabulary_size": self.vocabulary_size()}

    def _written(self, name: str) -> Any:
        value = super()._written(name)
        return _way_written(value) if name in ("standardize", "split") else value

    @classmethod
    def from_config(cls, config: dict[str, Any]) -> Any:
        """Makes one from its configuration, which has no say in which files are read."""
        return cls(**without_path(config))

    def assets(self) -> dict[str, str]:
        """Returns the files that a model's file holds of the layer, by name."""
        return self._lookup_layer.assets()

    def take_assets(self, files: dict[str, str]) -> None:
        """Takes what `assets` returned, from a file."""
        self._lookup_layer.take_assets(files)

    def save_own_variables(self, store: Any) -> None:
        self._lookup_layer.save_own_variables(store)

    def load_own_variables(self, store: Any) -> None:
        self._lookup_layer.load_own_variables(store)


def _padded(rows: list[np.ndarray], length: int | None, fill: int = 0) -> np.ndarray:
    """Returns rows as one array, cut to a length or filled up to it, or to the longest's."""
    width = max(map(len, rows), default=0) if length is None else length
    made = np.full((len(rows), width), fill, "int64")
    for number, row in enumerate(rows):
        part = row[:width]
        made[number, : len(part)] = part
    return made


def _way(value: Any, ways: dict[Any, Any], name: str, layer: HostLayer) -> Any:
    """Returns the name of a way, or a function; `deserialize` has made one of its configuration."""
    return value if callable(value) else checks.one_of(value, list(ways), name, layer)


def _way_written(way: Any) -> Any:
    return serialize(way) if callable(way) else way


def _ngrams(ngrams: Any, layer: HostLayer) -> tuple[int, ...] | None:
    if ngrams is None:
        return None
    several = isinstance(ngrams, list | tuple)
    lengths = tuple(ngrams) if several else (ngrams,)
    if not lengths or not all(isinstance(n, int) and n > 0 for n in lengths):
        raise ArgumentError(
            "ngrams is a positive integer, or several", where=layer.name, got=told(ngrams)
        )
    return lengths if several else tuple(range(1, ngrams + 1))
