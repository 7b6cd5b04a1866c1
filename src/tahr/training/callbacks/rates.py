"""Reading and setting the learning rates of a model in training: one for each optimizer."""

from collections.abc import Callable
from typing import Any

from tahr.core.errors import ArgumentError
from tahr.core.variables import Variable
from tahr.optimizers.inner import plain_optimizers
from tahr.training.logs import as_float

NAME = "learning_rate"


def number(value: Any) -> Any:
    """Fetches a number that is a variable or a tensor."""
    return as_float(value.numpy() if isinstance(value, Variable) else value)


def shown_rates(model: Any) -> dict[str, float]:
    """Returns the learning rates by their names in the logs.

    Of several optimizers each has its own: `learning_rate_adam`, after the optimizer's name.
    """
    found = [o for o in plain_optimizers(model.optimizer) if getattr(o, NAME, None) is not None]
    if len(found) == 1:
        return {NAME: float(number(found[0].learning_rate))}
    rates: dict[str, float] = {}
    for place, optimizer in enumerate(found):
        name = f"{NAME}_{optimizer.name}"
        name = name if name not in rates else f"{name}_{place}"
        rates[name] = float(number(optimizer.learning_rate))
    return rates


def change_rates(model: Any, change: Callable[[float], float]) -> list[tuple[str, float, float]]:
    """Sets the learning rate of every optimizer, those that follow a schedule left alone.

    Args:
        model: in training.
        change: gives the new rate for the one now; called once for each optimizer.

    Returns:
        For each whose rate has changed: its name, the rate before and the rate now.

    Raises:
        ArgumentError: there is no optimizer with a learning rate.
        TypeError: every learning rate is a schedule.
    """
    found = [o for o in plain_optimizers(model.optimizer) if getattr(o, NAME, None) is not None]
    if not found:
        raise ArgumentError(
            "the optimizer has no learning rate of its own",
            where=model.name,
            got=type(model.optimizer).__name__,
        )
    numbers = [o for o in found if getattr(o, "takes_rate", True)]
    changed: list[tuple[str, float, float]] = []
    for optimizer in numbers or found[:1]:
        before = float(number(optimizer.learning_rate))
        after = change(before)
        optimizer.learning_rate = after
        if after != before:
            changed.append((getattr(optimizer, "name", ""), before, after))
    return changed
