"""Runs a Keras program as `python` would, with `import keras` giving Tahr."""

import io
import sys
import traceback
from dataclasses import dataclass, field
from pathlib import Path
from types import ModuleType, TracebackType
from typing import Any

from tahr.apps.cli import engines, imports
from tahr.apps.cli.leaving import Leave
from tahr.core.config import CONFIG
from tahr.core.errors import ArgumentError
from tahr.core.tracebacks import trimmed


def start(path: Path, arguments: list[str], engine: str | None) -> None:
    """Starts a program.

    Args:
        path: the program's file.
        arguments: given to it in `sys.argv`.
        engine: what computes; the configured engine by default.

    Raises:
        ArgumentError: there is no such file.
        EngineError: the engine cannot run.
        Leave: all is well.
    """
    if str(path).startswith("-") and not path.exists():
        raise ArgumentError(
            "tahr run has no such option",
            where=str(path),
            expected="--engine ENGINE before the program; options behind it are the program's own",
        )
    if not path.is_file():
        raise ArgumentError(
            "there is no such program",
            where=str(path),
            got="a folder" if path.is_dir() else None,
            todo="give the path of a Python file: tahr run program.py",
        )
    engines.choose(engine)
    raise Leave(Program(path, arguments).run)


@dataclass(frozen=True)
class Program:
    """A Python file and the arguments it is run with."""

    path: Path
    arguments: list[str] = field(default_factory=list)

    def run(self) -> None:
        """Runs it as `__main__`."""
        sys.argv = [str(self.path), *self.arguments]
        if not sys.flags.safe_path:
            sys.path[0] = str(self.path.resolve().parent)
        imports.install()
        sys.excepthook = show_error
        module = _main_module(self.path)
        with io.open_code(str(self.path)) as file:
            source = file.read()
        execute(source, self.path, module)


def _main_module(path: Path) -> ModuleType:
    module = ModuleType("__main__")
    module.__file__ = str(path)
    module.__dict__["__builtins__"] = __builtins__
    sys.modules["__main__"] = module
    return module


def execute(source: bytes, path: Path, module: ModuleType) -> None:
    """Runs source code in a module; tracebacks of the program begin below this frame."""
    exec(compile(source, str(path), "exec", dont_inherit=True), module.__dict__)


def show_error(
    kind: type[BaseException], error: BaseException, frames: TracebackType | None
) -> None:
    """Prints an uncaught error with the program's own frames only."""
    error = error.with_traceback(_of_program(frames))
    if CONFIG.traceback_filtering:
        _trim(error, set())
    traceback.print_exception(kind, error, error.__traceback__)


def _of_program(frames: TracebackType | None) -> TracebackType | None:
    """Drops the frames that led to the program."""
    rest = frames
    while rest is not None:
        if rest.tb_frame.f_code is execute.__code__:
            return rest.tb_next
        rest = rest.tb_next
    return frames


def _trim(error: BaseException, seen: set[int]) -> None:
    """Trims an error and those it came of; one that never was in the program is left out."""
    seen.add(id(error))
    error.__traceback__ = trimmed(error.__traceback__)
    context: Any = error.__cause__ or error.__context__
    if context is None or id(context) in seen:
        return
    _trim(context, seen)
    if context.__traceback__ is None:
        error.__cause__ = error.__context__ = None
