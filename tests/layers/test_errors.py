"""What layers say where they cannot do what is asked."""

import numpy as np
import pytest

from tahr import layers as L  # noqa: N812
from tahr.core.errors import ArgumentError, ShapeError, TahrError

BAD_ARGUMENTS = {
    "Dense": lambda: L.Dense(0),
    "Dense units": lambda: L.Dense("3"),
    "Embedding": lambda: L.Embedding(3, -1),
    "Activation": lambda: L.Activation("no such thing"),
    "ReLU": lambda: L.ReLU(-1.0),
    "LeakyReLU": lambda: L.LeakyReLU(None),
    "Dropout": lambda: L.Dropout(1.5),
    "GaussianNoise": lambda: L.GaussianNoise(-1.0),
    "Permute": lambda: L.Permute((0, 1)),
    "RepeatVector": lambda: L.RepeatVector(1.5),
    "ZeroPadding1D": lambda: L.ZeroPadding1D((1, 2, 3)),
    "ZeroPadding2D": lambda: L.ZeroPadding2D((1, 2, 3)),
    "Cropping3D": lambda: L.Cropping3D(-1),
    "UpSampling2D": lambda: L.UpSampling2D(interpolation="magic"),
    "Conv2D filters": lambda: L.Conv2D(None, 3),
    "Conv2D kernel": lambda: L.Conv2D(3, (3, 3, 3)),
    "Conv2D padding": lambda: L.Conv2D(3, 3, padding="causal"),
    "Conv2D both": lambda: L.Conv2D(3, 3, strides=2, dilation_rate=2),
    "Conv2D groups": lambda: L.Conv2D(3, 3, groups=2),
    "Conv2D format": lambda: L.Conv2D(3, 3, data_format="channels_middle"),
    "Conv2DTranspose": lambda: L.Conv2DTranspose(3, 3, strides=2, output_padding=2),
    "MaxPooling2D": lambda: L.MaxPooling2D(0),
    "BatchNormalization": lambda: L.BatchNormalization(axis=[1, 2]),
    "Dot": lambda: L.Dot(0),
    "LSTM": lambda: L.LSTM(-3),
    "RNN": lambda: L.RNN(L.Dense(3)),
    "StackedRNNCells": lambda: L.StackedRNNCells([L.Dense(3)]),
    "Bidirectional merge": lambda: L.Bidirectional(L.GRU(3), merge_mode="plus"),
    "Bidirectional ways": lambda: L.Bidirectional(L.GRU(3), backward_layer=L.GRU(3)),
    "TimeDistributed": lambda: L.TimeDistributed(3),
    "Lambda": lambda: L.Lambda(3),
    "Normalization": lambda: L.Normalization(mean=1.0),
    "MultiHeadAttention": lambda: L.MultiHeadAttention(0, 3),
    "unknown": lambda: L.Flatten(colour="red"),
}


@pytest.mark.parametrize("make", BAD_ARGUMENTS.values(), ids=BAD_ARGUMENTS.keys())
def test_bad_arguments(make):
    with pytest.raises(ArgumentError):
        make()


def ones(*shape):
    return np.ones(shape, "float32")


BAD_INPUTS = {
    "dense rank": (lambda: L.Dense(3, name="here"), ones(3), ShapeError),
    "conv rank": (lambda: L.Conv2D(3, 3, name="here"), ones(28, 28, 1), ShapeError),
    "conv small": (lambda: L.Conv2D(3, 9, name="here"), ones(1, 4, 4, 1), ShapeError),
    "conv groups": (lambda: L.Conv2D(4, 3, groups=2, name="here"), ones(1, 5, 5, 3), ArgumentError),
    "pool": (lambda: L.MaxPooling1D(5, name="here"), ones(1, 4, 1), ShapeError),
    "crop": (lambda: L.Cropping1D(2, name="here"), ones(1, 4, 1), ShapeError),
    "reshape": (lambda: L.Reshape((5, 5), name="here"), ones(1, 4), ShapeError),
    "lstm rank": (lambda: L.LSTM(3, name="here"), ones(2, 3), ShapeError),
    "distributed": (lambda: L.TimeDistributed(L.Dense(2), name="here"), ones(2, 3), ShapeError),
    "group": (lambda: L.GroupNormalization(2, name="here"), ones(2, 3), ArgumentError),
    "add": (lambda: L.Add(name="here"), [ones(2, 3), ones(2, 4)], ShapeError),
    "add batch": (lambda: L.Add(name="here"), [ones(2, 3), ones(3, 3)], ShapeError),
    "add one": (lambda: L.Add(name="here"), ones(2, 3), ArgumentError),
    "subtract": (lambda: L.Subtract(name="here"), [ones(2, 3)] * 3, ArgumentError),
    "concatenate": (
        lambda: L.Concatenate(axis=1, name="here"), [ones(2, 3, 4), ones(2, 3, 5)], ShapeError
    ),
    "dot": (lambda: L.Dot(1, name="here"), [ones(2, 3), ones(2, 4)], ShapeError),
    "attention": (lambda: L.Attention(name="here"), ones(2, 3, 4), ArgumentError),
}  # fmt: skip


@pytest.mark.parametrize(("make", "inputs", "kind"), BAD_INPUTS.values(), ids=BAD_INPUTS.keys())
def test_bad_inputs_name_the_layer(make, inputs, kind):
    with pytest.raises(kind) as raised:
        make()(inputs)
    text = str(raised.value)
    assert text.startswith("here")
    assert "got" in text or "expected" in text


def test_another_input_than_it_was_built_for():
    layer = L.Conv2D(3, 3, name="conv")
    layer(ones(1, 5, 5, 2))
    with pytest.raises(ShapeError, match=r"conv: .*\n.*expected +shape .*2\)\n.*got +shape"):
        layer(ones(1, 5, 5, 3))


def test_wrong_states_are_counted():
    with pytest.raises(ArgumentError, match="initial states"):
        L.LSTM(3)(ones(2, 4, 3), initial_state=[ones(2, 3)])


def test_a_stateful_layer_needs_its_batch_size():
    with pytest.raises(ArgumentError, match="batch size"):
        L.LSTM(3, stateful=True)(L.Input((4, 3)))


def test_all_errors_are_tahr_s_and_python_s():
    with pytest.raises(ValueError, match="positive integer") as raised:
        L.Dense(0)
    assert isinstance(raised.value, TahrError)
