"""What all tests share."""

import atexit
import gc
import os
import re
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tahr.core.config import CONFIG

SHARED = Path(__file__).resolve().parent.parent.parent / "shared"

ONE_THREAD = {"OMP_NUM_THREADS": "1", "MKL_NUM_THREADS": "1", "TF_NUM_INTRAOP_THREADS": "1"}
"""Tests run in several processes: threads of each that wait for work in a loop cost all of them."""

TO_COMPILE_LESS = {
    "JAX_DISABLE_MOST_OPTIMIZATIONS": "1",
    "JAX_PERSISTENT_CACHE_MIN_COMPILE_TIME_SECS": "0",
    "JAX_PERSISTENT_CACHE_MIN_ENTRY_SIZE_BYTES": "-1",
}
"""Compiling is most of what tests do: what one process of a run has compiled, the others take."""

KEPT = "JAX_COMPILATION_CACHE_DIR"
if KEPT not in os.environ:
    os.environ[KEPT] = tempfile.mkdtemp(prefix="tahr-tests-")
    atexit.register(shutil.rmtree, os.environ[KEPT], ignore_errors=True)
os.environ.update(ONE_THREAD | TO_COMPILE_LESS | os.environ)
CONFIG.traceback_filtering = False

gc.set_threshold(50_000, 20, 50)  # what compilers leave behind makes each collection long


def pytest_collection_finish() -> None:
    """Keeps modules and tests out of all further collections: they are there to the end."""
    gc.collect()
    gc.freeze()


THINNED = (
    "tests/parity/layers/",
    "tests/parity/saving/",
    "tests/parity/optimizers/test_engines.py",
    "tests/contract/test_rows.py::.*(torch|tensorflow|pytensor)",
    "tests/contract/test_primitives.py::.*(torch|tensorflow|pytensor)",
    "tests/contract/test_agreement.py",
    "tests/docs/test_examples.py::test_examples_of_custom_training",
    "tests/training/test_precision.py",
    "tests/training/test_filling.py::test_a_step_of_every_layer",
    "tests/training/test_nonfinite.py",
    "tests/training/test_freezing.py",
)
"""Tests of which every third is in a usual run and the others are under `make soak`: a run of all
takes longer than the fifteen minutes there are for it on two cores."""
EVERY = 3


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Puts all but one in three tests of the longest families under `make soak`."""
    for family in THINNED:
        found = [item for item in items if re.match(family, item.nodeid)]
        for place, item in enumerate(found):
            if place % EVERY:
                item.add_marker(pytest.mark.soak)


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of real data and programs that may stand beside a checkout."""
    if not (SHARED / "programs").is_dir():
        pytest.skip("the folder ../shared with real programs and data is not there")
    return SHARED


@pytest.fixture
def trimmed_tracebacks() -> Iterator[None]:
    """Errors as a user sees them."""
    CONFIG.traceback_filtering = True
    yield
    CONFIG.traceback_filtering = False
