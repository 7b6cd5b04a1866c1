"""The shape of the code base itself."""

import os
import statistics
import subprocess
import sys
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from types import ModuleType

import pytest

from tests.deprecations import STRICT

ROOT = Path(__file__).resolve().parent.parent
SOURCES = sorted((ROOT / "src" / "tahr").rglob("*.py"))
LINES = 125_000
"""How long all of `src/` may be."""
FRAMEWORKS = ("jax", "torch", "tensorflow", "pytensor", "keras", "numpy")


def python(code, **environment):
    """Runs code in a process of its own."""
    env = {**os.environ, "PYTHONPATH": str(ROOT / "src"), **environment}
    done = subprocess.run(
        [sys.executable, *STRICT, "-c", code], env=env, capture_output=True, text=True,
        check=False, timeout=120,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


def lines(path):
    return len(path.read_text(encoding="utf-8").splitlines())


def is_table(path):
    """Returns whether a file mostly names or declares: a public surface or an interface."""
    return path.name == "__init__.py" or (path.name == "base.py" and path.parent.name == "engines")


def test_files_are_short():
    code = [lines(path) for path in SOURCES if lines(path) > 5]
    assert statistics.median(code) <= 150
    long = {str(p): lines(p) for p in SOURCES if lines(p) > 500 and not is_table(p)}
    assert not long


def test_the_whole_stays_within_its_budget():
    whole = sum(lines(path) for path in SOURCES)
    assert whole <= LINES, "raise LINES for what is new, not for what is written twice"


def test_importing_imports_no_framework():
    code = f"import tahr, sys; print([m for m in {FRAMEWORKS} if m in sys.modules])"
    assert python(code) == "[]"


def test_a_model_is_described_without_a_framework():
    code = (
        "import sys, tahr\n"
        "x = tahr.Input((8,)); y = tahr.layers.Dense(3)(x)\n"
        "model = tahr.Model(x, y); shape = model.output_shape\n"
        "print(shape, 'jax' in sys.modules)"
    )
    assert python(code) == "(None, 3) False"


@pytest.mark.parametrize("engine", ["jax", "numpy"])
def test_one_seed_gives_the_same_weights_in_every_process(engine):
    code = (
        "import tahr, hashlib\n"
        "tahr.utils.set_random_seed(3)\n"
        "m = tahr.Sequential([tahr.Input((5,)), tahr.layers.Dense(4), tahr.layers.Dense(2)])\n"
        "print(hashlib.sha256(b''.join(w.tobytes() for w in m.get_weights())).hexdigest())"
    )
    first = python(code, TAHR_ENGINE=engine, PYTHONHASHSEED="1")
    assert first == python(code, TAHR_ENGINE="jax", PYTHONHASHSEED="2")


def test_public_names_resolve():
    import tahr

    for name in (*tahr.MODULES, *tahr.NAMES):
        assert getattr(tahr, name) is not None
    with pytest.raises(AttributeError, match="no attribute 'nonsense'"):
        _ = tahr.nonsense


ONLY_HERE = {"distributions"}
"""Public modules that Keras has not."""


def public_modules():
    import tahr

    found = {name: getattr(tahr, name) for name in sorted(tahr.MODULES)}
    parts = {f"ops.{part}": getattr(tahr.ops, part) for part in ("image", "linalg", "nn", "numpy")}
    return {**found, "optimizers.schedules": tahr.optimizers.schedules, **parts}


@pytest.mark.parametrize("name", sorted(public_modules()))
def test_a_star_brings_what_is_public_and_nothing_else(name):
    module = public_modules()[name]
    brought = {}
    exec(f"from {module.__name__} import *", brought)
    del brought["__builtins__"]
    assert sorted(brought) == sorted(module.__all__)
    modules = {key for key, value in brought.items() if isinstance(value, ModuleType)}
    compared = find_spec("keras") and name not in ONLY_HERE
    theirs = vars(import_module(f"keras.{name}")) if compared else modules
    assert modules <= set(theirs) or name == "datasets", modules
    assert not {key for key in brought if key.startswith("_")}
    assert all(brought[key] is getattr(module, key) for key in brought)
    assert not brought.keys() & {"Any", "Callable", "TYPE_CHECKING", "annotations"}


def test_stars_do_not_replace_each_other():
    names = {"__name__": "program"}
    exec("from tahr import activations\nfrom tahr.layers import *", names)
    assert names["activations"].relu(-1.0) == 0
    assert names["Dense"](3).units == 3


def test_old_names_that_files_have_too_are_names():
    import tahr

    assert tahr.initializers.orthogonal is tahr.initializers.Orthogonal
    assert tahr.initializers.stft is tahr.initializers.STFT
    found = {f"{m}.{n}": v for m in ("initializers", "regularizers", "constraints", "losses",
             "metrics", "activations", "layers") for n in getattr(tahr, m).__all__
             for v in [getattr(getattr(tahr, m), n)]}  # fmt: skip
    assert not [name for name, value in found.items() if isinstance(value, ModuleType)]


def test_a_program_on_an_engine_of_tahrs_own_looks_for_no_other():
    code = """
import importlib.metadata as metadata
find, asked = metadata.entry_points, []
metadata.entry_points = lambda **given: asked.append(given) or find(**given)
import numpy as np, tahr
model = tahr.Sequential([tahr.Input((3,)), tahr.layers.Dense(1)])
model.compile("adam", "mse")
model.fit(np.ones((8, 3)), np.ones((8, 1)), verbose=0)
tahr.utils.set_random_seed(1)
print([given for given in asked if given.get("group") == "tahr.engines"])
"""
    assert python(code) == "[]"
