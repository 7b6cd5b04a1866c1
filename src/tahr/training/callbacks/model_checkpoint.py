"""Saving the model as it trains."""

import string
from pathlib import Path
from typing import Any

from tahr.compat import formats
from tahr.core import constructors
from tahr.core.errors import ArgumentError, told
from tahr.core.files import writing
from tahr.core.suggesting import unknown_arguments
from tahr.training.callbacks.callback import Callback, Figures, now_and_then
from tahr.training.callbacks.monitor import Monitor
from tahr.training.callbacks.state import arguments


class ModelCheckpoint(Callback):
    """Saves the model, or its weights, every epoch, every so many batches, or when it is best.

    Args:
        filepath: where; may hold `{epoch}` and the names of figures: `{epoch:02d}-{val_loss:.2f}`.
        monitor: the figure that says what is best.
        verbose: whether to say what is saved.
        save_best_only: whether to save only what is better than before.
        save_weights_only: whether to leave out the architecture and the optimizer.
        mode: "min", "max", or "auto" to tell by the name.
        save_freq: "epoch", or a number of batches.
        initial_value_threshold: what it must beat at first.
        **kwargs: `period`, as earlier Keras versions called a number of epochs between savings.

    Raises:
        ArgumentError: the path or the frequency cannot be used, or there is no such argument.
    """

    in_files = True
    """Whether each is a file, whose name says what kind it is, rather than a folder."""

    def __init__(
        self,
        filepath: str | Path,
        monitor: str = "val_loss",
        verbose: int = 0,
        save_best_only: bool = False,
        save_weights_only: bool = False,
        mode: str = "auto",
        save_freq: str | int = "epoch",
        initial_value_threshold: float | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__()
        if self.in_files and formats.is_plain(filepath) and formats.meant(filepath) is None:
            raise ArgumentError(
                "this path does not say what kind of file it is",
                where="filepath",
                expected="a name that ends in .keras, or in .weights.h5 for weights alone",
                got=told(str(filepath)),
            )
        self.filepath: str = str(filepath)
        self.monitor = monitor
        self.watch: Monitor = Monitor(monitor, mode, best=initial_value_threshold)
        self.verbose = verbose
        self.save_best_only = save_best_only
        self.save_weights_only = save_weights_only
        if save_freq != "epoch" and (not isinstance(save_freq, int) or save_freq < 1):
            raise ArgumentError(
                "save_freq cannot be this", expected='"epoch" or a number', got=told(save_freq)
            )
        self.save_freq = save_freq
        self.period: int = int(kwargs.pop("period", 1))
        if kwargs:
            known = constructors.names(ModelCheckpoint)
            raise unknown_arguments("ModelCheckpoint", kwargs, known)
        self._batches = 0
        self._first = 0
        self._epoch = 0
        self._epochs = 0

    _settings = arguments(__init__) | {"period"}

    @property
    def needs_every_batch(self) -> bool:
        return self.save_freq != "epoch" or super().needs_every_batch

    @property
    def best(self) -> float:
        """The best figure so far."""
        return self.watch.best

    def on_epoch_begin(self, epoch: int, logs: Figures = None) -> None:
        self._epoch = epoch

    @now_and_then
    def on_train_batch_begin(self, batch: int, logs: Figures = None) -> None:
        self._first = batch

    @now_and_then
    def on_train_batch_end(self, batch: int, logs: Figures = None) -> None:
        if self.save_freq == "epoch":
            return
        self._batches += batch - self._first + 1
        if self._batches >= int(self.save_freq):
            self._batches = 0
            self._consider(self._epoch, logs, batch)

    def on_epoch_end(self, epoch: int, logs: Figures = None) -> None:
        if self.save_freq != "epoch":
            return
        self._epochs += 1
        if self._epochs >= self.period:
            self._epochs = 0
            self._consider(epoch, logs)

    def _consider(self, epoch: int, logs: Figures, batch: int | None = None) -> None:
        if not self.save_best_only:
            self._save(epoch, logs, batch)
            return
        value = self.watch.read(logs, "ModelCheckpoint")
        if value is None:
            return
        if not self.watch.improves(value):
            self._say(epoch, f"{self.monitor} did not improve from {self.best:.5f}")
            return
        self._say(epoch, f"{self.monitor} improved from {self.best:.5f} to {value:.5f}")
        self.watch.best = value
        self._save(epoch, logs, batch)

    def _save(self, epoch: int, logs: Figures, batch: int | None) -> None:
        path = self._path(epoch, logs, batch)
        with writing(path):
            Path(path).parent.mkdir(parents=True, exist_ok=True)
        if self.save_weights_only:
            self.model.save_weights(path, overwrite=True)
        else:
            self.model.save(path, overwrite=True)
        self._say(epoch, f"saved to {path}")

    def _path(self, epoch: int, logs: Figures, batch: int | None) -> str:
        """Fills in the path; only the figures it names are read."""
        numbers: dict[str, Any] = {
            "epoch": epoch + 1,
            "batch": None if batch is None else batch + 1,
        }
        fields = {name for _, name, _, _ in string.Formatter().parse(self.filepath) if name}
        for name in fields - numbers.keys():
            value = (logs or {}).get(name)
            if value is None:
                raise ArgumentError(
                    f"the path names {name!r}, which the logs do not have",
                    where=self.filepath,
                    expected=", ".join(["epoch", "batch", *(logs or ())]),
                )
            numbers[name] = value
        return self.filepath.format(**numbers)

    def _say(self, epoch: int, text: str) -> None:
        if self.verbose:
            print(f"Epoch {epoch + 1}: {text}")  # noqa: T201
