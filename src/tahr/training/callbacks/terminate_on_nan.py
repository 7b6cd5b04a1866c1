"""Ending training once the loss is no longer a number."""

import logging
import math

from tahr.core.errors import LossError
from tahr.training.callbacks.callback import Callback, Figures
from tahr.training.callbacks.state import arguments

LOGGER = logging.getLogger("tahr")


class TerminateOnNaN(Callback):
    """Ends training after the batch whose loss is NaN or infinite.

    Args:
        raise_error: whether to raise an error there, so that `on_train_end` is never called.

    Raises:
        LossError: in training, with `raise_error`.

    Example:
        >>> from tahr import layers, models
        >>> import numpy as np
        >>> model = models.Sequential([layers.Input((2,)), layers.Dense(1)])
        >>> model.compile("sgd", "mse")
        >>> x, y = np.full((8, 2), 1e30, "float32"), np.ones(8)
        >>> history = model.fit(x, y, epochs=5, callbacks=[TerminateOnNaN()], verbose=0)
        >>> len(history.epoch)
        1
    """

    def __init__(self, raise_error: bool = False) -> None:
        super().__init__()
        self.raise_error = raise_error

    _settings = arguments(__init__)

    def on_batch_end(self, batch: int, logs: Figures = None) -> None:
        loss = (logs or {}).get("loss")
        if loss is None or math.isfinite(loss):
            return
        if self.raise_error:
            raise LossError(
                "the loss is no longer a number",
                where=f"batch {batch}",
                got=loss,
                todo="try a smaller learning rate, or clipnorm in the optimizer",
            )
        LOGGER.warning("batch %d: the loss is %s, training stops", batch, loss)
        self.model.stop_training = True
