"""A row of the contract above the primitives: something public, and what it is called on."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import ml_dtypes
import numpy as np

from tahr.core import current, trees
from tahr.core.config import CONFIG
from tahr.core.policies import dtype_policy, set_dtype_policy
from tahr.core.scopes import StateScope
from tahr.core.variables import Variable

Call = Callable[..., Any]


@dataclass
class Subject:
    """What a row calls, made anew for each engine and dtype.

    Args:
        call: gets tensors, gives a tree of tensors.
        state: every variable it reads or assigns, and the value each starts from.
        weights: how many of them, from the first, gradients are taken by.
        moved: how many of the results, from the last, are state that no gradient goes through.
    """

    call: Call
    state: list[tuple[Variable, np.ndarray]] = field(default_factory=list)
    weights: int = 0
    moved: int = 0


@dataclass(frozen=True, eq=False)
class Row:
    """Something public, one way to call it.

    Args:
        family: which table it stands in.
        name: its public name there.
        note: what tells it from other rows of its name.
        make: makes the subject, under the dtype policy that is to hold.
        inputs: gives its tensors in a dtype.
        dtypes: in which dtypes it is called.
        mixed: whether a dtype of 16 bits is a policy (it computes in it, weights are float32)
            rather than that of the inputs.
        gradient: whether it is differentiated, where it gives floats at all.
        moving: positions of the inputs gradients are taken by; None for all floats.
        compiled: whether it can be: it does not look at values.
        scale: how many times the usual tolerance it is allowed.
    """

    family: str
    name: str
    note: str
    make: Callable[[], Subject]
    inputs: Callable[[str], list[np.ndarray]]
    dtypes: tuple[str, ...] = ("float32",)
    mixed: bool = False
    gradient: bool = True
    moving: tuple[int, ...] | None = None
    compiled: bool = True
    scale: float = 1

    def __str__(self) -> str:
        return f"{self.family} {self.name} [{self.note}]" if self.note else f"{self.name}"

    @contextmanager
    def policy(self, dtype: str) -> Iterator[None]:
        """Makes a dtype the one layers and losses compute in; float64 holds for everything."""
        before = CONFIG.floatx, dtype_policy()
        half = dtype in ("bfloat16", "float16")
        CONFIG.floatx = "float64" if dtype == "float64" else "float32"
        chosen = f"mixed_{dtype}" if self.mixed and half else CONFIG.floatx
        set_dtype_policy(chosen)
        try:
            yield
        finally:
            CONFIG.floatx = before[0]
            set_dtype_policy(before[1])

    def places(self, inputs: list[np.ndarray]) -> list[int]:
        """Returns the positions of the inputs gradients are taken by."""
        if self.moving is not None:
            return list(self.moving)
        return [i for i, x in enumerate(inputs) if is_float(x)]


def is_float(x: np.ndarray) -> bool:
    """Returns whether these are floats of any size."""
    return x.dtype.kind == "f" or x.dtype.name in ("bfloat16", "float16")


def cast(x: np.ndarray, dtype: str) -> np.ndarray:
    """Returns floats in another dtype, all else as it is."""
    return x.astype(getattr(ml_dtypes, dtype, None) or dtype) if is_float(x) else x


def rounded(x: np.ndarray, dtype: str) -> np.ndarray:
    """Returns floats in float64, to as many digits as a dtype has."""
    return cast(cast(x, dtype), "float64")


def called(subject: Subject, engine: Any, inputs: list[Any], state: list[Any]) -> list[Any]:
    """Calls the subject on tensors; gives the tensors of its result."""
    pairs = zip((v for v, _ in subject.state), state, strict=True)
    with StateScope(pairs):
        leaves = trees.leaves(subject.call(*inputs))
    return [engine.asarray(leaf) for leaf in leaves if hasattr(leaf, "dtype")]


def started(subject: Subject, dtype: str) -> list[np.ndarray]:
    """Returns the first values of the state, floats to as many digits as a dtype has."""
    wide = dtype == "float64"
    return [
        cast(rounded(value, dtype), "float64" if wide else variable.dtype)
        for variable, value in subject.state
    ]


def own_state(variables: list[Variable]) -> list[tuple[Variable, np.ndarray]]:
    """Pairs variables with the values they have."""
    with current.using("numpy"):
        return [(v, np.asarray(v.numpy())) for v in variables]
