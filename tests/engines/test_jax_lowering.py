"""Forms that XLA:CPU does fast give what the usual ones do."""

import jax
import jax.numpy as jnp
import numpy as np
import pytest
from jax import lax

import tahr
from tahr import layers
from tahr.engines.jax.lowering import pays_as_reshape, pool_by_reshape

X = np.random.default_rng(0).normal(size=(3, 6, 8, 2)).astype("float32")


def usual(x, window):
    steps = (1, *window, 1)
    return lax.reduce_window(x, -jnp.inf, lax.max, steps, steps, "VALID")


@pytest.mark.parametrize("window", [(2, 2), (3, 4), (1, 8), (6, 1)])
def test_pooling_side_by_side(window):
    assert pays_as_reshape(jnp.asarray(X), window, window, ((0, 0), (0, 0)), "max")

    def total(pool):
        return lambda x: jnp.sum(jnp.sin(pool(x)) ** 2)

    mine, theirs = (
        jax.value_and_grad(total(pool))(jnp.asarray(X))
        for pool in (lambda x: pool_by_reshape(x, window, "max"), lambda x: usual(x, window))
    )
    np.testing.assert_allclose(mine[0], theirs[0], rtol=1e-6)
    np.testing.assert_array_equal(mine[1], theirs[1])


def test_of_several_largest_one_gets_the_gradient():
    ones = jnp.ones((1, 4, 4, 1))
    found = jax.grad(lambda x: pool_by_reshape(x, (2, 2), "max").sum())(ones)
    assert np.array_equal(found[0, :2, :2, 0], [[1, 0], [0, 0]])


def test_a_nan_is_the_largest():
    x = X.copy()
    x[0, 1, 1, 0] = x[1, 0, 0, 1] = np.nan
    found = np.isnan(pool_by_reshape(jnp.asarray(x), (2, 2), "max"))
    assert found.sum() == 2
    assert found[0, 0, 0, 0]
    assert found[1, 0, 0, 1]


def test_pooling_what_was_normalized_keeps_gradients_finite():
    # Few optimizations, as in all tests, let XLA compute what is pooled twice, rounded otherwise.
    model = tahr.Sequential([
        layers.Input((12, 12, 3)),
        layers.BatchNormalization(),
        layers.MaxPooling2D(),
        layers.Flatten(),
        layers.Dense(1),
    ])  # fmt: skip
    model.compile("sgd", "mse")
    x = np.random.default_rng(0).normal(size=(32, 12, 12, 3)).astype("float32")
    with tahr.engine("jax"):
        history = model.fit(x, x[:, 0, 0, 0], epochs=2, verbose=0)
    assert np.isfinite(history.history["loss"]).all()
