"""Running one batch: the model built if need be, its step called, a NaN in the data caught."""

from collections.abc import Callable
from contextlib import suppress
from typing import Any

from tahr.core import current, trees
from tahr.core.errors import DataError, TahrError
from tahr.core.scopes import StateScope
from tahr.core.sparse import is_matrix
from tahr.core.specs import TensorSpec
from tahr.core.texts import holds_text
from tahr.training.data.batch import Batch, Group
from tahr.training.data.matrices import with_room
from tahr.training.logs import losses_are_finite
from tahr.training.step.session import Session
from tahr.training.step.step import Step
from tahr.training.trainable import Trainable


def build(model: Trainable, batch: Batch) -> None:
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
            engine = current.engine()
            model(trees.map(lambda a: a if holds_text(a) else engine.asarray(a), batch.x))


def step_for(session: Session, kind: str, batch: Batch) -> Step:
    """Returns a model's step for a batch, the model built if need be.

    Args:
        session: of the model.
        kind: of the step.
        batch: one.
    """
    build(session.model, batch)
    return session.step(kind)


def run(session: Session, kind: str, batch: Batch, waits: bool = False) -> Any:
    """Runs one step on a batch.

    Args:
        session: of a model, which is built here if need be.
        kind: of the step.
        batch: one, or a group of them.
        waits: whether the outputs are waited for before the data may change.

    Raises:
        DataError: a NaN in the batch made the loss one; the weights are as before.
    """
    if isinstance(batch, Group):
        return _run_group(session, kind, batch)
    return run_step(step_for(session, kind, batch), kind, batch, waits)


def run_step(step: Step, kind: str, batch: Batch, waits: bool = False) -> Any:
    """Runs a step on a batch; arguments and errors as those of `run`."""
    engine = step.engine
    take = engine.as_step_input if waits and step.is_compiled else engine.asarray
    data = trees.map(lambda a: _handed(a, take), batch.data)
    if kind != "train" or batch.suspect is None:
        return step(*data)
    return _run_with_care(step, batch, data)


def _handed(array: Any, take: Callable[[Any], Any]) -> Any:
    if is_matrix(array):
        return current.as_tensor(with_room(array))
    return array if array is None or holds_text(array) else take(array)


def _run_group(session: Session, kind: str, group: Group) -> Any:
    first = group.batch(0)
    step = step_for(session, kind, first)
    if step.loops(*first.data):
        return step.many(group.data, group.count)
    outputs: Any = None
    for batch in group.singles():
        outputs = run(session, kind, batch)
    return outputs


def _run_with_care(step: Step, batch: Batch, data: Any) -> Any:
    """Runs a step on a batch with a NaN in it, and takes it back if the loss becomes one."""
    step.prepare(*data)
    before = [(v, v.numpy()) for v in step.variables]
    outputs = step(*data)
    if losses_are_finite(outputs):
        return outputs
    for variable, value in before:
        variable.assign(value)
    is_nan = batch.suspect is None or batch.suspect.endswith("NaN")
    is_weight = (batch.suspect or "").startswith("sample_weight")
    what = "a NaN in the data" if is_nan else "a weight" if is_weight else "an infinite number"
    effect = "NaN" if is_nan else "infinite" if is_weight else "NaN or infinite"
    raise DataError(
        f"{what} makes the loss {effect}",
        where=f"batch {batch.number}",
        expected="numbers" if is_nan else "finite numbers",
        got=batch.suspect,
        todo="drop or fill such rows, for instance with numpy.nan_to_num; the weights are as "
        "they were before this batch",
    )
