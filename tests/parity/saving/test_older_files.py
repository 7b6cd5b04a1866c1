"""The older HDF5 files cross between Tahr and real Keras 3."""

import keras
import numpy as np
import pytest

import tahr

ROWS = 3


def chain(*made, shape=(8,), **options):
    def build(k):
        return k.Sequential([k.Input(shape, **options), *(make(k.layers) for make in made)])

    return build


IMAGE, STEPS = (8, 8, 3), (6, 4)
MODELS = {
    "dense": chain(
        lambda k: k.Dense(5, "relu"), lambda k: k.BatchNormalization(), lambda k: k.Dropout(0.2),
        lambda k: k.LayerNormalization(), lambda k: k.PReLU(), lambda k: k.Dense(2),
    ),
    "images": chain(
        lambda k: k.Conv2D(4, 3, padding="same"), lambda k: k.BatchNormalization(scale=False),
        lambda k: k.DepthwiseConv2D(2), lambda k: k.SeparableConv2D(3, 2),
        lambda k: k.Conv2DTranspose(2, 3, strides=2), lambda k: k.MaxPooling2D(),
        lambda k: k.UpSampling2D(), lambda k: k.ZeroPadding2D(), lambda k: k.Cropping2D(),
        lambda k: k.GroupNormalization(2), lambda k: k.GlobalAveragePooling2D(),
        shape=IMAGE,
    ),
    "lines": chain(
        lambda k: k.Conv1D(4, 2, dilation_rate=2), lambda k: k.SeparableConv1D(4, 2),
        lambda k: k.Conv1DTranspose(3, 2), lambda k: k.LeakyReLU(), lambda k: k.ELU(),
        lambda k: k.GlobalMaxPooling1D(), lambda k: k.Reshape((3, 1)), lambda k: k.Permute((2, 1)),
        lambda k: k.Flatten(), lambda k: k.RepeatVector(2), shape=(9, 4),
    ),
    "volumes": chain(lambda k: k.Conv3D(2, 2), lambda k: k.Flatten(), shape=(3, 3, 3, 2)),
    "lstm": chain(
        lambda k: k.LSTM(3, return_sequences=True),
        lambda k: k.Bidirectional(k.LSTM(3, return_sequences=True)),
        lambda k: k.Bidirectional(k.GRU(3, return_sequences=True), merge_mode="sum"),
        lambda k: k.TimeDistributed(k.Dense(4)), lambda k: k.GRU(3, return_sequences=True),
        lambda k: k.GRU(3, reset_after=False, return_sequences=True), lambda k: k.SimpleRNN(2),
        shape=STEPS,
    ),
    "cells": chain(
        lambda k: k.RNN([k.GRUCell(2), k.LSTMCell(3)], return_sequences=True),
        lambda k: k.RNN(k.SimpleRNNCell(2)), shape=STEPS,
    ),
    "words": chain(
        lambda k: k.Embedding(7, 3, mask_zero=True), lambda k: k.LSTM(3), shape=(5,), dtype="int32"
    ),
}  # fmt: skip


def graph(k):
    inner = k.Sequential(
        [k.Input((4,)), k.layers.Dense(4), k.layers.BatchNormalization(), k.layers.Dense(4)],
        name="inner",
    )
    a, b = k.Input((4,), name="a"), k.Input((4,), name="b")
    twice = k.layers.Dense(4, name="twice")
    x = k.layers.Add()([twice(inner(a)), twice(b)])
    y = k.layers.Concatenate()([x, inner(b), k.layers.Multiply()([a, b])])
    z = k.layers.Dot(1)([x, b])
    return k.Model([a, b], [k.layers.Dense(2, name="out")(y), z], name="shared")


def frozen(k):
    inner = k.Sequential(
        [k.Input((4,)), k.layers.Dense(4), k.layers.BatchNormalization(), k.layers.Dense(4)]
    )
    inner.layers[0].trainable = False
    return k.Sequential([k.Input((4,)), inner, k.layers.Dense(1)])


def attention(k):
    x = k.Input((5, 8))
    y = k.layers.MultiHeadAttention(2, 4, name="heads")(x, x)
    y = k.layers.LayerNormalization()(k.layers.Add()([x, y]))
    return k.Model(x, k.layers.Attention(use_scale=True)([y, x]))


MODELS |= {"graph": graph, "frozen": frozen, "attention": attention}
BOTH = pytest.mark.parametrize(
    ("writer", "reader"), [(keras, tahr), (tahr, keras), (tahr, tahr)], ids=["in", "out", "own"]
)


def scrambled(model):
    rng = np.random.default_rng(1)
    model.set_weights([rng.uniform(0.1, 1.0, w.shape).astype(w.dtype) for w in model.get_weights()])
    return model


def outputs(model):
    rng = np.random.default_rng(0)
    given = [
        rng.integers(0, 7, (ROWS, *tensor.shape[1:])).astype("int32")
        if str(tensor.dtype) == "int32"
        else rng.normal(size=(ROWS, *tensor.shape[1:])).astype("float32")
        for tensor in model.inputs
    ]
    found = model(given if len(given) > 1 else given[0])
    return [np.asarray(y) for y in (found if isinstance(found, list | tuple) else [found])]


def same(first, second):
    for a, b in zip(first, second, strict=True):
        np.testing.assert_allclose(a, b, rtol=1e-4, atol=1e-5)


@BOTH
@pytest.mark.parametrize("name", MODELS)
@pytest.mark.filterwarnings("ignore:You are saving your model as an HDF5 file")
def test_a_model_crosses(name, writer, reader, tmp_path):
    model = scrambled(MODELS[name](writer))
    model.save(tmp_path / "m.h5")
    other = reader.models.load_model(tmp_path / "m.h5")
    same(outputs(model), outputs(other))
    assert other.name == model.name


@BOTH
@pytest.mark.parametrize("name", ["dense", "graph", "lstm", "frozen"])
@pytest.mark.parametrize("by_name", [False, True])
@pytest.mark.filterwarnings("ignore:You are saving your model as an HDF5 file")
def test_weights_cross(name, by_name, writer, reader, tmp_path):
    keras.utils.clear_session(free_memory=False)
    with tahr.core.names.fresh():
        model, other = scrambled(MODELS[name](writer)), None
    keras.utils.clear_session(free_memory=False)
    with tahr.core.names.fresh():
        other = MODELS[name](reader)
    model.save(tmp_path / "m.h5")
    other.load_weights(tmp_path / "m.h5", **({"by_name": True} if by_name else {}))
    same(outputs(model), outputs(other))


@BOTH
@pytest.mark.filterwarnings("ignore:You are saving your model as an HDF5 file")
def test_training_crosses(writer, reader, tmp_path):
    x, y = np.random.default_rng(0).normal(size=(2, 16, 4)).astype("float32")
    model = writer.Sequential([writer.Input((4,)), writer.layers.Dense(4), writer.layers.Dense(4)])
    # By name Keras cannot read back what it wrote itself.
    mse, mae = writer.losses.MeanSquaredError(), writer.metrics.MeanAbsoluteError()
    model.compile(writer.optimizers.Adam(0.01), loss=mse, metrics=[mae])
    model.fit(x, y, epochs=2, shuffle=False, verbose=0, batch_size=8)
    model.save(tmp_path / "model.h5")
    other = reader.models.load_model(tmp_path / "model.h5")
    if reader is keras:  # it makes no optimizer's state for a file that holds none
        other.compile(reader.optimizers.Adam(0.01), loss="mse", metrics=["mae"])
        model.compile(writer.optimizers.Adam(0.01), loss="mse", metrics=["mae"])
    a = model.fit(x, y, epochs=2, shuffle=False, verbose=0, batch_size=8).history
    b = other.fit(x, y, epochs=2, shuffle=False, verbose=0, batch_size=8).history
    assert a.keys() == b.keys()
    for key in a:
        np.testing.assert_allclose(a[key], b[key], rtol=1e-3)
