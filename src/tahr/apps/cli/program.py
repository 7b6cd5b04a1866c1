"""Runs a Keras program as `python` would, with `import keras` giving Tahr."""

import io
import runpy
import sys
import traceback
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from types import CodeType, ModuleType, TracebackType
from typing import Any

from tahr.apps.cli import engines, imports, notebook
from tahr.apps.cli.leaving import Leave
from tahr.core.config import CONFIG
from tahr.core.errors import ArgumentError
from tahr.core.tracebacks import trimmed

NOTEBOOK = ".ipynb"
MODULE, CODE = "-m", "-c"
"""What stands before a module's name, and before code, as for `python`."""


def start(path: Path, arguments: list[str], engine: str | None) -> None:
    """Starts a program.

    Args:
        path: the program's file, a notebook, or `-m` or `-c`.
        arguments: given to it in `sys.argv`; after `-m` the module comes first, after `-c` the
            code.
        engine: what computes; the configured engine by default.

    Raises:
        ArgumentError: there is no such file.
        EngineError: the engine cannot run.
        Leave: all is well.
    """
    program = _of_option(str(path), arguments) or _of_file(path, arguments)
    engines.choose(engine)
    raise Leave(program.run)


def _of_option(option: str, arguments: list[str]) -> "Program | None":
    if option not in (MODULE, CODE):
        return None
    if not arguments:
        what = "the name of a module" if option == MODULE else "a line of Python"
        raise ArgumentError("something is missing", where=f"tahr run {option}", expected=what)
    first, *rest = arguments
    if option == MODULE:
        return Module(Path(first), rest)
    return Code(Path("<string>"), rest, first)


def _of_file(path: Path, arguments: list[str]) -> "Program":
    if str(path).startswith("-") and not path.exists():
        raise ArgumentError(
            "tahr run has no such option",
            where=str(path),
            expected="--engine ENGINE before the program, or -m MODULE, or -c CODE; options "
            "behind them are the program's own",
        )
    if not path.is_file():
        raise ArgumentError(
            "there is no such program",
            where=str(path),
            got="a folder" if path.is_dir() else None,
            todo="give the path of a Python file: tahr run program.py",
        )
    return (Notebook if path.suffix == NOTEBOOK else Program)(path, arguments)


@dataclass(frozen=True)
class Program:
    """A Python file and the arguments it is run with."""

    path: Path
    arguments: list[str] = field(default_factory=list)

    def run(self) -> None:
        """Runs it as `__main__`."""
        sys.argv = [self.shown, *self.arguments]
        if not sys.flags.safe_path:
            sys.path[0] = self.folder
        imports.install()
        sys.excepthook = show_error
        self.go()

    @property
    def shown(self) -> str:
        """What stands first in `sys.argv`."""
        return str(self.path)

    @property
    def folder(self) -> str:
        """Where it finds the modules beside it."""
        return str(self.path.resolve().parent)

    def go(self) -> None:
        """Runs it, once everything is ready for it."""
        module = _main_module(self.path)
        with io.open_code(str(self.path)) as file:
            source = file.read()
        execute(lambda: compile(source, str(self.path), "exec", dont_inherit=True), module)


class Notebook(Program):
    """A notebook, whose cells of code are run one after the other."""

    def go(self) -> None:
        module = _main_module(self.path)
        called(lambda: notebook.run(self.path, module.__dict__))


class Module(Program):
    """A module that is run by its name, as `python -m` does."""

    @property
    def shown(self) -> str:
        return MODULE  # which `runpy` replaces by the module's file

    @property
    def folder(self) -> str:
        return str(Path.cwd())

    def go(self) -> None:
        called(lambda: runpy.run_module(str(self.path), run_name="__main__", alter_sys=True))


@dataclass(frozen=True)
class Code(Program):
    """Python code that stands on the command line itself."""

    code: str = ""

    @property
    def shown(self) -> str:
        return CODE

    @property
    def folder(self) -> str:
        return ""

    def go(self) -> None:
        module = _main_module(None)
        execute(lambda: compile(self.code, str(self.path), "exec", dont_inherit=True), module)


def _main_module(path: Path | None) -> ModuleType:
    module = ModuleType("__main__")
    if path is not None:
        module.__file__ = str(path)
    module.__dict__["__builtins__"] = __builtins__
    sys.modules["__main__"] = module
    return module


def execute(compiled: Callable[[], CodeType], module: ModuleType) -> None:
    """Runs code in a module; tracebacks of the program begin below this frame."""
    exec(compiled(), module.__dict__)


def called(function: Callable[[], object]) -> None:
    """Calls what runs a program; its tracebacks begin below this frame."""
    function()


BEGINNINGS = (execute.__code__, called.__code__)
BETWEEN = frozenset({__file__, notebook.__file__, runpy.__file__, "<frozen runpy>"})
"""Files whose frames stand between these and the program's own."""


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
    while rest is not None and rest.tb_frame.f_code not in BEGINNINGS:
        rest = rest.tb_next
    if rest is None:
        return frames
    while rest is not None and rest.tb_frame.f_code.co_filename in BETWEEN:
        rest = rest.tb_next
    return rest


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
