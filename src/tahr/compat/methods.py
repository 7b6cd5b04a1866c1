"""Methods of models as Keras 1 and 2 called them."""

import functools
from collections.abc import Callable
from typing import Concatenate, ParamSpec, TypeVar

from tahr.core.notices import old_spelling

P = ParamSpec("P")
R = TypeVar("R")
S = TypeVar("S")

METHODS_TODAY = {
    "evaluate_generator": "evaluate()",
    "fit_generator": "fit()",
    "predict_classes": "predict(), and argmax(axis=-1) of it",
    "predict_generator": "predict()",
    "predict_proba": "predict()",
    "reset_states": "reset_state() of each stateful layer",
}
"""What does the same today."""


def noted(method: Callable[Concatenate[S, P], R]) -> Callable[Concatenate[S, P], R]:
    """Lets a method of earlier versions say what does the same today.

    Args:
        method: its name is in the table.
    """
    name = method.__name__

    @functools.wraps(method)
    def run(self: S, *args: P.args, **kwargs: P.kwargs) -> R:
        old_spelling(f"{name}()", METHODS_TODAY[name])
        return method(self, *args, **kwargs)

    return run
