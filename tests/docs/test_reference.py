"""The API reference has every public name, described once and well."""

import doctest
import inspect
import re
from importlib import import_module
from types import ModuleType

import pytest
from scripts.reference import annotations, names, pages

import tahr
from tests.docs.pages import ROOT

WITHOUT_ALL = {"tahr.datasets": "load_data", "tahr.preprocessing": ""}
"""Modules of modules, and a function that each of their parts has."""
HEADING = re.compile(r"^#+ .*\{: #(\S+) \}$", re.MULTILINE)
FENCED = re.compile(r"```.*?```|`[^`\n]*`", re.DOTALL)


@pytest.mark.parametrize("module", sorted({"tahr", *(f"tahr.{name}" for name in tahr.MODULES)}))
def test_no_public_name_is_missing(module):
    public = import_module(module)
    found = {name: getattr(public, name) for name in public.__all__ if not name.startswith("__")}
    parts = [value for value in found.values() if isinstance(value, ModuleType)]
    missing = {f"{module}.{name}" for name, value in found.items()
               if not isinstance(value, ModuleType)} - pages.addresses().keys()  # fmt: skip
    assert not missing
    if module in WITHOUT_ALL:
        for part in parts:
            own = {f"{part.__name__}.{name}" for name, value in vars(part).items()
                   if inspect.isfunction(value) and value.__module__ == part.__name__
                   and not name.startswith("_")}  # fmt: skip
            assert own and own <= pages.addresses().keys(), part.__name__


def test_every_family_of_layers_has_a_page():
    folders = {path.parent.name for path in (ROOT / "src/tahr/layers").glob("*/__init__.py")}
    folders.remove("adapters")  # what layers are made of: it has none of its own
    found = {page.title for page in pages.pages()}
    assert {f"tahr.layers: {folder}" for folder in folders} <= found


def test_every_name_says_what_it_is_and_has_arguments_to_show():
    for path in names.described():
        item = names.homes()[path].item
        assert (inspect.getdoc(item) or "").partition("\n\n")[0].endswith((".", ":")), path
        shown = annotations.call(path, annotations.signature(item))
        assert " at 0x" not in shown and "<" not in shown, shown


@pytest.mark.parametrize(
    ("annotation", "shown"),
    [
        (tahr.core.typing.TensorLike | None, ["TensorLike", "None"]),
        (int | str | None, ["int", "str", "None"]),
        ("int | SeedGenerator | None", ["int", "SeedGenerator", "None"]),
    ],
)
def test_types_are_shown_as_they_are_written(annotation, shown):
    assert annotations.alternatives(annotation) == shown


def test_examples_of_the_reference_itself_run():
    found = doctest.testmod(annotations)
    assert found.attempted and not found.failed


def test_calls_are_shown_as_they_are_written():
    def function(a, /, b: int, *rest, c="x y", d=(1, None), **more): ...

    def keywords(a, *, b=int): ...

    found = [annotations.call("f", annotations.signature(one)) for one in (function, keywords)]
    assert found == ['f(a, /, b, *rest, c="x y", d=(1, None), **more)', "f(a, *, b=int)"]


@pytest.fixture(scope="module")
def written():
    """The pages in Markdown."""
    pytest.importorskip("griffe", reason="griffe is not installed; make docs installs it")
    return import_module("scripts.reference.markdown").whole()


def test_every_address_leads_somewhere(written):
    anchors = {file: HEADING.findall(text) for file, text in written.items()}
    for file, found in anchors.items():
        assert len(found) == len(set(found)), file
    for path, address in pages.addresses().items():
        file, _, anchor = address.partition("#")
        assert anchor in anchors[file], path


def test_no_page_shows_how_docstrings_are_written(written):
    for file, text in written.items():
        plain = FENCED.sub("", text)
        assert not re.search(r"^(Args|Returns|Raises|Example|Attributes):|>>>|`", plain, re.M), file


def test_an_entry_shows_arguments_example_and_source(written):
    entry = written["layers-convolutional.md"].split("{: #tahr.layers.Conv1D }\n")[1]
    entry = entry.split("\n## ")[0]
    assert "tahr.layers.Conv1D(\n    filters, kernel_size, " in entry
    assert "| `filters` | `int` | required | length of the output's channel axis. |" in entry
    assert '>>> Conv1D(4, 3, padding="causal")' in entry and "Source: Dumoulin" in entry
    assert "Its other methods are those of [`Layer`](layers-base.md#tahr.layers.Layer)." in entry


def test_methods_of_private_bases_are_those_of_the_public_class(written):
    methods = {anchor for anchor in HEADING.findall(written["models.md"]) if ".Model." in anchor}
    assert {f"tahr.models.Model.{name}" for name in ("fit", "compile", "summary", "to")} <= methods
    assert "tahr.models.Model.add_weight" not in methods
