"""Control flow and what steers gradients."""

from typing import Any

import numpy as np

from tests.contract.case import Case, ints, normal, uniform

XS = normal(4, 2)
START = normal(2)


def _running(e: Any, start: Any, xs: Any, reverse: bool = False) -> Any:
    def step(state: Any, x: Any) -> Any:
        new = e.add(e.multiply(state["h"], x), x)
        return {"h": new, "none": None}, (new, e.square(x))

    state, (hs, squares) = e.scan(step, {"h": start, "none": None}, xs, len(XS), reverse)
    return state["h"], hs, squares


def looped(start: np.ndarray, xs: np.ndarray, reverse: bool = False) -> Any:
    """Does what the scan does, in a loop."""
    state, hs = start, []
    for x in xs[::-1] if reverse else xs:
        state = state * x + x
        hs.append(state)
    return state, np.stack(hs[::-1] if reverse else hs), xs**2


def _counted(e: Any, start: Any) -> Any:
    one = e.full((), 1, "int32")

    def step(state: Any, x: Any) -> Any:
        value, i = state
        return (e.multiply(value, e.cast(i, "float32")), e.add(i, one)), None

    (value, i), nothing = e.scan(step, (start, one), None, 3)
    assert nothing is None
    return value, i


def _doubled(e: Any, x: Any) -> Any:
    hundred = e.full((), 100, "float32")

    def condition(state: Any) -> Any:
        return e.less(e.max(state["x"], (0,), False), hundred)

    def body(state: Any) -> Any:
        return {"x": e.add(state["x"], state["x"]), "n": e.add(state["n"], e.full((), 1, "int32"))}

    state = e.while_loop(condition, body, {"x": x, "n": e.full((), 0, "int32")})
    return state["x"], state["n"]


def doubled(x: np.ndarray) -> Any:
    """Doubles until one is a hundred."""
    n = 0
    while x.max() < 100:
        x, n = x + x, n + 1
    return x, np.asarray(n)


def _chosen(e: Any, flag: Any, x: Any) -> Any:
    return e.cond(flag, lambda: (e.square(x), e.exp(x)), lambda: (e.negative(x), e.sin(x)))


def _mapped(e: Any, x: Any, y: Any, z: Any) -> Any:
    def one(a: Any, b: Any, c: Any) -> Any:
        return e.matmul(a["a"], b), e.add(c, e.sum(b, (0,), False))

    return e.vmap(one, (0, 1, None))({"a": x}, y, z)


def _clipped(e: Any, x: Any) -> Any:
    """Squares, but passes three times the gradient on."""

    def function(v: Any) -> Any:
        three = e.full((), 3, "float32")
        return e.square(v), lambda upstream: (e.multiply(upstream, three),)

    return e.custom_gradient(function)(x)


def _pair(e: Any, x: Any, y: Any) -> Any:
    """Multiplies, with the gradients of a sum."""

    def function(a: Any, b: Any) -> Any:
        return e.multiply(a, b), lambda upstream: (upstream, upstream)

    return e.custom_gradient(function)(x, y)


def _deep(e: Any, x: Any, y: Any) -> Any:
    return e.checkpoint(lambda a, b: e.multiply(e.sin(a), e.exp(b)))(x, y)


HELD = normal(3)
TRUE, FALSE = np.array(True), np.array(False)
PAIR = (np.square, np.exp), (np.negative, np.sin)

CASES = [
    Case("scan", (START, XS), looped, call=_running, gradient=True, scale=10, note="forwards"),
    Case("scan", (START, XS), lambda s, x: looped(s, x, True), scale=10, note="backwards",
         call=lambda e, s, x: _running(e, s, x, True), gradient=True),
    Case("scan", (np.array(2.0),), lambda s: (s * 6, np.asarray(4)), call=_counted,
         gives=("varying", "int32"), note="no inputs"),
    Case("while_loop", (uniform(1, 3, 3),), doubled, call=_doubled, gives=("varying", "int32")),
    *(Case("cond", (flag, normal(3)), lambda _, x, fs=fs: tuple(f(x) for f in fs), call=_chosen,
           gives="varying", gradient=True, note=str(flag))
      for flag, fs in zip((TRUE, FALSE), PAIR, strict=True)),
    Case("vmap", (normal(3, 2, 4), normal(4, 3), normal(2)), call=_mapped, gradient=True, scale=3,
         reference=lambda x, y, z: (np.einsum("nij,jn->ni", x, y), z + y.sum(0)[:, None])),
    Case("vmap", (ints(0, 2, 1), normal(4)), lambda i, x: x[i], gives="varying", gradient=True,
         call=lambda e, i, x: e.vmap(lambda j: e.take(x, j, 0), (0,))(i), note="closure"),
    Case("stop_gradient", (HELD,), np.square, call=lambda e, x: e.multiply(x, e.stop_gradient(x)),
         gradient=True, slope=lambda x: x * HELD),
    Case("custom_gradient", (normal(3),), np.square, call=_clipped, gradient=True,
         slope=lambda x: 3 * x),
    Case("custom_gradient", (normal(3), normal(3)), np.multiply, call=_pair, gradient=True,
         slope=np.add, note="two inputs"),
    Case("checkpoint", (normal(3), normal(3)), lambda x, y: np.sin(x) * np.exp(y), call=_deep,
         gradient=True, scale=3),
]  # fmt: skip
