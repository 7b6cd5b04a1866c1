"""Metric: a number about predictions, gathered over many batches."""

import functools
from collections.abc import Callable, Sequence
from typing import Any

from tahr import initializers, ops
from tahr.core import current, names, policies
from tahr.core.config import floatx
from tahr.core.configurable import Configurable
from tahr.core.mistaken import missing_method
from tahr.core.opening import opened
from tahr.core.policies import DTypePolicy
from tahr.core.registry import known_as
from tahr.core.rows import is_own
from tahr.core.scopes import StateScope
from tahr.core.tracebacks import ends_at_user
from tahr.core.tracking import MetricBase, held, unique
from tahr.core.typing import Tensor
from tahr.core.variables import Variable
from tahr.metrics.old_methods import OldMethods


@known_as("keras.metrics", "Metric")
class Metric(OldMethods, MetricBase, Configurable):
    """A figure computed over batches: `update_state`, `result`, `reset_state`.

    A subclass makes its variables with `add_variable`, and writes `update_state` and `result`.

    Args:
        dtype: the dtype of the computation; the configured float type by default.
        name: for logs; derived from the class by default.

    Example:
        >>> class Largest(Metric):
        ...     def __init__(self, name="largest"):
        ...         super().__init__(name=name)
        ...         self.value = self.add_variable((), "zeros", name="value")
        ...     def update_state(self, y_true, y_pred, sample_weight=None):
        ...         self.value.assign(ops.maximum(self.value, ops.max(y_pred)))
        ...     def result(self):
        ...         return self.value.value
        >>> metric = Largest()
        >>> metric.update_state(None, [1.0, 3.0]); metric.update_state(None, [2.0])
        >>> float(metric.result())
        3.0
    """

    _set_up_by = "dtype_policy"

    def __init_subclass__(cls, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        if is_own(cls) and "update_state" in cls.__dict__:
            cls.update_state = _opening(cls.__dict__["update_state"])

    def __init__(self, dtype: Any = None, name: str | None = None) -> None:
        self.name: str = name or names.auto_name(names.snake_case(type(self).__name__))
        self.dtype_policy: DTypePolicy = policies.get(dtype or floatx())
        self._variables: list[Variable] = []

    @property
    def dtype(self) -> str:
        """The dtype of the computation."""
        return self.dtype_policy.compute_dtype

    @property
    def variables(self) -> list[Variable]:
        """All variables: its own, then those of metrics it holds."""
        nested = [v for metric in held(self, MetricBase) for v in metric.variables]
        return unique([*held(self, Variable), *nested])

    def add_variable(
        self,
        shape: Sequence[int] = (),
        initializer: Any = None,
        dtype: Any = None,
        aggregation: str | None = "sum",
        layout: Any = None,
        name: str | None = None,
    ) -> Variable:
        """Makes a variable.

        Args:
            shape: a scalar's by default.
            initializer: name, object or callable; zeros by default.
            dtype: the metric's by default.
            aggregation: how replicas combine it.
            layout: unused, kept for Keras's signature.
            name: its own name.

        Returns:
            The variable.
        """
        with names.scope(self.name):
            variable = Variable(
                initializers.get(initializer) or initializers.Zeros(),
                shape=tuple(shape),
                dtype=dtype or self.dtype,
                trainable=False,
                autocast=False,
                aggregation=aggregation,
                name=name,
            )
        self._variables.append(variable)
        return variable

    def add_weight(
        self,
        shape: Sequence[int] = (),
        initializer: Any = None,
        dtype: Any = None,
        name: str | None = None,
    ) -> Variable:
        """Makes a variable: `add_variable` by its older name."""
        return self.add_variable(shape, initializer, dtype, name=name)

    def update_state(self, *args: Any, **kwargs: Any) -> None:
        """Adds a batch; every metric writes its own."""
        raise missing_method(self, "update_state")

    def result(self) -> Any:
        """Returns what all batches come to; every metric writes its own."""
        raise missing_method(self, "result")

    def reset_state(self) -> None:
        """Sets all variables to zero."""
        if type(self).reset_states is OldMethods.reset_states:
            self.zero()
        else:
            self.reset_states()

    def zero(self) -> None:
        """Sets all variables to zero, whatever a subclass makes of `reset_state`."""
        for variable in self.variables:
            variable.assign(ops.zeros(variable.shape, variable.dtype))

    @ends_at_user
    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        """Adds a batch and gives the result so far."""
        self.update_state(*args, **kwargs)
        return self.result()

    # As pure functions of the state.

    def stateless_update_state(
        self, metric_variables: Sequence[Tensor], *args: Any, **kwargs: Any
    ) -> list[Tensor]:
        """Adds a batch to given values of the variables; gives their new values.

        Example:
            >>> from tahr.metrics import Sum
            >>> [float(v) for v in Sum().stateless_update_state([1.0], [2.0, 3.0])]
            [6.0]
        """
        with self._bound(metric_variables):
            self.update_state(*args, **kwargs)
            return [v.value for v in self.variables]

    def stateless_result(self, metric_variables: Sequence[Tensor]) -> Any:
        """Returns the result for given values of the variables."""
        with self._bound(metric_variables):
            return self.result()

    def stateless_reset_state(self) -> list[Tensor]:
        """Returns the values of the variables with which counting starts anew."""
        with StateScope():
            self.reset_state()
            return [v.value for v in self.variables]

    def _bound(self, values: Sequence[Any]) -> StateScope:
        engine = current.engine()
        pairs = zip(self.variables, values, strict=True)
        return StateScope([(v, engine.asarray(value, v.dtype)) for v, value in pairs])

    @classmethod
    def from_config(cls, config: dict[str, Any]) -> "Metric":
        """Makes a metric from its configuration."""
        return cls(**config)

    def __repr__(self) -> str:
        return f"<{type(self).__name__} name={self.name}>"


def _opening(update: Callable[..., None]) -> Callable[..., None]:
    """Wraps an `update_state` so that it may be called where lengths are not known."""

    @functools.wraps(update)
    def wrapper(self: Metric, *args: Any, **kwargs: Any) -> None:
        opened(
            functools.partial(update, self),
            args,
            kwargs,
            lambda: self.variables,
            lambda: _runs_own(self),
        )

    return wrapper


def _runs_own(metric: Metric) -> bool:
    """Returns whether all that a metric runs is Tahr's own code."""
    return is_own(type(metric)) and is_own(vars(metric).get("fn", metric))
