"""What all tests share."""

import atexit
import gc
import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import hypothesis
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
hypothesis.settings.register_profile("tahr", deadline=None)  # processes share the cores
hypothesis.settings.load_profile("tahr")

gc.set_threshold(50_000, 20, 50)  # what compilers leave behind makes each collection long


def pytest_collection_finish() -> None:
    """Keeps modules and tests out of all further collections: they are there to the end."""
    gc.collect()
    gc.freeze()


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
