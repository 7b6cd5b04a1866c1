"""`tahr convert`: a model's file of one kind as a file of another."""

import json
import sys
from pathlib import Path

from rich.text import Text

from tahr.apps.cli.inspect import harmless
from tahr.apps.cli.tables import plain
from tahr.saving.converting import convert as converted


def convert(old: Path, new: Path, force: bool, as_json: bool) -> None:
    """Writes a model's file as one of another kind.

    Args:
        old: the file to read.
        new: the file to write.
        force: whether it may replace one that is there.
        as_json: whether for a script rather than a person.

    Raises:
        SavingError: the one cannot be read, or the other cannot be written.
    """
    found = converted(old, new, overwrite=force)
    if as_json:
        sys.stdout.write(json.dumps(found.to_dict(), indent=2) + "\n")
        return
    console = plain()
    writer = f", written by {harmless(found.written_by)}" if found.written_by else ""
    console.print(Text(f"{found.old}{writer} -> {found.new}", "bold"))
    optimizer = f", {harmless(found.optimizer)} with its state" if found.optimizer else ""
    console.print(Text(f"{found.layers:,} layers, {found.numbers:,} weights{optimizer}"))
    for lost in found.lost:
        console.print(Text.assemble(("! ", "yellow"), f"not in it: {lost}"))
