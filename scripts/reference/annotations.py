"""Types and signatures as a reader wants to see them."""

import inspect
import types
from collections.abc import Callable, Iterable
from textwrap import wrap
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from tahr.core import typing as house

UNIONS = {name: frozenset(get_args(value)) for name, value in vars(house).items()
          if get_origin(value) is Union and value is not Union}  # fmt: skip
"""The house's own names for unions, which Python forgets."""
WIDTH = 92


def alternatives(annotation: object) -> list[str]:
    """Returns the types that an annotation allows, each as it is written.

    Example:
        >>> alternatives(int | None), alternatives(Literal["left", "right"])
        (['int', 'None'], ['"left"', '"right"'])
    """
    if isinstance(annotation, str):
        return annotation.split(" | ")
    if get_origin(annotation) is Annotated:
        return alternatives(get_args(annotation)[0])
    if get_origin(annotation) is Literal:
        return [_quoted(value) for value in get_args(annotation)]
    if get_origin(annotation) in (Union, types.UnionType):
        return _of_union(get_args(annotation))
    return [spelled(annotation)]


def spelled(annotation: object) -> str:
    """Returns an annotation as it is written in code.

    Example:
        >>> spelled(Callable[[int], Any]), spelled(list[tuple[int, ...]])
        ('Callable[[int], Any]', 'list[tuple[int, ...]]')
    """
    if annotation is None or annotation is types.NoneType:
        return "None"
    if annotation is Ellipsis:
        return "..."
    if isinstance(annotation, list):
        return f"[{', '.join(spelled(part) for part in annotation)}]"
    origin = get_origin(annotation)
    if isinstance(annotation, str) or origin in (Annotated, Literal, Union, types.UnionType):
        return " | ".join(alternatives(annotation))
    name = str(getattr(origin or annotation, "__name__", annotation))
    inside = ", ".join(spelled(part) for part in get_args(annotation))
    return f"{name}[{inside}]" if inside else name


def signature(item: Callable[..., Any]) -> inspect.Signature:
    """Returns what a function or constructor takes, without `self`."""
    found = inspect.signature(item)
    kept = [p for p in found.parameters.values() if p.name not in ("self", "cls")]
    return found.replace(parameters=kept)


def call(name: str, given: inspect.Signature) -> str:
    """Returns a call with all parameters and their defaults, on as many lines as it takes."""
    parts = _parts(given.parameters.values())
    line = f"{name}({', '.join(parts)})"
    if len(line) <= WIDTH:
        return line
    # A space that is part of a default must not end a line.
    held = ", ".join(part.replace(" ", "\0") for part in parts)
    lines = wrap(held, WIDTH - 4, break_long_words=False, break_on_hyphens=False)
    inside = "".join(f"    {line}\n" for line in lines).replace("\0", " ")
    return f"{name}(\n{inside})"


def default(parameter: inspect.Parameter) -> str:
    """Returns the default of a parameter as it is written in code."""
    value = parameter.default
    return value.__name__ if isinstance(value, type | types.FunctionType) else _quoted(value)


def _parts(parameters: Iterable[inspect.Parameter]) -> list[str]:
    parts: list[str] = []
    before = inspect.Parameter.POSITIONAL_OR_KEYWORD
    stars = {inspect.Parameter.VAR_POSITIONAL: "*", inspect.Parameter.VAR_KEYWORD: "**"}
    for one in parameters:
        if before is one.POSITIONAL_ONLY and one.kind is not before:
            parts.append("/")
        if one.kind is one.KEYWORD_ONLY and before not in (one.KEYWORD_ONLY, one.VAR_POSITIONAL):
            parts.append("*")
        has = one.default is not one.empty
        parts.append(f"{stars.get(one.kind, '')}{one.name}{f'={default(one)}' if has else ''}")
        before = one.kind
    return [*parts, "/"] if before is inspect.Parameter.POSITIONAL_ONLY else parts


def _of_union(parts: tuple[object, ...]) -> list[str]:
    found: list[str] = []
    for name, union in UNIONS.items():
        if union <= set(parts):
            found.append(name)
            parts = tuple(part for part in parts if part not in union)
    return found + [spelled(part) for part in parts]


def _quoted(value: object) -> str:
    return f'"{value}"' if isinstance(value, str) and '"' not in value else repr(value)
