"""The engines that the contract holds for."""

from typing import Any

import pytest
from hypothesis import settings

from tahr.core import current, engines
from tests.contract import record
from tests.contract.limits import LIMITS, UNDEFINED

settings.register_profile("steady", deadline=None)
settings.load_profile("steady")

ENGINES = engines.names()
INSTALLED = [name for name in ENGINES if current.installed(name)]

COMPILES_ALWAYS = ("jax",)
"""Engines that compile each primitive they run eagerly, which is most of the suite's time."""


def but_for_long_runs(*long: str) -> pytest.MarkDecorator:
    """Parametrizes over the engines, some of them under `make soak` alone.

    Args:
        *long: those; what they compile is held to the same by a test that compiles it in one go.
    """
    marks = dict.fromkeys(long, pytest.mark.soak)
    params = [pytest.param(name, marks=marks.get(name, ())) for name in ENGINES]
    return pytest.mark.parametrize("engine", params, indirect=True)


@pytest.fixture(params=ENGINES)
def engine(request: pytest.FixtureRequest) -> Any:
    """Each engine in turn."""
    if not current.installed(request.param):
        pytest.skip(f"{request.param} is not installed")
    return current.load(request.param)


def pytest_sessionfinish() -> None:
    """Writes the tolerances met, where the environment asks for them."""
    record.write(LIMITS, UNDEFINED)


@pytest.fixture
def spec() -> Any:
    """The spec engine."""
    return current.load("spec")
