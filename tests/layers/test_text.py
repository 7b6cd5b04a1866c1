"""Layers on text: what they learn from, what they refuse, and in which words."""

import numpy as np
import pytest

import tahr
from tahr import layers
from tahr.core import current
from tahr.core.engines import OWN as ENGINES
from tahr.core.errors import ArgumentError, DataError, DtypeError, SavingError, ShapeError

TEXTS = ["the red fox", "the sea", "a fox"]
TERMS = ["", "[UNK]", "the", "fox", "sea", "red", "a"]


class Numbered(tahr.utils.PyDataset):
    def __len__(self):
        return 3

    def __getitem__(self, index):
        return np.array(TEXTS[index : index + 1]), np.zeros(1)


def frames():
    pandas, polars = pytest.importorskip("pandas"), pytest.importorskip("polars")
    return {"pandas": pandas.Series(TEXTS), "polars": polars.Series(TEXTS)}


def stream_of_tensorflow():
    from tensorflow.data import Dataset

    return Dataset.from_tensor_slices(TEXTS).batch(2)


SOURCES = {
    "list": lambda: TEXTS,
    "array": lambda: np.array(TEXTS),
    "objects": lambda: np.array(TEXTS, "O")[:, None],
    "bytes": lambda: [t.encode() for t in TEXTS],
    "pandas": lambda: frames()["pandas"],
    "polars": lambda: frames()["polars"],
    "generator": lambda: (np.array([t]) for t in TEXTS),
    "generator with targets": lambda: (([t], [0]) for t in TEXTS),
    "list of arrays": lambda: [np.array(TEXTS[:2]), np.array(TEXTS[2:])],
    "PyDataset": Numbered,
    "tf.data": stream_of_tensorflow,
}


@pytest.mark.parametrize("source", SOURCES)
def test_a_vocabulary_is_learned_from_any_source(source):
    layer = layers.TextVectorization()
    layer.adapt(SOURCES[source]())
    assert layer.get_vocabulary() == TERMS


def test_adapt_does_not_hold_the_data():
    alive = []

    def batches():
        for number in range(50):
            alive.append(number)
            assert len(alive) == number + 1
            yield [f"w{number % 7} w{i}" for i in range(3)]

    layer = layers.TextVectorization(max_tokens=6)
    layer.adapt(batches())
    assert layer.vocabulary_size() == 6


def test_steps_end_a_stream_without_end():
    layer = layers.StringLookup()
    layer.adapt((["a"] for _ in iter(int, 1)), steps=3)
    assert layer.get_vocabulary() == ["[UNK]", "a"]


BINS, CODES = [[0.5, -1.0], [2.0, 1.0]], [[1, 0], [3, 3]]
ON_ENGINES = {
    "bins": (lambda: layers.Discretization([0.0, 1.0]), BINS, [[1, 0], [2, 2]]),
    "bins counted": (
        lambda: layers.Discretization([0.0, 1.0], output_mode="count"), BINS,
        [[1, 1, 0], [0, 0, 2]]),
    "one_hot": (
        lambda: layers.CategoryEncoding(4, "one_hot"), [[1], [3]], [[0, 1, 0, 0], [0, 0, 0, 1]]),
    "multi_hot": (lambda: layers.CategoryEncoding(4), CODES, [[1, 1, 0, 0], [0, 0, 0, 1]]),
    "count": (lambda: layers.CategoryEncoding(4, "count"), CODES, [[1, 1, 0, 0], [0, 0, 0, 2]]),
}  # fmt: skip


@pytest.mark.parametrize("name", ON_ENGINES)
@pytest.mark.parametrize("engine", ENGINES)
def test_numbers_of_categories_on_every_engine_compiled_too(engine, name):
    make, values, want = ON_ENGINES[name]
    layer = make()
    with current.using(engine) as found:
        x = found.asarray(np.array(values, "float32" if name.startswith("bins") else "int32"))
        for run in (layer, found.compile(layer, (), "quick")):
            assert current.to_numpy(run(x)).tolist() == want


@pytest.mark.parametrize("engine", ENGINES)
def test_every_engine_gets_its_own_tensors(engine):
    with current.using(engine) as found:
        numbers = layers.TextVectorization(vocabulary=["a"], output_sequence_length=2)(["a b", ""])
        assert found.is_tensor(numbers)
        assert current.to_numpy(numbers).tolist() == [[2, 1], [0, 0]]
        large = layers.IntegerLookup(vocabulary=[2**40, 5])(np.array([2**40, 5, 2**40 + 1]))
        assert current.to_numpy(large).tolist() == [1, 2, 0]
        hashed = layers.Hashing(1000)([["omar"], ["wire"]])
        assert current.to_numpy(hashed).tolist() == [[986], [864]]
        crossed = layers.HashedCrossing(10)((["A", "B"], [101, 102]))
        assert current.to_numpy(crossed).tolist() == [1, 6]
        words = layers.StringLookup(vocabulary=["a", "b"], invert=True, mask_token="m")
        assert words([[0, 1, 2, 3, 9]]).tolist() == [["m", "[UNK]", "a", "b", "[UNK]"]]


@pytest.mark.parametrize("engine", [e for e in ENGINES if e != "numpy"])
def test_integers_that_a_compiled_step_computes_are_looked_up_there(engine):
    lookup = layers.IntegerLookup(vocabulary=[12, 36, 5], mask_token=0)
    with current.using(engine) as found:
        run = found.compile(lambda x: lookup(x + 1), (), "quick")
        got = run(found.asarray(np.array([[35, 11, 4], [-1, 99, 12]], "int32")))
        assert current.to_numpy(got).tolist() == [[3, 2, 4], [0, 1, 1]]


@pytest.mark.parametrize("engine", ["jax", "tensorflow", "pytensor"])  # the others run it as it is
def test_what_runs_on_the_host_says_so_in_a_compiled_step(engine):
    layer = layers.Hashing(3)
    with current.using(engine) as found, pytest.raises(DtypeError, match="runs on the host"):
        found.compile(layer, (), "quick")(found.asarray(np.ones(2, "int32")))


def test_functions_clean_and_split():
    layer = layers.TextVectorization(
        standardize=lambda texts: np.char.upper(texts.astype(str)),
        split=lambda texts: [t.split("-") for t in texts],
    )
    layer.adapt(["a-b", "b"])
    assert layer.get_vocabulary() == ["", "[UNK]", "B", "A"]
    assert layer(["b-a-c"]).tolist() == [[2, 3, 1]]


def test_a_file_in_the_callers_code_is_read(tmp_path):
    (tmp_path / "terms.txt").write_text("red\ngreen\n", encoding="utf-8")
    layer = layers.StringLookup(vocabulary=str(tmp_path / "terms.txt"))
    assert layer.get_vocabulary() == ["[UNK]", "red", "green"]
    with pytest.raises(ArgumentError, match="cannot be read"):
        layers.StringLookup(vocabulary=str(tmp_path / "none.txt"))


def test_a_file_in_a_configuration_is_not_read(tmp_path):
    (tmp_path / "terms.txt").write_text("secret", encoding="utf-8")
    for kind in (layers.StringLookup, layers.TextVectorization):
        config = {**kind().get_config(), "vocabulary": str(tmp_path / "terms.txt")}
        assert "secret" not in kind.from_config(config).get_vocabulary()


WRONG = {
    "terms there twice": (
        lambda: layers.StringLookup(vocabulary=["a", "b", "a"]), ArgumentError, "there twice.*'a'"),
    "no term": (lambda: layers.StringLookup(vocabulary=[]), ArgumentError, "empty"),
    "numbers as terms": (lambda: layers.StringLookup(vocabulary=[1]), ArgumentError, "strings"),
    "words as integers": (
        lambda: layers.IntegerLookup(vocabulary=["x"]), ArgumentError, "integers"),
    "the mask in the midst": (
        lambda: layers.StringLookup(vocabulary=["a", ""], mask_token=""), ArgumentError, "mask"),
    "too many terms": (
        lambda: layers.StringLookup(vocabulary=["a", "b"], max_tokens=2), ArgumentError, "at most"),
    "max_tokens of one": (lambda: layers.StringLookup(max_tokens=1), ArgumentError, "above 1"),
    "padding without a length": (
        lambda: layers.TextVectorization(pad_to_max_tokens=True), ArgumentError, "max_tokens"),
    "an unknown mode": (
        lambda: layers.StringLookup(output_mode="counts"), ArgumentError, "'count'"),
    "inverted vectors": (
        lambda: layers.StringLookup(invert=True, output_mode="count"), ArgumentError, "invert"),
    "weights too few": (
        lambda: layers.StringLookup(vocabulary=["a", "b"], idf_weights=[1.0], output_mode="tf_idf"),
        ArgumentError, "as many"),
    "weights missing": (
        lambda: layers.StringLookup(vocabulary=["a"], output_mode="tf_idf"),
        ArgumentError, "go together"),
    "an unknown way": (
        lambda: layers.TextVectorization(standardize="upper"), ArgumentError, "strip_punctuation"),
    "ngrams of nothing": (lambda: layers.TextVectorization(ngrams=0), ArgumentError, "ngrams"),
    "ragged": (lambda: layers.TextVectorization(ragged=True), ArgumentError, "ragged"),
    "adapting what is given": (
        lambda: layers.StringLookup(vocabulary=["a"]).adapt(["b"]), ArgumentError, "was given"),
    "no vocabulary": (lambda: layers.TextVectorization()(["a"]), DataError, "adapt"),
    "no data": (lambda: layers.StringLookup().adapt(iter(())), DataError, "no data"),
    "no terms": (lambda: layers.TextVectorization().adapt(["", ""]), DataError, "no term"),
    "numbers": (lambda: layers.StringLookup(vocabulary=["a"])([1, 2]), DataError, "expected text"),
    "nothing": (
        lambda: layers.StringLookup(vocabulary=["a"])(["a", None]), DataError, "text is missing"),
    "rows of different length": (
        lambda: layers.StringLookup(vocabulary=["a"])([["a"], ["a", "b"]]), DataError, "length"),
    "an unknown term": (
        lambda: layers.StringLookup(vocabulary=["a"], num_oov_indices=0)(["q"]), DataError, "'q'"),
    "words for integers": (
        lambda: layers.IntegerLookup(vocabulary=[1])(["q"]), DataError, "expected integers"),
    "fractions for integers": (
        lambda: layers.IntegerLookup(vocabulary=[1])([1.5]), DataError, "Discretization"),
    "two texts a sample": (
        lambda: layers.TextVectorization(vocabulary=["a"])([["a", "b"]]), ShapeError, "one string"),
    "bins in disorder": (lambda: layers.Discretization([2.0, 1.0]), ArgumentError, "ascend"),
    "no bins": (lambda: layers.Discretization(num_bins=3)([1.0]), DataError, "adapt"),
    "bins twice": (lambda: layers.Discretization([1.0], num_bins=3), ArgumentError, "either"),
    "no categories": (layers.CategoryEncoding, ArgumentError, "IntegerLookup"),
    "a salt of three": (lambda: layers.Hashing(3, salt=[1, 2, 3]), ArgumentError, "salt"),
    "hashes that are fractions": (
        lambda: layers.Hashing(3, dtype="float32"), ArgumentError, "integer"),
    "one input crossed": (lambda: layers.HashedCrossing(3)((["a"],)), ArgumentError, "two inputs"),
    "text to numbers": (
        lambda: layers.Dense(2)(tahr.Input((3,), dtype="string")), DtypeError, "text"),
}  # fmt: skip


@pytest.mark.parametrize("name", WRONG)
def test_one_clear_error(name):
    make, kind, words = WRONG[name]
    with pytest.raises(kind, match=f"(?s){words}"):
        make()


def test_a_term_with_a_line_break_is_not_saved_to_be_two(tmp_path):
    layer = layers.TextVectorization(split=None, standardize=None)
    layer.adapt(["a\nb", "c"])
    model = tahr.Sequential([layers.Input((), dtype="string"), layer])
    with pytest.raises(SavingError, match="line break"):
        model.save(tmp_path / "m.keras")
    assert not (tmp_path / "m.keras").exists()
