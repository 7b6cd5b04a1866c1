"""Methods of models as Keras 1 and 2 called them."""

import functools
from collections.abc import Callable
from typing import Any, Concatenate, ParamSpec, TypeVar

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


ACCURACY = {
    "fit": "show_accuracy",
    "evaluate": "show_accuracy",
    "train_on_batch": "accuracy",
    "test_on_batch": "accuracy",
}
"""By method, the keyword by which Keras 0 was asked for the accuracy."""


RESET = frozenset({"train_on_batch", "test_on_batch"})
"""Methods that `tf.keras` told whether the metrics begin anew with this batch."""


def heeded(owner: str, args: tuple[Any, ...], keywords: dict[str, Any]) -> dict[str, Any]:
    """Does what keywords of a method ask for that no argument does today.

    The accuracy is added to the metrics of a model whose method is asked for it.

    Args:
        owner: the method's name.
        args: what it is called with by position, the model first.
        keywords: what it is called with by name.

    Returns:
        The other keywords.
    """
    if owner in RESET and "reset_metrics" in keywords:
        if keywords["reset_metrics"]:
            args[0].reset_metrics()
        keywords = {key: value for key, value in keywords.items() if key != "reset_metrics"}
    name = ACCURACY.get(owner)
    if name is None or name not in keywords:
        return keywords
    old_spelling(f"{owner}({name}=True)", "compile(metrics=['accuracy'])")
    model = args[0]
    if (
        keywords[name]
        and model.compilation is not None
        and model.compilation.given_metrics.is_empty
    ):
        given = {**model.compilation.arguments, "metrics": ["acc"], "optimizer": model.optimizer}
        model.compile(**given)
    return {key: value for key, value in keywords.items() if key != name}
