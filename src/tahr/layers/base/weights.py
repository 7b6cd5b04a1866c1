"""The weights of a layer, and the dtypes they and the computation have."""

from collections.abc import Sequence
from contextlib import nullcontext
from typing import Any

from tahr import constraints, initializers, regularizers
from tahr.core import names, policies
from tahr.core.dtypes import is_float, standardize
from tahr.core.notices import unheard
from tahr.core.variables import Variable
from tahr.layers.base.state import LayerState
from tahr.ops.operation import Operation


class LayerWeights(LayerState, Operation):
    """Makes weights, under the layer's dtype policy."""

    dtype_policy: policies.DTypePolicy

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
                shape=tuple(shape or ()),
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
        return self.dtype_policy.variable_dtype

    variable_dtype = dtype

    @property
    def compute_dtype(self) -> str:
        """The dtype of the computation."""
        return self.dtype_policy.compute_dtype

    @property
    def input_dtype(self) -> str:
        """The dtype float inputs are cast to."""
        return self.dtype_policy.compute_dtype
