"""Weights that Keras wrote, in each of its kinds of files, are those of Tahr's networks."""

import h5py
import numpy as np
import pytest

import tahr
from tahr import applications

keras = pytest.importorskip("keras", reason="real Keras is not installed")

SHAPE = (32, 32, 3)
GIVEN = {
    "MobileNet": {"alpha": 0.25},
    "ConvNeXtTiny": {},
    "EfficientNetB0": {},
    "NASNetMobile": {},
}
"""Plain layers; layers in layers; a count of samples; two kernels in a layer."""


def whole(path, model):
    model.save(path)


def weights(path, model):
    model.save_weights(path)


def layer_by_layer(path, model, version=None):
    """The kind of file that the weights of ImageNet come in."""
    from keras.src.legacy.saving.legacy_h5_format import save_weights_to_hdf5_group

    with h5py.File(path, "w") as file:
        save_weights_to_hdf5_group(file, model)
        if version == "none":
            del file.attrs["keras_version"], file.attrs["backend"]
        elif version:
            file.attrs["keras_version"] = version.encode()


KINDS = {
    "model.keras": whole,
    "model.weights.h5": weights,
    "model.h5": whole,
    "layers.h5": layer_by_layer,
    "of_keras_2.h5": lambda path, model: layer_by_layer(path, model, "2.2.4"),
    "of_nobody.h5": lambda path, model: layer_by_layer(path, model, "none"),
}


def different(model):
    rng = np.random.default_rng(2)
    model.set_weights([rng.uniform(0, 1, w.shape).astype(w.dtype) for w in model.get_weights()])
    return model


@pytest.mark.soak
@pytest.mark.parametrize("name", GIVEN)
@pytest.mark.usefixtures("drawn_at_once")
@pytest.mark.filterwarnings("ignore:You are saving your model as an HDF5 file")
def test_files_of_keras_are_read(name, tmp_path):
    given = {"input_shape": SHAPE, "classes": 3, **GIVEN[name]}
    theirs = different(getattr(keras.applications, name)(weights=None, **given))
    for file, write in KINDS.items():
        path = tmp_path / file
        write(path, theirs)
        ours = getattr(applications, name)(weights=path, **given)
        pairs = zip(theirs.get_weights(), ours.get_weights(), strict=True)
        assert all(np.array_equal(a, b) for a, b in pairs), file


@pytest.mark.usefixtures("channels_first", "drawn_at_once")
def test_files_of_keras_are_read_with_channels_first(tmp_path):
    given = {"input_shape": SHAPE[::-1], "include_top": False, "alpha": 0.25}
    theirs = different(keras.applications.MobileNet(weights=None, **given))
    for file in ("layers.h5", "of_keras_2.h5", "of_nobody.h5"):
        path = tmp_path / file
        KINDS[file](path, theirs)
        ours = applications.MobileNet(weights=path, **given)
        pairs = zip(theirs.get_weights(), ours.get_weights(), strict=True)
        assert all(np.array_equal(a, b) for a, b in pairs), file


@pytest.mark.soak
@pytest.mark.usefixtures("drawn_at_once")
def test_a_whole_network_of_keras_is_loaded(tmp_path):
    theirs = keras.applications.ConvNeXtTiny(weights=None, input_shape=SHAPE, classes=3)
    theirs.save(tmp_path / "model.keras")
    ours = tahr.models.load_model(tmp_path / "model.keras")
    x = np.random.default_rng(0).uniform(0, 255, (1, *SHAPE)).astype("float32")
    assert np.allclose(ours(x), theirs(x), atol=1e-5)
