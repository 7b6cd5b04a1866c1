"""What a `FeatureSpace` asks the layers of its columns, whichever they are."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from tahr.core.errors import ArgumentError


def learns(layer: Any) -> bool:
    """Returns whether a layer is to learn something that it was not given."""
    if not hasattr(layer, "adapt"):
        return False
    given = getattr(layer, "input_mean", None) is not None or getattr(layer, "_is_given", False)
    inner = getattr(layer, "_lookup_layer", None)
    return not given and not getattr(inner, "_is_given", False) and not _has_bins(layer)


def _has_bins(layer: Any) -> bool:
    return getattr(layer, "bin_boundaries", None) is not None and layer.num_bins is None


def is_ready(layer: Any) -> bool:
    """Returns whether a layer has learned what it is to learn."""
    if not learns(layer):
        return True
    if hasattr(layer, "bin_boundaries"):
        return layer.bin_boundaries is not None
    if hasattr(layer, "get_vocabulary"):
        return bool(layer.get_vocabulary(include_special_tokens=False))
    return bool(layer.built)


def adapting(layer: Any, name: str) -> Callable[[Iterator[Mapping[str, Any]]], None]:
    """Returns what has a layer adapt to one column of batches of rows."""
    return lambda rows: layer.adapt(row[name] for row in rows)


def categories(layer: Any, where: str) -> int:
    """Returns how many categories the numbers that a layer gives are of.

    Args:
        layer: of a column or a cross.
        where: the names of the `FeatureSpace` and the column.

    Raises:
        ArgumentError: the layer does not tell.
    """
    if hasattr(layer, "vocabulary_size"):
        return layer.vocabulary_size()
    if getattr(layer, "bin_boundaries", None) is not None:
        return len(layer.bin_boundaries) + 1
    if getattr(layer, "num_bins", None):
        return int(layer.num_bins)
    raise ArgumentError(
        "it is not known how many categories the layer of this feature has",
        where=where,
        got=type(layer),
        todo='take output_mode="float" or "int", or a layer with num_bins or vocabulary_size()',
    )
