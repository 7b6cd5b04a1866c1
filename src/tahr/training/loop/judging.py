"""Evaluating and predicting: batches gone through once, with callbacks in between."""

from typing import Any

import numpy as np

from tahr.core import current, trees
from tahr.core.errors import DataError
from tahr.training.callbacks.callbacks import CallbackList
from tahr.training.data.batches import Batches
from tahr.training.logs import Logs, Spelled
from tahr.training.loop.checked import Checked, in_numbers, naming
from tahr.training.loop.rounds import Rounds
from tahr.training.step import padding
from tahr.training.step.session import Session


def evaluate(session: Session, batches: Batches, calls: CallbackList) -> dict[str, Any]:
    """Evaluates a model on batches; gives the figures by name."""
    session.model.reset_metrics()
    checked = Checked(session, batches, "test")
    rounds = Rounds(session, "test", batches, calls)
    outputs: dict[str, Any] = {}
    calls.on_test_begin()
    for batch in rounds.batches():
        calls.on_test_batch_begin(batch.number)
        with naming(batch):
            checked.labels(batch)
            outputs = rounds.run(batch)
        calls.on_test_batch_end(batch.last, Logs(outputs))
    logs = in_numbers(outputs)
    calls.on_test_end(Spelled(logs))
    return Spelled(logs)


def predict(session: Session, batches: Batches, calls: CallbackList) -> Any:
    """Returns the outputs for all batches, as NumPy arrays."""
    parts: list[Any] = []
    usual = 0
    calls.on_predict_begin()
    with batches:
        for batch in batches.epoch():
            usual = usual or batches.usual_size or batch.size
            calls.on_predict_batch_begin(batch.number)
            with naming(batch):
                session.model.check_host(batch.x)
                parts.append(padding.predict(session, batch, usual, alone=batches.steps == 1))
            calls.on_predict_batch_end(batch.number, {"outputs": parts[-1]})
    calls.on_predict_end()
    if not parts:
        raise DataError("the data is empty", got="no batch at all")
    return trees.map(lambda *rows: np.concatenate([current.to_numpy(r) for r in rows]), *parts)
