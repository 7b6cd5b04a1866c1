"""What numbers an argument may be, said in its annotation: `rate: Fraction`."""

from dataclasses import dataclass
from numbers import Real
from typing import Annotated, Any, TypeAlias


@dataclass(frozen=True)
class Range:
    """The numbers from one to another.

    Args:
        least: the smallest, or None.
        most: the largest, or None.
        whole: whether they are integers.
        above: whether the smallest itself is out.

    Example:
        >>> Range(0, 1).holds(0.5), Range(1, whole=True).holds(1.5), str(Range(0, above=True))
        (True, False, 'a number above 0')
    """

    least: float | None = None
    most: float | None = None
    whole: bool = False
    above: bool = False

    def holds(self, value: Any) -> bool:
        """Returns whether a value is one of them; a bool is no number."""
        if isinstance(value, bool) or not isinstance(value, Real):
            return False
        if self.whole and not hasattr(value, "__index__"):
            return False
        if self.least is not None and not (value > self.least or value == self.least):
            return False
        if self.above and value == self.least:
            return False
        return self.most is None or value <= self.most

    def __str__(self) -> str:
        if self.whole and self.least == 1 and self.most is None:
            return "a positive integer"
        kind = "an integer" if self.whole else "a number"
        if self.most is not None:
            start = f"above {self.least} and up to" if self.above else f"from {self.least} to"
            return f"{kind} {start} {self.most}"
        return f"{kind} above {self.least}" if self.above else f"{kind} of {self.least} or more"


@dataclass(frozen=True)
class AnyCase:
    """Lets the choices of a `Literal` be written in capitals, as some programs do."""


Fraction: TypeAlias = Annotated[float, Range(0, 1)]
Count: TypeAlias = Annotated[int, Range(1, whole=True)]
NotNegative: TypeAlias = Annotated[float, Range(0)]
Positive: TypeAlias = Annotated[float, Range(0, above=True)]
