"""The engines that the contract holds for."""

from typing import Any

import pytest
from hypothesis import settings

from tahr.core import current

settings.register_profile("steady", deadline=None)
settings.load_profile("steady")

ENGINES = ["numpy", "jax"]


@pytest.fixture(params=ENGINES)
def engine(request: pytest.FixtureRequest) -> Any:
    """Each engine in turn."""
    return current.load(request.param)


@pytest.fixture
def spec() -> Any:
    """The spec engine."""
    return current.load("spec")
