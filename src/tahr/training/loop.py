"""The one training loop: epochs of compiled steps, with callbacks in between."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np

from tahr.core import current, trees
from tahr.core.errors import ArgumentError, DataError
from tahr.training.callbacks.callbacks import CallbackList
from tahr.training.callbacks.history import History
from tahr.training.data.batch import Batch, Group
from tahr.training.data.batches import Batches
from tahr.training.logs import Logs, Spelled, as_float
from tahr.training.rounds import Rounds
from tahr.training.running import build, run
from tahr.training.step import Step


@dataclass
class Plan:
    """Which epochs to run, and when to validate on what."""

    first: int
    last: int
    validation: Batches | None
    validates: Callable[[int], bool]


def needs_compile(model: Any) -> None:
    """Raises unless the model has been compiled.

    Raises:
        ArgumentError: it has not.
    """
    if model.compilation is None:
        raise ArgumentError(
            "the model is not compiled yet",
            where=model.name,
            todo='call compile(optimizer="adam", loss=...) first',
        )


def fit(model: Any, batches: Batches, plan: Plan, callbacks: Any, verbose: str | int) -> History:
    """Trains a model over epochs of batches."""
    if model.optimizer is None:
        raise ArgumentError("the model was compiled without an optimizer", where=model.name)
    calls = CallbackList.of(
        callbacks, model, verbose, epochs=plan.last, steps=batches.steps, history=True
    )
    model.stop_training = False
    model.plan((plan.last - plan.first) * (batches.steps or 0))
    checked = _Checked(model, batches, "train")
    rounds = Rounds(model, "train", batches, calls)
    calls.on_train_begin()
    logs: dict[str, Any] = {}
    for epoch in range(plan.first, plan.last):
        model.reset_metrics()
        calls.on_epoch_begin(epoch)
        logs = _train_epoch(model, rounds, calls, checked)
        batches.finished()
        if plan.validation is not None and plan.validates(epoch):
            found = evaluate(model, plan.validation, calls.quiet())
            logs |= {f"val_{name}": value for name, value in found.items()}
        calls.on_epoch_end(epoch, Spelled(logs))
        if model.stop_training:
            break
    calls.on_train_end(Spelled(logs))
    return model.history


def _train_epoch(
    model: Any, rounds: Rounds, calls: CallbackList, checked: "_Checked"
) -> dict[str, Any]:
    outputs: dict[str, Any] = {}
    for batch in rounds.batches():
        calls.on_train_batch_begin(batch.number)
        checked.labels(batch)
        outputs = rounds.run(batch)
        calls.on_train_batch_end(batch.last, Logs(outputs))
        if model.stop_training:
            break
    return _floats(_any(outputs))


def evaluate(model: Any, batches: Batches, calls: CallbackList) -> dict[str, Any]:
    """Evaluates a model on batches; gives the figures by name."""
    model.reset_metrics()
    checked = _Checked(model, batches, "test")
    rounds = Rounds(model, "test", batches, calls)
    outputs: dict[str, Any] = {}
    calls.on_test_begin()
    for batch in rounds.batches():
        calls.on_test_batch_begin(batch.number)
        checked.labels(batch)
        outputs = rounds.run(batch)
        calls.on_test_batch_end(batch.last, Logs(outputs))
    logs = _floats(_any(outputs))
    calls.on_test_end(Spelled(logs))
    return Spelled(logs)


def predict(model: Any, batches: Batches, calls: CallbackList) -> Any:
    """Gives the outputs for all batches, as NumPy arrays."""
    parts: list[Any] = []
    calls.on_predict_begin()
    for batch in batches.epoch():
        calls.on_predict_batch_begin(batch.number)
        parts.append(run(model, "predict", batch))
        calls.on_predict_batch_end(batch.number, {"outputs": parts[-1]})
    calls.on_predict_end()
    if not parts:
        raise DataError("the data is empty", got="no batch at all")
    return trees.map(lambda *rows: np.concatenate([current.to_numpy(r) for r in rows]), *parts)


def to_host(tree: Any) -> Any:
    """Gives a tree of tensors as NumPy arrays."""
    return trees.map(current.to_numpy, tree)


class _Checked:
    """Checks labels against the model's outputs: all at once, or batch by batch."""

    def __init__(self, model: Any, batches: Batches, kind: str) -> None:
        self._objective = model.compilation.objective
        self._model = model
        self._kind = kind
        self._whole = batches.targets()
        self._done = self._objective is None

    def labels(self, batch: Batch) -> None:
        """Checks a batch that is about to be used, and everything the first time."""
        if self._done or batch.y is None:
            return
        one = batch.batch(0) if isinstance(batch, Group) else batch
        build(self._model, one)
        step: Step = self._model.step(self._kind)
        step.prepare(*one.data)
        self._done = self._whole is not None
        if not self._objective.built:
            return
        if self._whole is not None:
            self._objective.check(self._whole)
            return
        for single in batch.singles() if isinstance(batch, Group) else [batch]:
            self._objective.check(single.y)


def _any(outputs: dict[str, Any]) -> dict[str, Any]:
    if not outputs:
        raise DataError(
            "the data gave no batch",
            todo="a generator can be gone through once only: pass steps_per_epoch, or a data set",
        )
    return outputs


def _floats(outputs: dict[str, Any]) -> dict[str, Any]:
    return {name: as_float(value) for name, value in outputs.items()}
