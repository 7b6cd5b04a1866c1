"""Functions of trees as functions of lists of tensors, which is all that frameworks take."""

from collections.abc import Callable, Iterable
from typing import Any

from optree import PyTreeSpec

from tahr.core import trees


class Flat:
    """A function of trees, to be called with the tensors in them.

    Args:
        function: gets and returns trees of tensors and Nones.
        given: the structure of its arguments, from `trees.split`.
    """

    def __init__(self, function: Callable[..., Any], given: PyTreeSpec) -> None:
        self._function = function
        self._given = given
        self._returned: PyTreeSpec | None = None

    def __call__(self, *tensors: Any) -> list[Any]:
        """Runs it on tensors, and gives those of what it returns."""
        result = self._function(*trees.unflatten(self._given, tensors))
        found, self._returned = trees.split(result)
        return found

    def tree(self, tensors: Iterable[Any]) -> Any:
        """Puts tensors in the places of those that were returned last."""
        assert self._returned is not None
        return trees.unflatten(self._returned, tensors)
