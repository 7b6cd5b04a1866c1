"""Training in float16 with float32 weights: the scale of the loss, as Keras moves it."""

import keras
import numpy as np
import pytest

import tahr

RNG = np.random.default_rng(0)
X = RNG.normal(size=(16, 6)).astype("float32")
Y = X[:, :2] + 0.1
FACTORS = [1, 1, 3e3, 1, 3e3, 3e3, 1, 1, 1, 1]
"""By which a batch is multiplied; the large ones overflow."""


@pytest.fixture(autouse=True)
def mixed():
    for kit in (keras, tahr):
        kit.config.set_dtype_policy("mixed_float16")
    yield
    for kit in (keras, tahr):
        kit.config.set_dtype_policy("float32")


def model(kit, optimizer="sgd", **options):
    made = kit.models.Sequential(
        [kit.layers.Input((6,)), kit.layers.Dense(8, activation="tanh"), kit.layers.Dense(2)]
    )
    made.compile(optimizer, "mse", **options)
    return made


def test_the_course_of_the_scale_and_of_the_weights():
    theirs, ours = model(keras), model(tahr)
    ours.set_weights(theirs.get_weights())
    assert ours.optimizer.name == theirs.optimizer.name == "loss_scale_optimizer"
    courses = []
    for made in (theirs, ours):
        made.optimizer.dynamic_growth_steps = 3
        course = []
        for factor in FACTORS:
            made.train_on_batch(X * factor, Y * factor)
            course.append((float(made.optimizer.dynamic_scale), int(made.optimizer.step_counter)))
        courses.append(course)
    assert courses[0] == courses[1]
    assert len({scale for scale, _ in courses[0]}) > 3
    assert int(ours.optimizer.iterations) == int(theirs.optimizer.iterations)
    for one, other in zip(ours.get_weights(), theirs.get_weights(), strict=True):
        np.testing.assert_allclose(one, other, rtol=5e-3, atol=1e-3)


def test_what_is_wrapped():
    for options in ({}, {"auto_scale_loss": False}):
        theirs, ours = model(keras, **options), model(tahr, **options)
        assert type(ours.optimizer).__name__ == type(theirs.optimizer).__name__
    for module, kit in ((keras.optimizers, keras), (tahr.optimizers, tahr)):
        given = module.LossScaleOptimizer(module.Adam(), initial_scale=2.0, name="own")
        assert model(kit, given).optimizer is given


def test_the_configuration_and_the_file(tmp_path):
    theirs = model(keras, keras.optimizers.Adam(name="adam"))
    ours = model(tahr, tahr.optimizers.Adam(name="adam"))
    assert ours.get_compile_config()["optimizer"] == theirs.get_compile_config()["optimizer"]
    ours.train_on_batch(X, Y)
    ours.train_on_batch(X * 3e3, Y * 3e3)
    ours.save(tmp_path / "m.keras")
    again = keras.models.load_model(tmp_path / "m.keras")
    assert type(again.optimizer).__name__ == "LossScaleOptimizer"
    assert float(again.optimizer.dynamic_scale) == float(ours.optimizer.dynamic_scale) == 2.0**14
    for one, other in zip(ours.optimizer.variables, again.optimizer.variables, strict=True):
        np.testing.assert_array_equal(one.numpy(), np.asarray(other))
