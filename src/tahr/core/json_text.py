"""JSON from files, read with distrust: what a text grows to is bounded before it is read."""

import json
from typing import Any

from tahr.core.errors import SavingError
from tahr.core.typing import is_dict

VALUES = 50_000
"""How many values any text may hold."""
EACH = 2
"""How many more for each byte it takes in its file."""
APART = 2
"""How many bytes of the text itself each of those takes."""


def parse(text: str | bytes, where: str | None, stored: int | None = None) -> Any:
    """Reads a JSON text.

    Args:
        text: the text.
        where: its name, for errors.
        stored: how many bytes it takes in the file, where it is compressed there.

    Returns:
        Plain values in dicts and lists.

    Raises:
        SavingError: it is no JSON, nested too deeply, or a small file would grow large by it.

    Example:
        >>> parse('{"units": [1, null]}', "config.json")
        {'units': [1, None]}
    """
    marks = (",", "{", "[") if isinstance(text, str) else (b",", b"{", b"[")
    count = 1 + sum(text.count(mark) for mark in marks)  # type: ignore[arg-type]
    limit = VALUES + min(len(text) // APART, EACH * (len(text) if stored is None else stored))
    if count > limit:
        raise SavingError(
            "the JSON text holds more values than a file of this size may",
            where=where,
            expected=f"at most {limit}",
            got=f"about {count}",
            todo="do not use this file unless you know where it comes from",
        )
    try:
        text = text if isinstance(text, str) else text.decode("utf-8")
        return json.loads(text, object_pairs_hook=_object)
    except (ValueError, RecursionError) as error:
        raise SavingError("this is no JSON, or damaged", where=where, got=error) from None


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """Returns an object, whose keys are there once: readers differ in which of two counts."""
    found = dict(pairs)
    if len(found) < len(pairs):
        raise ValueError("an object has a key twice")
    return found


def parse_object(text: str | bytes, where: str | None, stored: int | None = None) -> dict[str, Any]:
    """Reads a JSON text that is an object, as `parse` does.

    Raises:
        SavingError: it is something else.
    """
    found = parse(text, where, stored)
    if is_dict(found):
        return found
    raise SavingError("this is no JSON object", where=where, got=repr(found)[:200])


def parse_config(text: str, where: str) -> dict[str, Any]:
    """Reads a JSON text that is an object with a configuration in it, and returns that.

    Raises:
        SavingError: it is something else.
    """
    config = parse_object(text, where).get("config")
    if is_dict(config):
        return config
    raise SavingError("this text holds no configuration", where=where, got=repr(config)[:200])
