"""What the spec engine says when shapes do not fit: the place, what came, what to do."""

from collections.abc import Callable
from typing import Any

import pytest

from tahr.core.errors import ArgumentError, DtypeError, EngineError, ShapeError, TahrError
from tahr.core.specs import TensorSpec
from tahr.engines.spec import ENGINE as E

Thunk = Callable[[], Any]


def s(*shape: int | None, dtype: str = "float32") -> TensorSpec:
    """Writes a spec."""
    return TensorSpec(shape, dtype)


def conv(x: TensorSpec, kernel: TensorSpec, **given: Any) -> TensorSpec:
    """Convolves with settings that change nothing."""
    rank = x.ndim - 2
    settings = {"strides": (1,) * rank, "pads": ((0, 0),) * rank, "dilation": (1,) * rank}
    return E.conv(x, kernel, **(settings | {"groups": 1} | given))


def changed(state: TensorSpec, _: Any) -> tuple[Any, Any]:
    """Makes a state longer."""
    return E.concatenate([state, state], 0), None


I32 = {"dtype": "int32"}
TABLE: list[tuple[str, Thunk, type[TahrError], list[str]]] = [
    ("add", lambda: E.add(s(2, 3), s(4)), ShapeError, ["add", "(2, 3) and (4,)", "expand_dims"]),
    ("where", lambda: E.where(s(2, dtype="bool"), s(3), s(3)), ShapeError, ["where", "(2,)"]),
    ("dtypes", lambda: E.add(s(2), s(2, **I32)), DtypeError, ["float32, int32", "cast"]),
    ("exp", lambda: E.exp(s(2, **I32)), DtypeError, ["exp takes floats", "int32"]),
    ("bits", lambda: E.bitwise_and(s(2), s(2)), DtypeError, ["bitwise_and", "float32"]),
    ("condition", lambda: E.where(s(2), s(2), s(2)), DtypeError, ["no bool", "float32"]),
    ("sum", lambda: E.sum(s(2), (1,), False), ShapeError, ["sum has no axis 1", "(2,)"]),
    ("twice", lambda: E.sum(s(2, 3), (1, 1), False), ShapeError, ["twice"]),
    ("max", lambda: E.max(s(0, 3), (0,), False), ShapeError, ["max of nothing", "(0, 3)"]),
    ("argmax", lambda: E.argmax(s(3, 0), 1), ShapeError, ["argmax of nothing"]),
    ("cumsum", lambda: E.cumsum(s(), 0), ShapeError, ["cumsum has no axis 0"]),
    ("reshape", lambda: E.reshape(s(None, 12), (s(None).shape[0], 5)), ShapeError,
     ["(None, 12) cannot be reshaped to (None, 5)"]),
    ("reshape sizes", lambda: E.reshape(s(2, 6), (5, 2)), ShapeError, ["12 elements", "10"]),
    ("reshape batch", lambda: E.reshape(s(None, 6), (5, 5)), ShapeError,
     ["6 elements times an unknown number", "25"]),
    ("reshape infer", lambda: E.reshape(s(2, 6), (-1, 5)), ShapeError, ["multiple"]),
    ("reshape two", lambda: E.reshape(s(2, 6), (-1, -1)), ShapeError, ["-1 at most once"]),
    ("transpose", lambda: E.transpose(s(2, 3), (0, 0)), ShapeError, ["permutation", "(0, 0)"]),
    ("broadcast_to", lambda: E.broadcast_to(s(3), (1,)), ShapeError, ["smaller", "(3,)"]),
    ("concatenate", lambda: E.concatenate([s(2, 3), s(2, 4)], 0), ShapeError,
     ["axis 0", "(2, 3) and (2, 4)"]),
    ("pad", lambda: E.pad(s(2, 3), ((1, 1),), 0), ShapeError, ["pair", "(2, 3)"]),
    ("pad less", lambda: E.pad(s(2), ((-1, 0),), 0), ShapeError, ["negative"]),
    ("flip", lambda: E.flip(s(2), (1,)), ShapeError, ["flip has no axis 1"]),
    ("get_item", lambda: E.get_item(s(2), (0, 0)), ShapeError, ["more indices", "(2,)"]),
    ("range", lambda: E.get_item(s(2), (2,)), ShapeError, ["index 2 is out of range", "-2 to 1"]),
    ("dots", lambda: E.get_item(s(2, 3), (..., ...)), ShapeError, ["more than one"]),
    ("bool index", lambda: E.get_item(s(2), (True,)), DtypeError, ["bool is no index"]),
    ("mask", lambda: E.get_item(s(2), (s(2, dtype="bool"),)), DtypeError, ["boolean_mask"]),
    ("float index", lambda: E.get_item(s(2), ([0.5],)), DtypeError, ["float32"]),
    ("slice", lambda: E.get_item(s(2), (slice(s(**I32)),)), ArgumentError, ["ops.slice"]),
    ("step", lambda: E.get_item(s(2), (slice(None, None, 0),)), ArgumentError, ["steps of 0"]),
    ("take", lambda: E.take(s(2), s(3), 0), DtypeError, ["indices of take", "float32"]),
    ("along", lambda: E.take_along_axis(s(2, 3), s(4, 1, **I32), 1), ShapeError,
     ["take_along_axis", "(2,)", "(4,)"]),
    ("scatter depth", lambda: E.scatter(s(3), s(2, 2, **I32), s(2), "add"), ShapeError,
     ["last axis of scatter's indices", "(2, 2)"]),
    ("scatter", lambda: E.scatter(s(3, 4), s(2, 1, **I32), s(2, 3), "add"), ShapeError,
     ["updates of scatter", "(2, 4)", "(2, 3)"]),
    ("block", lambda: E.slice(s(3, 4), [s(**I32)] * 2, (2, 5)), ShapeError, ["(3, 4)", "(2, 5)"]),
    ("starts", lambda: E.slice(s(3, 4), [s(**I32)], (2,)), ShapeError, ["1 starts"]),
    ("update", lambda: E.slice_update(s(3), [s(**I32)], s(4)), ShapeError, ["slice_update"]),
    ("top_k", lambda: E.top_k(s(None, 3), 4), ShapeError, ["take 4", "(None, 3)"]),
    ("searchsorted", lambda: E.searchsorted(s(2, 2), s(2), "left"), ShapeError, ["vector"]),
    ("matmul", lambda: E.matmul(s(None, 3), s(4, 5)), ShapeError,
     ["(None, 3) and (4, 5) cannot be multiplied", "3 and 4"]),
    ("matmul rank", lambda: E.matmul(s(), s(2)), ShapeError, ["rank 1 or more"]),
    ("einsum", lambda: E.einsum("ij,jk->iz", s(2, 3), s(3, 4)), ShapeError, ["ij,jk->iz"]),
    ("einsum terms", lambda: E.einsum("ij->i", s(2, 3), s(3)), ShapeError, ["2 terms"]),
    ("einsum rank", lambda: E.einsum("ij->i", s(2)), ShapeError, ["'ij'", "rank 2", "(2,)"]),
    ("einsum length", lambda: E.einsum("ij,jk->ik", s(2, 3), s(4, 5)), ShapeError,
     ["letter 'j'", "3 and 4"]),
    ("solve", lambda: E.solve(s(3, 3), s(2, 1)), ShapeError, ["solve", "(3,)", "(2,)"]),
    ("square", lambda: E.cholesky(s(3, 2)), ShapeError, ["square", "(3, 2)"]),
    ("fft", lambda: E.fft(s(3), s(4), False), ShapeError, ["imaginary"]),
    ("conv", lambda: conv(s(None, 28, 28, 1), s(40, 40, 1, 8)), ShapeError,
     ["kernel 40 larger than input 28", "padding=\"same\""]),
    ("dilated", lambda: conv(s(1, 4, 1), s(3, 1, 1), dilation=(2,)), ShapeError, ["kernel 5"]),
    ("channels", lambda: conv(s(None, 8, 8, 3), s(3, 3, 4, 8)), ShapeError,
     ["4 channels", "(None, 8, 8, 3)", "data_format"]),
    ("groups", lambda: conv(s(1, 8, 4), s(3, 2, 5), groups=2), ShapeError, ["5 / 2"]),
    ("kernel rank", lambda: conv(s(1, 8, 4), s(3, 3, 4, 5)), ShapeError, ["another rank"]),
    ("conv rank", lambda: E.pool(s(8, 8), (2,), (2,), ((0, 0),), "max"), ShapeError,
     ["rank 3", "(8, 8)"]),
    ("transposed", lambda: E.conv_transpose(s(1, 1, 2), s(3, 4, 2), (1,), ((0, 0),), (1,)),
     ShapeError, ["kernel 3 larger than input 1"]),
    ("pool", lambda: E.pool(s(1, 3, 1), (4,), (1,), ((0, 0),), "max"), ShapeError,
     ["window 4 larger than input 3"]),
    ("key", lambda: E.random_bits(s(2), (3,)), ShapeError, ["random key", "float32"]),
    ("scan", lambda: E.scan(changed, s(2), None, 3), ShapeError,
     ["body of scan changes the shape of state", "(2,)", "(4,)"]),
    ("scan dtype", lambda: E.scan(lambda h, x: ({"h": E.cast(h["h"], "float16")}, x),
                                  {"h": s(2)}, s(3), 3), DtypeError, ["state['h']", "float16"]),
    ("scan tree", lambda: E.scan(lambda h, x: ((h, h), x), s(2), s(3), 3), ShapeError,
     ["another structure"]),
    ("scan none", lambda: E.scan(lambda h, x: ((None, h[1]), x), (s(), s()), s(3), 3), ShapeError,
     ["changes state[0]"]),
    ("scan length", lambda: E.scan(lambda h, x: (h, x), s(), s(4, 2), 3), ShapeError,
     ["length 3", "(4, 2)"]),
    ("while", lambda: E.while_loop(lambda x: x, lambda x: x, s(2)), ShapeError, ["bool scalar"]),
    ("cond", lambda: E.cond(s(dtype="bool"), lambda: s(2), lambda: s(3)), ShapeError,
     ["second branch of cond", "(2,)", "(3,)"]),
    ("predicate", lambda: E.cond(s(1, dtype="bool"), lambda: s(2), lambda: s(2)), ShapeError,
     ["predicate of cond", "(1,)"]),
    ("vmap", lambda: E.vmap(E.add, (0, 0))(s(2), s(3)), ShapeError, ["different lengths"]),
    ("vmap none", lambda: E.vmap(E.add, (None, None))(s(2), s(2)), ShapeError, ["nothing to map"]),
    ("vmap args", lambda: E.vmap(E.add, (0,))(s(2), s(2)), ShapeError, ["1 arguments"]),
    ("loss", lambda: E.value_and_grad(lambda v: (v[0], None), [s(2)]), ShapeError,
     ["float scalar", "(2,)", "mean"]),
    ("ragged", lambda: E.asarray([[1, 2], [3]]), ShapeError, ["different lengths"]),
    ("text", lambda: E.asarray(["a"]), DtypeError, ["str", "StringLookup"]),
    ("nothing", lambda: E.asarray(None), DtypeError, ["NoneType"]),
    ("values", lambda: E.to_numpy(s(2)), EngineError, ["no values"]),
    ("arange", lambda: E.arange(0, 3, 0, "int32"), ArgumentError, ["steps of 0"]),
]  # fmt: skip


@pytest.mark.parametrize(
    ("call", "kind", "parts"), [row[1:] for row in TABLE], ids=[row[0] for row in TABLE]
)
def test_the_message_says_what_is_wrong(
    call: Thunk, kind: type[TahrError], parts: list[str]
) -> None:
    with pytest.raises(kind) as caught:
        call()
    assert all(part in str(caught.value) for part in parts), str(caught.value)


def test_unknown_lengths_are_given_the_benefit_of_the_doubt() -> None:
    assert conv(s(None, None, None, 1), s(40, 40, 1, 8)).ndim == 4
    assert E.get_item(s(None), (99,)).shape == ()
    assert E.top_k(s(None), 7)[0].shape == (7,)
    assert E.matmul(s(3, None), s(4, 5)).shape == (3, 5)
