"""What a column is: numbers, classes, text, files, dates; told from its values alone."""

import re
from collections import Counter
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from tahr.apps.data.dates import form_of
from tahr.apps.data.folders import IMAGES, SOUNDS, TEXTS
from tahr.apps.data.numbers import as_numbers
from tahr.apps.data.table import Table, Values

YES_NO = frozenset(map(frozenset, (
    ("yes", "no"), ("y", "n"), ("true", "false"), ("t", "f"), ("on", "off"), ("1", "0"),
    ("ja", "nein"), ("j", "n"), ("oui", "non"), ("o", "n"), ("sí", "no"), ("si", "no"),
    ("s", "n"), ("sì", "no"), ("sim", "não"), ("да", "нет"), ("tak", "nie"), ("1.0", "0.0"),
)))  # fmt: skip
YES = frozenset((
    "yes", "y", "true", "t", "on", "1", "1.0", "ja", "j", "oui", "o", "sí", "si", "s", "sì",
    "sim", "да", "tak",
))  # fmt: skip
PATHS: dict[str, frozenset[str]] = {"image": IMAGES, "audio": SOUNDS, "text": TEXTS}
SEPARATORS = (";", "|", ",")
SAMPLE = 2_000
"""Values that decide on a column's type; drawn over the whole of it."""
FEW = 20
"""Whole numbers of at most so many values are classes where they are to be told."""
NUMERIC = 0.98
ID = re.compile(
    r"(^|[_\s-])(id|uuid|guid|key|nr|no|number|index|rowid)$|^(id|index|unnamed.*)$", re.I
)


@dataclass(frozen=True)
class ColumnProfile:
    """What a column holds.

    Args:
        name: of the column.
        type: of feature that it would be as an input: number, category, binary, set, text, image,
            audio, date, array; or "constant", "identifier", "empty", which tell nothing.
        missing: the number of rows without a value.
        distinct: the number of different values.
        examples: some of them, as text.
        low: the smallest number.
        high: the largest number.
        mean: of the numbers.
        deviation: of the numbers, the standard one.
        counts: of the most frequent values.
        form: of dates, as `strptime` takes it; the separator of a set; how numbers stand for
            something else (`code`).
        shape: of one value of an array.
        files: whether the values are names of files.
        length: the mean number of words, of text.
    """

    name: str
    type: str
    missing: int
    distinct: int
    examples: tuple[str, ...] = ()
    low: float | None = None
    high: float | None = None
    mean: float | None = None
    deviation: float | None = None
    counts: tuple[tuple[str, int], ...] = ()
    form: str | None = None
    shape: tuple[int, ...] = ()
    files: bool = False
    length: float | None = None


def profiled(name: str, values: Values, table: Table) -> ColumnProfile:
    """Returns what a column holds."""
    if values.dtype != object:
        return _of_array(name, values)
    present = np.array([value is not None for value in values])
    texts = [str(value) for value in values[present]]
    missing = int((~present).sum())
    if not texts:
        return ColumnProfile(name, "empty", missing, 0)
    counts = Counter(texts)
    base = _Base(name, missing, counts, texts)
    if len(counts) == 1 and len(texts) > 1:
        return base.said("constant")
    return _of_values(base, values, table)


def _of_values(base: "_Base", values: Values, table: Table) -> ColumnProfile:
    sample = _sampled(base.texts)
    present = np.array([value is not None for value in values])
    files = _file_kind(sample, table.root)
    if files:
        return base.said(files, files=True)
    form = form_of(sample)
    if form and not _all_whole(sample):
        return base.said("date", form=form)
    numbers = as_numbers(values)
    share = float(np.isfinite(numbers[present]).mean())
    if share >= NUMERIC and not _is_code(sample):
        return _of_numbers(base, numbers, share)
    return _of_texts(base, sample, base.name)


@dataclass(frozen=True)
class _Base:
    name: str
    missing: int
    counts: Counter[str]
    texts: list[str]

    def said(
        self,
        kind: str,
        *,
        form: str | None = None,
        files: bool = False,
        length: float | None = None,
        missing: int = 0,
    ) -> ColumnProfile:
        top = self.counts.most_common(50)
        examples = tuple(value[:60] for value, _ in top[:4])
        return ColumnProfile(
            self.name,
            kind,
            self.missing + missing,
            len(self.counts),
            examples,
            counts=tuple((value[:200], count) for value, count in top),
            form=form,
            files=files,
            length=length,
        )


def _of_array(name: str, values: Values) -> ColumnProfile:
    if values.ndim > 1:
        return ColumnProfile(name, "array", 0, len(values), shape=values.shape[1:])
    numbers = np.asarray(values, np.float64)
    counts = Counter(_number_text(number) for number in numbers[np.isfinite(numbers)].tolist())
    base = _Base(name, 0, counts, list(counts))
    if len(counts) == 1:
        return base.said("constant")
    return _of_numbers(base, numbers, 1.0)


def _number_text(number: float) -> str:
    return str(int(number)) if number.is_integer() else str(number)


def _of_numbers(base: _Base, numbers: NDArray[np.float64], share: float) -> ColumnProfile:
    finite = numbers[np.isfinite(numbers)]
    odd = len(numbers) - len(finite) - base.missing
    kind = "number"
    if len(base.counts) == 2:
        kind = "binary"
    elif _is_counter(base, finite):
        kind = "identifier"
    said = base.said(kind, missing=max(odd, 0))
    figures = {
        "low": float(finite.min()),
        "high": float(finite.max()),
        "mean": float(finite.mean()),
        "deviation": float(finite.std()),
    }
    return ColumnProfile(**{**said.__dict__, **figures})


def _is_counter(base: _Base, finite: NDArray[np.float64]) -> bool:
    """Whether whole numbers count the rows: all different, in steps of one, or called an id."""
    if len(base.counts) < len(finite) or len(finite) < 20 or not np.all(finite == finite.round()):
        return False
    return bool(np.all(np.diff(finite) == 1)) or ID.search(base.name) is not None


def _is_code(sample: list[str]) -> bool:
    """Whether digits are no number: zeros stand before them, or all have one length of many."""
    if not all(text.isdigit() for text in sample):
        return False
    lengths = {len(text) for text in sample}
    zeros = any(text.startswith("0") and len(text) > 1 for text in sample)
    return zeros and (len(lengths) == 1 or max(lengths) >= 4)


def _of_texts(base: _Base, sample: list[str], name: str) -> ColumnProfile:
    distinct, rows = len(base.counts), len(base.texts)
    if distinct == 2 and frozenset(value.lower() for value in base.counts) in YES_NO:
        return base.said("binary")
    words = float(np.mean([len(text.split()) for text in sample]))
    separator = _separator(sample)
    if separator:
        return base.said("set", form=separator)
    if words >= 4 and distinct > 0.3 * rows:
        return base.said("text", length=words)
    if distinct == 2:
        return base.said("binary")
    many = distinct > 0.9 * rows and rows >= 20
    if many and words >= 2 and not ID.search(name):
        return base.said("text", length=words)
    return base.said("identifier" if many else "category")


def _separator(sample: list[str]) -> str | None:
    """Returns the mark between the members of lists drawn from few members."""
    for mark in SEPARATORS:
        lists = [[one.strip() for one in text.split(mark) if one.strip()] for text in sample]
        several = sum(len(one) > 1 for one in lists) / len(lists)
        if several < 0.3:
            continue
        members = Counter(member for one in lists for member in one)
        short = float(np.mean([len(member.split()) for member in members])) <= 3
        if short and len(members) <= max(0.25 * sum(members.values()), 2):
            return mark
    return None


def _all_whole(sample: list[str]) -> bool:
    return all(text.isdigit() for text in sample)


def _file_kind(sample: list[str], root: Path) -> str | None:
    suffixes = {Path(text).suffix.lower() for text in sample if len(text) < 4096}
    kind = next((kind for kind, known in PATHS.items() if suffixes and suffixes <= known), None)
    if kind is None or not any((root / text).is_file() for text in sample[:20]):
        return None
    return kind


def _sampled(texts: list[str]) -> list[str]:
    step = max(len(texts) // SAMPLE, 1)
    return texts[::step]


def is_sorted(numbers: NDArray[np.float64]) -> bool:
    """Whether numbers never fall, and do rise."""
    finite = numbers[np.isfinite(numbers)]
    return len(finite) > 2 and all(a <= b for a, b in pairwise(finite)) and finite[0] < finite[-1]
