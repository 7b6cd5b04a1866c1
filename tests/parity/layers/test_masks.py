"""Masks, initial states and states carried on, against Keras's."""

import inspect
from typing import Any

import jax
import keras
import numpy as np
import pytest

from tahr import layers, ops
from tahr.core import current, names
from tahr.core.masks import get_mask
from tahr.core.spelling import OldName
from tahr.models import Model

MASK = np.array([[1, 1, 0, 0, 1], [0, 1, 1, 1, 0]], bool)
X = np.random.default_rng(0).normal(size=(2, 5, 3)).astype("float32")


def twins(make: Any, *args: Any, **kwargs: Any) -> tuple[Any, Any]:
    """Returns both layers, called once, with the same weights."""
    keras.utils.clear_session(free_memory=False)
    with names.fresh():
        ours, theirs = make(layers), make(keras.layers)
    ours(*args, **kwargs)
    theirs(*args, **kwargs)
    drawn = np.random.default_rng(2)
    state = [np.abs(drawn.normal(size=v.shape)).astype("float32") for v in theirs.weights]
    ours.set_weights(state)
    theirs.set_weights(state)
    return ours, theirs


def agree(ours: Any, theirs: Any) -> None:
    for one, other in zip(jax.tree.leaves(ours), jax.tree.leaves(theirs), strict=True):
        np.testing.assert_allclose(one, other, rtol=1e-5, atol=1e-5)


MASKED = {
    "softmax": lambda L: L.Softmax(axis=1),
    "global average": lambda L: L.GlobalAveragePooling1D(),
    "simple": lambda L: L.SimpleRNN(2),
    "gru": lambda L: L.GRU(2, return_sequences=True),
    "lstm": lambda L: L.LSTM(2, return_sequences=True, return_state=True),
    "lstm backwards": lambda L: L.LSTM(2, return_sequences=True, go_backwards=True),
    "lstm unrolled": lambda L: L.LSTM(2, return_sequences=True, unroll=True),
    "rnn zero": lambda L: L.RNN(L.GRUCell(2), return_sequences=True, zero_output_for_mask=True),
    "stacked": lambda L: L.RNN([L.LSTMCell(3), L.GRUCell(2)]),
    "bidirectional": lambda L: L.Bidirectional(L.GRU(2, return_sequences=True)),
}


@pytest.mark.parametrize("make", MASKED.values(), ids=MASKED.keys())
def test_mask(make: Any) -> None:
    mask = np.repeat(MASK[..., None], 3, -1) if make is MASKED["softmax"] else MASK
    ours, theirs = twins(make, X, mask=mask)
    expected = theirs(X, mask=mask)
    agree(ours(X, mask=mask), expected)
    with current.using("numpy"):
        agree(ours(X, mask=mask), expected)


def test_softmax_of_nothing_is_zero() -> None:
    nothing = np.zeros((1, 3), bool)
    agree(layers.Softmax()(X[:1, 0], mask=nothing), keras.layers.Softmax()(X[:1, 0], mask=nothing))


def test_batch_normalization_counts_only_what_the_mask_lets_through() -> None:
    ours, theirs = twins(lambda L: L.BatchNormalization(momentum=0.5), X)
    agree(ours(X, training=True, mask=MASK), theirs(X, training=True, mask=MASK))
    agree(ours.get_weights(), theirs.get_weights())


@pytest.mark.parametrize("kind", ["SimpleRNN", "GRU", "LSTM"])
def test_initial_state(kind: str) -> None:
    state = [np.full((2, 4), n, "float32") for n in (0.5, -0.5)][: 2 if kind == "LSTM" else 1]
    ours, theirs = twins(lambda L: getattr(L, kind)(4, return_state=True), X, initial_state=state)
    agree(ours(X, initial_state=state), theirs(X, initial_state=state))


def test_bidirectional_initial_state() -> None:
    state = [np.full((2, 4), n, "float32") for n in (0.5, -0.5)]
    ours, theirs = twins(
        lambda L: L.Bidirectional(L.GRU(4, return_state=True)), X, initial_state=state
    )
    agree(ours(X, initial_state=state), theirs(X, initial_state=state))


@pytest.mark.parametrize("make", [lambda L: L.LSTM(4, stateful=True),
                                  lambda L: L.RNN(L.GRUCell(3), stateful=True)])  # fmt: skip
def test_states_are_carried_on(make: Any) -> None:
    ours, theirs = twins(make, X)
    ours.reset_state()
    theirs.reset_state()
    first = ours(X)
    agree(first, theirs(X))
    agree(ours(X), theirs(X))
    ours.reset_state()
    agree(ours(X), first)
    assert len(ours.weights) == len(theirs.weights)


CELLS = {
    "simple": lambda L: L.SimpleRNNCell(4),
    "gru": lambda L: L.GRUCell(4),
    "lstm": lambda L: L.LSTMCell(4),
}


@pytest.mark.parametrize("make", CELLS.values(), ids=CELLS.keys())
def test_one_step(make: Any) -> None:
    states = [np.full((2, 4), n, "float32") for n in (0.5, -0.5)]
    states = states[: len(make(layers).get_initial_state(2))]
    ours, theirs = twins(make, X[:, 0], states)
    agree(ours(X[:, 0], states), theirs(X[:, 0], states))
    assert ours.get_config() == theirs.get_config()
    assert [v.path for v in ours.weights] == [v.path for v in theirs.weights]


def test_masks_travel_through_a_graph() -> None:
    tokens = np.array([[3, 1, 0, 0], [0, 2, 4, 0]])

    def build(module: Any, model: Any, source: Any) -> Any:
        x = source((4,), dtype="int32")
        y = module.Embedding(5, 3, mask_zero=True)(x)
        y = module.Dropout(0.5)(module.TimeDistributed(module.Dense(3))(y))
        y = module.Concatenate()([y, module.Activation("tanh")(y)])
        return model(x, module.LSTM(2)(y))

    ours = build(layers, Model, layers.Input)
    theirs = build(keras.layers, keras.Model, keras.Input)
    ours.set_weights(theirs.get_weights())
    agree(ours(tokens), theirs(tokens))


def test_masks_of_merged_tensors() -> None:
    masked = layers.Masking()
    x = masked(ops.multiply(X, MASK[..., None]))
    free = layers.Activation("relu")(X)
    both = np.concatenate([MASK, np.ones_like(MASK)], 1)
    assert get_mask(layers.Add()([x, x])).tolist() == MASK.tolist()
    assert get_mask(layers.Add()([x, free])) is None
    assert get_mask(layers.Concatenate(axis=1)([x, free])).tolist() == both.tolist()


def test_attention() -> None:
    y = X[:, :3]
    for make in (lambda L: L.MultiHeadAttention(2, 4), lambda L: L.MultiHeadAttention(
        2, 4, output_shape=5, use_bias=False)):  # fmt: skip
        ours, theirs = twins(make, y, X)
        assert [(v.path, v.shape) for v in ours.weights] == [
            (v.path, tuple(v.shape)) for v in theirs.weights
        ]
        assert ours.get_config() == theirs.get_config()
        agree(ours(y, X), theirs(y, X))
        options = {"use_causal_mask": True, "return_attention_scores": True}
        agree(ours(X, X, **options), theirs(X, X, **options))
        masks = {"query_mask": MASK[:, :3], "value_mask": MASK}
        agree(ours(y, X, **masks), theirs(y, X, **masks))
        none = np.zeros((2, 3, 5), bool)
        scored = {"attention_mask": none, "return_attention_scores": True}
        agree(ours(y, X, **scored), theirs(y, X, **scored))
        allowed = np.tril(np.ones((2, 3, 5), bool))
        agree(ours(y, X, attention_mask=allowed), theirs(y, X, attention_mask=allowed))


def test_attention_over_two_axes() -> None:
    image = np.random.default_rng(1).normal(size=(2, 3, 4, 6)).astype("float32")
    for axes in (None, (1, 2), (2,)):
        ours, theirs = twins(
            lambda L, axes=axes: L.MultiHeadAttention(2, 4, attention_axes=axes), image, image
        )
        agree(ours(image, image), theirs(image, image))


def test_attention_without_weights_of_its_own() -> None:
    for make in (lambda L: L.Attention(use_scale=True), lambda L: L.AdditiveAttention()):
        ours, theirs = twins(make, [X[:, :3], X])
        options = {"mask": [MASK[:, :3], MASK], "return_attention_scores": True}
        agree(ours([X[:, :3], X], **options), theirs([X[:, :3], X], **options))
        causal = {"use_causal_mask": True}
        agree(ours([X, X], **causal), theirs([X, X], **causal))


def test_adapted_normalization() -> None:
    for axis in (-1, None, (1, 2)):
        ours, theirs = layers.Normalization(axis), keras.layers.Normalization(axis)
        ours.adapt(X)
        theirs.adapt(X)
        agree(ours.get_weights(), theirs.get_weights())
        agree(ours(X), theirs(X))
        batched = layers.Normalization(axis)
        batched.adapt([X[:1], X[1:]])
        agree(batched(X), theirs(X))


HIDDEN = ("kwargs", "lora_rank", "lora_alpha")
"""What `Conv1D` takes in Keras as the other convolutions do, though it does not list it."""


def for_all(default: object) -> object:
    """Returns the one number that a default has for all axes."""
    while isinstance(default, tuple) and len(set(default)) == 1:
        default = default[0]
    return default


def test_signatures_are_keras_s() -> None:
    own = {n: getattr(layers, n) for n in dir(layers) if isinstance(getattr(layers, n), type)}
    different = {}
    old = {name for name, kind in own.items() if isinstance(kind, OldName)}
    for name in sorted(set(own) & set(dir(keras.layers)) - old - {"Layer", "InputLayer", "Any"}):
        pair = [inspect.signature(getattr(m, name).__init__) for m in (layers, keras.layers)]
        rows = [[(p.name, for_all(p.default)) for p in s.parameters.values()] for s in pair]
        known = [[row for row in r if row[0] not in HIDDEN] for r in rows]
        if known[0] != known[1]:
            different[name] = known
    assert not different
