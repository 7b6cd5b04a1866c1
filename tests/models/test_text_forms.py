"""Raw text in models of every form, beside numbers, from every kind of data."""

import numpy as np
import pytest
from tests.processes import run

import tahr
from tahr import layers, utils
from tahr.core.engines import OWN as ENGINES
from tahr.core.errors import ArgumentError, DataError

TRAINS = [e for e in ENGINES if e != "numpy"]
COLOURS = np.array(["red", "green", "blue", "red"] * 6)
TITLES = np.array(["good film", "bad film", "very good", "so bad"] * 6)
PRICES = np.linspace(0, 1, 24, dtype="float32")[:, None]
CODES = np.array([[3], [5], [3], [8]] * 6)
LABELS = np.array([1, 0, 1, 0] * 6, "float32")


def inputs():
    return {
        "colour": layers.Input((1,), dtype="string", name="colour"),
        "title": layers.Input((), dtype="string", name="title"),
        "price": layers.Input((1,), name="price"),
        "code": layers.Input((1,), dtype="int64", name="code"),
    }


def rows():
    return {"colour": COLOURS, "title": TITLES, "price": PRICES, "code": CODES}


def words(mode="multi_hot", **options):
    layer = layers.TextVectorization(output_mode=mode, **options)
    layer.adapt(TITLES)
    return layer


def lookup(terms=("red", "green"), mode="one_hot"):
    return layers.StringLookup(vocabulary=list(terms), output_mode=mode)


def dense(units=1, seed=1, **options):
    start = tahr.initializers.GlorotUniform(seed=seed)
    return layers.Dense(units, kernel_initializer=start, **options)


def encoded(x):
    codes = layers.IntegerLookup(vocabulary=[3, 5], output_mode="one_hot")
    return [
        lookup()(x["colour"]),
        words()(x["title"]),
        layers.Normalization(mean=0.5, variance=0.1)(x["price"]),
        codes(x["code"]),
    ]


def compiled(model):
    model.compile(tahr.optimizers.Adam(0.05), "binary_crossentropy", metrics=["accuracy"])
    return model


def functional():
    x = inputs()
    found = layers.Concatenate()([layers.Flatten()(part) for part in encoded(x)])
    return compiled(tahr.Model(x, dense(1, 2, activation="sigmoid")(dense(4)(found))))


def nested():
    x = inputs()
    found = layers.Concatenate()([layers.Flatten()(part) for part in encoded(x)])
    inner = tahr.Model(x, dense(4)(found), name="inner")
    outer = inputs()
    return compiled(tahr.Model(outer, dense(1, 2, activation="sigmoid")(inner(outer))))


class Subclass(tahr.Model):
    def __init__(self, drop=0.0):
        super().__init__()
        self.words, self.lookup = words(), lookup()
        self.hidden, self.last = dense(4), dense(1, 2, activation="sigmoid")
        self.drop = layers.Dropout(drop, seed=1)

    def call(self, x, training=None):
        colour = self.lookup(x["colour"])
        found = tahr.ops.concatenate([colour, self.words(x["title"]), x["price"]], axis=-1)
        return self.last(self.drop(self.hidden(found), training=training))


def subclass():
    return compiled(Subclass())


def space():
    found = utils.FeatureSpace(
        {
            "colour": "string_categorical",
            "title": utils.FeatureSpace.feature("string", words(), "float"),
            "price": "float_normalized",
            "code": "integer_categorical",
        },
        crosses=[utils.FeatureSpace.cross(("colour", "code"), 8)],
    )
    found.adapt(rows())
    return found


def of_space():
    found = space()
    encoded = found.get_encoded_features()
    last = dense(1, 2, activation="sigmoid")(dense(4)(encoded))
    return compiled(tahr.Model(found.get_inputs(), last))


FORMS = {"functional": functional, "nested": nested, "subclass": subclass, "space": of_space}


@pytest.mark.parametrize("engine", TRAINS)
@pytest.mark.parametrize("form", FORMS)
def test_every_form_trains_on_text_beside_numbers(form, engine):
    with tahr.engine(engine):
        model = FORMS[form]()
        found = model.fit(rows(), LABELS, epochs=12, batch_size=8, verbose=0).history
        assert found["loss"][-1] < found["loss"][0]
        figures = model.evaluate(rows(), LABELS, verbose=0, return_dict=True)
        assert figures["accuracy"] > 0.9
        got = model.predict(rows(), verbose=0)
        assert got.shape == (24, 1)
        np.testing.assert_allclose(tahr.ops.convert_to_numpy(model(rows())), got, rtol=1e-4)


def test_one_form_computes_what_another_does():
    with tahr.engine("jax"):
        found = [FORMS[form]() for form in ("functional", "nested")]
        for model in found:
            model.fit(rows(), LABELS, epochs=2, shuffle=False, verbose=0)
        got, want = (model.predict(rows(), verbose=0) for model in found)
    np.testing.assert_array_equal(got, want)


def batches(size=8):
    for start in range(0, 24, size):
        part = slice(start, start + size)
        yield {n: v[part] for n, v in rows().items()}, LABELS[part]


class Numbered(utils.PyDataset):
    def __len__(self):
        return 3

    def __getitem__(self, index):
        return [*batches()][index]


def of_tensorflow():
    return (
        pytest.importorskip("tensorflow").data.Dataset.from_tensor_slices((rows(), LABELS)).batch(8)
    )


def of_torch():
    data = pytest.importorskip("torch.utils.data")
    single = [({n: v[i] for n, v in rows().items()}, LABELS[i]) for i in range(24)]
    single = [({**x, "colour": str(x["colour"]), "title": str(x["title"])}, y) for x, y in single]
    return data.DataLoader(single, batch_size=8)


def frames():
    pandas = pytest.importorskip("pandas")
    return {name: pandas.Series(value.reshape(-1)) for name, value in rows().items()}


KINDS = {
    "lists": lambda: ({n: v.tolist() for n, v in rows().items()}, LABELS),
    "columns": lambda: (frames(), LABELS),
    "by position": lambda: ([rows()[n] for n in sorted(rows())], LABELS),
    "generator": lambda: (batches(),),
    "workers": lambda: (Numbered(workers=2),),
    "data set": lambda: (utils.Dataset.from_tensor_slices((rows(), LABELS)).batch(8),),
    "tf.data": lambda: (of_tensorflow(),),
    "DataLoader": lambda: (of_torch(),),
}


@pytest.mark.parametrize("form", ["functional", "space"])
@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_of_data(kind, form):
    with tahr.engine("jax"):
        want, model = FORMS[form](), FORMS[form]()
        options = {"shuffle": False, "verbose": 0}
        expected = want.fit(rows(), LABELS, batch_size=8, **options).history["loss"]
        data = KINDS[kind]()
        size = {"batch_size": 8} if len(data) == 2 else {}
        found = model.fit(*data, **size, **options).history["loss"]
        np.testing.assert_allclose(found, expected, rtol=1e-6)
        again = KINDS[kind]()
        got = model.predict(again[0], verbose=0)
        np.testing.assert_allclose(got, want.predict(rows(), verbose=0), rtol=1e-5, atol=1e-6)


class Processes(Numbered):
    """Rows that processes prepare."""


def test_worker_processes_hand_text_over():
    with tahr.engine("jax"):
        want, model = functional(), functional()
        data = Processes(workers=2, use_multiprocessing=True)
        expected = want.fit(Numbered(workers=0), shuffle=False, verbose=0).history["loss"]
        assert model.fit(data, shuffle=False, verbose=0).history["loss"] == expected


def test_training_and_evaluation_differ_in_a_traced_call():
    with tahr.engine("jax"):
        model = compiled(Subclass(drop=0.9))
        model.fit(rows(), LABELS, verbose=0)
        got = model.predict(rows(), verbose=0)
        np.testing.assert_array_equal(got, model.predict(rows(), verbose=0))
        trained = tahr.ops.convert_to_numpy(model(rows(), training=True))
        assert np.abs(trained - got).max() > 1e-3


class Untraceable(Subclass):
    def call(self, x, training=None):
        import jax.numpy as jnp

        return jnp.tanh(super().call(x, training))


def test_a_call_that_cannot_be_traced_is_one_clear_error():
    with tahr.engine("jax"), pytest.raises(DataError, match=r"(?s)compiled step.*run_eagerly"):
        compiled(Untraceable()).fit(rows(), LABELS, verbose=0)


class Weighted(layers.Layer):
    """A layer that takes text and has weights."""

    def __init__(self):
        super().__init__()
        self.words, self.inner = words(), dense(3)

    def call(self, x):
        return self.inner(self.words(x))


def test_weights_that_would_not_be_trained_are_told_of():
    x = layers.Input((), dtype="string")
    layer = Weighted()
    with tahr.engine("jax"):
        model = compiled(tahr.Model(x, dense(1, 2, activation="sigmoid")(layer(x))))
        assert model.predict(TITLES, verbose=0).shape == (24, 1)
        with pytest.raises(ArgumentError, match=r"(?s)weighted.*not trained.*layers of their own"):
            model.fit(TITLES, LABELS, verbose=0)
        layer.trainable = False
        model.fit(TITLES, LABELS, verbose=0)


CODE = """
import numpy as np, tahr
model = tahr.models.load_model("m.keras")
x = {"colour": ["red", "blue"], "title": ["good film", "unheard of"],
     "price": np.array([[0.1], [0.9]], "float32"), "code": np.array([[3], [9]])}
print(*model.predict(x, verbose=0).ravel().tolist())
"""


@pytest.mark.parametrize(("form", "engine"), [("nested", "torch"), ("space", "numpy")])
def test_one_file_takes_raw_rows_elsewhere(tmp_path, form, engine):
    x = {"colour": ["red", "blue"], "title": ["good film", "unheard of"],
         "price": np.array([[0.1], [0.9]], "float32"), "code": np.array([[3], [9]])}  # fmt: skip
    with tahr.engine("jax"):
        model = FORMS[form]()
        model.fit(rows(), LABELS, verbose=0)
        model.save(tmp_path / "m.keras")
        want = model.predict(x, verbose=0).ravel()
    done = run(CODE, tmp_path, TAHR_ENGINE=engine)
    assert done.returncode == 0, done.stderr
    np.testing.assert_allclose([float(n) for n in done.stdout.split()], want, rtol=1e-5)


def test_a_subclass_is_saved_and_takes_text_again(tmp_path):
    with tahr.engine("jax"):
        model = subclass()
        model.fit(rows(), LABELS, verbose=0)
        model.save(tmp_path / "m.keras")
        again = tahr.models.load_model(tmp_path / "m.keras", {"Subclass": Subclass})
        want = model.predict(rows(), verbose=0)
        np.testing.assert_allclose(again.predict(rows(), verbose=0), want, rtol=1e-6)
        again.fit(rows(), LABELS, verbose=0)


def test_sequences_of_any_length():
    x = layers.Input((), dtype="string")
    found = layers.Embedding(9, 4)(words("int", output_sequence_length=None)(x))
    model = compiled(tahr.Model(x, dense(1, activation="sigmoid")(layers.GRU(3)(found))))
    with tahr.engine("jax"):
        texts = [f"{t} {'film ' * (i % 5)}" for i, t in enumerate(TITLES)]
        assert model.fit(texts, LABELS, batch_size=4, verbose=0).history["loss"][0] < 2
        assert model.predict(utils.Dataset.from_tensor_slices(texts).batch(5), verbose=0).shape == (
            24,
            1,
        )
