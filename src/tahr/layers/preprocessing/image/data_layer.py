"""Layers on data as they are: in a model, in a pipeline of data, in a worker, or by hand."""

from typing import Any

import numpy as np

from tahr.core import current, trees, workers
from tahr.core.scopes import state_scope
from tahr.core.tracebacks import ends_at_user
from tahr.core.typing import Tensor
from tahr.core.variables import Variable
from tahr.layers.base.layer import Layer, is_numbers
from tahr.ops.symbolic import SymbolicTensor

HOST = ("numpy", "cpu")


class DataLayer(Layer):
    """A layer that takes data in any dtype, and runs where the data are.

    In a pipeline that a framework traces, as `tf.data.Dataset.map` does, it computes in that
    framework; in a worker process that prepares batches, in NumPy; else on the engine in use.
    What it is given is not cast: labels and masks keep their dtype.

    Args:
        **kwargs: what every layer takes.
    """

    def convert_weight(self, weight: Any) -> Tensor:
        """Returns a weight as a tensor of the engine that computes.

        Args:
            weight: a variable, a tensor or an array.
        """
        return current.as_tensor(weight.value if isinstance(weight, Variable) else weight)

    @ends_at_user
    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        """Runs or records the layer.

        Args:
            *args: data.
            **kwargs: what `call` takes.
        """
        leaves = trees.leaves((args, kwargs))
        source = next((found for leaf in leaves if (found := _tracing(leaf)) is not None), None)
        if source is not None:
            with current.using(source):
                return source.with_open_lengths(self._call_of, (args, kwargs), self.variables)
        if workers.here and any(isinstance(leaf, np.ndarray) for leaf in leaves):
            with current.using(*HOST):
                return super().__call__(*args, **kwargs)
        return super().__call__(*args, **kwargs)

    def _call_of(self, given: Any) -> Any:
        args, kwargs = given
        return super().__call__(*args, **kwargs)

    def _accepted(self, value: Any) -> Any:
        if isinstance(value, SymbolicTensor | Variable | str) or not is_numbers(value):
            return value
        return current.as_tensor(value)


def _tracing(value: Any) -> Any:
    """Returns the engine that traces a tensor outside of a step of Tahr's own; None for others."""
    if state_scope() is not None:
        return None
    source = current.owner(value)
    return None if source is None or source.is_concrete(value) else source
