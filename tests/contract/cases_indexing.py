"""Indexing: gather, scatter, blocks, sorting."""

from typing import Any

import numpy as np

from tests.contract.case import ANY, FLOATS, NUMBERS, Case, distinct, ints, normal

ALL = slice(None)
X = normal(4, 3, 5)
INDICES: tuple[tuple[Any, ...], ...] = (
    (),
    (1,),
    (-1, 2),
    (ALL, -1),
    (..., 0),
    (None, ..., None),
    (slice(1, 3), None, ALL, slice(None, None, 2)),
    (slice(None, None, -1), ..., slice(-2, None)),
    (slice(3, 0, -2),),
    (slice(2, 2),),
    (slice(-3, -1), 1, slice(10, None)),
    (0, 1, 2),
)


def _get(index: tuple[Any, ...]) -> Case:
    return Case("get_item", (X,), lambda x: x[index], {"index": index}, note=str(index),
                dtypes=ANY if index == (ALL, -1) else ("float32",),
                gradient=True)  # fmt: skip


def _picked(note: str, index: Any, *indices: np.ndarray) -> Case:
    return Case("get_item", (X, *indices), lambda x, *i: x[index(*i)], note=note,
                call=lambda e, x, *i: e.get_item(x, index(*i)), gradient=True)  # fmt: skip


def _take(x: np.ndarray, indices: np.ndarray, axis: int, **more) -> Case:
    return Case("take", (x, indices), lambda v, i: np.take(v, i, axis),
                call=lambda e, v, i: e.take(v, i, axis), note=str(axis), **more)  # fmt: skip


def _along(x: np.ndarray, indices: np.ndarray, axis: int, **more) -> Case:
    return Case("take_along_axis", (x, indices), lambda v, i: np.take_along_axis(v, i, axis),
                call=lambda e, v, i: e.take_along_axis(v, i, axis), note=str(axis),
                **more)  # fmt: skip


def scattered(x: np.ndarray, indices: np.ndarray, updates: np.ndarray, mode: str) -> np.ndarray:
    """Combines the updates one by one."""
    result = x.copy()
    combine = {
        "set": lambda _, new: new,
        "add": np.add,
        "multiply": np.multiply,
        "min": np.minimum,
        "max": np.maximum,
    }[mode]
    for place in np.ndindex(*indices.shape[:-1]):
        where = tuple(indices[place])
        result[where] = combine(result[where], updates[place])
    return result


def _scatter(mode: str, x: np.ndarray, indices: np.ndarray, updates: np.ndarray, **more) -> Case:
    return Case("scatter", (x, indices, updates), lambda v, i, u: scattered(v, i, u, mode),
                call=lambda e, v, i, u: e.scatter(v, i, u, mode), note=mode, **more)  # fmt: skip


def _slice(x: np.ndarray, start: tuple[int, ...], lengths: tuple[int, ...], **more) -> Case:
    place = tuple(slice(i, i + n) for i, n in zip(start, lengths, strict=True))
    return Case("slice", (x, *ints(*start)), lambda v, *_: v[place],
                call=lambda e, v, *s: e.slice(v, s, lengths), gradient=True, **more)  # fmt: skip


def _update(x: np.ndarray, start: tuple[int, ...], updates: np.ndarray, **more) -> Case:
    place = tuple(slice(i, i + n) for i, n in zip(start, updates.shape, strict=True))

    def reference(v: np.ndarray, u: np.ndarray, *_: Any) -> np.ndarray:
        result = v.copy()
        result[place] = u
        return result

    return Case("slice_update", (x, updates, *ints(*start)), reference,
                call=lambda e, v, u, *s: e.slice_update(v, s, u), gradient=True,
                **more)  # fmt: skip


def _sorts() -> list[Case]:
    cases = []
    ties = np.array([[2.0, 1, 2, 1, 0], [0, 0, 1, 1, -5]])
    for axis in (0, 1):
        for x in (distinct(4, 5), ties):
            cases += [
                Case("sort", (x,), lambda v, a=axis: np.sort(v, a), {"axis": axis},
                     dtypes=NUMBERS, gradient=x is not ties, note=str(axis)),
                Case("argsort", (x,), lambda v, a=axis: np.argsort(v, a, kind="stable"),
                     {"axis": axis}, dtypes=NUMBERS, gives="int32", note=str(axis)),
            ]  # fmt: skip
    nan = np.array([np.nan, 1, np.inf, -np.inf])
    return [
        *cases,
        Case("sort", (nan,), np.sort, {"axis": 0}, note="nan"),
        Case("sort", (normal(0, 2),), lambda v: np.sort(v, 0), {"axis": 0}),
        Case("argsort", (nan,), lambda v: np.argsort(v, kind="stable"), {"axis": 0},
             gives="int32", note="nan"),
    ]  # fmt: skip


def largest(x: np.ndarray, k: int) -> tuple[np.ndarray, np.ndarray]:
    """Returns the k largest of each row, and where they are; the first of equals first."""
    places = np.argsort(-x, axis=-1, kind="stable")[..., :k]
    return np.take_along_axis(x, places, -1), places


def _top(x: np.ndarray, k: int, **more) -> Case:
    return Case("top_k", (x,), lambda v: largest(v, k), {"k": k}, gives=("varying", "int32"),
                note=str(k), **more)  # fmt: skip


def _searchsorted(side: Any) -> Case:
    return Case("searchsorted", (np.array([1.0, 2, 2, 4]), np.array([[0.0, 1, 2], [3, 4, 5]])),
                lambda s, v: np.searchsorted(s, v, side), {"side": side}, gives="int32",
                dtypes=NUMBERS, note=side)  # fmt: skip


ONCE = ints([2], [0])
TWICE = ints([1], [3], [1], [1])

CASES = [
    *(_get(index) for index in INDICES),
    _picked("tensor", lambda i: (i,), ints(3, 0, 0)),
    _picked("matrix", lambda i: (ALL, i), ints([0, 2], [1, 1])),
    _picked("with negative", lambda i: (i, ALL, -1), ints(1, 3)),
    _picked("pair", lambda i, j: (i, j), ints([0], [3]), ints(1, 2)),
    _picked("apart", lambda i, j: (i, ALL, j), ints(0, 3), ints(1, 4)),
    _picked("middle", lambda i, j: (ALL, i, j), ints(0, 2), ints(1, 4)),
    _picked("scalar", lambda i: (ALL, i), ints(1)[0]),
    _picked("new axis", lambda i: (None, i, slice(1, None)), ints(3, 1)),
    _picked("none", lambda i: (i,), np.zeros((0,), np.int32)),
    _take(normal(4, 3), ints(3, 0, 0), 0, dtypes=ANY, gradient=True),
    _take(normal(4, 3), ints([2, 1], [0, 0]), 1, gradient=True),
    _take(normal(4, 3), ints(1)[0], 0),
    _take(normal(4, 3), ints(2, 1), 1),
    _take(normal(4, 0), ints(1, 2), 0),
    _take(normal(4), np.zeros((0, 2), np.int32), 0),
    _along(normal(4, 3), ints([0, 0, 3], [1, 2, 3]), 0, dtypes=ANY, gradient=True),
    _along(normal(2, 4), ints([3, 3, 0, 1, 2], [0, 0, 0, 0, 1]), 1, gradient=True),
    _scatter("set", normal(4, 3), ONCE, normal(2, 3), dtypes=ANY, gradient=True),
    _scatter("add", normal(4, 3), TWICE, normal(4, 3), dtypes=NUMBERS, gradient=True),
    _scatter("multiply", normal(4, 3), TWICE, normal(4, 3), dtypes=NUMBERS),
    _scatter("min", normal(4, 3), TWICE, normal(4, 3), dtypes=NUMBERS),
    _scatter("max", normal(4, 3), TWICE, normal(4, 3), dtypes=NUMBERS),
    _scatter("add", normal(3, 4), ints([0, 1], [2, 3], [0, 1]), normal(3), gradient=True),
    _scatter("add", normal(3, 4), ints([[0], [1]], [[2], [0]]), normal(2, 2, 4)),
    _scatter("set", normal(3), np.zeros((0, 1), np.int32), normal(0)),
    _scatter("set", normal(3, 2), ints(1), normal(2), fixed=(1,)),
    _slice(normal(4, 5), (1, 2), (2, 3), dtypes=ANY),
    _slice(normal(4), (0,), (0,)),
    _slice(np.array(1.0), (), ()),
    _update(normal(4, 5), (1, 2), normal(2, 3), dtypes=NUMBERS),
    _update(normal(4), (3,), normal(1)),
    *_sorts(),
    _top(distinct(3, 6), 2, dtypes=NUMBERS),
    _top(np.array([[1.0, 2, 2, 1, 2]]), 5, dtypes=FLOATS),
    _top(normal(2, 3), 0),
    Case("top_k", (distinct(3, 6),), lambda v: largest(v, 2)[0], note="gradient",
         call=lambda e, x: e.top_k(x, 2)[0], gradient=True),
    _searchsorted("left"),
    _searchsorted("right"),
]  # fmt: skip
