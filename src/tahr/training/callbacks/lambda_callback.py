"""A callback made of functions."""

import logging
from collections.abc import Callable
from typing import Any

from tahr.core.errors import ArgumentError, told
from tahr.training.callbacks.callback import Callback

LOGGER = logging.getLogger("tahr")


class LambdaCallback(Callback):
    """Calls functions before and after training, epochs and batches.

    Args:
        on_epoch_begin: called with the epoch and the logs.
        on_epoch_end: called with the epoch and the logs.
        on_train_begin: called with the logs.
        on_train_end: called with the logs.
        on_train_batch_begin: called with the batch and the logs.
        on_train_batch_end: called with the batch and the logs.
        **kwargs: functions for any other method of `Callback`, by its name.

    Raises:
        ArgumentError: one of them is no function.

    Example:
        >>> calls = []
        >>> callback = LambdaCallback(on_epoch_end=lambda epoch, logs: calls.append(epoch))
        >>> callback.on_epoch_end(3, {}); calls, callback.needs_every_batch
        ([3], False)
    """

    def __init__(
        self,
        on_epoch_begin: Callable[..., Any] | None = None,
        on_epoch_end: Callable[..., Any] | None = None,
        on_train_begin: Callable[..., Any] | None = None,
        on_train_end: Callable[..., Any] | None = None,
        on_train_batch_begin: Callable[..., Any] | None = None,
        on_train_batch_end: Callable[..., Any] | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__()
        unknown = [name for name in kwargs if not hasattr(Callback, name)]
        if unknown:
            LOGGER.warning("LambdaCallback: nothing calls %s", ", ".join(unknown))
        functions = {
            **kwargs,
            "on_epoch_begin": on_epoch_begin,
            "on_epoch_end": on_epoch_end,
            "on_train_begin": on_train_begin,
            "on_train_end": on_train_end,
            "on_train_batch_begin": on_train_batch_begin,
            "on_train_batch_end": on_train_batch_end,
        }
        wrong = [name for name, f in functions.items() if f is not None and not callable(f)]
        if wrong:
            raise ArgumentError(
                "what a callback calls is a function",
                where=f"LambdaCallback, {wrong[0]}",
                got=told(functions[wrong[0]]),
            )
        vars(self).update({name: f for name, f in functions.items() if f is not None})
