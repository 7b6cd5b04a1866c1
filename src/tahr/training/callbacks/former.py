"""Callbacks of Keras 1 and 2 whose work is done without them."""

from collections.abc import Iterable

from tahr.training.callbacks.callback import Callback


class BaseLogger(Callback):
    """Does nothing: the logs of an epoch are means over its batches already.

    Args:
        stateful_metrics: names of figures that are no means; metrics know that themselves.
    """

    def __init__(self, stateful_metrics: Iterable[str] | None = None) -> None:
        super().__init__()
        self.stateful_metrics: set[str] = set(stateful_metrics or ())
