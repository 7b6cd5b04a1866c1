"""What only training does: dropout and noise."""

import numpy as np
import pytest

from tahr import layers, ops
from tahr.core import current, seeds

ONES = np.ones((40, 50, 8), "float32")


@pytest.mark.parametrize("engine", ["jax", "numpy"])
def test_dropout_drops_a_fraction_and_keeps_the_mean(engine):
    with current.using(engine):
        y = np.asarray(layers.Dropout(0.25, seed=1)(ONES, training=True))
    assert set(np.unique(y).round(4)) == {0.0, np.float32(1.3333)}
    assert abs((y == 0).mean() - 0.25) < 0.02


def test_every_call_draws_anew_and_a_seed_repeats_all():
    first, second = layers.Dropout(0.5, seed=3), layers.Dropout(0.5, seed=3)
    a, b = (np.asarray(first(ONES, training=True)) for _ in range(2))
    assert (a != b).any()
    assert (a == np.asarray(second(ONES, training=True))).all()
    assert [v.path.split("/")[-1] for v in first.variables] == ["seed_generator_state"]
    assert not first.weights


def test_a_layer_without_a_seed_follows_the_root_seed():
    drawn = []
    for _ in range(2):
        seeds.set_random_seed(5)
        drawn.append(np.asarray(layers.GaussianNoise(1.0)(ONES, training=True)))
    assert (drawn[0] == drawn[1]).all()


def test_noise_shape_shares_draws():
    y = np.asarray(layers.Dropout(0.5, (None, 1, None), seed=1)(ONES, training=True))
    assert (y == y[:, :1]).all()
    y = np.asarray(layers.SpatialDropout1D(0.5, seed=1)(ONES, training=True))
    assert (y == y[:, :1]).all()
    image = np.ones((9, 4, 5, 6), "float32")
    y = np.asarray(layers.SpatialDropout2D(0.5, "channels_first", seed=1)(image, training=True))
    assert (y == y[:, :, :1, :1]).all()
    assert 0 < (y == 0).mean() < 1


def test_gaussian_layers_have_the_promised_moments():
    noise = np.asarray(layers.GaussianNoise(0.5, seed=1)(ONES, training=True)) - 1
    assert abs(noise.mean()) < 0.02
    assert abs(noise.std() - 0.5) < 0.02
    factor = np.asarray(layers.GaussianDropout(0.2, seed=1)(ONES, training=True))
    assert abs(factor.mean() - 1) < 0.02
    assert abs(factor.std() - 0.5) < 0.02


def test_alpha_dropout_keeps_mean_and_variance():
    x = np.random.default_rng(0).normal(size=(200, 200)).astype("float32")
    y = np.asarray(layers.AlphaDropout(0.3, seed=1)(x, training=True))
    assert abs(y.mean()) < 0.03
    assert abs(y.std() - 1) < 0.03


def test_recurrent_dropout_is_the_same_at_every_step():
    layer = layers.SimpleRNN(
        6, dropout=0.5, seed=1, recurrent_initializer="zeros", return_sequences=True
    )
    x = np.repeat(np.random.default_rng(0).normal(size=(3, 1, 4)), 7, 1).astype("float32")
    y = np.asarray(layer(x, training=True))
    assert np.allclose(y, y[:, :1])
    assert not np.allclose(y, np.asarray(layer(x, training=True)))
    assert not np.allclose(y, np.asarray(layer(x)))


def test_dropout_works_where_a_step_is_compiled():
    model = layers.LSTM(3, dropout=0.5, recurrent_dropout=0.5, seed=1)
    x = np.ones((2, 4, 3), "float32")
    model(x)
    eager = np.asarray(model(x, training=True))

    def step(trained, fixed):
        return model.stateless_call(trained, fixed, x, training=True)

    trained = [v.value for v in model.trainable_variables]
    fixed = [ops.multiply(v.value, 0) for v in model.non_trainable_variables]
    first, after = current.engine().compile(step)(trained, fixed)
    second, _ = current.engine().compile(step)(trained, after)
    assert np.isfinite(first).all()
    assert (np.asarray(first) != np.asarray(second)).any()
    assert eager.shape == first.shape
