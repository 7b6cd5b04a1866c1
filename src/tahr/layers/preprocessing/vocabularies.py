"""A vocabulary: the terms a layer knows, counted in data or given."""

from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from tahr.core.errors import ArgumentError, DataError

FEW = 5


class Tally:
    """How often each term was met, in how many documents, and how many documents there were."""

    def __init__(self) -> None:
        self.counts: Counter[Any] = Counter()
        self.found_in: Counter[Any] = Counter()
        self.documents: int = 0

    def add(self, documents: Iterable[Sequence[Any]]) -> None:
        """Counts the terms of documents."""
        for terms in documents:
            self.counts.update(terms)
            self.found_in.update(set(terms))
            self.documents += 1


def ranked(counts: Counter[Any], limit: int | None) -> list[Any]:
    """Lists terms by how often they were met, and of those met as often the last first."""
    found = sorted(counts, key=lambda term: (counts[term], _bytes(term)), reverse=True)
    return found if limit is None else found[: max(0, limit)]


def _bytes(term: Any) -> Any:
    return term.encode() if isinstance(term, str) else term


def read(path: str | Path, where: str) -> list[str]:
    """Reads a file with a term a line.

    Raises:
        ArgumentError: there is no such file, or it is no text.
    """
    try:
        text = Path(path).read_bytes().decode("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise ArgumentError(
            "the vocabulary file cannot be read", where=where, got=f"{path}: {error}"
        ) from None
    return from_lines(text)


def from_lines(text: str) -> list[str]:
    """Splits the text of a vocabulary file into terms; the first may be empty.

    Example:
        >>> from_lines("\\n[UNK]\\nthe")
        ['', '[UNK]', 'the']
    """
    lines = text.replace("\r\n", "\n").split("\n")
    return lines[:-1] if len(lines) > 1 and not lines[-1] else lines


def checked(terms: Sequence[Any], reserved: Iterable[Any], where: str) -> list[Any]:
    """Returns the terms of a vocabulary, if they will do.

    Raises:
        ArgumentError: there are none, a term is there twice, or it is one with a place of its own.
    """
    if not terms:
        raise ArgumentError("the vocabulary is empty", where=where, expected="at least one term")
    counts = Counter(terms)
    if len(counts) < len(terms):
        twice = [repr(term) for term, count in counts.items() if count > 1]
        more = f" and {len(twice) - FEW} more" if len(twice) > FEW else ""
        raise ArgumentError(
            "terms of the vocabulary are there twice",
            where=where,
            expected="each term once",
            got=", ".join(twice[:FEW]) + more,
            todo="pass list(dict.fromkeys(vocabulary))",
        )
    for token in reserved:
        if token in counts:
            raise ArgumentError(
                f"{token!r} is the mask token, which comes first or not at all",
                where=where,
                got=f"it as term {list(terms).index(token)}",
            )
    return list(terms)


def none_yet(where: str) -> DataError:
    """Returns the error for a layer that has no vocabulary when it is needed."""
    return DataError(
        "there is no vocabulary yet",
        where=where,
        todo="call adapt(data) first, or pass vocabulary=, or call set_vocabulary(terms)",
    )
