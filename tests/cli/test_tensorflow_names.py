"""The few names of TensorFlow that are there without it."""

import logging

import pytest

from tahr.apps.cli import tensorflow_names, tensorflow_stand_in
from tahr.apps.cli.tensorflow_stand_in import NotOfferedError, TensorFlow


@pytest.fixture
def tf(monkeypatch):
    """The stand-in where TensorFlow is not installed."""
    monkeypatch.setattr(tensorflow_stand_in, "installed_spec", lambda *_: None)
    return TensorFlow()


def test_seeds_are_set(tf):
    import tahr

    tf.random.set_seed(42)
    first = tahr.random.normal((3,)).tolist()
    tf.random.set_seed(42)
    assert tahr.random.normal((3,)).tolist() == first


def test_devices_are_those_of_the_engine(tf):
    found = tf.config.list_physical_devices()
    assert found
    assert all(device.device_type in device.name for device in found)
    kinds = [d.device_type for d in found]
    assert len(tf.config.list_physical_devices("GPU")) == kinds.count("GPU")
    for device in tf.config.experimental.list_physical_devices("GPU"):
        tf.config.experimental.set_memory_growth(device, True)


def test_dtypes_are_their_names(tf):
    assert (tf.float32, tf.int64, tf.string) == ("float32", "int64", "string")


def test_the_rest(tf):
    assert tf.data.AUTOTUNE == tf.data.experimental.AUTOTUNE == -1
    assert tf.get_logger() is logging.getLogger("tensorflow")


@pytest.mark.parametrize(
    ("name", "todo"),
    [
        ("config.optimizer", "leave it out, as an engine finds its devices itself"),
        ("data.Dataset", "use NumPy arrays"),
        ("random.normal", r"use keras\.random"),
    ],
)
def test_what_is_not_there_says_what_does_its_work(tf, name, todo):
    part, _, inner = name.partition(".")
    with pytest.raises(NotOfferedError, match=todo) as found:
        getattr(getattr(tf, part), inner)
    assert f"no tf.{name}" in str(found.value)


def test_only_parts_that_say_what_else_does_their_work_are_there():
    assert tensorflow_names.PARTS.keys() <= tensorflow_stand_in.INSTEAD.keys()
