"""Checkpoints in the format of Orbax, written while training goes on."""

from pathlib import Path
from typing import Any, ClassVar

from tahr.core.arguments import checked
from tahr.core.errors import ArgumentError, told
from tahr.core.extras import required
from tahr.core.portable import LeftBehind
from tahr.core.ranges import Count
from tahr.saving import orbax
from tahr.training.callbacks.callback import Figures, now_and_then
from tahr.training.callbacks.model_checkpoint import ModelCheckpoint
from tahr.training.callbacks.state import arguments


class OrbaxCheckpoint(ModelCheckpoint):
    """Writes checkpoints by Orbax: weights, the optimizer's state, random keys, and the model.

    A checkpoint is numbered by the epochs, or batches, that there have been. `restore` takes one
    up; `load_model` and `load_weights` read the newest of a folder.

    Args:
        directory: the folder of the checkpoints.
        monitor: the figure that says what is best.
        verbose: whether to say what is saved.
        save_best_only: whether to save only what is better than before.
        mode: "min", "max", or "auto" to tell by the name.
        save_freq: "epoch", or a number of batches.
        initial_value_threshold: what it must beat at first.
        max_to_keep: how many of the newest are kept; None for all.
        save_on_background: whether they are written while training goes on.
        save_weights_only: whether to leave out the architecture and the optimizer.

    Raises:
        ArgumentError: the folder, the frequency or the number to keep cannot be used.
        MissingExtraError: orbax-checkpoint is not installed.

    Example:
        >>> import tempfile, numpy as np
        >>> from tahr import layers, models
        >>> model = models.Sequential([layers.Input((2,)), layers.Dense(1)])
        >>> model.compile("adam", "mse")
        >>> checkpoint = OrbaxCheckpoint(tempfile.mkdtemp())
        >>> x, y = np.ones((8, 2)), np.ones(8)
        >>> _ = model.fit(x, y, epochs=2, verbose=0, callbacks=[checkpoint])
        >>> checkpoint.restore(model)
        2
    """

    left_behind: ClassVar[LeftBehind] = {"_manager": lambda: None}

    in_files = False

    @checked
    def __init__(
        self,
        directory: str | Path,
        monitor: str = "val_loss",
        verbose: int = 0,
        save_best_only: bool = False,
        mode: str = "auto",
        save_freq: str | int = "epoch",
        initial_value_threshold: float | None = None,
        max_to_keep: Count | None = 1,
        save_on_background: bool = True,
        save_weights_only: bool = False,
    ) -> None:
        required("orbax", "orbax")
        if not str(directory) or "://" in str(directory):
            raise ArgumentError(
                "directory cannot be this",
                expected="a folder of this computer",
                got=told(directory),
            )
        super().__init__(
            directory,
            monitor,
            verbose,
            save_best_only,
            save_weights_only,
            mode,
            save_freq,
            initial_value_threshold,
        )
        self.directory: str = str(directory)
        self.max_to_keep = max_to_keep
        self.save_on_background = save_on_background
        self._seen_batches = 0
        self._manager: Any = None

    _settings = arguments(__init__) | {"filepath", "period"}

    @now_and_then
    def on_train_batch_end(self, batch: int, logs: Figures = None) -> None:
        self._seen_batches += batch - self._first + 1
        super().on_train_batch_end(batch, logs)

    def on_train_end(self, logs: Figures = None) -> None:
        self.wait_until_finished()

    def is_multihost_enabled(self) -> bool:
        """Returns whether several computers write one checkpoint: never, a process writes it."""
        return False

    def is_primary_host(self) -> bool:
        """Returns whether this process writes the checkpoints: each one its own."""
        return True

    def wait_until_finished(self) -> None:
        """Waits until all checkpoints are written, and lets go of the folder."""
        if self._manager is not None:
            manager, self._manager = self._manager, None
            manager.wait_until_finished()
            manager.close()

    def restore(self, model: Any = None, step: int | None = None) -> int:
        """Takes up a checkpoint: weights, the optimizer's state, random keys.

        Args:
            model: a built model of the same layers, compiled if it is to be trained; the one in
                training by default.
            step: the number of the checkpoint; the newest by default.

        Returns:
            The number of the checkpoint; where it was written after an epoch, this is the
            `initial_epoch` to go on from.

        Raises:
            SavingError: there is none, or it does not fit.
        """
        self.wait_until_finished()
        return orbax.load_weights(self.model if model is None else model, self.directory, step)

    def _save(self, epoch: int, logs: Figures, batch: int | None) -> None:
        if self._manager is None:
            self._manager = orbax.manager(self.directory, self.max_to_keep, self.save_on_background)
        step = epoch + 1 if batch is None else self._seen_batches
        orbax.save(self._manager, step, self.model, self.save_weights_only)
        self._say(epoch, f"saved to {self.directory}, number {step}")
