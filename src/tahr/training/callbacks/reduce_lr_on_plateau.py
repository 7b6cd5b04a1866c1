"""Learning more slowly once a figure no longer gets better."""

import logging

import numpy as np

from tahr.core.arguments import checked
from tahr.core.errors import ArgumentError
from tahr.core.ranges import Index, NotNegative
from tahr.core.spelling import accepts_old_spellings
from tahr.training.callbacks.callback import Callback, Figures
from tahr.training.callbacks.monitor import Monitor
from tahr.training.callbacks.rates import change_rates, shown_rates
from tahr.training.callbacks.state import arguments
from tahr.training.data.numbers import whole

LOGGER = logging.getLogger("tahr")


class ReduceLROnPlateau(Callback):
    """Multiplies the learning rate by a factor when a figure has stopped improving.

    Of several optimizers each learns more slowly, down to the smallest rate. One whose learning
    rate is a schedule is left alone; where all are, that is an error. The logs hold the rate as
    `learning_rate`, those of several optimizers by their names, as `learning_rate_adam`.

    Args:
        monitor: the figure's name in the logs.
        factor: what the learning rate is multiplied with, below 1.
        patience: how many epochs to wait.
        verbose: whether to say when the learning rate changes.
        mode: "min", "max", or "auto" to tell by the name.
        min_delta: how much better the figure must be to count.
        cooldown: how many epochs after a change do not count.
        min_lr: the smallest learning rate.
        **kwargs: `epsilon`, as earlier Keras versions called `min_delta`.

    Raises:
        ArgumentError: the factor or the mode cannot be used.

    Example:
        >>> from tahr import layers, models
        >>> import numpy as np
        >>> model = models.Sequential([layers.Input((2,)), layers.Dense(1)])
        >>> model.compile("sgd", "mse")
        >>> slower = ReduceLROnPlateau("loss", factor=0.5, patience=1, min_delta=1e9)
        >>> history = model.fit(
        ...     np.ones((8, 2)), np.ones(8), epochs=3, callbacks=[slower], verbose=0
        ... )
        >>> [round(rate, 4) for rate in history.history["learning_rate"]]
        [0.01, 0.01, 0.005]
    """

    @accepts_old_spellings
    @checked
    def __init__(
        self,
        monitor: str = "val_loss",
        factor: float = 0.1,
        patience: int = 10,
        verbose: int = 0,
        mode: str = "auto",
        min_delta: float = 0.0001,
        cooldown: Index = 0,
        min_lr: NotNegative = 0.0,
        **kwargs: object,
    ) -> None:
        super().__init__()
        if kwargs:
            LOGGER.warning("ReduceLROnPlateau: %s changes nothing", ", ".join(kwargs))
        if not 0 <= factor < 1:
            raise ArgumentError(
                "the factor must make the rate smaller", expected="0 or more, below 1", got=factor
            )
        self.monitor = monitor
        self.watch: Monitor = Monitor(monitor, mode, min_delta)
        self.factor = factor
        self.patience: int = whole(patience, "patience", 0)
        self.verbose = verbose
        self.mode = mode
        self.min_delta = min_delta
        self.cooldown = cooldown
        self.min_lr = min_lr
        self.wait: int = 0
        self.cooldown_counter: int = 0

    _settings = arguments(__init__)

    @property
    def best(self) -> float:
        """The best figure so far."""
        return self.watch.best

    def in_cooldown(self) -> bool:
        """Returns whether a change is too recent for the figure to count."""
        return self.cooldown_counter > 0

    def on_train_begin(self, logs: Figures = None) -> None:
        self.watch.reset()
        self.wait = self.cooldown_counter = 0

    def on_epoch_end(self, epoch: int, logs: Figures = None) -> None:
        if isinstance(logs, dict):
            logs |= shown_rates(self.model)
        value = self.watch.read(logs, "ReduceLROnPlateau")
        if value is None:
            return
        if self.in_cooldown():
            self.cooldown_counter -= 1
            self.wait = 0
        if self.watch.improves(value):
            self.watch.best = value
            self.wait = 0
        elif not self.in_cooldown():
            self.wait += 1
            if self.wait >= self.patience:
                self._reduce(epoch)

    def _reduce(self, epoch: int) -> None:
        changed = change_rates(self.model, self._slower)
        if not changed:
            return
        for name, before, rate in changed if self.verbose else ():
            of = f" of {name}" if len(changed) > 1 else ""
            print(f"Epoch {epoch + 1}: learning rate{of} {before:.4g} becomes {rate:.4g}")  # noqa: T201
        self.cooldown_counter = self.cooldown
        self.wait = 0

    def _slower(self, present: float) -> float:
        if present <= np.float32(self.min_lr):
            return present
        return max(present * self.factor, self.min_lr)
