"""The weights of a layer, and the dtypes they and the computation have."""

import functools
from collections.abc import Callable, Sequence
from contextlib import nullcontext
from typing import Any

from tahr import constraints, initializers, regularizers
from tahr.compat.orders import ADD_WEIGHT, placed
from tahr.core import names, policies
from tahr.core.dtypes import is_float, standardize
from tahr.core.errors import ArgumentError, told
from tahr.core.kinship import Kin
from tahr.core.notices import unheard
from tahr.core.variables import Variable
from tahr.layers.base.state import LayerState
from tahr.ops.operation import Operation


def in_either_order(function: Callable[..., Variable]) -> Callable[..., Variable]:
    """Lets `add_weight` be given a name first, as in Keras 1 and 2."""

    @functools.wraps(function)
    def wrapper(self: Any, *args: Any, **kwargs: Any) -> Variable:
        if args and isinstance(args[0], str):
            args, kwargs = (), {**placed("add_weight", ADD_WEIGHT, args), **kwargs}
        return function(self, *args, **kwargs)

    return wrapper


def _lengths(shape: Any, where: str) -> tuple[int, ...]:
    """Returns a shape that a weight can have."""
    alone = isinstance(shape, int)
    items = () if shape is None else (shape,) if alone else tuple(shape)
    if all(hasattr(n, "__index__") and not isinstance(n, bool) for n in items):
        return items
    raise ArgumentError(
        "the shape of a weight is made of whole numbers",
        where=where,
        got=told(shape),
        todo="the last axis of an input is input_shape[-1]"
        if any(isinstance(n, list | tuple) for n in items)
        else None,
    )


class LayerWeights(LayerState, Operation, Kin):
    """Makes weights, under the layer's dtype policy."""

    dtype_policy: policies.DTypePolicy
    path: str

    @in_either_order
    def add_weight(
        self,
        shape: Sequence[int] | None = None,
        initializer: Any = None,
        dtype: Any = None,
        trainable: bool = True,
        autocast: bool = True,
        regularizer: Any = None,
        constraint: Any = None,
        aggregation: str | None = None,
        overwrite_with_gradient: bool = False,
        name: str | None = None,
        **others: Any,
    ) -> Variable:
        """Makes a weight.

        Args:
            shape: a scalar's by default.
            initializer: name, object or callable; Glorot uniform for floats, else zeros.
            dtype: the policy's variable dtype by default.
            trainable: whether optimizers change it.
            autocast: whether it is read in the compute dtype.
            regularizer: a penalty on its value, added to the loss.
            constraint: what maps its value back after each update.
            aggregation: how replicas combine it.
            overwrite_with_gradient: whether the update is the gradient itself.
            name: its own name.
            **others: what other versions of Keras take, which changes nothing and is said so.

        Returns:
            The variable.
        """
        unheard("add_weight", others)
        kind = standardize(dtype or self.variable_dtype)
        default = "glorot_uniform" if is_float(kind) else "zeros"
        with names.scope(self.name) if not names.parents() else nullcontext():
            variable = Variable(
                initializers.get(default if initializer is None else initializer),
                shape=_lengths(shape, self.name),
                dtype=kind,
                trainable=trainable,
                autocast=autocast,
                aggregation=aggregation,
                name=name,
            )
        variable.trainable = trainable and self._trainable
        variable.regularizer = regularizers.get(regularizer)
        variable.constraint = constraints.get(constraint)
        variable.overwrite_with_gradient = overwrite_with_gradient
        self._variables.append(variable)
        return variable

    add_variable = add_weight

    @property
    def dtype(self) -> str:
        """The dtype of the weights."""
        return self.dtype_policy.of(self).variable_dtype

    variable_dtype = dtype

    @property
    def compute_dtype(self) -> str:
        """The dtype of the computation."""
        return self.dtype_policy.of(self).compute_dtype

    @property
    def input_dtype(self) -> str:
        """The dtype float inputs are cast to."""
        return self.dtype_policy.of(self).compute_dtype
