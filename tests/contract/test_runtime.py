"""What is no function of tensors alone: conversions, randomness, compiling, devices."""

import math
from typing import Any

import numpy as np
import pytest

from tahr.core import engines
from tahr.core.dtypes import NAMES
from tahr.core.errors import DtypeError, EngineError
from tahr.core.specs import TensorSpec, opened

VALUES = [
    1, True, 2.5, [], [1, 2], [[1.5, 2], [3, 4]], (1, 2.0), [True, False],
    np.float32(2), [np.float32(1), np.float32(2)], np.zeros((2, 0), np.int8),
    np.array([1, 2], np.uint8), np.array([True]), np.array(3, np.int32),
]  # fmt: skip


@pytest.mark.parametrize("value", VALUES, ids=repr)
def test_asarray_takes_numbers_lists_and_arrays(value: Any, engine: Any, spec: Any) -> None:
    tensor = engine.asarray(value)
    assert engine.is_tensor(tensor)
    assert not engine.is_tensor(value) or isinstance(value, np.ndarray)
    np.testing.assert_array_equal(engine.to_numpy(tensor), np.asarray(value))
    foretold = spec.asarray(value)
    assert (foretold.shape, foretold.dtype) == (tuple(tensor.shape), engine.dtype_of(tensor))


@pytest.mark.parametrize("dtype", sorted(set(NAMES) - {"float64", "int64", "uint64"}))
def test_asarray_casts(dtype: str, engine: Any, spec: Any) -> None:
    tensor = engine.asarray([0, 1, 2], dtype)
    assert engine.dtype_of(tensor) == dtype == spec.asarray([0, 1, 2], dtype).dtype
    assert engine.dtype_of(engine.asarray(tensor)) == dtype
    back = engine.to_numpy(tensor).astype("float32").tolist()
    assert back == ([0, 1, 1] if dtype == "bool" else [0, 1, 2])


@pytest.mark.parametrize(
    ("value", "todo"),
    [
        (np.array(["a"]), "StringLookup"),
        (["a", "b"], "StringLookup"),
        (np.array([None]), "numbers"),
    ],
    ids=repr,
)
def test_asarray_refuses_what_is_no_number(value: Any, todo: str, engine: Any) -> None:
    with pytest.raises(DtypeError, match=todo):
        engine.asarray(value)


class Capsule:
    """An array that speaks nothing but DLPack."""

    def __init__(self, held: np.ndarray) -> None:
        self.held = held

    def __dlpack__(self, **how: Any) -> Any:
        return self.held.__dlpack__(**how)

    def __dlpack_device__(self) -> Any:
        return self.held.__dlpack_device__()


def test_asarray_takes_dlpack(engine: Any) -> None:
    tensor = engine.asarray(Capsule(np.arange(4.0, dtype="float32")))
    assert engine.to_numpy(tensor).tolist() == [0, 1, 2, 3]


def test_to_numpy_gives_a_copy_that_can_be_written(engine: Any) -> None:
    tensor = engine.asarray([1.0, 2.0])
    out = engine.to_numpy(engine.broadcast_to(tensor, (2, 2)))
    out[...] = 7
    assert engine.to_numpy(tensor).tolist() == [1, 2]


def test_no_primitive_writes_to_its_inputs(engine: Any) -> None:
    x = np.arange(6, dtype="float32").reshape(3, 2)
    held, index = engine.asarray(x.copy()), engine.asarray(np.array([[0], [0]], "int32"))
    zero = engine.asarray(np.array(0, "int32"))
    ones = engine.full((2, 2), 1, "float32")
    for mode in ("set", "add", "multiply", "min", "max"):
        engine.scatter(held, index, ones, mode)
    engine.slice_update(held, [zero, zero], ones)
    engine.sort(engine.flip(held, (0,)), 0)
    three = engine.reshape(held, (1, 3, 2))
    engine.pool(three, (2,), (1,), ((0, 0),), "sum")
    np.testing.assert_array_equal(engine.to_numpy(held), x)


def test_a_tensor_is_concrete_outside_of_a_trace(engine: Any, spec: Any) -> None:
    assert engine.is_concrete(engine.asarray(1.0))
    assert not spec.is_concrete(spec.asarray(1.0))
    assert not engine.is_tensor(1.0)
    assert not engine.is_tensor(TensorSpec(()))


def key(engine: Any, low: int, high: int = 0) -> Any:
    """Makes a random key."""
    return engine.asarray(np.array([high, low], "uint32"))


@pytest.mark.parametrize("shape", [(), (0,), (1,), (5,), (2, 3, 2)])
def test_random_bits_have_the_shape_asked_for(shape: tuple[int, ...], engine: Any) -> None:
    bits = engine.random_bits(key(engine, 1), shape)
    assert (tuple(bits.shape), engine.dtype_of(bits)) == (shape, "uint32")


def test_random_bits_are_a_function_of_the_whole_key(engine: Any) -> None:
    keys = [(1, 0), (2, 0), (1, 1), (0, 0)]
    drawn = [engine.to_numpy(engine.random_bits(key(engine, *k), (64,))) for k in keys]
    again = engine.to_numpy(engine.random_bits(key(engine, *keys[0]), (64,)))
    np.testing.assert_array_equal(drawn[0], again)
    assert len({d.tobytes() for d in drawn}) == len(keys)


def test_a_longer_draw_begins_with_a_shorter_one(engine: Any) -> None:
    few, more = (engine.to_numpy(engine.random_bits(key(engine, 3), (n, 5))) for n in (11, 32))
    np.testing.assert_array_equal(more[:11], few)


def test_random_bits_are_uniform(engine: Any) -> None:
    count = 20_000
    bits = engine.to_numpy(engine.random_bits(key(engine, 3), (count,)))
    share = np.unpackbits(bits.view(np.uint8).reshape(count, 4), axis=1).mean(axis=0)
    assert np.all(np.abs(share - 0.5) < 5 * math.sqrt(0.25 / count))
    filled, _ = np.histogram(bits, bins=16, range=(0, 2**32))
    expected = count / 16
    assert ((filled - expected) ** 2 / expected).sum() < 50


def test_compiled_functions_take_and_give_trees(engine: Any) -> None:
    def function(tree: Any, scale: Any) -> Any:
        return {"y": (engine.multiply(tree["x"], scale), None), "z": [scale]}

    compiled = engine.compile(function)
    for n in (2, 3, 2):
        out = compiled({"x": engine.full((n,), 2, "float32")}, engine.full((), 3, "float32"))
        assert engine.to_numpy(out["y"][0]).tolist() == [6] * n
        assert out["y"][1] is None


def test_evaluate_spec_keeps_unknown_lengths(engine: Any) -> None:
    def function(x: Any, y: Any) -> Any:
        return {"p": engine.matmul(x, y), "s": engine.sum(x, (0,), False), "none": None}

    out = engine.evaluate_spec(function, [TensorSpec((None, 3)), TensorSpec((3, 2))])
    assert opened(out["p"].shape) == (None, 2)
    assert (opened(out["s"].shape), out["s"].dtype) == ((3,), "float32")
    assert out["none"] is None


def test_devices(engine: Any) -> None:
    first, *_ = engine.devices()
    with engine.device(first):
        made = engine.full((2,), 1, "float32")
    moved = engine.put(made, first)
    engine.wait({"a": [moved, made]})
    assert engine.to_numpy(moved).tolist() == [1, 1]
    with pytest.raises(EngineError, match="no device 'abacus'"):
        engine.put(made, "abacus")
    with pytest.raises(EngineError, match="no device 'abacus'"), engine.device("abacus"):
        pass


def test_versions_name_the_packages(engine: Any, spec: Any) -> None:
    assert engine.name in engine.versions()
    assert all(version[0].isdigit() for version in engine.versions().values())
    assert spec.versions() == {}


def test_a_value_without_a_part_in_the_loss_has_a_zero_gradient(engine: Any) -> None:
    if not engine.gradients:
        pytest.skip("no gradients")
    values = [engine.full((2,), 3, "float32"), engine.full((3,), 1, "float32")]

    def loss(found: list[Any]) -> tuple[Any, Any]:
        return engine.sum(engine.square(found[0]), (0,), False), {"seen": found[0]}

    (value, others), gradients = engine.value_and_grad(loss, values)
    assert engine.to_numpy(value) == 18
    assert engine.to_numpy(others["seen"]).tolist() == [3, 3]
    assert [engine.to_numpy(g).tolist() for g in gradients] == [[6, 6], [0, 0, 0]]


def test_what_is_said_of_an_engine_before_it_is_imported_is_so(engine: Any) -> None:
    said = engines.about(engine.name)
    assert said.name == engine.name
    assert said.trains == engine.gradients
    tensor = engine.asarray([1.0], "float32")
    wanted = None if type(tensor) is np.ndarray else engine.name
    assert engines.home(type(tensor)) == wanted
