"""A scope in which variables have other values, and what is assigned stays inside."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from tahr.core import current, penalties
from tahr.core.errors import ArgumentError, told
from tahr.core.scopes import StateScope

if TYPE_CHECKING:
    from tahr.core.variables import Variable


class StatelessScope(StateScope):
    """Lets variables have other values inside the block; what is assigned changes only these.

    Args:
        state_mapping: pairs of a variable and its value.
        collect_losses: whether what layers add to the loss inside is kept in `losses`.
        initialize_variables: kept for Keras's signature; a variable draws its first value when it
            is first read.

    Raises:
        ArgumentError: something is no pair of a variable and a value.

    Example:
        >>> from tahr import Variable
        >>> v = Variable([1.0])
        >>> with StatelessScope([(v, [2.0])]) as scope:
        ...     v.assign(v.value * 3)
        >>> scope.get_current_value(v).tolist(), v.numpy().tolist()
        ([6.0], [1.0])
    """

    def __init__(
        self,
        state_mapping: "Iterable[tuple[Variable, Any]] | None" = None,
        collect_losses: bool = False,
        initialize_variables: bool = True,
    ) -> None:
        engine = current.engine()
        pairs = [*(state_mapping or ())]
        for pair in pairs:
            if len(pair) != 2 or not hasattr(pair[0], "assign"):
                raise ArgumentError(
                    "this is no pair of a variable and a value",
                    where="state_mapping",
                    got=told(pair),
                )
        super().__init__([(v, engine.asarray(value, v.dtype)) for v, value in pairs])
        self.collect_losses = collect_losses
        self.initialize_variables = initialize_variables
        self.losses: list[Any] = []
        self._collecting: list[Any] = []

    def get_current_value(self, variable: "Variable") -> Any | None:
        """Returns the value of a variable here; None where it was neither given nor assigned."""
        return self._values.get(id(variable))

    def add_update(self, update: "tuple[Variable, Any]") -> None:
        """Assigns a variable a value, inside this scope.

        Args:
            update: the variable and the value.
        """
        self.write(*update)

    def add_loss(self, loss: Any) -> None:
        """Keeps a loss among the `losses`."""
        self.losses.append(loss)

    def __enter__(self) -> "StatelessScope":
        if self.collect_losses:
            self._collecting.append(penalties.collecting())
            self._found = self._collecting[-1].__enter__()
        super().__enter__()
        return self

    def __exit__(self, *error: object) -> None:
        super().__exit__(*error)
        if self.collect_losses:
            self.losses += [loss for _, loss in self._found]
            self._collecting.pop().__exit__(*error)
