"""Which engines this installation has."""

import logging
import os
from collections.abc import Iterator
from dataclasses import dataclass, field
from importlib.metadata import PackageNotFoundError, version

from tahr.core import current
from tahr.core.choosing import engine
from tahr.core.config import AUTO, CONFIG
from tahr.core.engines import about, names
from tahr.core.extras import installed_spec


@dataclass(frozen=True)
class EngineReport:
    """What is known of one engine.

    Attributes:
        name: the engine's.
        ready: whether it can run.
        version: of its framework, where that is installed.
        devices: what it can compute on, the default first.
        todo: what would make it ready.
    """

    name: str
    ready: bool = False
    version: str | None = None
    devices: list[str] = field(default_factory=list)
    todo: str | None = None


def installed(package: str) -> str | None:
    """Returns the version of an installed package, or None."""
    if installed_spec(package) is None:
        return None
    try:
        return version(package)
    except PackageNotFoundError:
        return "unknown"


def missing(name: str) -> str | None:
    """Returns how to get an engine, without importing it; None where it is there."""
    return None if current.installed(name) else about(name).install


def choose(name: str | None) -> None:
    """Makes an engine the configured one for this process and those it starts.

    Args:
        name: the engine's; None leaves things as they are.

    Raises:
        EngineError: there is none of that name, or it cannot run.
    """
    if name is None:
        return
    engine(name)
    os.environ["TAHR_ENGINE"] = ",".join([CONFIG.engine, *CONFIG.fallback])
    if CONFIG.engine == AUTO:
        log = logging.getLogger("tahr")
        log.setLevel(logging.INFO)
        log.addHandler(logging.StreamHandler())


def reports() -> Iterator[EngineReport]:
    """Looks at each engine; those that are ready are imported."""
    for name in names():
        lacks = missing(name)
        if lacks is not None:
            yield EngineReport(name, version=installed(about(name).package), todo=lacks)
            continue
        try:
            devices = [str(device) for device in current.load(name).devices()]
        except Exception as error:
            todo = f"it does not start: {error}"
            yield EngineReport(name, version=installed(about(name).package), todo=todo)
            continue
        yield EngineReport(name, True, installed(about(name).package), devices)
