"""Einstein's summation convention: reading an equation, and the lengths its letters stand for."""

from dataclasses import dataclass

from tahr.core.errors import ShapeError, told
from tahr.core.specs import agreed, is_known, show
from tahr.engines.spec.checks import broadcast

DOTS = "..."


@dataclass(frozen=True)
class Equation:
    """An equation's terms, one for each operand, and its result.

    Args:
        text: the equation as written.
        terms: the letters of each operand, "..." among them.
        result: the letters of the result.
    """

    text: str
    terms: tuple[str, ...]
    result: str


def parse(text: str, operands: int) -> Equation:
    """Reads an equation; without "->" the result has the letters seen once, in their order.

    Example:
        >>> parse("b i j, b j k", 2)
        Equation(text='b i j, b j k', terms=('bij', 'bjk'), result='ik')
    """
    plain = text.replace(" ", "")
    left, arrow, result = plain.partition("->")
    terms = tuple(left.split(","))
    letters = left.replace(DOTS, "").replace(",", "")
    if not arrow:
        once = sorted(c for c in set(letters) if letters.count(c) == 1)
        result = (DOTS if DOTS in left else "") + "".join(once)
    output = result.replace(DOTS, "")
    valid = (
        all(c.isascii() and c.isalpha() for c in letters + output)
        and len(set(output)) == len(output)
        and set(output) <= set(letters)
        and all(part.count(DOTS) <= 1 for part in (*terms, result))
    )
    if not valid:
        raise ShapeError(
            "this is no equation einsum understands",
            expected='letters, as in "bij,bjk->bik", each letter of the result on the left',
            got=told(text),
        )
    if len(terms) != operands:
        raise ShapeError(
            "the equation has another number of terms than there are tensors",
            expected=f"{operands} terms",
            got=told(text),
        )
    return Equation(text, terms, result)


def lengths(
    equation: Equation, shapes: tuple[tuple[int, ...], ...]
) -> tuple[dict[str, int], tuple[int, ...]]:
    """Returns the length of each letter, and the shape that "..." stands for."""
    found: dict[str, int] = {}
    dots: tuple[int, ...] = ()
    for term, shape in zip(equation.terms, shapes, strict=True):
        before, has_dots, after = term.partition(DOTS)
        spare = len(shape) - len(before) - len(after)
        if spare < 0 or (spare > 0 and not has_dots):
            raise ShapeError(
                f"the term {term!r} of {equation.text!r} does not fit its tensor",
                expected=f"rank {len(before) + len(after)}{' or more' if has_dots else ''}",
                got=f"shape {show(shape)}",
            )
        middle = shape[len(before) : len(before) + spare]
        dots = broadcast("einsum", dots, middle) if middle else dots
        pairs = zip(
            before + after, shape[: len(before)] + shape[len(before) + spare :], strict=True
        )
        for letter, length in pairs:
            found[letter] = _met(equation, letter, found.get(letter, 1), length)
    return found, dots


def _met(equation: Equation, letter: str, one: int, other: int) -> int:
    if is_known(one) and one == 1:
        return other
    if is_known(other) and other == 1:
        return one
    length = agreed(one, other)
    if length is None:
        raise ShapeError(
            f"the letter {letter!r} of {equation.text!r} stands for two lengths",
            got=f"{one} and {other}",
        )
    return length
