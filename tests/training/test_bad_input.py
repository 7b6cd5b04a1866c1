"""Bad input: one clear error each, and nothing lost."""

import numpy as np
import pytest
from hypothesis import given, settings, strategies as st

import tahr
from tahr import layers, models
from tahr.core.errors import ArgumentError, DataError, EngineError, ShapeError
from tahr.core.seeds import set_random_seed

RNG = np.random.default_rng(0)
X = RNG.normal(size=(40, 6)).astype("float32")
Y = RNG.integers(0, 3, 40)


@pytest.fixture
def model():
    set_random_seed(0)
    found = models.Sequential([
        layers.Input((6,)), layers.Dense(8, name="first"), layers.Dense(3, activation="softmax"),
    ])  # fmt: skip
    found.compile("sgd", "sparse_categorical_crossentropy", metrics=["accuracy"])
    return found


@pytest.fixture
def unharmed(model):
    """Checks that a refused call has left the weights as they were."""
    before = model.get_weights()
    yield
    for a, b in zip(before, model.get_weights(), strict=True):
        np.testing.assert_array_equal(a, b)


def fit(model, x, y, **options):
    return model.fit(x, y, verbose=0, shuffle=False, batch_size=16, **options)


def test_a_wrong_shape_names_layer_expected_and_got(model, unharmed):
    with pytest.raises(ShapeError) as error:
        fit(model, X.reshape(40, 3, 2), Y)
    text = str(error.value)
    assert "'first'" in text and "(None, 6)" in text and "(16, 3, 2)" in text


def test_a_wrong_rank(model, unharmed):
    with pytest.raises(ShapeError, match=r"\(None, 6\)"):
        fit(model, X[:, 0], Y)


def test_text_is_no_number(model, unharmed):
    with pytest.raises(DataError, match="expected numbers") as error:
        fit(model, X.astype(str), Y)
    assert 'astype("float32")' in str(error.value)
    with pytest.raises(DataError, match="StringLookup"):
        fit(model, np.full(X.shape, "text"), Y)


@pytest.mark.parametrize("label", [3, -1, 100])
def test_a_label_out_of_range_names_the_row(model, unharmed, label):
    bad = Y.copy()
    bad[33] = label
    with pytest.raises(DataError) as error:
        fit(model, X, bad)
    assert "33" in str(error.value) and str(label) in str(error.value)


def test_a_label_out_of_range_in_a_generator(model, unharmed):
    def batches():
        yield X[:16], np.full(16, 7)

    with pytest.raises(DataError):
        model.fit(batches(), verbose=0)


def test_nan_names_the_batch_and_the_place(model):
    bad = X.copy()
    bad[20, 4] = np.nan
    seen = []

    class Watch(tahr.callbacks.Callback):
        def on_train_batch_end(self, batch, logs=None):
            seen.append(self.model.get_weights())

    with pytest.raises(DataError) as error:
        fit(model, bad, Y, callbacks=[Watch()])
    assert "batch 1" in str(error.value) and "x[20, 4]" in str(error.value)
    for a, b in zip(seen[-1], model.get_weights(), strict=True):
        np.testing.assert_array_equal(a, b)


def test_a_model_that_copes_with_nan_may_train_on_it():
    class Fill(layers.Layer):
        def call(self, x):
            return tahr.ops.nan_to_num(x)

    model = models.Sequential([Fill(), layers.Dense(1)])
    model.compile("sgd", "mse")
    bad = X.copy()
    bad[3] = np.nan
    history = fit(model, bad, X[:, 0])
    assert np.isfinite(history.history["loss"][0])


def test_empty_data(model, unharmed):
    with pytest.raises(DataError, match="empty"):
        fit(model, X[:0], Y[:0])


def test_a_generator_that_yields_nothing(model, unharmed):
    with pytest.raises(DataError, match="no batch"):
        model.fit(iter(()), verbose=0)


def test_lengths_that_differ(model, unharmed):
    with pytest.raises(DataError, match="x: 40, y: 39"):
        fit(model, X, Y[:-1])


def test_ragged_lists(model, unharmed):
    with pytest.raises(DataError, match="pad_sequences"):
        fit(model, [[1.0, 2.0], [1.0]], [0, 1])


def test_not_compiled():
    model = models.Sequential([layers.Dense(1)])
    with pytest.raises(ArgumentError, match="compile"):
        model.fit(X, Y, verbose=0)


def test_no_loss():
    model = models.Sequential([layers.Dense(1)])
    model.compile("sgd")
    with pytest.raises(ArgumentError, match="nothing to learn from"):
        model.fit(X, Y, verbose=0)


def test_the_numpy_engine_says_who_can_train(model, unharmed):
    model.to("numpy")
    with pytest.raises(EngineError, match="cannot train") as error:
        fit(model, X, Y)
    assert "jax" in str(error.value)
    assert model.predict(X, verbose=0).shape == (40, 3)


@pytest.mark.parametrize(
    ("options", "text"),
    [
        ({"batch_size": 0}, "batch_size"),
        ({"validation_split": 1.5}, "validation_split"),
        ({"callbacks": ["loss"]}, "callback"),
        ({"nonsense": 1}, "nonsense"),
    ],
)
def test_bad_arguments(model, unharmed, options, text):
    with pytest.raises((ArgumentError, TypeError), match=text):
        model.fit(X, Y, **{"verbose": 0, **options})


@pytest.mark.parametrize("kind", ["optimizer", "loss", "metrics"])
def test_unknown_names_offer_the_nearest(kind):
    model = models.Sequential([layers.Input((6,)), layers.Dense(1)])
    given = {"optimizer": "adem", "loss": "mean_squared_eror", "metrics": ["acuracy"]}
    arguments = {"optimizer": "sgd", "loss": "mse", kind: given[kind]}
    with pytest.raises(ArgumentError):
        model.compile(**arguments)
        model.fit(X, X[:, 0], verbose=0)


def test_errors_end_at_the_users_line(model, trimmed_tracebacks):
    with pytest.raises(DataError) as error:
        model.fit(X, Y[:-1], verbose=0)
    files = {entry.path.name for entry in error.traceback}
    assert files <= {"test_bad_input.py", "tracebacks.py"}


@settings(max_examples=25, deadline=None)
@given(
    shape=st.lists(st.integers(0, 4), min_size=0, max_size=3),
    rows=st.integers(0, 4),
)
def test_whatever_the_shape_there_is_a_result_or_one_clear_error(shape, rows):
    model = models.Sequential([layers.Input((3,)), layers.Dense(2)])
    x = np.zeros((rows, *shape), "float32")
    if rows and shape in ([3], [3, 1]):
        assert model.predict(x, verbose=0).shape == (rows, 2)
        return
    with pytest.raises((DataError, ShapeError)):
        model.predict(x, verbose=0)
