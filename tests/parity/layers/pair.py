"""A layer of Tahr and the same of Keras, with the same weights and inputs."""

from dataclasses import dataclass
from typing import Any

import keras
import numpy as np
from tests.cases.layers import Case

from tahr import layers
from tahr.core import names


@dataclass
class Pair:
    """Both layers, built, and what they are called on."""

    ours: Any
    theirs: Any
    inputs: Any
    symbolic: Any
    state: list[np.ndarray]

    def restore(self) -> None:
        """Gives both layers their first weights."""
        self.ours.set_weights(self.state)
        self.theirs.set_weights(self.state)


def arrays(case: Case) -> Any:
    """Draws the inputs of a case, one array or several in a list."""
    random = np.random.default_rng(1)
    if case.integers:
        drawn = [random.integers(0, case.integers, shape) for shape in case.shapes]
    else:
        drawn = [random.normal(size=shape).astype("float32") for shape in case.shapes]
    return drawn if len(drawn) > 1 else drawn[0]


def symbolic(case: Case) -> Any:
    """Returns symbolic inputs with an unknown batch."""
    dtype = "int32" if case.integers else "float32"
    made = [layers.Input(shape[1:], dtype=dtype) for shape in case.shapes]
    return made if len(made) > 1 else made[0]


def pair_of(case: Case) -> Pair:
    """Makes both layers and gives them the same random weights."""
    keras.utils.clear_session(free_memory=False)
    inputs, shapes = arrays(case), list(case.shapes)
    theirs = case.make(keras.layers)
    theirs.build(shapes if len(shapes) > 1 else shapes[0])
    with names.fresh():
        ours = case.make(layers)
        output = ours(symbolic(case))
    random = np.random.default_rng(2)
    state = [
        (np.abs if "variance" in v.name else np.asarray)(random.normal(size=v.shape))
        for v in theirs.weights
    ]
    pair = Pair(ours, theirs, inputs, output, [s.astype("float32") for s in state])
    pair.restore()
    return pair


def leaves(outputs: Any) -> list[np.ndarray]:
    """Returns outputs as a flat list of arrays."""
    if isinstance(outputs, list | tuple):
        return [leaf for item in outputs for leaf in leaves(item)]
    return [np.asarray(outputs)]
