"""A function compiled for each set of input specs that it meets."""

from abc import ABC, abstractmethod
from collections import OrderedDict
from collections.abc import Callable, Hashable, Iterable
from typing import Any, Generic, TypeVar

from optree import PyTreeSpec

from tahr.core import trees
from tahr.engines.base import Effort

T = TypeVar("T")
P = TypeVar("P")
KEPT = 32
"""How many programs a function keeps: those used last."""


class Compiled(ABC, Generic[T, P]):
    """A pure function of trees of tensors, made a program of at its first call with some specs.

    Args:
        function: gets and returns trees of tensors and Nones.
        convert: makes a tensor of what is none.
        effort: how much compiling may cost.

    Attributes:
        programs: one for each set of input specs, that used last at the end.
    """

    def __init__(
        self, function: Callable[..., Any], convert: Callable[[Any], T], effort: Effort = "quick"
    ) -> None:
        self.function = function
        self.convert = convert
        self.effort: Effort = effort
        self.programs: OrderedDict[Hashable, P] = OrderedDict()
        self._foreseen = 0

    def foresee(self, calls: int) -> None:
        """Is told how many calls come with the specs of the next one."""
        self._foreseen = calls

    def program(self, key: Hashable, structure: PyTreeSpec, tensors: list[T]) -> P:
        """Returns the program for inputs, and makes it where there is none."""
        calls, self._foreseen = self._foreseen, 0
        if key not in self.programs:
            made = self.programs[key] = self.made(structure, tensors, calls)
            if len(self.programs) > KEPT:
                self.programs.popitem(last=False)
            return made
        self.programs.move_to_end(key)
        if calls:
            self.programs[key] = self.grown(self.programs[key], structure, tensors, calls)
        return self.programs[key]

    @abstractmethod
    def made(self, structure: PyTreeSpec, tensors: list[T], calls: int) -> P:
        """Makes a program.

        Args:
            structure: of the arguments, from `trees.split`.
            tensors: those in the arguments.
            calls: how many are to come, as far as is known.
        """

    def grown(self, program: P, structure: PyTreeSpec, tensors: list[T], calls: int) -> P:
        """Returns a program made with more effort, where so many calls are worth it; else itself.

        Args:
            program: in use so far.
            structure: of the arguments, from `trees.split`.
            tensors: those in the arguments.
            calls: how many there have been and are to come.
        """
        return program

    def as_written(self, structure: PyTreeSpec, tensors: Iterable[T]) -> Any:
        """Runs the function uncompiled."""
        return self.function(*trees.unflatten(structure, tensors))
