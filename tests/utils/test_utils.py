"""Small helpers."""

import io
import tarfile
import zipfile
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, strategies as st
from rich.console import Console

import tahr
from tahr import layers, ops, utils
from tahr.core.config import CONFIG
from tahr.core.errors import ArgumentError, DataError, EngineError, SavingError, ShapeError
from tahr.training.callbacks import CallbackList


@given(st.lists(st.integers(0, 6), min_size=1), st.booleans())
def test_categories_stand_at_their_number(classes, column):
    rows = utils.to_categorical(np.array(classes)[:, None] if column else classes, 7)
    assert rows.shape == (len(classes), 7)
    assert rows.argmax(axis=1).tolist() == classes
    assert rows.sum() == len(classes)
    assert utils.to_categorical(classes).shape == (len(classes), max(classes) + 1)


@pytest.mark.parametrize(("classes", "number"), [([3], 3), ([-1], 3), ([], None)])
def test_what_is_no_class_is_refused(classes, number):
    with pytest.raises(DataError, match="class"):
        utils.to_categorical(classes, number)


def test_a_tensor_stays_a_tensor():
    rows = utils.to_categorical(ops.convert_to_tensor([0, 2]), 3)
    assert ops.is_tensor(rows)
    np.testing.assert_array_equal(rows, [[1, 0, 0], [0, 0, 1]])


def test_vectors_of_length_one():
    x = np.random.default_rng(0).normal(size=(3, 4))
    np.testing.assert_allclose(np.linalg.norm(utils.normalize(x, axis=0), axis=0), 1)
    np.testing.assert_allclose(abs(utils.normalize(x, order=1)).sum(axis=-1), 1)
    assert utils.normalize(np.zeros((2, 2))).tolist() == [[0, 0], [0, 0]]


@given(
    st.lists(st.lists(st.integers(0, 99), max_size=6), max_size=6),
    st.none() | st.integers(0, 7),
    st.sampled_from(["pre", "post"]),
    st.sampled_from(["pre", "post"]),
)
def test_padded_sequences(sequences, maxlen, padding, truncating):
    found = utils.pad_sequences(sequences, maxlen, "int64", padding, truncating, value=-1)
    length = max(map(len, sequences), default=0) if maxlen is None else maxlen
    assert found.shape == (len(sequences), length)
    for row, sequence in zip(found.tolist(), sequences, strict=True):
        kept = (
            sequence[:length]
            if truncating == "post"
            else sequence[max(len(sequence) - length, 0) :]
        )
        fill = [-1] * (length - len(kept))
        assert row == (kept + fill if padding == "post" else fill + kept)


def test_sequences_of_vectors_and_wrong_ones():
    found = utils.pad_sequences([np.ones((1, 2)), np.ones((3, 2))], dtype="float32")
    assert found.shape == (2, 3, 2)
    assert found[0].tolist() == [[0, 0], [0, 0], [1, 1]]
    assert tahr.preprocessing.sequence.pad_sequences is utils.pad_sequences
    with pytest.raises(DataError, match="sequence 1"):
        utils.pad_sequences([np.ones((1, 2)), np.ones((1, 3))])
    with pytest.raises(DataError, match="no sequence"):
        utils.pad_sequences([3])
    with pytest.raises(ArgumentError, match="padding"):
        utils.pad_sequences([[3]], padding="middle")
    with pytest.raises(ArgumentError, match="cannot pad numbers"):
        utils.pad_sequences([[3]], value="x")


def test_pictures_go_through_files(tmp_path):
    pixels = np.random.default_rng(0).integers(0, 256, (5, 6, 3)).astype("float32")
    utils.save_img(tmp_path / "a.png", pixels, scale=False)
    np.testing.assert_array_equal(utils.img_to_array(utils.load_img(tmp_path / "a.png")), pixels)
    grey = utils.load_img(tmp_path / "a.png", color_mode="grayscale", target_size=(10, 4))
    assert utils.img_to_array(grey, data_format="channels_first").shape == (1, 10, 4)
    square = utils.load_img(tmp_path / "a.png", target_size=(3, 3), keep_aspect_ratio=True)
    assert square.size == (3, 3)
    assert utils.img_to_array(utils.array_to_img(pixels * 0 + 7)).max() == 0
    with pytest.raises(ShapeError, match="three dimensions"):
        utils.array_to_img(np.zeros((3, 3)))
    with pytest.raises(ArgumentError, match="color_mode"):
        utils.load_img(tmp_path / "a.png", color_mode="cmyk")


@pytest.fixture
def home(tmp_path, monkeypatch):
    monkeypatch.setenv("KERAS_HOME", str(tmp_path / "keras"))
    (tmp_path / "inside.txt").write_text("content")
    return tmp_path


def test_get_file_keeps_and_renews(home):
    origin = (home / "inside.txt").as_uri()
    path = utils.get_file("name.txt", origin)
    assert path == str(home / "keras" / "datasets" / "name.txt")
    (home / "inside.txt").write_text("newer")
    assert utils.get_file(None, origin, cache_dir=home, cache_subdir="x").endswith("x/inside.txt")
    assert Path(utils.get_file("name.txt", origin)).read_text() == "content"
    assert Path(utils.get_file("name.txt", origin, force_download=True)).read_text() == "newer"
    with pytest.raises(ArgumentError, match="without folders"):
        utils.get_file("../name.txt", origin)
    with pytest.raises(ArgumentError, match="address"):
        utils.get_file("name.txt")


@pytest.mark.parametrize("kind", ["tar", "zip"])
def test_get_file_unpacks(home, kind):
    archive = home / f"packed.{kind}"
    if kind == "tar":
        with tarfile.open(archive, "w") as file:
            file.add(home / "inside.txt", "folder/inside.txt")
    else:
        with zipfile.ZipFile(archive, "w") as file:
            file.write(home / "inside.txt", "folder/inside.txt")
    path = utils.get_file(archive.name, archive.as_uri(), extract=True)
    assert path == str(home / "keras" / "datasets" / "packed_extracted")
    assert (home / "keras" / "datasets" / "packed_extracted" / "folder" / "inside.txt").is_file()
    assert utils.get_file(archive.name, archive.as_uri(), extract=True) == path


@pytest.mark.parametrize("looks_itself", [True, False], ids=["new Python", "old Python"])
def test_get_file_keeps_archives_inside_their_folder(home, monkeypatch, looks_itself):
    if not looks_itself:
        monkeypatch.delattr(tarfile, "data_filter", raising=False)
    archive = home / "bad.tar"
    with tarfile.open(archive, "w") as file:
        file.add(home / "inside.txt", "../../escaped.txt")
    with pytest.raises(DataError, match="cannot be unpacked"):
        utils.get_file("bad.tar", archive.as_uri(), untar=True)
    assert not list(home.rglob("escaped.txt"))
    assert [p.name for p in (home / "keras" / "datasets").iterdir()] == ["bad.tar"]
    with pytest.raises(DataError, match="no archive"):
        utils.get_file("text.txt", (home / "inside.txt").as_uri(), extract=True)


def test_progbar_prints_means_once(capsys):
    bar = utils.Progbar(10, stateful_metrics=["lr"])
    bar.update(5, [("loss", 4.0), ("lr", 0.5)])
    bar.add(5, [("loss", 2.0), ("lr", 0.25)])
    assert bar.values == {"loss": 3.0, "lr": 0.25}
    out = capsys.readouterr().out
    assert out.startswith("10/10 steps")
    assert "loss 3.0000  lr 0.2500" in out
    assert out.count("\n") == 1


def test_progbar_is_drawn_as_the_bar_of_fit_is(monkeypatch):
    file = io.StringIO()
    console = Console(file=file, force_terminal=True, width=100, highlight=False)
    monkeypatch.setattr("tahr.utils.progbar.Console", lambda **_: console)
    bar = utils.Progbar(10, interval=0, unit_name="sample")
    for done in (1, 2, 3):
        bar.update(done, [("loss", 4.0)])
    drawn = file.getvalue()
    assert "3/10" in drawn
    assert "left" in drawn
    assert "/step" in drawn
    bar.update(10, finalize=True)
    assert file.getvalue().rstrip().endswith("loss 4.0000")


def test_sessions_number_anew():
    utils.clear_session()
    assert layers.Dense(1).name == "dense"
    assert layers.Dense(1).name == "dense_1"
    utils.clear_session()
    assert layers.Dense(1).name == "dense"
    assert [tahr.backend.get_uid("word") for _ in range(2)] == [1, 2]


def test_registered_names():
    @utils.register_keras_serializable("mine")
    def triple(x):
        return 3 * x

    assert utils.get_registered_name(triple) == "mine>triple"
    assert utils.get_registered_object("mine>triple") is triple
    assert "mine>triple" in utils.get_custom_objects()
    with utils.CustomObjectScope({"other": triple}):
        assert utils.get_registered_object("other") is triple
    assert utils.get_registered_object("other") is None


def test_symbolic_tensors_know_their_sources():
    x, y = tahr.Input((2,)), tahr.Input((2,))
    assert utils.is_keras_tensor(x)
    assert not utils.is_keras_tensor(np.ones(2))
    z = layers.Dense(2)(x) + y
    assert {id(t) for t in utils.get_source_inputs(z)} == {id(x), id(y)}


def test_settings():
    config = tahr.config
    assert config.backend() == tahr.backend.backend() == "jax"
    config.set_backend("numpy")
    try:
        assert config.backend() == "numpy"
    finally:
        config.set_backend("jax")
    with pytest.raises(EngineError, match="no engine"):
        config.set_backend("abacus")
    config.disable_interactive_logging()
    assert not config.is_interactive_logging_enabled()
    config.enable_interactive_logging()
    assert CONFIG.interactive_logging
    with pytest.raises(SavingError, match="never run"):
        config.enable_unsafe_deserialization()


def test_without_interactive_logging_there_is_no_bar():
    tahr.config.disable_interactive_logging()
    try:
        assert CallbackList.of(None, None, "auto").params["verbose"] == 2
    finally:
        tahr.config.enable_interactive_logging()
    assert CallbackList.of(None, None, "auto").params["verbose"] == 1


def test_facades_name_what_they_offer():
    modules = (tahr.callbacks, tahr.config, tahr.backend, tahr.tree, tahr.random, tahr.utils)
    for module in (*modules, tahr.dtype_policies):
        for name in module.__all__:
            assert getattr(module, name) is not None
