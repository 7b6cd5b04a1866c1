"""Stopping when a figure no longer gets better."""

from typing import Any

from tahr.training.callbacks.callback import Callback, Figures
from tahr.training.callbacks.monitor import Monitor
from tahr.training.callbacks.state import arguments
from tahr.training.data.numbers import whole


class EarlyStopping(Callback):
    """Stops training when a figure has not improved for some epochs.

    Args:
        monitor: the figure's name in the logs.
        min_delta: how much better it must be to count.
        patience: how many epochs to wait.
        verbose: whether to say when training stops.
        mode: "min", "max", or "auto" to tell by the name.
        baseline: what it must beat at least.
        restore_best_weights: whether to go back to the weights of the best epoch.
        start_from_epoch: how many epochs to let pass first.

    Raises:
        ArgumentError: the mode is another.

    Source: Prechelt (1998), "Early stopping: but when?"
    """

    def __init__(
        self,
        monitor: str = "val_loss",
        min_delta: float = 0,
        patience: int = 0,
        verbose: int = 0,
        mode: str = "auto",
        baseline: float | None = None,
        restore_best_weights: bool = False,
        start_from_epoch: int = 0,
    ) -> None:
        super().__init__()
        self.monitor = monitor
        self.watch: Monitor = Monitor(monitor, mode, min_delta)
        self.patience: int = whole(patience, "patience", 0)
        self.verbose = verbose
        self.baseline = baseline
        self.restore_best_weights = restore_best_weights
        self.start_from_epoch = start_from_epoch
        self.wait: int = 0
        self.stopped_epoch: int = 0
        self.best_epoch: int = 0
        self.best_weights: list[Any] | None = None

    _settings = arguments(__init__)

    @property
    def best(self) -> float:
        """The best figure so far."""
        return self.watch.best

    def get_monitor_value(self, logs: Figures) -> float | None:
        """Returns the figure that is watched; None, with a warning, where there is none.

        Args:
            logs: figures by name.
        """
        return self.watch.read(logs, "EarlyStopping")

    def on_train_begin(self, logs: Figures = None) -> None:
        self.watch.reset()
        self.wait = self.stopped_epoch = self.best_epoch = 0
        self.best_weights = None

    def on_epoch_end(self, epoch: int, logs: Figures = None) -> None:
        value = self.get_monitor_value(logs)
        if value is None or epoch < self.start_from_epoch:
            return
        if self.restore_best_weights and self.best_weights is None:
            self._keep(epoch)
        self.wait += 1
        if self.watch.improves(value):
            self.watch.best = value
            self._keep(epoch)
            if self.baseline is None or self.watch.beats(value, self.baseline):
                self.wait = 0
            return
        if self.wait >= self.patience and epoch > 0:
            self.stopped_epoch = epoch
            self.model.stop_training = True

    def _keep(self, epoch: int) -> None:
        self.best_epoch = epoch
        if self.restore_best_weights:
            self.best_weights = self.model.get_weights()

    def on_train_end(self, logs: Figures = None) -> None:
        if self.stopped_epoch and self.verbose:
            print(f"Epoch {self.stopped_epoch + 1}: early stopping")  # noqa: T201
        if self.restore_best_weights and self.best_weights is not None:
            self.model.set_weights(self.best_weights)
