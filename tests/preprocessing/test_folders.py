"""Data sets of folders: what is read, in which form, and what is told of what cannot be."""

import struct
import zlib

import numpy as np
import pytest
from tests.processes import run

import tahr
from tahr import layers, utils
from tahr.core.engines import OWN as ENGINES
from tahr.core.errors import ArgumentError, DataError

Image = pytest.importorskip("PIL.Image", reason="Pillow is not installed")
wavfile = pytest.importorskip("scipy.io.wavfile")
TRAINS = [e for e in ENGINES if e != "numpy"]


def picture(path, value, size=(6, 4), mode="RGB"):
    path.parent.mkdir(parents=True, exist_ok=True)
    Image.new(mode, size, value).save(path)


@pytest.fixture(scope="module")
def images(tmp_path_factory):
    top = tmp_path_factory.mktemp("images")
    for place in range(6):
        picture(top / "dark" / f"{place}.png", (place, 0, 0))
        picture(top / "light" / f"{place}.png", (250 - place, 255, 255))
    (top / "dark" / "notes.txt").write_text("no image")
    return top


@pytest.fixture(scope="module")
def texts(tmp_path_factory):
    top = tmp_path_factory.mktemp("texts")
    for name, word in (("bad", "dull"), ("good", "fine")):
        (top / name).mkdir()
        for place in range(4):
            (top / name / f"{place}.txt").write_text(f"a {word} film, no. {place}", "utf-8")
    return top


def read(top, **options):
    options = {"image_size": (2, 3), "verbose": False, "shuffle": False, **options}
    return utils.image_dataset_from_directory(top, **options)


FORMS = {
    "int": ({}, ((None,), "int32")),
    "categorical": ({"label_mode": "categorical"}, ((None, 2), "float32")),
    "binary": ({"label_mode": "binary"}, ((None, 1), "float32")),
    "numbers given": ({"labels": [0, 1] * 6}, ((None,), "int32")),
}


@pytest.mark.parametrize("form", FORMS)
def test_labels(images, form):
    options, wanted = FORMS[form]
    data = read(images, batch_size=5, **options)
    x, y = data.element_spec
    assert (y.shape, y.dtype) == wanted
    assert (x.shape, x.dtype) == ((None, 2, 3, 3), "float32")
    assert [len(b[0]) for b in data] == [5, 5, 2] and len(data) == 3
    made = np.concatenate([b[1] for b in data])
    assert made.dtype == y.dtype and made.shape[1:] == y.shape[1:]


def test_colours_and_places_of_channels(images):
    for mode, channels in (("grayscale", 1), ("rgb", 3), ("rgba", 4)):
        found = next(iter(read(images, color_mode=mode)))[0]
        assert found.shape == (12, 2, 3, channels)
    first = read(images, data_format="channels_first", label_mode=None)
    assert next(iter(first)).shape == (12, 3, 2, 3) and first.element_spec.shape[1] == 3
    single = [*read(images, batch_size=None)]
    assert len(single) == 12 and single[0][0].shape == (2, 3, 3) and single[11][1] == 1


def test_parts_do_not_overlap(images):
    options = {"shuffle": True, "seed": 5, "validation_split": 0.25}
    training, validation = read(images, subset="both", **options)
    assert len(training.file_paths) == 9 and len(validation.file_paths) == 3
    assert not set(training.file_paths) & set(validation.file_paths)
    assert read(images, subset="validation", **options).file_paths == validation.file_paths
    dark = sum("dark" in path for path in training.file_paths)
    assert int((next(iter(training))[1] == 0).sum()) == dark


def test_labels_stay_with_their_images_in_any_order(images):
    data = read(images, shuffle=True, seed=1, batch_size=4)
    passes = [[(x[0, 0, 1] > 100, y) for b in data for x, y in zip(*b, strict=True)] for _ in "ab"]
    assert all(int(light) == int(y) for found in passes for light, y in found)
    assert passes[0] != passes[1]


def test_deep_images_and_animations(tmp_path):
    deep = np.array([[0, 256], [32768, 65535]], "uint16")
    Image.fromarray(deep).save(tmp_path / "a.png")
    frames = [Image.new("L", (2, 2), value) for value in (10, 200)]
    frames[0].save(tmp_path / "b.gif", save_all=True, append_images=frames[1:])
    found = next(iter(read(tmp_path, labels=None, image_size=2, color_mode="grayscale")))
    assert found[..., 0].tolist() == [[[0, 1], [128, 255]], [[10, 10], [10, 10]]]


def test_links_are_followed_where_asked(images, tmp_path):
    (tmp_path / "one").mkdir()
    picture(tmp_path / "one" / "a.png", (0, 0, 0))
    (tmp_path / "one" / "more").symlink_to(images / "dark", target_is_directory=True)
    assert len(read(tmp_path).file_paths) == 1
    assert len(read(tmp_path, follow_links=True).file_paths) == 7


def network():
    found = tahr.Sequential(
        [layers.Input((2, 3, 3)), layers.Rescaling(1 / 255), layers.Flatten(),
         layers.Dense(1, "sigmoid", kernel_initializer="zeros")]
    )  # fmt: skip
    found.compile(tahr.optimizers.Adam(0.1), "binary_crossentropy", metrics=["accuracy"])
    return found


@pytest.mark.parametrize("engine", TRAINS)
def test_training_on_images(images, engine):
    with tahr.engine(engine):
        data = read(images, shuffle=True, seed=2, batch_size=4)
        model = network()
        ready = data.map(lambda x, y: (x, tahr.ops.cast(y, "float32"))).cache().prefetch(-1)
        figures = model.fit(ready, epochs=8, validation_data=data, verbose=0).history
    assert figures["accuracy"][-1] == figures["val_accuracy"][-1] == 1


@pytest.mark.parametrize("engine", TRAINS)
def test_training_on_texts(texts, engine):
    data = utils.text_dataset_from_directory(texts, batch_size=3, seed=1, verbose=False)
    words = layers.TextVectorization(output_mode="multi_hot")
    words.adapt(data.map(lambda text, label: text))
    with tahr.engine(engine):
        inside = tahr.Sequential([layers.Input((), dtype="string"), words, layers.Dense(1)])
        outside = tahr.Sequential([layers.Input((words.vocabulary_size(),)), layers.Dense(1)])
        losses = []
        for model, given in (
            (inside, data),
            (outside, data.map(lambda text, label: (words(text), label))),
        ):
            model.layers[-1].kernel_initializer = tahr.initializers.Zeros()
            model.set_weights([np.zeros_like(w) for w in model.get_weights()])
            model.compile("sgd", tahr.losses.BinaryCrossentropy(from_logits=True))
            given.passes = 0
            losses.append(model.fit(given, epochs=2, verbose=0).history["loss"])
        assert losses[0] == losses[1]
        assert inside.predict(data, verbose=0).shape == (8, 1)


def test_texts(texts, tmp_path):
    data = utils.text_dataset_from_directory(texts, shuffle=False, max_length=6, verbose=False)
    found, labels = next(iter(data))
    assert (
        found.tolist() == ["a dull"] * 4 + ["a fine"] * 4 and labels.tolist() == [0] * 4 + [1] * 4
    )
    assert data.element_spec[0].dtype == "string" and data.class_names == ["bad", "good"]
    (tmp_path / "a").mkdir()
    (tmp_path / "a" / "x.txt").write_bytes(b"caf\xe9")
    with pytest.raises(DataError, match=r"(?s)x\.txt: this file cannot be read as text"):
        next(iter(utils.text_dataset_from_directory(tmp_path, verbose=False)))


def sound(path, samples, rate=8000):
    path.parent.mkdir(parents=True, exist_ok=True)
    wavfile.write(path, rate, samples)


def test_sounds(tmp_path):
    sound(tmp_path / "a" / "0.wav", np.array([0, 16384, -32768], "int16"))
    sound(tmp_path / "b" / "1.wav", np.array([[128, 255]] * 5, "uint8"))
    sound(tmp_path / "b" / "2.wav", np.full(4, 0.25, "float32"))
    make = utils.audio_dataset_from_directory
    options = {"shuffle": False, "verbose": False}
    single = [x for x, y in make(tmp_path, batch_size=None, **options)]
    assert single[0].tolist() == [[0], [0.5], [-1]]
    assert single[1].shape == (5, 2) and np.allclose(single[1][0], [0, 127 / 128])
    (tmp_path / "b" / "1.wav").unlink()
    ((batch, labels),) = make(tmp_path, **options)
    assert batch.shape == (2, 4, 1) and batch[0, 3] == 0 and labels.tolist() == [0, 1]
    ((batch, _),) = make(tmp_path, output_sequence_length=2, **options)
    assert batch[..., 0].tolist() == [[0, 0.5], [0.25, 0.25]]
    ((batch, _),) = make(tmp_path, ragged=True, **options)
    assert [len(one) for one in batch] == [3, 4]
    with pytest.raises(ArgumentError, match="not ragged"):
        make(tmp_path, ragged=True, output_sequence_length=2)


def test_sounds_at_another_rate(tmp_path):
    time = np.arange(8000) / 8000
    sound(tmp_path / "0.wav", (np.sin(2 * np.pi * 100 * time) * 16000).astype("int16"))
    data = utils.audio_dataset_from_directory(
        tmp_path, labels=None, sampling_rate=4000, verbose=False
    )
    found = next(iter(data))[0, :, 0]
    want = np.sin(2 * np.pi * 100 * np.arange(4000) / 4000) * 16000 / 32768
    assert found.shape == (4000,) and np.abs(found - want)[200:-200].max() < 0.01


@pytest.mark.parametrize("name", ["x.png", "x.wav"])
def test_a_damaged_file_is_named(tmp_path, name):
    top = tmp_path / "a"
    picture(top / "ok.png", (1, 2, 3), size=(50, 50))
    whole = (top / "ok.png").read_bytes()
    (top / name).write_bytes(whole[: len(whole) // 2] if name.endswith("png") else b"RIFF1234WAVEx")
    make = (
        utils.image_dataset_from_directory
        if name.endswith("png")
        else utils.audio_dataset_from_directory
    )
    with pytest.raises(DataError, match=rf"(?s){name}: this file cannot be read.*replace"):
        [*make(tmp_path, verbose=False)]


def test_an_image_that_says_it_is_huge_is_named(tmp_path):
    path = tmp_path / "a" / "x.png"
    picture(path, (1, 2, 3))
    whole = bytearray(path.read_bytes())
    whole[16:24] = struct.pack(">II", 60_000, 60_000)
    whole[29:33] = struct.pack(">I", zlib.crc32(whole[12:29]))
    path.write_bytes(whole)
    with pytest.raises(DataError, match=r"(?s)x\.png: this file cannot be read.*Bomb"):
        [*utils.image_dataset_from_directory(tmp_path, verbose=False)]


def test_training_names_a_damaged_file(images, tmp_path):
    for name in ("a", "b"):
        picture(tmp_path / name / "0.png", (1, 2, 3))
    (tmp_path / "b" / "1.jpg").write_bytes(b"nothing")
    with tahr.engine("jax"), pytest.raises(DataError, match=r"1\.jpg: this file cannot be read"):
        network().fit(read(tmp_path), verbose=0)


CODE = """
from tahr import utils
data = utils.image_dataset_from_directory(%r, image_size=(2, 3), shuffle=False, batch_size=4,
                                          verbose=False)
data.workers, data.use_multiprocessing = 2, True
print([int(x.sum()) for x, y in data])
"""


def test_worker_processes_read_files(images, tmp_path):
    done = run(CODE % str(images), tmp_path)
    assert done.returncode == 0, done.stderr
    assert done.stdout.strip() == str([int(x.sum()) for x, y in read(images, batch_size=4)])


def test_what_is_found_is_told(images, capsys):
    read(images, verbose=True, validation_split=0.5, subset="training")
    assert capsys.readouterr().out == (
        "Found 12 files belonging to 2 classes.\nUsing 6 files for training.\n"
    )


WRONG = {
    "no folder": ({"top": "nowhere"}, DataError, "no folder"),
    "labels": ({"labels": "foo"}, ArgumentError, "labels cannot be 'foo'"),
    "number of labels": ({"labels": [1]}, ArgumentError, "one label for each file"),
    "label_mode": ({"label_mode": "foo"}, ArgumentError, "label_mode cannot be 'foo'"),
    "classes": ({"class_names": ["dark", "grey"]}, ArgumentError, "names of folders"),
    "names without": (
        {"labels": None, "class_names": ["dark"]}, ArgumentError, "go with labels",
    ),
    "two classes": (
        {"labels": [*range(12)], "label_mode": "binary"}, ArgumentError, "two classes",
    ),
    "split alone": ({"validation_split": 0.2}, ArgumentError, "together"),
    "subset alone": ({"subset": "training"}, ArgumentError, "together"),
    "subset": ({"subset": "test", "validation_split": 0.2}, ArgumentError, "'test'"),
    "fraction": ({"subset": "both", "validation_split": 1.0}, ArgumentError, "between 0 and 1"),
    "no seed": (
        {"subset": "both", "validation_split": 0.2, "shuffle": True}, ArgumentError, "needs a seed",
    ),
    "nothing left": ({"subset": "both", "validation_split": 0.01}, DataError, "leaves no file"),
    "colour": ({"color_mode": "grey"}, ArgumentError, "color_mode"),
    "interpolation": ({"interpolation": "cubic"}, ArgumentError, "interpolation"),
    "both ratios": (
        {"crop_to_aspect_ratio": True, "pad_to_aspect_ratio": True}, ArgumentError, "exclude",
    ),
    "size": ({"image_size": (0, 3)}, ArgumentError, "height and a width"),
    "batch": ({"batch_size": 0}, ArgumentError, "batch_size"),
}  # fmt: skip


@pytest.mark.parametrize("name", WRONG)
def test_bad_arguments_are_one_clear_error(images, name):
    options, kind, words = WRONG[name]
    options = dict(options)
    with pytest.raises(kind, match=words):
        read(options.pop("top", images), **options)


def test_a_folder_without_images(tmp_path):
    with pytest.raises(DataError, match=r"(?s)no file to read.*\.jpg.*one folder for each class"):
        read(tmp_path)


def test_windows_of_a_series():
    series, targets = np.arange(30.0), np.arange(30) * 10
    make = utils.timeseries_dataset_from_array
    data = make(series, targets, 4, sequence_stride=3, sampling_rate=2, batch_size=5)
    (x, y), (last, _) = data
    assert x[1].tolist() == [3, 5, 7, 9] and y.tolist() == [0, 30, 60, 90, 120]
    assert last[-1].tolist() == [21, 23, 25, 27] and len(data) == 2
    assert data.element_spec[0].shape == (None, 4)
    mixed = make(series, None, 4, shuffle=True, seed=1, batch_size=None)
    assert sorted(x[0] for x in mixed) == list(range(27))
    bounds = [{"start_index": 30}, {"end_index": 31}, {"start_index": 5, "end_index": 5}]
    for options in ({"sequence_length": 0}, {"sequence_length": 31}, {"batch_size": 0}, *bounds):
        with pytest.raises(ArgumentError):
            make(series, None, **{"sequence_length": 4, **options})


def test_smart_resize():
    x = np.arange(2 * 8 * 3, dtype="uint8").reshape(2, 8, 3)
    found = utils.img_to_array(tahr.preprocessing.image.smart_resize(x, (2, 2), "nearest"))
    assert (found == x[:, 3:5]).all()
    with tahr.engine("jax"):
        tensor = tahr.ops.ones((1, 4, 8, 3))
        made = tahr.preprocessing.image.smart_resize(tensor, (2, 6))
        assert made.shape == (1, 2, 6, 3) and type(made) is type(tensor)
