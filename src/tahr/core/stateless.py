"""Scopes by the names that Keras has for them."""

from collections.abc import Iterable
from contextlib import ExitStack
from typing import Any

from tahr.core import current
from tahr.core.errors import ArgumentError, ShapeError, told
from tahr.core.penalties import Added, collecting
from tahr.core.scopes import StateScope, autocast, autocast_dtype
from tahr.core.specs import show
from tahr.core.variables import Variable


class StatelessScope(StateScope):
    """A `StateScope` that is told values as arrays, and can collect what layers add to the loss.

    Args:
        state_mapping: pairs of a variable and the value it is to have inside the block.
        collect_losses: whether what layers add to the loss inside is kept in `losses` alone.
        initialize_variables: unused, kept for Keras's signature: a variable draws its first value
            when it is first read.

    Raises:
        ArgumentError: a pair does not begin with a variable.
        ShapeError: a value does not fit its variable.

    Example:
        >>> v = Variable([1.0, 2.0])
        >>> with StatelessScope([(v, [5.0, 6.0])]) as scope:
        ...     v.assign_add([1.0, 1.0])
        >>> scope.get_current_value(v).tolist(), v.numpy().tolist()
        ([6.0, 7.0], [1.0, 2.0])
    """

    def __init__(
        self,
        state_mapping: Iterable[tuple[Variable, Any]] | None = None,
        collect_losses: bool = False,
        initialize_variables: bool = True,
    ) -> None:
        super().__init__([_fitting(pair) for pair in state_mapping or ()])
        self.collect_losses = collect_losses
        self.initialize_variables = initialize_variables
        self._added: Added = []
        self._blocks: list[ExitStack] = []

    @property
    def losses(self) -> list[Any]:
        """What was added to the loss inside, where it is collected."""
        return [loss for _, loss in self._added]

    def add_loss(self, loss: Any) -> None:
        """Adds to the losses that are collected."""
        self._added.append((self, loss))

    def add_update(self, update: tuple[Variable, Any]) -> None:
        """Gives a variable another value for the rest of the scope.

        Args:
            update: the variable and the value.
        """
        self.write(*_fitting(update))

    def get_current_value(self, variable: Variable) -> Any | None:
        """Returns the value a variable has in this scope, or None where it has its own."""
        value = self._values.get(id(variable))
        wanted = autocast_dtype()
        if value is None or not wanted or not variable.autocast:
            return value
        return current.engine().cast(value, wanted)

    def __enter__(self) -> "StatelessScope":
        """Opens the scope."""
        super().__enter__()
        block = ExitStack()
        if self.collect_losses:
            self._added = block.enter_context(collecting())
        self._blocks.append(block)
        return self

    def __exit__(self, *error: object) -> None:
        """Closes the scope."""
        self._blocks.pop().close()
        super().__exit__(*error)


class SymbolicScope(StateScope):
    """A block in which a model is described: whatever state is written inside is dropped.

    Example:
        >>> v = Variable([1.0])
        >>> with SymbolicScope():
        ...     v.assign([2.0])
        >>> v.numpy().tolist()
        [1.0]
    """

    def __init__(self) -> None:
        super().__init__()


def _fitting(pair: tuple[Any, Any]) -> tuple[Variable, Any]:
    variable, value = pair
    if not isinstance(variable, Variable):
        raise ArgumentError(
            "a state is told as pairs of a variable and its value",
            where="StatelessScope",
            got=told(variable),
        )
    with autocast(None):
        tensor = current.as_tensor(value, variable.dtype)
    if tuple(tensor.shape) != variable.shape:
        raise ShapeError(
            "the value does not fit the variable",
            where=variable.path,
            expected=show(variable.shape),
            got=show(tensor.shape),
        )
    return variable, tensor
