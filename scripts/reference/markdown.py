"""The reference in Markdown, page by page."""

import re
from functools import cache

from griffe import visit
from scripts.make_tables import ROOT, table
from scripts.reference.entries import entry, summary
from scripts.reference.names import Name, described, homes
from scripts.reference.pages import Page, addresses, pages

import tahr.core.typing as house

FIRST = "index.md"
HEAD = """\
# API reference

Every public name, with its arguments and an example that runs. `tahr.layers` and `tahr.ops` have a
page for each family; their own pages list all there is.
"""
TYPES = """\
## Types

What annotations speak of, besides classes that have an entry of their own.
"""
IN_TEXT = re.compile(r"[A-Z]\w+|\w+_\w+|(?:tahr\.)?[a-z_.]+\.\w+")
"""What in the code of a docstring may be a public name rather than an argument."""


def whole() -> dict[str, str]:
    """Returns the text of every page by its file."""
    return {FIRST: first(), **{page.file: text(page) for page in pages()}}


def first() -> str:
    """Returns the page that lists all others."""
    listed = [(f"[`{page.title}`]({page.file})", page.about) for page in pages()]
    types = [(f"`{name}`", about) for name, about in _types().items()]
    titles = ("Name", "Description")
    return "\n".join(f"{part}\n" for part in (HEAD, table(titles, listed), TYPES,
                                              table(titles, types)))  # fmt: skip


def text(page: Page) -> str:
    """Returns one page."""
    parts = [f"# {page.title}", page.about, _overview(page)]
    several = len(page.sections) > 1
    for heading, section in page.sections.items():
        parts += [f"## {heading.rstrip('.')}"] if several else []
        parts += [_entry(name, 3 if several else 2) for name in section]
    return "\n\n".join(part for part in parts if part) + "\n"


def _overview(page: Page) -> str:
    rows = []
    for name in sorted(page.listed, key=lambda name: name.name.lower()):
        home = homes()[name.path]
        same = f"The same as `{home.path}`." if home.name != name.name else summary(name.item)
        rows.append((f"[`{name.name}`]({addresses()[name.path]})", same))
    return table(("Name", "Description"), rows) if rows else ""


def _entry(name: Name, level: int) -> str:
    def link(code: str) -> str | None:
        if code in _types():
            return f"{FIRST}#types"
        if not IN_TEXT.fullmatch(code):
            return None
        paths = (f"{name.module}.{code}", code, f"tahr.{code}", _classes().get(code, ""))
        return next((addresses()[path] for path in paths if path in addresses()), None)

    return entry(name, described()[name.path], link, level)


@cache
def _classes() -> dict[str, str]:
    """Returns the classes that one public module alone has, by their name without it."""
    by_name: dict[str, set[str]] = {}
    for home in homes().values():
        for name in {home.name, getattr(home.item, "__name__", home.name)}:
            by_name.setdefault(name, set()).add(home.path)
    return {name: paths.pop() for name, paths in by_name.items() if len(paths) == 1}


@cache
def _types() -> dict[str, str]:
    """Returns what the house's own types are, read from where they are defined."""
    file = ROOT / "src" / "tahr" / "core" / "typing.py"
    module = visit(house.__name__, filepath=file, code=file.read_text(encoding="utf-8"))
    found = {name: member.docstring for name, member in module.members.items()
             if not member.is_alias}  # fmt: skip
    return {name: written.value for name, written in found.items() if written is not None}
