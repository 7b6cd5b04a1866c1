"""The one training loop: epochs of compiled steps, with callbacks in between."""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

import numpy as np

from tahr.core import current, trees
from tahr.core.errors import ArgumentError, DataError, TahrError
from tahr.core.scopes import StateScope
from tahr.core.specs import TensorSpec
from tahr.training.callbacks.callbacks import CallbackList
from tahr.training.callbacks.history import History
from tahr.training.data.batch import Batch, Batches
from tahr.training.logs import Logs, Spelled, as_float
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
    calls.on_train_begin()
    logs: dict[str, Any] = {}
    for epoch in range(plan.first, plan.last):
        model.reset_metrics()
        calls.on_epoch_begin(epoch)
        logs = _train_epoch(model, batches, calls, checked)
        if plan.validation is not None and plan.validates(epoch):
            found = evaluate(model, plan.validation, calls.quiet())
            logs |= {f"val_{name}": value for name, value in found.items()}
        calls.on_epoch_end(epoch, Spelled(logs))
        if model.stop_training:
            break
    calls.on_train_end(Spelled(logs))
    return model.history


def _train_epoch(
    model: Any, batches: Batches, calls: CallbackList, checked: "_Checked"
) -> dict[str, Any]:
    outputs: dict[str, Any] = {}
    for batch in batches.epoch():
        calls.on_train_batch_begin(batch.number)
        checked.labels(batch)
        outputs = run(model, "train", batch)
        calls.on_train_batch_end(batch.number, Logs(outputs))
        if model.stop_training:
            break
    batches.finished()
    return _floats(_any(outputs))


def evaluate(model: Any, batches: Batches, calls: CallbackList) -> dict[str, Any]:
    """Evaluates a model on batches; gives the figures by name."""
    model.reset_metrics()
    checked = _Checked(model, batches, "test")
    outputs: dict[str, Any] = {}
    calls.on_test_begin()
    for batch in batches.epoch():
        calls.on_test_batch_begin(batch.number)
        checked.labels(batch)
        outputs = run(model, "test", batch)
        calls.on_test_batch_end(batch.number, Logs(outputs))
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


def build(model: Any, batch: Batch) -> None:
    """Makes the weights of a model that has not been built, so that each step is traced once.

    A model that calls its framework directly is run on the batch itself. One that has no `call`
    of its own is left for its step to build.
    """
    if model.built:
        return
    with StateScope(), suppress(NotImplementedError):
        try:
            with current.using("spec"):
                model(trees.map(lambda a: TensorSpec(a.shape, a.dtype), batch.x))
        except (TahrError, NotImplementedError):
            raise
        except Exception:
            model(trees.map(current.engine().asarray, batch.x))


def run(model: Any, kind: str, batch: Batch) -> Any:
    """Runs one step on a batch.

    Raises:
        DataError: a NaN in the batch made the loss one; the weights are as before.
    """
    build(model, batch)
    step: Step = model.step(kind)
    data = trees.map(lambda a: None if a is None else step.engine.asarray(a), batch.data)
    if kind != "train" or batch.suspect is None:
        return step(*data)
    return _run_with_care(model, step, batch, data)


def _run_with_care(model: Any, step: Step, batch: Batch, data: Any) -> Any:
    """Runs a step on a batch with a NaN in it, and takes it back if the loss becomes one."""
    step.prepare(*data)
    before = [(v, v.numpy()) for v in step.variables]
    outputs = step(*data)
    losses = [as_float(value) for name, value in outputs.items() if name.endswith("loss")]
    if np.isfinite(losses).all():
        return outputs
    for variable, value in before:
        variable.assign(value)
    raise DataError(
        "a NaN in the data makes the loss NaN",
        where=f"batch {batch.number}",
        expected="numbers",
        got=batch.suspect,
        todo="drop or fill such rows, for instance with numpy.nan_to_num; the weights are as "
        "they were before this batch",
    )


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
        build(self._model, batch)
        step: Step = self._model.step(self._kind)
        step.prepare(*batch.data)
        self._done = self._whole is not None
        if self._objective.built:
            self._objective.check(batch.y if self._whole is None else self._whole)


def _any(outputs: dict[str, Any]) -> dict[str, Any]:
    if not outputs:
        raise DataError(
            "the data gave no batch",
            todo="a generator can be gone through once only: pass steps_per_epoch, or a data set",
        )
    return outputs


def _floats(outputs: dict[str, Any]) -> dict[str, Any]:
    return {name: as_float(value) for name, value in outputs.items()}
