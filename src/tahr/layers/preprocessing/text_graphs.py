"""Text to terms in the graph of an engine that has functions of text."""

from typing import Any

from tahr import ops
from tahr.layers.preprocessing import words
from tahr.layers.preprocessing.host import not_in_graph

LOWERS = (words.LOWER, words.BOTH)
STRIPS = (words.STRIP, words.BOTH)


def terms(layer: Any, texts: Any, functions: Any) -> list[tuple[Any, Any]]:
    """Returns the terms of texts, `(samples, places)`, and in which places there is one.

    They are as many pairs as there are lengths of n-grams; with None for the places there is a
    term in each.

    Args:
        layer: a `TextVectorization`.
        texts: a tensor of text.
        functions: the engine's functions of text.

    Raises:
        EngineError: the layer cleans or splits in a way that has no counterpart.
    """
    if callable(layer.standardize) or callable(layer.split):
        raise not_in_graph(layer, "a function of one's own that cleans or splits text")
    if layer.split == words.CHARACTER:
        raise not_in_graph(layer, "the single characters of a text")
    clean = functions.cleaned(
        texts, lower=layer.standardize in LOWERS, strip=layer.standardize in STRIPS
    )
    if layer.split is None:
        row = clean if len(texts.shape) > 1 else ops.expand_dims(clean, 1)
        whole = layer.output_mode == "int" and layer.output_sequence_length is None
        return [(clean, None) if whole else (row, ops.ones_like(row, dtype="bool"))]
    found, counts = functions.split(ops.reshape(clean, (-1,)))
    places = ops.subtract(ops.cumsum(ops.ones_like(found, dtype="int64"), axis=1), 1)
    count = ops.expand_dims(counts, 1)
    if layer._lengths is None:
        return [(found, ops.less(places, count))]
    return [
        (functions.joined(found, n), ops.less(ops.add(places, n - 1), count))
        for n in layer._lengths
    ]


def packed(numbers: Any, valid: Any, length: int | None, functions: Any) -> Any:
    """Returns the numbers of each row that are valid, in order, filled up by zeros.

    Args:
        numbers: of terms.
        valid: which of them count.
        length: how many there are to be of each row; by default those of the longest.
        functions: the engine's functions of text.
    """
    order = ops.argsort(ops.cast(ops.logical_not(valid), "int32"), axis=1)
    moved = ops.take_along_axis(ops.where(valid, numbers, 0), order, axis=1)
    if length is not None:
        return ops.pad(moved, ((0, 0), (0, length)))[:, :length]
    counts = ops.sum(ops.cast(valid, "int64"), axis=1)
    return functions.until(moved, ops.max(counts, initial=0))
