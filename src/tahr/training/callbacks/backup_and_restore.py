"""Keeping checkpoints of a run, so that it can go on where it was."""

from pathlib import Path

from tahr.core.errors import ArgumentError, told
from tahr.training.callbacks.callback import Callback
from tahr.training.callbacks.state import arguments


class BackupAndRestore(Callback):
    """Keeps checkpoints as training goes; the next `fit` goes on from the newest one.

    A checkpoint holds weights, the optimizer's state, metrics, random keys, the position in the
    data, the state of the callbacks and the history: a run that was killed gives, once it has
    been gone on with, the numbers it would have given, to the bit on a CPU.

    Args:
        backup_dir: a folder of the run's own.
        save_freq: "epoch", or a number of batches.
        double_checkpoint: accepted for Keras's signature; the checkpoint before the newest is
            always kept.
        delete_checkpoint: whether to remove the checkpoints once training has ended well.
        seconds: writes one at least so often, whatever `save_freq` says.
        resume: whether to go on from a checkpoint there is.

    Raises:
        ArgumentError: the folder's name is empty, or the frequency is none.

    Example:
        >>> import tempfile, numpy as np
        >>> from tahr import layers, models
        >>> model = models.Sequential([layers.Input((2,)), layers.Dense(1)])
        >>> model.compile("sgd", "mse")
        >>> x, y = np.ones((8, 2)), np.ones(8)
        >>> backup = BackupAndRestore(tempfile.mkdtemp(), delete_checkpoint=False)
        >>> _ = model.fit(x, y, epochs=2, verbose=0, callbacks=[backup])
        >>> history = model.fit(x, y, epochs=3, verbose=0, callbacks=[backup])
        >>> history.epoch
        [0, 1, 2]
    """

    def __init__(
        self,
        backup_dir: str | Path,
        save_freq: str | int = "epoch",
        double_checkpoint: bool = False,
        delete_checkpoint: bool = True,
        seconds: float | None = None,
        resume: bool = True,
    ) -> None:
        super().__init__()
        if not str(backup_dir):
            raise ArgumentError("backup_dir is empty", expected="a folder of the run's own")
        if save_freq != "epoch" and not (isinstance(save_freq, int) and save_freq > 0):
            raise ArgumentError(
                "save_freq cannot be this", expected='"epoch" or a number', got=told(save_freq)
            )
        self.backup_dir: str = str(backup_dir)
        self.save_freq = save_freq
        self.double_checkpoint = double_checkpoint
        self.delete_checkpoint = delete_checkpoint
        self.seconds = seconds
        self.resume = resume

    _settings = arguments(__init__)
