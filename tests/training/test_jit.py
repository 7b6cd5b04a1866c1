"""A function of one's own, compiled, does what it does as it is written."""

import numpy as np
import pytest

import tahr
from tahr import layers, metrics, models, ops, optimizers
from tahr.core.errors import ArgumentError, TahrError

TRAINING = ["jax", "torch", "tensorflow", "pytensor"]
RNG = np.random.default_rng(0)
X = RNG.normal(size=(8, 4)).astype("float32")
Y = RNG.normal(size=(8, 2)).astype("float32")


def network():
    tahr.utils.set_random_seed(1)
    chain = [
        layers.Input((4,)),
        layers.Dense(6, activation="tanh"),
        layers.BatchNormalization(),
        layers.Dropout(0.3),
        layers.Dense(2),
    ]
    model = models.Sequential(chain)
    model.compile(optimizers.Adam(0.01), "mse")
    return model


def by_hand(model):
    optimizer, mean = model.optimizer, metrics.Mean()

    def step(x, y):
        def loss():
            return ops.mean(ops.square(model(x, training=True) - y))

        value, gradients = tahr.value_and_grad(loss, model.trainable_variables)
        optimizer.apply(gradients, model.trainable_variables)
        mean.update_state(value)
        return {"loss": value, "words": "kept", "nothing": None}

    return step, mean


@pytest.fixture(params=TRAINING)
def engine(request):
    pytest.importorskip(request.param)
    with tahr.engine(request.param):
        yield request.param


def test_state_is_as_after_train_on_batch(engine):
    usual, own = network(), network()
    losses = [float(usual.train_on_batch(X, Y)) for _ in range(3)]
    step, mean = by_hand(own)
    compiled = tahr.jit(step)
    found = [compiled(X, Y) for _ in range(3)]
    np.testing.assert_allclose([float(f["loss"]) for f in found], losses, rtol=1e-4)
    assert found[-1]["words"] == "kept"
    assert found[-1]["nothing"] is None
    for one, other in zip(usual.weights, own.weights, strict=True):
        np.testing.assert_allclose(other.numpy(), one.numpy(), rtol=1e-3, atol=1e-5)
    np.testing.assert_allclose(float(mean.result()), np.mean(losses), rtol=1e-4)


def test_it_runs_as_it_is_where_nothing_compiles():
    with tahr.engine("numpy"):
        double = tahr.jit(lambda x: {"y": ops.multiply(x, 2)})
        np.testing.assert_array_equal(double(X)["y"], X * 2)


def test_it_is_traced_once_for_each_kind_of_arguments():
    traced = []

    @tahr.jit
    def scaled(x, factor=2, *, name="a"):
        traced.append((tuple(x.shape), factor, name))
        return x * factor

    for _ in range(2):
        scaled(X)
        scaled(X[:3])
        scaled(X, 3)
        scaled(X, 3.0)
        scaled(X, name="b")
    kinds = {(shape, type(factor), factor, name) for shape, factor, name in traced}
    assert len(kinds) == 5
    count = len(traced)
    np.testing.assert_allclose(np.asarray(scaled(X, 3)), X * 3)
    assert len(traced) == count


def test_a_function_that_only_reads_gives_nothing_away():
    dense = layers.Dense(2)
    dense.build((None, 4))
    before = dense.kernel.value
    outputs = tahr.jit(dense)(X)
    np.testing.assert_allclose(
        ops.convert_to_numpy(outputs), X @ ops.convert_to_numpy(before), rtol=1e-4, atol=1e-5
    )


def test_weights_frozen_later_stay():
    model = network()
    step = tahr.jit(by_hand(model)[0])
    step(X, Y)
    model.layers[0].trainable = False
    before = [w.numpy() for w in model.layers[0].weights]
    step(X, Y)
    for variable, value in zip(model.layers[0].weights, before, strict=True):
        np.testing.assert_array_equal(variable.numpy(), value)


def test_one_inside_another_is_part_of_it():
    inner = tahr.jit(lambda x: x + 1)
    outer = tahr.jit(lambda x: inner(x) * 2)
    np.testing.assert_allclose(ops.convert_to_numpy(outer(X)), (X + 1) * 2, rtol=1e-6)


def test_random_numbers_are_new_with_each_call():
    seeds = tahr.random.SeedGenerator(3)
    draw = tahr.jit(lambda: tahr.random.normal((4,), seed=seeds))
    first, second = ops.convert_to_numpy(draw()), ops.convert_to_numpy(draw())
    assert not np.array_equal(first, second)


def test_a_method_can_be_compiled():
    class Scale:
        def __init__(self):
            self.factor = tahr.Variable(2.0)

        @tahr.jit
        def call(self, x):
            self.factor.assign(self.factor + 1)
            return x * self.factor

    scale = Scale()
    scale.call(X)
    np.testing.assert_allclose(ops.convert_to_numpy(scale.call(X)), X * 4, rtol=1e-6)


def test_an_argument_that_cannot_be_compared_is_refused():
    with pytest.raises(ArgumentError, match="cannot be told"):
        tahr.jit(lambda x, names: x)(X, {1, 2})


def test_an_error_inside_leaves_the_state_alone():
    model = network()
    before = model.get_weights()
    step = tahr.jit(by_hand(model)[0])
    with pytest.raises(ValueError, match="shape"):
        step(X, Y[:, :1].repeat(3, axis=1))
    for one, other in zip(before, model.get_weights(), strict=True):
        np.testing.assert_array_equal(one, other)


def test_a_layer_made_inside_is_refused(engine):
    @tahr.jit
    def step(x):
        return layers.Dense(2)(x)

    with pytest.raises(TahrError, match="make them outside"):
        step(X)


def test_a_layer_built_inside_learns(engine):
    model = models.Sequential([layers.Dense(2)])
    optimizer = optimizers.SGD(0.1)

    @tahr.jit
    def step(x, y):
        def loss():
            return ops.mean(ops.square(model(x) - y))

        value, gradients = tahr.value_and_grad(loss, model.trainable_variables)
        optimizer.apply(gradients, model.trainable_variables)
        return value

    first, *_, last = (float(step(X, Y)) for _ in range(5))
    assert last < first


def test_only_a_function_can_be_compiled():
    with pytest.raises(ArgumentError, match="only a function"):
        tahr.jit(3)
