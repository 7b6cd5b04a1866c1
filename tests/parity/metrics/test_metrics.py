"""Metrics against Keras's own, over two batches, with and without weights."""

import keras
import numpy as np
import pytest
from tests.cases.metrics import CONFUSION, MEANS, OVERLAPS, batch

from tahr import metrics
from tahr.core.masks import set_mask
from tahr.ops import convert_to_tensor

SHAPES = {"flat": (6, 3), "steps": (2, 4, 3)}


def pair(name, options):
    """The metric of Keras and that of Tahr."""
    return getattr(keras.metrics, name)(name="m", **options), getattr(metrics, name)(
        name="m", **options
    )


def feed(theirs, ours, kind, shape, weighted, seed=0):
    """Adds two batches to both."""
    rng = np.random.default_rng(seed)
    for _ in range(2):
        true, predicted = batch(kind, shape, rng)
        weights = rng.random(weighted(true)).astype("float32") if weighted else None
        theirs.update_state(true, predicted, sample_weight=weights)
        ours.update_state(true, predicted, sample_weight=weights)


def assert_same(theirs, ours, **close):
    """Compares results, state and configuration."""
    close = {"rtol": 2e-5, "atol": 2e-6, **close}
    np.testing.assert_allclose(np.asarray(ours.result()), np.asarray(theirs.result()), **close)
    assert [v.path for v in ours.variables] == [v.path for v in theirs.variables]
    for mine, other in zip(ours.variables, theirs.variables, strict=True):
        np.testing.assert_allclose(mine.numpy(), other.numpy(), **close)


@pytest.mark.parametrize(
    ("shape", "weights"),
    [("flat", "none"), ("flat", "samples"), ("steps", "samples"), ("steps", "steps")],
)
@pytest.mark.parametrize(("name", "options", "kind"), MEANS)
def test_means(name, options, kind, shape, weights):
    size = SHAPES[shape]
    shapes = {"none": None, "samples": lambda _: size[0], "steps": lambda _: size[:-1]}
    theirs, ours = pair(name, options)
    feed(theirs, ours, kind, size, shapes[weights])
    assert_same(theirs, ours)


@pytest.mark.parametrize("weighted", [False, True])
@pytest.mark.parametrize(("name", "options", "kind"), CONFUSION)
def test_confusion(name, options, kind, weighted):
    theirs, ours = pair(name, options)
    each = kind == "binary" and "class_id" not in options
    spread = (lambda y: y.shape) if each else (lambda y: y.shape[0])
    feed(theirs, ours, kind, (9, 3), spread if weighted else None)
    assert_same(theirs, ours)


@pytest.mark.filterwarnings("ignore:Explicitly requested dtype int64:UserWarning")
@pytest.mark.parametrize("weighted", [False, True])
@pytest.mark.parametrize(("name", "options", "kind"), OVERLAPS)
def test_overlap(name, options, kind, weighted):
    theirs, ours = pair(name, {**options, "dtype": "float32"})
    shape = {"one_hot": lambda y: y.shape[:-1]}.get(kind, lambda y: y.shape)
    feed(theirs, ours, kind, (6, 3), shape if weighted else None)
    assert_same(theirs, ours)


@pytest.mark.parametrize(("name", "options", "kind"), [*MEANS, *CONFUSION, *OVERLAPS])
def test_configurations(name, options, kind):
    theirs, ours = pair(name, options)
    extra = {"axis": -1} if name == "CosineSimilarity" else {}
    expected = {**theirs.get_config(), **extra}
    if options.get("label_weights"):
        expected["label_weights"] = options["label_weights"]
        theirs.label_weights = None
    assert ours.get_config() == expected
    again = metrics.deserialize(metrics.serialize(ours))
    assert type(again) is type(ours)
    assert again.get_config() == ours.get_config()
    assert type(metrics.deserialize(keras.metrics.serialize(theirs))) is type(ours)


@pytest.mark.parametrize("weights", [None, (6,), (6, 1), (6, 3), ()])
@pytest.mark.parametrize("name", ["Mean", "Sum"])
def test_sums(name, weights):
    rng = np.random.default_rng(1)
    theirs, ours = pair(name, {})
    for shape in ((6, 3), (6, 3, 2)):
        values = rng.normal(size=shape).astype("float32")
        given = None if weights is None else rng.random(weights).astype("float32")
        theirs.update_state(values, sample_weight=given)
        ours.update_state(values, sample_weight=given)
    assert_same(theirs, ours)


@pytest.mark.parametrize("weighted", [False, True])
def test_masks_leave_out_what_they_say(weighted):
    theirs, ours = pair("MeanSquaredError", {})
    rng = np.random.default_rng(2)
    true, predicted = (rng.normal(size=(4, 5, 2)).astype("float32") for _ in range(2))
    mask = rng.integers(0, 2, (4, 5)).astype(bool)
    weights = rng.random((4, 5)).astype("float32") if weighted else None
    other, mine = keras.ops.convert_to_tensor(predicted), convert_to_tensor(predicted)
    other._keras_mask = keras.ops.convert_to_tensor(mask)
    set_mask(mine, convert_to_tensor(mask))
    theirs.update_state(true, other, sample_weight=weights)
    ours.update_state(true, mine, sample_weight=weights)
    assert_same(theirs, ours)


@pytest.mark.parametrize("name", [
    "acc", "mse", "MSE", "mae", "mape", "msle", "bce", "accuracy", "auc", "AUC", "io_u",
    "precision", "Recall", "top_k_categorical_accuracy", "f1_score", "r2_score",
    "true_positives", "cosine_similarity", "sparse_categorical_crossentropy", "log_cosh_error",
])  # fmt: skip
def test_names(name):
    if name in ("acc", "io_u"):
        assert metrics.NAMED.table[name].__name__ in ("Accuracy", "IoU")
        return
    assert type(metrics.get(name)).__name__ == type(keras.metrics.get(name)).__name__


def test_every_public_name_is_there():
    wanted = {n for n in dir(keras.metrics) if not n.startswith("_")}
    assert wanted <= set(dir(metrics))


@pytest.mark.parametrize("name", [
    "binary_accuracy", "categorical_accuracy", "sparse_categorical_accuracy",
    "sparse_top_k_categorical_accuracy", "pearson_correlation", "concordance_correlation",
])  # fmt: skip
def test_a_name_of_both_is_that_of_the_class(name):
    assert type(metrics.get(name)).__name__ == type(keras.metrics.get(name)).__name__
