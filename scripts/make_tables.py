"""Fills the generated tables of the documentation from the code they describe.

A page says where a table goes: `<!-- table: NAME -->` before it, `<!-- end -->` after it.
"""

import ast
import inspect
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import pairwise
from pathlib import Path

from scripts import engine_tables, package_tables

import tahr
from tahr.compat import (
    aliases,
    attributes,
    figures,
    keywords,
    methods,
    missing,
    modules,
    names_of_keras,
    old_names as old_names_table,
)
from tahr.core import json_text, spending
from tahr.core.engines import OWN as ENGINES, about
from tahr.engines import base, elementwise
from tahr.saving import store

ROOT = Path(__file__).resolve().parent.parent
DOCS = ROOT / "docs"
FOLDERS = ROOT / "src" / "tahr" / "engines"
PLACE = re.compile(r"(<!-- table: (\w+) -->\n).*?(<!-- end -->)", re.DOTALL)
SECTION = re.compile(r"    # (\w[^.,:;]*)")
QUALIFIED = re.compile(r"\b(?:keras|tahr)\.[\w.]+(?:\([^)]*\))?")
KERAS_MODULES = sorted({name.partition(".")[0] for name in names_of_keras.MODULES})
"""The public modules of Keras 3.15."""
MIB = 1 << 20


def table(titles: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Returns a table in Markdown."""
    lines = [titles, ["---"] * len(titles), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def code(*texts: object) -> str:
    """Returns texts as code, with commas between them."""
    return ", ".join(f"`{text}`" for text in texts)


def old_keywords() -> str:
    """Which keyword arguments of Keras 1 and 2 are understood."""
    rows = [(code(old), code(*new)) for old, new in keywords.RENAMED.items()]
    rows += [(code(*old), code(new)) for old, new in keywords.TOGETHER.items()]
    return table(("Keras 1 and 2", "Today"), rows)


def old_values() -> str:
    """Which values of arguments are understood."""
    rows = [
        (code(f"{name}={old!r}"), code(f"{name}={new!r}"))
        for name, pairs in keywords.VALUES.items()
        for old, new in pairs.items()
    ]
    return table(("Keras 1", "Today"), rows)


def old_figures() -> str:
    """Which names of figures in the logs stand for one another."""
    rows = [(code(short, f"val_{short}"), code(long, f"val_{long}")) for short, long in
            figures.SHORT.items()]  # fmt: skip
    return table(("Short", "Long"), rows)


def old_names() -> str:
    """Which names of classes and functions of earlier versions are understood."""
    rows = [
        (code(f"{module}.{old}"), code(f"{module}.{new}"))
        for table_of in (aliases.ALIASES, aliases.KERAS_1)
        for module, names in table_of.items()
        for old, new in names.items()
        if old not in missing.names_in(module)
    ]
    rows += [(code(old), today) for old, today in aliases.TODAYS.items()]
    rows += [(code(f"layers.{name}"), "the layer it was") for name in aliases.KEPT_LAYERS]
    return table(("Earlier versions", "Today"), rows)


def old_methods() -> str:
    """Which methods and attributes of earlier versions are understood."""
    rows = [(code(f"model.{old}()"), today) for old, today in methods.METHODS_TODAY.items()]
    rows += [
        (code(f"model.{method}({name}=True)"), code("compile(metrics=['accuracy'])"))
        for method, name in methods.ACCURACY.items()
    ]
    rows += [(code(f"layer.{old}"), today) for old, (today, _) in attributes.OF_LAYERS.items()]
    rows += [
        (code(f"optimizer.{old}"), code(f"optimizer.{new}"))
        for names in attributes.ATTRIBUTES.values()
        for old, new in names.items()
    ]
    return table(("Earlier versions", "Today"), rows)


def old_rest() -> str:
    """Which keyword arguments change nothing, or mean what is not there any more."""
    silent = [(code(n), "taken", "says what is so anyway") for n in keywords.NOT_NEEDED]
    no_effect = [(code(n), "taken, with a warning", why) for n, why in keywords.NO_EFFECT.items()]
    gone = [(code(n), "an error, but for its default", why) for n, why in keywords.GONE.items()]
    return table(("Keyword", "It is", "Because, or in its place"), [*silent, *no_effect, *gone])


def old_modules() -> str:
    """Which modules of earlier versions are understood."""
    by_target: dict[str, list[str]] = {}
    for old, new in modules.MOVED.items():
        if new.partition(".")[0] not in {"", *tahr.MODULES}:
            continue
        by_target.setdefault(f"keras.{new}" if new else "keras", []).append(f"keras.{old}")
    rows = [(code(*sorted(olds)), code(new)) for new, olds in sorted(by_target.items())]
    return table(("Earlier versions", "Today"), rows)


def old_functions() -> str:
    """Which names of modules of earlier versions are understood, and what to write today."""
    rows = []
    for module, names in old_names_table.TABLE.items():
        by_today: dict[str, list[str]] = {}
        for name, place in names.items():
            by_today.setdefault(place.today or f"keras.{module}.{name}", []).append(name)
        rows += [
            (code(*(f"{module}.{name}" for name in sorted(olds))), code(today))
            for today, olds in sorted(by_today.items(), key=lambda item: min(item[1]))
        ]
    return table(("Earlier versions", "Today"), rows)


def missing_modules() -> str:
    """Which public modules of Keras there are not."""
    absent = [name for name in KERAS_MODULES if name not in tahr.MODULES]
    return f"{code(*(f'keras.{name}' for name in absent))}." if absent else "none."


def missing_names() -> str:
    """Which public names of Keras there are not, in the modules that there are."""
    rows = []
    parts = [path for path in names_of_keras.MODULES if path.startswith("ops.")]
    for module in (*names_of_keras.NAMES, *parts):
        if module.partition(".")[0] not in {"", *tahr.MODULES}:
            continue
        found = _reached(module)
        known = sorted(missing.names_in(module))
        absent = [name for name in known if not hasattr(found, name)]
        whole = f"keras.{module}" if module else "keras"
        if found is None:
            rows.append((code(whole), "the whole of it"))
        elif absent:
            rows.append((code(whole), code(*absent)))
    for path in names_of_keras.MODULES:
        is_ours = path.partition(".")[0] in tahr.MODULES
        if is_ours and not missing.names_in(path) and _reached(path) is None:
            rows.append((code(f"keras.{path}"), "the whole of it"))
    return table(("In", "there is not yet"), rows) if rows else "none."


def _reached(path: str) -> object:
    found: object = tahr
    for part in filter(None, path.split(".")):
        found = getattr(found, part, None)
    return found


def roots() -> str:
    """Under which names Keras as a whole may be imported."""
    return f"{code(*modules.ROOTS)}."


def tensorflow_names() -> str:
    """What does the work of a name of TensorFlow."""
    rows = [(code(f"tf.{name}"), QUALIFIED.sub(r"`\g<0>`", instead)) for name, instead in
            sorted(modules.INSTEAD.items())]  # fmt: skip
    return table(("TensorFlow", "In its place"), rows)


def engines() -> str:
    """Which engines there are."""
    rows = [_engine(name) for name in ("spec", *ENGINES)]
    return table(("Engine", "What it is", "How it runs", "Trains"), rows)


def _engine(name: str) -> tuple[str, str, str, str]:
    """Reads what an engine says of itself, without importing its framework."""
    package = ast.parse((FOLDERS / name / "__init__.py").read_text(encoding="utf-8"))
    file = FOLDERS / name / "engine.py"
    tree = ast.parse(file.read_text(encoding="utf-8")) if file.is_file() else package
    found = next(node for node in tree.body if isinstance(node, ast.ClassDef))
    says = [(ast.get_docstring(node) or "").splitlines()[0] for node in (package, found)]
    trains = name != "spec" and about(name).trains
    return code(name), says[0], says[1], "yes" if trains else "no"


def primitives() -> str:
    """What an engine has to do, by kind."""
    return table(("Primitive", "Kind", "Does"), [*_elementwise(), *_methods()])


def _elementwise() -> Iterator[tuple[str, str, str]]:
    body = ast.parse(inspect.getsource(elementwise)).body
    for node, following in pairwise(body):
        name = node.targets[0] if isinstance(node, ast.Assign) else None
        if isinstance(name, ast.Name) and name.id in ("UNARY", "BINARY"):
            assert isinstance(following, ast.Expr) and isinstance(following.value, ast.Constant)
            about = " ".join(str(following.value.value).removeprefix("Elementwise, ").split())
            yield code(*getattr(base, name.id)), "Elementwise", about[:1].upper() + about[1:]


def _methods() -> Iterator[tuple[str, str, str]]:
    source = inspect.getsource(base)
    kind, kinds = "", [""]
    for line in source.splitlines():
        found = SECTION.match(line)
        kind = found[1] if found else kind
        kinds.append(kind)
    nodes = [node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.FunctionDef)]
    for node in sorted(nodes, key=lambda node: node.lineno):
        if node.name in base.Engine.__abstractmethods__:
            yield code(_call(node)), kinds[node.lineno], _about(node)


def _call(node: ast.FunctionDef) -> str:
    names = [argument.arg for argument in node.args.args if argument.arg != "self"]
    names += [f"*{node.args.vararg.arg}"] if node.args.vararg else []
    return f"{node.name}({', '.join(names)})"


def _about(node: ast.FunctionDef) -> str:
    """Returns what stands in front of the arguments in a docstring."""
    whole = re.split(r"\n(?:Args|Returns):", ast.get_docstring(node) or "")[0]
    return " ".join(whole.split())


def limits() -> str:
    """What the parts of a model file may be."""
    grows = f"MiB or to {store.GROWTH} times its size, whichever is more"
    rows = [
        (
            code(name),
            f"{'JSON, at most' if name in store.LIMITS else 'HDF5'}"
            f"{f' {store.LIMITS[name] // MIB} MiB' if name in store.LIMITS else ''}; "
            f"where compressed, it may grow to {free // MIB} {grows}",
        )
        for name, free in store.FREE.items()
        if name != store.ASSETS
    ]
    each = (
        f"and {json_text.EACH} for each byte it takes in the file, "
        f"no more than one for {json_text.APART} of its own"
    )
    rows.append(("values in a JSON text", f"{json_text.VALUES:,} {each}"))
    more = f"and one for each {spending.SHARE} bytes of the configuration in the file"
    rows.append(("objects made and layers called", f"{spending.FREE:,} {more}"))
    more = f"and one for each {spending.BYTES} bytes of the configuration in the file"
    rows.append(("tensors of layers and ops that are called", f"{spending.TENSORS:,} {more}"))
    room = f"all together {store.FREE[store.ASSETS] // MIB} MiB or {store.GROWTH} times their size"
    rows.append((code(store.ASSETS), f"text, such as vocabularies; {room}, whichever is more"))
    return table(("Part", "Limit"), rows)


def engine_matrix() -> str:
    """How far off each engine is."""
    titles = ("", *(code(name) for name in engine_tables.present()))
    return table(titles, engine_tables.matrix())


def engine_limits() -> str:
    """What engines do not do, and why."""
    return table(("Engine", "Not", "Because"), engine_tables.left_out())


def engine_lines() -> str:
    """How much code each engine is."""
    return table(("Engine", "Lines", "Keras 3.15.1"), engine_tables.lines())


TABLES: dict[str, Callable[[], str]] = {
    "old_keywords": old_keywords,
    "old_values": old_values,
    "old_figures": old_figures,
    "old_names": old_names,
    "old_methods": old_methods,
    "old_rest": old_rest,
    "old_modules": old_modules,
    "old_functions": old_functions,
    "missing_modules": missing_modules,
    "missing_names": missing_names,
    "roots": roots,
    "tensorflow_names": tensorflow_names,
    "engines": engines,
    "engine_matrix": engine_matrix,
    "engine_limits": engine_limits,
    "engine_lines": engine_lines,
    "primitives": primitives,
    "limits": limits,
    "packages": package_tables.packages,
}
"""Every generated table by its name."""


def filled(text: str) -> str:
    """Returns a page with all its tables written anew."""
    return PLACE.sub(lambda found: f"{found[1]}\n{TABLES[found[2]]()}\n\n{found[3]}", text)


if __name__ == "__main__":
    for page in sorted(DOCS.glob("*.md")):
        page.write_text(filled(page.read_text(encoding="utf-8")), encoding="utf-8")
