"""Files are looked into without making, importing or running anything of them."""

import json
import subprocess
import sys
import zipfile

import h5py
import numpy as np
import pytest
import safetensors.numpy

import tahr
from tahr import layers
from tahr.core.errors import SavingError
from tahr.saving import inspect
from tests.saving.archives import rewritten, small


@pytest.fixture
def model():
    inner = tahr.Sequential([layers.Input((3,)), layers.Dense(2, name="inside")], name="inner")
    made = tahr.Sequential([layers.Input((3,)), inner, layers.Dense(1, name="last")], name="outer")
    made.compile("adam", "mse")
    made.fit(np.zeros((4, 3)), np.zeros(4), verbose=0)
    return made


@pytest.mark.parametrize("ending", [".keras", ".h5"])
def test_a_whole_model(model, tmp_path, ending):
    path = tmp_path / f"m{ending}"
    model.save(path)
    found = inspect(path)
    assert "outer" in found.model
    names = [layer.path for layer in found.layers]
    assert {"inner", "inner/inside", "last"} <= set(names)
    assert found.optimizer == "Adam"
    assert found.numbers >= model.count_params()
    assert found.bytes == path.stat().st_size
    assert found.opens_with == f"tahr.models.load_model({str(path)!r})"
    assert found.warnings == ()
    assert json.loads(json.dumps(found.to_dict()))["kind"] == found.kind


@pytest.mark.parametrize(
    ("ending", "kind"),
    [(".weights.h5", "weights of Keras 3"), (".h5", "weights in the older HDF5 form")],
)
def test_weights_alone(tmp_path, ending, kind):
    path = tmp_path / f"w{ending}"
    made = small()
    made.save_weights(path)
    found = inspect(path)
    assert (found.kind, found.layers) == (kind, ())
    assert found.numbers == made.count_params()
    assert found.opens_with.startswith("model.load_weights(")


def test_an_architecture(model, tmp_path):
    path = tmp_path / "a.json"
    path.write_text(model.to_json())
    found = inspect(path)
    assert "inner/inside" in [layer.path for layer in found.layers]
    assert found.arrays == ()


def test_arrays_of_others(tmp_path):
    arrays = {"a": np.zeros((2, 3), "float32"), "b": np.ones(4, "int64")}
    np.savez(tmp_path / "x.npz", **arrays)
    safetensors.numpy.save_file(arrays, tmp_path / "x.safetensors", {"format": "pt"})
    for name in ("x.npz", "x.safetensors"):
        found = inspect(tmp_path / name)
        listed = {a.name: (a.shape, a.bytes) for a in found.arrays}
        assert listed == {"a": ((2, 3), 24), "b": ((4,), 32)}
        assert found.numbers == 10


def test_what_needs_help_is_said(tmp_path):
    @tahr.saving.register_keras_serializable("mine")
    class Doubled(layers.Layer):
        def call(self, x):
            return 2 * x

    path = tmp_path / "m.keras"
    tahr.Sequential([layers.Input((2,)), Doubled()]).save(path)
    found = inspect(path)
    assert any("Doubled: classes of your own" in warning for warning in found.warnings)
    assert "custom_objects={'Doubled': ...}" in found.opens_with


def config_of(path):
    with zipfile.ZipFile(path) as archive:
        return json.loads(archive.read("config.json"))


def test_hostile_configurations_are_only_read(tmp_path):
    path = tmp_path / "m.keras"
    small().save(path)
    config = config_of(path)
    config["config"]["layers"][1] = {
        "module": "os",
        "class_name": "system",
        "config": {"name": "../../etc/passwd\x1b[2J", "command": "touch harm"},
        "registered_name": None,
    }
    code = {"class_name": "__lambda__", "config": {"code": "AAAA"}}
    inner = {"name": "code", "function": code}
    bad_layer = {"module": "keras.layers", "class_name": "Lambda", "config": inner}
    config["config"]["layers"].append(bad_layer)
    bad = rewritten(path, **{"config.json": json.dumps(config).encode()})
    watched = (
        "import sys; from tahr.saving import inspect; inspect(sys.argv[1]); seen = []\n"
        "kinds = 'exec', 'import', 'os.', 'subprocess', 'socket', 'compile', 'marshal', 'pickle'\n"
        "sys.addaudithook(lambda e, a: seen.append((e, a)) if e.startswith(kinds) else None)\n"
        "found = inspect(sys.argv[1]); print(seen); print(found.warnings)"
    )
    done = subprocess.run(
        [sys.executable, "-c", watched, str(bad)], capture_output=True, text=True, check=True
    )
    seen, warnings = done.stdout.splitlines()
    assert [event for event in eval(seen) if event[0] != "os.listdir"] == []
    assert "Lambda" in warnings
    assert "system" in warnings


@pytest.mark.parametrize("name", ["a.keras", "a.h5", "a.json", "a.yaml", "a.safetensors", "a.npz"])
@pytest.mark.parametrize(
    "content", [b"", b"{", b"\x89HDF\r\n\x1a\n", b"PK\x03\x04" + bytes(40), b"\xff" * 30]
)
def test_damage_is_one_error(tmp_path, name, content):
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(SavingError) as caught:
        inspect(path)
    assert str(path) in str(caught.value)


def test_links_and_promises(tmp_path):
    path = tmp_path / "a.weights.h5"
    with h5py.File(path, "w") as file:
        file["x"] = h5py.ExternalLink("/etc/passwd", "/")
    with pytest.raises(SavingError, match="links to something outside"):
        inspect(path)
    header = json.dumps({"a": {"dtype": "F32", "shape": [1 << 40], "data_offsets": [0, 1 << 42]}})
    (tmp_path / "a.safetensors").write_bytes(len(header).to_bytes(8, "little") + header.encode())
    with pytest.raises(SavingError, match="not as long as the file"):
        inspect(tmp_path / "a.safetensors")
    wrong = (
        {"a": {"dtype": "F32", "shape": [1], "data_offsets": [4, 0]}},
        {"a": {"dtype": "F32", "shape": [1], "data_offsets": [-4, 0]}},
        {"a": {"dtype": "F32", "shape": [3], "data_offsets": [0, 8]}},
        {"a": {"dtype": "F32", "shape": [-2], "data_offsets": [0, 8]}},
        {"a": {"dtype": "FX", "shape": [2], "data_offsets": [0, 8]}},
        {k: {"dtype": "F32", "shape": [1], "data_offsets": [0, 4]} for k in "ab"},
        {"a": {"dtype": "F32", "shape": [1], "data_offsets": [4, 8]}},
        {"a": {"dtype": "F32", "shape": [1], "data_offsets": [0, 4]}},
        {"a": [1]},
    )
    for number, header in enumerate(wrong):
        path = tmp_path / f"{number}.safetensors"
        text = json.dumps(header).encode()
        path.write_bytes(len(text).to_bytes(8, "little") + text + bytes(8))
        with pytest.raises(SavingError):
            inspect(path)
    (tmp_path / "b.safetensors").write_bytes((1 << 60).to_bytes(8, "little"))
    with pytest.raises(SavingError, match="longer than the file"):
        inspect(tmp_path / "b.safetensors")


def test_objects_are_named_not_unpickled(tmp_path):
    np.savez(tmp_path / "o.npz", x=np.array([{}], object))
    assert inspect(tmp_path / "o.npz").warnings == (
        "x: objects of Python, which are never unpickled",
    )


def test_other_files(tmp_path):
    (tmp_path / "a.txt").touch()
    with pytest.raises(SavingError, match="cannot be looked into"):
        inspect(tmp_path / "a.txt")
    with pytest.raises(SavingError, match="no such file"):
        inspect(tmp_path / "b.keras")


def test_genuine_files_of_every_age():
    from pathlib import Path
    from tempfile import TemporaryDirectory

    fixtures = Path(__file__).parent.parent / "files" / "old_models.zip"
    with TemporaryDirectory() as place, zipfile.ZipFile(fixtures) as archive:
        names = [n for n in archive.namelist() if n.endswith((".h5", ".json"))]
        for name in names[::5]:
            found = inspect(archive.extract(name, place))
            assert found.layers or found.arrays
            assert not [w for w in found.warnings if "classes of your own" in w], (
                name,
                found.warnings,
            )


def test_the_command(model, tmp_path):
    path = tmp_path / "m.keras"
    model.save(path)
    told = subprocess.run(
        [sys.executable, "-m", "tahr", "inspect", str(path)],
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    assert "a model of Keras 3" in told
    assert "inner/inside" in told
    as_json = subprocess.run(
        [sys.executable, "-m", "tahr", "inspect", str(path), "--json"],
        capture_output=True,
        check=True,
    ).stdout
    assert json.loads(as_json)["optimizer"] == "Adam"
