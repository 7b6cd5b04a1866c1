"""`tahr doctor`: what this installation has, and how to get the rest."""

import json
import platform
import sys
from collections.abc import Sequence
from dataclasses import asdict, dataclass

from rich.console import Console
from rich.table import Table
from rich.text import Text

from tahr.apps.cli import engines
from tahr.apps.cli.engines import EngineReport
from tahr.core import config
from tahr.version import __version__

EXTRAS = {
    "plot": (("matplotlib",), "drawings of models, training curves"),
    "tensorboard": (("tensorboard",), "callbacks.TensorBoard"),
    "upgrade": (("libcst",), "tahr upgrade"),
    "demo": (("matplotlib", "sklearn"), "tahr demo without MNIST"),
}
"""Optional extras: what they bring, and what it is for."""


@dataclass(frozen=True)
class ExtraReport:
    """What is known of one optional extra."""

    name: str
    ready: bool
    purpose: str
    todo: str | None


def doctor(as_json: bool = False, engine: str | None = None) -> int:
    """Prints what is there.

    Args:
        as_json: whether for a script rather than a person.
        engine: the one asked about; the configured one by default.

    Returns:
        An exit status: 0 where the configured engine can run, else 1.
    """
    if engine is not None:
        config.CONFIG.set("engine", engine, where="--engine")
    found = list(engines.reports())
    extras = [_extra(name) for name in EXTRAS]
    if as_json:
        sys.stdout.write(json.dumps(_facts(found, extras), indent=2) + "\n")
    else:
        _show(Console(highlight=False), found, extras)
    wanted = config.CONFIG.engine
    return 0 if any(r.ready and wanted in (r.name, config.AUTO) for r in found) else 1


def _extra(name: str) -> ExtraReport:
    packages, purpose = EXTRAS[name]
    ready = all(engines.installed(package) for package in packages)
    return ExtraReport(name, ready, purpose, None if ready else f"pip install 'tahr[{name}]'")


def _facts(found: Sequence[EngineReport], extras: Sequence[ExtraReport]) -> dict[str, object]:
    path = config.file()
    return {
        "tahr": __version__,
        "python": platform.python_version(),
        "platform": platform.platform(),
        "config_file": str(path) if path else None,
        "config": asdict(config.CONFIG),
        "engines": [asdict(report) for report in found],
        "extras": [asdict(report) for report in extras],
    }


def _show(console: Console, found: Sequence[EngineReport], extras: Sequence[ExtraReport]) -> None:
    path = config.file()
    console.print(Text.assemble(("Tahr ", "bold"), (__version__, "bold")))
    console.print(f"Python {platform.python_version()}, {platform.platform()}", style="dim")
    console.print(f"Configuration: {path or 'the defaults, there is no file'}", style="dim")
    console.print()
    console.print(_engine_table(found))
    console.print()
    console.print(_extra_table(extras))
    chosen = next((r for r in found if r.name == config.CONFIG.engine), None)
    if chosen is None or chosen.ready:
        return
    console.print()
    line = f"The configured engine, {chosen.name}, cannot run: {chosen.todo}."
    console.print(Text(line, style="bold red"))
    ready = next((r.name for r in found if r.ready), None)
    if ready:
        console.print(f"Choose another: TAHR_ENGINE={ready}, or tahr run --engine {ready} …")


def _engine_table(found: Sequence[EngineReport]) -> Table:
    table = _table("Engine", "Version", "Devices", "")
    for report in found:
        chosen = report.name == config.CONFIG.engine
        note = "in use" if chosen and report.ready else report.todo or ""
        devices = ", ".join(report.devices)
        style = "bold" if chosen else "dim"
        table.add_row(_marked(report), report.version or "", devices, Text(note, style=style))
    return table


def _extra_table(extras: Sequence[ExtraReport]) -> Table:
    table = _table("Extra", "For", "")
    for report in extras:
        table.add_row(_marked(report), report.purpose, Text(report.todo or "", style="dim"))
    return table


def _table(*titles: str) -> Table:
    table = Table(box=None, pad_edge=False, header_style="dim", padding=(0, 3, 0, 0))
    for title in titles:
        table.add_column(title)
    return table


def _marked(report: EngineReport | ExtraReport) -> Text:
    sign, style = ("✓", "green") if report.ready else ("·", "dim")
    return Text(f"{sign} {report.name}", style=style)
