"""`FeatureSpace`: columns of every type, learned from any data, encoded on every engine."""

import numpy as np
import pytest
from tests.processes import run

import tahr
from tahr import layers, utils
from tahr.core.engines import OWN as ENGINES
from tahr.core.errors import ArgumentError, DataError
from tahr.utils import FeatureSpace

ROWS = {
    "size": [1.0, 2.0, 3.0, 4.0, 5.0, 6.0],
    "weight": [2.0, 4.0, 6.0, 8.0, 10.0, 12.0],
    "age": [1.0, 2.0, 3.0, 4.0, 5.0, 6.0],
    "code": [3, 5, 3, 3, 5, 8],
    "colour": ["red", "blue", "red", "green", "red", "blue"],
    "city": ["a", "b", "c", "d", "e", "f"],
    "zip": [11, 12, 13, 14, 15, 16],
}


def space(**options):
    features = {
        "size": FeatureSpace.float_rescaled(scale=2.0, offset=-1.0),
        "weight": "float_normalized",
        "age": FeatureSpace.float_discretized(num_bins=3),
        "code": "integer_categorical",
        "colour": FeatureSpace.string_categorical(num_oov_indices=2),
        "city": FeatureSpace.string_hashed(num_bins=4),
        "zip": "integer_hashed",
    }
    crosses = [("colour", "code"), FeatureSpace.cross(("city", "zip"), crossing_dim=5)]
    return FeatureSpace(features, crosses=crosses, hashing_dim=6, **options)


def as_rows(data):
    return ({name: values[i] for name, values in data.items()} for i in range(6))


def batches():
    for start in (0, 2, 4):
        yield {n: np.asarray(v[start : start + 2]) for n, v in ROWS.items()}, np.zeros(2)


SOURCES = {
    "dict": lambda: ROWS,
    "frame": lambda: pytest.importorskip("pandas").DataFrame(ROWS),
    "rows": lambda: as_rows(ROWS),
    "batches": batches,
    "data set": lambda: utils.Dataset.from_tensor_slices(ROWS),
    "batched data set": lambda: utils.Dataset.from_tensor_slices(ROWS).batch(4),
    "tf.data": lambda: pytest.importorskip("tensorflow").data.Dataset.from_tensor_slices(ROWS),
}


@pytest.mark.parametrize("source", SOURCES)
def test_it_learns_the_same_from_every_kind_of_data(source):
    with tahr.engine("numpy"):
        want, got = space(), space()
        want.adapt(ROWS)
        got.adapt(SOURCES[source]())
        np.testing.assert_allclose(got(ROWS), want(ROWS), atol=1e-6)
        assert want(ROWS).shape == (6, 3 + 4 + 4 + 5 + 1 + 1 + 6 + 5 + 32)


@pytest.mark.parametrize("engine", ENGINES)
def test_every_engine_encodes_alike(engine):
    with tahr.engine("numpy"):
        known = space()
        known.adapt(ROWS)
        want = np.asarray(known(ROWS))
    with tahr.engine(engine):
        found = space()
        found.adapt(ROWS)
        got = tahr.ops.convert_to_numpy(found(ROWS))
        single = found({name: values[0] for name, values in ROWS.items()})
        model = tahr.Model(found.get_inputs(), found.get_encoded_features())
        columns = {name: np.asarray(values) for name, values in ROWS.items()}
        predicted = model.predict(columns, verbose=0)
    np.testing.assert_allclose(got, want, atol=1e-6)
    np.testing.assert_allclose(tahr.ops.convert_to_numpy(single), want[0], atol=1e-6)
    np.testing.assert_allclose(predicted, want, atol=1e-6)


def test_as_a_dict_of_numbers():
    found = FeatureSpace(
        {
            "code": FeatureSpace.integer_categorical(output_mode="int"),
            "colour": FeatureSpace.string_categorical(output_mode="int"),
            "size": "float",
        },
        output_mode="dict",
        crosses=[FeatureSpace.cross(("colour", "code"), 8, output_mode="int")],
    )
    found.adapt(ROWS)
    with tahr.engine("numpy"):
        got = found(ROWS)
        assert sorted(got) == ["code", "colour", "colour_X_code", "size"]
        assert {name: value.shape for name, value in got.items()} == dict.fromkeys(got, (6, 1))
        assert found({n: v[1] for n, v in ROWS.items()})["size"].tolist() == [2.0]
        assert sorted(found.get_encoded_features()) == sorted(got)


def test_data_sets_map_it():
    found = space()
    found.adapt(ROWS)
    with tahr.engine("numpy"):
        want = np.asarray(found(ROWS))
        data = utils.Dataset.from_tensor_slices((ROWS, np.zeros(6)))
        got = [x for x, _ in data.batch(4).map(lambda x, y: (found(x), y))]
        np.testing.assert_allclose(np.concatenate(got), want)
        np.testing.assert_allclose([*data.map(lambda x, y: found(x))], want)
        tf = pytest.importorskip("tensorflow", reason="TensorFlow is not installed")
        theirs = tf.data.Dataset.from_tensor_slices(ROWS).batch(4)
        with pytest.raises(ArgumentError, match=r"(?s)tf\.data.*tahr\.utils\.Dataset"):
            theirs.map(found)


CODE = """
import tahr
space = tahr.models.load_model("space.keras")
rows = {rows!r}
print(tahr.ops.convert_to_numpy(space(rows)).sum(1).tolist())
"""


def test_files(tmp_path):
    found = space()
    found.adapt(ROWS)
    found.save(tmp_path / "space.keras")
    with tahr.engine("numpy"):
        again = tahr.models.load_model(tmp_path / "space.keras")
        want = np.asarray(found(ROWS))
        np.testing.assert_array_equal(again(ROWS), want)
        assert again.get_config() == found.get_config()
    done = run(CODE.format(rows=ROWS), tmp_path, TAHR_ENGINE="jax")
    assert done.returncode == 0, done.stderr
    np.testing.assert_allclose(eval(done.stdout), want.sum(1), rtol=1e-5)


def test_one_pass_is_enough_and_nothing_is_kept():
    met = []

    def stream():
        for batch, _ in batches():
            met.append(1)
            yield batch

    found = space()
    found.adapt(stream())
    assert len(met) == 3


def test_parts_can_be_looked_at():
    found = space()
    found.adapt(ROWS)
    assert type(found.preprocessors["colour"]) is layers.StringLookup
    assert type(found.crossers["colour_X_code"]) is layers.HashedCrossing
    assert found.preprocessors["colour"].get_vocabulary()[2:] == ["red", "blue", "green"]


WRONG = {
    "none": (lambda: FeatureSpace({}), ArgumentError, "no feature"),
    "type": (lambda: FeatureSpace({"a": "foo"}), ArgumentError, "called 'foo'"),
    "mode": (lambda: FeatureSpace({"a": "float"}, output_mode="x"), ArgumentError, "output_mode"),
    "cross": (
        lambda: FeatureSpace({"a": "float"}, crosses=[("a", "b")]), ArgumentError, "two or more",
    ),
    "cross of one": (
        lambda: FeatureSpace({"a": "float"}, crosses=["a"]), ArgumentError, "two or more",
    ),
    "numbers in a vector": (
        lambda: FeatureSpace({"a": FeatureSpace.integer_categorical(output_mode="int")}),
        ArgumentError, "make no vector",
    ),
    "nothing learned": (
        lambda: FeatureSpace({"a": "string_categorical"})({"a": ["x"]}), DataError, "call adapt",
    ),
    "column": (lambda: space().adapt({"size": [1.0]}), ArgumentError, "no data for feature"),
    "text as numbers": (
        lambda: FeatureSpace({"a": "float_normalized"}).adapt({"a": ["x"]}), DataError,
        "expected numbers",
    ),
    "no names": (lambda: space().adapt(np.ones(3)), ArgumentError, "by name"),
}  # fmt: skip


@pytest.mark.parametrize("name", WRONG)
def test_what_is_wrong_is_one_clear_error(name):
    act, kind, words = WRONG[name]
    with tahr.engine("numpy"), pytest.raises(kind, match=words):
        act()
