"""What the reference says of one name: signature, arguments, result, errors, example, methods."""

import inspect
import re
from collections.abc import Callable, Iterator
from functools import cached_property
from types import FunctionType
from typing import Any

from griffe import Docstring, DocstringSection, DocstringSectionKind as Kind, parse_google
from scripts.make_tables import table
from scripts.reference import annotations
from scripts.reference.names import Name, homes

Linker = Callable[[str], str | None]
"""Returns the address of what a word names, seen from the page, or None."""
CODE = re.compile(r"(`+)(.+?)\1", re.DOTALL)


def entry(name: Name, also: list[str], link: Linker, level: int = 3) -> str:
    """Returns the section on a public name, in Markdown.

    Args:
        name: what it is about.
        also: its other public names.
        link: finds what code in the text names.
        level: of the heading.
    """
    heading = f"{'#' * level} {name.name} {{: #{name.path} }}"
    others = f"Also {', '.join(f'`{other}`' for other in also)}." if also else ""
    said = Said(name.item, name.path, link)
    parts = [heading, said.call(name.path), *said.parts(), others]
    if inspect.isclass(name.item):
        parts += _methods(name.item, name.path, link, level + 1)
    return "\n\n".join(part for part in parts if part)


def summary(item: object) -> str:
    """Returns the first sentence of a docstring, for a table."""
    sentence = (inspect.getdoc(item) or "").partition("\n\n")[0].replace("\n", " ")
    return _around_code(sentence, lambda code: f"`{code}`").replace("|", r"\|")


class Said:
    """What the docstring and the signature of one class, function or property say.

    Args:
        item: the class, function or property.
        path: its public name in full.
        link: finds what code in the text names.
    """

    def __init__(self, item: Any, path: str, link: Linker) -> None:
        self.item = item
        self.path = path
        self._link = link

    @cached_property
    def signature(self) -> inspect.Signature | None:
        """What it takes; None for a property or a constant."""
        return annotations.signature(self.item) if callable(self.item) else None

    def call(self, spelled: str) -> str:
        """Returns the signature as a block of code."""
        if self.signature is None:
            return ""
        return f"```python\n{annotations.call(spelled, self.signature)}\n```"

    def parts(self) -> Iterator[str]:
        """Yields the sections of the docstring in their order."""
        written = Docstring(inspect.getdoc(self.item) or "")
        for section in parse_google(written, warnings=False, returns_multiple_items=False):
            yield self._section(section)

    def linked(self, text: str) -> str:
        """Returns a text in which the public names in code lead to their entries."""
        return _around_code(text, self._code)

    def _section(self, section: DocstringSection) -> str:
        if section.kind is Kind.parameters:
            return self._arguments({item.name: item.description for item in section.value})
        if section.kind is Kind.returns:
            (result,) = section.value
            parts = (result.annotation, result.description)
            return f"**Returns** {self.linked(': '.join(str(part) for part in parts if part))}"
        if section.kind is Kind.raises:
            lines = (f"- `{item.annotation}`: {self.linked(item.description)}" for item in
                     section.value)  # fmt: skip
            return "\n".join(["**Raises**", "", *lines])
        if section.kind is Kind.attributes:
            rows = [(f"`{item.name}`", self._cell(item.description)) for item in section.value]
            return table(("Attribute", "Description"), rows)
        if section.kind is Kind.admonition:
            return f"**{section.title}**\n\n```python\n{section.value.contents}\n```"
        return self.linked(str(section.value))

    def _arguments(self, described: dict[str, str]) -> str:
        known = self.signature.parameters if self.signature else {}
        rows = []
        for name, about in described.items():
            parameter = known.get(name.lstrip("*"))
            rows.append((f"`{name}`", *self._type(parameter), self._cell(about)))
        return table(("Argument", "Type", "Default", "Description"), rows)

    def _type(self, parameter: inspect.Parameter | None) -> tuple[str, str]:
        if parameter is None or parameter.kind in (
            parameter.VAR_POSITIONAL, parameter.VAR_KEYWORD,
        ):  # fmt: skip
            return "", ""
        has = parameter.default is not parameter.empty
        given = annotations.alternatives(parameter.annotation)
        shown = "" if parameter.annotation is parameter.empty else " or ".join(
            self._code(one) for one in given
        )  # fmt: skip
        return shown, f"`{annotations.default(parameter)}`" if has else "required"

    def _cell(self, text: str) -> str:
        return self.linked(" ".join(text.split())).replace("|", r"\|")

    def _code(self, code: str) -> str:
        there = self._link(code)
        return f"[`{code}`]({there})" if there else f"`{code}`"


def _methods(cls: type, path: str, link: Linker, level: int) -> Iterator[str]:
    for name, item in _members(cls).items():
        said = Said(item, f"{path}.{name}", link)
        kind = "" if callable(item) else " (property)"
        yield f"{'#' * level} {cls.__name__}.{name}{kind} {{: #{path}.{name} }}"
        yield said.call(name)
        yield from said.parts()
    public = {id(home.item): home for home in homes().values()}
    above = [public[id(base)] for base in cls.__mro__[1:] if id(base) in public]
    if above:
        first = above[0]
        yield f"Its other methods are those of [`{first.name}`]({link(first.path)})."


def _members(cls: type) -> dict[str, Any]:
    """Returns the public methods and properties with a docstring, up to the next public class."""
    public = {id(home.item) for home in homes().values()}
    found: dict[str, Any] = {}
    for base in cls.__mro__:
        if base is not cls and id(base) in public:
            break
        for name, value in vars(base).items():
            item = getattr(value, "__func__", value)
            shown = not name.startswith("_") and isinstance(item, property | FunctionType)
            if shown and name not in found and item.__doc__:
                found[name] = item
    return dict(sorted(found.items()))


def _around_code(text: str, shown: Callable[[str], str]) -> str:
    """Returns a text whose code is put another way, and in whose words nothing is markup."""
    parts: list[str] = []
    at = 0
    for found in CODE.finditer(text):
        parts += [_escaped(text[at : found.start()]), shown(found[2])]
        at = found.end()
    return "".join([*parts, _escaped(text[at:])])


def _escaped(text: str) -> str:
    return text.replace("<", "&lt;").replace("*", r"\*")
