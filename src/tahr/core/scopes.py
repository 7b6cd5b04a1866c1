"""Scopes: where variables find and leave their values while a step runs as a pure function."""

from collections.abc import Generator, Iterable
from contextlib import contextmanager
from contextvars import ContextVar
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from tahr.core.variables import Variable

_state: ContextVar["StateScope | None"] = ContextVar("state_scope", default=None)
_autocast: ContextVar[str | None] = ContextVar("autocast", default=None)
_precision: ContextVar[str | None] = ContextVar("precision", default=None)
_rows: ContextVar[Any | None] = ContextVar("rows", default=None)
_drops: ContextVar[bool] = ContextVar("drops", default=False)
_times: ContextVar[int] = ContextVar("times", default=1)


class StateScope:
    """Values that stand in for variables' own, and the values assigned meanwhile.

    Inside the block, reading a variable gives the value bound here, and assigning changes only
    this scope: the variables themselves are never touched. Scopes nest; an inner one reads
    through to the outer.

    Args:
        bound: pairs of a variable and the value it is to have.

    Example:
        >>> from tahr.core.variables import Variable
        >>> v = Variable([1.0], name="v")
        >>> with StateScope() as scope:
        ...     v.assign([5.0]); inside = float(v.numpy()[0])
        >>> inside, float(v.numpy()[0]), scope.written()[0] is v
        (5.0, 1.0, True)
    """

    def __init__(self, bound: "Iterable[tuple[Variable, Any]]" = ()) -> None:
        self._values: dict[int, Any] = {id(v): value for v, value in bound}
        self._written: dict[int, Variable] = {}
        self._touched: dict[int, Variable] = {}
        self._outer: StateScope | None = None
        self._tokens: list[Any] = []

    def find(self, variable: "Variable") -> Any | None:
        """Returns the value a variable has here, or None where it has its own."""
        scope: StateScope | None = self
        while scope is not None:
            scope._touched[id(variable)] = variable
            value = scope._values.get(id(variable))
            if value is not None:
                return value
            scope = scope._outer
        return None

    def write(self, variable: "Variable", value: Any) -> None:
        """Assigns a variable another value for the rest of the scope."""
        self._values[id(variable)] = value
        self._touched[id(variable)] = variable
        self._written[id(variable)] = variable

    def written(self) -> "list[Variable]":
        """Lists the variables assigned in this scope, in order of their first assignment."""
        return list(self._written.values())

    def touched(self) -> "list[Variable]":
        """Lists the variables read or assigned in this scope, in order of the first time."""
        return list(self._touched.values())

    def __enter__(self) -> "StateScope":
        """Opens the scope."""
        self._outer = _state.get()
        self._tokens.append(_state.set(self))
        return self

    def __exit__(self, *error: object) -> None:
        """Closes the scope."""
        _state.reset(self._tokens.pop())


class RememberingScope(StateScope):
    """A scope in which variables have the values they had when they were first read in one like it.

    So a function that runs once more, later, finds what it found before.

    Args:
        known: what was read, by the variables' ids, with the variables; filled as they are read.
    """

    def __init__(self, known: "dict[int, tuple[Variable, Any]]") -> None:
        super().__init__()
        self._known = known

    def find(self, variable: "Variable") -> Any:
        """Returns the value a variable has here."""
        self._touched[id(variable)] = variable
        own = self._values.get(id(variable))
        if own is not None:
            return own
        if id(variable) not in self._known:
            token = _state.set(self._outer)
            try:
                with autocast(None):
                    self._known[id(variable)] = (variable, variable.value)
            finally:
                _state.reset(token)
        return self._known[id(variable)][1]


@contextmanager
def outside_of_state() -> Generator[None]:
    """Lets variables have their own values inside the block, whatever scopes are open."""
    token = _state.set(None)
    try:
        yield
    finally:
        _state.reset(token)


def state_scope() -> StateScope | None:
    """Returns the innermost open scope."""
    return _state.get()


@contextmanager
def autocast(dtype: str | None) -> Generator[None]:
    """Lets float variables be read in another dtype inside the block; None lets them be."""
    token = _autocast.set(dtype)
    try:
        yield
    finally:
        _autocast.reset(token)


def autocast_dtype() -> str | None:
    """Returns the dtype float variables are read in, or None for their own."""
    return _autocast.get()


@contextmanager
def precision(dtype: str | None) -> Generator[None]:
    """Lets layers that were given no dtype compute in this one inside the block."""
    token = _precision.set(dtype)
    try:
        yield
    finally:
        _precision.reset(token)


def precision_dtype() -> str | None:
    """Returns the dtype that layers which were given none compute in, or None for their own."""
    return _precision.get()


@contextmanager
def filled(rows: Any | None) -> Generator[None]:
    """Says which rows of the batch count inside the block, where it was filled up.

    Args:
        rows: `(batch,)`, True for those that do; None where all do.
    """
    token = _rows.set(rows)
    try:
        yield
    finally:
        _rows.reset(token)


def rows_that_count() -> Any | None:
    """Returns what `filled` was given, or None where all rows count."""
    return _rows.get()


@contextmanager
def split(times: int) -> Generator[None]:
    """Says inside the block that each sample is cut into several rows.

    Args:
        times: how many rows a sample has.
    """
    token = _times.set(_times.get() * times)
    try:
        yield
    finally:
        _times.reset(token)


def rows_of_a_sample() -> int:
    """Returns how many rows stand for one sample: the product of what `split` was given."""
    return _times.get()


@contextmanager
def dropping() -> Generator[None]:
    """Lets dropout drop inside the block, though it may not be training."""
    token = _drops.set(True)
    try:
        yield
    finally:
        _drops.reset(token)


def drops(training: bool | None) -> bool:
    """Returns whether dropout is to drop: in training, and inside of `dropping`.

    Args:
        training: whether this is training.
    """
    return bool(training) or _drops.get()
