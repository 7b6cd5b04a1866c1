"""`utils.Dataset`: elements read when they are needed, and what is done with them on the way."""

import pickle

import numpy as np
import pytest
from hypothesis import given, strategies as st

import tahr
from tahr import layers
from tahr.core.engines import OWN as ENGINES
from tahr.core.errors import ArgumentError, DataError
from tahr.utils import Dataset

TRAINS = [e for e in ENGINES if e != "numpy"]


def numbers(count=10):
    return Dataset.from_tensor_slices(np.arange(count))


def listed(data):
    return [np.asarray(element).tolist() for element in data]


STEPS = {
    "map": (lambda d: d.map(lambda x: x * 2), lambda n: [2 * i for i in n]),
    "map in workers": (
        lambda d: d.map(lambda x: x + 1, num_parallel_calls=-1),
        lambda n: [i + 1 for i in n],
    ),
    "filter": (lambda d: d.filter(lambda x: x % 2 == 0), lambda n: [i for i in n if i % 2 == 0]),
    "take": (lambda d: d.take(3), lambda n: n[:3]),
    "skip": (lambda d: d.skip(2), lambda n: n[2:]),
    "shard": (lambda d: d.shard(3, 1), lambda n: n[1::3]),
    "repeat": (lambda d: d.repeat(2), lambda n: n * 2),
    "cache": (lambda d: d.cache(), lambda n: n),
    "prefetch": (lambda d: d.prefetch(2), lambda n: n),
    "batch, unbatch": (lambda d: d.batch(3).unbatch(), lambda n: n),
    "batch, drop, unbatch": (
        lambda d: d.batch(3, drop_remainder=True).unbatch(),
        lambda n: n[: len(n) // 3 * 3],
    ),
    "concatenate": (lambda d: d.concatenate(numbers(2)), lambda n: [*n, 0, 1]),
}


@given(
    st.integers(0, 12),
    st.lists(st.sampled_from(sorted(STEPS)), max_size=4),
    st.sampled_from([0, 2]),
    st.integers(0, 15),
)
def test_steps_do_what_lists_do(count, names, workers, start):
    data, wanted = numbers(count), list(range(count))
    data.workers = workers
    for name in names:
        step, of_list = STEPS[name]
        data, wanted = step(data), of_list(wanted)
    assert listed(data) == wanted == listed(data)
    assert [int(x) for x in data.stage.run(0, start)] == wanted[start:]
    length = data.stage.length
    assert length is None or length == len(wanted) == len(data) == data.cardinality()
    if data.stage.by_number:
        assert [int(data[i]) for i in range(len(data))] == wanted


def test_batches():
    data = Dataset.from_tensor_slices(
        ({"a": np.arange(5), "t": ["x", "y", "z", "u", "v"]}, [1] * 5)
    )
    found = [*data.batch(2)]
    assert [x["a"].tolist() for x, y in found] == [[0, 1], [2, 3], [4]]
    assert found[2][0]["t"].tolist() == ["v"]
    assert len(data.batch(2, drop_remainder=True)) == 2
    assert listed(numbers(4).batch(2).batch(2)) == [[[0, 1], [2, 3]]]
    assert listed(numbers(5).batch(2).rebatch(3)) == [[0, 1, 2], [3, 4]]


def test_specs():
    data = Dataset.from_tensor_slices((np.ones((5, 3), "float32"), ["a"] * 5)).batch(2)
    x, text = data.element_spec
    assert (x.shape, x.dtype, text.shape, text.dtype) == ((None, 3), "float32", (None,), "string")
    mapped = data.map(lambda x, t: {"x": x[:, :2]})
    assert mapped.element_spec["x"].shape == (None, 2)
    assert numbers().batch(2, drop_remainder=True).element_spec.shape == (2,)
    assert numbers().batch(2).unbatch().filter(lambda x: x > 3).element_spec.shape == ()
    assert numbers().batch(4).prefetch(-1).cache().repeat().element_spec.shape == (None,)
    ragged = Dataset(lambda i: np.ones(i + 1), 3).padded_batch(2)
    assert ragged.element_spec.shape == (None, None)
    assert listed(ragged) == [[[1, 0], [1, 1]], [[1, 1, 1]]]


def test_orders():
    data = numbers(50).shuffle(50, seed=3)
    first, second = listed(data), listed(data)
    assert sorted(first) == sorted(second) == list(range(50))
    assert first != second
    assert listed(numbers(50).shuffle(9, seed=3)) == first
    still = numbers(50).shuffle(50, seed=3, reshuffle_each_iteration=False)
    assert listed(still) == listed(still)
    streamed = numbers(50).filter(lambda x: x < 40).shuffle(10, seed=1)
    found = listed(streamed)
    assert sorted(found) == list(range(40)) != found
    assert [int(x) for x in streamed.stage.run(0, 30)] == found[30:]
    turns = [*numbers(4).shuffle(4, seed=2).repeat().take(40)]
    assert len({tuple(map(int, turns[i : i + 4])) for i in range(0, 40, 4)}) > 3


def test_without_an_end():
    data = numbers(3).repeat()
    with pytest.raises(TypeError):
        len(data)
    assert data.cardinality().numpy() == -1
    assert numbers(3).filter(bool).cardinality().numpy() == -2
    assert listed(data.take(5)) == [0, 1, 2, 0, 1]
    assert listed(numbers(3).filter(lambda x: x > 0).repeat().take(3)) == [1, 2, 1]
    assert listed(numbers(0).repeat()) == []


def test_several_side_by_side():
    data = Dataset.zip(numbers(3), numbers(5).map(lambda x: x * 10))
    assert [(int(a), int(b)) for a, b in data] == [(0, 0), (1, 10), (2, 20)]
    assert [(int(i), int(x)) for i, x in numbers(2).map(lambda x: x + 5).enumerate()] == [
        (0, 5),
        (1, 6),
    ]
    assert numbers(4).reduce(0, lambda state, x: state + int(x)) == 6


def test_elements_are_read_as_programs_for_tf_data_read_them():
    batch = next(iter(Dataset.from_tensor_slices((np.arange(3), ["a", "b", "c"])).batch(3)))
    assert batch[0].numpy().tolist() == [0, 1, 2]
    assert batch[0][1].numpy() == 1 and [5, 6, 7][batch[0][2]] == 7
    assert batch[1].numpy()[0] == "a"
    plain = next(numbers().batch(2).as_numpy_iterator())
    assert type(plain) is np.ndarray


def test_what_is_kept_is_read_once():
    read = []
    data = Dataset(lambda i: read.append(i) or np.asarray(i), 4)
    data.workers = 0
    kept = data.cache()
    assert listed(kept) == listed(kept) == [0, 1, 2, 3]
    assert sorted(read) == [0, 1, 2, 3]
    again = data.filter(lambda x: x > 0).cache()
    assert listed(again) == listed(again) == [1, 2, 3] and len(again) == 3
    assert len(read) == 8


@pytest.mark.parametrize("engine", ENGINES)
def test_layers_in_map_compute_on_the_host(engine):
    words = layers.TextVectorization(output_sequence_length=2)
    words.adapt(["a b", "b"])
    data = Dataset.from_tensor_slices((["a b", "b", "c"], [1, 0, 1])).batch(2)
    mapped = data.map(lambda t, y: (words(t), layers.Rescaling(0.5)(tahr.ops.cast(y, "float32"))))
    with tahr.engine(engine):
        found = [(x.tolist(), y.tolist()) for x, y in mapped]
    assert found == [([[3, 2], [2, 0]], [0.5, 0.0]), ([[1, 0]], [0.5])]


def regression(count=40, batch=8):
    x = np.random.default_rng(0).normal(size=(count, 3)).astype("float32")
    y = x.sum(1, keepdims=True)
    return x, y, Dataset.from_tensor_slices((x, y)).batch(batch)


def model():
    start = tahr.initializers.GlorotUniform(seed=1)
    found = tahr.Sequential([layers.Input((3,)), layers.Dense(1, kernel_initializer=start)])
    found.compile("sgd", "mse")
    return found


@pytest.mark.parametrize("engine", TRAINS)
def test_training_on_it_is_training_on_its_arrays(engine):
    x, y, data = regression()
    with tahr.engine(engine):
        options = {"epochs": 2, "verbose": 0}
        want = model()
        expected = want.fit(x, y, batch_size=8, shuffle=False, **options).history["loss"]
        for way in (data, data.map(lambda x, y: (x, y)), data.unbatch().batch(8).prefetch(-1)):
            got = model()
            np.testing.assert_array_equal(got.fit(way, **options).history["loss"], expected)
        assert got.evaluate(data, verbose=0) == want.evaluate(x, y, batch_size=8, verbose=0)
        np.testing.assert_array_equal(
            got.predict(data, verbose=0), want.predict(x, batch_size=8, verbose=0)
        )


def test_validation_and_steps():
    _, _, data = regression()
    with tahr.engine("jax"):
        found = model().fit(
            data.repeat(), steps_per_epoch=3, epochs=2, validation_data=data.take(2), verbose=0
        )
    assert len(found.history["val_loss"]) == 2


@pytest.mark.parametrize("step", ["shuffle", "filter"])
def test_a_run_goes_on_in_the_midst_of_an_epoch(tmp_path, step):
    def made(seed):
        rows = regression()[2].unbatch()
        mixed = rows.shuffle(40, seed=seed)
        return (mixed if step == "shuffle" else mixed.filter(lambda x, y: x[0] < 9)).batch(4)

    class Stop(tahr.callbacks.Callback):
        def on_train_batch_end(self, batch, logs=None):
            if batch >= 4 and self.model.optimizer.iterations.numpy() > 13:
                raise KeyboardInterrupt

    with tahr.engine("jax"):
        want = model()
        want.fit(made(7), epochs=3, verbose=0)
        broken, options = model(), {"checkpoint": str(tmp_path), "resume": True, "verbose": 0}
        with pytest.raises(KeyboardInterrupt):
            broken.fit(made(7), epochs=3, callbacks=[Stop()], **options)
        again = model()
        again.fit(made(8), epochs=3, **options)
    np.testing.assert_array_equal(again.get_weights()[0], want.get_weights()[0])


class Cube:
    def __call__(self, index):
        return np.asarray(index**3)


def test_worker_processes():
    data = Dataset(Cube(), 6).batch(2)
    data.workers, data.use_multiprocessing = 2, True
    assert listed(data) == [[0, 1], [8, 27], [64, 125]]
    assert listed(pickle.loads(pickle.dumps(data.cache()))) == [[0, 1], [8, 27], [64, 125]]


def test_other_libraries_take_it():
    torch_data = pytest.importorskip("torch.utils.data", reason="torch is not installed")
    x, _, data = regression()
    found = next(iter(torch_data.DataLoader(data.unbatch(), batch_size=4)))
    np.testing.assert_array_equal(found[0].numpy(), x[:4])


def broken(index):
    if index == 3:
        raise OSError("row 3 is gone")
    return np.ones(3, "float32"), np.ones(1, "float32")


WRONG = {
    "a batch of none": (lambda: numbers().batch(0), ArgumentError, "positive integer"),
    "lengths": (
        lambda: Dataset.from_tensor_slices((np.ones(2), np.ones(3))), DataError, "one length",
    ),
    "shapes": (
        lambda: [*Dataset(lambda i: np.ones(i + 1), 2).batch(2)], DataError, "differ in shape",
    ),
    "structures": (
        lambda: [*Dataset(lambda i: (1,) * (i + 1), 2).batch(2)], DataError, "differ in structure",
    ),
    "no length": (lambda: Dataset(broken), ArgumentError, "length"),
    "no number": (lambda: numbers().filter(bool)[0], TypeError, "no end, or"),
    "beyond": (lambda: numbers()[10], IndexError, "10 of 10"),
    "training": (
        lambda: model().fit(Dataset(broken, 8).batch(2), verbose=0), DataError,
        r"(?s)batch 1 of the data set.*row 3 is gone",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", WRONG)
def test_what_is_wrong_is_one_clear_error(name):
    act, kind, words = WRONG[name]
    with tahr.engine("jax"), pytest.raises(kind, match=words):
        act()


SOURCES = {
    "data set": lambda d: d,
    "mapped": lambda d: d.map(lambda x, y: (x, y)),
    "generator": lambda d: ((x, y) for x, y in d),
}


@pytest.mark.parametrize("source", SOURCES)
def test_layers_adapt_to_it(source):
    x, _, data = regression()
    layer, want = layers.Normalization(), layers.Normalization()
    layer.adapt(SOURCES[source](data))
    want.adapt(x)
    np.testing.assert_allclose(layer.adapt_mean.numpy(), want.adapt_mean.numpy(), atol=1e-6)
