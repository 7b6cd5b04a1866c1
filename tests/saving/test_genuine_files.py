"""Files that Keras 1 and 2 wrote themselves, with what they predicted.

`scripts/old_models/write.py` wrote them, under each release.
"""

import io
import zipfile
from pathlib import Path

import numpy as np
import pytest

import tahr
from tahr.core.errors import SavingError
from tahr.models import load_model, model_from_json, model_from_yaml

FILES = Path(__file__).parents[1] / "files" / "old_models.zip"
with zipfile.ZipFile(FILES) as _archive:
    MODELS = sorted(n.removesuffix(".npz") for n in _archive.namelist() if n.endswith(".npz"))
TEXTS = ("1.2.2_theano/conv2d", "1.2.2_theano/embedding")


@pytest.fixture
def unpacked(tmp_path):
    def unpack(name):
        with zipfile.ZipFile(FILES) as archive:
            return archive.read(name)

    def to_path(name):
        path = tmp_path / name.replace("/", "_")
        path.write_bytes(unpack(name))
        return path

    return unpack, to_path


def check(model, arrays):
    given = [arrays[key] for key in sorted(arrays) if key.startswith("x")]
    known = [arrays[key] for key in sorted(arrays) if key.startswith("y")]
    found = model.predict(given if len(given) > 1 else given[0], verbose=0)
    found = found if isinstance(found, list) else [found]
    for mine, theirs in zip(found, known, strict=True):
        np.testing.assert_allclose(mine, theirs, rtol=1e-5, atol=1e-5)


@pytest.mark.filterwarnings("ignore:the state of the optimizer")
@pytest.mark.parametrize("name", MODELS)
def test_a_file_predicts_as_its_own_keras(name, unpacked):
    unpack, to_path = unpacked
    check(load_model(to_path(name + ".h5")), np.load(io.BytesIO(unpack(name + ".npz"))))


@pytest.mark.parametrize("name", TEXTS)
@pytest.mark.parametrize(("end", "read"), [("json", model_from_json), ("yaml", model_from_yaml)])
def test_a_text_with_weights(name, end, read, unpacked):
    unpack, to_path = unpacked
    model = read(unpack(f"{name}.{end}").decode())
    model.load_weights(to_path(name + ".weights.h5"))
    check(model, np.load(io.BytesIO(unpack(name + ".npz"))))


@pytest.mark.parametrize(
    "text",
    [
        "!!python/object/apply:os.system [touch harm]",
        "class_name: !!python/name:os.system",
        "!!python/object/apply:numpy.dtype {args: [i8]}",
        "!!python/object/apply:numpy.core.multiarray.scalar [{args: [O], state: [3, <]}, x]",
        "a: &a [1, 1, 1]\n" + "".join(
            f"{b}: &{b} [{', '.join([f'*{a}'] * 99)}]\n" for a, b in ("ab", "bc", "cd", "de")
        ),
        "a: &a [*a]",
        "[" * 5000,
        "a: [",
        "",
        "3",
        "? [1]\n: 2",
        "a: 1",
    ],
)  # fmt: skip
def test_yaml_that_is_no_model(text, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    with pytest.raises(SavingError):
        tahr.models.model_from_yaml(text)
    assert not (tmp_path / "harm").exists()
