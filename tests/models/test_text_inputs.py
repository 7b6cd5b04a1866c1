"""Models that take raw text, on every engine: what must run on the host runs there."""

import copy

import numpy as np
import pytest
from tests.processes import run

import tahr
from tahr import layers
from tahr.core import current
from tahr.core.engines import OWN as ENGINES
from tahr.core.errors import DataError, DtypeError, ShapeError

TEXTS = np.array(["good film", "bad film", "very good", "so bad"] * 6)
LABELS = np.array([1, 0, 1, 0] * 6, "float32")
TRAINS = [e for e in ENGINES if e != "numpy"]


def vectorization(**options):
    layer = layers.TextVectorization(**{"output_sequence_length": 3, **options})
    layer.adapt(TEXTS)
    return layer


def body(width=8):
    return [
        layers.Embedding(width, 4, embeddings_initializer=tahr.initializers.RandomUniform(seed=1)),
        layers.GlobalAveragePooling1D(),
        layers.Dense(1, "sigmoid", kernel_initializer=tahr.initializers.GlorotUniform(seed=2)),
    ]


def compiled(model):
    model.compile("adam", "binary_crossentropy", metrics=["accuracy"])
    return model


def sequential(**options):
    head = [layers.Input((), dtype="string"), vectorization(**options)]
    return compiled(tahr.Sequential([*head, *body()]))


def of_numbers():
    return compiled(tahr.Sequential([layers.Input((3,), dtype="int64"), *body()]))


@pytest.mark.parametrize("engine", TRAINS)
def test_training_on_text_is_training_on_its_numbers(engine):
    with tahr.engine(engine):
        model, plain = sequential(), of_numbers()
        numbers = current.to_numpy(model.layers[0](TEXTS))
        options = {"epochs": 2, "batch_size": 9, "shuffle": False, "verbose": 0}
        got = model.fit(TEXTS, LABELS, **options).history
        want = plain.fit(numbers, LABELS, **options).history
        assert got == want
        assert model.evaluate(list(TEXTS), LABELS, verbose=0) == plain.evaluate(
            numbers, LABELS, verbose=0
        )
        want = plain.predict(numbers, verbose=0)
        np.testing.assert_array_equal(model.predict(TEXTS.astype("S"), verbose=0), want)
        np.testing.assert_allclose(current.to_numpy(model(TEXTS[:, None])), want, rtol=1e-5)
        assert model.train_on_batch(TEXTS, LABELS) == plain.train_on_batch(numbers, LABELS)
        got, want = model.predict_on_batch(list(TEXTS[:5])), plain.predict_on_batch(numbers[:5])
        np.testing.assert_array_equal(got, want)


def test_the_numpy_engine_predicts_from_text():
    with tahr.engine("jax"):
        model = sequential()
        want = model.predict(TEXTS, verbose=0)
    got = model.to("numpy").predict(TEXTS, verbose=0)
    np.testing.assert_allclose(got, want, rtol=1e-5)


def test_copies_take_text():
    with tahr.engine("numpy"):
        model = sequential()
        want = model.predict(TEXTS, verbose=0)
        np.testing.assert_array_equal(copy.deepcopy(model).predict(TEXTS, verbose=0), want)
        again = tahr.models.clone_model(model)
        with pytest.raises(DataError, match="adapt"):
            again.predict(TEXTS, verbose=0)


def series():
    return pytest.importorskip("pandas").Series(TEXTS)


def tensorflow_data():
    from tensorflow.data import Dataset

    return Dataset.from_tensor_slices((TEXTS, LABELS)).batch(8)


class Numbered(tahr.utils.PyDataset):
    def __len__(self):
        return 3

    def __getitem__(self, index):
        rows = slice(8 * index, 8 * index + 8)
        return list(TEXTS[rows]), LABELS[rows]


SOURCES = {
    "objects": lambda: (TEXTS.astype("O"), LABELS),
    "list": lambda: (list(TEXTS), LABELS),
    "column": lambda: (series(), LABELS),
    "generator": lambda: (((TEXTS[i : i + 8], LABELS[i : i + 8]) for i in (0, 8, 16)),),
    "PyDataset": lambda: (Numbered(workers=2),),
    "tf.data": lambda: (tensorflow_data(),),
    "by name": lambda: ({"text": TEXTS}, LABELS),
}


@pytest.mark.parametrize("fixed", [True, False])
@pytest.mark.parametrize("source", SOURCES)
def test_text_comes_from_any_source(source, fixed):
    head = [layers.Input((), dtype="string", name="text")]
    options = {} if fixed else {"output_sequence_length": None}
    with tahr.engine("jax"):
        want = compiled(tahr.Sequential([*head, vectorization(**options), *body()]))
        model = compiled(tahr.Sequential([*head, vectorization(**options), *body()]))
        data, options = SOURCES[source](), {"shuffle": False, "verbose": 0}
        size = 8 if len(data) == 2 else None
        found = model.fit(*data, batch_size=size, **options).history["loss"]
        assert found == want.fit(TEXTS, LABELS, batch_size=8, **options).history["loss"]


def test_a_sequential_model_is_built_by_the_text_it_gets():
    with tahr.engine("jax"):
        model = compiled(tahr.Sequential([vectorization(), *body()]))
        want = sequential().fit(TEXTS, LABELS, verbose=0, shuffle=False).history
        assert model.fit(list(TEXTS), LABELS, verbose=0, shuffle=False).history == want
        other = tahr.Sequential([vectorization(), *body()])
        assert other(["good", "bad"]).shape == (2, 1)


@pytest.mark.parametrize("engine", ["jax", "torch"])
def test_models_in_models_beside_numbers(engine):
    with tahr.engine(engine):
        inner = tahr.Sequential([layers.Input((1,), dtype="string"), vectorization(), *body()])
        text, number = layers.Input((1,), dtype="string", name="t"), layers.Input((2,), name="n")
        middle = tahr.Model(text, layers.Dense(3)(inner(text)))
        both = layers.Concatenate()([middle(text), layers.Dense(2)(number)])
        model = compiled(tahr.Model([text, number], layers.Dense(1, "sigmoid")(both)))
        x = {"t": TEXTS[:, None], "n": np.ones((24, 2), "float32")}
        before = inner.layers[1].get_weights()[0].copy()
        model.fit(x, LABELS, verbose=0)
        assert (inner.layers[1].get_weights()[0] != before).any()
        got = model.predict([x["t"], x["n"]], verbose=0)
        parts = [middle.predict(TEXTS, verbose=0), model.get_layer("n")]
        assert got.shape == (24, 1) and parts[0].shape == (24, 3)
        np.testing.assert_allclose(
            parts[0], middle.layers[-1].predict_on_batch(inner.predict(TEXTS, verbose=0))
            if hasattr(middle.layers[-1], "predict_on_batch")
            else current.to_numpy(middle.layers[-1](inner.predict(TEXTS, verbose=0))), rtol=1e-5,
        )  # fmt: skip


def test_ops_on_text_and_several_columns():
    table = np.array([["red", "a"], ["green", "b"], ["blue", "a"]])
    x = layers.Input((2,), dtype="string")
    colour = layers.StringLookup(vocabulary=["red", "green"])(x[:, :1])
    crossed = layers.HashedCrossing(7, output_mode="one_hot")([x[:, :1], x[:, 1:]])
    outputs = [layers.Flatten()(layers.Embedding(3, 2)(colour)), layers.Dense(2)(crossed)]
    with tahr.engine("jax"):
        model = tahr.Model(x, layers.Concatenate()(outputs))
        assert model.predict(table, verbose=0).shape == (3, 4)
        assert current.to_numpy(model(table)).shape == (3, 4)


def test_text_may_come_out():
    numbers = layers.Input((2,), dtype="int64")
    model = tahr.Model(numbers, layers.StringLookup(vocabulary=["a", "b"], invert=True)(numbers))
    with tahr.engine("jax"):
        got = model.predict(np.array([[1, 2], [0, 1]]), verbose=0)
    assert got.tolist() == [["a", "b"], ["[UNK]", "a"]]


class Subclass(tahr.Model):
    def __init__(self):
        super().__init__()
        self.words, self.rest = vectorization(), tahr.Sequential(body())

    def call(self, x):
        return self.rest(self.words(x))


def test_a_subclass_computes_with_text_compiled_and_not():
    with tahr.engine("jax"):
        model = compiled(Subclass())
        assert model(TEXTS).shape == model(list(TEXTS)).shape == (24, 1)
        options = {"verbose": 0, "shuffle": False}
        found = model.fit(TEXTS, LABELS, **options).history["loss"][0]
        other = Subclass()
        other.compile("adam", "binary_crossentropy", run_eagerly=True)
        expected = other.fit(TEXTS, LABELS, **options).history["loss"][0]
        np.testing.assert_allclose(found, expected, rtol=1e-5)


WRONG = {
    "numbers": (lambda m: m.predict(np.ones(3), verbose=0), DataError, "expected text"),
    "numbers, called": (lambda m: m(np.ones((3, 1))), DataError, "expected text"),
    "nothing": (lambda m: m.fit(["a", None], [0, 1], verbose=0), DataError, "text is missing"),
    "two a sample": (lambda m: m.predict([["a", "b"]], verbose=0), ShapeError, "None"),
    "text as targets": (lambda m: m.fit(TEXTS, TEXTS, verbose=0), DataError, "y: expected numbers"),
}


@pytest.mark.parametrize("name", WRONG)
def test_bad_input_is_one_clear_error(name):
    act, kind, words = WRONG[name]
    with tahr.engine("jax"), pytest.raises(kind, match=words):
        act(sequential())


def test_text_for_numbers_is_refused_where_it_stands():
    with tahr.engine("jax"), pytest.raises(DataError, match=r"(?s)x: expected numbers.*StringLook"):
        of_numbers().fit(TEXTS, LABELS, verbose=0)


def test_what_comes_of_weights_cannot_go_back_to_the_host():
    x = layers.Input((2,))
    text = layers.StringLookup(vocabulary=["a"], invert=True)(layers.Dense(2)(x))
    with tahr.engine("jax"), pytest.raises(DtypeError, match="runs on the host"):
        tahr.Model(x, text).predict(np.ones((1, 2)), verbose=0)


CODE = """
import numpy as np, tahr
model = tahr.models.load_model("m.keras")
print(*model.predict(["good film", "unheard of", ""], verbose=0).ravel().tolist())
"""


@pytest.mark.parametrize("engine", ["torch", "numpy"])
def test_a_saved_model_takes_text_in_another_process_on_another_engine(tmp_path, engine):
    with tahr.engine("jax"):
        model = sequential()
        model.fit(TEXTS, LABELS, verbose=0)
        model.save(tmp_path / "m.keras")
        want = model.predict(["good film", "unheard of", ""], verbose=0).ravel()
    done = run(CODE, tmp_path, TAHR_ENGINE=engine)
    assert done.returncode == 0, done.stderr
    np.testing.assert_allclose([float(n) for n in done.stdout.split()], want, rtol=1e-5)
