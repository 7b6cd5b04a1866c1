"""Losses against Keras's own: every reduction, weights, masks, ranks and configurations."""

import keras
import numpy as np
import pytest
from tests.cases.losses import TABLE, WHOLE, batch

from tahr import losses
from tahr.core.masks import set_mask
from tahr.ops import convert_to_tensor

REDUCTIONS = ("sum_over_batch_size", "sum", "mean", "mean_with_sample_weight", "none", None)
DIFFERENT = ("sum_over_batch_size", "sum", "mean_with_sample_weight", "none")
NEWER = {
    "Huber": ["delta"],
    "CosineSimilarity": ["axis"],
    "SparseCategoricalCrossentropy": ["axis"],
}


def both(name, options, *arguments, **keywords):
    """What the loss of Keras and that of Tahr give."""
    made = (getattr(module, name)(**options) for module in (losses, keras.losses))
    return [np.asarray(loss(*arguments, **keywords)) for loss in made]


def assert_close(ours, theirs):
    assert ours.shape == theirs.shape
    assert ours.dtype == theirs.dtype
    np.testing.assert_allclose(ours, theirs, rtol=1e-5, atol=1e-6)


@pytest.mark.parametrize("reduction", DIFFERENT)
@pytest.mark.parametrize(("name", "options", "kind"), TABLE)
def test_values(name, options, kind, reduction):
    options = {**options, "reduction": reduction}
    for shape in ((6, 4), (2, 3, 4)):
        labels, predictions = batch(kind, shape)
        rng = np.random.default_rng(3)
        sizes = {shape[:-1], (*shape[:1], *(1 for _ in shape[2:])), (1,)}
        for size in (None, *sizes):
            weights = None if size is None else rng.random(size).astype("float32")
            assert_close(*both(name, options, labels, predictions, sample_weight=weights))


@pytest.mark.parametrize("reduction", DIFFERENT)
@pytest.mark.parametrize(("name", "options", "kind"), WHOLE)
def test_values_of_whole_batches(name, options, kind, reduction):
    labels, predictions = batch(kind, (6, 4) if kind == "classes" else (2, 3, 4))
    assert_close(*both(name, {**options, "reduction": reduction}, labels, predictions))


@pytest.mark.parametrize("reduction", DIFFERENT)
def test_sequences(reduction):
    rng = np.random.default_rng(0)
    labels, logits = np.array([[1, 2, 0], [3, 3, 1]]), rng.normal(size=(2, 7, 4)).astype("float32")
    assert_close(*both("CTC", {"reduction": reduction}, labels, logits))


@pytest.mark.parametrize("weighted", [False, True])
@pytest.mark.parametrize("reduction", REDUCTIONS)
@pytest.mark.parametrize("mask", [[[1, 1, 0], [0, 1, 0]], [[0, 0, 0], [0, 0, 0]]])
def test_masks(mask, reduction, weighted):
    labels, predictions = batch("real", (2, 3, 4))
    weights = np.array([[1, 2, 3], [4, 5, 6]], "float32") if weighted else None
    ours, theirs = convert_to_tensor(predictions), keras.ops.convert_to_tensor(predictions)
    set_mask(ours, convert_to_tensor(np.array(mask, bool)))
    theirs._keras_mask = keras.ops.convert_to_tensor(np.array(mask, bool))
    mine = losses.MeanSquaredError(reduction=reduction)(labels, ours, weights)
    other = keras.losses.MeanSquaredError(reduction=reduction)(labels, theirs, weights)
    assert_close(np.asarray(mine), np.asarray(other))


@pytest.mark.parametrize(
    ("labels", "predictions"),
    [((5,), (5, 1)), ((5, 1), (5,)), ((5, 3, 1), (5, 3)), ((5, 3), (5, 3, 1)), ((5,), (5,))],
)
def test_a_last_axis_of_one(labels, predictions):
    rng = np.random.default_rng(1)
    arrays = [rng.random(shape).astype("float32") for shape in (labels, predictions)]
    assert_close(*both("MeanSquaredError", {"reduction": "none"}, *arrays))
    ours = losses.mean_absolute_error(*arrays)
    assert_close(np.asarray(ours), np.asarray(keras.losses.mean_absolute_error(*arrays)))


@pytest.mark.parametrize("dtype", ["float16", "bfloat16", "float32"])
def test_dtypes(dtype):
    labels, predictions = batch("real", (3, 2))
    ours, theirs = (
        module.MeanSquaredError(dtype=dtype)(labels, predictions)
        for module in (losses, keras.losses)
    )
    assert str(ours.dtype) == str(theirs.dtype)


@pytest.mark.parametrize(("name", "options", "kind"), [*TABLE, *WHOLE])
def test_configurations(name, options, kind):
    theirs = getattr(keras.losses, name)(**options)
    ours = getattr(losses, name)(**options)
    config = ours.get_config()
    kept = {key: value for key, value in config.items() if key not in NEWER.get(name, ())}
    assert kept == theirs.get_config()
    assert type(theirs).from_config(config) is not None
    again = losses.deserialize(losses.serialize(ours))
    assert type(again) is type(ours)
    assert again.get_config() == config
    assert type(losses.deserialize(keras.losses.serialize(theirs))) is type(ours)


@pytest.mark.parametrize("name", sorted(keras.src.losses.ALL_OBJECTS_DICT))
def test_names(name):
    theirs, ours = keras.src.losses.ALL_OBJECTS_DICT[name], losses.NAMED.table.get(name)
    if name == "LossFunctionWrapper":
        ours = losses.LossFunctionWrapper
    assert ours.__name__ == theirs.__name__
    if name not in ("Loss", "LossFunctionWrapper"):
        found = losses.get(name)
        assert found is ours or isinstance(found, ours)


def test_every_public_name_is_there():
    wanted = {n for n in dir(keras.losses) if not n.startswith("_")}
    assert wanted <= set(dir(losses))
