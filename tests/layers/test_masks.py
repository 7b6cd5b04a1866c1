"""Masks that do not belong to the inputs they are given with."""

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

import tahr
from tahr import layers
from tahr.core import current
from tahr.core.errors import ShapeError

X = np.ones((4, 5, 3), "float32")
TAKING: dict[str, Callable[[Any], Any]] = {
    "lstm": lambda mask: layers.LSTM(2)(X, mask=mask),
    "rnn": lambda mask: layers.RNN([layers.GRUCell(2)])(X, mask=mask),
    "bidirectional": lambda mask: layers.Bidirectional(layers.GRU(2))(X, mask=mask),
    "time_distributed": lambda mask: layers.TimeDistributed(layers.Dense(2))(X, mask=mask),
    "softmax": lambda mask: layers.Softmax()(X, mask=mask),
    "pooling": lambda mask: layers.GlobalAveragePooling1D()(X, mask=mask),
    "normalization": lambda mask: layers.BatchNormalization()(X, mask=mask, training=True),
    "attention": lambda mask: layers.Attention()([X, X], mask=[None, mask]),
    "heads": lambda mask: layers.MultiHeadAttention(2, 2)(X, X, value_mask=mask),
}


@pytest.mark.parametrize("kind", TAKING)
def test_a_mask_of_another_length(kind: str) -> None:
    assert len(TAKING[kind](np.ones((4, 5), bool)).shape) >= 2
    for shape in ((4, 6), (3, 5), (4, 5, 4)):
        with pytest.raises(ShapeError) as caught:
            TAKING[kind](np.ones(shape, bool))
        assert str(shape) in str(caught.value)
        assert "(4, 5" in str(caught.value)


def test_a_mask_that_came_along() -> None:
    x = tahr.ops.convert_to_tensor(X)
    tahr.core.masks.set_mask(x, np.ones((4, 6), bool))
    with pytest.raises(ShapeError, match="mask"):
        layers.LSTM(2)(x)


def test_a_users_mask_may_be_anything() -> None:
    class Pair(layers.Layer):
        def call(self, x: Any, mask: Any = None) -> Any:
            return x * mask.shape[-1]

    assert float(Pair()(X, mask=np.ones((7, 7), bool))[0, 0, 0]) == 7.0
    chosen = layers.Lambda(lambda x, mask: x * mask.shape[-1])(X, mask=np.ones((7, 7), bool))
    assert float(chosen[0, 0, 0]) == 7.0


def test_steps_that_a_softmax_leaves_out() -> None:
    steps = np.arange(20).reshape(4, 5) % 2 == 0
    found = np.asarray(layers.Softmax()(X, mask=steps))
    wanted = np.broadcast_to(np.where(steps[..., None], 1 / 3, 0), X.shape)
    np.testing.assert_allclose(found, wanted, rtol=1e-6)


@pytest.mark.parametrize("engine", ["jax", "torch", "tensorflow"])
def test_the_attribute_that_keras_keeps_masks_in(engine: str) -> None:
    with current.using(engine):
        x = layers.Embedding(3, 2, mask_zero=True)(np.array([[1, 0]]))
        assert tahr.ops.convert_to_numpy(x._keras_mask).tolist() == [[True, False]]
        given = tahr.ops.convert_to_tensor(np.array([[[1.0], [5.0]]], "float32"))
        given._keras_mask = tahr.ops.convert_to_tensor([[True, False]])
        assert tahr.ops.convert_to_numpy(layers.GlobalAveragePooling1D()(given)).tolist() == [[1.0]]


FIRST = np.array([[[2.0], [3.0], [-4.0]], [[5.0], [6.0], [7.0]]], "float32")
SECOND = np.array([[[3.0], [5.0], [2.0]], [[-1.0], [8.0], [4.0]]], "float32")
COUNT = np.array([[True, True, False], [True, False, False]])
ALSO = np.array([[True, False, True], [True, True, False]])
MERGED: dict[str, tuple[list[float], list[float]]] = {
    "Add": ([5, 8, -2, 4, 14, 11], [5, 8, -2, 4, 14, 11]),
    "Multiply": ([6, 3, 2, -5, 8, 0], [6, 15, 2, -5, 8, 4]),
    "Maximum": ([3, 3, 2, 5, 8, 7], [3, 5, 2, 5, 8, 4]),
    "Minimum": ([2, 3, 2, -1, 8, 7], [2, 3, 2, -1, 8, 4]),
}


@pytest.mark.parametrize("engine", ["jax", "torch", "tensorflow", "numpy"])
@pytest.mark.parametrize("name", MERGED)
def test_hidden_steps_take_no_part_in_products_and_extremes(name: str, engine: str) -> None:
    both, one = MERGED[name]
    with tahr.engine(engine):
        first, second = map(tahr.ops.convert_to_tensor, (FIRST.copy(), SECOND.copy()))
        tahr.core.masks.set_mask(first, tahr.ops.convert_to_tensor(COUNT))
        found = getattr(layers, name)()([first, second])
        assert current.to_numpy(found).ravel().tolist() == one
        assert tahr.core.masks.get_mask(found) is None
        tahr.core.masks.set_mask(second, tahr.ops.convert_to_tensor(ALSO))
        found = getattr(layers, name)()([first, second])
        assert current.to_numpy(found).ravel().tolist() == both
        mask = current.to_numpy(tahr.core.masks.get_mask(found))
        np.testing.assert_array_equal(mask, COUNT | ALSO)


def test_a_functional_product_of_masked_sequences() -> None:
    inputs = [layers.Input((3, 1)), layers.Input((3, 1))]
    masked = [layers.Masking(-4.0)(inputs[0]), layers.Masking(5.0)(inputs[1])]
    model = tahr.Model(inputs, layers.Multiply()(masked))
    found = model.predict([FIRST, SECOND], verbose=0)
    assert found.ravel().tolist() == [6, 3, 2, -5, 48, 28]


class Scaled(layers.Layer):
    """A layer of a user's that cannot do without a mask."""

    def __init__(self) -> None:
        super().__init__()
        self.supports_masking = True

    def call(self, inputs: Any, mask: Any = None) -> Any:
        assert mask is not None
        return inputs * tahr.ops.expand_dims(tahr.ops.cast(mask, "float32"), -1)


IDS = np.array([[1, 2, 0], [3, 0, 0]])
ON_THE_WAY: dict[str, list[Callable[[], Any]]] = {
    "at once": [],
    "through layers": [lambda: layers.Dense(2), lambda: layers.Dropout(0.5)],
    "through recurrence": [
        lambda: layers.Bidirectional(layers.GRU(2, return_sequences=True)),
        lambda: layers.TimeDistributed(layers.Dense(2)),
    ],
    "through one of its kind": [Scaled],
    "through a model": [lambda: tahr.Sequential([layers.Input((3, 2)), layers.Activation("tanh")])],
}


@pytest.mark.parametrize("way", ON_THE_WAY)
@pytest.mark.parametrize("functional", [True, False])
def test_a_layer_that_needs_a_mask_finds_it_when_the_graph_is_made(
    way: str, functional: bool
) -> None:
    ls = [
        layers.Embedding(5, 2, mask_zero=True),
        *(make() for make in ON_THE_WAY[way]),
        Scaled(),
    ]
    if functional:
        inputs = outputs = layers.Input((None if way != "through a model" else 3,), dtype="int32")
        for layer in ls:
            outputs = layer(outputs)
        model = tahr.Model(inputs, outputs)
    else:
        model = tahr.Sequential([layers.Input((3,), dtype="int32"), *ls])
    found = np.asarray(model(IDS))
    assert not found[IDS == 0].any()
    assert found[IDS != 0].all()


def test_a_mask_of_several_inputs_and_of_a_function_is_known_as_early() -> None:
    first, second = layers.Input((3,)), layers.Input((3,))
    embedding = layers.Embedding(5, 2, mask_zero=True)
    joined = layers.Concatenate(axis=1)([embedding(first), embedding(second)])
    chosen = layers.Lambda(
        lambda x, mask: tahr.ops.sum(tahr.ops.where(mask[..., None], 1.0 + 0 * x, 0.0), axis=(1, 2))
    )(joined)
    model = tahr.Model([first, second], chosen)
    assert np.asarray(model([IDS, IDS[::-1]])).tolist() == [6.0, 6.0]


@pytest.mark.parametrize("engine", ["jax", "torch", "tensorflow", "numpy"])
def test_a_symbolic_tensor_gives_its_mask(engine: str) -> None:
    numbers = layers.Input((None,), dtype="int32")
    vectors = layers.Embedding(5, 3, mask_zero=True)(numbers)
    assert not hasattr(numbers, "_keras_mask")
    assert (vectors._keras_mask.shape, vectors._keras_mask.dtype) == ((None, None), "bool")
    counted = layers.Lambda(lambda m: tahr.ops.sum(tahr.ops.cast(m, "int32"), axis=1))
    model = tahr.Model(numbers, counted(layers.Activation("relu")(vectors)._keras_mask))
    with tahr.engine(engine):
        found = model(np.array([[1, 2, 0], [3, 0, 0]]))
        assert tahr.ops.convert_to_numpy(found).tolist() == [2, 1]
