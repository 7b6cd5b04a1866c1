"""Last batches with fewer samples, filled up: the numbers are those of the batch as it is."""

import numpy as np
import pytest
from tests.cases import layers as layer_cases, losses as loss_cases, metrics as metric_cases

import tahr
from tahr import layers, losses, metrics, ops
from tahr.core import current, trees
from tahr.core.errors import DataError, ShapeError
from tahr.core.masks import set_mask
from tahr.core.rows import rows_apart
from tahr.core.scopes import filled
from tahr.training.data.batch import Batch
from tahr.training.setup.measures import Measures
from tahr.training.step import padding
from tahr.training.step.padding import learn
from tahr.training.step.row_wise import is_row_wise
from tahr.training.step.running import build
from tahr.training.step.session import session_of

GRADIENTS = [n for n in ("jax", "torch", "tensorflow", "pytensor") if n in current.can_train()]
USUAL, LAST = 7, 4
ROWS = np.arange(USUAL) < LAST
NOT_FILLED = {"flatten vector", "mel", "mel decibels", "mel magnitudes"}
"""The last axis of vectors is that of the rows; decibels are counted from the loudest of a batch,
and what `MelSpectrogram` may do is said for the class."""


def drawn(case):
    random = np.random.default_rng(1)
    shapes = [(LAST, *shape[1:]) for shape in case.shapes]
    if case.integers:
        return [random.integers(0, case.integers, shape) for shape in shapes]
    return [random.normal(size=shape).astype("float32") for shape in shapes]


def model_of(case):
    tahr.utils.set_random_seed(3)
    dtype = "int32" if case.integers else "float32"
    inputs = [layers.Input(shape[1:], dtype=dtype) for shape in case.shapes]
    made = trees.leaves(case.make(layers)(inputs if len(inputs) > 1 else inputs[0]))
    flat = [layers.Flatten()(t) for t in made]
    joined = layers.Concatenate()(flat) if len(flat) > 1 else flat[0]
    outputs = layers.Dense(2)(layers.BatchNormalization()(joined))
    return tahr.Model(inputs, outputs)


def both(model, batch):
    """What one step on a batch gives and leaves, as it is and filled up."""
    build(model, batch)
    step = session_of(model).step("train")
    step.prepare(*batch.data)
    start = [v.numpy() for v in step.variables]
    found = []
    for usual in (0, USUAL):
        for variable, value in zip(step.variables, start, strict=True):
            variable.assign(value)
        figures = {k: float(v) for k, v in learn(session_of(model), "train", batch, usual).items()}
        found.append((figures, [v.numpy() for v in step.variables]))
    return found


def agree(one, other):
    assert one[0].keys() == other[0].keys()
    for key, value in one[0].items():
        np.testing.assert_allclose(other[0][key], value, rtol=1e-5, atol=1e-6)
    for a, b in zip(one[1], other[1], strict=True):
        np.testing.assert_allclose(b, a, rtol=1e-5, atol=1e-5 * max(1, np.abs(a).max()))


@pytest.mark.parametrize("name", layer_cases.CASES)
def test_a_step_of_every_layer(name):
    case = layer_cases.CASES[name]
    model = model_of(case)
    model.to("jax")
    model.compile(tahr.optimizers.SGD(0.1), "mse", metrics=["mae"], weighted_metrics=["mse"])
    random = np.random.default_rng(2)
    y = random.normal(size=(LAST, 2)).astype("float32")
    weights = random.uniform(0.5, 2, LAST).astype("float32")
    agree(*both(model, Batch(0, drawn(case), y, weights, LAST)))
    assert ("rows (7,) bool" in str(model.compile_report)) == (name not in NOT_FILLED)


@pytest.fixture
def numpy_engine():
    with current.using("numpy"):
        yield


def more(array):
    return np.concatenate([array, array[-1:].repeat(USUAL - LAST, axis=0)])


def as_rows(weights):
    return None if weights is None else more(weights)


@pytest.mark.usefixtures("numpy_engine")
@pytest.mark.parametrize("reduction", ["sum_over_batch_size", "sum", "mean_with_sample_weight"])
@pytest.mark.parametrize("name, options, kind", loss_cases.TABLE)
def test_every_loss(name, options, kind, reduction):
    loss = getattr(losses, name)(reduction=reduction, **options)
    random = np.random.default_rng(3)
    for shape in ((LAST, 3), (LAST, 5, 3)):
        true, predicted = loss_cases.batch(kind, shape)
        for weights in (None, random.uniform(0.5, 2, shape[:-1]).astype("float32")):
            wanted = loss(true, predicted, weights)
            with filled(ops.convert_to_tensor(ROWS)):
                found = loss(more(true), more(predicted), as_rows(weights))
            assert float(found) == pytest.approx(float(wanted), rel=1e-6)


@pytest.mark.usefixtures("numpy_engine")
def test_masks_of_steps_stay():
    true, predicted = loss_cases.batch("one_hot", (LAST, 5, 3))
    mask = np.random.default_rng(0).random((LAST, 5)) < 0.5
    found = []
    for rows, fill in ((None, lambda a: a), (ROWS, more)):
        outputs = ops.convert_to_tensor(fill(predicted))
        set_mask(outputs, fill(mask))
        with filled(None if rows is None else ops.convert_to_tensor(rows)):
            loss = losses.CategoricalCrossentropy()(fill(true), outputs)
            measures = Measures(["accuracy", "mse"], weighted=False)
            measures.update(fill(true), outputs)
        found.append([float(loss), *(float(m.result()) for m in measures.metrics)])
    assert found[1] == pytest.approx(found[0], rel=1e-6)


MEASURED = [*metric_cases.MEANS, *metric_cases.CONFUSION, *metric_cases.OVERLAPS]


@pytest.mark.usefixtures("numpy_engine")
@pytest.mark.parametrize("place", range(len(MEASURED)))
def test_every_metric(place):
    name, options, kind = MEASURED[place]
    for shape in ((LAST, 3), (LAST, 5, 3)):
        random = np.random.default_rng(place)
        true, predicted = metric_cases.batch(kind, shape, random)
        for weights in (None, random.uniform(0.5, 2, LAST).astype("float32")):
            metric = getattr(metrics, name)(**options)
            try:
                metric.update_state(true, predicted, sample_weight=weights)
            except (ShapeError, DataError):
                continue
            measures = Measures(getattr(metrics, name)(**options), weighted=True)
            with filled(ops.convert_to_tensor(ROWS)):
                measures.update(more(true), more(predicted), as_rows(weights))
            wanted, found = metric.result(), measures.metrics[0].result()
            np.testing.assert_allclose(found, wanted, rtol=1e-6, atol=1e-7)


X = np.random.default_rng(0).normal(size=(60, 6)).astype("float32")
Y = np.random.default_rng(1).integers(0, 3, 60)
WEIGHTS = np.random.default_rng(2).uniform(0.5, 2, 60).astype("float32")


def network():
    x = layers.Input((6,))
    inner = layers.Dropout(0.3)(layers.BatchNormalization()(layers.Dense(5, "tanh")(x)))
    steps = layers.TimeDistributed(layers.BatchNormalization())(layers.Reshape((3, 2))(x))
    one = layers.Dense(3, "softmax", name="one", kernel_regularizer="l2")(inner)
    two = layers.LSTM(2, return_sequences=True, name="two")(steps)
    return tahr.Model(x, [one * 1.0, ops.relu(two)])


@pytest.mark.parametrize("engine", GRADIENTS)
def test_a_network_on_every_engine(engine):
    tahr.utils.set_random_seed(4)
    model = network()
    model.to(engine).compile(
        tahr.optimizers.Adam(0.1),
        ["sparse_categorical_crossentropy", "mae"],
        loss_weights=[1.0, 0.3],
        metrics=[["accuracy", "sparse_top_k_categorical_accuracy"], ["mse"]],
        weighted_metrics=[["accuracy"], []],
    )
    targets = [Y[:LAST], np.ones((LAST, 3, 2), "float32")]
    weights = [WEIGHTS[:LAST], np.ones((LAST, 3, 1), "float32")]
    agree(*both(model, Batch(0, X[:LAST], targets, weights, LAST)))
    assert "rows (7,) bool" in str(model.compile_report)


def test_batches_are_normalized_by_what_neither_mask_leaves_out():
    tahr.utils.set_random_seed(4)
    model = tahr.Sequential([
        layers.Input((5, 2)), layers.Masking(), layers.BatchNormalization(), layers.LSTM(3),
        layers.Dense(2),
    ])  # fmt: skip
    model.to("jax").compile("sgd", "mse")
    x = np.random.default_rng(0).normal(size=(LAST, 5, 2)).astype("float32")
    x[0, 2:] = x[3, 4:] = 0
    agree(*both(model, Batch(0, x, x[:, 0], None, LAST)))
    assert "rows (7,) bool" in str(model.compile_report)


def classifier(*further):
    tahr.utils.set_random_seed(4)
    model = tahr.Sequential([
        layers.Input((6,)), layers.Dense(8, "relu"), *further, layers.BatchNormalization(),
        layers.Dropout(0.2), layers.Dense(3),
    ])  # fmt: skip
    loss = tahr.losses.SparseCategoricalCrossentropy(from_logits=True)
    model.to("jax").compile("adam", loss, metrics=["accuracy"])
    return model


def test_one_further_program_ever():
    model = classifier()
    for count in (60, 43, 50, 35, 59):
        model.fit(X[:count], Y[:count], 16, 2, verbose=0, validation_data=(X[:20], Y[:20]))
        model.evaluate(X[:count], Y[:count], 16, verbose=0)
        model.predict(X[:count], 16, verbose=0)
    counts = {kind: model.compile_report.count(kind) for kind in ("train", "test", "predict")}
    assert counts == {"train": 2, "test": 2, "predict": 1}
    assert model.compile_report.compiles[1].cause == "fewer samples than usual: filled up"


def test_a_run_is_what_it_is_with_every_length_compiled(monkeypatch):
    """Class weights, sample weights, validation: a whole run."""

    def run():
        model = classifier()
        history = model.fit(
            X[:53], Y[:53], 16, 4, verbose=0, class_weight={0: 1.0, 1: 2.0, 2: 0.5},
            sample_weight=WEIGHTS[:53], validation_split=0.2,
        ).history  # fmt: skip
        return model, history

    model, history = run()
    monkeypatch.setattr(padding, "is_row_wise", lambda model: False)
    other, wanted = run()
    assert "filled" in str(model.compile_report) and "filled" not in str(other.compile_report)
    for key, value in wanted.items():
        assert history[key] == pytest.approx(value, rel=1e-5)
    for one, two in zip(model.weights, other.weights, strict=True):
        np.testing.assert_allclose(one.numpy(), two.numpy(), rtol=1e-4, atol=1e-5)


class Centred(layers.Layer):
    """Knows of all rows."""

    def call(self, x):
        return x - ops.mean(x, axis=0, keepdims=True)


class Watched(tahr.Model):
    """A step of a user's."""

    def train_step(self, data):
        return super().train_step(data)


def of(outputs, loss="mse", **options):
    def made(x):
        model = tahr.Model(x, outputs(x))
        model.compile("sgd", loss, **options)
        return model

    return made


MIXED = {
    "a layer of a user's": of(Centred()),
    "a function of a user's": of(layers.Lambda(lambda t: t - ops.max(t))),
    "an activation of a user's": of(layers.Dense(2, activation=lambda t: -t)),
    "a cell inside": of(lambda x: layers.RNN(type("Own", (layers.LSTMCell,), {})(2))(
        layers.Reshape((2, 3))(x))),
    "an op over rows": of(lambda x: x - ops.mean(x, axis=0)),
    "an op over all axes": of(lambda x: x - ops.mean(x)),
    "an op that moves rows": of(ops.flip),
    "an op of every row with every other": of(
        lambda x: ops.mean(ops.expand_dims(x, 1) - x, axis=1)),
    "an op on vectors": of(
        lambda x: x * ops.expand_dims(ops.softmax(ops.sum(x, axis=-1)), -1)),
    "a constant for each row": of(lambda x: x + np.ones((2, 6), "float32")),
    "outputs without an axis": of(lambda x: layers.Reshape(())(layers.Dense(1)(x))),
    "an axis": of(layers.Softmax(axis=0)),
    "an axis from the end": of(layers.Softmax(axis=-2)),
    "a penalty of a user's": of(
        layers.Dense(2, activity_regularizer=lambda t: ops.mean(ops.square(t)))),
    "a loss of all rows": of(layers.Dense(1), "dice"),
    "a loss of a user's": of(layers.Dense(6), lambda t, p: ops.sum(p, -1)),
    "a metric of a user's": of(
        layers.Dense(6), metrics=[lambda t, p: ops.sum(p, -1)]),
    "a metric along rows": of(
        layers.Dense(6), metrics=[metrics.CosineSimilarity(axis=0)]),
    "a metric that is a loss": of(
        layers.Dense(6), metrics=[losses.MeanSquaredError()]),
}  # fmt: skip
APART = {
    "ops along other axes": of(lambda x: ops.concatenate([x * 2, ops.softmax(x)], axis=-1)),
    "ops element by element": of(lambda x: ops.maximum(ops.exp(x), 2 - x) / 3),
    "an initializer of a user's": of(
        layers.Dense(2, kernel_initializer=tahr.initializers.Constant(1.0))),
    "a penalty on outputs": of(layers.Dense(2, activity_regularizer="l2")),
    "a model inside": of(tahr.Sequential([layers.Dense(3), layers.ReLU()])),
}  # fmt: skip


@pytest.mark.parametrize("name", [*MIXED, *APART])
def test_what_is_filled_up(name):
    model = {**MIXED, **APART}[name](layers.Input((6,)))
    model.predict(X[:2], verbose=0)
    model.evaluate(X[:2], np.ones((2, *model.output_shape[1:])), verbose=0)
    assert is_row_wise(model) == (name in APART)


def test_a_step_of_a_users_is_left_alone():
    x = layers.Input((6,))
    model = Watched(x, layers.Dense(1)(x))
    model.compile("sgd", "mse")
    assert not is_row_wise(model)
    model.fit(X[:20], Y[:20], 16, verbose=0)
    model.fit(X[:21], Y[:21], 16, verbose=0)
    assert model.compile_report.count("train") == 3


def recurrent():
    tahr.utils.set_random_seed(4)
    model = tahr.Sequential([
        layers.Input((None, 2)), layers.Masking(), layers.GRU(3), layers.Dense(1),
    ])  # fmt: skip
    model.compile("sgd", "mse")
    return model


def test_batches_are_filled_up_to_others_of_their_shape_only():
    def batches():
        for rows, length in ((8, 3), (2, 9), (8, 3), (1, 9), (5, 3)):
            yield np.ones((rows, length, 2), "float32"), np.ones(rows, "float32")

    model = recurrent()
    model.fit(batches(), verbose=0)
    programs = [c.inputs for c in model.compile_report.compiles if c.kind == "train"]
    filled_up = [inputs for inputs in programs if "rows" in inputs]
    assert len(programs) == 4 and not any("in one call" in inputs for inputs in filled_up)
    assert [inputs.partition(" float32")[0] for inputs in filled_up] == [
        "x (2, 9, 2)",
        "x (8, 3, 2)",
    ]


def test_what_nothing_is_said_of_is_not_filled_up(monkeypatch):
    class Centred(layers.Layer):
        def call(self, x):
            return ops.subtract(x, ops.mean(x, axis=0, keepdims=True))

    monkeypatch.setattr(Centred, "__module__", "tahr.layers.core.centred")
    model = tahr.Sequential([layers.Input((3,)), Centred(), layers.Dense(1)])
    model.compile("sgd", "mse")
    assert not is_row_wise(model)
    model = tahr.Sequential([layers.Input((3,)), layers.Identity(), layers.Dense(1)])
    model.compile("sgd", "mse")
    assert is_row_wise(model)


def test_a_class_of_a_users_says_it_itself():
    @rows_apart
    class Doubled(layers.Layer):
        def call(self, x):
            return ops.multiply(x, 2)

    class Centred(Doubled):
        def call(self, x):
            return ops.subtract(x, ops.mean(x, axis=0, keepdims=True))

    for cls, apart in ((Doubled, True), (Centred, False)):
        model = tahr.Sequential([layers.Input((3,)), cls(), layers.Dense(1)])
        model.compile("sgd", "mse")
        assert is_row_wise(model) is apart
