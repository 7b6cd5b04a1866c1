"""What is seen to be wrong with the arguments of `compile` before any data is there."""

from collections.abc import Callable
from numbers import Real
from typing import Any

from tahr import losses, metrics
from tahr.core import trees
from tahr.core.errors import ArgumentError, told
from tahr.losses import NAMED as LOSSES
from tahr.optimizers import NAMED as OPTIMIZERS

BY_TARGETS = frozenset({"accuracy", "acc", "crossentropy", "ce", ""})
"""Names whose meaning the targets decide."""


def check_compiled(
    optimizer: Any, loss: Any, loss_weights: Any, metrics_given: list[Any], jit_compile: Any
) -> None:
    """Raises where what `compile` was given can be nothing that it takes.

    Raises:
        ArgumentError: a name is unknown, stands in another's place, or is no name at all.
    """
    _check_order(optimizer, loss)
    _check_names(loss, losses.get, "loss", frozenset({"crossentropy", "ce"}))
    for given in metrics_given:
        _check_names(given, metrics.get, "metrics", BY_TARGETS)
    for weight in trees.leaves(loss_weights):
        if weight is not None and not isinstance(weight, Real) and not hasattr(weight, "shape"):
            raise ArgumentError(
                "loss_weights are numbers, one for each output",
                expected="such as [1.0, 0.5] or {'first': 1.0, 'second': 0.5}",
                got=told(loss_weights),
            )
    if jit_compile not in (True, False, "auto", None):
        raise ArgumentError(
            "jit_compile cannot be this", expected='True, False or "auto"', got=told(jit_compile)
        )


def _check_order(optimizer: Any, loss: Any) -> None:
    """Raises where the loss stands in the optimizer's place, or a metric in the loss's."""
    if (
        isinstance(optimizer, str)
        and optimizer in LOSSES.table
        and optimizer.lower() not in OPTIMIZERS.table
    ):
        raise ArgumentError(
            f"{optimizer!r} is a loss, and the optimizer comes first",
            expected="compile(optimizer, loss, ...)",
            got=f"compile({told(optimizer)}, {told(loss)})",
        )
    if isinstance(loss, str) and loss in ("accuracy", "acc"):
        raise ArgumentError(
            f"{loss!r} is a metric, and has no gradient that a model could learn from",
            todo="compile with a loss such as 'sparse_categorical_crossentropy', and "
            f"metrics=[{loss!r}]",
        )


def _check_names(
    tree: Any, get: Callable[[Any], Any], argument: str, special: frozenset[str]
) -> None:
    for leaf in trees.leaves(tree):
        if isinstance(leaf, str) and leaf not in special:
            get(leaf)
        usable = callable(leaf) or hasattr(leaf, "update_state")
        if leaf is not None and not isinstance(leaf, str | dict) and not usable:
            raise ArgumentError(
                "this is neither a name nor a function or object", where=argument, got=told(leaf)
            )
