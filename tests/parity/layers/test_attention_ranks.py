"""Attention on inputs with more axes than three, against Keras's."""

from collections.abc import Callable
from typing import Any

import keras
import numpy as np
import pytest
from tests.parity.layers.pair import leaves

from tahr import layers
from tahr.core.errors import ArgumentError

ATTENTIONS: dict[str, Callable[[Any], Any]] = {
    "dot": lambda k: k.Attention(),
    "scaled": lambda k: k.Attention(use_scale=True),
    "concat": lambda k: k.Attention(use_scale=True, score_mode="concat"),
    "additive": lambda k: k.AdditiveAttention(use_scale=False),
}
LEADS = [(2,), (2, 4), (2, 2, 3)]


def drawn(*shape: int) -> np.ndarray:
    return np.random.default_rng(sum(shape)).normal(size=shape).astype("float32")


def same(ours: Any, theirs: Any) -> None:
    for one, other in zip(leaves(ours), leaves(theirs), strict=True):
        np.testing.assert_allclose(one, other, rtol=1e-5, atol=1e-5)


@pytest.mark.parametrize("lead", LEADS)
@pytest.mark.parametrize("kind", ATTENTIONS)
def test_attention_without_weights(kind: str, lead: tuple[int, ...]) -> None:
    query, value, key = drawn(*lead, 5, 3), drawn(*lead, 6, 3), drawn(*lead, 6, 3) + 1
    make = ATTENTIONS[kind]
    for causal in (False, True):
        options = {"return_attention_scores": True, "use_causal_mask": causal}
        for inputs in ([query, query], [query, value], [query, value, key]):
            same(make(layers)(inputs, **options), make(keras.layers)(inputs, **options))


@pytest.mark.parametrize("kind", ATTENTIONS)
def test_masks_count_at_every_place_of_the_axes_in_front(kind: str) -> None:
    query, value = drawn(2, 4, 5, 3), drawn(2, 4, 6, 3)
    masks = [drawn(2, 4, 5) > 0, drawn(2, 4, 6) > -1]
    make = ATTENTIONS[kind]
    found = make(layers)([query, value], mask=masks)
    flat = [x.reshape(8, *x.shape[2:]) for x in (query, value, *masks)]
    wanted = make(keras.layers)(flat[:2], mask=flat[2:])
    np.testing.assert_allclose(leaves(found)[0].reshape(8, 5, 3), wanted, atol=1e-5)
    dropping = layers.Attention(dropout=0.5, seed=1)([query, value], training=True)
    assert dropping.shape == (2, 4, 5, 3)


@pytest.mark.parametrize("axes", [None, (1,), (2,), (1, 2)])
@pytest.mark.parametrize("masked", [False, True])
def test_heads(axes: tuple[int, ...] | None, masked: bool) -> None:
    x = drawn(2, 4, 5, 3)
    ours, theirs = (k.MultiHeadAttention(2, 3, attention_axes=axes) for k in (layers, keras.layers))
    options: dict[str, Any] = {"return_attention_scores": True}
    if masked:
        lengths = {
            None: (2, 4, 5, 4, 5),
            (1, 2): (2, 4, 5, 4, 5),
            (1,): (2, 5, 4, 4),
            (2,): (2, 5, 5),
        }
        options["attention_mask"] = drawn(*lengths[axes]) > -1
    wanted = theirs(x, x, **options)
    ours.build(x.shape, x.shape)
    ours.set_weights(theirs.get_weights())
    same(ours(x, x, **options), wanted)
    one = {**options, "return_attention_scores": False}
    same(ours(x, x, **one), theirs(x, x, **one))


def test_masks_of_keys_on_several_axes() -> None:
    x, mask = drawn(2, 4, 5, 3), drawn(2, 4, 5) > -0.5
    layer = layers.MultiHeadAttention(2, 3)
    found = layer(x, x, value_mask=mask)
    wanted = layer(x, x, attention_mask=np.broadcast_to(mask[:, None, None], (2, 4, 5, 4, 5)))
    np.testing.assert_allclose(leaves(found)[0], leaves(wanted)[0], atol=1e-5)


def test_axes_that_cannot_be_attended_over() -> None:
    for axes in ((0,), (2,), (5,), (1, 1)):
        with pytest.raises(ArgumentError, match="attention_axes"):
            layers.MultiHeadAttention(2, 3, attention_axes=axes)(drawn(2, 5, 3), drawn(2, 5, 3))
