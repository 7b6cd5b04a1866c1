"""What fixed a program's numbers on the Keras it was written for fixes them here."""

import random

import numpy as np
import pytest

from tahr import layers
from tahr.core import seeds
from tahr.core.streams import Stream, words_of
from tahr.training.data.arrays import ArrayBatches


def drawn():
    return layers.Dense(2).kernel_initializer.seed


def seeded_twice(seed, between=lambda: None):
    seed()
    between()
    first = drawn()
    seed()
    between()
    return first, drawn()


@pytest.mark.parametrize(
    "seed",
    [
        lambda: random.seed(7),
        lambda: np.random.seed(7),
        lambda: seeds.set_random_seed(7),
    ],
    ids=["Python, as in Keras 3", "NumPy, as in Keras 1", "the one for all"],
)
def test_a_seed_fixes_weights(seed):
    first, second = seeded_twice(seed)
    assert first == second
    assert drawn() != second


def test_draws_of_the_program_between_make_no_difference():
    first, second = seeded_twice(lambda: np.random.seed(3), lambda: np.random.random(5000))
    assert first == second
    first, second = seeded_twice(lambda: random.seed(3), lambda: [random.random()] * 1000)
    assert first == second


def test_numpys_seed_fixes_the_order_of_samples():
    def order():
        np.random.seed(5)
        batches = ArrayBatches(np.arange(64.0), None, None, 8, shuffle=True)
        return [batch.x.tolist() for batch in batches.epoch()]

    assert order() == order()


def test_drawing_is_told_from_seeding():
    source = random.Random(1)
    stream = Stream(lambda: words_of(source), lambda: source.randrange(1, 9))
    assert not stream.was_seeded()
    for _ in range(5000):
        source.random()
    assert not stream.was_seeded()
    source.seed(1)
    assert stream.was_seeded()
    assert stream.seeded
    assert not stream.was_seeded()
    source.seed(2)
    stream.look_away()
    assert not stream.was_seeded()
