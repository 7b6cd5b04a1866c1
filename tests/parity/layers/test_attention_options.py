"""Grouped queries, windows and gates against Keras's: weights, masks, dtypes, files."""

from collections.abc import Callable
from typing import Any

import keras
import numpy as np
import pytest
from tests.parity.layers.pair import leaves

import tahr
from tahr import layers
from tahr.core import names
from tahr.core.errors import ArgumentError, ShapeError

KINDS: dict[str, Callable[[Any], Any]] = {
    "grouped": lambda k: k.GroupQueryAttention(4, 6, 2),
    "one key": lambda k: k.GroupQueryAttention(4, 3, 1, use_bias=False),
    "all": lambda k: k.GroupQueryAttention(4, 2, 2, sliding_window=2, use_gate=True),
    "heads": lambda k: k.MultiHeadAttention(3, 4, sliding_window=3, use_gate=True),
    "half": lambda k: k.GroupQueryAttention(4, 6, 2, use_gate=True, dtype="mixed_bfloat16"),
}


def drawn(*shape: int) -> np.ndarray:
    return np.random.default_rng(sum(shape)).normal(size=shape).astype("float32")


def pair(kind: str, *shapes: tuple[int, ...]) -> tuple[Any, Any]:
    keras.utils.clear_session(free_memory=False)
    theirs = KINDS[kind](keras.layers)
    theirs.build(*shapes)
    with names.fresh():
        ours = KINDS[kind](layers)
        ours.build(*shapes)
    ours.set_weights(theirs.get_weights())
    return ours, theirs


def same(ours: Any, theirs: Any, loosely: bool = False) -> None:
    for one, other in zip(leaves(ours), leaves(theirs), strict=True):
        assert one.dtype == other.dtype
        ends = (one.astype("float32"), other.astype("float32"))
        np.testing.assert_allclose(
            *ends, rtol=2e-2 if loosely else 1e-5, atol=2e-2 if loosely else 1e-5
        )


@pytest.mark.parametrize("kind", KINDS)
def test_weights_and_outputs(kind: str) -> None:
    query, value, key = drawn(2, 5, 8), drawn(2, 6, 7), drawn(2, 6, 7) + 1
    ours, theirs = pair(kind, query.shape, value.shape, key.shape)
    rows = [[(w.path, tuple(w.shape), str(w.dtype)) for w in x.weights] for x in (ours, theirs)]
    assert rows[0] == rows[1]
    for options in ({}, {"use_causal_mask": True}, {"return_attention_scores": True}):
        same(
            ours(query, value, key, **options), theirs(query, value, key, **options), kind == "half"
        )


@pytest.mark.parametrize("kind", ["grouped", "all", "heads"])
def test_masks(kind: str) -> None:
    x = drawn(2, 5, 8)
    ours, theirs = pair(kind, x.shape, x.shape)
    query, value = drawn(2, 5) > -0.5, drawn(5, 2).T > -0.5
    value[:, 0] = True
    masks = [
        {"value_mask": value},
        {"key_mask": value},
        {"attention_mask": drawn(2, 5, 5) > -1},
        {"attention_mask": drawn(1, 5, 5) > -1},
    ]
    masks += [] if kind == "heads" else [{"query_mask": query, "value_mask": value}]
    for given in masks:
        options = {**given, "return_attention_scores": True}
        kept = given.get("attention_mask", np.ones((2, 5, 5), bool)).any(axis=-1)
        found, wanted = ours(x, x, **options), theirs(x, x, **options)
        for one, other in zip(found, wanted, strict=True):
            one, other = np.asarray(one), np.asarray(other)
            rows = np.broadcast_to(kept, (2, 5))
            axes = (0, 1) if one.ndim == 3 else (0, 2)
            one, other = (
                np.moveaxis(one, axes, (0, 1))[rows],
                np.moveaxis(other, axes, (0, 1))[rows],
            )
            np.testing.assert_allclose(one, other, atol=1e-5)
        fused = ours(x, x, **given)
        np.testing.assert_allclose(np.asarray(fused)[rows], np.asarray(found[0])[rows], atol=1e-5)


def test_lengths_that_are_not_known() -> None:
    query, value = tahr.Input((None, 8)), tahr.Input((None, 8))
    layer = layers.GroupQueryAttention(4, 6, 2, sliding_window=2)
    model = tahr.Model([query, value], layer(query, value, use_causal_mask=True))
    assert model.output_shape == (None, None, 8)
    assert model([drawn(2, 5, 8), drawn(2, 6, 8)]).shape == (2, 5, 8)


def test_what_cannot_be() -> None:
    with pytest.raises(ArgumentError, match="not a multiple"):
        layers.GroupQueryAttention(4, 6, 4)
    with pytest.raises(ArgumentError, match="sliding_window must be a positive integer"):
        layers.GroupQueryAttention(4, 6, 2, sliding_window=0)
    with pytest.raises(ShapeError, match="does not fit"):
        layers.GroupQueryAttention(4, 6, 2)(drawn(2, 3, 5, 8), drawn(2, 3, 5, 8))


@pytest.mark.parametrize(("writer", "reader"), [(keras, tahr), (tahr, keras)], ids=["in", "out"])
def test_files_cross(writer: Any, reader: Any, tmp_path: Any) -> None:
    x = writer.Input((5, 8))
    y = writer.layers.GroupQueryAttention(4, 6, 2, use_gate=True)(x, x)
    y = writer.layers.MultiHeadAttention(2, 3, sliding_window=2, use_gate=True)(y, y)
    model = writer.Model(x, y)
    model.save(tmp_path / "model.keras")
    other = reader.models.load_model(tmp_path / "model.keras")
    same(model(drawn(2, 5, 8)), other(drawn(2, 5, 8)))
