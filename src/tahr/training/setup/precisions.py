"""The precision of steps: what layers compute in that were given no dtype of their own."""

from collections.abc import Callable
from typing import Any

from tahr import ops
from tahr.core import scopes, trees
from tahr.core.config import floatx
from tahr.core.errors import ArgumentError, told

NAMES = ("float32", "bfloat16", "float16", "auto")


def checked(precision: str, where: str) -> str:
    """Returns a precision that `compile` knows.

    Raises:
        ArgumentError: there is none of that name.
    """
    if precision in NAMES:
        return precision
    raise ArgumentError(
        "there is no such precision", where=where, expected=", ".join(NAMES), got=told(precision)
    )


def within(dtype: str | None, step: Callable[..., Any], kind: str) -> Callable[..., Any]:
    """Returns a step whose layers compute in a dtype, and whose predictions are in the usual one.

    Args:
        dtype: None for what the layers' own policies say.
        step: a function of a batch.
        kind: "train", "test", "predict" or "sample".
    """
    if dtype is None:
        return step

    def run(*data: Any) -> Any:
        with scopes.precision(dtype):
            outputs = step(*data)
        if kind not in ("predict", "sample"):
            return outputs
        return trees.map(lambda t: _usual(t, dtype), outputs)

    return run


def _usual(tensor: Any, dtype: str) -> Any:
    return ops.cast(tensor, floatx()) if ops.dtype(tensor) == dtype else tensor
