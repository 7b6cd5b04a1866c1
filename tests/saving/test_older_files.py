"""The HDF5 files of Keras 1 and 2: what is read, what is refused, and what is not trusted."""

import json

import h5py
import numpy as np
import pytest

import tahr
from tahr import layers
from tahr.core.errors import ArgumentError, SavingError
from tahr.saving.legacy import texts

RNG = np.random.default_rng(0)


def normal(*shape):
    return RNG.normal(size=shape).astype("float32")


def written(path, config, arrays, version="1.2.2", backend="tensorflow"):
    """Writes a file as Keras 1 and 2 did: arrays by layer, names as attributes."""
    with h5py.File(path, "w") as file:
        file.attrs["keras_version"] = version.encode()
        file.attrs["model_config"] = json.dumps(config).encode()
        group = file.create_group("model_weights")
        group.attrs["keras_version"], group.attrs["backend"] = version.encode(), backend.encode()
        group.attrs["layer_names"] = [name.encode() for name in arrays]
        for name, values in arrays.items():
            inner = group.create_group(name)
            labels = [f"{name}_{number}:0" for number in range(len(values))]
            inner.attrs["weight_names"] = [label.encode() for label in labels]
            for label, value in zip(labels, values, strict=True):
                inner[label] = value
    return path


def keras_1(*entries):
    return {
        "class_name": "Sequential",
        "config": [{"class_name": name, "config": inner} for name, inner in entries],
    }


def test_a_model_of_keras_1(tmp_path):
    dense = {
        "name": "d", "output_dim": 3, "init": "glorot_uniform", "activation": "relu",
        "W_regularizer": None, "b_regularizer": None, "activity_regularizer": None,
        "W_constraint": None, "b_constraint": None, "bias": True, "input_dim": 4,
        "trainable": True, "batch_input_shape": [None, 4], "input_dtype": "float32",
    }  # fmt: skip
    drop = {"name": "drop", "p": 0.5, "trainable": True}
    kernel, bias = normal(4, 3), normal(3)
    path = written(
        tmp_path / "m.h5",
        keras_1(("Dense", dense), ("Dropout", drop)),
        {"d": [kernel, bias], "drop": []},
    )
    x = normal(2, 4)
    model = tahr.models.load_model(path)
    np.testing.assert_allclose(model(x), np.maximum(x @ kernel + bias, 0), rtol=1e-5)
    assert model.layers[1].rate == 0.5


def test_a_text_of_keras_1():
    entries = keras_1(("Dense", {"output_dim": 3, "init": "zero", "input_dim": 4, "name": "d"}))
    model = tahr.models.model_from_json(json.dumps({**entries, "keras_version": "1.2.2"}))
    assert model.count_params() == 15


@pytest.mark.parametrize("backend", ["theano", "tensorflow"])
@pytest.mark.parametrize("ordering", ["th", "tf"])
def test_convolutions_of_keras_1(ordering, backend, tmp_path):
    shape = [None, 2, 5, 6] if ordering == "th" else [None, 5, 6, 2]
    config = {
        "name": "c", "nb_filter": 3, "nb_row": 2, "nb_col": 3, "border_mode": "valid",
        "subsample": [1, 1], "dim_ordering": ordering, "init": "uniform", "activation": "linear",
        "bias": True, "W_regularizer": None, "batch_input_shape": shape, "trainable": True,
    }  # fmt: skip
    kernel, bias = normal(2, 3, 2, 3), normal(3)
    stored = kernel.transpose(3, 2, 0, 1) if ordering == "th" else kernel
    path = written(
        tmp_path / "m.h5",
        keras_1(("Convolution2D", config)),
        {"c": [stored, bias]},
        backend=backend,
    )
    used = kernel[::-1, ::-1] if backend == "theano" else kernel
    (layer,) = tahr.models.load_model(path).layers
    assert layer.kernel_size == (2, 3)
    np.testing.assert_array_equal(layer.get_weights()[0], used)
    x = normal(1, 5, 6, 2)
    windows = np.lib.stride_tricks.sliding_window_view(x[0], (2, 3), axis=(0, 1))
    expected = np.einsum("hwcij,ijcf->hwf", windows, used) + bias
    given = x.transpose(0, 3, 1, 2) if ordering == "th" else x
    found = np.asarray(layer(given))[0]
    found = found.transpose(1, 2, 0) if ordering == "th" else found
    np.testing.assert_allclose(found, expected, rtol=1e-4, atol=1e-5)


def hard(x):
    return np.clip(0.2 * x + 0.5, 0, 1)


def test_gates_of_keras_1(tmp_path):
    config = {
        "output_dim": 3, "init": "glorot_uniform", "inner_init": "orthogonal",
        "forget_bias_init": "one", "activation": "tanh", "inner_activation": "hard_sigmoid",
        "W_regularizer": None, "U_regularizer": None, "b_regularizer": None, "dropout_W": 0.0,
        "dropout_U": 0.0, "return_sequences": True, "go_backwards": False, "stateful": False,
        "unroll": False, "consume_less": "cpu", "input_dim": 2, "input_length": None,
    }  # fmt: skip
    gates = {g: (normal(2, 3), normal(3, 3), normal(3)) for g in ("i", "c", "f", "o")}
    path = written(
        tmp_path / "m.h5",
        keras_1(("LSTM", {**config, "name": "l", "batch_input_shape": [None, 4, 2]})),
        {"l": [array for gate in gates.values() for array in gate]},
    )
    x = normal(1, 4, 2)
    h = c = np.zeros(3)
    expected = []
    for step in x[0]:
        z = {g: step @ w + h @ u + b for g, (w, u, b) in gates.items()}
        c = hard(z["f"]) * c + hard(z["i"]) * np.tanh(z["c"])
        h = hard(z["o"]) * np.tanh(c)
        expected.append(h)
    np.testing.assert_allclose(tahr.models.load_model(path)(x)[0], expected, rtol=1e-4, atol=1e-5)
    del config["forget_bias_init"]
    gates = {g: (normal(2, 3), normal(3, 3), normal(3)) for g in ("z", "r", "h")}
    arrays = [array for gate in gates.values() for array in gate]
    both = {"layer": {"class_name": "GRU", "config": {**config, "name": "g"}}, "merge_mode": "sum"}
    path = written(
        tmp_path / "g.h5",
        keras_1(("Bidirectional", {**both, "name": "b", "batch_input_shape": [None, 4, 2]})),
        {"b": arrays + arrays},
    )

    def run(steps):
        h, found = np.zeros(3), []
        for step in steps:
            (wz, uz, bz), (wr, ur, br), (wh, uh, bh) = gates.values()
            z, r = hard(step @ wz + h @ uz + bz), hard(step @ wr + h @ ur + br)
            h = z * h + (1 - z) * np.tanh(step @ wh + (r * h) @ uh + bh)
            found.append(h)
        return np.array(found)

    expected = run(x[0]) + run(x[0][::-1])[::-1]
    np.testing.assert_allclose(tahr.models.load_model(path)(x)[0], expected, rtol=1e-4, atol=1e-5)


def test_a_graph_of_keras_2_counts_calls_of_models_from_one(tmp_path):
    def layer(class_name, name, calls, **config):
        config = {"name": name, **config}
        return {"class_name": class_name, "config": config, "name": name, "inbound_nodes": calls}

    def start(name):
        return layer("InputLayer", name, [], batch_input_shape=[None, 2], dtype="float32")

    def dense(name, calls):
        return layer("Dense", name, calls, units=2, activation="linear", use_bias=False)

    inner = {
        "name": "inner", "layers": [start("x"), dense("d", [[["x", 0, 0, {}]]])],
        "input_layers": [["x", 0, 0]], "output_layers": [["d", 0, 0]],
    }  # fmt: skip
    calls = [[["y", 0, 0, {}]], [["inner", 1, 0, {}]]]
    config = {
        "name": "outer",
        "layers": [
            start("y"),
            {"class_name": "Model", "config": inner, "name": "inner", "inbound_nodes": calls},
            layer("Add", "sum", [[["inner", 1, 0, {}], ["inner", 2, 0, {}]]]),
        ],
        "input_layers": [["y", 0, 0]],
        "output_layers": [["sum", 0, 0]],
    }
    kernel = normal(2, 2)
    path = written(
        tmp_path / "m.hdf5", {"class_name": "Model", "config": config},
        {"y": [], "inner": [kernel], "sum": []}, version="2.2.4",
    )  # fmt: skip
    x = normal(3, 2)
    once = x @ kernel
    np.testing.assert_allclose(
        tahr.models.load_model(path)(x), once + once @ kernel, rtol=1e-4, atol=1e-5
    )


# Weights into a model.


def net(units=3, last="tail", more=0):
    inner = [layers.Dense(2, name=f"more{i}") for i in range(more)]
    return tahr.Sequential(
        [layers.Input((4,)), layers.Dense(units, name="head"), *inner, layers.Dense(2, name=last)]
    )


@pytest.fixture(params=["model", "weights"])
def saved(request, tmp_path):
    model, path = net(), tmp_path / "m.h5"
    (model.save if request.param == "model" else model.save_weights)(path)
    return model, path


def test_by_order_and_by_name(saved):
    model, path = saved
    other = net(last="other")
    other.load_weights(path)
    for a, b in zip(model.get_weights(), other.get_weights(), strict=True):
        np.testing.assert_array_equal(a, b)
    other = net(last="other", more=1)
    before = other.get_weights()
    with pytest.warns(UserWarning, match="2 weights were loaded; .* more0, other"):
        other.load_weights(path, by_name=True)
    np.testing.assert_array_equal(other.get_weights()[0], model.get_weights()[0])
    np.testing.assert_array_equal(other.get_weights()[4], before[4])


def test_what_does_not_fit_changes_nothing(saved):
    _, path = saved
    for other, match in (
        (net(5), r"head: .*head/kernel: \(4, 5\) here, \(4, 3\) in the file"),
        (net(more=1), "tail: in the model alone"),
        (tahr.Sequential([layers.Input((4,)), layers.Dense(3)]), "tail: in the file alone"),
    ):
        before = other.get_weights()
        with pytest.raises(SavingError, match=match):
            other.load_weights(path)
        for a, b in zip(before, other.get_weights(), strict=True):
            np.testing.assert_array_equal(a, b)
    with pytest.raises(SavingError, match=r"\(4, 5\) here"):
        net(5).load_weights(path, by_name=True)
    with pytest.raises(SavingError, match="no layer of the model is called"):
        stranger = tahr.Sequential([layers.Input((4,)), layers.Dense(3, name="x")])
        stranger.load_weights(path, by_name=True)


def test_what_does_not_fit_is_told_where_it_is_skipped(saved):
    model, path = saved
    other = tahr.Sequential(
        [layers.Input((4,)), layers.Dense(5, name="head"), layers.Dense(2, name="tail")]
    )
    with pytest.warns(UserWarning, match="left as it is") as told:
        other.load_weights(path, skip_mismatch=True)
    assert len(told) == 2
    other = net(more=0)
    other.load_weights(path, by_name=True, skip_mismatch=True)
    np.testing.assert_array_equal(other.get_weights()[0], model.get_weights()[0])


def test_files_of_weights_alone(tmp_path):
    model = net()
    model.save_weights(tmp_path / "m.h5")
    with pytest.raises(SavingError, match="weights alone"):
        tahr.models.load_model(tmp_path / "m.h5")
    model.save_weights(tmp_path / "m.weights.h5")
    with pytest.raises(ArgumentError, match="names of layers"):
        model.load_weights(tmp_path / "m.weights.h5", by_name=True)


def test_long_lists_of_names(tmp_path):
    def build():
        inner = [layers.Dense(1, name=f"{i}{'a' * 1000}") for i in range(65)]
        return tahr.Sequential([layers.Input((1,)), *inner])

    model, other = build(), build()
    model.save_weights(tmp_path / "m.h5")
    with h5py.File(tmp_path / "m.h5") as file:
        assert "layer_names1" in file.attrs
    other.load_weights(tmp_path / "m.h5")
    np.testing.assert_array_equal(other.get_weights()[-2], model.get_weights()[-2])


# Distrust.


def harmed(path, change):
    with h5py.File(path, "a") as file:
        change(file)


def configured(file, config):
    file.attrs["model_config"] = json.dumps(config).encode()


LAMBDA = {"name": "l", "function": ["4wEAAAA=", None, None], "function_type": "lambda"}
HARM = {
    "a link to a group": lambda f: f["model_weights"].__setitem__(
        "head", h5py.SoftLink("/model_weights/tail")
    ),
    "a link out of the file": lambda f: f["model_weights/head"].__setitem__(
        "head", h5py.ExternalLink("/etc/passwd", "/")
    ),
    "no names": lambda f: f["model_weights"].attrs.__delitem__("layer_names"),
    "names as numbers": lambda f: f["model_weights"].attrs.__setitem__("layer_names", [1, 2]),
    "names of nothing": lambda f: f["model_weights"].attrs.__setitem__("layer_names", [b"x", b"y"]),
    "names in a square": lambda f: f["model_weights"].attrs.__setitem__("layer_names", [[b"x"]]),
    "no JSON": lambda f: f.attrs.__setitem__("model_config", b"{"),
    "a number as configuration": lambda f: f.attrs.__setitem__("model_config", 3.0),
    "deep JSON": lambda f: f.attrs.__setitem__("model_config", b"[" * 50_000),
    "a list": lambda f: configured(f, [1]),
    "no class": lambda f: configured(f, {"class_name": "system", "config": {}}),
    "a module": lambda f: configured(
        f, {"module": "os", "class_name": "system", "config": {"command": "touch harm"}}
    ),
    "a lambda": lambda f: configured(f, keras_1(("Lambda", LAMBDA))),
    "a function": lambda f: configured(
        f, keras_1(("Lambda", {**LAMBDA, "function": "system", "function_type": "function"}))
    ),
    "a lambda of TensorFlow": lambda f: configured(f, {
        "class_name": "Functional", "config": {
            "name": "m", "input_layers": [], "output_layers": [], "layers": [{
                "class_name": "TFOpLambda", "name": "t", "inbound_nodes": [],
                "config": {"name": "t", "function": "io.write_file"},
            }],
        },
    }),
    "a merge": lambda f: configured(f, keras_1(("Merge", {"mode": "eval"}))),
}  # fmt: skip


@pytest.mark.parametrize("version", [b"1.2.2", b"2.3.0", b"3.15.1", b"x", b"9" * 500])
@pytest.mark.parametrize("harm", HARM)
def test_harm_is_refused(harm, version, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    net().save(tmp_path / "m.h5")

    def change(file):
        file.attrs["keras_version"] = version
        if harm == "a link to a group":
            del file["model_weights/head"]
        if harm == "a link out of the file":
            name = next(iter(file["model_weights/head"]))
            file["model_weights/head"].move(name, "hidden")
            file["model_weights/head"].attrs["weight_names"] = [b"head/kernel", b"head/bias"]
        HARM[harm](file)

    harmed(tmp_path / "m.h5", change)
    for safe_mode in (True, False):
        with pytest.raises(SavingError):
            tahr.models.load_model(tmp_path / "m.h5", safe_mode=safe_mode)
    assert not (tmp_path / "harm").exists()


def test_one_long_text_that_is_many_names(tmp_path, monkeypatch):
    monkeypatch.setattr(texts, "ROOM", 1 << 20)
    path = tmp_path / "m.h5"
    net().save_weights(path)

    def change(file):
        names = np.array(["a" * 60_000] * 40, dtype=object)
        del file.attrs["layer_names"]
        file.attrs.create("layer_names", names, dtype=h5py.string_dtype())

    harmed(path, change)
    with pytest.raises(SavingError, match="more room"):
        net().load_weights(path)


@pytest.mark.parametrize("options", [{"compression": 1}, {"chunks": (2, 3)}])
def test_arrays_that_are_not_stored_whole(options, tmp_path):
    path = tmp_path / "m.h5"
    net().save_weights(path)

    def change(file):
        group = file["head"]
        name = group.attrs["weight_names"][0].decode()
        del group[name]
        group.create_dataset(name, data=np.ones((4, 3), "f4"), **options)

    harmed(path, change)
    with pytest.raises(SavingError, match="chunked, compressed"):
        net().load_weights(path)
