"""What an argument may be, said in its annotation: `rate: Fraction`, `axis: Axes`."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from numbers import Integral, Real
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
class Kind:
    """What something is, where that is no matter of its size.

    Args:
        says: in words.
        holds: tells whether a value is it.

    Example:
        >>> shape = Kind("integers in a tuple", are_whole)
        >>> shape.holds((1, 2)), shape.holds("1"), str(shape)
        (True, False, 'integers in a tuple')
    """

    says: str
    holds: Callable[[Any], bool]

    def __repr__(self) -> str:
        """Returns it in words, as a `Range` does."""
        return self.says


def is_number(value: Any) -> bool:
    """Returns whether a value is a real number, and no bool."""
    return not isinstance(value, bool) and isinstance(value, Real)


def is_whole(value: Any) -> bool:
    """Returns whether a value is an integer, and no bool."""
    return not isinstance(value, bool) and isinstance(value, Integral)


def are_whole(value: object) -> bool:
    """Returns whether a value is a list or tuple of integers."""
    return isinstance(value, list | tuple) and all(map(is_whole, value))  # type: ignore[arg-type]


def is_open_shape(value: object) -> bool:
    """Returns whether a value is a list or tuple of integers or None."""
    return isinstance(value, list | tuple) and all(n is None or is_whole(n) for n in value)  # type: ignore[misc]


@dataclass(frozen=True, repr=False)
class AnyCase:
    """Lets the choices of a `Literal` be written in capitals, as some programs do."""

    def __repr__(self) -> str:
        return "in any case"


@dataclass(frozen=True, repr=False)
class Formerly:
    """Lets the choices of a `Literal` be called by old words too; the class knows which is which.

    Args:
        words: the old ones.
    """

    words: tuple[str, ...]

    def __repr__(self) -> str:
        return f"formerly {', '.join(map(repr, self.words))}"


Fraction: TypeAlias = Annotated[float, Range(0, 1)]
Count: TypeAlias = Annotated[int, Range(1, whole=True)]
Index: TypeAlias = Annotated[int, Range(0, whole=True)]
NotNegative: TypeAlias = Annotated[float, Range(0)]
Positive: TypeAlias = Annotated[float, Range(0, above=True)]
BelowOne: TypeAlias = Annotated[float, Range(0, 1, below=True)]
Inside: TypeAlias = Annotated[float, Range(0, 1, above=True, below=True)]
"""Between 0 and 1, neither of them."""
Padding: TypeAlias = Annotated[Literal["valid", "same"], AnyCase()]
CausalPadding: TypeAlias = Annotated[Literal["valid", "same", "causal"], AnyCase()]
DataFormat: TypeAlias = Literal["channels_last", "channels_first"]
Number: TypeAlias = Annotated[float, Kind("a number", is_number)]
Whole: TypeAlias = Annotated[int, Kind("an integer", is_whole)]
Text: TypeAlias = Annotated[str, Kind("a text", lambda v: isinstance(v, str))]
Axes: TypeAlias = Annotated[
    int | Sequence[int], Kind("an integer, or several", lambda v: is_whole(v) or are_whole(v))
]
Integers: TypeAlias = Annotated[Sequence[int], Kind("integers in a tuple", are_whole)]
OpenShape: TypeAlias = Annotated[
    Sequence[int | None], Kind("integers or None in a tuple", is_open_shape)
]
Seed: TypeAlias = Annotated[
    int, Kind("an integer", lambda v: is_whole(v) or hasattr(v, "next"))  # a SeedGenerator has
]
Lengths: TypeAlias = int | Sequence[int]
"""One for all spatial axes of a layer, or one for each; `checks.lengths` counts them."""
