"""Whether a step treats the rows of a batch apart, but for what adds up over those that count.

A batch may be filled up only then. It is known of what is Tahr's own; of layers, losses and steps
written by users nothing is known, so their batches stay as they are.
"""

import inspect
from collections.abc import Iterator, Mapping
from typing import Any

from tahr.core.operators import OPS
from tahr.losses import Loss
from tahr.ops.operation import OpCall

STEPS = ("train_step", "test_step", "compute_loss", "compute_metrics", "get_metrics_result")
MIXING = frozenset({
    "ActivityRegularization", "Lambda", "FlaxLayer", "JaxLayer", "TFSMLayer",
    "TorchModuleWrapper", "circle", "dice", "tversky",
})  # fmt: skip
"""Classes and functions whose results depend on all rows, or that run what users wrote."""
AXES = frozenset({"axis", "axes", "attention_axes"})
ELEMENTWISE = frozenset(
    f"tahr.ops.{name}"
    for name in (
        "arithmetic", "comparison", "elementwise", "exponential", "logical", "rounding",
        "special", "trigonometry", "nn.rectifiers", "nn.shrinking", "nn.sigmoids",
    )
)  # fmt: skip
"""Modules all of whose ops give each element by itself."""
ALONG = frozenset({
    "all", "any", "argmax", "argmin", "concatenate", "expand_dims", "log_softmax", "logsumexp",
    "max", "mean", "min", "prod", "softmax", "std", "sum", "var",
})  # fmt: skip
"""Ops that leave all axes apart but the one they are given."""


def is_row_wise(model: Any) -> bool:
    """Tells whether no row of a batch changes what another one adds to a step.

    Args:
        model: compiled and built.
    """
    steps = all(_is_own(getattr(type(model), name)) for name in STEPS)
    return steps and all(_is_row_wise(part) for part in _parts(model) if part is not None)


def _parts(model: Any) -> Iterator[Any]:
    for layer in model.flatten_layers():
        yield layer
        yield from getattr(layer, "operations", ())
    yield from model.compilation.objective.functions if model.compilation.objective else ()
    yield from model.compilation.metrics


def _is_row_wise(part: Any) -> bool:
    if not _is_known(part):
        return False
    if isinstance(part, OpCall):
        return all(_is_op_row_wise(part.function, node.args, node.kwargs) for node in part.nodes)
    if isinstance(part, Loss) and part.reduction in ("none", None):
        return False
    if getattr(part, "stateful", False) or getattr(part, "activity_regularizer", None):
        return False
    given = {name: value for name, value in vars(part).items() if value is not None}
    return _leave_rows({**given, **getattr(part, "options", {})})


def _is_op_row_wise(name: str, args: tuple[Any, ...], kwargs: Mapping[str, Any]) -> bool:
    op = OPS[name]
    if op.__module__ in ELEMENTWISE:
        return True
    bound = inspect.signature(op).bind(*args, **kwargs)
    bound.apply_defaults()
    return name in ALONG and _leave_rows({"axis": bound.arguments["axis"]})


def _leave_rows(options: Mapping[str, Any]) -> bool:
    """Tells whether no option is a function of a user's, or names the axis of the rows."""
    for name, value in options.items():
        if name in AXES:
            axes = value if isinstance(value, list | tuple) else (value,)
            if any(axis is None or not (axis == -1 or axis > 0) for axis in axes):
                return False
        elif callable(value) and not isinstance(value, type) and not _is_known(value):
            return False
    return True


def _is_known(value: Any) -> bool:
    name = getattr(value, "__name__", type(value).__name__)
    return _is_own(value) and name not in MIXING


def _is_own(value: Any) -> bool:
    home = getattr(value, "__module__", None) or type(value).__module__
    return home.partition(".")[0] == __name__.partition(".")[0]
