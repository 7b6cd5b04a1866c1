"""Penalties on outputs: divided by the number of samples, whatever the engine and the batch."""

import numpy as np
import pytest

import tahr
from tahr import layers, ops, regularizers
from tahr.core import current
from tahr.training.data.batch import Batch
from tahr.training.step.padding import learn
from tahr.training.step.session import session_of

ENGINES = [n for n in ("jax", "torch", "tensorflow", "pytensor") if n in current.can_train()]
RNG = np.random.default_rng(0)
X = RNG.uniform(size=(10, 3)).astype("float32")
SEQUENCES = RNG.uniform(size=(10, 4, 3)).astype("float32")
ZEROS = np.zeros((10, 1), "float32")


def trained(engine="jax", rate=0.1, **options):
    model = tahr.Sequential([
        layers.Input((3,)),
        layers.Dense(2, activity_regularizer="l2", kernel_initializer="ones"),
        layers.Dense(1, kernel_initializer="zeros"),
    ])  # fmt: skip
    model.to(engine).compile(tahr.optimizers.SGD(rate), "mse", **options)
    return model


def penalty(x):
    return 0.01 * 2 * np.sum(x.sum(axis=1) ** 2) / len(x)


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("eagerly", [False, True])
def test_is_that_of_one_sample(engine, eagerly):
    if engine == "pytensor" and eagerly:
        pytest.skip(
            "PyTensor compiles each gradient of its own: half a minute for the same numbers"
        )
    model = trained(engine, run_eagerly=eagerly)
    assert model.test_on_batch(X, ZEROS) == pytest.approx(penalty(X), rel=1e-5)
    assert model.train_on_batch(X, ZEROS) == pytest.approx(penalty(X), rel=1e-5)
    step = 0.1 * 0.01 * 2 * (X.T @ X.sum(axis=1, keepdims=True)) / 10
    np.testing.assert_allclose(model.get_weights()[0], 1 - step.repeat(2, 1), rtol=1e-5)


@pytest.mark.parametrize("steps", ["auto", 1, 2])
def test_batches_of_any_length_and_many_in_one_call(steps):
    model = trained(rate=0.0, steps_per_execution=steps)
    parts = [X[:4], X[4:8], X[8:]]
    wanted = sum(len(part) * penalty(part) for part in parts) / 10
    history = model.fit(X, ZEROS, batch_size=4, shuffle=False, verbose=0).history
    assert history["loss"][0] == pytest.approx(wanted, rel=1e-5)
    assert model.evaluate(X, ZEROS, batch_size=4, verbose=0) == pytest.approx(wanted, rel=1e-5)
    assert "rows (4,) bool" in str(model.compile_report)


@pytest.mark.parametrize(
    "regularizer, fills", [(regularizers.L1L2(0.1, 0.2), True), (lambda t: 2 * ops.mean(t), False)]
)
def test_rows_that_fill_up_count_nowhere(regularizer, fills):
    found = []
    for usual in (0, 10):
        model = tahr.Sequential([
            layers.Input((4, 3)),
            layers.TimeDistributed(layers.Dense(2, activity_regularizer=regularizer)),
            layers.Flatten(),
            layers.Dense(1),
        ])  # fmt: skip
        for weight in model.weights:
            weight.assign(np.full(weight.shape, 0.5))
        model.compile(tahr.optimizers.SGD(0.1), "mse")
        batch = Batch(0, SEQUENCES[:7], ZEROS[:7], None, 7)
        loss = float(learn(session_of(model), "train", batch, usual)["loss"])
        found.append((loss, *(w.sum() for w in model.get_weights())))
    assert ("rows (10,) bool" in str(model.compile_report)) == fills
    np.testing.assert_allclose(found[1], found[0], rtol=1e-5)


def test_every_step_of_a_sample_adds_up():
    inner = layers.Dense(2, activity_regularizer="l2", kernel_initializer="ones", use_bias=False)
    layer = layers.TimeDistributed(inner)
    outputs = np.asarray(layer(SEQUENCES))
    assert float(layer.losses[0]) == pytest.approx(0.01 * np.sum(outputs**2) / 10, rel=1e-5)


def test_a_scalar_has_no_samples():
    class Sum(layers.Layer):
        def call(self, x):
            return ops.sum(x)

    layer = Sum(activity_regularizer=lambda total: 2 * total)
    layer(X)
    assert float(layer.losses[0]) == pytest.approx(2 * X.sum(), rel=1e-5)


def test_halves_do_not_overflow():
    layer = layers.Activation("linear", activity_regularizer="l2", dtype="mixed_float16")
    layer(np.full((4, 1000), 100.0, "float32"))
    assert float(layer.losses[0]) == pytest.approx(0.01 * 1000 * 100**2, rel=1e-3)


@pytest.mark.parametrize("engine", ENGINES)
def test_what_a_compiled_step_added_is_not_there_after_it(engine):
    model = trained(engine)
    model.layers[0].kernel_regularizer = None
    model.fit(X, ZEROS, batch_size=5, verbose=0)
    assert model.losses == []
    assert np.isclose(model.evaluate(X, ZEROS, verbose=0), model.test_on_batch(X, ZEROS))
    model(X)
    assert len(model.losses) == 1
    assert float(ops.convert_to_numpy(model.losses[0])) > 0


def test_attention_is_penalized_for_each_of_its_projections():
    layer = layers.MultiHeadAttention(2, 3, activity_regularizer=regularizers.L2(0.1))
    outputs = layer(SEQUENCES, SEQUENCES)
    dense = (layer.query_dense, layer.key_dense, layer.value_dense)
    projected = [d(SEQUENCES) for d in dense]
    wanted = [0.1 * float(ops.sum(ops.square(t))) / len(SEQUENCES) for t in (*projected, outputs)]
    layer(SEQUENCES, SEQUENCES)
    assert np.allclose([float(loss) for loss in layer.losses], wanted)
