"""Terms to numbers and back: what the lookups of text and of integers have in common."""

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any, ClassVar, Literal, TypeAlias

import numpy as np

from tahr import ops
from tahr.compat.keywords import VALUES
from tahr.core.arguments import checked
from tahr.core.config import floatx
from tahr.core.dtypes import STRING
from tahr.core.errors import ArgumentError, DataError, SavingError, told
from tahr.core.specs import TensorSpec
from tahr.core.spending import spend_numbers
from tahr.layers.base import checks
from tahr.layers.preprocessing import counting, sources, vocabularies
from tahr.layers.preprocessing.assets import AssetLayer
from tahr.layers.preprocessing.category_encoding import encode
from tahr.layers.preprocessing.counting import COUNT, INT, TF_IDF, LookupMode
from tahr.layers.preprocessing.host import not_in_graph, text_spec
from tahr.layers.preprocessing.salts import hashed, key_of

FILE = "vocabulary.txt"
"""What Keras calls the file of a vocabulary that was counted, among a model's assets."""
IDF = "idf_weights"
NOWHERE = -2
"""A number that no term has."""
Method: TypeAlias = Literal["floormod", "farmhash"]


class IndexLookup(AssetLayer):
    """What `StringLookup` and `IntegerLookup` share; they say what each argument means."""

    untracked: frozenset[str] = AssetLayer.untracked | {
        "_tally",
        "_terms",
        "_index",
        "_given_vocabulary",
        "_idf",
        "_given_idf_weights",
    }
    vocabulary_dtype: str = STRING
    kind: ClassVar[type] = str

    @checked
    def __init__(
        self,
        *,
        max_tokens: int | None,
        num_oov_indices: int,
        mask_token: Any,
        oov_token: Any,
        given: Any,
        idf_weights: Any,
        invert: bool,
        output_mode: LookupMode,
        sparse: bool,
        pad_to_max_tokens: bool,
        oov_method: Method,
        salt: Any,
        **kwargs: Any,
    ) -> None:
        super().__init__(**kwargs)
        checks.not_offered(self, sparse=sparse)
        self.max_tokens: int | None = _limit(max_tokens, pad_to_max_tokens, self)
        if isinstance(num_oov_indices, bool) or num_oov_indices < 0:
            raise ArgumentError(
                "num_oov_indices must be zero or more", where=self.name, got=told(num_oov_indices)
            )
        self.num_oov_indices = num_oov_indices
        self.mask_token: Any = mask_token
        self.oov_token: Any = oov_token
        self.invert: bool = invert
        self.output_mode: str = VALUES["output_mode"].get(output_mode, output_mode)
        mode = self.output_mode
        self.sparse: bool = sparse
        self.pad_to_max_tokens: bool = pad_to_max_tokens
        self.oov_method: str = oov_method
        self.salt: list[int] | None = key_of(salt, self)
        spend_numbers(num_oov_indices)
        if invert and mode != INT:
            raise ArgumentError('invert goes with output_mode="int"', where=self.name, got=mode)
        if idf_weights is not None and mode != TF_IDF:
            raise ArgumentError(
                'idf_weights go with output_mode="tf_idf"', where=self.name, got=mode
            )
        self._tally = vocabularies.Tally()
        self._terms: list[Any] = []
        self._index: dict[Any, int] = {}
        self._idf: np.ndarray | None = None
        listed = given is not None and not isinstance(given, str | Path)
        self._given_vocabulary = [self._term(term) for term in _listed(given)] if listed else None
        self._given_idf_weights = None if idf_weights is None else np.asarray(idf_weights).tolist()
        self._is_given = given is not None
        if given is not None:
            self.set_vocabulary(given, idf_weights)

    # The vocabulary.

    @property
    def _special(self) -> list[Any]:
        """The terms that stand before those of the data: what is masked, what is not known."""
        masks = self.mask_token is not None and self.output_mode == INT
        return [*([self.mask_token] if masks else []), *[self.oov_token] * self.num_oov_indices]

    @property
    def idf_weights(self) -> np.ndarray | None:
        """The weight of each term in tf-idf, terms that are not known first."""
        return self._idf

    def get_vocabulary(self, include_special_tokens: bool = True) -> list[Any]:
        """Returns the terms in the order of their numbers.

        Args:
            include_special_tokens: whether what stands for masked and unknown terms is listed too.
        """
        return [*self._special, *self._terms] if include_special_tokens else list(self._terms)

    def vocabulary_size(self) -> int:
        """Returns how many terms there are, those for masked and unknown ones included."""
        return len(self._special) + len(self._terms)

    def set_vocabulary(self, vocabulary: Any, idf_weights: Any = None) -> None:
        """Sets the terms.

        Args:
            vocabulary: a list or array of terms, with or without the special ones in front; or the
                path of a file with a term a line.
            idf_weights: a weight for each, in tf-idf.

        Raises:
            ArgumentError: it is empty or too long, or has a term twice.
        """
        if isinstance(vocabulary, str | Path):
            terms = [self._term(t) for t in vocabularies.read(vocabulary, self.name)]
        else:
            terms = [self._term(t) for t in _listed(vocabulary)]
        if idf_weights is not None and np.asarray(idf_weights).dtype.kind not in "biuf":
            raise ArgumentError("idf_weights are numbers", where=self.name, got=told(idf_weights))
        weights = None if idf_weights is None else np.asarray(idf_weights, floatx())
        if (weights is None) == (self.output_mode == TF_IDF):
            raise ArgumentError(
                "idf_weights and tf_idf go together",
                where=self.name,
                expected="a weight for each term" if weights is None else "none",
            )
        if weights is not None and len(weights) != len(terms):
            raise ArgumentError(
                "idf_weights are as many as terms", where=self.name, expected=len(terms),
                got=len(weights),
            )  # fmt: skip
        special = self._special
        if terms[: len(special)] == special:
            terms = terms[len(special) :]
        else:
            weights = self._with_unknown(weights)
        self._take(vocabularies.checked(terms, self._masks, self.name), weights)
        self._is_given = True

    @property
    def _masks(self) -> list[Any]:
        return [] if self.mask_token is None else [self.mask_token]

    def _with_unknown(self, weights: np.ndarray | None) -> np.ndarray | None:
        """Puts the mean in front: what is not known weighs as much as other terms do."""
        if weights is None:
            return None
        before = [weights.mean()] * self.num_oov_indices
        return np.concatenate([np.asarray(before, floatx()), weights]).astype(floatx())

    def _take(self, terms: list[Any], idf: np.ndarray | None) -> None:
        total = len(self._special) + len(terms)
        if self.max_tokens is not None and total > self.max_tokens:
            raise ArgumentError(
                "the vocabulary is larger than max_tokens",
                where=self.name,
                expected=f"at most {self.max_tokens}, {len(self._special)} special ones included",
                got=total,
            )
        first = len(self._special)
        self._terms = terms
        self._index = {term: first + i for i, term in enumerate(terms)}
        self._index |= dict.fromkeys(
            self._masks, 0 if self.output_mode == INT else counting.DROPPED
        )
        self._idf = idf

    def _term(self, term: Any) -> Any:
        return term

    # Learning it.

    def adapt(self, data: Any, steps: int | None = None, batch_size: int | None = None) -> None:
        """Learns the vocabulary from data, without holding it in memory.

        Args:
            data: an array, list or column; a data set, loader, generator or `PyDataset` of batches.
            steps: how many batches to look at; all by default.
            batch_size: unused, kept for programs of earlier versions.

        Raises:
            ArgumentError: the vocabulary was given.
            DataError: there is no data, or no term in it.
        """
        self.reset_state()
        for batch in sources.batches(data, steps, self.name):
            self.update_state(batch)
        self.finalize_state()

    def reset_state(self) -> None:
        """Forgets the terms that were counted; the vocabulary made of others stays."""
        self._tally = vocabularies.Tally()

    def update_state(self, data: Any) -> None:
        """Counts the terms of a batch.

        Args:
            data: an array or list, the first axis being that of documents.

        Raises:
            ArgumentError: the vocabulary was given.
        """
        batch = self.raw(data)
        rows = batch if batch.ndim > 1 else batch.reshape(-1, 1)
        self.tally(row.reshape(-1).tolist() for row in rows)

    def tally(self, documents: Iterable[Sequence[Any]]) -> None:
        """Counts the terms of documents, each being the terms in it."""
        self._check_learns()
        self._tally.add(documents)

    def _check_learns(self) -> None:
        if self._is_given:
            raise ArgumentError(
                "the vocabulary was given, so there is nothing to learn",
                where=self.name,
                todo="make the layer without a vocabulary, or leave out adapt",
            )

    def finalize_state(self) -> None:
        """Makes the vocabulary of the terms that were counted, and forgets the counts.

        Raises:
            DataError: there was no data, or no term in it.
        """
        if self._is_given:
            return
        met = self._tally
        if not met.documents:
            raise DataError("there is no data to learn a vocabulary from", where=self.name)
        for token in (*self._special, self.mask_token):
            met.counts.pop(token, None)
        room = None if self.max_tokens is None else self.max_tokens - len(self._special)
        terms = vocabularies.ranked(met.counts, room)
        if not terms:
            got = f"{met.documents} rows"
            raise DataError("there is no term in the data", where=self.name, got=got)
        shares = np.asarray([met.found_in[term] for term in terms], floatx())
        weights = np.log(1 + met.documents / (1 + shares)) if self.output_mode == TF_IDF else None
        self._take(terms, self._with_unknown(weights))
        self.reset_state()

    # Looking up.

    def computed(self, inputs: np.ndarray) -> np.ndarray:
        if not self._terms:
            raise vocabularies.none_yet(self.name)
        if self.invert:
            return self._inverted(inputs)
        numbers = self.numbers(inputs.reshape(-1).tolist()).reshape(inputs.shape)
        return numbers if self.output_mode == INT else self.vectors(numbers)

    def numbers(self, terms: Sequence[Any]) -> np.ndarray:
        """Returns the number of each term."""
        index = self._index
        if self.num_oov_indices == 1:
            first, get = len(self._special) - 1, index.get
            return np.fromiter((get(t, first) for t in terms), "int64", len(terms))
        found = [index.get(t) for t in terms]
        unknown = {t for t, n in zip(terms, found, strict=True) if n is None}
        if unknown and not self.num_oov_indices:
            raise DataError(
                "a term is not in the vocabulary",
                where=self.name,
                got=", ".join(sorted(map(repr, unknown))[: vocabularies.FEW]),
                todo="leave num_oov_indices at 1, to have a number for terms that are not known",
            )
        bins = {term: self._bin(term) for term in unknown}
        pairs = zip(terms, found, strict=True)
        return np.fromiter((bins[t] if n is None else n for t, n in pairs), "int64", len(terms))

    def _bin(self, term: Any) -> int:
        """Returns the number of a term that is not known, always the same of several."""
        first = len(self._special) - self.num_oov_indices
        if self.kind is int and self.oov_method == "floormod":
            return first + term % self.num_oov_indices
        return first + hashed(str(term).encode(), self.salt) % self.num_oov_indices

    def vectors(self, numbers: np.ndarray) -> np.ndarray:
        """Returns numbers of terms as vectors, in the output's mode."""
        size, weighs = self._size() or 0, self.output_mode == TF_IDF
        mode = COUNT if weighs else self.output_mode
        made = counting.encoded(numbers, mode, size, floatx() if weighs else "int64")
        if self._idf is None:
            return made
        weights = self._idf[:size]
        return made * np.pad(weights, (0, size - len(weights)))

    def in_graph(self, inputs: Any, texts: Any) -> Any:
        if not self._terms:
            raise vocabularies.none_yet(self.name)
        if self.invert:
            return texts.named(inputs, self.get_vocabulary(), self.oov_token)
        numbers = self.numbers_in_graph(inputs, texts)
        return numbers if self.output_mode == INT else self.vectors_in_graph(numbers)

    def numbers_in_graph(self, terms: Any, texts: Any) -> Any:
        """Returns the number of each term of a tensor, in a graph with text in it."""
        first, bins = len(self._special) - self.num_oov_indices, self.num_oov_indices
        if bins < 2:
            return texts.looked_up(terms, self._index, first if bins else None)
        if self.kind is not int or self.oov_method != "floormod":
            raise not_in_graph(self, "the hash of terms that are not known (num_oov_indices > 1)")
        found = texts.looked_up(terms, self._index, NOWHERE)
        rest = ops.cast(ops.add(ops.mod(terms, bins), first), "int64")
        return ops.where(ops.equal(found, NOWHERE), rest, found)

    def vectors_in_graph(self, numbers: Any) -> Any:
        """Returns numbers of terms as vectors, by ops."""
        size, weighs = self._size() or 0, self.output_mode == TF_IDF
        mode = COUNT if weighs else self.output_mode
        made = encode(numbers, mode, size, floatx() if weighs else "int64")
        if self._idf is None:
            return made
        weights = self._idf[:size]
        return ops.multiply(made, np.pad(weights, (0, size - len(weights))))

    def _inverted(self, numbers: np.ndarray) -> np.ndarray:
        terms = np.empty(self.vocabulary_size() + 1, "O")
        terms[:] = [*self.get_vocabulary(), self.oov_token]
        known = (numbers >= 0) & (numbers < len(terms) - 1)
        found = terms[np.where(known, numbers, len(terms) - 1).astype("int64")]
        return found if self.kind is str else found.astype("int64")

    def _size(self) -> int | None:
        """Returns the length of a vector; None where no vocabulary is known yet."""
        if self.pad_to_max_tokens:
            return self.max_tokens
        return self.vocabulary_size() if self._terms else None

    def foretold(self, spec: TensorSpec) -> TensorSpec:
        if self.invert:
            return text_spec(spec.shape) if self.kind is str else TensorSpec(spec.shape, "int64")
        if self.output_mode == INT:
            return TensorSpec(spec.shape, "int64")
        dtype = floatx() if self.output_mode == TF_IDF else "int64"
        return counting.encoded_spec(spec, self.output_mode, self._size(), dtype)

    # Files and configurations.

    def get_config(self) -> dict[str, Any]:
        weights = None if self._given_vocabulary is None else self._given_idf_weights
        size = self.vocabulary_size() if self._terms else None
        known = {IDF: weights, "vocabulary_size": size, "oov_method": self.oov_method}
        return {**super().get_config(), **known}

    @classmethod
    def from_config(cls, config: dict[str, Any]) -> Any:
        """Makes one from its configuration, which has no say in which files are read."""
        return cls(**without_path(config))

    def assets(self) -> dict[str, str]:
        """Returns the files that a model's file holds of the layer, by name."""
        if self._given_vocabulary is not None or not self._terms:
            return {}
        terms = [str(term) for term in self.get_vocabulary()]
        broken = next((t for t in terms if "\n" in t or "\r" in t), None)
        if broken is not None:
            raise SavingError(
                "a term with a line break in it cannot be saved: there is one a line in the file",
                where=self.name,
                got=repr(broken)[:80],
                todo="split or clean the text before adapt, or pass the terms as vocabulary=",
            )
        return {FILE: "\n".join(terms)}

    def take_assets(self, files: dict[str, str]) -> None:
        """Takes what `assets` returned, from a file."""
        if FILE not in files or self._given_vocabulary is not None:
            return
        terms = [self._term(term) for term in files[FILE].split("\n")]
        special = self._special
        if terms[: len(special)] == special:
            terms = terms[len(special) :]
        self._take(vocabularies.checked(terms, self._masks, self.name), self._idf)

    def save_own_variables(self, store: Any) -> None:
        if self._idf is not None:
            store[IDF] = self._idf

    def load_own_variables(self, store: Any) -> None:
        if IDF in store and self.output_mode == TF_IDF:
            self._idf = np.asarray(store[IDF], floatx()).reshape(-1)


def without_path(config: dict[str, Any]) -> dict[str, Any]:
    """Drops the path of a vocabulary file from a configuration: the terms come with the model."""
    if isinstance(config.get("vocabulary"), str):
        return {**config, "vocabulary": None}
    return config


def _listed(terms: Any) -> list[Any]:
    return terms.tolist() if hasattr(terms, "tolist") else [*terms]


def _limit(value: Any, pads: bool, layer: IndexLookup) -> int | None:
    if value is None and pads:
        raise ArgumentError("pad_to_max_tokens needs max_tokens", where=layer.name)
    if value is None:
        return None
    if isinstance(value, bool) or not hasattr(value, "__index__") or value <= 1:
        raise ArgumentError(
            "max_tokens must be above 1", where=layer.name, got=told(value),
            todo="leave it out to keep every term",
        )  # fmt: skip
    return int(value)
