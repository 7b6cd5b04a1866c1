"""What a user's function makes of the elements of a data set, on the host."""

from collections.abc import Callable, Iterator
from typing import Any

import numpy as np

from tahr.core import current, trees
from tahr.training.data.crew import Crew
from tahr.training.data.elements import ElementSpec, on_host, spec_of
from tahr.training.data.stages import Stage

HOST = ("numpy", "cpu")


def called(function: Callable[..., Any], element: Any) -> Any:
    """Calls a function on an element; the parts of a tuple are arguments."""
    return function(*element) if isinstance(element, tuple) else function(element)


class Mapped(Stage):
    """What a function makes of elements, on the host.

    Args:
        parent: gives them.
        function: of an element; of its parts, where it is a tuple.
        parallel: whether several may be made at a time, in any order.
    """

    def __init__(self, parent: Stage, function: Callable[..., Any], parallel: bool) -> None:
        super().__init__(parent)
        self._function, self._parallel = function, parallel

    @property
    def by_number(self) -> bool:
        return self._parallel and super().by_number

    @property
    def seeks(self) -> bool:
        return self.parents[0].seeks

    def _made(self, element: Any) -> Any:
        with current.using(*HOST):
            return on_host(called(self._function, element))

    def element(self, index: int, number: int) -> Any:
        return self._made(self.parents[0].element(index, number))

    def each(self, number: int, start: int, crew: Crew) -> Iterator[Any]:
        return map(self._made, self.parents[0].run(number, start, crew))

    def spec(self) -> Any:
        before = self.parents[0].first()
        lengths = {len(a) for a in trees.leaves(before) if np.ndim(a)}
        opened = any(s and s.shape[:1] == (None,) for s in trees.leaves(self.parents[0].spec()))

        def told(spec: ElementSpec | None) -> ElementSpec | None:
            if spec is None or not opened or spec.shape[0:1] == () or spec.shape[0] not in lengths:
                return spec
            return ElementSpec((None, *spec.shape[1:]), spec.dtype)

        return trees.map(told, spec_of(self._made(before)))
