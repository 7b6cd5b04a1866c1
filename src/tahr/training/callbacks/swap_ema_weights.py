"""Evaluating with the moving averages of the weights."""

import numpy as np

from tahr.core.errors import ArgumentError, told
from tahr.optimizers.inner import plain_optimizers
from tahr.training.callbacks.callback import Callback, Figures
from tahr.training.callbacks.state import arguments


class SwapEMAWeights(Callback):
    """Swaps the optimizer's moving averages of the weights in for evaluation.

    The weights under training are kept aside meanwhile. The optimizer needs `use_ema=True`.

    Args:
        swap_on_epoch: whether the averages also stand in the model from the end of an epoch to
            the beginning of the next: for a `ModelCheckpoint` that comes behind in the list.

    Raises:
        ArgumentError: in training, where the optimizer keeps no averages.

    Source: Polyak and Juditsky (1992), "Acceleration of stochastic approximation by averaging".
    """

    def __init__(self, swap_on_epoch: bool = False) -> None:
        super().__init__()
        self.swap_on_epoch = swap_on_epoch
        self._aside: list[np.ndarray] | None = None

    _settings = arguments(__init__)

    def _put_in(self) -> None:
        """Puts the averages into the model, unless they are there."""
        if self._aside is not None:
            return
        optimizer = self.model.optimizer
        if not any(getattr(o, "use_ema", False) and o.built for o in plain_optimizers(optimizer)):
            raise ArgumentError(
                "SwapEMAWeights finds no averages of the weights",
                where=self.model.name,
                expected="an optimizer with use_ema=True that has been in training",
                got=told(optimizer),
            )
        weights = self.model.trainable_variables
        self._aside = [weight.numpy() for weight in weights]
        optimizer.finalize_variable_values(weights)

    def _take_out(self) -> None:
        """Puts the weights back, if they are aside."""
        if self._aside is None:
            return
        for weight, value in zip(self.model.trainable_variables, self._aside, strict=True):
            weight.assign(value)
        self._aside = None

    def on_train_begin(self, logs: Figures = None) -> None:
        self._aside = None

    def on_epoch_begin(self, epoch: int, logs: Figures = None) -> None:
        if self.swap_on_epoch:
            self._take_out()

    def on_epoch_end(self, epoch: int, logs: Figures = None) -> None:
        if self.swap_on_epoch:
            self._put_in()

    def on_train_end(self, logs: Figures = None) -> None:
        self._aside = None

    def on_test_begin(self, logs: Figures = None) -> None:
        self._put_in()

    def on_test_end(self, logs: Figures = None) -> None:
        self._take_out()

    def on_predict_begin(self, logs: Figures = None) -> None:
        self._put_in()

    def on_predict_end(self, logs: Figures = None) -> None:
        self._take_out()
