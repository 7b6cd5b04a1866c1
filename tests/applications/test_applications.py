"""Applications: how they are asked for, where their weights come from, and that they train."""

import hashlib
import json
import logging

import numpy as np
import pytest

import tahr
from tahr import applications, layers
from tahr.applications import files
from tahr.core.errors import ArgumentError, DataError, SavingError, ShapeError

IU = applications.imagenet_utils
SHAPE = (32, 32, 3)
PARAMETERS = {
    "ConvNeXtTiny": 28_589_128,
    "DenseNet121": 8_062_504,
    "EfficientNetB0": 5_330_571,
    "EfficientNetV2B0": 7_200_312,
    "InceptionResNetV2": 55_873_736,
    "InceptionV3": 23_851_784,
    "MobileNet": 4_253_864,
    "MobileNetV2": 3_538_984,
    "MobileNetV3Large": 5_507_432,
    "MobileNetV3Small": 2_554_968,
    "NASNetMobile": 5_326_716,
    "ResNet50": 25_636_712,
    "ResNet50V2": 25_613_800,
    "VGG16": 138_357_544,
    "Xception": 22_910_480,
}
"""As Keras counts them."""


def small(**given):
    """Makes the smallest network there is."""
    return applications.MobileNet(**{"input_shape": SHAPE, "alpha": 0.25, "weights": None, **given})


@pytest.mark.parametrize("name", PARAMETERS)
def test_a_network_is_made_without_drawing_a_number(name):
    model = getattr(applications, name)(weights=None)
    assert model.count_params() == PARAMETERS[name]
    assert not [v.path for v in model.weights if v.held is not None]


def test_every_module_has_its_networks_and_what_goes_with_them():
    modules = [getattr(applications, name) for name in applications.__all__]
    modules = [m for m in modules if not callable(m) and m is not IU]
    assert len(modules) == 16
    for module in modules:
        assert module.decode_predictions is IU.decode_predictions
        assert module.preprocess_input.__name__ == "preprocess_input"
    assert applications.resnet50.ResNet50 is applications.resnet.ResNet50 is applications.ResNet50
    assert applications.ResNet50.__name__ == "ResNet50"
    assert "pooling: without a head" in applications.ResNet50.__doc__


def test_features_of_any_size_and_their_pooling():
    assert small(include_top=False, input_shape=None).output_shape == (None, None, None, 256)
    assert small(include_top=False).output_shape == (None, 1, 1, 256)
    assert small(include_top=False, pooling="avg").output_shape == (None, 256)
    assert small(classes=4, classifier_activation=None).output_shape == (None, 4)


def test_it_starts_from_a_tensor():
    x = layers.Input((8, 8, 3), name="picture")
    model = small(
        input_tensor=layers.UpSampling2D(4, name="larger")(x), include_top=False, input_shape=None
    )
    assert [layer.name for layer in model.layers[:3]] == ["picture", "larger", "conv1"]
    assert model.output_shape == (None, 1, 1, 256)


WRONG = {
    "no such file": ({"weights": "nowhere.h5"}, "there are no such weights"),
    "no file": ({"weights": 3}, "there are no such weights"),
    "classes of ImageNet": ({"weights": "imagenet", "classes": 10}, "its 1000 classes"),
    "size of ImageNet": (
        {"weights": "imagenet", "input_shape": (64, 64, 3)}, "pictures of one size",
    ),
    "channels of ImageNet": (
        {"weights": "imagenet", "include_top": False, "input_shape": (64, 64, 1)}, "3 channels",
    ),
    "activation of trained scores": (
        {"weights": "imagenet", "classifier_activation": "relu", "input_shape": None},
        "a softmax follows",
    ),
    "too small": ({"input_shape": (31, 40, 3)}, "at least 32 high and wide"),
    "no picture": ({"input_shape": (32, 32)}, "shape of one picture"),
    "no channels": ({"input_shape": (32, 32, None)}, "shape of one picture"),
    "unknown size": ({"input_shape": (None, None, 3)}, "needs to know height and width"),
    "pooling": ({"pooling": "mean", "include_top": False}, "pooling"),
    "no classes": ({"classes": 0}, "classes must be a positive integer"),
    "a tensor with numbers": ({"input_tensor": np.zeros((1, 32, 32, 3))}, "no symbolic tensor"),
    "width of ImageNet": ({"weights": "imagenet", "alpha": 0.3}, "for this width"),
    "multiplier of ImageNet": (
        {"weights": "imagenet", "depth_multiplier": 2}, "depth_multiplier=1 alone",
    ),
    "width": ({"alpha": 0.0}, "alpha must be a number above 0"),
    "multiplier": ({"depth_multiplier": 0}, "depth_multiplier must be a positive integer"),
    "dropout": ({"dropout": 2.0}, "dropout must be a number from 0 to 1"),
}  # fmt: skip


@pytest.mark.parametrize("given", WRONG)
def test_a_mistake_is_told_in_one_error(given):
    arguments, says = WRONG[given]
    with pytest.raises(ArgumentError, match=says) as caught:
        small(**arguments)
    assert caught.value.where


def test_minimal_sizes_are_those_of_each_network():
    for name, least in (("InceptionV3", 75), ("Xception", 71), ("VGG16", 32)):
        made = getattr(applications, name)
        side = least - 1
        with pytest.raises(ArgumentError, match=f"at least {least}"):
            made(weights=None, include_top=False, input_shape=(side, side, 3))


def test_convnext_refuses_channels_first():
    tahr.config.set_image_data_format("channels_first")
    try:
        with pytest.raises(ArgumentError, match="channels come last"):
            applications.ConvNeXtTiny(weights=None)
    finally:
        tahr.config.set_image_data_format("channels_last")


def test_an_unknown_argument_is_told_of():
    with pytest.raises(TypeError, match="weight"):
        applications.ResNet50(weight=None)


# Weights.


@pytest.fixture
def home(tmp_path, monkeypatch):
    """A folder of Keras's files of its own, and no network."""
    monkeypatch.setenv("KERAS_HOME", str(tmp_path / "home"))
    monkeypatch.setattr(files, "STORE", (tmp_path / "store").as_uri() + "/")
    (tmp_path / "home" / "models").mkdir(parents=True)
    (tmp_path / "store" / "mobilenet").mkdir(parents=True)
    return tmp_path


def alike(one, other):
    return all(
        np.array_equal(a, b) for a, b in zip(one.get_weights(), other.get_weights(), strict=True)
    )


@pytest.mark.parametrize("ending", [".weights.h5", ".h5", ".keras"])
def test_weights_come_from_a_file(ending, tmp_path):
    trained = small(classes=7)
    path = tmp_path / f"trained{ending}"
    trained.save(path) if ending == ".keras" else trained.save_weights(path)
    assert not alike(small(classes=7), trained)
    assert alike(small(classes=7, weights=path), trained)
    assert alike(small(classes=7, weights=str(path)), trained)
    with pytest.raises(SavingError):
        small(classes=7, alpha=0.5, weights=path)


def of_imagenet(**given):
    return small(weights="imagenet", input_shape=None, **given)


def test_weights_of_imagenet_that_are_there_are_taken(home):
    trained = small(input_shape=None)
    trained.save_weights(home / "home" / "models" / "mobilenet_2_5_224_tf.h5")
    assert alike(of_imagenet(), trained)
    without = small(input_shape=None, include_top=False)
    without.save_weights(home / "home" / "models" / "mobilenet_2_5_224_tf_no_top.h5")
    assert alike(of_imagenet(include_top=False), without)


def test_weights_of_imagenet_are_downloaded_and_kept(home):
    trained = small(input_shape=None)
    trained.save_weights(home / "store" / "mobilenet" / "mobilenet_2_5_224_tf.h5")
    assert alike(of_imagenet(), trained)
    (home / "store" / "mobilenet" / "mobilenet_2_5_224_tf.h5").unlink()
    assert alike(of_imagenet(), trained)
    with pytest.raises(DataError, match="cannot be downloaded"):
        of_imagenet(include_top=False)


def test_a_download_that_is_something_else_is_refused(home):
    folder = home / "store" / "resnet"
    folder.mkdir()
    path = folder / "resnet50_weights_tf_dim_ordering_tf_kernels_notop.h5"
    path.write_bytes(b"something else")
    with pytest.raises(DataError, match="not what it should be") as caught:
        applications.ResNet50(include_top=False)
    assert caught.value.expected == "4d473c1dd8becc155b73f8504c6f6626"
    assert not (home / "home" / "models" / path.name).exists()


NAMES = [name for name in applications.__all__ if callable(getattr(applications, name))]
QUICK = ("MobileNet", "MobileNetV3Small", "ResNet50", "VGG16")


@pytest.mark.parametrize(
    "name", [pytest.param(n, marks=() if n in QUICK else pytest.mark.soak) for n in NAMES]
)
def test_every_network_has_two_files_with_checksums(name, monkeypatch):
    asked = []
    monkeypatch.setattr(files, "load", lambda model, about, file, mark: asked.append((file, mark)))
    getattr(applications, name)()
    ((file, mark),) = asked
    assert mark in ("_notop", "_no_top", "_no_top_v2", "-no-top")
    if name == "MobileNet":
        assert file == "mobilenet/mobilenet_1_0_224_tf"
        return
    stem = file.rpartition("/")[2]
    stem = "nasnet_" + stem.removeprefix("NASNet-") if "NASNet" in stem else stem
    if name != "MobileNetV2":
        digests = files.HASHES[stem.removesuffix(files.KERNELS)]
        assert [len(digest) for digest in digests] in ([32, 32], [64, 64])


GOOGLE = "https://storage.googleapis.com/"
ADDRESSES = {
    "EfficientNetB0": (
        "keras-applications/efficientnetb0_notop.h5",
        "efficientnetb0_notop.h5",
        "50bc09e76180e00e4465e1a485ddc09d",
    ),
    "MobileNetV2": (
        "tensorflow/keras-applications/mobilenet_v2/"
        "mobilenet_v2_weights_tf_dim_ordering_tf_kernels_1.0_224_no_top.h5",
        "mobilenet_v2_weights_tf_dim_ordering_tf_kernels_1.0_224_no_top.h5",
        None,
    ),
    "MobileNetV3Small": (
        "tensorflow/keras-applications/mobilenet_v3/"
        "weights_mobilenet_v3_small_224_1.0_float_no_top_v2.h5",
        "weights_mobilenet_v3_small_224_1.0_float_no_top_v2.h5",
        "d3e8ec802a04aa4fc771ee12a9a9b836",
    ),
    "NASNetMobile": (
        "tensorflow/keras-applications/nasnet/NASNet-mobile-no-top.h5",
        "nasnet_mobile_no_top.h5",
        "1ed92395b5b598bdda52abe5c0dbfd63",
    ),
}


@pytest.mark.parametrize("name", ADDRESSES)
def test_weights_are_looked_for_where_keras_has_them(name, monkeypatch):
    class Asked(Exception):  # noqa: N818
        pass

    def fetch(path, url, digest):
        raise Asked(url, path.name, digest)

    monkeypatch.setattr(files, "fetch", fetch)
    url, kept, digest = ADDRESSES[name]
    with pytest.raises(Asked) as caught:
        getattr(applications, name)(include_top=False)
    assert caught.value.args == (GOOGLE + url, kept, digest)


# Pictures in, names out.


@pytest.mark.parametrize(
    ("mode", "wanted"),
    [
        ("caffe", [96.061, -16.779, -113.68]),
        ("tf", [-0.92156863, -0.21568627, 0.56862745]),
        ("torch", [-1.94665639, -0.28501401, 1.68139434]),
    ],
)
def test_pictures_are_prepared_as_networks_want_them(mode, wanted):
    x = np.array([[[10, 100, 200]]], "uint8")
    got = IU.preprocess_input(x, mode=mode)
    assert isinstance(got, np.ndarray) and got.dtype == "float32"
    assert np.allclose(got.ravel(), wanted, atol=1e-4)
    assert x.ravel().tolist() == [10, 100, 200]
    first = IU.preprocess_input(x.transpose(2, 0, 1), "channels_first", mode)
    assert np.allclose(first.ravel(), wanted, atol=1e-4) and first.shape == (3, 1, 1)
    batch = IU.preprocess_input(tahr.ops.convert_to_tensor(x[None], "float32"), mode=mode)
    assert np.allclose(np.asarray(batch).ravel(), wanted, atol=1e-4)
    symbolic = IU.preprocess_input(layers.Input((4, 4, 3)), mode=mode)
    assert symbolic.shape == (None, 4, 4, 3)
    assert IU.preprocess_input(x.astype("float64"), mode=mode).dtype == "float64"


def test_what_is_no_picture_is_told_of():
    with pytest.raises(ArgumentError, match="mode cannot be 'mean'"):
        IU.preprocess_input(np.zeros((2, 2, 3)), mode="mean")
    with pytest.raises(ArgumentError, match="data_format"):
        IU.preprocess_input(np.zeros((2, 2, 3)), data_format="last")
    with pytest.raises(ShapeError, match="three axes"):
        IU.preprocess_input(np.zeros((2, 2)))
    with pytest.raises(ShapeError, match="red, green and blue"):
        applications.resnet.preprocess_input(np.zeros((2, 2, 1)))
    assert IU.preprocess_input(np.zeros((2, 2, 1)), mode="tf").tolist() == [[[-1.0]] * 2] * 2


@pytest.fixture
def class_index(home, monkeypatch):
    """A list of 1000 names in the place of ImageNet's."""
    text = json.dumps({str(n): [f"n{n:08}", f"thing_{n}"] for n in range(1000)})
    (home / "home" / "models" / "imagenet_class_index.json").write_text(text)
    monkeypatch.setattr(files, "CLASSES_HASH", hashlib.md5(text.encode()).hexdigest())


@pytest.mark.usefixtures("class_index")
def test_predictions_get_names():
    scores = np.zeros((2, 1000), "float32")
    scores[0, [3, 999]] = 0.25, 0.75
    scores[1, 0] = 1.0
    first, second = IU.decode_predictions(scores, top=2)
    assert first == [("n00000999", "thing_999", 0.75), ("n00000003", "thing_3", 0.25)]
    assert second[0] == ("n00000000", "thing_0", 1.0)
    assert len(IU.decode_predictions(scores)[0]) == 5
    with pytest.raises(ShapeError, match="1000"):
        IU.decode_predictions(scores[0])
    for top in (0, 1001, 2.5):
        with pytest.raises(ArgumentError, match="top must be an integer from 1 to 1000"):
            IU.decode_predictions(scores, top=top)


def test_broken_names_are_told_of(home, caplog):
    path = home / "home" / "models" / "imagenet_class_index.json"
    path.write_text("[1, 2]")
    with caplog.at_level(logging.WARNING, "tahr"), pytest.raises(DataError, match="names"):
        IU.decode_predictions(np.zeros((1, 1000)))
    assert "another checksum" in caplog.text


# Learning.


def lively(model):
    """Gives a network that nobody has trained kernels whose features do not die away."""
    rng = np.random.default_rng(0)
    drawn = []
    for weight in model.get_weights():
        inputs = np.prod(weight.shape[:-1] if weight.shape[-1] > 1 else weight.shape[:2])
        kernel = rng.normal(0, (2 / inputs) ** 0.5, weight.shape)
        drawn.append(kernel.astype("float32") if weight.ndim > 1 else weight)
    model.set_weights(drawn)
    return model


@pytest.mark.parametrize(
    "engine",
    ["jax", *(pytest.param(name, marks=pytest.mark.soak) for name in ("torch", "tensorflow"))],
)
def test_a_new_head_learns_on_frozen_features(engine):
    if engine != "jax":
        pytest.importorskip(engine)
    tahr.utils.set_random_seed(3)
    features = lively(small(include_top=False, pooling="avg"))
    features.trainable = False
    x = layers.Input(SHAPE)
    model = tahr.Model(x, layers.Dense(2)(features(x)), engine=engine)
    model.compile(
        tahr.optimizers.Adam(0.1), tahr.losses.SparseCategoricalCrossentropy(from_logits=True)
    )
    before, kernel = features.get_weights(), model.layers[-1].get_weights()[0]
    pictures = np.random.default_rng(0).uniform(-1, 0, (8, *SHAPE)).astype("float32")
    pictures[1::2] += 1
    losses = model.fit(pictures, np.arange(8) % 2, epochs=8, batch_size=4, verbose=0)
    assert all(np.array_equal(a, b) for a, b in zip(before, features.get_weights(), strict=True))
    assert not np.allclose(kernel, model.layers[-1].get_weights()[0], atol=0.05)
    assert losses.history["loss"][-1] < losses.history["loss"][0]


def test_a_file_keeps_the_layers_of_their_own(tmp_path):
    x = layers.Input((2, 2, 3))
    y = applications.convnext.LayerScale(0.5, 3)(x)
    model = tahr.Model(x, applications.inception_resnet_v2.CustomScaleLayer(0.1)([x, y]))
    model.save(tmp_path / "model.keras")
    again = tahr.models.load_model(tmp_path / "model.keras")
    pictures = np.ones((1, 2, 2, 3), "float32")
    assert np.allclose(again(pictures), 1.05) and np.allclose(model(pictures), 1.05)
