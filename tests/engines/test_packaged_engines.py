"""Engines of other distributions, made by docs/writing-an-engine.md: they work everywhere."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
FILES = {
    "tahr_tiny/__init__.py": """
from tahr.core.engines import About, lazily

ABOUT = About(
    "tiny", package="tahr_tiny", tensors=("tahr_tiny",), trains=False, start=0.1,
    install="pip install tahr-tiny",
)
__getattr__ = lazily("tahr_tiny")
""",
    "tahr_tiny/engine.py": """
import numpy as np
from tahr.engines.numpy import NumpyEngine


class TinyTensor(np.ndarray):
    pass


class TinyEngine(NumpyEngine):
    name = "tiny"

    def asarray(self, value, dtype=None):
        return super().asarray(value, dtype).view(TinyTensor)


ENGINE = TinyEngine()
""",
    "tahr_swift/__init__.py": """
from tahr.core.engines import About, lazily

ABOUT = About("swift", package="tahr_swift", start=0.1, install="pip install tahr-swift")
__getattr__ = lazily("tahr_swift")
""",
    "tahr_swift/engine.py": """
from tahr.engines.jax import JaxEngine


class SwiftEngine(JaxEngine):
    name = "swift"


ENGINE = SwiftEngine()
""",
    "tahr_broken/__init__.py": "raise RuntimeError('no such chip')\n",
    "tahr_tiny-0.1.dist-info/METADATA": "Metadata-Version: 2.1\nName: tahr-tiny\nVersion: 0.1\n",
    "tahr_tiny-0.1.dist-info/entry_points.txt": (
        "[tahr.engines]\ntiny = tahr_tiny\nswift = tahr_swift\nbroken = tahr_broken\n"
    ),
}
PROGRAM = """
import numpy as np
import tahr
from tahr.core import current, engines

assert {"tiny", "swift"} <= set(engines.names())
assert "broken" not in current.can_train()
assert "swift" in current.can_train() and "tiny" not in current.can_train()

x = np.random.default_rng(0).normal(size=(64, 4)).astype("float32")
model = tahr.Sequential([tahr.Input((4,)), tahr.layers.Dense(3, activation="softmax")])
wanted = model.predict(x, verbose=0)
assert np.allclose(model.to("tiny").predict(x, verbose=0), wanted, atol=1e-6)
assert model.engine.name == "tiny"

own = current.load("tiny").asarray(x)
assert type(own).__name__ == "TinyTensor"
with tahr.engine("jax"):
    assert current.owner(own).name == "tiny"
    assert np.allclose(tahr.ops.convert_to_numpy(tahr.ops.add(own, 1)), x + 1)

model.to("swift").compile("adam", "sparse_categorical_crossentropy")
losses = model.fit(x, np.arange(64) % 3, epochs=3, verbose=0).history["loss"]
assert losses[-1] < losses[0] and model.engine.name == "swift"

model.to("auto").compile("adam", "sparse_categorical_crossentropy")
model.fit(x, np.arange(64) % 3, verbose=0)
assert model.engine.name in current.can_train()

try:
    model.to("tin")
except tahr.core.errors.EngineError as error:
    assert "did you mean 'tiny'" in str(error)
else:
    raise AssertionError
print("right")
"""


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder as pip leaves it where the distribution is installed."""
    folder = tmp_path_factory.mktemp("site")
    for name, text in FILES.items():
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    return folder


def python(site: Path, *options: str, **environment: str) -> subprocess.CompletedProcess[str]:
    paths = os.pathsep.join([str(site), str(ROOT / "src")])
    return subprocess.run(
        [sys.executable, *options], cwd=ROOT, capture_output=True, text=True, check=False,
        env={**os.environ, "PYTHONPATH": paths, **environment}, timeout=280,
    )  # fmt: skip


def test_an_engine_of_another_distribution_works_everywhere(site: Path) -> None:
    done = python(site, "-c", PROGRAM)
    assert (done.returncode, done.stdout) == (0, "right\n"), done.stderr


def test_commands_know_it(site: Path) -> None:
    done = python(site, "-m", "tahr", "doctor", "--json")
    assert '"tiny"' in done.stdout, done.stdout + done.stderr
    program = site / "program.py"
    program.write_text("import keras; print(keras.config.backend())", encoding="utf-8")
    done = python(site, "-m", "tahr", "run", "--engine", "tiny", str(program))
    assert done.stdout == "tiny\n", done.stderr
    done = python(site, "-c", "import tahr; print(tahr.config.backend())", TAHR_ENGINE="swift")
    assert done.stdout == "swift\n", done.stderr


def test_the_contract_holds_for_it(site: Path) -> None:
    few = ["tests/contract/test_primitives.py", "-k", "tiny", "--one-in", "10"]
    done = python(site, "-m", "pytest", "-q", "-p", "no:cacheprovider", "-m", "not soak", *few)
    assert done.returncode == 0, done.stdout[-3000:]
    assert "passed" in done.stdout or "." in done.stdout
