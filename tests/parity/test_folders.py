"""Data sets of folders and series against Keras's: the same files, labels, numbers."""

import os

import keras
import numpy as np
import pytest

from tahr import utils

Image = pytest.importorskip("PIL.Image", reason="Pillow is not installed")
pytest.importorskip("tensorflow", reason="Keras reads folders with TensorFlow")
INTERPOLATIONS = (
    "bilinear", "nearest", "bicubic", "area", "lanczos3", "lanczos5", "gaussian", "mitchellcubic",
)  # fmt: skip


@pytest.fixture(scope="module")
def top(tmp_path_factory):
    found = tmp_path_factory.mktemp("images")
    draw = np.random.default_rng(0)
    for name in ("b", "a", "c", ".hidden"):
        for place, ending in enumerate(("png", "PNG", "bmp", "gif", "png")):
            folder = found / name / ("below" if place == 4 else "")
            folder.mkdir(parents=True, exist_ok=True)
            pixels = draw.integers(0, 256, (20 + place, 30, 3), dtype="uint8")
            Image.fromarray(pixels).save(folder / f"{place}.{ending}")
    (found / "a" / "notes.txt").write_text("no image")
    Image.fromarray(np.zeros((3, 4, 3), "uint8")).save(found / "alone.png")
    Image.fromarray(np.zeros((3, 4, 3), "uint8")).save(found / "a" / ".1.png")
    return found


WAYS = {
    "plain": {"shuffle": False},
    "mixed": {"seed": 3},
    "no labels": {"labels": None, "shuffle": False},
    "no label mode": {"label_mode": None, "seed": 4},
    "labels": {"labels": [i % 2 for i in range(22)], "label_mode": "binary", "seed": 1},
    "classes": {"class_names": ["c", "a"], "shuffle": False, "label_mode": "categorical"},
    "training": {"seed": 3, "validation_split": 0.3, "subset": "training"},
    "validation": {"seed": 9, "validation_split": 0.3, "subset": "validation"},
    "both": {"seed": 5, "validation_split": 0.4, "subset": "both", "label_mode": "categorical"},
}


def listed(data):
    return data if isinstance(data, list | tuple) else [data]


@pytest.mark.parametrize("way", WAYS)
def test_files_and_labels(top, way):
    options = {"image_size": (4, 5), "batch_size": 3, "verbose": False, **WAYS[way]}
    ours = listed(utils.image_dataset_from_directory(top, **options))
    theirs = listed(keras.utils.image_dataset_from_directory(top, **options))
    for our, their in zip(ours, theirs, strict=True):
        assert [os.fspath(p) for p in our.file_paths] == [os.fspath(p) for p in their.file_paths]
        assert our.class_names == getattr(their, "class_names", None)
        specs = zip(listed(our.element_spec), listed(their.element_spec), strict=True)
        for mine, spec in specs:
            assert (mine.shape, mine.dtype) == (tuple(spec.shape), spec.dtype.name)
        assert len(our) == len(their)
        if options.get("shuffle") is False:
            for got, want in zip(our, their, strict=True):
                for a, b in zip(listed(got), listed(want), strict=True):
                    np.testing.assert_allclose(a, b.numpy(), atol=2e-3)


SHAPES = {"smaller": (16, 40), "larger": (40, 50)}
RATIOS = {
    "stretched": {},
    "cropped": {"crop_to_aspect_ratio": True},
    "padded": {"pad_to_aspect_ratio": True},
}


@pytest.mark.parametrize("ratio", RATIOS)
@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("method", INTERPOLATIONS)
def test_pixels(top, method, shape, ratio):
    if ratio != "stretched" and method in ("gaussian", "mitchellcubic"):
        pytest.skip("Keras refuses it")
    if ratio == "padded" and shape == "larger":
        pytest.skip("Keras leaves a black column, as 30 * (50 / 30) is less than 50 in floats")
    options = {"image_size": SHAPES[shape], "interpolation": method, "shuffle": False,
               "labels": None, "batch_size": None, "verbose": False, **RATIOS[ratio]}  # fmt: skip
    got = next(iter(utils.image_dataset_from_directory(top / "b", **options)))
    want = next(iter(keras.utils.image_dataset_from_directory(top / "b", **options)))
    near = 0.5 if method == "bicubic" else 2e-3  # Keras reads the cubic off a table
    np.testing.assert_allclose(got, want.numpy(), atol=near)


def test_texts(tmp_path):
    for name in ("x", "y"):
        (tmp_path / name).mkdir()
        for place in range(5):
            (tmp_path / name / f"{place}.txt").write_text(f"{name} {place} more", "utf-8")
    for options in ({"shuffle": False, "max_length": 3}, {"seed": 2}):
        ours = utils.text_dataset_from_directory(tmp_path, verbose=False, **options)
        theirs = keras.utils.text_dataset_from_directory(tmp_path, verbose=False, **options)
        assert len(ours) == len(theirs) and ours.class_names == theirs.class_names
        if "seed" not in options:
            for (x, y), (a, b) in zip(ours, theirs, strict=True):
                assert x.tolist() == [text.decode() for text in a.numpy()]
                assert y.tolist() == b.numpy().tolist() and y.dtype == b.numpy().dtype


def test_sounds(tmp_path):
    wavfile = pytest.importorskip("scipy.io.wavfile")
    for place, length in enumerate((4, 2, 7)):
        samples = np.random.default_rng(place).integers(-32768, 32767, length).astype("int16")
        wavfile.write(tmp_path / f"{place}.wav", 8000, samples)
    for options in ({}, {"output_sequence_length": 3}):
        options = {"labels": None, "shuffle": False, "verbose": False, **options}
        ours = utils.audio_dataset_from_directory(tmp_path, **options)
        theirs = keras.utils.audio_dataset_from_directory(tmp_path, **options)
        for got, want in zip(ours, theirs, strict=True):
            np.testing.assert_allclose(got, want.numpy(), atol=1e-6)


WINDOWS = {
    "strides": {"sequence_length": 10, "sampling_rate": 2, "sequence_stride": 3},
    "part": {"sequence_length": 5, "start_index": 10, "end_index": 40, "sequence_stride": 2},
    "single": {"sequence_length": 4, "batch_size": None},
    "exact": {"sequence_length": 99, "batch_size": 4},
}


@pytest.mark.parametrize("targets", [True, False])
@pytest.mark.parametrize("way", WINDOWS)
def test_windows(way, targets):
    series = np.random.default_rng(0).normal(size=(99, 2)).astype("float32")
    wanted = np.arange(99)[:90] if targets else None
    options = {"batch_size": 7, **WINDOWS[way]}
    ours = utils.timeseries_dataset_from_array(series, wanted, **options)
    theirs = keras.utils.timeseries_dataset_from_array(series, wanted, **options)
    for got, want in zip(ours, theirs, strict=True):
        for a, b in zip(listed(got), listed(want), strict=True):
            np.testing.assert_array_equal(a, b.numpy())


@pytest.mark.parametrize("first", [True, False])
def test_smart_resize(first):
    from tahr.preprocessing.image import smart_resize

    x = np.random.default_rng(0).normal(size=(2, 9, 14, 3)).astype("float32")
    x = x.transpose(0, 3, 1, 2) if first else x
    place = "channels_first" if first else "channels_last"
    for method in ("bilinear", "nearest"):
        got = smart_resize(x, (4, 4), method, place)
        want = keras.preprocessing.image.smart_resize(x, (4, 4), method, place)
        assert type(got) is type(want)
        np.testing.assert_allclose(got, want, atol=1e-5)
