"""What docstrings say of arguments, where a line stands in the docstring of a base."""

import inspect
import re
import textwrap
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from tahr.core.weakly import once

SECTION = re.compile(r"\nArgs:\n(?:(?: .*)?\n)*")
"""The section on arguments, with the empty line behind it."""
BEHIND = re.compile(r"^(?:Attributes|Call with|Input|Output|Raises|Example|Source)\b", re.MULTILINE)
"""What the section on arguments stands before."""
WIDTH = 96
"""Of a line, where the docstring of a class is indented by four more."""


@once
def documentation(cls: Callable[..., Any]) -> Mapping[str, str]:
    """Reads what docstrings say of the arguments of a class, its own before those of its bases."""
    found: dict[str, str] = {}
    for base in inspect.getmro(cls):  # type: ignore[reportArgumentType]
        found = {**args_section(vars(base).get("__doc__") or ""), **found}
    return found


def args_section(text: str) -> dict[str, str]:
    r"""Reads the section `Args:` of a docstring.

    Example:
        >>> args_section("Sums.\n\n    Args:\n        x: one\n            or more.\n")
        {'x': 'one or more.'}
    """
    _, _, rest = inspect.cleandoc(text).partition("\nArgs:\n")
    lines = re.split(r"^\S", rest, maxsplit=1, flags=re.MULTILINE)[0]
    entries = re.findall(r"^\*{0,2}(\w+): (.*(?:\n +.*)*)", textwrap.dedent(lines), re.MULTILINE)
    return {name: " ".join(said.split()) for name, said in entries}


def completed(cls: type) -> str | None:
    """Returns the docstring of a class with a line about every argument of its constructor.

    Lines that its own docstring lacks are those of its bases, so that what several classes take
    is described once and `help` shows it with each.

    Example:
        >>> class Base:
        ...     '''Does something.
        ...
        ...     Args:
        ...         times: how often.
        ...     '''
        ...     def __init__(self, times): ...
        >>> class Twice(Base):
        ...     '''Does it.
        ...
        ...     Input: any.
        ...     '''
        >>> print(completed(Twice))
        Does it.
        <BLANKLINE>
        Args:
            times: how often.
        <BLANKLINE>
        Input: any.
    """
    text = cls.__doc__
    if text is None or all(f" {name}: " in text for name in _taken(cls)):
        return text
    says, text = documentation(cls), inspect.cleandoc(text)
    taken = {name.lstrip("*"): name for name in _taken(cls)}
    # What a base says of arguments that its subclasses list stays where it is.
    others = {name: name for name in args_section(text) if name not in taken}
    known = ((shown, says.get(name)) for name, shown in {**others, **taken}.items())
    entries = [f"{name}: {said}" for name, said in known if said]
    if not entries:
        return text
    lines = [
        textwrap.fill(e, WIDTH, initial_indent=" " * 4, subsequent_indent=" " * 8) for e in entries
    ]
    section = "\n".join(["Args:", *lines])
    before, behind = _around(text)
    return "\n\n".join(part for part in (before, section, behind) if part)


def _taken(cls: type) -> Iterator[str]:
    """Yields what a constructor takes, with the stars of what it hands on; reads the code alone."""
    code = getattr(inspect.unwrap(cls.__init__), "__code__", None)
    if code is None:
        return
    named = code.co_argcount + code.co_kwonlyargcount
    yield from code.co_varnames[1:named]
    if code.co_flags & inspect.CO_VARKEYWORDS:
        yield f"**{code.co_varnames[named + bool(code.co_flags & inspect.CO_VARARGS)]}"


def _around(text: str) -> tuple[str, str]:
    """Returns what stands before the section on arguments, or before its place, and behind it."""
    own = SECTION.search(f"{text}\n")
    if own:
        return text[: own.start()].strip(), text[own.end() :].strip()
    place = BEHIND.search(text)
    at = place.start() if place else len(text)
    return text[:at].strip(), text[at:].strip()
