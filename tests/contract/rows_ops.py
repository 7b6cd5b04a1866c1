"""Rows of ops: the calls of `tests.ops.cases`, of `tests.cases.nn`, and edge shapes."""

from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

import numpy as np

from tahr import activations, ops
from tests.cases import newer, nn
from tests.contract.row import Row, Subject, cast
from tests.ops import cases, table

HALVES = ("float32", "bfloat16", "float16")
SWEPT = (*HALVES, "int32", "bool")
EDGES = ((), (0, 3), (2, 0))
BROADCAST = (((2, 3), (3,)), ((2, 1), (1, 3)), ((), (2, 3)), ((0, 3), (1, 3)))
NEAR, FAR = nn.X[np.abs(nn.X) < 9], nn.X[np.abs(nn.X) > 9]


def _swept(found: Any) -> bool:
    return all(name in SWEPT for name in found) if isinstance(found, tuple) else found in SWEPT


def _row(name: str, note: str, call: Callable[..., Any], **options: Any) -> Row:
    compiled = name not in table.EAGER
    return Row("ops", name, note, lambda: Subject(partial(call, ops)), compiled=compiled, **options)


def _tabled(name: str) -> Iterator[Row]:
    for number, (call, made, dtypes) in enumerate(table._calls(name)):
        kinds = {d: d if isinstance(d, tuple) else (d,) for d in dtypes if _swept(d)}
        chosen = {"-".join(dict.fromkeys(names)): names for names in kinds.values()}
        yield _row(
            name, str(number), call, dtypes=tuple(chosen),
            inputs=lambda d, chosen=chosen, made=made: made(*chosen[d]),
            gradient="float32" in chosen,
        )  # fmt: skip


def spread(shape: tuple[int, ...], low: float, high: float) -> np.ndarray:
    """Returns float32 numbers between two bounds, in no order."""
    count = int(np.prod(shape))
    return np.random.default_rng(count).permutation(np.linspace(low, high, count)).reshape(
        shape).astype("float32")  # fmt: skip


def strided(x: np.ndarray) -> np.ndarray:
    """Returns equal values that lie backwards, apart and in column order in memory."""
    if x.ndim == 0:
        return x
    apart = np.zeros((2 * x.shape[0], *x.shape[1:]), x.dtype, order="F")
    view = apart[::-2]
    view[...] = x
    return view


RANGES = {
    **dict.fromkeys(cases.ELEMENTWISE, (-2.2, 3.1)),
    **dict.fromkeys(cases.POSITIVE, (0.3, 3.1)),
    **dict.fromkeys(cases.UNIT, (-0.8, 0.9)),
}


def _edged(name: str) -> Iterator[Row]:
    def call(o: Any, *tensors: Any) -> Any:
        return getattr(o, name)(*tensors)

    def shaped(shapes: tuple[tuple[int, ...], ...], low: float, high: float) -> Row:
        made = [strided(spread(s, low, high)) for s in shapes]
        note = " ".join(str(s).replace(" ", "") for s in shapes)
        return _row(name, note, call, inputs=lambda _: made, gradient=False)

    if name in RANGES:
        for shape in (*EDGES, (3, 4)):
            yield shaped((shape,), *RANGES[name])
    if name in cases.BINARY:
        for pair in BROADCAST:
            yield shaped(pair, 0.4, 2.9)


def _made(name: str, pairs: list[Any]) -> Iterator[Row]:
    for number, (call, tensors) in enumerate(pairs):
        varying = any(x.dtype == np.float64 for x in tensors)
        yield _row(
            name, f"nn {number}", call, dtypes=HALVES if varying else ("float32",),
            inputs=lambda d, tensors=tensors: [cast(x, d) for x in tensors],
        )  # fmt: skip


def _activated() -> Iterator[Row]:
    for name, options in nn.ACTIVATED:
        note = " ".join(f"{k}={v}" for k, v in options.items())

        def call(o: Any, x: Any, name: str = name, options: dict[str, Any] = options) -> Any:
            return getattr(o, name)(x, **options)

        for place, x in (("near", NEAR), ("far", FAR)):
            yield _row(
                name, f"{note} {place}".strip(), call, dtypes=HALVES,
                inputs=lambda d, x=x: [cast(x, d)],
            )  # fmt: skip


RELU = ({}, {"negative_slope": 0.1}, {"max_value": 1.0}, {"threshold": 0.45, "max_value": 6.0})


def _activations() -> Iterator[Row]:
    """Returns rows for the activations that are no ops themselves."""
    for name in ("exponential", "gelu", "linear", "relu"):
        for number, options in enumerate(RELU if name == "relu" else ({},)):
            function = partial(getattr(activations, name), **options)
            yield Row(
                "activations", name, str(number), lambda f=function: Subject(f), dtypes=HALVES,
                inputs=lambda d: [cast(NEAR, d)],
            )  # fmt: skip


ROWS = [
    *(row for name in table.names() for row in (*_tabled(name), *_edged(name))),
    *(
        row
        for group in (nn.NN, nn.CONTROL, newer.NEWER)
        for n, pairs in group.items()
        for row in _made(n, pairs)
    ),
    *_activated(),
    *_activations(),
]
