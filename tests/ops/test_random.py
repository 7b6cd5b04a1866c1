"""Random ops: distributions, keys, and what they refuse."""

import jax
import numpy as np
import pytest
from hypothesis import given, settings, strategies as st
from scipy import stats

from tahr.core import current, seeds
from tahr.core.errors import ArgumentError, EngineError, ShapeError
from tahr.core.scopes import StateScope
from tahr.core.serialization import deserialize, serialize
from tahr.ops import random
from tahr.ops.symbolic import SymbolicTensor
from tests.contract.conftest import INSTALLED

N = (20000,)
ENGINES = pytest.mark.parametrize("engine", INSTALLED)
RARE = 1e-4

SAMPLES = {
    "uniform": (lambda s: random.uniform(N, -1.0, 3.0, seed=s), stats.uniform(-1, 4)),
    "uniform64": (lambda s: random.uniform(N, dtype="float64", seed=s), stats.uniform()),
    "normal": (lambda s: random.normal(N, 1.0, 2.0, seed=s), stats.norm(1, 2)),
    "truncated": (
        lambda s: random.truncated_normal(N, 1.0, 2.0, seed=s),
        stats.truncnorm(-2, 2, 1, 2),
    ),
    "gamma": (lambda s: random.gamma(N, 2.5, seed=s), stats.gamma(2.5)),
    "gamma_small": (lambda s: random.gamma(N, 0.4, seed=s), stats.gamma(0.4)),
    "beta": (lambda s: random.beta(N, 0.8, 3.0, seed=s), stats.beta(0.8, 3.0)),
}


def host(tensor):
    return np.asarray(current.to_numpy(tensor))


@ENGINES
@pytest.mark.parametrize("name", SAMPLES)
def test_distribution(engine, name):
    draw, wanted = SAMPLES[name]
    with current.using(engine):
        drawn = host(draw(7))
    assert stats.kstest(drawn.astype("float64"), wanted.cdf).pvalue > RARE


@pytest.mark.parametrize(("n", "p"), [(20, 0.1), (100, 0.5), (1000, 0.97), (50, 0.02), (5, 0.9)])
def test_binomial(n, p):
    drawn = host(random.binomial(N, float(n), p, seed=3))
    values = np.arange(n + 1)
    seen = np.bincount(drawn.astype(int), minlength=n + 1)
    wanted = stats.binom(n, p).pmf(values) * N[0]
    often = wanted > 5
    rest = [seen[~often].sum()], [wanted[~often].sum() + 1e-9]
    chi = ((seen[often] - wanted[often]) ** 2 / wanted[often]).sum()
    assert stats.chi2(often.sum()).sf(chi) > RARE
    assert abs(rest[0][0] - rest[1][0]) < 6 * np.sqrt(rest[1][0] + 1)


@ENGINES
@pytest.mark.parametrize(("low", "high"), [(0, 2), (-3, 4), (10, 110)])
def test_integers_are_equally_likely(engine, low, high):
    with current.using(engine):
        drawn = host(random.randint(N, low, high, seed=5))
    assert drawn.dtype == "int32" and drawn.min() >= low and drawn.max() < high
    seen = np.bincount(drawn - low, minlength=high - low)
    assert stats.chisquare(seen).pvalue > RARE


@pytest.mark.parametrize(
    ("dtype", "low", "high"),
    [("int32", -(2**31), 2**31 - 1), ("uint8", 0, 256), ("int8", -128, 128)],
)
def test_integers_fill_their_dtype(dtype, low, high):
    drawn = host(random.randint(N, low, high, dtype=dtype, seed=5)).astype("int64")
    assert drawn.min() < low + (high - low) * 0.01 and drawn.max() > high - (high - low) * 0.01
    assert abs(drawn.mean() - (low + high) / 2) < (high - low) * 0.02


@pytest.mark.parametrize("dtype", ["float16", "bfloat16", "float32"])
def test_one_is_never_drawn(dtype):
    drawn = random.uniform((200000,), dtype=dtype, seed=2)
    assert drawn.dtype == dtype
    assert float(drawn.min()) >= 0 and float(drawn.max()) < 1


def test_the_upper_end_is_never_drawn():
    assert float(random.uniform(N, 100.0, 100.00001, seed=2).max()) < 100.00001


@ENGINES
@settings(max_examples=20, deadline=None)
@given(seed=st.integers(-(2**40), 2**40), shape=st.lists(st.integers(0, 4), max_size=3))
def test_one_seed_gives_the_same_numbers(engine, seed, shape):
    with current.using(engine):
        one, other = host(random.normal(shape, seed=seed)), host(random.normal(shape, seed=seed))
    assert one.shape == tuple(shape)
    np.testing.assert_array_equal(one, other)


@pytest.mark.parametrize("dtype", ["float16", "float32", "float64"])
@pytest.mark.parametrize("draw", [random.uniform, random.normal, random.truncated_normal])
def test_more_rows_begin_with_the_same_ones(draw, dtype):
    few, more = (current.to_numpy(draw((n, 3), dtype=dtype, seed=1)) for n in (2, 5))
    np.testing.assert_array_equal(more[:2], few)


def test_a_generator_moves_on():
    one, other = random.SeedGenerator(3), random.SeedGenerator(3)
    first, second = host(random.uniform((4,), seed=one)), host(random.uniform((4,), seed=one))
    assert (first != second).all()
    np.testing.assert_array_equal(host(random.uniform((4,), seed=other)), first)
    assert one.state.numpy().tolist() == [3, 2]
    assert not one.state.trainable and one.state.name == "seed_generator_state"


def test_a_generator_runs_inside_a_compiled_step():
    generator = random.SeedGenerator(3)
    wanted = [host(random.uniform((4,), seed=random.SeedGenerator(3)))]

    @jax.jit
    def step(state):
        with StateScope([(generator.state, state)]) as scope:
            drawn = random.uniform((4,), seed=generator)
            return drawn, scope.find(generator.state)

    first, state = step(generator.state.value)
    second, _ = step(state)
    np.testing.assert_array_equal(first, wanted[0])
    assert (host(first) != host(second)).all()
    assert generator.state.numpy().tolist() == [3, 0]


def test_the_default_generator_follows_the_root_seed():
    seeds.set_random_seed(11)
    first = [host(random.uniform((3,))) for _ in range(2)]
    seeds.set_random_seed(11)
    second = [host(random.uniform((3,))) for _ in range(2)]
    np.testing.assert_array_equal(first, second)
    assert (first[0] != first[1]).all()


def test_no_seed_cannot_be_compiled():
    random.uniform((2,))
    with pytest.raises(EngineError, match="SeedGenerator"):
        jax.jit(lambda: random.uniform((2,)))()
    assert host(random.uniform((2,))).shape == (2,)


@ENGINES
@pytest.mark.parametrize("rate", [0.1, 0.5, 0.9])
def test_dropout_keeps_the_mean(engine, rate):
    with current.using(engine):
        out = host(random.dropout(np.ones(N, "float32"), rate, seed=1))
    deviation = np.sqrt(rate / (1 - rate) / N[0])
    assert abs(out.mean() - 1) < 5 * deviation
    np.testing.assert_allclose(np.unique(out), [0, 1 / (1 - rate)], rtol=1e-6)


def test_dropout_by_rows():
    out = host(random.dropout(np.ones((50, 4), "float32"), 0.5, noise_shape=(None, 1), seed=1))
    assert (out == out[:, :1]).all() and len(np.unique(out)) == 2


@pytest.mark.parametrize(("rate", "wanted"), [(0.0, [1.0, 2.0]), (1.0, [0.0, 0.0])])
def test_dropout_of_nothing_and_all(rate, wanted):
    assert random.dropout([1.0, 2.0], rate, seed=1).tolist() == wanted


def test_dropout_on_a_symbolic_tensor():
    assert random.dropout(SymbolicTensor((None, 3)), 0.5).shape == (None, 3)


@ENGINES
def test_categorical(engine):
    chances = np.array([[0.1, 0.2, 0.7], [1.0, 0.0, 0.0]])
    with current.using(engine), np.errstate(divide="ignore"):
        drawn = host(random.categorical(np.log(chances + 1e-30), 5000, seed=2))
    assert drawn.shape == (2, 5000) and drawn.dtype == "int32"
    assert stats.chisquare(np.bincount(drawn[0]), chances[0] * 5000).pvalue > RARE
    assert (drawn[1] == 0).all()


@ENGINES
@pytest.mark.parametrize("axis", [0, 1])
def test_shuffle(engine, axis):
    x = np.arange(200).reshape(10, 20)
    with current.using(engine):
        out = host(random.shuffle(x, axis, seed=2))
    assert (out != x).any()
    np.testing.assert_array_equal(np.sort(out, axis), x)


@pytest.mark.parametrize(
    ("error", "call"),
    [
        (ArgumentError, lambda: random.uniform((2,), dtype="int32")),
        (ArgumentError, lambda: random.randint((2,), 3, 3)),
        (ArgumentError, lambda: random.randint((2,), 0, 3, dtype="float32")),
        (ArgumentError, lambda: random.normal((2,), seed="seven")),
        (ArgumentError, lambda: random.SeedGenerator("seven")),
        (ArgumentError, lambda: random.dropout([1.0], 1.5)),
        (ShapeError, lambda: random.categorical([1.0, 2.0], 3)),
        (ShapeError, lambda: random.uniform((None, 2))),
    ],
)
def test_what_makes_no_sense_is_refused(error, call):
    with pytest.raises(error):
        call()


def test_a_generator_is_configured():
    config = serialize(random.SeedGenerator(3, name="mine"))
    assert config["module"] == "keras.random"
    assert config["config"] == {"seed": 3, "name": "mine"}
    assert deserialize(config).next().tolist() == [3, 0]


def test_shapes_before_anything_runs():
    with current.using("spec"):
        for draw in (random.uniform, random.normal, random.truncated_normal):
            assert draw((2, 3), dtype="bfloat16", seed=1).dtype == "bfloat16"
        assert random.gamma((2, 3), 1.0, seed=1).shape == (2, 3)
        assert random.beta((2, 3), 1.0, 2.0, seed=1).shape == (2, 3)
        assert random.binomial((2, 3), 1.0, 0.5, seed=1).shape == (2, 3)
        assert random.randint((2, 3), 0, 9, seed=1).dtype == "int32"
