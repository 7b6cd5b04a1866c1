"""What is saved comes back as it was."""

import json
import os
import subprocess
import sys
import zipfile

import h5py
import numpy as np
import pytest

import tahr
from tahr import layers
from tahr.core.errors import ArgumentError, SavingError
from tests.saving.models import KINDS, Block, Net, chain, graph, samples


def same(first, second):
    for a, b in zip(first, second, strict=True):
        np.testing.assert_array_equal(a, b)


@pytest.mark.parametrize("kind", KINDS, ids=lambda k: k.__name__)
def test_a_model_comes_back(kind, tmp_path):
    model = kind()
    model.save(tmp_path / "m.keras")
    other = tahr.saving.load_model(tmp_path / "m.keras")
    x, _ = samples()
    assert type(other) is type(model)
    same(model.get_weights(), other.get_weights())
    np.testing.assert_array_equal(np.asarray(model(x)), np.asarray(other(x)))
    assert not other.compiled


@pytest.mark.parametrize("kind", KINDS, ids=lambda k: k.__name__)
def test_weights_come_back(kind, tmp_path):
    model, other = kind(), kind()
    model.save_weights(tmp_path / "m.weights.h5")
    other.load_weights(tmp_path / "m.weights.h5")
    same(model.get_weights(), other.get_weights())


@pytest.mark.parametrize("kind", KINDS, ids=lambda k: k.__name__)
def test_a_configuration_makes_the_model_again(kind):
    model = kind()
    other = type(model).from_config(json.loads(json.dumps(model.get_config())))
    other.build((None, 4))
    assert [w.shape for w in other.weights] == [w.shape for w in model.weights]
    again = tahr.models.model_from_json(model.to_json())
    assert again.count_params() == model.count_params()


@pytest.mark.parametrize("kind", KINDS, ids=lambda k: k.__name__)
def test_training_goes_on_as_if_never_interrupted(kind, tmp_path):
    x, y = samples()
    model = kind()
    model.compile(tahr.optimizers.Adam(0.01), loss="mse", metrics=["mae"])
    model.fit(x, y, epochs=2, batch_size=8, shuffle=False, verbose=0)
    model.save(tmp_path / "m.keras")
    other = tahr.models.load_model(tmp_path / "m.keras")
    first = model.fit(x, y, epochs=2, batch_size=8, shuffle=False, verbose=0).history
    second = other.fit(x, y, epochs=2, batch_size=8, shuffle=False, verbose=0).history
    assert first == second
    same(model.get_weights(), other.get_weights())


def test_weights_bring_the_optimizer_along(tmp_path):
    x, y = samples()
    model, other = chain(), chain()
    for one in (model, other):
        one.compile("adam", "mse")
    model.fit(x, y, verbose=0)
    model.save_weights(tmp_path / "m.weights.h5")
    other.optimizer.build(other.trainable_variables)
    other.load_weights(tmp_path / "m.weights.h5")
    assert int(other.optimizer.iterations) == 1
    fresh = chain()
    fresh.compile("adam", "mse")
    fresh.optimizer.build(fresh.trainable_variables)
    fresh.load_weights(tmp_path / "m.weights.h5", objects_to_skip=[fresh.optimizer])
    assert int(fresh.optimizer.iterations) == 0
    same(fresh.get_weights(), model.get_weights())


def test_compile_false_leaves_it_uncompiled(tmp_path):
    model = chain()
    model.compile("adam", "mse")
    model.save(tmp_path / "m.keras")
    assert not tahr.models.load_model(tmp_path / "m.keras", compile=False).compiled
    assert tahr.models.load_model(tmp_path / "m.keras").optimizer.name == model.optimizer.name


def test_the_learning_rate_of_now_is_saved(tmp_path):
    model = chain()
    model.compile("sgd", "mse")
    model.optimizer.learning_rate = 0.25
    model.save(tmp_path / "m.keras")
    other = tahr.models.load_model(tmp_path / "m.keras")
    assert float(other.optimizer.learning_rate) == 0.25


def test_one_model_gives_one_file(tmp_path):
    model = graph()
    for name in ("a", "b"):
        model.save(tmp_path / f"{name}.keras")
    with zipfile.ZipFile(tmp_path / "a.keras") as a, zipfile.ZipFile(tmp_path / "b.keras") as b:
        assert a.namelist() == ["metadata.json", "config.json", "model.weights.h5"]
        for name in ("config.json", "model.weights.h5"):
            assert a.read(name) == b.read(name)
        assert json.loads(a.read("metadata.json"))["tahr_version"] == tahr.__version__


def test_the_layout_is_keras_3s(tmp_path):
    model = Net(units=2)
    model(np.ones((1, 4), "float32"))
    model.save_weights(tmp_path / "m.weights.h5")
    found = []
    with h5py.File(tmp_path / "m.weights.h5") as file:
        file.visititems(lambda n, o: found.append(n) if isinstance(o, h5py.Dataset) else None)
        assert file["head/vars"].attrs["name"] == model.head.name
    groups = ("block/first", "block/many/dense", "block/named/dense", "head")
    expected = [f"{group}/vars/{i}" for group in groups for i in range(2)]
    assert [name for name in found if "seed" not in name] == expected


def test_a_shared_object_stays_one(tmp_path):
    @tahr.saving.register_keras_serializable("saved")
    class Pair(layers.Layer):
        def __init__(self, a, b, **kwargs):
            super().__init__(**kwargs)
            self.a, self.b = a, b

        def call(self, x):
            return self.a(x) + self.b(x)

        def get_config(self):
            written = {n: tahr.saving.serialize_keras_object(getattr(self, n)) for n in "ab"}
            return {**super().get_config(), **written}

        @classmethod
        def from_config(cls, config):
            made = {n: tahr.saving.deserialize_keras_object(config[n]) for n in "ab"}
            return cls(**{**config, **made})

    one = layers.Dense(2)
    model = tahr.Sequential([layers.Input((4,)), Pair(one, one)])
    model.save(tmp_path / "m.keras")
    pair = tahr.models.load_model(tmp_path / "m.keras").layers[0]
    assert pair.a is pair.b
    assert pair.count_params() == one.count_params()


def test_custom_objects_can_be_given_when_loading(tmp_path):
    class Half(layers.Layer):
        def call(self, x):
            return x / 2

    def loss(y, z):
        return tahr.ops.mean((y - z) ** 2)

    model = tahr.Sequential([layers.Input((4,)), layers.Dense(1), Half()])
    model.compile("sgd", loss)
    model.save(tmp_path / "m.keras")
    with pytest.raises(SavingError, match="Half"):
        tahr.models.load_model(tmp_path / "m.keras")
    with pytest.raises(SavingError, match="loss"):
        tahr.models.load_model(tmp_path / "m.keras", custom_objects={"Half": Half})
    known = {"Half": Half, "loss": loss}
    assert tahr.models.load_model(tmp_path / "m.keras", custom_objects=known).loss is loss
    with tahr.saving.CustomObjectScope(known):
        assert tahr.models.load_model(tmp_path / "m.keras").loss is loss


def test_a_named_function_in_a_lambda_layer_comes_back(tmp_path):
    @tahr.saving.register_keras_serializable("saved")
    def twice(x):
        return x * 2

    model = tahr.Sequential([layers.Input((4,)), layers.Lambda(twice)])
    model.save(tmp_path / "m.keras")
    other = tahr.models.load_model(tmp_path / "m.keras")
    assert np.asarray(other(np.ones((1, 4)))).tolist() == [[2.0] * 4]


def test_what_does_not_fit_changes_nothing(tmp_path):
    model = chain()
    model.save_weights(tmp_path / "m.weights.h5")
    other = tahr.Sequential([
        layers.Input((4,)), layers.Dense(8), layers.BatchNormalization(), layers.Dense(2),
    ])  # fmt: skip
    before = other.get_weights()
    with pytest.raises(SavingError, match=r"layers/dense_1: .*\(8, 2\) here, \(8, 1\) in the file"):
        other.load_weights(tmp_path / "m.weights.h5")
    same(before, other.get_weights())
    with pytest.warns(UserWarning, match="left as it is: layers/dense_1"):
        other.load_weights(tmp_path / "m.weights.h5", skip_mismatch=True)
    same(other.get_weights()[:2], model.get_weights()[:2])
    same(other.get_weights()[-2:], before[-2:])


def test_a_model_that_is_not_built_says_so(tmp_path):
    model = tahr.Sequential([layers.Dense(1)])
    with pytest.raises(SavingError, match="no weights yet"):
        model.save_weights(tmp_path / "m.weights.h5")
    model.save(tmp_path / "m.keras")
    assert not tahr.models.load_model(tmp_path / "m.keras").built


@pytest.mark.parametrize("name", ["m.h6", "m", "m.pb", "m.weights.h5", "gs://b/m.keras"])
def test_other_files_are_refused_by_name(name, tmp_path):
    with pytest.raises(SavingError, match=r"this computer|kind of file"):
        chain().save(name)
    with pytest.raises(SavingError, match=r"this computer|kind of file"):
        tahr.models.load_model(name)
    if not name.endswith(".weights.h5"):
        with pytest.raises(SavingError, match=r"this computer|kind of file"):
            chain().load_weights(name)


def test_a_missing_file_says_so(tmp_path):
    with pytest.raises(SavingError, match="no such file"):
        tahr.models.load_model(tmp_path / "m.keras")
    (tmp_path / "folder.keras").mkdir()
    with pytest.raises(SavingError, match="folder"):
        tahr.models.load_model(tmp_path / "folder.keras")


def test_what_is_not_offered_is_said(tmp_path):
    model = chain()
    with pytest.raises(ArgumentError, match="one file"):
        model.save(tmp_path / "m.keras", zipped=False)
    with pytest.raises(ArgumentError, match="one file"):
        model.save_weights(tmp_path / "m.weights.h5", max_shard_size=1)
    model.save_weights(tmp_path / "m.weights.h5")
    with pytest.raises(ArgumentError, match="by_name"):
        model.load_weights(tmp_path / "m.weights.h5", by_name=True)


def test_a_layer_without_a_configuration_is_named(tmp_path):
    class Bare(layers.Layer):
        def __init__(self, *sizes):
            super().__init__()
            self.sizes = sizes

        def call(self, x):
            return x

    model = tahr.Sequential([layers.Input((4,)), Bare(1, 2)])
    with pytest.raises((SavingError, NotImplementedError), match="get_config"):
        model.save(tmp_path / "m.keras")
    assert list(tmp_path.iterdir()) == []


def test_a_derived_configuration_holds_positional_arguments():
    config = Block(5, name="b").get_config()
    assert (config["units"], config["name"]) == (5, "b")


def test_a_model_may_start_from_the_middle_of_another(tmp_path):
    x = tahr.Input((4,))
    middle = layers.Dense(3)(x)
    model = tahr.Model(middle, layers.Dense(2)(middle))
    assert [type(layer).__name__ for layer in model.layers] == ["InputLayer", "Dense"]
    model.save(tmp_path / "m.keras")
    other = tahr.models.load_model(tmp_path / "m.keras")
    data = np.ones((2, 3), "float32")
    np.testing.assert_array_equal(np.asarray(model(data)), np.asarray(other(data)))


def test_a_file_is_read_where_nothing_was_imported_yet(tmp_path):
    model = chain()
    model.compile("adam", "mse", metrics=["mae"])
    model.save(tmp_path / "m.keras")
    code = (
        "import sys; from tahr.saving import load_model\n"
        f"model = load_model({str(tmp_path / 'm.keras')!r})\n"
        "print(model.count_params(), float(model.predict([[1.0] * 4], verbose=0)[0, 0]))\n"
        "assert 'jax' not in sys.modules"
    )
    env = {**os.environ, "TAHR_ENGINE": "numpy", "PYTHONPATH": os.pathsep.join(sys.path)}
    done = subprocess.run(
        [sys.executable, "-c", code], env=env, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    count, output = done.stdout.split()
    assert int(count) == model.count_params()
    assert float(output) == pytest.approx(float(np.asarray(model(np.ones((1, 4))))[0, 0]), rel=1e-5)
