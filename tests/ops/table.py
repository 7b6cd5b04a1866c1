"""The calls of `cases`, by op, and the tensors they are made on."""

from collections.abc import Iterator
from typing import Any

import ml_dtypes
import numpy as np

from tahr.core import trees
from tests.ops import cases

VALUES = {
    "float": [[-1.5, 0.0, 0.5], [1.0, 2.0, 3.25]],
    "int": [[-3, 0, 1], [2, 5, 7]],
    "uint": [[3, 0, 1], [2, 5, 7]],
    "bool": [[True, False, True], [True, True, False]],
}
DTYPES = ("float32", "int32", "bool", "bfloat16", "int8", "uint8", "float16")
PAIRS = (
    *((d, d) for d in DTYPES),
    ("int32", "float32"), ("bool", "int8"), ("bfloat16", "float32"), ("int8", "uint8"),
    ("int32", "bfloat16"), ("bool", "float16"),
)  # fmt: skip
INTEGERS = ("int32", "int8", "uint8")
PICTURES = ("float32", "bfloat16", "float16", "uint8", "int32")
SCALARS = (2, 1.5, True)
SQUARES = np.array(
    [[[4, 1, 0.5], [1, 3, 0.2], [0.5, 0.2, 2]], [[5, 2, 0], [2, 6, 1], [0, 1, 4]]], "float32"
)
IMAGES = np.random.default_rng(5).random((2, 4, 5, 3))
EAGER = ("unique", "nonzero", "where", "bincount", "cholesky", "convert_to_numpy")
"""Ops that look at values, and so are not compiled here."""


def dtype(name: str) -> np.dtype:
    """Returns NumPy's dtype of a name."""
    return np.dtype(getattr(ml_dtypes, name, None) or name)


def x(name: str) -> np.ndarray:
    """Returns the tensor x of a dtype."""
    kind = name.rstrip("0123456789").removeprefix("b") if name != "bool" else name
    return np.asarray(VALUES[kind]).astype(dtype(name))


def positive(name: str) -> np.ndarray:
    """Returns a tensor without zeros or negative numbers."""
    shift = 0.5 if "float" in name else 1
    return (np.abs(x(name).astype("float32")) + shift).astype(dtype(name))


def unit(name: str) -> np.ndarray:
    """Returns a tensor between -1 and 1."""
    return (x(name).astype("float32") / 4).astype(dtype(name))


def images(name: str) -> np.ndarray:
    """Returns two images, floats from 0 to 1 or integers from 0 to 255."""
    return (IMAGES if "float" in name else np.floor(IMAGES * 256)).astype(dtype(name))


def calls(name: str) -> Iterator[tuple[Any, list[np.ndarray]]]:
    """Returns the calls of an op on float32 tensors (integers where it takes nothing else)."""
    for call, made, dtypes in _calls(name):
        yield call, made(*_tuple(dtypes[0]))


def _calls(name: str) -> Iterator[tuple[Any, Any, tuple]]:
    def plain(o, *tensors):
        return getattr(o, name)(*tensors)

    for names, made in ((cases.ELEMENTWISE, x), (cases.POSITIVE, positive), (cases.UNIT, unit)):
        if name in names:
            yield plain, lambda d, made=made: [made(d)], DTYPES
    if name in cases.INTEGER_UNARY:
        yield plain, lambda d: [x(d)], (*INTEGERS, "bool")
    if name in cases.BINARY:
        yield plain, lambda a, b: [x(a), positive(b)], PAIRS
        for scalar in SCALARS:
            yield lambda o, t, s=scalar: plain(o, t, s), lambda d: [x(d)], DTYPES
    if name in cases.INTEGER:
        pairs = tuple((d, d) for d in INTEGERS)
        yield plain, lambda a, b: [x(a), positive(b)], pairs
    for call in cases.SHAPED.get(name, ()):
        yield call, lambda d: [x(d)], DTYPES
    for call in cases.MATRIX.get(name, ()):
        yield call, lambda _: [SQUARES], ("float32",)
    for call in cases.IMAGE.get(name, ()):
        yield call, lambda d: [images(d)], PICTURES
    for call in cases.COLOURS.get(name, ()):
        yield call, lambda d: [images(d)], PICTURES[:3]
    for call in cases.FREE.get(name, ()):
        yield call, lambda _: [], ("float32",)


def rows(name: str) -> Iterator[tuple[Any, Any, list[np.ndarray]]]:
    """Returns the calls of an op on tensors of every dtype, with a label for each."""
    for number, (call, made, dtypes) in enumerate(_calls(name)):
        for d in dtypes:
            yield f"{name}[{number}] {d}", call, made(*_tuple(d))


def names() -> list[str]:
    """Lists every op that the table calls."""
    groups = (
        cases.ELEMENTWISE, cases.POSITIVE, cases.UNIT, cases.BINARY, cases.INTEGER,
        cases.INTEGER_UNARY, cases.SHAPED, cases.FREE, cases.MATRIX, cases.IMAGE, cases.COLOURS,
    )  # fmt: skip
    return sorted({name for group in groups for name in group})


def leaves(result: Any) -> list[Any]:
    """Lists the tensors, numbers and names in a result."""
    return trees.leaves(result)


def close(mine: list[Any], theirs: list[Any], tolerance: float = 2e-5) -> None:
    """Compares values, dtypes and shapes."""
    assert len(mine) == len(theirs)
    for a, b in zip(mine, theirs, strict=True):
        if isinstance(a, int | str) or isinstance(b, int | str):
            assert a == b
            continue
        a, b = np.asarray(a), np.asarray(b)
        assert (a.dtype, a.shape) == (b.dtype, b.shape)
        a, b = a.astype("float64"), b.astype("float64")
        np.testing.assert_allclose(a, b, rtol=tolerance, atol=tolerance)


def _tuple(names: Any) -> tuple[str, ...]:
    return names if isinstance(names, tuple) else (names,)
