"""Models as SavedModels of TensorFlow, and SavedModels as layers."""

import os
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import numpy as np
import pytest

if find_spec("tensorflow") is None:
    pytest.skip("tensorflow is not installed", allow_module_level=True)

import tahr
from tahr import layers, ops
from tahr.core import current, trees
from tahr.core.errors import ArgumentError, EngineError, SavingError

RANDOM = np.random.default_rng(0)


def normal(*shape: int) -> np.ndarray:
    return RANDOM.normal(size=shape).astype("float32")


def dense() -> Any:
    inside = [layers.Dense(4, "relu"), layers.BatchNormalization(), layers.Dropout(0.2)]
    return tahr.Sequential([layers.Input((8,)), *inside, layers.Dense(3, "softmax")])


def images() -> Any:
    return tahr.Sequential([
        layers.Input((12, 12, 3)),
        layers.Conv2D(4, 3, padding="same", strides=2),
        layers.SeparableConv2D(6, 3),
        layers.MaxPooling2D(2, padding="same"),
        layers.Conv2DTranspose(4, 3, strides=2, padding="same"),
        layers.UpSampling2D(2, interpolation="bilinear"),
        layers.GroupNormalization(2),
        layers.Flatten(),
        layers.Dense(3),
    ])  # fmt: skip


def sequences() -> Any:
    return tahr.Sequential([
        layers.Input((None,), dtype="int32"),
        layers.Embedding(50, 8, mask_zero=True),
        layers.Bidirectional(layers.LSTM(6, return_sequences=True)),
        layers.TimeDistributed(layers.Dense(4)),
        layers.GRU(5),
    ])  # fmt: skip


def attention() -> Any:
    x = layers.Input((7, 16))
    y = layers.LayerNormalization()(layers.add([x, layers.MultiHeadAttention(2, 8)(x, x)]))
    return tahr.Model(x, layers.GlobalAveragePooling1D()(y))


def several() -> Any:
    a, b = layers.Input((4,), name="left"), layers.Input((4,), name="right")
    return tahr.Model([a, b], {"sum": layers.add([a, b]), "both": layers.concatenate([a, b])})


class Own(tahr.Model):
    """A model that computes with the length of its batch."""

    def __init__(self) -> None:
        super().__init__()
        self.dense = layers.Dense(3)

    def call(self, x: Any) -> Any:
        count = x.shape[0]
        flat = ops.reshape(self.dense(x), (count * 3,))
        return ops.reshape(flat, (count, 3)) + ops.cast(ops.arange(3), "float32")


def own() -> Any:
    model = Own()
    model(normal(2, 4))
    return model


MODELS = {
    dense: (normal(5, 8),),
    images: (normal(5, 12, 12, 3),),
    sequences: (RANDOM.integers(0, 50, (5, 11)).astype("int32"),),
    attention: (normal(5, 7, 16),),
    several: (normal(5, 4), normal(5, 4)),
    own: (normal(5, 4),),
}


def served(folder: Path, arrays: Any) -> Any:
    """Runs a SavedModel by TensorFlow alone."""
    import tensorflow as tf

    loaded = tf.saved_model.load(str(folder))
    tensors = [tf.constant(array) for array in arrays]
    return loaded.serve(tensors if len(tensors) > 1 else tensors[0])


@pytest.mark.parametrize("make", MODELS, ids=lambda make: make.__name__)
def test_a_saved_model_gives_what_the_model_does(make: Any, tmp_path: Path) -> None:
    model, arrays = make(), MODELS[make]
    model.export(tmp_path / "net", verbose=False)
    for rows in (5, 2):
        given = [array[:rows] for array in arrays]
        expected = model.predict(given if len(given) > 1 else given[0], verbose=0)
        found = served(tmp_path / "net", given)
        for mine, theirs in zip(trees.leaves(found), trees.leaves(expected), strict=True):
            np.testing.assert_allclose(mine, theirs, rtol=1e-4, atol=1e-5)


def test_it_runs_where_tahr_is_not(tmp_path: Path) -> None:
    dense().export(tmp_path / "net", verbose=False)
    code = (
        "import sys; sys.modules['jax'] = sys.modules['keras'] = None\n"
        "import tensorflow as tf; loaded = tf.saved_model.load(sys.argv[1])\n"
        "y = loaded.signatures['serve'](**{list(loaded.signatures['serve']"
        ".structured_input_signature[1])[0]: tf.ones((4, 8))})\n"
        "print([tuple(v.shape) for v in y.values()], 'tahr' in sys.modules)"
    )
    environment = {k: v for k, v in os.environ.items() if k != "PYTHONPATH"}
    command = [sys.executable, "-c", code, str(tmp_path / "net")]
    out = subprocess.check_output(command, text=True, env=environment, stderr=subprocess.DEVNULL)
    assert out.strip() == "[(4, 3)] False"


def test_it_is_written_whole_or_not_at_all(tmp_path: Path) -> None:
    place = tmp_path / "net"
    model = dense()
    model.export(place, verbose=False)
    before = sorted(path.name for path in place.iterdir())

    class Unlucky(tahr.Model):
        def call(self, x: Any) -> Any:
            if "open" in current.engine().name:
                raise RuntimeError("out of luck")
            return x

    unlucky = Unlucky()
    unlucky(normal(2, 3))
    with pytest.raises(RuntimeError, match="luck"):
        unlucky.export(place, verbose=False)
    assert [path.name for path in tmp_path.iterdir()] == ["net"]
    assert sorted(path.name for path in place.iterdir()) == before
    model.export(place, verbose=False)
    assert [path.name for path in tmp_path.iterdir()] == ["net"]


def test_what_cannot_be_exported(tmp_path: Path) -> None:
    with pytest.raises(ArgumentError, match="is not known"):
        dense().export(tmp_path / "net", format="paper")
    with pytest.raises(ArgumentError, match="not known yet"):
        tahr.Sequential([layers.Dense(2)]).export(tmp_path / "net")
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "letters").write_text("dear")
    with pytest.raises(SavingError, match="something else"):
        dense().export(tmp_path / "mine")
    assert (tmp_path / "mine" / "letters").read_text() == "dear"


def test_a_saved_model_as_a_layer(tmp_path: Path) -> None:
    model, x = dense(), normal(5, 8)
    model.export(tmp_path / "net", verbose=False)
    with current.using("tensorflow"):
        layer = layers.TFSMLayer(tmp_path / "net")
        whole = tahr.Sequential([layers.Input((8,)), layer, layers.Dense(2)])
        assert whole.output_shape == (None, 2)
        np.testing.assert_allclose(layer(x), model(x), rtol=1e-5)
        whole.compile("sgd", "mse")
        whole.fit(x, normal(5, 2), verbose=0)
        whole.save(tmp_path / "whole.keras")
        with pytest.raises(SavingError, match="is a program"):
            tahr.models.load_model(tmp_path / "whole.keras")
        again = tahr.models.load_model(tmp_path / "whole.keras", safe_mode=False)
        np.testing.assert_allclose(again(x), whole(x), rtol=1e-5)
    with current.using("jax"), pytest.raises(EngineError, match="TensorFlow engine alone"):
        layer(x)
    with pytest.raises(ArgumentError, match="no such endpoint"):
        layers.TFSMLayer(tmp_path / "net", call_endpoint="other")
    with pytest.raises(SavingError, match="no SavedModel"):
        layers.TFSMLayer(tmp_path)
