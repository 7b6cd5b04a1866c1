"""Files that mean harm, or are damaged, are refused with one clear error."""

import json
import marshal
import os
import zipfile

import h5py
import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings, strategies as st

import tahr
from tahr import layers
from tahr.core.errors import SavingError
from tahr.saving import store
from tests.saving.archives import members, rewritten, small


@pytest.fixture
def good(tmp_path):
    path = tmp_path / "good.keras"
    small().save(path)
    return path


def refused(path, match=None, **options):
    with pytest.raises(SavingError, match=match) as caught:
        tahr.models.load_model(path, **options)
    assert str(path) in str(caught.value)


@pytest.mark.parametrize(
    "name", ["../../evil.py", "/etc/passwd", "assets/../../evil", "evil.pkl", "config.json/x"]
)
def test_members_of_other_names(good, tmp_path, name):
    before = set(tmp_path.rglob("*"))
    refused(rewritten(good, **{name: b"print('harm')"}), "something that no model file has")
    assert set(tmp_path.rglob("*")) == before


def test_a_member_that_is_there_twice(good):
    with zipfile.ZipFile(good, "a") as archive, pytest.warns(UserWarning, match="Duplicate"):
        archive.writestr("config.json", "{}")
    refused(good, "twice")


@pytest.mark.parametrize("name", ["config.json", "model.weights.h5"])
def test_a_missing_member(good, name):
    refused(rewritten(good, **{name: None}), f"no {name}")


@pytest.mark.parametrize("name", ["config.json", "metadata.json", "model.weights.h5"])
def test_a_decompression_bomb(good, name):
    bomb = bytes(store.FREE[name] + 1)
    refused(rewritten(good, zipfile.ZIP_DEFLATED, **{name: bomb}), "too long")


def test_a_modest_compression_is_fine(good):
    rewritten(good, zipfile.ZIP_DEFLATED)
    assert tahr.models.load_model(good).count_params() == 23


@pytest.mark.parametrize(
    "config",
    [b"", b"{", b"[1]", b"\xff\xfe", b'{"a":' * 100_000, b'{"class_name": 3, "config": {}}'],
)
def test_a_configuration_that_is_none(good, config):
    refused(rewritten(good, **{"config.json": config}))


def entry(class_name, config, module="keras.layers"):
    found = {"module": module, "class_name": class_name, "config": config}
    return {**found, "registered_name": None}


CODE = marshal.dumps(compile("__import__('os').system('touch harm')", "<file>", "eval"))
HARMFUL = {
    "os.system": entry("system", {"command": "touch harm"}, "os"),
    "builtins.eval": entry("eval", {"source": "1"}, "builtins"),
    "subprocess": entry("Popen", {"args": "touch harm"}, "subprocess"),
    "a function of Keras's insides": entry("get_file", {"origin": "x"}, "keras.utils"),
    "eval as activation": entry("Activation", {
        "activation": entry("function", "eval", "builtins"),
    }),
    "an op of Python": entry("GetItem", {"name": "x"}, "builtins"),
    "Lambda with bytecode": entry("Lambda", {
        "function": {"class_name": "__lambda__", "config": {
            "code": CODE.hex(), "defaults": None, "closure": None,
        }},
    }),
    "Lambda with bytecode, older": entry("Lambda", {
        "function": {"class_name": "__lambda__", "config": {"value": [CODE.hex(), None, None]}},
    }),
    "Lambda of a module's function": entry("Lambda", {
        "function": entry("function", "system", "os"),
    }),
    "type": entry("Dense", {"units": {"class_name": "type", "config": "object"}}),
    "an array of objects": entry("Dense", {
        "units": {"class_name": "__numpy__", "config": {"value": [1], "dtype": "object"}},
    }),
    "wrong arguments": entry("Dense", {"units": -1}),
    "other arguments": entry("Dense", {"nonsense": 1}),
    "no layer": entry("Adam", {}, "keras.optimizers"),
}  # fmt: skip


@pytest.mark.parametrize("safe_mode", [True, False])
@pytest.mark.parametrize("harm", HARMFUL)
def test_a_configuration_that_names_code(good, harm, safe_mode, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(os, "system", lambda *_: pytest.fail("code from a file was run"))
    config = json.loads(members(good)["config.json"])
    config["config"]["layers"][1] = HARMFUL[harm]
    for top in (config, HARMFUL[harm]):
        rewritten(good, **{"config.json": json.dumps(top)})
        if top is config or harm not in ("type", "an array of objects"):
            refused(good, safe_mode=safe_mode)
    assert not (tmp_path / "harm").exists()


def test_a_lambda_says_what_to_do(tmp_path):
    path = tmp_path / "m.keras"
    tahr.Sequential([layers.Input((4,)), layers.Lambda(lambda x: x * 2)]).save(path)
    refused(path, "register it with", safe_mode=True)
    refused(path, "register it with", safe_mode=False)


# HDF5.


@pytest.fixture
def weights(tmp_path):
    path = tmp_path / "w.weights.h5"
    small().save_weights(path)
    return path


KERNEL = "layers/dense/vars/0"


def changed(path, change):
    with h5py.File(path, "a") as file:
        del file[KERNEL]
        change(file)
    return path


def not_loaded(path, match):
    model = small()
    before = model.get_weights()
    with pytest.raises(SavingError, match=match):
        model.load_weights(path)
    for a, b in zip(before, model.get_weights(), strict=True):
        np.testing.assert_array_equal(a, b)


def other_file(path):
    with h5py.File(path.with_name("other.h5"), "w") as file:
        file["secret"] = np.ones((4, 3), "float32")
    np.ones((4, 3), "float32").tofile(path.with_name("raw.bin"))
    return str(path.with_name("other.h5"))


def test_links_out_of_the_file(weights):
    other = other_file(weights)
    for link in (
        h5py.ExternalLink(other, "/secret"), h5py.SoftLink("/layers/dense_1/vars/0"),
        h5py.SoftLink("/nowhere"),
    ):  # fmt: skip
        changed(weights, lambda file, link=link: file.__setitem__(KERNEL, link))
        not_loaded(weights, "links to something")


def test_a_group_that_is_a_link(weights):
    with h5py.File(weights, "a") as file:
        file.move("layers/dense", "layers/hidden")
        file["layers/dense"] = h5py.SoftLink("/layers/hidden")
    not_loaded(weights, "links to something")


def test_arrays_kept_elsewhere(weights):
    other_file(weights)
    raw = str(weights.with_name("raw.bin"))
    changed(weights, lambda f: f.create_dataset(
        KERNEL, (4, 3), "float32", external=[(raw, 0, 48)]
    ))  # fmt: skip
    not_loaded(weights, "kept in another file")


def test_virtual_arrays(weights):
    layout = h5py.VirtualLayout((4, 3), "float32")
    layout[:] = h5py.VirtualSource(other_file(weights), "secret", (4, 3))
    changed(weights, lambda f: f.create_virtual_dataset(KERNEL, layout))
    not_loaded(weights, "virtual")


@pytest.mark.parametrize("options", [{"compression": 1}, {"chunks": (2, 3)}, {"shuffle": True}])
def test_compressed_and_chunked_arrays(weights, options):
    changed(weights, lambda f: f.create_dataset(KERNEL, data=np.ones((4, 3), "f4"), **options))
    not_loaded(weights, "chunked, compressed")


@pytest.mark.parametrize(
    "content",
    [
        np.array([["a"] * 3] * 4, dtype=h5py.string_dtype()),
        np.array([[b"abcd"] * 3] * 4),
        np.zeros((4, 3), [("x", "f4"), ("y", "f4")]),
        np.zeros((4, 3), "complex64"),
        np.zeros((4, 3), "V4"),
        np.zeros((4, 3), h5py.enum_dtype({"a": 1})),
    ],
    ids=lambda c: str(c.dtype),
)
def test_arrays_that_are_not_numbers(weights, content):
    changed(weights, lambda f: f.create_dataset(KERNEL, data=content, dtype=content.dtype))
    not_loaded(weights, "not numbers")


def test_arrays_of_references(weights):
    changed(weights, lambda f: f.create_dataset(KERNEL, (4, 3), h5py.ref_dtype))
    not_loaded(weights, "not numbers|more data")


@pytest.mark.parametrize("shape", [(3, 4), (12,), (), (4, 3, 1), (4, 4)])
def test_arrays_of_another_shape(weights, shape):
    changed(weights, lambda f: f.create_dataset(KERNEL, data=np.ones(shape, "f4")))
    not_loaded(weights, r"layers/dense: .*\(4, 3\) here")


def test_arrays_that_claim_more_than_is_there(tmp_path):
    path = tmp_path / "w.weights.h5"
    with h5py.File(path, "w") as file:
        file.create_dataset("layers/dense/vars/0", (1_000_000, 1_000_000), "float32")
        file.create_dataset("layers/dense/vars/1", (1_000_000,), "float32")
    vast = tahr.Sequential([layers.Input((1_000_000,)), layers.Dense(1_000_000)])
    with pytest.raises(SavingError, match="more data than the file holds"):
        vast.load_weights(path)


def test_many_arrays_that_share_their_bytes(tmp_path):
    path = tmp_path / "w.weights.h5"
    with h5py.File(path, "w") as file:
        one = file.create_dataset("one", data=np.ones((64, 64), "f4"))
        bias = file.create_dataset("two", data=np.ones(64, "f4"))
        for i in range(8):
            group = file.create_group(f"layers/dense{f'_{i}' if i else ''}/vars")
            group["0"], group["1"] = one, bias
    model = tahr.Sequential([layers.Input((64,)), *(layers.Dense(64) for _ in range(8))])
    with pytest.raises(SavingError, match="more data than the file holds"):
        model.load_weights(path)


def test_a_group_where_an_array_belongs(weights):
    changed(weights, lambda f: f.create_group(KERNEL))
    not_loaded(weights, "something else where an array belongs")


def test_an_array_where_a_group_belongs(weights):
    with h5py.File(weights, "a") as file:
        del file["layers/dense"]
        file["layers/dense"] = 1.0
    not_loaded(weights, "an array where a group belongs")


@pytest.mark.parametrize(
    "content", [b"", b"hello", b"\x89HDF\r\n\x1a\n", b"\x89HDF\r\n\x1a\n" * 99]
)
def test_what_is_no_hdf5(weights, content):
    weights.write_bytes(content)
    not_loaded(weights, "HDF5|damaged")


# Damage.


@pytest.mark.parametrize("share", [0.0, 0.02, 0.3, 0.9, 0.999])
def test_a_file_cut_short(good, weights, share):
    for path, load in ((good, tahr.models.load_model), (weights, small().load_weights)):
        path.write_bytes(path.read_bytes()[: int(path.stat().st_size * share)])
        with pytest.raises(SavingError, match=r"damaged|HDF5"):
            load(path)


def test_a_flipped_bit_in_the_weights(good):
    data = bytearray(good.read_bytes())
    place = data.find(b"\x89HDF") + 5000
    data[place] ^= 1
    good.write_bytes(data)
    refused(good, "checksum")


@settings(
    max_examples=60,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(st.lists(st.tuples(st.integers(0, 10**9), st.integers(0, 255)), min_size=1, max_size=4))
def test_any_damage_gives_one_kind_of_error(good, weights, damage):
    for path, load in ((good, tahr.models.load_model), (weights, small().load_weights)):
        data = bytearray(path.read_bytes())
        for place, byte in damage:
            data[place % len(data)] = byte
        broken = path.with_name(f"broken{''.join(path.suffixes)}")
        broken.write_bytes(data)
        try:
            load(broken)
        except SavingError as error:
            assert "broken" in str(error)
