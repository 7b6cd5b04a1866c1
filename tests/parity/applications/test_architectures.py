"""Each application is Keras's: layer by layer, weight by weight, and in what it computes."""

import contextlib
import gc
import inspect
import re

import numpy as np
import pytest

import tahr
from tahr import applications

keras = pytest.importorskip("keras", reason="real Keras is not installed")

SMALLEST = {"InceptionV3": 75, "InceptionResNetV2": 75, "Xception": 71}
"""Height and width of the smallest pictures; 32 for all others."""
OFTEN = "MobileNet"
"""What usual runs compare: Keras takes from seconds to minutes for each of the others."""
NAMES = [name for name in applications.__all__ if callable(getattr(applications, name))]
OWN_ARGUMENTS = {
    "MobileNet": {"alpha": 0.5, "depth_multiplier": 2},
    "MobileNetV2": {"alpha": 1.4},
    "MobileNetV3Small": {"alpha": 0.75, "minimalistic": True, "include_preprocessing": False},
    "MobileNetV3Large": {"alpha": 1.25, "dropout_rate": 0.0},
    "ConvNeXtTiny": {"include_preprocessing": False},
    "EfficientNetV2B1": {"include_preprocessing": False},
    "EfficientNetV2S": {"input_shape": (39, 33, 1)},
}


ASKED = {
    "classes": {"classes": 5, "classifier_activation": None},
    "averages": {"include_top": False, "pooling": "avg"},
    "maxima": {"include_top": False, "pooling": "max"},
    "places": {"include_top": False},
}
"""What is asked of each application; of the last one, for pictures that are not square."""


def marked(names):
    return [pytest.param(n, marks=() if n == OFTEN else pytest.mark.soak) for n in names]


def side_of(name):
    return SMALLEST.get(name, 32)


def pair(name, drawn=False, **given):
    """Makes a network in Keras and in Tahr, each the first one of its process.

    Keras's has no numbers unless they are asked for.
    """
    gc.collect()
    made = []
    for library in (keras, tahr):
        library.utils.clear_session()
        stateless = library is keras and not drawn
        with keras.StatelessScope() if stateless else contextlib.nullcontext():
            made.append(getattr(library.applications, name)(weights=None, **given))
    return made


def facts(model):
    """What can be told of a network without its numbers.

    Keras has no name for what multiplies the channels of a ConvNeXt.
    """
    weights = [(re.sub(r"layer_scale/\w+$", "layer_scale", v.path), tuple(v.shape))
               for v in model.weights]  # fmt: skip
    return {
        "name": model.name,
        "input": tuple(model.input_shape),
        "layers": [(type(x).__name__, x.name, x.output.shape) for x in model.layers],
        "weights": weights,
        "trainable": [v.path for v in model.trainable_weights if "layer_scale" not in v.path],
        "parameters": model.count_params(),
    }


def same(theirs, ours):
    theirs, ours = facts(theirs), facts(ours)
    for key, value in theirs.items():
        if isinstance(value, list):
            odd = [p for p in zip(value, ours[key], strict=False) if p[0] != p[1]]
            assert not odd, (key, odd[:3])
            assert len(value) == len(ours[key])
        assert ours[key] == value, key


def compare_numbers(theirs, ours):
    """Compares what both compute of one picture, with the same weights.

    Those of one axis are drawn: as Keras begins, they are ones and zeros that may change places.
    """
    rng = np.random.default_rng(1)
    weights = [w if w.ndim != 1 else rng.uniform(0.8, 1.2, w.shape).astype(w.dtype)
               for w in theirs.get_weights()]  # fmt: skip
    theirs.set_weights(weights)
    ours.set_weights(weights)
    scaled = any(type(x).__name__ in ("Rescaling", "Normalization") for x in ours.layers)
    x = rng.uniform(0, 255 if scaled else 1, (1, *ours.input_shape[1:])).astype("float32")
    wanted = np.asarray(theirs(x, training=False))
    with tahr.engine("numpy"):  # which compiles nothing
        got = np.asarray(ours(x, training=False))
    assert wanted.shape == got.shape
    assert np.isfinite(wanted).all() and np.ptp(wanted) > 0
    furthest = np.abs(got - wanted).max() / np.abs(wanted).max()
    assert furthest <= 1e-5, furthest


@pytest.mark.parametrize("asked", ASKED)
@pytest.mark.parametrize("name", marked(NAMES))
@pytest.mark.usefixtures("drawn_at_once")
def test_an_application_is_keras_s(name, asked):
    side = side_of(name)
    if asked == "places":
        same(*pair(name, input_shape=(side + 8, side + 5, 3), **ASKED[asked]))
        return
    theirs, ours = pair(name, drawn=True, input_shape=(side, side, 3), **ASKED[asked])
    same(theirs, ours)
    compare_numbers(theirs, ours)


@pytest.mark.parametrize("name", marked(OWN_ARGUMENTS))
def test_own_arguments_are_keras_s(name):
    same(*pair(name, **{"input_shape": (40, 40, 3), "classes": 7, **OWN_ARGUMENTS[name]}))


LAST_ALONE = ("ConvNeXt", "DenseNet", "NASNet")
"""Keras refuses channels first for these."""


@pytest.mark.soak
@pytest.mark.parametrize("name", [n for n in NAMES if not n.startswith(LAST_ALONE)])
@pytest.mark.usefixtures("channels_first", "drawn_at_once")
def test_channels_come_first_as_in_keras(name):
    shape = (3, side_of(name), side_of(name))
    theirs, ours = pair(name, drawn=True, input_shape=shape, include_top=False, pooling="avg")
    same(theirs, ours)
    compare_numbers(theirs, ours)


@pytest.mark.parametrize("name", NAMES)
def test_it_is_called_as_in_keras(name):
    def told(function):
        return [(p.name, p.default) for p in inspect.signature(function).parameters.values()]

    assert told(getattr(applications, name)) == told(getattr(keras.applications, name))
