"""Initializers: moments and bounds, seeds, shapes, dtypes."""

import math
import subprocess
import sys

import numpy as np
import pytest
from scipy import stats

from tahr import initializers
from tahr.core import current, seeds
from tahr.core.errors import ArgumentError, ShapeError
from tahr.core.variables import Variable
from tahr.initializers.scaling import fans
from tahr.ops.random import SeedGenerator

SHAPE = (3, 3, 40, 60)
INTO, OUT = 360, 540
RARE = 1e-4
LIMIT = math.sqrt(3)
CUT = stats.truncnorm(-2, 2).std()

DISTRIBUTIONS = {
    "random_normal": stats.norm(0, 0.05),
    "random_uniform": stats.uniform(-0.05, 0.1),
    "truncated_normal": stats.truncnorm(-2, 2, 0, 0.05),
    "glorot_uniform": (2 / (INTO + OUT), "uniform"),
    "glorot_normal": (2 / (INTO + OUT), "cut"),
    "lecun_uniform": (1 / INTO, "uniform"),
    "lecun_normal": (1 / INTO, "cut"),
    "he_uniform": (2 / INTO, "uniform"),
    "he_normal": (2 / INTO, "cut"),
}


def wanted(name):
    found = DISTRIBUTIONS[name]
    if not isinstance(found, tuple):
        return found
    deviation = math.sqrt(found[0])
    if found[1] == "uniform":
        return stats.uniform(-LIMIT * deviation, 2 * LIMIT * deviation)
    return stats.truncnorm(-2, 2, 0, deviation / CUT)


@pytest.mark.parametrize("dtype", ["float32", "float64"])
@pytest.mark.parametrize("name", DISTRIBUTIONS)
def test_distribution(name, dtype):
    drawn = initializers.NAMED.table[name](seed=3).draw(SHAPE, dtype)
    assert drawn.shape == SHAPE and drawn.dtype == dtype
    assert stats.kstest(drawn.ravel().astype("float64"), wanted(name).cdf).pvalue > RARE


@pytest.mark.parametrize("mode", ["fan_in", "fan_out", "fan_avg"])
@pytest.mark.parametrize("distribution", ["uniform", "normal", "untruncated_normal"])
def test_variance_scaling(mode, distribution):
    count = {"fan_in": INTO, "fan_out": OUT, "fan_avg": (INTO + OUT) / 2}[mode]
    drawn = initializers.VarianceScaling(3.0, mode, distribution, seed=5).draw(SHAPE)
    assert drawn.var() == pytest.approx(3.0 / count, rel=0.03)


@pytest.mark.parametrize(
    ("shape", "axes", "expected"),
    [
        ((), (), (1, 1)),
        ((7,), (), (7, 7)),
        ((3, 4), (), (3, 4)),
        ((3, 3, 16, 32), (), (144, 288)),
        ((4, 8, 5), ((0,), (1, 2)), (4, 40)),
    ],
)
def test_fans(shape, axes, expected):
    assert fans(shape, *axes) == expected


@pytest.mark.parametrize("shape", [(5, 5), (7, 3), (3, 7), (2, 3, 4), (3, 2, 20)])
def test_orthogonal(shape):
    q = initializers.Orthogonal(2.0, seed=1).draw(shape, "float64").reshape(-1, shape[-1])
    product = q.T @ q if q.shape[0] >= q.shape[1] else q @ q.T
    np.testing.assert_allclose(product, 4 * np.eye(len(product)), atol=1e-12)


def test_constants():
    assert initializers.Zeros().draw((2, 1)).tolist() == [[0], [0]]
    assert initializers.Ones().draw((2,), "int32").tolist() == [1, 1]
    assert initializers.Constant([1, 2]).draw((3, 2)).tolist() == [[1, 2]] * 3
    assert initializers.Identity(3).draw((2, 3)).tolist() == [[3, 0, 0], [0, 3, 0]]


@pytest.mark.parametrize("dtype", ["bfloat16", "float16", "float32", "float64"])
@pytest.mark.parametrize(
    "name", sorted(set(initializers.NAMED.table) - {"initializer", "Initializer"})
)
def test_every_one_gives_its_dtype_and_shape(name, dtype):
    shape = (8, 1, 5) if "stft" in name.lower() else (4, 3)
    drawn = initializers.NAMED.table[name]().draw(shape, dtype)
    assert drawn.shape == shape and drawn.dtype.name == dtype


@pytest.mark.parametrize("engine", ["jax", "numpy"])
def test_a_call_gives_a_tensor_of_the_engine(engine):
    initializer = initializers.HeNormal(seed=3)
    with current.using(engine) as active:
        tensor = initializer((2, 3), dtype="bfloat16")
        assert active.is_tensor(tensor) and active.dtype_of(tensor) == "bfloat16"
        np.testing.assert_array_equal(active.to_numpy(tensor), initializer.draw((2, 3), "bfloat16"))


PROGRAM = """
from tahr import initializers
print(initializers.{name}(seed=12).draw((2, 3)).tolist())
"""


def test_a_seed_means_the_same_in_every_process():
    ran = subprocess.run(
        [sys.executable, "-c", PROGRAM.format(name="GlorotUniform")],
        capture_output=True,
        text=True,
        check=True,
        env={"PYTHONPATH": ":".join(sys.path)},
    )
    assert ran.stdout.strip() == str(initializers.GlorotUniform(seed=12).draw((2, 3)).tolist())


def test_one_instance_draws_the_same_again():
    one = initializers.RandomNormal()
    np.testing.assert_array_equal(one.draw((9,)), one.draw((9,)))


def test_two_instances_differ():
    one, other = initializers.RandomNormal(), initializers.RandomNormal()
    assert (one.draw((9,)) != other.draw((9,))).all()


def test_the_root_seed_settles_them():
    seeds.set_random_seed(4)
    first = initializers.RandomNormal().draw((9,))
    seeds.set_random_seed(4)
    np.testing.assert_array_equal(first, initializers.RandomNormal().draw((9,)))


def test_negative_seeds_are_seeds():
    one, other = initializers.RandomNormal(seed=-3), initializers.RandomNormal(seed=3)
    assert (one.draw((9,)) != other.draw((9,))).all()


def test_a_generator_gives_other_numbers_each_time():
    initializer = initializers.RandomNormal(seed=SeedGenerator(5))
    first, second = initializer.draw((9,)), initializer.draw((9,))
    assert (first != second).all()
    again = initializers.RandomNormal(seed=SeedGenerator(5))
    np.testing.assert_array_equal(again.draw((9,)), first)


def test_a_variable_draws_on_the_host():
    value = Variable(initializers.HeNormal(seed=1), shape=(4, 4), name="w").numpy()
    np.testing.assert_array_equal(value, initializers.HeNormal(seed=1).draw((4, 4)))


class Doubled(initializers.Ones):
    """A program's own: only `__call__` is overridden."""

    def __call__(self, shape, dtype=None, **kwargs):
        return super().__call__(shape, dtype) * 2


class Own(initializers.Initializer):
    def __call__(self, shape, dtype=None, **kwargs):
        return np.full(shape, 7, dtype)


@pytest.mark.parametrize(("initializer", "expected"), [(Doubled(), 2), (Own(), 7)])
def test_a_variable_asks_what_a_program_overrides(initializer, expected):
    value = Variable(initializer, shape=(2,), dtype="float32", name="w").numpy()
    assert value.tolist() == [expected] * 2


@pytest.mark.parametrize(
    ("error", "call"),
    [
        (ArgumentError, lambda: initializers.VarianceScaling(0.0)),
        (ArgumentError, lambda: initializers.VarianceScaling(mode="fan")),
        (ArgumentError, lambda: initializers.VarianceScaling(distribution="cauchy")),
        (ArgumentError, lambda: initializers.RandomNormal(seed="one")),
        (ArgumentError, lambda: initializers.RandomUniform(1.0, 0.0)),
        (ArgumentError, lambda: initializers.RandomNormal().draw((3,), dtype="int32")),
        (ArgumentError, lambda: initializers.STFT(side="left")),
        (ArgumentError, lambda: initializers.get("glorot")),
        (ShapeError, lambda: initializers.Identity().draw((3,))),
        (ShapeError, lambda: initializers.Orthogonal().draw((3,))),
        (ShapeError, lambda: initializers.STFT(window=[1.0, 2.0]).draw((3, 1, 3))),
    ],
)
def test_what_makes_no_sense_is_refused(error, call):
    with pytest.raises(error):
        call()
