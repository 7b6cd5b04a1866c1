"""Random programs: a layer with good and bad arguments, or a functional model of layers and ops."""

import os
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from tests.fuzz.tables import BAD, LAYERS, MERGES, ONE, TWO, Inner

Random = np.random.Generator
LENGTHS = (2, 5, 4, 4, 4)


def _one(random: Random, values: Any) -> Any:
    return values[int(random.integers(len(values)))]


@dataclass(frozen=True)
class LayerProgram:
    """One layer, called on an array or on several, each by its place."""

    name: str
    given: dict[str, Any]
    data: list[np.ndarray]

    def run(self, k: Any, state: list[np.ndarray] | None = None) -> tuple[Any, list[np.ndarray]]:
        layer = self.made(k)
        found = layer(*self._inputs(self.data))
        if layer.weights:
            layer.set_weights(state if state is not None else _state(layer))
            found = layer(*self._inputs(self.data))
        return layer, [np.asarray(t) for t in _flat(found)]

    def shapes(self, k: Any) -> list[tuple[int | None, ...]]:
        """Returns the shapes of what it makes of symbolic tensors."""
        inputs = [k.Input(x.shape[1:], dtype=str(x.dtype)) for x in self.data]
        return [tuple(t.shape) for t in _flat(self.made(k)(*self._inputs(inputs)))]

    def made(self, k: Any) -> Any:
        return _made(k, Inner(self.name, self.given))

    def _inputs(self, tensors: list[Any]) -> list[Any]:
        if len(tensors) == 1 or self.name == "MultiHeadAttention":
            return tensors
        return [tensors]

    def __str__(self) -> str:
        data = ", ".join(f"{x.dtype} {x.shape}" for x in self.data)
        return f"{self.name}({self.given}) on {data}"


def _made(k: Any, value: Any) -> Any:
    if isinstance(value, Inner):
        return Inner(value.name, {n: _made(k, v) for n, v in value.given.items()}).made(k)
    return [_made(k, v) for v in value] if isinstance(value, list) else value


def _flat(found: Any) -> list[Any]:
    return [t for f in found for t in _flat(f)] if isinstance(found, list | tuple) else [found]


def _state(layer: Any) -> list[np.ndarray]:
    random = np.random.default_rng(7)
    drawn = [(w.path, random.normal(size=w.shape) * 0.5) for w in layer.weights]
    return [(np.abs(x) + 0.1 if "variance" in p else x).astype("float32") for p, x in drawn]


def layer_program(random: Random) -> LayerProgram:
    name = _one(random, list(LAYERS))
    rank, needed, free = LAYERS[name]
    given = {key: _one(random, values) for key, values in needed.items()}
    given |= {key: _one(random, values) for key, values in free.items() if random.random() < 0.35}
    if random.random() < 0.4:
        given[_one(random, [*needed, *free] or ["zzz"])] = _one(random, BAD)
    ranks = [rank] if isinstance(rank, int) else list(rank)
    if random.random() < 0.1:
        ranks[int(random.integers(len(ranks)))] = int(random.integers(1, 6))
    return LayerProgram(name, given, [_data(random, name, rank) for rank in ranks])


def _data(random: Random, name: str, rank: int) -> np.ndarray:
    shape = LENGTHS[:rank] if rank <= 4 else (2, 4, 4, 3, 4)
    if name == "Embedding":
        return random.integers(0, 9, shape).astype("int32")
    return random.normal(size=shape).astype("float32")


@dataclass
class ModelProgram:
    """A functional model of some nodes, as steps that name earlier tensors by their place."""

    shape: tuple[int, ...]
    steps: list[tuple[str, str, dict[str, Any], tuple[int, ...]]] = field(default_factory=list)

    def build(self, k: Any) -> Any:
        tensors = [k.Input(self.shape)]
        for step in self.steps:
            tensors.append(apply(k, step, tensors))
        return k.Model(tensors[0], tensors[-1])

    def __str__(self) -> str:
        return f"{self.shape}: {self.steps}"


def apply(
    k: Any, step: tuple[str, str, dict[str, Any], tuple[int, ...]], tensors: list[Any]
) -> Any:
    kind, name, given, places = step
    inputs = [tensors[place] for place in places]
    if kind == "layer":
        return _made(k, Inner(name, given))(inputs[0])
    if kind == "merge":
        return getattr(k.layers, name)()(inputs)
    return getattr(k.ops, name)(*inputs, **given)


STATES = ("return_state", "mask_zero")
RANDOM = (
    "Dropout",
    "SpatialDropout1D",
    "SpatialDropout2D",
    "SpatialDropout3D",
    "GaussianNoise",
    "GaussianDropout",
    "AlphaDropout",
    "Embedding",
)


def model_program(k: Any, random: Random) -> ModelProgram:
    """Draws a model, node by node, of what Tahr's symbolic tensors go into."""
    from tahr.core.errors import TahrError

    program = ModelProgram(LENGTHS[1 : int(random.integers(2, 5))])
    tensors = [k.Input(program.shape)]
    wanted = int(random.integers(1, 8))
    for _ in range(8 * wanted):
        step = _step(random, tensors)
        try:
            found = apply(k, step, tensors) if step else None
        except TahrError:
            continue
        if step is None or found is None or isinstance(found, list | tuple):
            continue
        tensors.append(found)
        program.steps.append(step)
        if len(program.steps) == wanted:
            break
    return program


def _step(random: Random, tensors: list[Any]) -> Any:
    place = len(tensors) - 1 if random.random() < 0.8 else int(random.integers(len(tensors)))
    rank = len(tensors[place].shape)
    draw = random.random()
    if draw < 0.25:
        name, given = _one(random, ONE)
        return "op", name, given, (place,)
    same = [i for i, t in enumerate(tensors) if t.shape == tensors[place].shape]
    if draw < 0.4 and len(same) > 1:
        pair = (place, _one(random, same))
        return (
            ("op", _one(random, TWO), {}, pair)
            if draw < 0.3
            else ("merge", _one(random, MERGES), {}, pair)
        )
    names = [n for n, row in LAYERS.items() if row[0] == rank and n not in RANDOM]
    if not names:
        return None
    name = _one(random, names)
    _, needed, free = LAYERS[name]
    given = {key: _one(random, values) for key, values in needed.items()}
    given |= {
        key: _one(random, values)
        for key, values in free.items()
        if random.random() < 0.35 and key not in STATES
    }
    return "layer", name, given, (place,)


def weights_of(model: Any) -> list[np.ndarray]:
    return _state(model)


def files(folder: Any, number: int) -> tuple[str, str]:
    """Names two files."""
    return tuple(os.fspath(folder / f"{who}{number}.keras") for who in ("ours", "theirs"))  # type: ignore[return-value]
