"""What functions of branches, loops of open length and mappings add to the loss and assign."""

import numpy as np
import pytest
from tests.contract.conftest import INSTALLED

import tahr
from tahr import layers, ops
from tahr.core import current
from tahr.core.errors import ArgumentError

ENGINES = [n for n in ("jax", "torch", "tensorflow", "pytensor") if n in current.can_train()]
X = np.arange(8, dtype="float32").reshape(4, 2) / 10
SUM = 0.01 * np.sum(X.sum(-1) ** 2) * 2 / 4
"""The penalty on `Dense(2)` of ones."""


class Own(layers.Layer):
    """Counts how often it computes, adds to the loss and draws, in a way that a test gives."""

    def __init__(self, how):
        super().__init__()
        self.how = how
        self.count = tahr.Variable(0.0, trainable=False)
        self.dense = layers.Dense(2, kernel_initializer="ones", activity_regularizer="l2")
        self.drop = layers.Dropout(0.5, seed=5)

    def build(self, input_shape):
        self.dense.build(input_shape)

    def once(self, x):
        self.count.assign_add(1.0)
        return self.drop(self.dense(x), training=True)

    def call(self, x):
        return self.how(self, x)


def figures(how, x):
    """Returns the loss of a compiled step of testing, and the layer after it."""
    own = Own(how)
    model = tahr.Sequential([
        layers.Input((2,)), own, layers.Dense(1, kernel_initializer="zeros"),
    ])  # fmt: skip
    model.compile("sgd", "mse")
    return model.test_on_batch(x, np.zeros((len(x), 1), "float32")), own


def draws(own):
    return int(own.drop.seed_generator.state.numpy()[1])


def branch(own, x):
    return ops.cond(ops.sum(x) > 0, lambda: own.once(x), lambda: own.dense(own.dense(x)))


@pytest.mark.parametrize("engine", ENGINES)
def test_a_branch_leaves_what_it_left_if_it_ran(engine):
    with tahr.engine(engine):
        loss, own = figures(branch, X)
        assert loss == pytest.approx(SUM, rel=1e-5)
        assert (float(own.count.numpy()), draws(own)) == (1.0, 1)
        loss, own = figures(branch, -X)
        assert loss == pytest.approx(SUM + 0.01 * np.sum((2 * X.sum(-1)) ** 2) * 2 / 4, rel=1e-5)
        assert (float(own.count.numpy()), draws(own)) == (0.0, 0)


@pytest.mark.parametrize("engine", ENGINES)
def test_every_round_of_an_open_loop_counts(engine):
    def rounds(own, x):
        end = 3 + ops.cast(ops.sum(x) < 0, "int32")
        return ops.while_loop(
            lambda i, y: i < end, lambda i, y: (i + 1, y + own.once(x)), (0, ops.zeros((4, 2)))
        )[1]

    with tahr.engine(engine):
        for x, count in ((X, 3), (-X, 4)):
            loss, own = figures(rounds, x)
            assert loss == pytest.approx(count * SUM, rel=1e-5)
            assert (float(own.count.numpy()), draws(own)) == (count, count)


@pytest.mark.parametrize("engine", INSTALLED)
def test_a_mapping_adds_the_losses_of_all_slices(engine):
    def mapped(own, x):
        return ops.vectorized_map(lambda row: own.drop(own.dense(row[None]), training=True)[0], x)

    own = Own(mapped)
    with tahr.engine(engine):
        found = ops.convert_to_numpy(own(X))
        drawn = ops.convert_to_numpy(Own(mapped).drop(ops.ones((1, 2)), training=True))
        assert float(sum(own.losses)) == pytest.approx(4 * SUM, rel=1e-5)
    assert draws(own) == 1
    assert (found[1:] > 0).tolist() == (drawn > 0).tolist() * 3


@pytest.mark.parametrize("engine", INSTALLED)
def test_which_slice_assigns_is_not_left_open(engine):
    own = Own(lambda own, x: ops.vectorized_map(lambda row: own.once(row[None])[0], x))
    with tahr.engine(engine), pytest.raises(ArgumentError, match=r"is assigned by a function of"):
        own(X)
    assert float(own.count.numpy()) == 0
