"""What first went non-finite in a step: the step is run once more, uncompiled and watched."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from tahr import ops
from tahr.core import current, trees
from tahr.core.dtypes import is_float
from tahr.core.errors import LossError
from tahr.core.scopes import StateScope, autocast
from tahr.core.variables import Variable, own_values
from tahr.core.watching import Event, watched
from tahr.layers.base.state import LayerState
from tahr.training.step.step import Kept, Step
from tahr.training.trainable import Trainable

LARGE = 1e6
"""Above this, numbers in a model have most likely grown from step to step."""
MOST = 4
"""Weights of a layer that are described."""

STEADIER = "a smaller learning rate, or clipnorm in the optimizer"
TODO = {
    "grown": f"the numbers have grown without bound: try {STEADIER}",
    "layer": "look for a division by zero, or a log, sqrt or power outside of its domain in this "
    "layer: a small epsilon inside of it keeps it finite",
    "loss": "keep the predictions inside the domain of the loss: from_logits=True in place of a "
    "softmax or sigmoid, or clip them",
    "gradient": "look for a function that is steep without bound, such as sqrt, norm or a power "
    "at zero: add an epsilon inside of it; clipping does not help against NaN",
    "state": f"the gradients are finite, and the update is not: try {STEADIER}",
    "weight": "it came so from a file or an earlier step: load or make the weights anew",
    "data": "drop or fill such rows, for instance with numpy.nan_to_num",
    "unseen": "try compile(run_eagerly=True): a compiler may round in another way",
}


@dataclass(frozen=True)
class Finding:
    """The first tensor that held a NaN or an infinity.

    Args:
        name: what it is.
        got: its shape, and what stands in it where.
        todo: what can be done about it.
        around: what else is known, of what it was computed from.
    """

    name: str
    got: str
    todo: str
    around: tuple[str, ...] = ()

    def __str__(self) -> str:
        said = "; ".join((self.got, *self.around))
        return f"the first non-finite tensor is {self.name}, {said}. What to do: {self.todo}"

    def error(self, where: str) -> LossError:
        """Returns it as an error."""
        return LossError(
            f"the first non-finite tensor is {self.name}",
            where=where,
            got="; ".join((self.got, *self.around)),
            todo=self.todo,
        )


UNSEEN = Finding(
    "not to be found",
    "the step is finite when it is run uncompiled on the state and the batch that are left",
    TODO["unseen"],
)


class _Enough(BaseException):
    """Ends a run once it has shown what it was for."""


def find(model: Trainable, step: Step, kept: Kept) -> tuple[int, Finding]:
    """Finds what first went non-finite in a call of a step of training.

    Args:
        model: whose step it is.
        step: the step.
        kept: what the call began with.

    Returns:
        The number of the step inside of the call, and the finding.
    """
    state, place = kept.state, 0
    for place, inputs in enumerate(kept.batches()):
        with current.using(step.engine), np.errstate(all="ignore"):
            found = _data(inputs) or _weights(model, step, state)
            if found is None:
                state, found = _rerun(model, step, state, inputs)
        if found is not None:
            return place, found
    return place, UNSEEN


def forward(step: Step, kept: Kept) -> Iterator[tuple[str, str]]:
    """Returns the path of each layer or op with a NaN in its outputs, and what stands there where.

    Args:
        step: a step of training.
        kept: what its last call began with.
    """
    found: dict[str, str] = {}

    def watch(event: Event) -> None:
        if event.kind != "layer":
            raise _Enough
        for tensor in _numbers(event.outputs):
            if not is_finite(tensor) and np.isnan(_host(tensor)).any():
                found.setdefault(event.path, described(tensor))

    try:
        with watched(watch), np.errstate(all="ignore"):
            step.again(kept.state, kept.batches()[0])
    except _Enough:
        pass
    yield from found.items()


def place(epoch: int, batch: int, steps: int | None) -> str:
    """Names a step: `step 12 (epoch 1, batch 11)`; batches count from 0, as in callbacks."""
    number = f"step {epoch * steps + batch + 1} " if steps is not None else ""
    return f"{number}(epoch {epoch + 1}, batch {batch})"


def is_finite(tensor: Any) -> bool:
    """Returns whether there is neither a NaN nor an infinity in a tensor of the current engine."""
    return bool(current.to_numpy(ops.all(ops.isfinite(tensor))))


def new_in(step: Step, kept: Kept) -> tuple[Variable, Any] | None:
    """Returns the first variable that a call of a step has made non-finite, and its value."""
    with current.using(step.engine), autocast(None):
        return _changed(step, kept.state, own_values(step.variables))


def described(tensor: Any) -> str:
    """Says what stands where in a tensor that is not finite."""
    array = _host(tensor)
    nans, infinities = np.isnan(array), np.isinf(array)
    first = [int(i) for i in np.argwhere(nans | infinities)[0]]
    where = f", first at {first}" if first else ""
    dtype = current.engine().dtype_of(tensor)
    return f"shape {array.shape}, {dtype}: {nans.sum()} NaN, {infinities.sum()} inf{where}"


def _rerun(
    model: Trainable, step: Step, state: list[Any], inputs: tuple[Any, ...]
) -> tuple[list[Any], Finding | None]:
    """Runs a step watched; gives the state after it and what was found."""
    first = _First()
    try:
        with watched(first.see):
            new = step.again(state, inputs)
    except _Enough:
        return state, first.found
    if not first.has_seen_layers:
        with watched(first.see), StateScope(zip(step.variables, state, strict=True)):
            try:
                model(inputs[0], training=True)
            except _Enough:
                return state, first.found
    changed = _changed(step, state, new)
    if changed is None:
        return new, None
    variable, value = changed
    return new, Finding(f"the new value of {variable.path}", described(value), TODO["state"])


class _First:
    """Watches until something is not finite."""

    def __init__(self) -> None:
        self.found: Finding | None = None
        self.has_seen_layers = False

    def see(self, event: Event) -> None:
        outputs = trees.leaves(event.outputs)
        numbers = list(_numbers(event.outputs))
        self.has_seen_layers |= event.kind == "layer" and bool(numbers)
        for tensor in numbers:
            if is_finite(tensor):
                continue
            place = next(i for i, one in enumerate(outputs) if one is tensor)
            self.found = _TELL[event.kind](event, place, tensor)
            raise _Enough


def _of_layer(event: Event, place: int, tensor: Any) -> Finding:
    variables = event.owner.own_variables if isinstance(event.owner, LayerState) else []
    with autocast(None):
        values = [(v.name, v.value) for v in variables[:MOST]]
    inputs = list(_numbers(event.inputs))
    weights = [f"{name}: {_size([value])}" for name, value in values]
    around = [f"its inputs: {_size(inputs)}"] if inputs else []
    around += [f"weights {', '.join(weights)}"] if weights else []
    known = [t for t in (*inputs, *(value for _, value in values)) if is_finite(t)]
    kind = "grown" if _largest(known) > LARGE else "layer"
    name = f"output {place} of layer {event.path}"
    return Finding(name, described(tensor), TODO[kind], tuple(around))


def _of_loss(event: Event, place: int, tensor: Any) -> Finding:
    return Finding("the loss", described(tensor), TODO["loss"], ("all layers gave finite numbers",))


def _of_gradient(event: Event, place: int, tensor: Any) -> Finding:
    name = f"the gradient of {event.owner[place].path}"
    return Finding(name, described(tensor), TODO["gradient"], ("the loss was finite",))


_TELL = {"layer": _of_layer, "loss": _of_loss, "gradient": _of_gradient}


def _data(inputs: tuple[Any, ...]) -> Finding | None:
    for name, part in zip(("x", "y", "sample_weight"), inputs, strict=False):
        for tensor in _numbers(part):
            if not is_finite(tensor):
                return Finding(f"{name} of the batch", described(tensor), TODO["data"])
    return None


def _weights(model: Trainable, step: Step, state: Sequence[Any]) -> Finding | None:
    own = {id(v) for v in model.variables}
    for variable, value in zip(step.variables, state, strict=True):
        if id(variable) in own and _is_number(value) and not is_finite(value):
            name = f"the weight {variable.path}, before the step"
            return Finding(name, described(value), TODO["weight"])
    return None


def _changed(
    step: Step, before: Sequence[Any], after: Sequence[Any]
) -> tuple[Variable, Any] | None:
    for variable, old, new in zip(step.variables, before, after, strict=True):
        if _is_number(new) and not is_finite(new) and is_finite(old):
            return variable, new
    return None


def _numbers(tree: Any) -> Iterator[Any]:
    return (leaf for leaf in trees.leaves(tree) if _is_number(leaf))


def _is_number(value: Any) -> bool:
    """Returns whether a value is a tensor of floats whose values are there to be looked at."""
    engine = current.engine()
    if not engine.is_tensor(value) or not engine.is_concrete(value):
        return False
    return is_float(engine.dtype_of(value))


def _host(tensor: Any) -> np.ndarray:
    array = current.to_numpy(tensor)
    return array if array.dtype == np.float64 else array.astype(np.float32)


def _size(tensors: Sequence[Any]) -> str:
    finite = all(is_finite(t) for t in tensors)
    return f"finite, |max| {_largest(tensors):.2g}" if finite else "not finite"


def _largest(tensors: Sequence[Any]) -> float:
    return max((float(np.abs(_host(t)).max(initial=0)) for t in tensors), default=0.0)
