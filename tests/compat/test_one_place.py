"""Old spellings stand in `compat/` and nowhere else."""

import ast
import inspect
from collections.abc import Iterator
from pathlib import Path

import pytest

import tahr
from tahr.compat import aliases, attributes, figures, keywords, modules, settings

SOURCES = Path(tahr.__file__).parent
CLASSES = {
    old: new
    for table in (*aliases.ALIASES.values(), *aliases.KERAS_1.values())
    for old, new in table.items()
}
WORDS = {
    **{old.rpartition(".")[2]: new for old, new in keywords.RENAMED.items()},
    **{old: (new,) for table in settings.SETTINGS.values() for old, new in table.items()},
    **{old: (new,) for table in attributes.ATTRIBUTES.values() for old, new in table.items()},
    **{old: (new,) for old, new in (*CLASSES.items(), *figures.SHORT.items())},
    **{old: (new,) for old, new in modules.MOVED.items() if new},
}
"""By an old word of any kind, what it is called today."""
ARGUMENTS = {
    name.rpartition(".")[2]
    for table in (keywords.RENAMED, keywords.NOT_NEEDED, keywords.NO_EFFECT)
    for name in table
} | {name for names in keywords.TOGETHER for name in names}

TODAYS = {
    "bias", "dtype", "dynamic", "e", "epsilon", "floatx", "grayscale", "jit_compile", "options",
    "x", "y", "input", "l", "length", "m", "normal", "output",
    "output_dim", "p", "profile", "quantization_config", "sparse", "stride", "uniform", "workers",
}  # fmt: skip
"""Words that are also names of today, of something else."""
HIDDEN = {
    "autocast": "of layers that leave it to nobody",
    "decay": "does what it did, as no argument of today does",
    "dropout": "does what it did, as no argument of today does",
    "dtype": "has another default for each output",
    "input_length": "is a shape to an Embedding",
    "name": "says in an error which layer is meant",
    "oov_method": "is Tahr's own, and stays out of the signature that Keras has",
    "output_shape": "does what it did, as no argument of today does",
    "period": "does what it did, as no argument of today does",
    "rms_scaling": "does what it did, as no argument of today does",
    "schedule_decay": "does what it did, as no argument of today does",
    "trainable": "is handed on to the cell",
    "training": "is handed on where a layer takes it",
    "weights": "is the layer's, whatever its class",
}
"""Arguments that are taken out of `**kwargs`, and why."""


def faults(tree: ast.Module) -> Iterator[str]:
    """Finds what belongs into `compat/`."""
    for node in tree.body:
        yield from _second_names(node)
    for node in ast.walk(tree):
        if isinstance(node, ast.Dict):
            yield from _renamings(node)
        if isinstance(node, ast.FunctionDef) and node.args.kwarg:
            yield from _hidden(node, node.args.kwarg.arg)


def _second_names(node: ast.stmt) -> Iterator[str]:
    targets = node.targets if isinstance(node, ast.Assign) else ()
    names = {t.id for t in targets if isinstance(t, ast.Name)}
    if isinstance(node, ast.ClassDef | ast.FunctionDef):
        names.add(node.name)
    yield from (f"the name {name}" for name in (names & CLASSES.keys()) - TODAYS)
    value = getattr(node, "value", None)
    if targets and value is not None:
        inside = {n.value for n in ast.walk(value) if isinstance(n, ast.Constant)}
        words = {word for word in inside if isinstance(word, str)} & (ARGUMENTS - TODAYS)
        yield from (f"{names or 'a table'} lists {word}" for word in words)


def _renamings(node: ast.Dict) -> Iterator[str]:
    for key, value in zip(node.keys, node.values, strict=True):
        old = key.value if isinstance(key, ast.Constant) else None
        new = value.value if isinstance(value, ast.Constant) else None
        if isinstance(old, str) and new in WORDS.get(old, ()):
            yield f"{old} is called {new} in a table"


def _hidden(function: ast.FunctionDef, rest: str) -> Iterator[str]:
    for node in ast.walk(function):
        if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Attribute):
            continue
        owner, method = node.func.value, node.func.attr
        if not isinstance(owner, ast.Name) or owner.id != rest or not node.args:
            continue
        name = node.args[0].value if isinstance(node.args[0], ast.Constant) else None
        if method in ("pop", "get") and name is not None and name not in HIDDEN:
            yield f"{function.name} takes {name} out of **{rest}"


FILES = sorted(p for p in SOURCES.rglob("*.py") if "compat" not in p.relative_to(SOURCES).parts)


WORDS_OF_OTHERS = {
    "core/suggesting.py": "what other libraries call arguments, for advice",
    "utils/split_dataset.py": "what the loaders of PyTorch are made of",
    "layers/preprocessing/image/geometry/base.py": "what Keras calls it in a transformation",
    "training/setup/measures.py": "words that `compile` takes today, for more than one metric",
}
"""Files that may list such words, and why."""


@pytest.mark.parametrize("path", FILES, ids=lambda p: str(p.relative_to(SOURCES)))
def test_no_file_knows_an_old_spelling(path):
    if str(path.relative_to(SOURCES)) in WORDS_OF_OTHERS:
        assert list(faults(ast.parse(path.read_text(encoding="utf-8")))), "no longer needed here"
        return
    assert not list(faults(ast.parse(path.read_text(encoding="utf-8"))))


@pytest.mark.parametrize("planted", [
    "class Convolution2D(Conv2D): ...",
    "MaxPool2D = MaxPooling2D",
    "def mse(x, y): ...",
    "LATER = {'lr': 'learning_rate'}",
    "SHORT = {'acc': 'accuracy'}",
    "def f():\n    return {'theano': 'pytensor'}",
    "DEAD = frozenset({'write_grads'})",
    "SHAPES = ('batch_input_shape', 'shape')",
    "class A:\n    def __init__(self, slope=0.3, **kwargs):\n        kwargs.pop('alpha', slope)",
])  # fmt: skip
def test_an_old_spelling_elsewhere_is_found(planted):
    assert list(faults(ast.parse(planted)))


def signatures():
    """Lists the public functions, constructors and methods, with their parameters."""
    for module in (tahr.layers, tahr.losses, tahr.metrics, tahr.optimizers, tahr.callbacks,
                   tahr.utils, tahr.ops, tahr.models, tahr.initializers):  # fmt: skip
        for name in module.__all__:
            found = getattr(module, name)
            inside = vars(found).values() if isinstance(found, type) else ()
            for function in (found, *inside):
                if inspect.isfunction(function) or isinstance(function, type):
                    yield f"{name}.{function.__name__}", function


def parameters(function):
    try:
        return set(inspect.signature(function).parameters)
    except ValueError:
        return set()


def doubled(names: set[str]) -> set[str]:
    """Returns old names of arguments that have today's name, too."""
    return {old for old, new in WORDS.items() if old in names and names & set(new)}


def test_no_function_has_an_argument_twice():
    found = {name: doubled(parameters(function)) for name, function in signatures()}
    assert not {name: twice for name, twice in found.items() if twice}
    assert doubled({"units", "output_dim"}) == {"output_dim"}


def test_what_is_hidden_is_still_hidden():
    text = "\n".join(path.read_text(encoding="utf-8") for path in FILES)
    assert not [n for n in HIDDEN if f'.pop("{n}"' not in text and f'get("{n}"' not in text]
