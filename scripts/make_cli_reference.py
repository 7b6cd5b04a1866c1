"""Writes `docs/cli.md`, the reference of the commands, from the commands themselves."""

import inspect
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from types import UnionType
from typing import Annotated, Any, get_args, get_origin, get_type_hints

from typer.models import ArgumentInfo, OptionInfo

from tahr.apps.cli.app import app

PAGE = Path(__file__).resolve().parent.parent / "docs" / "cli.md"
HEAD = """\
# Commands

<!-- Written by `make reference` from src/tahr/apps/cli/app.py: change that. -->

`tahr --version` prints the version, `tahr --help` the list of commands, `tahr COMMAND --help` what
stands below for one of them. An error ends a command with one clear message and exit status 2.
"""
MARKUP = re.compile(r"\[/?[a-z ]+\]")


@dataclass(frozen=True)
class Parameter:
    """One argument or option of a command.

    Args:
        spellings: `--engine`, `-e`; of an argument, the one name in capitals.
        takes: the kind of value; empty for a switch.
        about: what it is for.
        default: as the function has it.
        required: whether it must be given.
    """

    spellings: tuple[str, ...]
    takes: str
    about: str
    default: object
    required: bool

    @property
    def is_option(self) -> bool:
        """Whether it is an option rather than an argument."""
        return self.spellings[0].startswith("-")

    def row(self) -> str:
        """Returns its row in the table."""
        shown = ", ".join(f"`{spelling}`" for spelling in self.spellings)
        unsaid = self.default is None or self.default is False
        default = "required" if self.required else "" if unsaid else f"`{self.default}`"
        return f"| {shown} | {self.takes} | {self.about} | {default} |"


@dataclass(frozen=True)
class Command:
    """A command: its name, description, parameters and examples."""

    name: str
    about: str
    parameters: tuple[Parameter, ...]
    examples: tuple[str, ...]

    @property
    def spellings(self) -> frozenset[str]:
        """Every option it knows, however spelled."""
        found = {s for p in self.parameters if p.is_option for s in p.spellings}
        return frozenset({*found, "--help", "-h"})


def commands() -> list[Command]:
    """Lists the commands in the order in which `tahr --help` shows them."""
    found = []
    for info in app.registered_commands:
        function = info.callback
        assert function is not None
        name = info.name or function.__name__
        about = inspect.cleandoc(info.help or function.__doc__ or "")
        found.append(Command(name, about, tuple(_parameters(function)), _examples(info.epilog)))
    return found


def page() -> str:
    """Returns the whole page."""
    return "\n".join([HEAD, *(_section(command) for command in commands())])


def _section(command: Command) -> str:
    options = [p for p in command.parameters if p.is_option]
    arguments = [p for p in command.parameters if not p.is_option]
    usage = ["tahr", command.name, *(["[OPTIONS]"] if options else [])]
    usage += [p.spellings[0] if p.required else f"[{p.spellings[0]}]" for p in arguments]
    parts = [f"## tahr {command.name}", command.about, _block("text", [" ".join(usage)])]
    for title, group in (("Argument", arguments), ("Option", options)):
        if group:
            rows = [p.row() for p in group]
            parts.append(
                "\n".join([f"| {title} | Takes | | Default |", "|---|---|---|---|", *rows])
            )
    if command.examples:
        parts.append(_block("console", [f"$ {example}" for example in command.examples]))
    return "\n\n".join(parts) + "\n"


def _block(language: str, lines: list[str]) -> str:
    return "\n".join([f"```{language}", *lines, "```"])


def _parameters(function: Callable[..., Any]) -> Iterator[Parameter]:
    hints = get_type_hints(function, include_extras=True)
    for name, parameter in inspect.signature(function).parameters.items():
        kind, info = (
            get_args(hints[name])[:2] if get_origin(hints[name]) is Annotated else (str, None)
        )
        required = parameter.default is inspect.Parameter.empty
        if isinstance(info, ArgumentInfo):
            spellings: tuple[str, ...] = (info.metavar or name.upper(),)
        else:
            spellings = _declared(info) or (f"--{name.replace('_', '-')}",)
        about = (info.help if info else None) or ""
        yield Parameter(spellings, _taken(kind), about, parameter.default, required)


def _declared(info: object) -> tuple[str, ...]:
    """Returns an option's spellings; typer keeps the first of them where a default would stand."""
    if not isinstance(info, OptionInfo):
        return ()
    first = (info.default,) if isinstance(info.default, str) else ()
    return (*first, *(info.param_decls or ()))


def _taken(kind: Any) -> str:
    """Returns the kind of value in one word; none for a switch."""
    parts = [part for part in get_args(kind) if part is not type(None)]
    plain = parts[0] if isinstance(kind, UnionType) else kind
    if get_origin(plain) is list:
        return "words"
    return {bool: "", str: "a word", int: "a whole number", Path: "a path"}.get(plain, str(plain))


def _examples(epilog: str | None) -> tuple[str, ...]:
    lines = (MARKUP.sub("", line).strip() for line in (epilog or "").splitlines())
    return tuple(line for line in lines if line.startswith("tahr "))


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
