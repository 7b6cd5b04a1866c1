"""Each application is Keras's: layer by layer, weight by weight, and in what it computes."""

import gc
import re

import numpy as np
import pytest

import tahr
from tahr import applications

keras = pytest.importorskip("keras", reason="real Keras is not installed")

SMALLEST = {"InceptionV3": 75, "InceptionResNetV2": 75, "Xception": 71}
"""Height and width of the smallest pictures; 32 for all others."""
SMALL = {
    "DenseNet121", "EfficientNetB0", "EfficientNetV2B0", "MobileNet", "MobileNetV2",
    "MobileNetV3Large", "MobileNetV3Small", "NASNetMobile", "ResNet50", "ResNet50V2", "VGG16",
    "Xception",
}  # fmt: skip
"""What is compared in usual runs; the others in long ones."""
NAMES = [name for name in applications.__all__ if callable(getattr(applications, name))]
OWN_ARGUMENTS = {
    "MobileNet": {"alpha": 0.5, "depth_multiplier": 2, "input_shape": (64, 64, 3)},
    "MobileNetV2": {"alpha": 1.4, "input_shape": (96, 96, 3)},
    "MobileNetV3Small": {"alpha": 0.75, "minimalistic": True, "include_preprocessing": False},
    "MobileNetV3Large": {"alpha": 1.25, "dropout_rate": 0.0},
    "ConvNeXtTiny": {"include_preprocessing": False},
    "EfficientNetV2B1": {"include_preprocessing": False},
    "EfficientNetV2S": {"input_shape": (64, 64, 1)},
}


def marked(names):
    return [pytest.param(n, marks=() if n in SMALL else pytest.mark.soak) for n in names]


def pair(name, stateless=True, **given):
    """Makes a model in Keras and in Tahr, each the first of its process."""
    made = []
    for library in (keras, tahr):
        library.utils.clear_session()
        with keras.StatelessScope() if stateless and library is keras else no_scope():
            made.append(getattr(library.applications, name)(weights=None, **given))
    return made


class no_scope:  # noqa: N801
    def __enter__(self):
        return self

    def __exit__(self, *error):
        return None


def facts(model):
    """What can be told of a model without its numbers."""
    weights = [(re.sub(r"/(variable_\d+|gamma)$", "/gamma", v.path), tuple(v.shape))
               for v in model.weights]  # fmt: skip
    return {
        "name": model.name,
        "shapes": (tuple(model.input_shape), tuple(model.output_shape)),
        "layers": [(type(layer).__name__, layer.name) for layer in model.layers],
        "trainable": sum(int(np.prod(v.shape)) for v in model.trainable_weights),
        "parameters": model.count_params(),
        "weights": weights,
    }


def same(theirs, ours):
    theirs, ours = facts(theirs), facts(ours)
    for key, value in theirs.items():
        if isinstance(value, list):
            odd = [p for p in zip(value, ours[key], strict=False) if p[0] != p[1]]
            assert not odd, (key, odd[:3])
            assert len(value) == len(ours[key])
        assert ours[key] == value, key
    gc.collect()


@pytest.mark.parametrize("name", marked(NAMES))
def test_layers_and_weights_are_keras_s(name):
    same(*pair(name))


@pytest.mark.parametrize("name", marked(NAMES))
def test_features_are_keras_s(name):
    same(*pair(name, include_top=False, pooling="max"))


@pytest.mark.parametrize("name", marked(OWN_ARGUMENTS))
def test_own_arguments_are_keras_s(name):
    same(*pair(name, classes=7, **OWN_ARGUMENTS[name]))


def computed(name, shape, **given):
    """Returns what both compute of one picture, with the same weights."""
    theirs, ours = pair(name, False, input_shape=shape, classifier_activation=None, **given)
    rng = np.random.default_rng(1)
    weights = [w if w.ndim != 1 else rng.uniform(0.8, 1.2, w.shape).astype(w.dtype)
               for w in theirs.get_weights()]  # fmt: skip
    theirs.set_weights(weights)
    ours.set_weights(weights)
    x = rng.uniform(0, 255 if "fficient" in name or "V3" in name else 1, (1, *shape))
    x = x.astype("float32")
    return np.asarray(theirs(x, training=False)), np.asarray(ours(x, training=False))


def alike(theirs, ours):
    assert theirs.shape == ours.shape
    assert np.isfinite(theirs).all()
    assert np.ptp(theirs) > 0
    assert np.allclose(ours, theirs, rtol=0, atol=2e-5 * np.abs(theirs).max())


@pytest.mark.parametrize("name", marked(NAMES))
def test_numbers_are_keras_s(name):
    side = SMALLEST.get(name, 32)
    alike(*computed(name, (side, side, 3), classes=5))


LAST_ONLY = ("ConvNeXt", "DenseNet", "NASNet")
"""Keras refuses channels first for these."""


@pytest.mark.parametrize("name", marked(n for n in NAMES if not n.startswith(LAST_ONLY)))
def test_numbers_are_keras_s_with_channels_first(name):
    side = SMALLEST.get(name, 32)
    keras.config.set_image_data_format("channels_first")
    tahr.config.set_image_data_format("channels_first")
    try:
        alike(*computed(name, (3, side, side), include_top=False, pooling="avg"))
    finally:
        keras.config.set_image_data_format("channels_last")
        tahr.config.set_image_data_format("channels_last")


@pytest.mark.parametrize("name", NAMES)
def test_signatures_are_keras_s(name):
    import inspect

    def told(function):
        return [(p.name, p.default) for p in inspect.signature(function).parameters.values()]

    assert told(getattr(applications, name)) == told(getattr(keras.applications, name))
