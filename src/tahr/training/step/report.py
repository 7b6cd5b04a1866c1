"""What was compiled for a model, and what caused it."""

import logging
from dataclasses import dataclass, field
from logging import Logger
from typing import Any, TypeAlias

from tahr.core import trees
from tahr.core.dtypes import standardize
from tahr.core.specs import show

log: Logger = logging.getLogger("tahr")

Signature: TypeAlias = tuple[Any, ...]
"""The structure of a step's inputs, a shape and a dtype for each, or None, and further words."""
MANY = 5
"""So many programs of one step, for shapes alone, are worth a word."""
NAMES = ("x", "y", "sample_weight", "rows")


@dataclass(frozen=True)
class Compile:
    """One program that was compiled.

    Args:
        kind: "train", "test", "predict" or "call".
        engine: what compiled it.
        cause: why the programs there were could not be used.
        inputs: shapes and dtypes of what it takes, in words.
        seconds: of its first call, compiling included.
    """

    kind: str
    engine: str
    cause: str
    inputs: str
    seconds: float


@dataclass
class CompileReport:
    """Every program compiled for a model, in order.

    Example:
        >>> report = CompileReport()
        >>> report.add(Compile("train", "jax", "the first step", "x (32, 4) float32", 0.2))
        >>> report.count("train"), report.count("test")
        (1, 0)
    """

    compiles: list[Compile] = field(default_factory=list)

    def add(self, compile: Compile) -> None:
        """Takes one program down."""
        self.compiles.append(compile)
        log.debug("compiled a %s step on %s: %s", compile.kind, compile.engine, compile.cause)

    def count(self, kind: str | None = None) -> int:
        """Returns how many programs were compiled, of one kind or of all."""
        return sum(kind in (None, c.kind) for c in self.compiles)

    def __len__(self) -> int:
        return len(self.compiles)

    def __str__(self) -> str:
        head = f"{'step':<9}{'engine':<12}{'s':>7}  {'cause':<44}inputs"
        rows = [
            f"{c.kind:<9}{c.engine:<12}{c.seconds:>7.2f}  {c.cause:<44}{c.inputs}"
            for c in self.compiles
        ]
        return "\n".join([head, *rows])


def signature(inputs: Any) -> Signature:
    """Returns what a program is compiled for: structure, shapes and dtypes."""
    leaves, structure = trees.flatten(inputs)
    return structure, *[None if a is None else (tuple(a.shape), a.dtype) for a in leaves]


def shown(found: Signature) -> str:
    """Writes a signature as people read it.

    Example:
        >>> import numpy as np
        >>> shown(signature((np.ones((2, 3)), np.ones(2), None)))
        'x (2, 3) float64, y (2,) float64'
    """
    names = _names(found)
    rows = zip(names, found[1:], strict=False)
    said = [f"{name} {show(part[0])} {standardize(part[1])}" for name, part in rows if part]
    return ", ".join([*said, *found[1 + len(names) :]])


def cause(found: list[Signature]) -> str:
    """Says why the last of several programs was needed."""
    now = found[-1]
    alike = [before for before in found[:-1] if before[0] == now[0]]
    if alike:
        return difference(alike[-1], now)
    return "fewer samples than usual: filled up" if "rows" in _names(now) else "other inputs"


def difference(before: Signature, now: Signature) -> str:
    """Says what changed between two signatures of one structure.

    Example:
        >>> import numpy as np
        >>> difference(signature((np.ones((4, 3)),)), signature((np.ones((2, 3)),)))
        'another number of samples: 2 instead of 4'
    """
    rows = zip(_names(now), before[1:], now[1:], strict=False)
    changed = [(name, old, new) for name, old, new in rows if old != new]
    if not changed:
        return "another number of steps in one call"
    name, old, new = changed[0]
    if not old or not new:
        return f"{name} {'is new' if new else 'is missing'}"
    if old[1] != new[1]:
        return f"another dtype of {name}: {standardize(new[1])} instead of {standardize(old[1])}"
    if old[0][1:] == new[0][1:] and old[0] and new[0]:
        return f"another number of samples: {new[0][0]} instead of {old[0][0]}"
    return f"another shape of {name}: {show(new[0])} instead of {show(old[0])}"


def warn_of_changes(model: str, kind: str, found: list[Signature]) -> None:
    """Warns when the shapes of the data make a step compile again and again."""
    inference = kind in ("predict", "call")
    kinds = {_without_rows(one): None for one in found} if inference else dict.fromkeys(found)
    if len(kinds) != MANY or (
        len(found) > MANY and _without_rows(found[-1]) in map(_without_rows, found[:-1])
    ):
        return
    advice = "" if inference else ", or drop the remainder"
    log.warning(
        "%s: the %s step has been compiled %d times, the last time for %s. Batches of few "
        "different shapes run faster: pad sequences to a few lengths%s",
        model, kind, len(kinds), cause(found), advice,
    )  # fmt: skip


def _without_rows(found: Signature) -> Signature:
    """Returns a signature without the number of rows, which in predictions Tahr chooses itself."""
    return tuple(
        (leaf[0][1:], leaf[1]) if isinstance(leaf, tuple) else leaf for leaf in found
    )  # fmt: skip


def _names(found: Signature) -> list[str]:
    """Names the inputs of a step by their place in (x, y, sample_weight, rows)."""
    count = found[0].num_leaves
    shape = trees.unflatten(found[0], list(range(count)))
    if not isinstance(shape, tuple) or len(shape) > len(NAMES):
        return [f"input {i}" for i in range(count)]
    names: list[str] = []
    for name, part in zip(NAMES, shape, strict=False):
        inner = trees.leaves(part)
        names += [name] if len(inner) == 1 else [f"{name}[{i}]" for i in range(len(inner))]
    return names
