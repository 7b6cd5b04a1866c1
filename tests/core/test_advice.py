"""Errors of frequent mistakes say what to do about them."""

import numpy as np
import pytest

import tahr
from tahr import callbacks, layers, models, ops
from tahr.core.errors import TahrError

X = np.ones((8, 3), "float32")
CLASSES = np.arange(8) % 3
ONE_HOT = np.eye(3, dtype="float32")[CLASSES]


def fit(shape, units, loss, x, y, **options):
    model = models.Sequential([layers.Input(shape), layers.Dense(units, activation="softmax")])
    model.compile("sgd", loss)
    return model.fit(x, y, verbose=0, **options)


class Silent(layers.Layer):
    def call(self, x):
        ops.multiply(x, 2)


def masked(weights):
    chain = [layers.Input((4,)), layers.Embedding(9, 2, mask_zero=True), layers.Dense(3)]
    model = models.Sequential(chain)
    model.compile("sgd", "mse")
    model.fit(np.ones((8, 4), int), np.ones((8, 4, 3)), sample_weight=weights, verbose=0)


def pairs():
    yield X, X


SPARSE, CATEGORICAL = "sparse_categorical_crossentropy", "categorical_crossentropy"
DATES = np.array(["2020-01-01"] * 8, "datetime64[D]")

MISTAKES = {
    "one-hot": (lambda: fit((3,), 3, SPARSE, X, ONE_HOT), f"one-hot: use {CATEGORICAL}"),
    "integers": (lambda: fit((3,), 3, CATEGORICAL, X, CLASSES), f"class numbers: use {SPARSE}"),
    "no Flatten": (lambda: fit((4, 4), 3, SPARSE, np.ones((8, 4, 4)), CLASSES), "Flatten"),
    "no Flatten, mse": (lambda: fit((4, 4), 3, "mse", np.ones((8, 4, 4)), ONE_HOT), "Flatten"),
    "two outputs": (
        lambda: fit((3,), 2, "binary_crossentropy", X, CLASSES % 2),
        r"end the model with Dense\(1",
    ),
    "weights and mask": (
        lambda: masked(np.ones(8)),
        r"(?s)mask.*sample_weight \(8,\), mask \(8, 4\)",
    ),
    "weights and a loss an element": (
        lambda: fit((3,), 3, lambda y, p: (y - p) ** 2, X, ONE_HOT, sample_weight=np.ones(8)),
        r"(?s)losses of shape \(8,\).*ops\.mean\(losses, axis=-1\)",
    ),
    "no return": (
        lambda: models.Sequential([layers.Input((3,)), Silent(name="silent"), layers.Dense(2)]),
        "silent: its `call` returned None",
    ),
    "no input": (lambda: layers.Dense(2)(None), "the input is None"),
    "text as input": (lambda: layers.Dense(2)("abc"), "no tensor"),
    "ufunc": (lambda: np.log(layers.Input((3,))), r"use ops\.log"),
    "another ufunc": (lambda: np.tanh(layers.Input((3,))), r"use ops\.tanh"),
    "function of NumPy's": (lambda: np.mean(layers.Input((3,))), r"use ops\.mean"),
    "rank": (
        lambda: models.Sequential([layers.Input((4,)), layers.LSTM(8)]),
        r"(?s)lstm[_0-9]*: .*expected +3 dimensions.*\(None, 4\), 2 dimensions",
    ),
    "rows": (lambda: fit((3,), 3, "mse", [*X], [*X]), r"numpy\.stack\(x\)"),
    "many rows": (lambda: fit((3,), 3, "mse", [*np.ones((64, 3))], np.ones((64, 3))), "64 arrays"),
    "generator function": (lambda: fit((3,), 3, "mse", pairs, None), r"pairs\(\)"),
    "class of callbacks": (
        lambda: fit((3,), 3, "mse", X, X, callbacks=[callbacks.EarlyStopping]),
        r"EarlyStopping\(\)",
    ),
    "half an epoch": (lambda: fit((3,), 3, "mse", X, X, epochs=2.5), "whole number"),
    "complex": (lambda: fit((3,), 3, "mse", X.astype("complex64"), X), r"x\.real"),
    "dates": (lambda: fit((3,), 3, "mse", DATES, X), "days since"),
    "batch in the shape": (
        lambda: fit((64, 4), 3, "mse", np.ones((64, 4)), np.ones((64, 3))),
        r"Input\(\(4,\)\)",
    ),
    "class weights": (
        lambda: fit((3,), 3, SPARSE, X, CLASSES, class_weight={"other": 1.0}),
        "(?s)class_weight.*'other'",
    ),
    "not built": (lambda: models.Sequential([layers.Dense(3)]).count_params(), "build it first"),
}


@pytest.mark.parametrize("name", MISTAKES)
def test_what_to_do_is_said(name):
    make, words = MISTAKES[name]
    with pytest.raises(TahrError, match=words) as found:
        make()
    assert max(map(len, str(found.value).splitlines())) < 200


@pytest.mark.parametrize(
    ("call", "near"),
    [
        (lambda: layers.Dense(3, activaton="relu"), "'activaton'; did you mean 'activation'"),
        (lambda: layers.Dense(3)(X, trainin=True), r"Dense\(\) .*did you mean 'training'"),
        (lambda: tahr.optimizers.Adam(learningrate=1), "did you mean 'learning_rate'"),
        (lambda: tahr.losses.Huber(dela=1), r"^Huber\(\) .*did you mean 'delta'"),
        (lambda: callbacks.EarlyStopping(patiense=3), r"^EarlyStopping\(\) .*'patience'"),
        (lambda: fit((3,), 3, "mse", X, X, epoch=3), r"^fit\(\) .*did you mean 'epochs'"),
        (lambda: ops.sum(X, axes=1), r"^sum\(\) .*did you mean 'axis'"),
        (lambda: models.load_model("x", custom_object={}), r"did you mean 'custom_objects'"),
    ],
)
def test_misspelt_arguments_get_the_nearest(call, near):
    with pytest.raises(TypeError, match=near):
        call()


@pytest.mark.parametrize(
    ("owner", "name", "words"),
    [
        (layers, "Densee", "did you mean 'Dense'"),
        (tahr, "layerss", "did you mean 'layers'"),
        (callbacks, "EarlyStoping", "did you mean 'EarlyStopping'"),
        (tahr, "distribution", "Keras has it, Tahr does not yet"),
        (tahr, "nonsense_of_no_kind", "has no attribute 'nonsense_of_no_kind'$"),
    ],
)
def test_names_that_are_not_there(owner, name, words):
    with pytest.raises(AttributeError, match=words):
        getattr(owner, name)


@pytest.mark.parametrize(
    ("statement", "words"),
    [
        ("from tahr.layers import Densee", "did you mean 'Dense'"),
        ("from tahr.callbacks import EarlyStoping", "did you mean 'EarlyStopping'"),
        ("from tahr import distribution", "Keras has it, Tahr does not yet"),
    ],
)
def test_names_that_cannot_be_imported(statement, words):
    with pytest.raises(ImportError, match=words):
        exec(statement)


def test_a_misspelt_method_gets_the_nearest():
    with pytest.raises(AttributeError, match=r"'Sequential' object .*did you mean 'fit'"):
        models.Sequential().fitt  # noqa: B018


def test_a_property_says_itself_why_it_has_nothing():
    with pytest.raises(AttributeError, match="no graph"):
        models.Sequential().input  # noqa: B018


def test_an_array_and_a_symbolic_tensor_still_add_up():
    x = layers.Input((3,))
    assert (np.ones(3) + x).shape == (None, 3)
    assert (np.ones((2, 3)) @ layers.Input((4,), batch_size=3)).shape == (2, 4)
    assert np.shape(x) == (None, 3)


def test_a_function_with_a_declared_shape_does_not_hide_its_error():
    inputs = [layers.Input((3,)), layers.Input((3,))]
    with pytest.raises(NameError, match="nowhere"):
        layers.Lambda(lambda xs: xs[0] + nowhere, output_shape=(3,))(inputs)  # noqa: F821
    with pytest.raises(AttributeError, match="'nowhere'"):
        layers.Lambda(lambda xs: ops.nowhere(xs), output_shape=(3,))(inputs)  # noqa: PLW0108
