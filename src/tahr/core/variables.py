"""Variables: named state with a shape, a dtype and rules about how it may change."""

import math
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any, Protocol, TypeAlias

from tahr.core import constructors, current, names, scopes, trees
from tahr.core.dtypes import is_float, standardize
from tahr.core.errors import ArgumentError, ShapeError
from tahr.core.guarding import Guard, alone_with
from tahr.core.host import native
from tahr.core.operators import Operators
from tahr.core.specs import TensorSpec, show
from tahr.core.suggesting import unknown_arguments
from tahr.core.tracebacks import methods_end_at_user
from tahr.core.tracking import changed
from tahr.core.typing import Tensor, TensorLike

if TYPE_CHECKING:
    import numpy as np

Draw: TypeAlias = Callable[..., Any]
"""Called with a shape and `dtype=`, gives the first value."""


class Alias(Protocol):
    """An object of a framework's that stands for a variable for as long as this lives.

    A program may keep it and change it, so it counts for more than what the variable holds.
    """

    def held(self, value: Any) -> Any:
        """Returns what the variable holds: `value`, or what the program has put in its place."""

    def follow(self, value: Any) -> None:
        """Takes over what the variable has been assigned."""

    def trained(self, trainable: bool) -> None:
        """Is told whether optimizers change it."""


AGGREGATIONS = ("none", "mean", "sum", "only_first_replica")


@methods_end_at_user(("__init__", "assign", "assign_add", "assign_sub", "numpy"))
class Variable(Operators):
    """A named tensor that can change: a weight, an optimizer slot, a metric's sum.

    The value is drawn when it is first read, and lives as an array of the engine that used it
    last. Inside a `StateScope`, reading and assigning go to the scope.

    Args:
        initializer: a value, or a callable that is given a shape and `dtype=`.
        shape: required with a callable initializer.
        dtype: the configured float type by default.
        trainable: whether optimizers change it; `made_trainable` keeps what it was made as, so
            that a layer can be frozen and thawed.
        autocast: whether a layer that computes in another float dtype reads it cast.
        aggregation: how replicas combine, for distributed training.
        synchronization: when replicas combine.
        name: its own name; the path adds the scopes it was made in.
        layout: unused, kept for Keras's signature.
        **kwargs: nothing.

    Raises:
        ArgumentError: a callable initializer without a shape, a "/" in the name, or an argument
            or a value that is none of these.

    Example:
        >>> v = Variable([[1.0, 2.0]], name="v")
        >>> v.assign_add([[1.0, 1.0]]); v.shape, v.numpy().tolist()
        ((1, 2), [[2.0, 3.0]])
    """

    name: str = ""
    path: str = ""
    shape: tuple[int, ...] = ()
    dtype: str = "float32"
    aggregation: str | None = None
    synchronization: str = "auto"
    regularizer: Callable[[Tensor], Tensor] | None = None
    constraint: Callable[[Tensor], Tensor] | None = None
    overwrite_with_gradient: bool = False
    guard: Guard | None = None
    """What lets one thread at a time use it, once a step does."""
    alias: Alias | None = None
    """What stands for it in a framework's own programs, once one has asked for it."""

    def __init__(
        self,
        initializer: Draw | TensorLike | None,
        shape: Sequence[int] | None = None,
        dtype: object = None,
        trainable: bool = True,
        autocast: bool = True,
        aggregation: str | None = None,
        synchronization: str = "auto",
        name: str | None = None,
        layout: object = None,
        **kwargs: object,
    ) -> None:
        if kwargs:
            raise unknown_arguments("Variable", kwargs, constructors.names(Variable))
        if isinstance(aggregation, str) and aggregation not in AGGREGATIONS:
            raise ArgumentError(
                "there is no such aggregation",
                where=name,
                expected=", ".join(AGGREGATIONS),
                got=aggregation,
            )
        name = name or names.auto_name("variable")
        if "/" in name:
            raise ArgumentError("a variable's name cannot hold a slash", got=repr(name))
        self.name = name
        self.path = names.path(name)
        self.trainable = trainable
        self.made_trainable = trainable
        self.autocast = autocast
        self.aggregation = aggregation
        self.synchronization = synchronization
        if initializer is None:
            raise ArgumentError("a variable needs a value or an initializer", where=self.path)
        self._initializer = initializer if callable(initializer) else None
        self._value: Any = None
        if self._initializer is None:
            self._value = _host(initializer, dtype)
        elif shape is None:
            raise ArgumentError("an initializer needs a shape to fill", where=self.path)
        self.shape = tuple(self._value.shape if shape is None else shape)
        self.dtype = standardize(
            dtype if dtype is not None or self._value is None else self._value.dtype
        )

    @property
    def trainable(self) -> bool:
        """Whether optimizers change it."""
        return self._trainable

    @trainable.setter
    def trainable(self, value: bool) -> None:
        changed()
        self._trainable = value
        if self.alias is not None:
            self.alias.trained(value)

    @property
    def value(self) -> Tensor:
        """The tensor it holds, of the current engine."""
        scope, engine = scopes.state_scope(), current.engine()
        found = scope.find(self) if scope else None
        if found is None:
            found = self.own_value()
        found = engine.on_read_in_step(self, found) if scope else engine.on_read(self, found)
        wanted = scopes.autocast_dtype()
        if wanted and self.autocast and wanted != self.dtype and is_float(self.dtype):
            return engine.cast(found, wanted)
        return found

    @property
    def held(self) -> Any:
        """What it holds, of whichever engine; None before the first value is drawn."""
        if self.alias is not None:
            self._value = self.alias.held(self._value)
        return self._value

    def own_value(self) -> Any:
        """Returns the value outside of any scope, as a tensor of the current engine."""
        engine = current.engine()
        if engine.name == "spec":
            return TensorSpec(self.shape, self.dtype)
        device = current.device()
        held = self.held
        if device is None and engine.is_tensor(held):
            return held
        with engine.eagerly():
            self.materialize()
            held = self._value
            found = current.as_tensor(held, self.dtype)
            if device is not None and engine.is_concrete(found):
                found = engine.put(found, device)
        if engine.is_concrete(found) and self._value is held and not hasattr(held, "assign"):
            self._hold(found)
        return found

    def _hold(self, value: Any) -> None:
        self._value = value
        if self.alias is not None:
            self.alias.follow(value)

    def materialize(self) -> None:
        """Draws the first value, where that has not been done yet."""
        if self._value is not None or self._initializer is None:
            return
        draw = getattr(self._initializer, "draw", self._initializer)
        value = draw(self.shape, dtype=self.dtype)
        if tuple(value.shape) != self.shape:
            raise ShapeError(
                "the initializer gave another shape than it was asked for",
                where=self.path,
                expected=show(self.shape),
                got=show(value.shape),
            )
        self._value = value

    def __getstate__(self) -> dict[str, Any]:
        """Returns what a pickle or a copy takes along, the value as a NumPy array.

        A value that is not drawn yet is drawn there, where its initializer can be sent.
        """
        if self._value is None and not hasattr(self._initializer, "draw"):
            self.materialize()
        state = {**vars(self), "guard": None, "alias": None}
        if self._value is None:
            return state
        return {**state, "_value": self._on_host(), "_initializer": None}

    def begin_with(self, value: Any) -> None:
        """Sets the first value, whatever scope is open.

        Args:
            value: an array of the variable's shape; cast to its dtype.
        """
        self._value = _host(value, self.dtype)

    def assign(self, value: Any) -> Any:
        """Sets the value.

        Args:
            value: of the variable's shape; cast to its dtype.

        Raises:
            ShapeError: the shape is another.
        """
        engine = current.engine()
        tensor = engine.asarray(_plain(value), self.dtype)
        if tuple(tensor.shape) != self.shape:
            raise ShapeError(
                "cannot assign a value of another shape",
                where=self.path,
                expected=show(self.shape),
                got=show(tensor.shape),
            )
        self.store(tensor if scopes.state_scope() else engine.on_assign(self, tensor))

    def store(self, tensor: Any) -> None:
        """Sets the value to a tensor known to fit: no check, no conversion."""
        scope = scopes.state_scope()
        if scope is not None:
            scope.write(self, tensor)
        elif hasattr(self._value, "assign"):  # an engine's own variable, which graphs read
            self._value.assign(tensor)
        else:
            self._hold(tensor)

    def assign_add(self, value: Any) -> None:
        """Adds to the value."""
        engine = current.engine()
        self.assign(engine.add(self._uncast(), engine.asarray(_plain(value), self.dtype)))

    def assign_sub(self, value: Any) -> None:
        """Subtracts from the value."""
        engine = current.engine()
        self.assign(engine.subtract(self._uncast(), engine.asarray(_plain(value), self.dtype)))

    def _uncast(self) -> Any:
        with scopes.autocast(None):
            return self.value

    def numpy(self) -> "np.ndarray":
        """Returns the value as a NumPy array."""
        if scopes.state_scope() is None and self._value is not None:
            return self._on_host()
        return current.to_numpy(self.value)

    def _on_host(self) -> "np.ndarray":
        with alone_with(self.guard):
            return current.to_numpy(self.held)

    @property
    def ndim(self) -> int:
        """The number of dimensions."""
        return len(self.shape)

    @property
    def size(self) -> int:
        """The number of elements."""
        return math.prod(self.shape)

    def __array__(self, dtype: Any = None, copy: bool | None = None) -> "np.ndarray":
        array = self.numpy()
        return array if dtype is None else array.astype(dtype)

    def __jax_array__(self) -> Any:
        """Lets a program that calls JAX itself pass a variable."""
        return self.value

    @classmethod
    def __torch_function__(
        cls, function: Any, types: Any, args: Any = (), kwargs: Any = None
    ) -> Any:
        """Lets a program that calls PyTorch itself pass a variable."""
        with current.using("torch"):
            args, kwargs = trees.map(_plain, (tuple(args), kwargs or {}))
        return function(*args, **kwargs)

    def __len__(self) -> int:
        if not self.shape:
            raise TypeError("a scalar has no length")
        return self.shape[0]

    def __bool__(self) -> bool:
        return bool(self.numpy())

    def __float__(self) -> float:
        return float(self.numpy())

    def __int__(self) -> int:
        return int(self.numpy())

    def __repr__(self) -> str:
        return f"<Variable path={self.path}, shape={show(self.shape)}, dtype={self.dtype}>"


def own_values(variables: Sequence[Variable]) -> list[Any]:
    """Returns the own values of many variables, asking once for the engine and the device."""
    if current.device() is not None:
        return [v.own_value() for v in variables]
    mine = current.engine().is_tensor
    return [held if mine(held := v.held) else v.own_value() for v in variables]


def _plain(value: Any) -> Any:
    return value.value if isinstance(value, Variable) else value


def _host(value: Any, dtype: object) -> Any:
    """Holds a given value on the host until an engine asks for it."""
    if isinstance(value, Variable):
        return value.numpy()
    import numpy as np

    if hasattr(value, "shape") and hasattr(value, "dtype"):
        if current.owner(value) is not None:
            return current.to_numpy(value)
        is_plain = dtype is None and issubclass(type(value), np.ndarray | np.generic)
        return _usual(native(np.asarray(value))) if is_plain else value
    array = np.asarray(value)
    return _usual(array) if dtype is None else array


def _usual(array: "np.ndarray") -> "np.ndarray":
    """Returns NumPy's own floats, of 64 bits, in the configured dtype."""
    return array.astype(standardize(float)) if array.dtype == "float64" else array


class AllVariables:
    """Gives the variables of an object, unless the object has set another attribute so called."""

    def __get__(self, owner: Any, kind: type | None = None) -> Any:
        """Returns them; the attribute itself for a class."""
        return self if owner is None else owner.variables
