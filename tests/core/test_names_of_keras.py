"""The table of Keras's names is that of Keras's public API, and what Tahr lacks of it is told."""

import json
import subprocess
import sys
import warnings
from importlib import import_module
from types import ModuleType

import pytest

import tahr
from tahr.compat.missing import NOT_YET, has_keras, names_in
from tahr.compat.names_of_keras import MODULES, NAMES, NEWER

BY_3_16 = (
    "ops.column_stack", "ops.gammainc", "ops.linalg.matrix_power", "ops.image.reconstruct_patches",
    "layers.TernaryDense", "quantizers.pack_int2", "quantizers.unpack_int2",
    "quantizers.QuantizationReport",
)  # fmt: skip

PARTS = ("linalg", "nn", "numpy")
"""Modules that hold names of `ops` once more."""


def test_the_table_is_that_of_the_api(shared):
    api = json.loads((shared / "api" / "keras-3.15.1.json").read_text(encoding="utf-8"))
    for path in api:
        assert has_keras(path), path
        assert path.rpartition(".")[0] in ("", *MODULES), path
    known = {f"{m}.{n}".strip(".") for m, text in NAMES.items() for n in text.split()}
    assert known <= {*api, "version"}, known - {*api}


def test_the_table_is_that_of_the_keras_installed():
    keras = pytest.importorskip("keras", reason="keras is not installed")
    release = tuple(map(int, keras.__version__.split(".")[:2]))
    for module, text in NAMES.items():
        found = import_module(f"keras.{module}" if module else "keras")
        missing = [name for name in text.split() if not hasattr(found, name)]
        assert not missing or release != (3, 15), (module, missing)
    if release >= (3, 16):
        for path in BY_3_16:
            module, _, name = path.rpartition(".")
            assert hasattr(import_module(f"keras.{module}"), name), path


def test_every_name_is_one_of_a_module():
    assert set(NAMES) <= {"", *MODULES}
    assert set(NEWER) <= {"", *MODULES}
    assert names_in("ops.image").isdisjoint(names_in("ops"))
    assert all(names_in(f"ops.{part}") <= names_in("ops") | {"matrix_power"} for part in PARTS)
    assert not has_keras("layers.Densee")
    assert not has_keras("nonsense")
    for module, text in NEWER.items():
        assert not set(text.split()) & set(NAMES.get(module, "").split())


@pytest.mark.parametrize("path", BY_3_16)
def test_what_the_next_keras_has_is_in_the_table(path):
    assert has_keras(path)


def lacking():
    """One name of each module that Tahr lacks something of, and the modules it lacks."""
    for module in MODULES:
        found: ModuleType | None = tahr
        for part in module.split("."):
            found = getattr(found, part, None) if isinstance(found, ModuleType) else None
        if found is None:
            yield module, None
            continue
        absent = [name for name in sorted(names_in(module)) if not hasattr(found, name)]
        yield from ((module, name) for name in absent[:1])


LACKING = [*lacking()]


@pytest.mark.parametrize(("module", "name"), LACKING)
def test_every_spelling_says_so(module, name):
    outer, _, last = module.rpartition(".")
    if name is not None:
        ways = [
            f"from tahr.{module} import {name}",
            f"import tahr.{module} as m\nm.{name}",
            f"from tahr import {module}\n{module}.{name}" if not outer else "import tahr.nonsense",
        ][: 3 if not outer else 2]
    else:
        ways = [f"import tahr.{module}", f"from tahr.{module} import anything"]
        if not outer:
            ways += [f"import tahr\ntahr.{module}", f"from tahr import {module}"]
    for way in ways:
        with pytest.raises((ImportError, AttributeError), match=NOT_YET) as caught:
            exec(way, {})
        assert "\n" not in str(caught.value)
        named = (last, str(name), module.partition(".")[0])
        assert any(part in str(caught.value) for part in named)


PROGRAM = """
import sys
for way in {ways!r}:
    try:
        exec(way, dict())
    except (ImportError, AttributeError) as error:
        print(str(error).endswith({words!r}), flush=True)
    else:
        print("nothing was said of", way)
"""


def test_every_root_says_so(tmp_path):
    module, name = LACKING[0]
    name = name or min(names_in(module))
    ways = [
        f"from {root}.{module} import {name}" for root in ("keras", "tensorflow.keras", "tf_keras")
    ] + [f"import keras\nkeras.{module}.{name}", f"from keras import {module}\n{module}.{name}"]
    (tmp_path / "program.py").write_text(PROGRAM.format(ways=ways, words=NOT_YET))
    done = subprocess.run(
        [sys.executable, "-m", "tahr", "run", "program.py"], cwd=tmp_path, text=True,
        capture_output=True, check=False,
    )  # fmt: skip
    assert done.stdout.split() == ["True"] * len(ways), done.stdout + done.stderr


def test_a_name_that_neither_has_gets_the_nearest():
    with pytest.raises(ModuleNotFoundError, match="did you mean 'layers'"):
        exec("import tahr.layerss")
    with pytest.raises(ModuleNotFoundError, match=r"No module named 'tahr.zzqx'"):
        exec("import tahr.zzqx")
    with warnings.catch_warnings(), pytest.raises(ImportError, match="did you mean 'Dense'"):
        exec("from tahr.layers import Densee")
