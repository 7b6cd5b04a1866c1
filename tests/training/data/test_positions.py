"""Positions in data: training that goes on from one sees the very batches it would have seen."""

import json

import numpy as np
import pytest
from tests.training.data.faulty import WIDTH, Endless, Reordering, Rows

from tahr.core.errors import DataError
from tahr.core.seeds import default_seed, set_random_seed
from tahr.training.data import BucketedSequences, adapt

X = np.arange(22 * WIDTH, dtype="float32").reshape(22, WIDTH)
Y = np.arange(22, dtype="float32")


def arrays(**options):
    return adapt(X, Y, batch_size=4, **options)


def generator(steps):
    def forever():
        for start in range(1000):
            yield X[start % 18 : start % 18 + 3] + start, Y[:3]

    return adapt(forever(), steps=steps)


class Again:
    """Something that can be looped over again and again."""

    def __iter__(self):
        return ((X[i : i + 3], Y[i : i + 3]) for i in range(0, 21, 3))


class Stateful:
    """A loader that knows where it is, and counts what it prepares."""

    def __init__(self):
        self.at = self.passes = self.prepared = 0

    def __iter__(self):
        while self.at < 7:
            self.at += 1
            self.prepared += 1
            yield X[self.at : self.at + 3] + self.passes, Y[:3]
        self.at = 0
        self.passes += 1

    def state_dict(self):
        return {"at": self.at, "passes": self.passes}

    def load_state_dict(self, state):
        self.at, self.passes = state["at"], state["passes"]


def sequences(**options):
    rows = [np.arange(1, 2 + i % 9) + i for i in range(30)]
    return adapt(BucketedSequences(rows, batch_size=4, seed=3, **options), shuffle=True)


def tensorflow_data(steps=None):
    tf = pytest.importorskip("tensorflow")
    tf.random.set_seed(5)  # the order depends on it too, and `set_random_seed` sets it
    data = tf.data.Dataset.from_tensor_slices((X, Y)).shuffle(22, seed=7)
    return adapt(data.batch(4), steps=steps)


def torch_loader(steps=None):
    torch = pytest.importorskip("torch")
    torch.manual_seed(default_seed())
    data = torch.utils.data.TensorDataset(torch.from_numpy(X), torch.from_numpy(Y))
    return adapt(torch.utils.data.DataLoader(data, 4, shuffle=True), steps=steps)


def own_generator():
    torch = pytest.importorskip("torch")
    data = torch.utils.data.TensorDataset(torch.from_numpy(X), torch.from_numpy(Y))
    chance = torch.Generator().manual_seed(default_seed())
    return adapt(torch.utils.data.DataLoader(data, 4, shuffle=True, generator=chance))


def grain_map():
    grain = pytest.importorskip("grain")
    return adapt(grain.MapDataset.source(Y).seed(2).shuffle().map(lambda v: (v, v)).batch(4))


def grain_iter(steps=None):
    grain = pytest.importorskip("grain")
    data = grain.MapDataset.source(Y).seed(2).shuffle().to_iter_dataset()
    return adapt(data.filter(lambda v: v % 5 != 1).batch(4), steps=steps)


def grain_loader():
    grain = pytest.importorskip("grain")
    sampler = grain.samplers.IndexSampler(22, num_epochs=1, seed=1, shuffle=True)
    return adapt(
        grain.DataLoader(
            data_source=Y, sampler=sampler, operations=[grain.transforms.Batch(4)], worker_count=0
        )
    )


def table(**options):
    datasets = pytest.importorskip("datasets")
    data = datasets.Dataset.from_dict({"a": X, "label": Y})
    return adapt(data, "label", batch_size=4, **options)


def stream(steps=None):
    datasets = pytest.importorskip("datasets")
    data = datasets.Dataset.from_dict({"a": X, "label": Y}).to_iterable_dataset(num_shards=2)
    return adapt(data.shuffle(seed=1, buffer_size=6), "label", batch_size=4, steps=steps)


SOURCES = {
    "arrays": arrays,
    "arrays, shuffled": lambda: arrays(shuffle=True),
    "arrays, whole batches shuffled": lambda: arrays(shuffle="batch"),
    "arrays, steps": lambda: arrays(shuffle=True, steps=4),
    "data set": lambda: adapt(Rows()),
    "data set, shuffled": lambda: adapt(Rows(workers=3), shuffle=True),
    "data set, steps": lambda: adapt(Rows(workers=0), shuffle=True, steps=7),
    "data set, steps over a pass": lambda: adapt(Rows(samples=12), shuffle=True, steps=7),
    "data set with an order of its own": lambda: adapt(Reordering()),
    "endless data set": lambda: adapt(Endless(workers=2), steps=5),
    "sequences": sequences,
    "iterable": lambda: adapt(Again()),
    "iterable, steps": lambda: adapt(Again(), steps=5),
    "loader with a state": lambda: adapt(Stateful()),
    "generator": lambda: generator(6),
    "tf.data": tensorflow_data,
    "tf.data, steps": lambda: tensorflow_data(4),
    "DataLoader": torch_loader,
    "DataLoader, steps": lambda: torch_loader(steps=4),
    "DataLoader with a generator": own_generator,
    "grain.MapDataset": grain_map,
    "grain.IterDataset": grain_iter,
    "grain.IterDataset, steps": lambda: grain_iter(3),
    "grain.DataLoader": grain_loader,
    "Dataset": table,
    "Dataset, shuffled": lambda: table(shuffle=True),
    "Dataset, steps": lambda: table(shuffle=True, steps=4),
    "IterableDataset": stream,
    "IterableDataset, steps": lambda: stream(4),
}


def rows(batches, start=0, most=None):
    """Returns what an epoch has, as plain lists."""
    found = []
    for batch in batches.epoch(start):
        found.append((batch.number, np.asarray(batch.x).tolist()))
        if most is not None and len(found) == most:
            break
    return found


@pytest.mark.parametrize("name", SOURCES)
@pytest.mark.parametrize("at", [0, 2, "end"])
def test_it_goes_on_as_if_it_had_not_stopped(name, at):
    make = SOURCES[name]
    set_random_seed(1)
    whole = make()
    epochs = [rows(whole) for _ in range(4)]
    if name == "generator":
        assert len({len(epoch) for epoch in epochs}) == 1
    at = len(epochs[1]) if at == "end" else at

    set_random_seed(1)
    before = make()
    assert rows(before) == epochs[0]
    running = before.epoch()
    seen = [next(running) for _ in range(at)]
    state = json.loads(json.dumps(before.state()))
    assert [batch.number for batch in seen] == [*range(at)]

    set_random_seed(2)
    after = make()
    after.restore(state)
    assert rows(after, start=at) == epochs[1][at:]
    assert rows(after) == epochs[2]
    assert rows(after) == epochs[3]
    for batches in (whole, before, after):
        batches.close()


def test_a_model_may_be_built_on_a_sample_before_it_goes_on():
    for name, make in SOURCES.items():
        set_random_seed(1)
        before = make()
        running = before.epoch()
        next(running)
        state = json.loads(json.dumps(before.state()))
        expected = [(batch.number, np.asarray(batch.x).tolist()) for batch in running]
        second = rows(before)
        set_random_seed(2)
        after = make()
        after.sample()
        after.restore(state)
        assert rows(after, start=1) == expected, name
        assert rows(after) == second, name


@pytest.mark.parametrize("name", ["arrays, shuffled", "data set, shuffled", "Dataset, shuffled"])
def test_a_position_between_epochs_is_the_start_of_the_next(name):
    batches = SOURCES[name]()
    rows(batches)
    state = batches.state()
    second = rows(batches)
    again = SOURCES[name]()
    again.restore(state)
    assert rows(again) == second
    batches.restore(state)
    assert rows(batches, start=1) == second[1:]


def test_batches_before_the_start_are_not_prepared():
    asked = []

    class Watched(Rows):
        def __getitem__(self, index):
            asked.append(index)
            return super().__getitem__(index)

    batches = adapt(Watched(workers=0))
    assert len(rows(batches, start=7)) == 3 and asked == [7, 8, 9]


def test_a_loader_with_a_state_prepares_nothing_twice():
    before, loader = adapt(Stateful()), Stateful()
    rows(before)
    epoch = before.epoch()
    for _ in range(3):
        next(epoch)
    after = adapt(loader)
    after.restore(before.state())
    assert rows(after, start=3) == [(b.number, b.x.tolist()) for b in epoch]
    assert loader.prepared == 4


def test_looking_at_a_sample_takes_nothing():
    for name, make in SOURCES.items():
        found = []
        for looks in (True, False):
            set_random_seed(1)
            batches = make()
            assert not looks or batches.sample().number == 0
            found.append(rows(batches))
            batches.close()
        assert found[0] == found[1], name


def test_a_generator_cannot_go_back():
    batches = generator(3)
    state = batches.state()
    rows(batches)
    batches.restore(state)
    with pytest.raises(DataError, match="cannot go back"):
        rows(batches)


@pytest.mark.parametrize("other", ["arrays", "data set", "Dataset, shuffled", "arrays, steps"])
def test_a_position_in_other_data_is_refused(other):
    with pytest.raises(DataError, match="other data"):
        SOURCES["generator"]().restore(SOURCES[other]().state())


def test_an_epoch_broken_off_is_still_the_one_under_way():
    batches = arrays(shuffle=True)
    first = rows(batches, most=2)
    state = batches.state()
    batches.restore(state)
    assert rows(batches)[:2] == first
    batches.finished()
    assert rows(batches)[:2] != first
