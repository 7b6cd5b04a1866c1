"""Reading and setting the learning rate of a model in training."""

from typing import Any

from tahr.core.errors import ArgumentError
from tahr.core.variables import Variable
from tahr.training.logs import as_float


def rate_of(model: Any) -> float:
    """Gives the learning rate now.

    Raises:
        ArgumentError: the optimizer has none, or several.
    """
    rate = getattr(model.optimizer, "learning_rate", None)
    if rate is None:
        raise ArgumentError(
            "the optimizer has no learning rate of its own",
            where=model.name,
            got=type(model.optimizer).__name__,
        )
    return float(number(rate))


def number(value: Any) -> Any:
    """Fetches a number that is a variable or a tensor."""
    return as_float(value.numpy() if isinstance(value, Variable) else value)


def set_rate(model: Any, rate: float) -> None:
    """Sets the learning rate.

    Raises:
        ArgumentError: the optimizer has none.
        TypeError: it is a schedule.
    """
    rate_of(model)
    model.optimizer.learning_rate = rate


def shown_rate(model: Any) -> float | None:
    """Gives the learning rate where there is one to show."""
    if getattr(model.optimizer, "learning_rate", None) is None:
        return None
    return rate_of(model)
