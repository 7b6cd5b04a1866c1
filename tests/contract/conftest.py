"""The engines that the contract holds for."""

from importlib.util import find_spec
from typing import Any

import pytest
from hypothesis import settings

from tahr.core import config, current
from tests.contract import record
from tests.contract.limits import LIMITS, UNDEFINED

settings.register_profile("steady", deadline=None)
settings.load_profile("steady")

ENGINES = [name for name in config.ENGINES if find_spec(f"tahr.engines.{name}")]
INSTALLED = [name for name in ENGINES if current.installed(name)]


@pytest.fixture(params=ENGINES)
def engine(request: pytest.FixtureRequest) -> Any:
    """Each engine in turn."""
    pytest.importorskip(request.param, reason=f"{request.param} is not installed")
    return current.load(request.param)


def pytest_sessionfinish() -> None:
    """Writes the tolerances met, where the environment asks for them."""
    record.write(LIMITS, UNDEFINED)


@pytest.fixture
def spec() -> Any:
    """The spec engine."""
    return current.load("spec")
