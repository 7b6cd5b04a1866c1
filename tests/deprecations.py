"""Deprecation warnings of the packages Tahr stands on: one failure each, whatever meets them.

As errors at the line that warns they would fail every test that comes by, and most of these tests
tell nothing of it. So they are collected, and a run ends with an error for each package and
message. Warnings of other kinds stay errors where they are given (`filterwarnings` in
pyproject.toml).
"""

import warnings
from pathlib import Path

import pytest

KINDS = (DeprecationWarning, PendingDeprecationWarning, FutureWarning)
STRICT = ["-W", "error", *(part for kind in KINDS for part in ("-W", f"ignore::{kind.__name__}"))]
"""How tests start Python: what is deprecated is met in their own process too."""


def package(path: str) -> str:
    """Tells whose a warning is by the file it names: a package's own, or the engine that uses it.

    Args:
        path: of the file.
    """
    parts = Path(path).parts
    for folder in ("site-packages", "engines"):
        if folder in parts[:-1]:
            return parts[parts.index(folder) + 1].removesuffix(".py")
    return path


class Deprecations:
    """Collects, for each package and message, the place and the tests that met it."""

    def __init__(self) -> None:
        self._found: dict[tuple[str, str], list[str]] = {}

    def pytest_warning_recorded(
        self, warning_message: warnings.WarningMessage, nodeid: str
    ) -> None:
        """Keeps one."""
        given = warning_message
        if issubclass(given.category, KINDS):
            key = package(given.filename), f"{given.category.__name__}: {given.message}"
            self._found.setdefault(key, [f"{given.filename}:{given.lineno}"]).append(nodeid)

    @pytest.hookimpl(tryfirst=True)
    def pytest_sessionfinish(self, session: pytest.Session) -> None:
        """Ends the run with an error for each."""
        reporter = session.config.pluginmanager.get_plugin("terminalreporter")
        if not self._found or reporter is None:
            return
        errors = reporter.stats.setdefault("error", [])
        errors += [_error(*key, *met) for key, met in self._found.items()]
        if session.exitstatus == pytest.ExitCode.OK:
            session.exitstatus = pytest.ExitCode.TESTS_FAILED


def _error(whose: str, message: str, place: str, first: str, *others: str) -> pytest.TestReport:
    met = f"met {1 + len(others)} times, first in {first or 'collecting'}"
    return pytest.TestReport(
        f"deprecated by {whose}", (whose, None, f"what {whose} deprecates"), {}, "failed",
        f"{place}: {message}\n{met}", "setup",
    )  # fmt: skip


def pytest_configure(config: pytest.Config) -> None:
    """Begins to collect; in workers there is nobody to tell."""
    if not hasattr(config, "workerinput"):
        config.pluginmanager.register(Deprecations(), "deprecations")
