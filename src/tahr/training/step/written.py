"""How a step may be written: on a batch, or as a pure function of the model's state."""

import inspect
from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

from tahr.core import current, trees
from tahr.core.reaching import Reached, keeping
from tahr.core.scopes import StateScope, dropping, filled
from tahr.core.specs import TensorSpec
from tahr.core.variables import Variable
from tahr.training.data.unpack import pack_x_y_sample_weight, unpack_x_y_sample_weight
from tahr.training.setup.compile_metrics import figures_of
from tahr.training.trainable import Trainable

STATE = {
    "train": (
        "trainable_variables", "non_trainable_variables", "optimizer_variables",
        "metrics_variables",
    ),
    "test": ("trainable_variables", "non_trainable_variables", "metrics_variables"),
    "predict": ("trainable_variables", "non_trainable_variables"),
}  # fmt: skip
"""What the state of a step consists of, as Keras hands it over on JAX."""


def step_of(model: Trainable, kind: str, reached: Reached) -> Callable[..., Any]:
    """Returns a model's step as a function of (x, y, sample_weight), and of the rows that count.

    A step is written as `train_step(data)`; or, as Keras programs for JAX do, as
    `train_step(state, data) -> (logs, state)`.

    Args:
        model: what it belongs to.
        kind: "train", "test", "predict"; "sample" for a prediction in which dropout drops; or
            "call" for the model as it is called.
        reached: which of the model's own tensors its losses and metrics reach for.
    """
    if kind == "call":
        return model
    if kind == "sample":
        return dropping()(step_of(model, "predict", reached))
    method: Callable[[Any], Any] = getattr(model, f"{kind}_step")
    if len(inspect.signature(method).parameters) > 1:
        method = partial(_with_state, model, kind, method)

    def run(x: Any, y: Any = None, sample_weight: Any = None, rows: Any = None) -> Any:
        only_shapes = current.engine().name == "spec"
        with filled(rows), keeping(model, reached, only_shapes):
            result = method(pack_x_y_sample_weight(x, y, sample_weight))
        return result if kind == "predict" else figures_of(result)

    return run


def _with_state(model: Trainable, kind: str, method: Callable[..., Any], data: Any) -> Any:
    _count_state(model, kind, data)
    parts = [_variables(model, name) for name in STATE[kind]]
    result, state = method(tuple([v.value for v in part] for part in parts), data)
    for part, values in zip(parts, state, strict=True):
        for variable, value in zip(part, values, strict=True):
            variable.assign(value)
    return result


def _count_state(model: Trainable, kind: str, data: Any) -> None:
    """Makes the metrics given to `compile`: the step is handed their variables from the start."""
    waiting = [] if model.compilation is None else model.compilation.measures
    if kind == "predict" or all(measures.built for measures in waiting):
        return
    engine = current.engine()
    x, y, _ = unpack_x_y_sample_weight(
        trees.map(lambda t: None if t is None else TensorSpec(t.shape, engine.dtype_of(t)), data)
    )
    with current.using("spec"), StateScope():
        y_pred = model(x)
        for measures in waiting:
            measures.update(y, y_pred)


def _variables(model: Trainable, name: str) -> Sequence[Variable]:
    if name != "optimizer_variables":
        return getattr(model, name)
    if not model.optimizer.built:
        model.optimizer.build(model.trainable_variables)
    return model.optimizer.variables
