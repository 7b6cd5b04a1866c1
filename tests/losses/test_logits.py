"""Crossentropies of a softmax or sigmoid that stands last are exact, and have a gradient."""

from typing import Any

import numpy as np
import pytest

import tahr
from tahr import layers, losses, ops
from tahr.core import current
from tahr.training.step.gradients import value_and_grad

ENGINES = ("jax", "torch", "tensorflow", "pytensor")
HOPELESS = np.array([[14.4, 50.1, 3.5]], "float32")
FIRST = np.array([[1.0, 0.0, 0.0]], "float32")
LAST: dict[str, list[Any]] = {
    "dense": [layers.Dense(3, "softmax", kernel_initializer="identity")],
    "activation": [layers.Activation("softmax")],
    "layer": [layers.Softmax()],
    "unchanged": [layers.Softmax(), layers.Identity(), layers.Activation("linear")],
    "dropping nothing": [layers.Softmax(), layers.Dropout(0.0)],
    "cast": [layers.Softmax(dtype="float64"), layers.Activation("linear", dtype="float32")],
    "steps": [layers.Reshape((1, 3)), layers.TimeDistributed(layers.Softmax())],
}


def build(kind: str) -> tahr.Model:
    """Makes a model whose bias is added to the logits."""
    first = layers.Dense(3, kernel_initializer="identity", name="first")
    return tahr.Sequential(
        [tahr.Input((3,)), first, *(type(la).from_config(la.get_config()) for la in LAST[kind])]
    )


def gradient(model: tahr.Model, loss: Any, x: Any, y: Any) -> np.ndarray:
    bias = model.get_layer("first").bias
    _, (found,) = value_and_grad(lambda: ops.sum(loss(y, model(x, training=True))), [bias])
    return ops.convert_to_numpy(found)


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("kind", LAST)
def test_hopeless_samples_have_a_gradient(engine: str, kind: str) -> None:
    with current.using(engine):
        model = build(kind)
        shape = model.output_shape[1:]
        y = FIRST.reshape(1, *shape)
        for loss, target in (
            (losses.CategoricalCrossentropy(), y),
            (losses.categorical_crossentropy, y),
            (losses.SparseCategoricalCrossentropy(), y.argmax(-1)),
        ):
            np.testing.assert_allclose(
                gradient(model, loss, HOPELESS, target), [-1, 1, 0], atol=1e-5
            )


@pytest.mark.parametrize("engine", ENGINES)
def test_compiled_steps_and_files(engine: str, tmp_path: Any) -> None:
    with current.using(engine):
        model = build("dense")
        model.compile(
            tahr.optimizers.SGD(1.0),
            "categorical_crossentropy",
            metrics=["categorical_crossentropy"],
        )
        before = model.evaluate(HOPELESS, FIRST, verbose=0)
        model.save(tmp_path / "m.keras")
        again = tahr.models.load_model(tmp_path / "m.keras")
        for one in (model, again):
            figures = one.train_on_batch(HOPELESS, FIRST)
            np.testing.assert_allclose(figures, [35.7, 35.7], rtol=1e-5)
            np.testing.assert_allclose(one.get_layer("first").bias.numpy(), [1, -1, 0], atol=1e-5)
        np.testing.assert_allclose(before, [35.7, 35.7], rtol=1e-5)


@pytest.mark.parametrize("engine", ENGINES)
def test_a_yes_or_no_that_is_hopeless(engine: str) -> None:
    with current.using(engine):
        z = ops.convert_to_tensor(np.array([[40.0], [-50.0]], "float32"))
        y = np.array([[0.0], [1.0]], "float32")
        for loss in (losses.binary_crossentropy, losses.BinaryCrossentropy(reduction=None)):
            found = ops.convert_to_numpy(loss(y, ops.sigmoid(z)))
            np.testing.assert_allclose(found, [40, 50], rtol=1e-6)
        flat = ops.convert_to_numpy(
            losses.BinaryCrossentropy(reduction=None)(y[:, 0], ops.sigmoid(z))
        )
        np.testing.assert_allclose(flat, [40, 50], rtol=1e-6)
        focal = ops.convert_to_numpy(losses.binary_focal_crossentropy(y, ops.sigmoid(z)))
        np.testing.assert_allclose(focal, [40, 50], rtol=1e-6)
        many = ops.convert_to_numpy(
            losses.categorical_focal_crossentropy(FIRST, ops.softmax(HOPELESS))
        )
        np.testing.assert_allclose(many, [0.25 * 35.7], rtol=1e-5)


@pytest.mark.parametrize("engine", [*ENGINES, "numpy"])
def test_ordinary_samples_are_what_they_were(engine: str) -> None:
    random = np.random.default_rng(0)
    z = random.normal(size=(5, 4, 3)).astype("float32")
    y = np.eye(3, dtype="float32")[random.integers(0, 3, (5, 4))]
    with current.using(engine):
        for axis in (-1, 1):
            given = z if axis == -1 else z.swapaxes(1, 2)
            true = y if axis == -1 else y.swapaxes(1, 2)
            p = ops.softmax(ops.convert_to_tensor(given), axis=axis)
            plain = ops.convert_to_tensor(np.array(ops.convert_to_numpy(p)))
            found, wanted = (
                ops.convert_to_numpy(losses.categorical_crossentropy(true, q, axis=axis))
                for q in (p, plain)
            )
            np.testing.assert_allclose(found, wanted, rtol=1e-5)
            other = losses.categorical_crossentropy(true, p, axis=2 if axis == 1 else 1)
            same = losses.categorical_crossentropy(true, plain, axis=2 if axis == 1 else 1)
            np.testing.assert_allclose(
                ops.convert_to_numpy(other), ops.convert_to_numpy(same), rtol=1e-6
            )


@pytest.mark.parametrize("engine", ["torch", "numpy", "pytensor"])
def test_what_was_written_over_counts_as_it_is_now(engine: str) -> None:
    with current.using(engine):
        for change in (lambda z, p: p.__setitem__(0, 0.25), lambda z, p: z.__setitem__(0, 9.0)):
            z = ops.convert_to_tensor(HOPELESS.copy())
            p = ops.softmax(z)
            change(z, p)
            found = ops.convert_to_numpy(losses.categorical_crossentropy(FIRST, p))
            wanted = losses.categorical_crossentropy(FIRST, ops.convert_to_numpy(p))
            np.testing.assert_allclose(found, ops.convert_to_numpy(wanted))
        p = ops.softmax(ops.convert_to_tensor(HOPELESS))
        np.testing.assert_allclose(
            ops.convert_to_numpy(losses.categorical_crossentropy(FIRST, p)), [35.7], rtol=1e-5
        )


def test_a_graph_of_ops_and_a_filled_up_batch() -> None:
    x, y = tahr.Input((3,)), tahr.Input((3,))
    loss = ops.categorical_crossentropy(y, ops.softmax(x))
    np.testing.assert_allclose(
        tahr.Model([x, y], loss).predict([HOPELESS, FIRST], verbose=0), [35.7], rtol=1e-5
    )
    model = build("activation")
    model.compile(tahr.optimizers.SGD(0.0), "categorical_crossentropy")
    many = np.repeat(HOPELESS, 5, 0), np.repeat(FIRST, 5, 0)
    history = model.fit(*many, batch_size=3, verbose=0)
    np.testing.assert_allclose(history.history["loss"], [35.7], rtol=1e-5)


@pytest.mark.parametrize("shape", [(2, 7, 3), (2, 3, 7)])
def test_label_smoothing_takes_the_classes_of_its_axis(shape: tuple[int, ...]) -> None:
    axis = shape.index(3)
    random = np.random.default_rng(0)
    p = random.uniform(0.1, 1, shape).astype("float32")
    p /= p.sum(axis, keepdims=True)
    y = np.moveaxis(np.eye(3, dtype="float32")[random.integers(0, 3, (2, 7))], -1, axis)
    soft = y * 0.8 + 0.2 / 3
    wanted = -(soft * np.log(p)).sum(axis)
    options = {"label_smoothing": 0.2, "axis": axis}
    found = losses.categorical_crossentropy(y, p, **options)
    np.testing.assert_allclose(ops.convert_to_numpy(found), wanted, rtol=1e-5)
    mean = losses.CategoricalCrossentropy(**options)(y, p)
    np.testing.assert_allclose(float(mean), wanted.mean(), rtol=1e-5)
    focal = losses.categorical_focal_crossentropy(y, p, **options)
    by_hand = -(0.25 * (1 - p) ** 2 * soft * np.log(p)).sum(axis)
    np.testing.assert_allclose(ops.convert_to_numpy(focal), by_hand, rtol=1e-4)


def test_class_numbers_on_another_axis_are_not_measured_by_the_last() -> None:
    model = tahr.Sequential([tahr.Input((4, 2)), layers.Softmax(axis=1)])
    model.compile("sgd", losses.SparseCategoricalCrossentropy(axis=1))
    loss = model.evaluate(np.zeros((3, 4, 2), "float32"), np.full((3, 2), 3), verbose=0)
    np.testing.assert_allclose(loss, np.log(4), rtol=1e-5)
