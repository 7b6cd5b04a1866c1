"""SavedModels with endpoints of one's own."""

from importlib.util import find_spec

import numpy as np
import pytest

if find_spec("tensorflow") is None:
    pytest.skip("tensorflow is not installed", allow_module_level=True)

import tensorflow as tf

import tahr
from tahr import export, layers, ops
from tahr.core import current
from tahr.core.errors import ArgumentError, SavingError

X = np.random.default_rng(0).normal(size=(5, 4)).astype("float32")
SPEC = [tahr.InputSpec(shape=(None, 4), dtype="float32")]


def net():
    inside = [layers.Dense(8, "relu"), layers.Dropout(0.5), layers.BatchNormalization()]
    return tahr.Sequential([layers.Input((4,)), *inside, layers.Dense(3)])


def written(archive, folder):
    archive.write_out(folder / "model", verbose=False)
    return tf.saved_model.load(str(folder / "model"))


@pytest.mark.parametrize("engine", [n for n in ("jax", "torch") if current.installed(n)])
def test_endpoints_serve_what_the_model_computes(engine, tmp_path):
    model = net().to(engine)
    expected = model.predict(X, verbose=0)
    archive = export.ExportArchive()
    archive.track(model)
    archive.add_endpoint("serve", lambda x: model(x, training=False), SPEC)
    fixed = [tahr.InputSpec(shape=(5, 4), dtype="float32")]
    archive.add_endpoint("noisy", lambda x: model(x, training=True), fixed)
    archive.add_variable_collection("first", model.weights[:2])
    found = written(archive, tmp_path)
    np.testing.assert_allclose(found.serve(X), expected, rtol=1e-4, atol=1e-5)
    np.testing.assert_allclose(found.serve(X[:2]), expected[:2], rtol=1e-4, atol=1e-5)
    assert not np.allclose(found.noisy(X), found.noisy(X))
    assert len(found.first) == 2
    assert len(found.variables) == len(model.variables)
    assert len(found.trainable_variables) == len(model.trainable_variables)
    assert set(found.signatures) == {"serve", "noisy", "serving_default"}


def test_weights_are_those_of_the_moment_it_is_written(tmp_path):
    model = net()
    archive = export.ExportArchive()
    archive.track_and_add_endpoint("serve", model)
    model.set_weights([w + 0.5 for w in model.get_weights()])
    expected = model.predict(X, verbose=0)
    loaded = written(archive, tmp_path)
    np.testing.assert_allclose(loaded.serve(X), expected, rtol=1e-4, atol=1e-4)


def test_several_arguments_and_trees(tmp_path):
    archive = export.ExportArchive()
    weight = tahr.Variable(np.full((4, 2), 2.0, "float32"))

    def mixed(x, named):
        return {"sum": ops.matmul(x, weight) + named["bias"], "half": ops.divide(x, 2.0)}

    signature = [((None, 4), "float32"), {"bias": ((2,), "float32")}]
    archive.add_endpoint("mixed", mixed, signature)
    loaded = written(archive, tmp_path)
    found = loaded.mixed(X, {"bias": np.ones(2, "float32")})
    np.testing.assert_allclose(found["sum"], X @ weight.numpy() + 1, rtol=1e-5)
    np.testing.assert_allclose(found["half"], X / 2)


def test_functions_of_tensorflow_and_their_resources(tmp_path):
    table = tf.lookup.StaticHashTable(
        tf.lookup.KeyValueTensorInitializer(["a", "b"], [1.0, 2.0]), default_value=0.0
    )
    archive = export.ExportArchive()
    archive.track(table)

    @tf.function(input_signature=[tf.TensorSpec([None], tf.string)])
    def look(keys):
        return table.lookup(keys)

    archive.add_endpoint("look", look)
    assert written(archive, tmp_path).look(["b", "c"]).numpy().tolist() == [2.0, 0.0]


def test_the_layer_of_a_saved_model_takes_it(tmp_path):
    model = net()
    archive = export.ExportArchive()
    archive.track_and_add_endpoint("serve", model, SPEC)
    archive.write_out(tmp_path / "model", verbose=False)
    with tahr.engine("tensorflow"):
        layer = layers.TFSMLayer(str(tmp_path / "model"), call_endpoint="serve")
        found = ops.convert_to_numpy(layer(X))
    np.testing.assert_allclose(found, model.predict(X, verbose=0), rtol=1e-4, atol=1e-5)


def test_what_is_written_is_told(tmp_path, capsys):
    archive = export.ExportArchive()
    archive.track_and_add_endpoint("serve", net())
    archive.write_out(tmp_path / "model")
    assert "with the endpoints serve" in capsys.readouterr().out
    archive.write_out(tmp_path / "model", verbose=False)
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "file").write_text("x")
    with pytest.raises(SavingError, match="something else is there"):
        archive.write_out(tmp_path / "mine")


def test_errors(tmp_path):
    archive = export.ExportArchive()
    with pytest.raises(SavingError, match="no endpoint"):
        archive.write_out(tmp_path / "model")
    with pytest.raises(ArgumentError, match="not known"):
        archive.add_endpoint("serve", lambda x: x)
    with pytest.raises(ArgumentError, match="cannot be a name"):
        archive.add_endpoint("a b", net())
    archive.add_endpoint("serve", net())
    with pytest.raises(ArgumentError, match="name is taken"):
        archive.add_endpoint("serve", net())
    with pytest.raises(ArgumentError, match="no variables yet"):
        archive.track(layers.Dense(2))
    with pytest.raises(ArgumentError, match="cannot be kept"):
        archive.track(3)
    with pytest.raises(ArgumentError, match="no variable"):
        archive.add_variable_collection("mine", [3])
    with pytest.raises(ArgumentError, match="cannot be run on specs"):
        archive.add_endpoint("numpy", lambda x: np.asarray(x).item(), SPEC)
