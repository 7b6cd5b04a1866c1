"""Good files changed at random are read or refused by one of Tahr's errors, and nothing else."""

import contextlib
import warnings
from functools import cache

import pytest
from hypothesis import given, settings, strategies as st

from tahr.core.errors import TahrError
from tests.security.seeds import SEEDS

WORDS = (
    b"", b"\0", b"\xff", b"\x7f", b"\x80", b"\xff" * 8, b"\0" * 8, b"\xff\xff\xff\x7f", b"PK\1\2",
    b"null", b"-1", b"1e999", b"9" * 30, b"[]", b"{}", b'""', b'"../x"', b"[[[[", b'"os.system"',
    b'{"class_name": "__lambda__", "config": {}}', b'"Lambda"', b'"StringLookup"', b"&a", b"*a",
)  # fmt: skip
"""What may be put in: limits of numbers, and words that mean something in a format."""
CHANGES = st.lists(
    st.tuples(
        st.floats(0, 1, exclude_max=True),
        st.integers(0, 9),
        st.sampled_from(WORDS) | st.binary(max_size=8),
    ),
    min_size=1,
    max_size=6,
)
"""For each change: where, how many bytes go, and what comes in their place."""


@cache
def good(kind: str) -> bytes:
    return SEEDS[kind][0]()


def changed(data: bytes, changes: list[tuple[float, int, bytes]]) -> bytes:
    for share, gone, new in changes:
        place = int(share * len(data))
        data = data[:place] + new + data[place + gone :]
    return data


def read_or_refused(kind: str, data: bytes) -> None:
    with warnings.catch_warnings(), contextlib.suppress(TahrError):
        warnings.simplefilter("ignore")
        SEEDS[kind][1](data)


@pytest.mark.parametrize("kind", SEEDS)
def test_what_is_good_is_read(kind: str) -> None:
    SEEDS[kind][1](good(kind))


@pytest.mark.parametrize("kind", SEEDS)
@settings(max_examples=40, deadline=None, derandomize=True, database=None)
@given(changes=CHANGES)
def test_some_changes(kind: str, changes: list[tuple[float, int, bytes]]) -> None:
    read_or_refused(kind, changed(good(kind), changes))


@pytest.mark.soak
@pytest.mark.parametrize("kind", SEEDS)
@settings(max_examples=3000, deadline=None)
@given(changes=CHANGES)
def test_many_changes(kind: str, changes: list[tuple[float, int, bytes]]) -> None:
    read_or_refused(kind, changed(good(kind), changes))
