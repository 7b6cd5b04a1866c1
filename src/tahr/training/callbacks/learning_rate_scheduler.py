"""A learning rate by the number of the epoch."""

import inspect
from collections.abc import Callable
from typing import Any

import numpy as np

from tahr.core.errors import ArgumentError, told
from tahr.training.callbacks.callback import Callback, Figures
from tahr.training.callbacks.rates import change_rates, shown_rates
from tahr.training.callbacks.state import arguments
from tahr.training.logs import as_float


class LearningRateScheduler(Callback):
    """Sets the learning rate before each epoch.

    Of several optimizers each is set: the schedule is called with the learning rate that each
    has. One whose learning rate is a schedule of its own is left alone; where all are, that is
    an error. The logs hold the rate as `learning_rate`, those of several optimizers by their
    names, as `learning_rate_adam`.

    Args:
        schedule: maps the number of the epoch, from zero, and the learning rate so far to the
            new one; one that takes the epoch alone is called so.
        verbose: whether to say what the learning rate is.

    Raises:
        ArgumentError: the schedule gives something that is no number.

    Example:
        >>> from tahr import layers, models
        >>> import numpy as np
        >>> model = models.Sequential([layers.Input((2,)), layers.Dense(1)])
        >>> model.compile("sgd", "mse")
        >>> halved = LearningRateScheduler(lambda epoch, rate: rate / 2 if epoch else rate)
        >>> history = model.fit(
        ...     np.ones((8, 2)), np.ones(8), epochs=3, callbacks=[halved], verbose=0
        ... )
        >>> [round(rate, 4) for rate in history.history["learning_rate"]]
        [0.01, 0.005, 0.0025]
    """

    def __init__(self, schedule: Callable[..., Any], verbose: int = 0) -> None:
        super().__init__()
        if not callable(schedule):
            raise ArgumentError(
                "the schedule is no function",
                where="LearningRateScheduler",
                expected="a function of the epoch and the learning rate",
                got=told(schedule),
            )
        self.schedule = schedule
        self.verbose = verbose

    _settings = arguments(__init__)

    def on_epoch_begin(self, epoch: int, logs: Figures = None) -> None:
        change_rates(self.model, lambda present: self._next(epoch, present))
        if self.verbose:
            for name, rate in shown_rates(self.model).items():
                print(f"Epoch {epoch + 1}: {name.replace('_', ' ')} {rate:.4g}")  # noqa: T201

    def _next(self, epoch: int, present: float) -> float:
        given = self.schedule(epoch, present) if _takes_two(self.schedule) else self.schedule(epoch)
        rate = as_float(given)
        if isinstance(rate, bool) or not isinstance(rate, float | np.floating):
            raise ArgumentError(
                "the schedule gave no learning rate",
                where=f"epoch {epoch + 1}",
                expected="a float",
                got=told(given),
            )
        return float(rate)

    def on_epoch_end(self, epoch: int, logs: Figures = None) -> None:
        if isinstance(logs, dict):
            logs |= shown_rates(self.model)


def _takes_two(schedule: Callable[..., Any]) -> bool:
    try:
        inspect.signature(schedule).bind(0, 0.0)
    except TypeError:
        return False
    except ValueError:
        return True
    return True
