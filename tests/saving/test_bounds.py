"""What a small file may cost: time and memory in proportion to its size."""

import contextlib
import json
import resource
import subprocess
import sys
import time
import zipfile

import numpy as np
import pytest

import tahr
from tahr import layers
from tahr.core.errors import SavingError
from tahr.core.json_text import parse
from tests.saving.archives import members, reconfigured, rewritten, small


@pytest.fixture
def good(tmp_path):
    path = tmp_path / "good.keras"
    small().save(path)
    return path


@pytest.mark.parametrize("name", ["config.json", "metadata.json"])
@pytest.mark.parametrize("grain", ["{},", "[],", '{"a":0},', "0,", "[" * 30 + "]" * 30 + ","])
def test_a_json_bomb_is_not_read(good, name, grain):
    text = '{"a":[' + grain * (63 * 2**20 // len(grain)) + "0]}"
    rewritten(good, zipfile.ZIP_DEFLATED, **{name: text})
    assert good.stat().st_size < 300_000
    _cheap(good)


def test_a_json_bomb_of_the_longest_kind_that_is_read(good):
    text = '{"a":[' + "{}," * (3 * 2**20 // 3) + "0]}"
    rewritten(good, zipfile.ZIP_DEFLATED, **{"config.json": text})
    _cheap(good)


def _cheap(path):
    before, began = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, time.process_time()
    with pytest.raises(SavingError):
        tahr.models.load_model(path)
    assert time.process_time() - began < 2
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 150_000


def test_what_a_text_may_hold_follows_what_it_takes_in_the_file():
    assert len(parse("[" + "0," * 60_000 + "0]", "x")) == 60_001
    with pytest.raises(SavingError, match="more values"):
        parse("[" + "0," * 60_000 + "0]", "x", stored=1000)
    for text in ("[" * 100_000, '{"a":' * 100_000, "", "{", b"\xff\xfe", "[1]x", '{"a":1,"a":2}'):
        with pytest.raises(SavingError, match=r"no JSON|more values"):
            parse(text, "x")


# Nesting.


def towers(depth):
    """A model in a model in a model, each called twice."""
    x = tahr.Input((3,))
    model = tahr.Model(x, layers.Dense(3)(x))
    for _ in range(depth):
        x = tahr.Input((3,))
        model = tahr.Model(x, model(model(x)))
    return model


def test_models_that_share_blocks_come_back(tmp_path):
    x = y = tahr.Input((3,))
    block = layers.Dense(3)
    for _ in range(100):
        y = block(y)
    for model in (towers(6), tahr.Model(x, y)):
        model.save(tmp_path / "m.keras")
        again = tahr.models.load_model(tmp_path / "m.keras")
        assert again.count_params() == model.count_params() == 12
        assert tahr.models.model_from_json(model.to_json()).count_params() == 12


def grown(config, depth):
    """Nests a configuration of a model by hand, which takes no time to write."""
    for level in range(depth):
        inner = {**config, "config": {**config["config"], "name": f"m{level}"}}
        tensor = ["x", 0, 0]
        calls = []
        for call in range(2):
            history = {"shape": [None, 3], "dtype": "float32", "keras_history": tensor}
            argument = {"class_name": "__keras_tensor__", "config": history}
            calls.append({"args": [argument], "kwargs": {}})
            tensor = [f"m{level}", call, 0]
        start = {
            "module": "keras.layers", "class_name": "InputLayer", "name": "x",
            "config": {"batch_shape": [None, 3], "dtype": "float32", "name": "x"},
            "registered_name": None, "inbound_nodes": [],
        }  # fmt: skip
        inside = {**inner, "name": f"m{level}", "inbound_nodes": calls}
        config = {
            "module": "keras.src.models.functional", "class_name": "Functional",
            "registered_name": "Functional",
            "config": {
                "name": "top", "trainable": True, "layers": [start, inside],
                "input_layers": [["x", 0, 0]], "output_layers": [tensor],
            },
        }  # fmt: skip
    return config


@pytest.mark.parametrize("depth", [14, 18, 40, 200])
def test_nesting_costs_no_more_than_the_file_pays_for(tmp_path, depth):
    path = tmp_path / "m.keras"
    towers(0).save(path)
    config = grown(json.loads(members(path)["config.json"]), depth)
    rewritten(path, **{"config.json": json.dumps(config)})
    began = time.process_time()
    with pytest.raises(SavingError, match=r"more work|too deeply"):
        tahr.models.load_model(path)
    with pytest.raises(SavingError, match=r"more work|too deeply"):
        tahr.models.model_from_json(json.dumps(config))
    assert time.process_time() - began < 30


@pytest.mark.parametrize("wrapper", ["TimeDistributed", "Bidirectional", "RNN", "Sequential"])
def test_layers_in_layers(good, wrapper):
    def change(config):
        inner = config["config"]["layers"][1]
        for _ in range(60):
            inside = {"layers": [inner]} if wrapper == "Sequential" else {"layer": inner}
            inside = {"cell": inner} if wrapper == "RNN" else inside
            module = "keras" if wrapper == "Sequential" else "keras.layers"
            inner = {"module": module, "class_name": wrapper, "config": inside}
        config["config"]["layers"][1] = inner
        return config

    began = time.process_time()
    with contextlib.suppress(SavingError):
        tahr.models.load_model(reconfigured(good, change))
    assert time.process_time() - began < 5


def test_a_graph_in_any_order_takes_its_time_once(tmp_path):
    x = y = tahr.Input((2,))
    for _ in range(300):
        y = layers.Identity()(y)
    path = tmp_path / "m.keras"
    tahr.Model(x, y).save(path)

    def backwards(config):
        config["config"]["layers"].reverse()
        return config

    again = tahr.models.load_model(reconfigured(path, backwards))
    assert len(again.layers) == 301


def test_a_graph_that_goes_round_in_circles(tmp_path):
    x = tahr.Input((2,))
    path = tmp_path / "m.keras"
    tahr.Model(x, layers.Dense(2, name="b")(layers.Dense(2, name="a")(x))).save(path)

    def circle(config):
        text = json.dumps(config)
        first = config["config"]["layers"][0]["config"]["name"]
        return json.loads(
            text.replace(f'["{first}", 0, 0]}}}}], "kwargs"', '["b", 0, 0]}}], "kwargs"')
        )

    with pytest.raises(SavingError, match="nothing gives"):
        tahr.models.load_model(reconfigured(path, circle))


# Frameworks.


FROM_FRAMEWORKS = [
    ("TorchModuleWrapper", {"module": {"class_name": "__torch__", "config": "gASV"}}),
    ("TorchModuleWrapper", {"module": "torch_wrapper_pickle"}),
    ("FlaxLayer", {"module": "flax.linen.Dense"}),
    ("JaxLayer", {"call_fn": "jax.numpy.sin"}),
    ("TFSMLayer", {"filepath": "/tmp"}),
]
LOADS = """
import sys, tahr
from tahr.core.errors import SavingError
for path in sys.argv[1:]:
    try:
        tahr.saving.load_model(path)
    except SavingError:
        print("refused")
print([name for name in ("torch", "tensorflow", "pytensor", "flax") if name in sys.modules])
"""


def test_no_file_has_a_framework_imported(tmp_path):
    paths = []
    for number, (name, inner) in enumerate(FROM_FRAMEWORKS):

        def change(config, name=name, inner=inner):
            entry = {"module": "keras.layers", "class_name": name, "config": inner}
            config["config"]["layers"][1] = {**entry, "registered_name": None}
            return config

        paths.append(tmp_path / f"{number}.keras")
        small().save(paths[-1])
        reconfigured(paths[-1], change)
    run = subprocess.run(
        [sys.executable, "-c", LOADS, *map(str, paths)], capture_output=True, text=True, check=True
    )
    assert run.stdout.splitlines() == ["refused"] * len(paths) + ["[]"]


# Archives.


def altered(path, name, **changes):
    """Writes an archive whose directory says something else of a member than is true."""
    found = members(path)
    with zipfile.ZipFile(path, "w") as archive:
        for member, content in found.items():
            archive.writestr(member, content)
        for key, value in changes.items():
            setattr(archive.getinfo(name), key, value)
    return path


@pytest.mark.parametrize("packing", [zipfile.ZIP_LZMA, zipfile.ZIP_BZIP2])
def test_other_packings_are_refused_by_name(good, packing):
    with pytest.raises(SavingError, match="packed in a way"):
        tahr.models.load_model(rewritten(good, packing))


@pytest.mark.parametrize("name", ["config.json", "model.weights.h5"])
@pytest.mark.parametrize(
    "change",
    [{"flag_bits": 1}, {"file_size": 10}, {"file_size": 2**40}, {"compress_size": 10},
     {"compress_size": 2**40}, {"header_offset": 2**40}, {"header_offset": 7}, {"CRC": 1},
     {"compress_type": 14}, {"compress_type": 8}, {"external_attr": 0o120777 << 16, "CRC": 3}],
    ids=str,
)  # fmt: skip
def test_a_directory_that_lies(good, name, change):
    with pytest.raises(SavingError):
        tahr.models.load_model(altered(good, name, **change))


def test_zip64_is_read(good):
    found = members(good)
    with zipfile.ZipFile(good, "w") as archive:
        for name, content in found.items():
            with archive.open(zipfile.ZipInfo(name), "w", force_zip64=True) as member:
                member.write(content)
    x = np.ones((1, 4), "float32")
    assert np.asarray(tahr.models.load_model(good)(x)).shape == (1, 2)


def test_a_file_that_may_not_be_read_says_so(good, monkeypatch):
    def opened(*_):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr("pathlib.Path.open", opened)
    with pytest.raises(SavingError, match="cannot be read"):
        tahr.models.load_model(good)
