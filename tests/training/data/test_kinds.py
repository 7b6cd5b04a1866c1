"""Kinds of data: whatever holds it, the model gets the same batches, or one clear error."""

import threading
from functools import cache

import numpy as np
import pytest
from tests.training.data.faulty import WIDTH

from tahr import layers, models, utils
from tahr.core.errors import ArgumentError, DataError
from tahr.training.data import adapt, loaders

RNG = np.random.default_rng(0)
X = RNG.normal(size=(10, WIDTH)).astype("float32")
Y = X.sum(axis=1)
NAMES = list("abcd")


def whole(*data, **options):
    """Returns all batches of an epoch put together: x and y."""
    with adapt(*data, batch_size=4, **options) as batches:
        found = [*batches.epoch()]
    xs, ys = zip(*((batch.x, batch.y) for batch in found), strict=True)
    assert sum(batch.size for batch in found) == 10
    return np.concatenate(xs), np.concatenate(ys)


def same(*data, **options):
    x, y = whole(*data, **options)
    np.testing.assert_array_equal(x, X)
    np.testing.assert_array_equal(np.ravel(y), Y)
    assert x.dtype == y.dtype == "float32"


@cache
def _model():
    utils.set_random_seed(0)
    model = models.Sequential([layers.Input((WIDTH,)), layers.Dense(1)])
    model.compile("sgd", "mse")
    return model, model.get_weights()


def learns(*data, **options):
    model, weights = _model()
    model.set_weights(weights)
    losses = model.fit(*data, epochs=2, verbose=0, **options).history["loss"]
    assert losses[1] < losses[0]


# In memory.


def frames():
    pandas, polars = pytest.importorskip("pandas"), pytest.importorskip("polars")
    return [
        (pandas.DataFrame(X, columns=NAMES), pandas.Series(Y)),
        (polars.DataFrame(X, schema=NAMES), polars.Series(Y)),
    ]


def test_frames_and_series():
    for frame, series in frames():
        same(frame, series)
        same(frame, series.to_list())
        learns(frame, series)


def test_frames_in_dicts_and_lists():
    for frame, series in frames():
        batch = next(adapt({"all": frame, "one": frame["b"], "deep": {"y": series}}).epoch())
        np.testing.assert_array_equal(batch.x["all"], X)
        np.testing.assert_array_equal(batch.x["one"], X[:, 1])
        np.testing.assert_array_equal(batch.x["deep"]["y"], Y)
        batch = next(adapt([frame, frame["a"]], [series, series]).epoch())
        np.testing.assert_array_equal(batch.x[0], X)
        assert [part.shape for part in batch.y] == [(10,), (10,)]
        batch = next(adapt([{"a": frame["a"]}, X]).epoch())
        np.testing.assert_array_equal(batch.x[0]["a"], X[:, 0])


def test_frames_of_mixed_columns_are_numbers():
    pandas, polars = pytest.importorskip("pandas"), pytest.importorskip("polars")
    columns = {"flag": [True, False], "count": [1, 2], "share": [0.5, 0.25]}
    for kind in (pandas.DataFrame, polars.DataFrame):
        batch = next(adapt(kind(columns)).epoch())
        np.testing.assert_array_equal(batch.x, [[1, 1, 0.5], [0, 2, 0.25]])
    missing = pandas.DataFrame({"a": pandas.array([1, None], "Int64"), "b": [1.0, 2.0]})
    for frame in (missing, polars.DataFrame({"a": [1, None], "b": [1.0, 2.0]})):
        batch = next(adapt(frame).epoch())
        np.testing.assert_array_equal(batch.x, [[1, 1], [np.nan, 2]])
        assert batch.suspect == "x[1, 0] is NaN"


def test_a_column_of_text_is_named():
    pandas, polars = pytest.importorskip("pandas"), pytest.importorskip("polars")
    columns = {"age": [1, 2], "city": ["Oslo", "Bern"]}
    for kind in (pandas.DataFrame, polars.DataFrame):
        with pytest.raises(DataError) as error:
            adapt(kind(columns))
        assert str(error.value).startswith("x['city']: expected numbers")
        assert "'Oslo'" in str(error.value) and "pad" not in str(error.value)
        with pytest.raises(DataError, match="expected numbers"):
            adapt(kind(columns)["city"])
    with pytest.raises(DataError, match="collect"):
        adapt(polars.DataFrame(columns).lazy())


class OnlyDLPack:
    """An array that has nothing but the protocol."""

    def __init__(self, array):
        self._array = array

    def __dlpack__(self, **options):
        return self._array.__dlpack__(**options)

    def __dlpack_device__(self):
        return self._array.__dlpack_device__()


def test_arrays_of_any_library():
    torch, jax = pytest.importorskip("torch"), pytest.importorskip("jax")
    tf = pytest.importorskip("tensorflow")
    same(OnlyDLPack(X), OnlyDLPack(Y))
    same(torch.from_numpy(X).requires_grad_(), torch.from_numpy(Y))
    same(jax.numpy.asarray(X), jax.numpy.asarray(Y))
    same(tf.constant(X), tf.constant(Y))
    batch = next(adapt([OnlyDLPack(X), torch.from_numpy(X)]).epoch())
    np.testing.assert_array_equal(batch.x[0], batch.x[1])


def test_an_array_on_another_device_is_said_to_be_there():
    class Far(OnlyDLPack):
        def __dlpack__(self, **options):
            raise BufferError("it lies on a GPU")

    with pytest.raises(DataError, match="x: this array cannot be read") as error:
        adapt(Far(X))
    assert "it lies on a GPU" in str(error.value)


def test_lists_of_numbers():
    same(X.tolist(), Y.tolist())
    same(tuple(map(tuple, X.tolist())), tuple(Y.tolist()))


def test_ragged_lists_are_told_of_buckets():
    with pytest.raises(DataError, match="BucketedSequences"):
        adapt([[1.0, 2.0], [1.0]])
    with pytest.raises(DataError, match="BucketedSequences"):
        adapt([np.ones(3), np.ones(2)], [0, 1])


# In batches.


def tensorflow_data():
    tf = pytest.importorskip("tensorflow")
    return tf.data.Dataset.from_tensor_slices((X, Y))


def test_tensorflow_data_knows_its_steps():
    data = tensorflow_data().batch(4)
    assert adapt(data).steps == 3
    assert adapt(data.repeat()).steps is None
    same(data)
    learns(data)
    learns(data.repeat(), steps_per_epoch=5)


def torch_data():
    torch = pytest.importorskip("torch")
    return torch.utils.data.TensorDataset(torch.from_numpy(X), torch.from_numpy(Y))


def test_a_loader_of_torch():
    torch = pytest.importorskip("torch")
    loader = torch.utils.data.DataLoader(torch_data(), batch_size=4)
    assert adapt(loader).steps == 3
    same(loader)
    learns(loader)
    with pytest.raises(ArgumentError, match="batches of a data set"):
        adapt(loader, Y)


class Hostile:
    """A map-style data set for a loader of torch, of which one row cannot be had."""

    def __init__(self, fault):
        self.fault = fault

    def __len__(self):
        return 12

    def __getitem__(self, index):
        from tests.training.data.faulty import FAULTS

        if index == 6:
            FAULTS[self.fault]()
        return np.zeros(WIDTH, "float32"), np.zeros(1, "float32")


@pytest.mark.parametrize(("fault", "workers"), [("raise", 0), ("leave", 1)])
def test_a_worker_of_torch_that_fails(fault, workers):
    torch = pytest.importorskip("torch")
    context = "spawn" if workers else None
    loader = torch.utils.data.DataLoader(
        Hostile(fault), batch_size=4, num_workers=workers, multiprocessing_context=context
    )
    with pytest.raises(DataError, match=r"batch \d of DataLoader"):
        learns(loader)


def test_a_loader_of_torch_gets_a_limit_of_time(monkeypatch):
    torch = pytest.importorskip("torch")
    monkeypatch.setattr(loaders, "TIMEOUT", 2.0)
    loader = torch.utils.data.DataLoader(
        Hostile("hang"), batch_size=4, num_workers=1, multiprocessing_context="spawn"
    )
    with pytest.raises(DataError, match="timed out"):
        [*adapt(loader).epoch()]
    assert loader.timeout == 0


def test_grain():
    grain = pytest.importorskip("grain")
    pairs = list(zip(X, Y, strict=True))
    data = grain.MapDataset.source(pairs).batch(4)
    assert adapt(data).steps == 3 and adapt(data.repeat()).steps is None
    same(data)
    same(data.to_iter_dataset())
    learns(data)
    loader = grain.DataLoader(
        data_source=pairs,
        sampler=grain.samplers.SequentialSampler(10),
        operations=[grain.transforms.Batch(4)],
        worker_count=0,
    )
    same(loader)


def test_a_hanging_data_set_of_grain(monkeypatch):
    grain = pytest.importorskip("grain")
    monkeypatch.setattr(loaders, "TIMEOUT", 0.2)
    ended = threading.Event()

    def hangs(value):
        if value == 6:
            ended.wait(20)
        return np.full(WIDTH, value, "float32"), np.ones(1)

    data = (
        grain.MapDataset.range(12)
        .map(hangs)
        .batch(4)
        .to_iter_dataset(grain.ReadOptions(num_threads=1, prefetch_buffer_size=1))
    )
    with pytest.raises(DataError, match=r"batch 1 of .*hangs"):
        [*adapt(data).epoch()]
    ended.set()


# With columns.


def table():
    datasets = pytest.importorskip("datasets")
    columns = {"x": X, "label": Y, "weight": np.ones(10), "name": [str(i) for i in range(10)]}
    return datasets.Dataset.from_dict(columns)


def test_a_table_of_hugging_face():
    data = table().select_columns(["x", "label"])
    same(data, "label")
    same(data.with_format("torch"), "label")
    learns(data, "label")
    x, y = whole(data, "label", shuffle=True)
    assert not np.array_equal(y, Y) and sorted(y) == sorted(Y)
    np.testing.assert_allclose(x.sum(axis=1), y, rtol=1e-5)
    assert next(adapt(data.remove_columns("label")).epoch()).x.shape == (10, WIDTH)
    same(data["x"], data["label"])


def test_a_table_with_several_inputs_and_targets():
    data = table().remove_columns("name").add_column("other", np.arange(10))
    batch = next(adapt(data, "label", "weight", batch_size=4).epoch())
    assert set(batch.x) == {"x", "other"} and batch.sample_weight.shape == (4,)
    batch = next(adapt(data, ["label", "other"], "weight", batch_size=4).epoch())
    assert batch.x.shape == (4, WIDTH) and set(batch.y) == {"label", "other"}


def test_what_is_wrong_with_a_table_is_said():
    data = table()
    with pytest.raises(DataError, match="'name'"):
        whole(data, "label")
    with pytest.raises(DataError, match="no column 'lable'") as error:
        adapt(data, "lable")
    assert "label" in str(error.value)
    with pytest.raises(DataError, match="no column is left"):
        adapt(data.select_columns(["label"]), "label")
    with pytest.raises(ArgumentError, match="name of one"):
        adapt(data, Y)
    with pytest.raises(DataError, match="empty"):
        adapt(data.select([]), "label")
    with pytest.raises(DataError, match=r"data\['train'\]"):
        adapt({"train": data})


def test_a_stream_of_hugging_face():
    data = table().select_columns(["x", "label"]).to_iterable_dataset()
    same(data, "label")
    learns(data, "label", batch_size=5)
    with pytest.raises(DataError, match="no column"):
        adapt(data, "lable")


@pytest.mark.parametrize("data", [3, object(), None, print])
def test_what_is_no_data_is_said_to_be_none(data):
    with pytest.raises(DataError, match="no data"):
        adapt(data)
