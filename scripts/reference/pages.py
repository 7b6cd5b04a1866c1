"""The pages of the reference: one a module, and one a family of layers or ops."""

import inspect
from dataclasses import dataclass, field
from functools import cache
from importlib import import_module
from types import ModuleType

from scripts.reference.names import Name, called, described, homes, modules, names

OPS = {
    "elementwise": "arithmetic elementwise exponential trigonometry rounding special "
    "gamma_functions integers bitwise logical comparison complexes words",
    "arrays": "creation conversion shapes joining rearrange padding indexing placing triangles",
    "reductions": "reductions running statistics quantiles nans counting segments sorting",
    "linalg": "products linalg norms lu",
    "signals": "fft signals windows",
    "control": "control loops gradients forward vectorizing updates",
}
"""The families of ops, each with the files of `tahr.ops` that are of it."""
ABOUT_OPS = {
    "elementwise": "Functions of each element by itself, or of pairs of them.",
    "arrays": "Tensors made, reshaped, joined, split, read and written in places.",
    "reductions": "Many elements to fewer: sums, statistics, counts, order.",
    "linalg": "Products, factorizations, solutions of equations, norms.",
    "signals": "Fourier transforms, spectra and windows.",
    "control": "Branches, loops and gradients.",
}
WITH_PARTS = ("tahr.datasets", "tahr.preprocessing")
"""Modules that hold no names but those of their parts, which are on one page."""


@dataclass
class Page:
    """One page of the reference.

    Args:
        title: the public module, and the family where it has several.
        about: what it is about, in a sentence.
        listed: the names in the table at its top.
        sections: the names that are described on it, by the heading they stand under.
    """

    title: str
    about: str
    listed: list[Name] = field(default_factory=list)
    sections: dict[str, list[Name]] = field(default_factory=dict)

    @property
    def file(self) -> str:
        """Its name in the folder of all pages."""
        return f"{self.title.removeprefix('tahr.').replace(': ', '-')}.md"


@cache
def pages() -> tuple[Page, ...]:
    """Returns all pages in the order of the navigation."""
    found: dict[str, Page] = {}
    for module in modules():
        title = _whole(module)
        page = found.setdefault(title, Page(title, _about(module)))
        page.listed += names(module)
    for name in map(homes().__getitem__, described()):
        title, about, section = _place(name)
        page = found.setdefault(title, Page(title, about))
        page.sections.setdefault(section, []).append(name)
        page.listed += [one for one in called(name) if one not in page.listed]
    for page in found.values():
        page.sections = dict(sorted(page.sections.items()))
    return tuple(sorted(found.values(), key=lambda page: page.title))


@cache
def addresses() -> dict[str, str]:
    """Returns by each public path where it is described: a file and an anchor in it."""
    places = {
        name.path: f"{page.file}#{name.path}"
        for page in pages() for section in page.sections.values() for name in section
    }  # fmt: skip
    return {path: places[home.path] for path, home in homes().items()}


def _place(name: Name) -> tuple[str, str, str]:
    """Returns the title and the subject of the page that describes a name, and the section."""
    part = name.stands_in.removeprefix(f"{name.module}.").partition(".")[0]
    whole = _whole(name.module)
    if name.module == "tahr.layers":
        family = part if name.stands_in.startswith("tahr.layers.") else "base"
        return f"{whole}: {family}", _about(f"tahr.layers.{family}"), _kind(name)
    if name.module == "tahr.ops":
        (family,) = (family for family, files in OPS.items() if part in files.split())
        return f"{whole}: {family}", ABOUT_OPS[family], _about(name.stands_in)
    if name.module == "tahr.ops.nn":
        return whole, "", _about(name.stands_in)
    if whole != name.module:
        return whole, "", name.module
    return whole, "", _kind(name)


def _kind(name: Name) -> str:
    return "Classes" if inspect.isclass(name.item) else "Functions"


def _whole(module: str) -> str:
    above = module.rpartition(".")[0]
    return above if above in WITH_PARTS else module


def _about(module: str) -> str:
    found: ModuleType = import_module(module)
    return (inspect.getdoc(found) or "").partition("\n")[0]
