"""Tahr's variables in programs that call TensorFlow themselves.

A program's tapes and graphs know TensorFlow's own variables. Two things let Tahr's stand among
them. Every tape is told of a variable that is read, and knows it by the tensor it holds. And in a
graph that a program makes, by `tf.function`, a variable is held in a cell, which is one of
TensorFlow's: the graph finds there what it is worth whenever the graph runs, and changes it.
"""

from typing import Any, NoReturn

import numpy as np
from tensorflow.python.autograph.core import config
from tensorflow.python.eager import record, tape

from tahr.core import current
from tahr.core.scopes import state_scope
from tahr.core.variables import Variable
from tahr.engines.base import Engine
from tahr.engines.tensorflow.starting import tf
from tahr.engines.tensorflow.widening import Tensor


class Cell:
    """What a variable of Tahr holds once a graph of a program has read it.

    Args:
        variable: whose value it keeps.
        tensor: the value.
        own: a variable of TensorFlow's that is there already.
    """

    def __init__(self, variable: Variable, tensor: Tensor, own: Any = None) -> None:
        if own is None:
            own = tf.Variable(tensor, trainable=variable.trainable, name=variable.name)
        self.own: Any = own
        self.shape: tuple[int, ...] = variable.shape
        self.dtype: str = variable.dtype
        self.handle: Any = self.own.handle

    def assign(self, value: Any) -> None:
        """Assigns it another value: now, or when the graph being made runs."""
        self.own.assign(value if isinstance(value, tf.Tensor) else np.asarray(value))

    def __array__(self, dtype: Any = None, copy: bool | None = None) -> np.ndarray:
        return np.asarray(self.own.numpy(), dtype)


def adopted(own: Any) -> Variable:
    """Returns Tahr's variable for one of TensorFlow's, always the same one.

    Args:
        own: a `tf.Variable` of a program.
    """
    found = vars(own).get("_of_tahr")
    if found is None:
        name = own.name.rpartition(":")[0].replace("/", "_")
        found = Variable(_nothing, own.shape, own.dtype.name, own.trainable, name=name)
        found.store(Cell(found, None, own))
        own._of_tahr = found
    return found


def _nothing(shape: Any, dtype: Any = None) -> NoReturn:
    raise AssertionError("the value is in the variable of TensorFlow's")


class Shared(Engine[Tensor]):
    """What programs see of variables."""

    def is_watched(self) -> bool:
        return tf.inside_function() or record.could_possibly_record()

    def on_read(self, variable: Any, tensor: Tensor) -> Tensor:
        if tf.inside_function() and not isinstance(variable.held, Cell):
            with tf.init_scope():
                variable.store(Cell(variable, tensor))
        if isinstance(variable.held, Cell):
            return tf.convert_to_tensor(variable.held.own)
        return self.on_read_in_step(variable, tensor)

    def gradients_by(self, function: Any, variables: Any) -> list[Tensor]:
        with tf.GradientTape() as tape:
            loss = function()
        return tape.gradient(loss, list(variables))

    def variable_of(self, value: Any) -> Any:
        return adopted(value) if isinstance(value, tf.Variable) else value

    def on_read_in_step(self, variable: Any, tensor: Tensor) -> Tensor:
        if variable.trainable:
            tape.variable_accessed(variable)
        return tensor


def _handle(variable: Variable) -> Any:
    """Returns what tapes know a variable by: the tensor that stands for it here and now."""
    scope = state_scope()
    found = scope.find(variable) if scope else None
    if found is None and isinstance(variable.held, Cell):
        return variable.held.handle
    with current.using("tensorflow"):
        return variable.own_value() if found is None else found


def _tensor(value: Variable, dtype: Any = None, name: object = None, as_ref: bool = False) -> Any:
    if dtype is not None and not dtype.is_compatible_with(value.dtype):
        return NotImplemented
    with current.using("tensorflow"):
        return value.value


def share() -> None:
    """Makes Tahr's variables known to TensorFlow, and keeps AutoGraph from rewriting Tahr."""
    config.CONVERSION_RULES = (config.DoNotConvert("tahr"), *config.CONVERSION_RULES)
    tf.register_tensor_conversion_function(Variable, _tensor)
    # Tapes ask a variable for its `handle`. One with a `_handle` would be read by it, unasked.
    for name, value in {
        "_should_act_as_resource_variable": True,
        "_handle": None,
        "handle": property(_handle),
    }.items():
        setattr(Variable, name, value)
