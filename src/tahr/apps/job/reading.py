"""A job is read from YAML, with the line of every value; all mistakes are told at once."""

from collections.abc import Mapping, Sequence
from io import StringIO
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter, ValidationError
from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap, CommentedSeq
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.events import AliasEvent

from tahr.apps.job.mistakes import problems_of
from tahr.apps.job.problems import JobError, Problem, wrong
from tahr.apps.job.schema import Job
from tahr.core.suggesting import closest

LONGEST = 1 << 20
"""Bytes that a job may have."""
DEEPEST = 20


def read_job(path: str | Path, changes: Sequence[str] = ()) -> Job:
    """Reads a job, and checks every field of it.

    Args:
        path: the file, or the folder with a `tahr.yaml`.
        changes: fields to set, such as `training.epochs=3`.

    Returns:
        The job; fields that say `auto` are not decided yet.

    Raises:
        JobError: it is not there, is no YAML, or fields are wrong: all that are, with their lines.
    """
    place = Path(path)
    place = place / "tahr.yaml" if place.is_dir() else place
    try:
        if place.stat().st_size > LONGEST:
            raise wrong("a job is not that long", place)
        text = place.read_text("utf-8")
    except OSError as error:
        todo = "; `tahr init DATA` writes one" if isinstance(error, FileNotFoundError) else ""
        raise wrong(f"{(error.strerror or 'unreadable').lower()}{todo}", place) from None
    except UnicodeDecodeError:
        raise wrong("the file is not text in UTF-8", place) from None
    return job_of(text, str(place), changes)


def job_of(text: str, file: str = "tahr.yaml", changes: Sequence[str] = ()) -> Job:
    """Returns the job that a text says.

    Args:
        text: YAML.
        file: what errors call it.
        changes: fields to set, such as `training.epochs=3`.

    Raises:
        JobError: it says none.

    Example:
        >>> job_of("name: a\\ndata: {source: a.csv}\\noutputs: [{name: y}]").data.source
        'a.csv'
    """
    tree = _parsed(text, file)
    for change in changes:
        _set(tree, change)
    try:
        return Job.model_validate(_plain(tree))
    except ValidationError as error:
        raise JobError(problems_of(error, tree, file)) from None


def _parsed(text: str, file: str) -> CommentedMap:
    try:
        if any(isinstance(event, AliasEvent) for event in YAML(typ="rt").parse(StringIO(text))):
            raise wrong("aliases (`*name`) are not taken: write the value twice", file)
        tree: Any = YAML(typ="rt").load(StringIO(text))
    except MarkedYAMLError as error:
        mark = error.problem_mark
        line = None if mark is None else mark.line + 1
        says = f"this is no YAML: {error.problem or error.context}"
        raise JobError([Problem(file, line, "", says)]) from None
    except (YAMLError, ValueError, RecursionError) as error:
        raise wrong(f"this is no YAML: {error}", file) from None
    if not isinstance(tree, CommentedMap):
        raise wrong("expected fields such as `name:` and `data:`", file)
    _check_depth(tree, file)
    return tree


def _check_depth(tree: object, file: str, depth: int = 0) -> None:
    if depth > DEEPEST:
        raise wrong("a job is not that deep", file)
    inner = tree.values() if isinstance(tree, Mapping) else tree if _is_list(tree) else ()
    for value in inner:  # type: ignore[union-attr]
        _check_depth(value, file, depth + 1)


def _is_list(value: object) -> bool:
    return isinstance(value, list)


def _set(tree: CommentedMap, change: str) -> None:
    name, equals, value = change.partition("=")
    if not equals or not name:
        raise wrong("expected FIELD=VALUE, such as training.epochs=3", f"--set {change}")
    at: Any = tree
    *path, last = name.split(".")
    for step in path:
        at = _inside(at, step, change)
    parsed = _value(value, change)
    if isinstance(at, CommentedSeq):
        at[_index(at, last, change)] = parsed
    else:
        at[last] = parsed


def _value(text: str, change: str) -> Any:
    try:
        return YAML(typ="rt").load(StringIO(text)) if text else ""
    except (YAMLError, ValueError, RecursionError):
        raise wrong(f"{text!r} is no YAML", f"--set {change}") from None


def _inside(at: Any, step: str, change: str) -> Any:
    if isinstance(at, CommentedSeq):
        return at[_index(at, step, change)]
    if not isinstance(at.get(step), (CommentedMap, CommentedSeq)):
        at[step] = CommentedMap()
    return at[step]


def _index(at: CommentedSeq, step: str, change: str) -> int:
    names = [item.get("name") if isinstance(item, Mapping) else None for item in at]
    if step in names:
        return names.index(step)
    if step.isdigit() and int(step) < len(at):
        return int(step)
    known = [str(name) for name in names]
    raise wrong(f"there is no {step!r} in this list{closest(step, known)}", f"--set {change}")


def _plain(tree: Any) -> Any:
    if isinstance(tree, Mapping):
        return {str(key): _plain(value) for key, value in tree.items()}
    if _is_list(tree):
        return [_plain(value) for value in tree]
    return tree


def schema() -> dict[str, Any]:
    """Returns the JSON Schema of a job, for editors."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "tahr.yaml",
        **TypeAdapter(Job).json_schema(),
    }
