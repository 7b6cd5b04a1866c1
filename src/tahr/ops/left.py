"""What a function leaves behind beside what it returns: variables assigned, losses added."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from tahr.core import seeds
from tahr.core.current import engine
from tahr.core.errors import ArgumentError
from tahr.core.penalties import Added, collecting
from tahr.core.scopes import StateScope, autocast
from tahr.core.variables import Variable
from tahr.ops.axes import rank


class Left:
    """What a function left behind while it was traced.

    Attributes:
        variables: those it assigned.
        owners: the layers that added to the loss, one for each loss.
    """

    def __init__(self) -> None:
        self._written: dict[int, Variable] = {}
        self._dtypes: list[str] = []
        self.owners: list[Any] = []

    def __bool__(self) -> bool:
        """Returns whether there is anything."""
        return bool(self._written or self.owners)

    @property
    def variables(self) -> list[Variable]:
        """The variables assigned."""
        return list(self._written.values())

    @contextmanager
    def watching(self) -> Iterator[None]:
        """Takes down what is left behind inside the block."""
        with StateScope() as scope, collecting() as losses:
            yield
        self.take(scope, losses)

    def take(self, scope: StateScope, losses: Added) -> None:
        """Takes down what a scope was assigned and the losses that were added, in place of others.

        Args:
            scope: in which the function ran.
            losses: of the same time.
        """
        self._written = {id(v): v for v in scope.written()}
        self.owners = [owner for owner, _ in losses]
        self._dtypes = [engine().dtype_of(loss) for _, loss in losses]

    def joined(self, other: "Left") -> "Left":
        """Returns what either function left behind, the losses of both one after another."""
        both = Left()
        both._written = self._written | other._written
        both.owners = self.owners + other.owners
        return both

    def zeros(self) -> list[Any]:
        """Returns a loss of zero for each."""
        return [engine().full((), 0, dtype) for dtype in self._dtypes]

    def let_out(self, values: list[Any], losses: list[Any]) -> None:
        """Assigns the variables, and adds the losses, outside of the function.

        Args:
            values: of each variable.
            losses: a scalar for each owner.
        """
        for variable, value in zip(self.variables, values, strict=True):
            variable.assign(value)
        for owner, loss in zip(self.owners, losses, strict=True):
            owner.add_loss(loss)

    def check_random_alone(self) -> None:
        """Checks that only the states of random generators were assigned.

        Raises:
            ArgumentError: another variable was.
        """
        for variable in self.variables:
            if not seeds.is_state(variable):
                raise ArgumentError(
                    f"{variable.path} is assigned by a function of one slice, and which slice's "
                    "value it is to have is open",
                    where="vectorized_map",
                    todo="ops.map goes through the slices one after another",
                )


def values_of(variables: list[Variable]) -> list[Any]:
    """Returns the tensors that variables hold, in their own dtypes."""
    with autocast(None):
        return [variable.value for variable in variables]


def sums_of(losses: Added) -> list[Any]:
    """Returns each loss as a scalar."""
    run = engine()
    return [run.sum(loss, tuple(range(rank(loss))), False) for _, loss in losses]
