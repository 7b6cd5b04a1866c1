"""Which engines this installation has."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from importlib.metadata import PackageNotFoundError, version
from importlib.util import find_spec
from pathlib import Path

from tahr import engines
from tahr.core import current
from tahr.core.config import CONFIG, ENGINES
from tahr.core.errors import EngineError

ABSENT = "not in this version"
FOLDER = Path(engines.__file__).parent


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
    """Gives the version of an installed package, or None."""
    if find_spec(package) is None:
        return None
    try:
        return version(package)
    except PackageNotFoundError:
        return "unknown"


def missing(name: str) -> str | None:
    """Tells what an engine lacks to run, without importing it; None where nothing is missing."""
    if not (FOLDER / name / "__init__.py").is_file():
        return ABSENT
    if find_spec(name) is None:
        return f"pip install 'tahr[{name}]'"
    return None


def choose(name: str) -> None:
    """Makes an engine the configured one for the rest of the process.

    Raises:
        EngineError: there is none of that name, or it cannot run.
    """
    ready = [known for known in ENGINES if missing(known) is None]
    if name not in ENGINES:
        raise EngineError(f"no engine is called {name!r}", expected=", ".join(ready))
    lacks = missing(name)
    if lacks is not None:
        raise EngineError(
            f"the {name} engine cannot run here",
            expected=", ".join(ready),
            got=lacks if lacks == ABSENT else "its framework is not installed",
            todo=None if lacks == ABSENT else lacks,
        )
    CONFIG.set("engine", name)


def reports() -> Iterator[EngineReport]:
    """Looks at each engine; those that are ready are imported."""
    for name in ENGINES:
        lacks = missing(name)
        if lacks is not None:
            yield EngineReport(name, version=installed(name), todo=lacks)
            continue
        try:
            devices = [str(device) for device in current.load(name).devices()]
        except Exception as error:
            todo = f"it does not start: {error}"
            yield EngineReport(name, version=installed(name), todo=todo)
            continue
        yield EngineReport(name, True, installed(name), devices)
