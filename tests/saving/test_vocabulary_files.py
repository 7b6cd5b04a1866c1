"""Vocabularies in a model's file: read back whole, and refused where they mean harm."""

import json
import zipfile

import numpy as np
import pytest

import tahr
from tahr import layers
from tahr.core.errors import SavingError
from tahr.saving import store

WHERE = "assets/layers/text_vectorization/vocabulary.txt"
INNER = "assets/layers/text_vectorization/_lookup_layer/vocabulary.txt"


@pytest.fixture
def saved(tmp_path):
    words = layers.TextVectorization(output_mode="tf_idf")
    words.adapt(["the red fox", "the sea"])
    kinds = layers.IntegerLookup(mask_token=0)
    kinds.adapt([7, 7, 9])
    text, kind = layers.Input((1,), dtype="string"), layers.Input((1,), dtype="int64")
    model = tahr.Model([text, kind], [words(text), kinds(kind)])
    model.save(tmp_path / "m.keras")
    return tmp_path / "m.keras", model


X = [np.array([["the fox"], ["what"]]), np.array([[9], [5]])]


def changed(path, **changes):
    with zipfile.ZipFile(path) as archive:
        found = {i.filename: archive.read(i) for i in archive.infolist()} | changes
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in found.items():
            archive.writestr(name, content)
    return path


def test_what_was_learned_comes_back_again_and_again(saved, tmp_path):
    path, model = saved
    want = model.predict(X, verbose=0)
    for number in range(2):
        again = tahr.models.load_model(path)
        for a, b in zip(again.predict(X, verbose=0), want, strict=True):
            np.testing.assert_array_equal(a, b)
        path = tmp_path / f"{number}.keras"
        again.save(path)
    assert [layer.get_vocabulary() for layer in again.layers if hasattr(layer, "adapt")] == [
        layer.get_vocabulary() for layer in model.layers if hasattr(layer, "adapt")
    ]


HARM = {
    "a term twice": (b"[UNK]\na\na", "there twice"),
    "no term": (b"[UNK]", "empty"),
    "no text": (b"[UNK]\n\xff\xfe", "damaged"),
}


@pytest.mark.parametrize("name", HARM)
def test_a_vocabulary_that_cannot_be_used(saved, name):
    content, words = HARM[name]
    path = changed(saved[0], **{WHERE: content})
    with pytest.raises(SavingError, match=words) as error:
        tahr.models.load_model(path)
    assert str(path) in str(error.value)


def test_a_vocabulary_that_grows_without_bounds(saved, monkeypatch):
    monkeypatch.setitem(store.FREE, store.ASSETS, 1000)
    path = changed(saved[0], **{WHERE: b"[UNK]\n" + b"a" * 10**6, INNER: b"[UNK]\na"})
    with pytest.raises(SavingError, match="too long"):
        tahr.models.load_model(path)


def test_a_path_in_a_file_is_not_followed(saved, tmp_path):
    secret = tmp_path / "secret.txt"
    secret.write_text("password", encoding="utf-8")
    with zipfile.ZipFile(saved[0]) as archive:
        config = json.loads(archive.read("config.json"))
    for layer in config["config"]["layers"]:
        if layer["class_name"] in ("TextVectorization", "IntegerLookup"):
            layer["config"]["vocabulary"] = str(secret)
    model = tahr.models.load_model(changed(saved[0], **{"config.json": json.dumps(config)}))
    assert "password" not in str([x.get_vocabulary() for x in model.layers if hasattr(x, "adapt")])
    learned = [x for x in model.layers if isinstance(x, layers.TextVectorization)]
    assert learned[0].get_vocabulary()[1] == "the"
