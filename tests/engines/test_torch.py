"""What is PyTorch's own: recordings, their tuning, and what autograd has to be told."""

import logging
from typing import Any

import numpy as np
import pytest

torch = pytest.importorskip("torch")

from tahr import layers, models  # noqa: E402
from tahr.core import current  # noqa: E402
from tahr.core.seeds import set_random_seed  # noqa: E402
from tahr.training.step.session import session_of  # noqa: E402

ENGINE = current.load("torch")
WORD = 2**32


def vector(*values: float, dtype: str = "float32") -> Any:
    return ENGINE.asarray(np.array(values, dtype))


def total(x: Any) -> Any:
    return ENGINE.sum(x, tuple(range(x.ndim)), False)


def gradient(function: Any, *values: Any) -> Any:
    return ENGINE.value_and_grad(lambda vs: (function(*vs), None), list(values))[1]


def recorded(function: Any) -> bool:
    """Returns whether each call so far could be recorded."""
    return all(program is not None for program in function.programs.values())


def philox(key: int, left: int, right: int) -> tuple[int, int]:
    """Philox 2x32-10 on Python's integers."""
    for turn in range(10):
        product = left * 0xD256D193
        round_key = (key + turn * 0x9E3779B9) % WORD
        left, right = product // WORD ^ round_key ^ right, product % WORD
    return left, right


def test_random_bits_are_philox() -> None:
    bits = ENGINE.to_numpy(ENGINE.random_bits(vector(5, 9, dtype="uint32"), (7,)))
    pairs = [philox(9, i, 5)[::-1] for i in range(4)]
    assert bits.tolist() == [word for pair in pairs for word in pair][:7]


def test_a_recording_draws_by_its_key() -> None:
    draw = ENGINE.compile(lambda key: ENGINE.random_bits(key, (50,)))
    first, other, again = (draw(vector(1, n, dtype="uint32")) for n in (2, 3, 2))
    assert recorded(draw)
    assert len(draw.programs) == 1
    assert first.tolist() == again.tolist() != other.tolist()


def test_gradients_of_gradients() -> None:
    def cube(x: Any) -> Any:
        return total(ENGINE.multiply(ENGINE.square(x), x))

    def second(x: Any) -> Any:
        return gradient(lambda v: total(gradient(cube, v)[0]), x)[0]

    compiled = ENGINE.compile(second)
    assert second(vector(1, 2)).tolist() == compiled(vector(1, 2)).tolist() == [6, 12]
    assert recorded(compiled)


def test_gradients_of_custom_gradients() -> None:
    def pretend(x: Any) -> Any:
        def function(v: Any) -> Any:
            return ENGINE.sin(v), lambda up: ENGINE.multiply(up, ENGINE.square(v))

        return total(ENGINE.custom_gradient(function)(x))

    assert gradient(pretend, vector(3, 4))[0].tolist() == [9, 16]
    assert gradient(lambda v: total(gradient(pretend, v)[0]), vector(3, 4))[0].tolist() == [6, 8]


def test_gradients_of_each_sample() -> None:
    def one(x: Any) -> Any:
        def loss(vs: list[Any]) -> Any:
            return total(ENGINE.square(vs[0])), {"seen": vs[0], "none": None}

        (_, others), gradients = ENGINE.value_and_grad(loss, [x])
        assert others["none"] is None
        return gradients[0]

    rows = ENGINE.asarray(np.arange(6, dtype="float32").reshape(3, 2))
    assert ENGINE.vmap(one, (0,))(rows).tolist() == [[0, 2], [4, 6], [8, 10]]


def test_gradients_flow_through_what_is_compiled() -> None:
    square = ENGINE.compile(ENGINE.square)
    assert gradient(lambda x: total(square(x)), vector(1, 2))[0].tolist() == [2, 4]
    assert ENGINE.compile(lambda x: square(square(x)))(vector(1, 2)).tolist() == [1, 16]


def test_a_closure_does_not_count() -> None:
    x = vector(2.0)
    assert gradient(lambda v: total(ENGINE.multiply(v, x)), x)[0].tolist() == [2]


def test_what_cannot_be_recorded_runs_as_written(caplog: pytest.LogCaptureFixture) -> None:
    limit = ENGINE.full((), 100, "float32")
    double = ENGINE.compile(
        lambda x: ENGINE.while_loop(lambda s: ENGINE.less(s, limit), lambda s: ENGINE.add(s, s), x)
    )
    with caplog.at_level(logging.INFO):
        assert [double(ENGINE.full((), n, "float32")).item() for n in (3, 200)] == [192, 200]
    assert "runs as written" in caplog.text
    assert not recorded(double)


def test_a_recording_is_for_one_layout_of_memory() -> None:
    flat = ENGINE.compile(lambda x: ENGINE.reshape(x, (6,)))
    x = torch.arange(6.0).reshape(3, 2)
    assert flat(x.reshape(2, 3)).tolist() == [0, 1, 2, 3, 4, 5]
    assert flat(x.T).tolist() == [0, 2, 4, 1, 3, 5]


EXP = torch.ops.aten.exp.default


def test_what_is_computed_twice_is_recorded_once() -> None:
    def function(x: Any) -> Any:
        two = ENGINE.add(ENGINE.full((), 1, "float32"), ENGINE.full((), 1, "float32"))
        return ENGINE.exp(ENGINE.multiply(x, two)), ENGINE.exp(ENGINE.multiply(x, two))

    compiled = ENGINE.compile(function)
    one, other = compiled(vector(0.5))
    assert one.item() == other.item() == pytest.approx(np.e)
    (program,) = compiled.programs.values()
    assert len(program._graph.graph.find_nodes(op="call_function", target=EXP)) == 1
    assert one.data_ptr() != other.data_ptr()


def test_tuning_keeps_what_is_written_in_place() -> None:
    def function(x: Any) -> Any:
        clean = torch.zeros_like(x)
        dirty = torch.zeros_like(x)
        dirty.diagonal().add_(x.diagonal())
        return clean, dirty

    clean, dirty = ENGINE.compile(function)(torch.ones(2, 2))
    assert clean.tolist() == [[0, 0], [0, 0]]
    assert dirty.tolist() == [[1, 0], [0, 1]]


@pytest.mark.parametrize("dtype", ["uint16", "uint32", "uint64"])
def test_unsigned_integers_wrap(dtype: str) -> None:
    top = np.iinfo(dtype).max
    high, two = vector(top, dtype=dtype), vector(2, dtype=dtype)
    assert ENGINE.to_numpy(ENGINE.add(high, two)).tolist() == [1]
    assert ENGINE.to_numpy(ENGINE.multiply(high, high)).tolist() == [1]
    assert ENGINE.to_numpy(ENGINE.subtract(two, high)).tolist() == [3]
    assert ENGINE.to_numpy(ENGINE.bitwise_not(high)).tolist() == [0]


def test_integers_divided_by_zero_give_something() -> None:
    seven, none = vector(7, dtype="int32"), vector(0, dtype="int32")
    assert ENGINE.floor_divide(seven, none).tolist() == ENGINE.mod(seven, none).tolist() == [0]


def test_a_tensor_does_not_change_with_the_array_it_was_made_of() -> None:
    array = np.ones(2, "float32")
    tensor = ENGINE.asarray(array)
    array[0] = 5
    assert tensor.tolist() == [1, 1]
    array.flags.writeable = False
    assert ENGINE.asarray(array[::-1]).tolist() == [1, 5]


def test_a_convolution_moves_no_element() -> None:
    x, kernel = torch.randn(2, 6, 6, 4), torch.randn(3, 3, 4, 8)
    out = ENGINE.conv(x, kernel, (1, 1), ((1, 1), (1, 1)), (1, 1), 1)
    assert out.is_contiguous()


def dense() -> Any:
    set_random_seed(3)
    return models.Sequential(
        [layers.Dense(16, activation="relu"), layers.Dense(4, activation="softmax")]
    )


@pytest.mark.parametrize("optimizer", ["adam", "rmsprop", "sgd"])
def test_training_agrees_with_jax(optimizer: str) -> None:
    random = np.random.default_rng(0)
    x = random.normal(size=(20, 8, 5)).astype("float32")
    y = np.eye(4, dtype="float32")[random.integers(0, 4, (20, 8))]
    weights = []
    for engine in ("jax", "torch"):
        model = dense().to(engine)
        model.compile(optimizer, "categorical_crossentropy", metrics=["accuracy"])
        for batch, target in zip(x, y, strict=True):
            model.train_on_batch(batch, target)
        weights.append(model.get_weights())
    assert all(recorded(step._run) for step in session_of(model).steps.values())
    for one, other in zip(*weights, strict=True):
        np.testing.assert_allclose(one, other, atol=1e-4)


def test_a_model_moves_from_engine_to_engine() -> None:
    x = np.random.default_rng(1).normal(size=(8, 5)).astype("float32")
    model = dense()
    first, *others = (model.to(e).predict(x, verbose=0) for e in ("jax", "torch", "numpy"))
    for other in others:
        np.testing.assert_allclose(other, first, atol=1e-5)
