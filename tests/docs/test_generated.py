"""What is generated is up to date, and what pages refer to is there."""

import re

import pytest
from scripts import make_cli_reference, make_tables

from tahr.engines.base import BINARY, UNARY, Engine
from tests.docs.pages import DOCS, FENCE, PAGES, ROOT

STALE = "run `make reference`"
REFERENCE = "reference/index.md"
"""The first page of the API reference, whose pages are made when the site is built."""
LINK = re.compile(r"\]\(([^)\s]+)\)")
HEADING = re.compile(r"^#+ (.*)$", re.MULTILINE)
NAV = re.compile(r"^  - [^:]+: (\S+)$", re.MULTILINE)
WITH_LINKS = [*PAGES, *(ROOT / name for name in ("README.md", "CHANGELOG.md"))]


def test_the_reference_of_commands_is_up_to_date():
    assert (DOCS / "cli.md").read_text(encoding="utf-8") == make_cli_reference.page(), STALE


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_tables_are_up_to_date(page):
    text = page.read_text(encoding="utf-8")
    assert text == make_tables.filled(text), STALE


def test_every_table_has_its_place():
    found = [name for page in PAGES for _, name, _ in
             make_tables.PLACE.findall(page.read_text(encoding="utf-8"))]  # fmt: skip
    assert sorted(found) == sorted(make_tables.TABLES)


def test_filling_replaces_what_was_there():
    text = "a\n<!-- table: limits -->\nold\n<!-- end -->\nb\n"
    found = make_tables.filled(text)
    assert "old" not in found and make_tables.limits() in found
    assert found.startswith("a\n") and found.endswith("\nb\n")
    assert make_tables.filled(found) == found


def test_every_primitive_is_in_the_table():
    names = set(re.findall(r"`(\w+)[`(]", make_tables.primitives()))
    assert names >= {*UNARY, *BINARY, *Engine.__abstractmethods__}


def test_every_primitive_has_a_kind_and_a_meaning():
    for row in make_tables.primitives().splitlines():
        assert all(cell.strip() for cell in row.strip("|").split("|")), row


def test_every_command_and_option_is_in_the_reference():
    page = (DOCS / "cli.md").read_text(encoding="utf-8")
    for command in make_cli_reference.commands():
        section = page.split(f"## tahr {command.name}\n")[1].split("\n## ")[0]
        assert command.about and command.about.splitlines()[0] in section
        for parameter in command.parameters:
            assert parameter.about, (command.name, parameter)
            assert all(f"`{spelling}`" in section for spelling in parameter.spellings)


def test_navigation_names_every_page_once():
    text = (ROOT / "mkdocs.yml").read_text(encoding="utf-8")
    found = NAV.findall(text.split("\nnav:\n")[1])
    assert sorted(found) == sorted([*(page.name for page in PAGES), REFERENCE])


def test_the_site_needs_no_network():
    text = (ROOT / "mkdocs.yml").read_text(encoding="utf-8")
    assert "highlightjs: false" in text and "http" not in text


def anchors(path):
    """Returns the names that headings get on a page."""
    text = FENCE.sub("", path.read_text(encoding="utf-8"))
    plain = (re.sub(r"[^\w\s-]", "", heading).strip().lower() for heading in HEADING.findall(text))
    return {re.sub(r"[-\s]+", "-", heading) for heading in plain}


@pytest.mark.parametrize("page", WITH_LINKS, ids=lambda page: page.stem)
def test_links_lead_somewhere(page):
    for link in LINK.findall(FENCE.sub("", page.read_text(encoding="utf-8"))):
        if link.startswith("https://"):
            continue
        path, _, anchor = link.partition("#")
        if path == REFERENCE:
            continue
        target = (page.parent / path).resolve() if path else page
        assert target.is_file(), link
        assert page.parent != DOCS or target.parent == DOCS, f"{link} is not on the site"
        assert not anchor or anchor in anchors(target), link
