"""TensorFlow's own random numbers, which a program seeds by `tf.random.set_seed`."""

from typing import Any

from tahr.core.streams import LARGEST, State, Stream, words_of
from tahr.engines.tensorflow.starting import tf

from tensorflow.python.eager import context  # isort: skip


def seed_tensorflow(seed: int) -> None:
    """Seeds TensorFlow."""
    tf.random.set_seed(seed)


def _state() -> State | None:
    now: Any = context.context()
    return None if context.global_seed() is None else words_of(now._rng)


def _draw() -> int:
    return context.internal_operation_seed() % (LARGEST - 1) + 1


STREAM = Stream(_state, _draw, seeded=context.global_seed() is not None)
