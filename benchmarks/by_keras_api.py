"""Keras and Tahr, each by its own `fit` and `predict`."""

from typing import Any

import numpy as np

from benchmarks.tasks import BATCH, Task
from tahr.training.step.session import session_of

EPOCHS = 100
"""How many epochs Tahr takes to have run before: what it compiles, and where, follows from that."""


class ByKerasApi:
    """A model made with Keras's API.

    Args:
        keras: the module.
        task: what is trained.
        **options: further arguments of `fit`.
    """

    def __init__(self, keras: Any, task: Task, **options: Any) -> None:
        self.model = task.build(keras)
        binary = task.classes == 1
        loss = "binary_crossentropy" if binary else "sparse_categorical_crossentropy"
        self.model.compile(optimizer=task.optimizer, loss=loss)
        self.options = options
        self.begins = hasattr(self.model, "take_fastest")

    def epoch(self, x: np.ndarray, y: np.ndarray) -> float:
        """Trains one epoch; gives the loss."""
        if self.begins:
            self.begins = False
            session_of(self.model).ran(EPOCHS * len(x) // BATCH)
            if self.model.is_automatic:
                from tahr.training.data import adapt

                self.model.take_fastest(adapt(x, y, batch_size=BATCH), EPOCHS)
        history = self.model.fit(x, y, batch_size=BATCH, verbose=0, **self.options)
        return float(history.history["loss"][-1])

    def predict(self, x: np.ndarray) -> np.ndarray:
        """Returns the outputs for a few rows."""
        return self.model.predict(x, verbose=0)

    def report(self) -> str:
        """Says what was chosen by itself."""
        found = getattr(self.model, "engine_report", None)
        return "" if found is None else found.engine
