"""What numbers an argument may be, said in its annotation: `rate: Fraction`."""

from dataclasses import dataclass
from numbers import Real
from typing import Annotated, Any, Literal, TypeAlias


@dataclass(frozen=True, repr=False)
class Range:
    """The numbers from one to another.

    Args:
        least: the smallest, or None.
        most: the largest, or None.
        whole: whether they are integers.
        above: whether the smallest itself is out.
        below: whether the largest itself is out.

    Example:
        >>> Range(0, 1).holds(0.5), Range(1, whole=True).holds(1.5), str(Range(0, above=True))
        (True, False, 'a number above 0')
    """

    least: float | None = None
    most: float | None = None
    whole: bool = False
    above: bool = False
    below: bool = False

    def holds(self, value: Any) -> bool:
        """Returns whether a value is one of them; a bool is no number."""
        number = hasattr(value, "__index__") if self.whole else isinstance(value, Real)
        if isinstance(value, bool) or not number:
            return False
        least = self.least is None or value > self.least or (value == self.least and not self.above)
        most = self.most is None or value < self.most or (value == self.most and not self.below)
        return bool(least and most)

    def __repr__(self) -> str:
        """Returns it in words, as it stands in the signatures that `help` shows."""
        if self.whole and self.least == 1 and self.most is None:
            return "a positive integer"
        kind = "an integer" if self.whole else "a number"
        if not self.above and not self.below and None not in (self.least, self.most):
            return f"{kind} from {self.least} to {self.most}"
        bounds = [
            f"above {self.least}" if self.above else f"of {self.least} or more",
            f"below {self.most}" if self.below else f"of {self.most} or less",
        ]
        told = [
            b for b, end in zip(bounds, (self.least, self.most), strict=True) if end is not None
        ]
        return f"{kind} {' and '.join(told)}"


@dataclass(frozen=True, repr=False)
class AnyCase:
    """Lets the choices of a `Literal` be written in capitals, as some programs do."""

    def __repr__(self) -> str:
        return "in any case"


Fraction: TypeAlias = Annotated[float, Range(0, 1)]
Count: TypeAlias = Annotated[int, Range(1, whole=True)]
NotNegative: TypeAlias = Annotated[float, Range(0)]
Positive: TypeAlias = Annotated[float, Range(0, above=True)]
Inside: TypeAlias = Annotated[float, Range(0, 1, above=True, below=True)]
"""Between 0 and 1, neither of them."""
Padding: TypeAlias = Annotated[Literal["valid", "same"], AnyCase()]
CausalPadding: TypeAlias = Annotated[Literal["valid", "same", "causal"], AnyCase()]
DataFormat: TypeAlias = Literal["channels_last", "channels_first"]
