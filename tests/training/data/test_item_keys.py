"""Random draws while items are prepared: by the item, however many workers there are."""

from itertools import islice

import numpy as np
import pytest

from tahr import layers
from tahr.core.item_keys import preparing
from tahr.random import SeedGenerator, uniform
from tahr.training.data.numbered import Numbered
from tahr.training.data.piped import Piped
from tahr.utils import Dataset, PyDataset

WORKERS = {"none": (0, False), "threads": (3, False), "processes": (2, True)}


class Noise:
    """Adds a number below one to what it is called with."""

    def __init__(self):
        self.generator = SeedGenerator(7)

    def __call__(self, x):
        return x + uniform((), dtype="float64", seed=self.generator)


class Noisy(PyDataset):
    """Numbers with noise."""

    def __init__(self, **options):
        super().__init__(**options)
        self.noise = Noise()

    def __len__(self):
        return 6

    def __getitem__(self, index):
        return np.asarray(self.noise(np.full(1, index, "float64")))


def mapped(way):
    data = Dataset.range(6).map(Noise(), num_parallel_calls=-1)
    data.workers, data.use_multiprocessing = WORKERS[way]
    return data


def noisy(way):
    workers, processes = WORKERS[way]
    return Noisy(workers=workers, use_multiprocessing=processes)


def passes(source, *starts):
    try:
        return [np.ravel([*source.items(number, start)]) for number, start in enumerate(starts)]
    finally:
        source.close()


SOURCES = {"map": lambda way: Piped(mapped(way)), "PyDataset": lambda way: Numbered(noisy(way))}


@pytest.mark.parametrize("kind", SOURCES)
def test_draws_do_not_depend_on_the_workers(kind):
    found = [passes(SOURCES[kind](way), 0, 0) for way in WORKERS]
    for other in found[1:]:
        np.testing.assert_array_equal(other, found[0])
    noise = np.ravel(found[0]) % 1
    assert len({*noise.tolist()}) == noise.size
    np.testing.assert_array_equal(passes(SOURCES[kind]("threads"), 0, 4)[1], found[0][1][4:])


def test_another_training_draws_other_numbers():
    data = noisy("none")
    assert passes(Numbered(data), 0)[0].tolist() != passes(Numbered(data), 0)[0].tolist()


def test_what_is_kept_is_drawn_once():
    kept = mapped("threads").cache().repeat(2)
    first, second = np.split(np.asarray([*kept]), 2)
    np.testing.assert_array_equal(first, second)
    again = mapped("threads").cache().repeat(2).stage.run(0, 8)
    np.testing.assert_array_equal([*again], second[2:])


def test_stages_with_one_generator_draw_apart():
    noise, data = Noise(), Dataset.range(4)
    twice = data.map(noise, num_parallel_calls=2).cache().map(noise, num_parallel_calls=2)
    added = np.asarray([*twice]) - np.asarray([*data.map(noise, num_parallel_calls=2).cache()])
    assert len({*np.asarray([*twice]).tolist()}) == 4
    once = np.asarray([*data.map(noise, num_parallel_calls=2).cache()]) - np.arange(4)
    assert not np.isclose(added, once).any()


def test_a_generator_of_the_item_itself_counts():
    outside = SeedGenerator(3)
    with preparing(5, 0):
        inside = SeedGenerator(3)
        keys = [np.asarray(inside.next()).tolist() for _ in range(2)]
        drawn = [np.asarray(outside.next()).tolist() for _ in range(2)]
    assert keys == [[3, 0], [3, 1]]
    assert drawn[0] != drawn[1] and drawn != keys
    assert np.asarray(outside.next()).tolist() == [3, 0]


def test_layers_with_one_seed_draw_alike():
    images = np.random.default_rng(0).random((8, 4, 4, 3)).astype("float32")
    flips = [layers.RandomFlip(seed=1) for _ in range(2)]
    data = Dataset.from_tensor_slices((images, images)).map(
        lambda x, y: (flips[0](x), flips[1](y)), num_parallel_calls=-1
    )
    for x, y in islice(data, 8):
        np.testing.assert_array_equal(x, y)
