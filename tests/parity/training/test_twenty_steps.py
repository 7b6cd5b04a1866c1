"""Same weights, same batches: twenty steps of training as Keras takes them."""

import keras
import numpy as np
import pytest

import tahr

RNG = np.random.default_rng(0)
X = RNG.normal(size=(64, 12)).astype("float32")
LABELS = RNG.integers(0, 4, 64)
ONE_HOT = np.eye(4, dtype="float32")[LABELS]
WEIGHTS = RNG.uniform(0.5, 2, 64).astype("float32")

OPTIMIZERS = {
    "sgd": ("SGD", {"learning_rate": 0.05}),
    "nesterov": ("SGD", {"learning_rate": 0.05, "momentum": 0.9, "nesterov": True}),
    "rmsprop": ("RMSprop", {}),
    "adagrad": ("Adagrad", {"learning_rate": 0.05}),
    "adadelta": ("Adadelta", {"learning_rate": 1.0}),
    "adam": ("Adam", {}),
    "adam clipped": ("Adam", {"global_clipnorm": 0.1}),
}


def dense(kit):
    return kit.models.Sequential(
        [
            kit.layers.Input((12,)),
            kit.layers.Dense(16, activation="tanh", kernel_regularizer="l2"),
            kit.layers.Dense(4, activation="softmax"),
        ]
    )


def both(build):
    ours, theirs = build(tahr), build(keras)
    ours.set_weights(theirs.get_weights())
    return ours, theirs


def relative(a, b):
    scale = max(np.abs(b).max(), 1e-3)
    return np.abs(np.asarray(a) - np.asarray(b)).max() / scale


@pytest.mark.parametrize("name", OPTIMIZERS)
def test_twenty_steps_of_each_optimizer(name):
    kind, options = OPTIMIZERS[name]
    ours, theirs = both(dense)
    for model, kit in ((ours, tahr), (theirs, keras)):
        optimizer = getattr(kit.optimizers, kind)(**options)
        model.compile(optimizer, "categorical_crossentropy", metrics=["accuracy"])
    for step in range(20):
        rows = slice(32 * (step % 2), 32 * (step % 2) + 32)
        got = ours.train_on_batch(X[rows], ONE_HOT[rows], return_dict=True)
        want = theirs.train_on_batch(X[rows], ONE_HOT[rows], return_dict=True)
        assert set(got) == set(want)
        for key in want:
            assert got[key] == pytest.approx(float(want[key]), rel=1e-5, abs=1e-6)
    for a, b in zip(ours.get_weights(), theirs.get_weights(), strict=True):
        assert relative(a, b) < 1e-5


@pytest.mark.parametrize(
    "loss", ["categorical_crossentropy", "mse", "sparse_categorical_crossentropy", "kld"]
)
def test_fit_gives_the_history_of_keras(loss):
    y = LABELS if loss.startswith("sparse") else ONE_HOT
    ours, theirs = both(dense)
    histories = []
    for model in (ours, theirs):
        plain, weighted = ["accuracy"], ["acc"]
        if y is ONE_HOT:
            plain, weighted = ["accuracy", "mae"], ["mse"]
        model.compile("sgd", loss, metrics=plain, weighted_metrics=weighted)
        found = model.fit(
            X, y, epochs=3, batch_size=20, shuffle=False, verbose=0, sample_weight=WEIGHTS,
            validation_split=0.25,
        )  # fmt: skip
        histories.append(found.history)
    got, want = histories
    assert set(got) == set(want)
    for key in want:
        np.testing.assert_allclose(got[key], want[key], rtol=2e-5, atol=1e-6, err_msg=key)


def test_class_weights_and_evaluation():
    ours, theirs = both(dense)
    found = []
    for model in (ours, theirs):
        model.compile("sgd", "sparse_categorical_crossentropy", metrics=["acc"])
        weights = {0: 1.0, 1: 2.0, 2: 0.5}
        history = model.fit(X, LABELS, epochs=2, shuffle=False, verbose=0, class_weight=weights)
        scores = model.evaluate(X, LABELS, verbose=0, sample_weight=WEIGHTS)
        found.append([*history.history["loss"], *history.history["acc"], *scores])
    np.testing.assert_allclose(*found, rtol=1e-5)


def branching(kit):
    a, b = kit.layers.Input((12,), name="a"), kit.layers.Input((12,), name="b")
    shared = kit.layers.Dense(8, activation="relu", name="shared")
    left, right = shared(a), shared(b)
    total = left + right * 0.5
    first = kit.layers.Dense(4, activation="softmax", name="first")(total)
    second = kit.layers.Dense(1, name="second")(right)
    return kit.models.Model([a, b], [first, second])


def test_several_outputs_with_losses_weights_and_metrics_by_name():
    ours, theirs = both(branching)
    found = []
    for model in (ours, theirs):
        model.compile(
            "rmsprop",
            loss={"first": "sparse_categorical_crossentropy", "second": "mse"},
            loss_weights={"first": 1.0, "second": 0.3},
            metrics={"first": ["accuracy"], "second": ["mae"]},
        )
        history = model.fit(
            [X, X[::-1]], [LABELS, X[:, :1]], epochs=2, shuffle=False, verbose=0, batch_size=16
        )
        found.append(history.history)
    got, want = found
    assert set(got) == set(want)
    for key in want:
        np.testing.assert_allclose(got[key], want[key], rtol=2e-5, err_msg=key)
    ours_out, theirs_out = ours.predict([X, X], verbose=0), theirs.predict([X, X], verbose=0)
    for a, b in zip(ours_out, theirs_out, strict=True):
        np.testing.assert_allclose(a, b, rtol=1e-4, atol=1e-6)


def test_layers_and_weights_come_in_the_order_of_keras():
    ours, theirs = both(branching)
    theirs_named = [layer.name for layer in theirs.layers if hasattr(layer, "weights")]
    assert [layer.name for layer in ours.layers] == theirs_named
    assert [w.shape for w in ours.weights] == [tuple(w.shape) for w in theirs.weights]
