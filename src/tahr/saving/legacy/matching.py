"""Which array of an older file belongs to which weight of a model, and whether it fits."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from tahr.core.specs import show
from tahr.core.tracking import unique
from tahr.core.variables import Variable
from tahr.saving.legacy.layout import TOP, SavedArray, SavedLayers
from tahr.saving.legacy.orders import modern


@dataclass
class Match:
    """What loading would do.

    Args:
        values: the weights that have a fitting array, with it.
        misfits: what does not fit, in words.
        missing: layers of the model that the file has nothing for.
        unexpected: layers of the file that the model does not have.
    """

    values: list[tuple[Variable, np.ndarray]] = field(default_factory=list[Any])
    misfits: list[str] = field(default_factory=list[str])
    missing: list[str] = field(default_factory=list[str])
    unexpected: list[str] = field(default_factory=list[str])


def match(model: Any, saved: SavedLayers, by_name: bool, skip: Iterable[object] = ()) -> Match:
    """Finds for each layer of a model the arrays of a file, by their order or by name."""
    left_out = {id(item) for item in skip}
    theirs = {name: arrays for name, arrays in saved.layers.items() if arrays and name != TOP}
    mine = _layers(model)
    if len(mine) != len(theirs):
        single = [pair for _, layer in mine for pair in _single(layer)]
        mine = single if len(single) == len(theirs) else mine
    found = Match()
    inner = {id(v) for _, layer in mine for v in layer.weights}
    own = [v for v in model.weights if id(v) not in inner]
    if own or saved.layers.get(TOP):
        _take(found, "the model itself", _Own(own), saved.layers.get(TOP, []), saved)
    if by_name:
        pairs = [(name, layer, theirs[name]) for name, layer in mine if name in theirs]
        met = {name for name, _, _ in pairs}
        found.missing = [name for name, _ in mine if name not in met]
        found.unexpected = [name for name in theirs if name not in met]
    else:
        rows = zip(mine, theirs.values(), strict=False)
        pairs = [(name, layer, arrays) for (name, layer), arrays in rows]
        found.missing = [name for name, _ in mine[len(pairs) :]]
        found.unexpected = list(theirs)[len(pairs) :]
    for name, layer, arrays in pairs:
        if id(layer) not in left_out:
            _take(found, name, layer, arrays, saved)
    return found


def _layers(model: Any) -> list[tuple[str, Any]]:
    return [(layer.name, layer) for layer in model.layers if layer.weights]


def _single(layer: Any) -> Iterator[tuple[str, Any]]:
    """Lists the layers of a model one by one, as Keras 1 wrote branches that are merged."""
    if not hasattr(layer, "compile_from_config"):
        yield layer.name, layer
        return
    for _, inner in _layers(layer):
        yield from _single(inner)


@dataclass
class _Own:
    """The weights of a model that are in no layer, as a layer."""

    weights: list[Variable]

    @property
    def trainable_weights(self) -> list[Variable]:
        return [v for v in self.weights if v.trainable]

    def sublayers(self) -> list[Any]:
        return []


def _take(
    found: Match, name: str, layer: Any, arrays: list[SavedArray], saved: SavedLayers
) -> None:
    """Finds the arrays for the weights of one layer."""
    shapes = [array.shape for array in arrays]
    orders = [order for order in _orders(layer) if [v.shape for v in order] == shapes]
    order = _by_names(orders, arrays) if orders else next(_orders(layer))
    parts = list(_parts(layer, order))
    plain = saved.version >= 3 and bool(orders)
    if plain or _same_number(parts, arrays):
        values = [array.read() for array in arrays]
        if not plain:
            values = _modern(parts, values, saved)
        if [value.shape for value in values] == [v.shape for v in order]:
            found.values += zip(order, values, strict=True)
            return
        shapes = [value.shape for value in values]
    found.misfits.append(_told(name, order, shapes))


def _by_names(orders: list[list[Variable]], arrays: list[SavedArray]) -> list[Variable]:
    """Chooses among orders that fit in shape the one whose names are most like the file's."""
    ends = [_end(array.name) for array in arrays]

    def alike(order: list[Variable]) -> int:
        return sum(_end(v.path) == end for v, end in zip(order, ends, strict=True))

    return max(orders, key=alike)


def _end(path: str) -> str:
    """Returns the last two parts of a name: "dense/kernel" of "net/dense/kernel:0"."""
    return "/".join(path.partition(":")[0].split("/")[-2:])


def _orders(layer: Any) -> Iterator[list[Variable]]:
    """Lists the orders in which files have the weights of a layer: what is trained first.

    A layer that is frozen now may not have been when the file was written.
    """
    trained = list(layer.trainable_weights)
    yield _first(layer.weights, trained)
    yield _first(layer.weights, [v for v in layer.weights if v.made_trainable])
    yield list(layer.weights)


def _first(weights: Sequence[Variable], before: Sequence[Variable]) -> list[Variable]:
    return unique([*before, *weights])


def _parts(layer: Any, order: Sequence[Variable]) -> Iterator[tuple[Any, list[Variable]]]:
    """Lists the layers without layers in them, with their weights in the order of the file."""
    inner = list(layer.sublayers())
    cell = getattr(layer, "cell", None)
    if not inner or (cell is not None and len(inner) == 1 and not list(cell.sublayers())):
        yield layer, list(order)
        return
    for part in inner:
        held = {id(v) for v in part.weights}
        yield from _parts(part, [v for v in order if id(v) in held])


def _same_number(parts: list[tuple[Any, list[Variable]]], arrays: list[SavedArray]) -> bool:
    count = sum(len(order) for _, order in parts)
    return len(arrays) == count or len(parts) <= 2


def _modern(
    parts: list[tuple[Any, list[Variable]]], values: list[np.ndarray], saved: SavedLayers
) -> list[np.ndarray]:
    """Returns arrays as today's layers have them, part by part.

    Where parts have more arrays than weights, as the gates of Keras 1, all have as many more.
    """
    count = sum(len(order) for _, order in parts)
    if len(values) != count:
        size = len(values) // max(1, len(parts))
        cuts = [values[i * size : (i + 1) * size] for i in range(len(parts))]
        rows = zip(parts, cuts, strict=True)
        changed = [modern(part, cut, saved.version, saved.backend) for (part, _), cut in rows]
        return [value for cut in changed for value in cut]
    if len(parts) == 1:
        return modern(parts[0][0], values, saved.version, saved.backend)
    return values if saved.version >= 3 else _scattered(parts, values, saved)


def _scattered(
    parts: list[tuple[Any, list[Variable]]], values: list[np.ndarray], saved: SavedLayers
) -> list[np.ndarray]:
    places = [id(v) for _, order in parts for v in order]
    by_place = dict(zip(places, values, strict=True))
    result: dict[int, np.ndarray] = {}
    for part, order in parts:
        given = [by_place[id(v)] for v in order]
        changed = modern(part, given, saved.version, saved.backend)
        result |= zip((id(v) for v in order), changed, strict=False)
    return [result[place] for place in places if place in result]


def _told(name: str, order: Sequence[Variable], shapes: Sequence[tuple[int, ...]]) -> str:
    here = ", ".join(show(v.shape) for v in order[:6])
    there = ", ".join(show(shape) for shape in shapes[:6])
    odd = next(
        (f"{v.path}: {show(v.shape)} here, {show(s)} in the file"
         for v, s in zip(order, shapes, strict=False) if v.shape != s),
        None,
    )  # fmt: skip
    if odd is not None and len(order) == len(shapes):
        return f"{name}: {odd}"
    return f"{name}: {len(order)} weights here ({here}), {len(shapes)} in the file ({there})"
