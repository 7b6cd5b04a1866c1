"""Training or not: what old programs call the learning phase."""

from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from tahr import ops
from tahr.core import trees
from tahr.core.notices import notice
from tahr.core.typing import Tensor, TensorLike
from tahr.layers.base import calls
from tahr.ops.op import op
from tahr.ops.symbolic import SymbolicTensor, is_symbolic


class Phase(SymbolicTensor):
    """Stands for whether it is training, until a model or a `function` runs."""


@dataclass
class _Said:
    """What the program has said for all that follows."""

    training: bool | None = None
    phase: Phase | None = None


SAID = _Said()


def learning_phase() -> Any:
    """Returns whether it is training: 0 or 1 while a layer runs, else a symbolic number.

    The symbolic number may stand among the inputs of a `function`.
    """
    outer = calls.context()
    if outer is not None:
        return int(is_training())
    if SAID.training is not None:
        return int(SAID.training)
    if SAID.phase is None:
        SAID.phase = Phase((), "bool", name="learning_phase")
    return SAID.phase


def set_learning_phase(value: Any) -> None:
    """Sets whether a `function`, and what asks for the phase, runs as in training.

    Args:
        value: 0 or 1. `fit`, `evaluate` and `predict` know by themselves which it is.
    """
    SAID.training = bool(value)
    if SAID.training:
        notice(
            "set_learning_phase(1) has no effect in `predict`: call the model, with training=True"
        )


@contextmanager
def learning_phase_scope(value: Any) -> Generator[None]:
    """Sets the phase inside the block.

    Args:
        value: 0 or 1.
    """
    before = SAID.training
    SAID.training = bool(value)
    try:
        yield
    finally:
        SAID.training = before


@contextmanager
def running(training: bool) -> Generator[None]:
    """Runs the layers inside the block as in training, or not.

    Args:
        training: which.
    """
    token = calls.enter(calls.CallContext(training))
    try:
        yield
    finally:
        calls.leave(token)


def is_training() -> bool:
    """Returns whether the call under way is training."""
    outer = calls.context()
    known = outer.training if outer is not None else None
    return bool(SAID.training if known is None else known)


@op()
def _by_phase(x: TensorLike, alt: TensorLike) -> Tensor:
    """Returns one of two tensors, by whether it is training when it runs."""
    return x if is_training() else alt  # type: ignore[return-value]


def in_train_phase(x: Any, alt: Any, training: Any = None) -> Any:
    """Returns one thing in training and another otherwise.

    Args:
        x: a tensor, or a function that returns one: what counts in training.
        alt: likewise, what counts otherwise.
        training: which it is; the phase by default.

    Example:
        >>> in_train_phase("new", "old", training=1)
        'new'
    """
    phase = learning_phase() if training is None else training
    if not hasattr(phase, "shape"):
        return made(x if phase else alt)
    first, second = made(x), made(alt)
    if phase is not SAID.phase:
        return ops.where(ops.cast(phase, "bool"), first, second)
    if is_symbolic((first, second)):
        return trees.map(_by_phase, first, second)
    return first if is_training() else second


def in_test_phase(x: Any, alt: Any, training: Any = None) -> Any:
    """Returns one thing outside of training and another in it.

    Args:
        x: a tensor, or a function that returns one: what counts outside of training.
        alt: likewise, what counts in training.
        training: which it is; the phase by default.

    Example:
        >>> in_test_phase("new", "old", training=1)
        'old'
    """
    return in_train_phase(alt, x, training)


def made(given: Any) -> Any:
    """Returns what a function returns, and anything else as it is."""
    return given() if callable(given) and not hasattr(given, "shape") else given
