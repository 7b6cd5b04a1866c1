"""Files of weights looked into and changed."""

import h5py
import numpy as np
import pytest

import tahr
from tahr import layers
from tahr.core.errors import SavingError
from tahr.saving import KerasFileEditor


def model(units=3):
    return tahr.Sequential([layers.Input((4,)), layers.Dense(units), layers.Dense(2)])


@pytest.fixture
def saved(tmp_path):
    found = model()
    found.compile("adam", "mse")
    found.fit(np.ones((4, 4)), np.ones((4, 2)), verbose=0)
    found.save(tmp_path / "whole.keras")
    found.save_weights(tmp_path / "some.weights.h5")
    return found


@pytest.mark.parametrize("name", ["some.weights.h5", "whole.keras"])
def test_a_file_is_shown(saved, tmp_path, name, capsys):
    editor = KerasFileEditor(tmp_path / name)
    editor.summary()
    told = capsys.readouterr().out
    assert "layers/dense_1" in told
    assert "0: (4, 3) float32" in told
    assert np.array_equal(editor.weights_dict["layers/dense"]["0"], saved.layers[0].kernel.numpy())


def test_what_is_written_is_what_was_read(saved, tmp_path):
    editor = KerasFileEditor(tmp_path / "whole.keras")
    editor.save(tmp_path / "again.weights.h5")
    other = model()
    other.load_weights(tmp_path / "again.weights.h5")
    pairs = zip(saved.get_weights(), other.get_weights(), strict=True)
    assert all(np.array_equal(a, b) for a, b in pairs)
    with (
        h5py.File(tmp_path / "some.weights.h5") as a,
        h5py.File(tmp_path / "again.weights.h5") as b,
    ):
        assert set(a["layers"]) == set(b["layers"])
        assert a["layers/dense/vars"].attrs["name"] == b["layers/dense/vars"].attrs["name"]


def test_keras_reads_what_is_written_and_the_other_way(saved, tmp_path):
    keras = pytest.importorskip("keras", reason="keras is not installed")
    KerasFileEditor(tmp_path / "some.weights.h5").resave_weights(tmp_path / "again.weights.h5")
    theirs = keras.Sequential([keras.Input((4,)), keras.layers.Dense(3), keras.layers.Dense(2)])
    theirs.load_weights(tmp_path / "again.weights.h5")
    assert np.array_equal(theirs.get_weights()[0], saved.get_weights()[0])
    theirs.save_weights(tmp_path / "theirs.weights.h5")
    assert KerasFileEditor(tmp_path / "theirs.weights.h5").compare(saved)["status"] == "success"


def test_a_model_that_changed_gets_its_old_weights(saved, tmp_path):
    editor = KerasFileEditor(tmp_path / "some.weights.h5")
    editor.delete_object("optimizer")
    editor.delete_object("layers/dense_1")
    editor.add_object("layers/dense_1", {"0": np.zeros((3, 5)), "1": np.zeros(5)})
    editor.delete_weight("dense_1", "1")
    editor.add_weights("dense_1", {"1": np.ones(5, "float32")})
    editor.save(tmp_path / "new.weights.h5")
    wider = tahr.Sequential([layers.Input((4,)), layers.Dense(3), layers.Dense(5)])
    assert editor.compare(wider) == {"status": "success", "error_count": 0, "match_count": 4}
    wider.load_weights(tmp_path / "new.weights.h5")
    assert np.array_equal(wider.get_weights()[0], saved.get_weights()[0])
    assert (wider.get_weights()[3] == 1).all()


def test_mismatches_are_counted(saved, tmp_path, capsys):
    editor = KerasFileEditor(tmp_path / "some.weights.h5")
    assert editor.compare(saved)["status"] == "success"
    found = editor.compare(model(units=6))
    assert (found["status"], found["error_count"], found["match_count"]) == ("error", 3, 1)
    assert "(4, 6) in the model, (4, 3) in the file" in capsys.readouterr().out
    editor.rename_object("dense_1", "head")
    assert editor.compare(model())["error_count"] == 4


def test_a_renamed_object_takes_what_is_in_it_along(tmp_path):
    x = layers.Input((4, 6))
    found = tahr.Model(x, layers.MultiHeadAttention(2, 3)(x, x))
    found.save_weights(tmp_path / "a.weights.h5")
    editor = KerasFileEditor(tmp_path / "a.weights.h5")
    editor.rename_object("multi_head_attention", "attention")
    assert editor.weights_dict
    assert all(path.startswith("layers/attention/") for path in editor.weights_dict)
    with pytest.raises(SavingError, match="did you mean 'attention'"):
        editor.delete_object("atention")


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (lambda e: e.delete_object("nothing"), "no object is called"),
        (lambda e: e.rename_object("dense", "dense_1"), "that name already"),
        (lambda e: e.rename_object("dense", "a/b"), "one part of a path"),
        (lambda e: e.add_object("layers/dense", {}), "already"),
        (lambda e: e.add_object("/x", {}), "no path"),
        (lambda e: e.add_object("layers/new", {"0": "text"}), "arrays of numbers"),
        (lambda e: e.delete_weight("dense", "7"), "no array '7'"),
        (lambda e: e.save("x.keras"), "kind of file"),
    ],
)
def test_what_cannot_be_done_is_told(saved, tmp_path, change, words):
    editor = KerasFileEditor(tmp_path / "some.weights.h5")
    with pytest.raises(SavingError, match=words):
        change(editor)


def test_a_name_that_several_have_needs_its_path(tmp_path):
    editor = KerasFileEditor.__new__(KerasFileEditor)
    editor.filepath, editor.weights_dict = "f", {"a/x": {"0": np.ones(1)}, "b/x": {}}
    with pytest.raises(SavingError, match=r"several objects are called 'x'"):
        editor.delete_object("x")
    editor.delete_object("b/x")
    assert list(editor.weights_dict) == ["a/x"]


def test_hostile_files_are_refused(tmp_path):
    place = tmp_path / "bad.weights.h5"
    with h5py.File(place, "w") as file:
        file["layers/dense/vars/0"] = np.ones(2)
        file["layers/out"] = h5py.ExternalLink("/etc/passwd", "x")
    with pytest.raises(SavingError, match="outside of itself"):
        KerasFileEditor(place)
    with h5py.File(place, "w") as file:
        group = file.create_group("layers")
        group["again"] = group
    with pytest.raises(SavingError, match="nested too deeply"):
        KerasFileEditor(place)
    with h5py.File(place, "w") as file:
        file["layers/loose"] = np.ones(2)
    with pytest.raises(SavingError, match="outside of any object"):
        KerasFileEditor(place)
