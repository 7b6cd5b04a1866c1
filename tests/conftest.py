"""What all tests share."""

import os

os.environ.setdefault("JAX_DISABLE_MOST_OPTIMIZATIONS", "1")  # compiling is most of what tests do

from collections.abc import Iterator
from pathlib import Path

import pytest

from tahr.core.config import CONFIG

SHARED = Path(__file__).resolve().parent.parent.parent / "shared"

CONFIG.traceback_filtering = False


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
