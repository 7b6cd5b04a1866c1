"""A job is read from YAML, with the line of every value; all mistakes are told at once."""

import re
from collections.abc import Mapping, Sequence
from io import StringIO
from pathlib import Path
from typing import Any

from pydantic import BaseModel, TypeAdapter, ValidationError
from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap, CommentedSeq
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.events import AliasEvent

from tahr.apps.job.problems import JobError, Problem, wrong
from tahr.apps.job.schema import Job
from tahr.core.suggesting import closest

LONGEST = 1 << 20
"""Bytes that a job may have."""
DEEPEST = 20
TAG = re.compile(r"function-|tagged-union|literal\[|constrained-|^auto$|^list$|^int$|^float$|^str$")
WORDS = {
    "int_type": "a whole number",
    "int_parsing": "a whole number",
    "int_from_float": "a whole number",
    "float_type": "a number",
    "float_parsing": "a number",
    "bool_parsing": "true or false",
    "bool_type": "true or false",
    "string_type": "text",
    "list_type": "a list",
    "model_type": "fields, each with a name",
    "model_attributes_type": "fields, each with a name",
    "dict_type": "fields, each with a name",
    "string_pattern_mismatch": "letters, digits, '.', '_' and '-', at most 64",
}
"""What pydantic's kinds of mistakes are called here."""


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
        raise JobError(_problems(error, tree, file)) from None


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


def _problems(error: ValidationError, tree: CommentedMap, file: str) -> list[Problem]:
    found: dict[tuple[int | str, ...], list[Any]] = {}
    for one in error.errors(include_url=False):
        steps = _without_tags([step for step in one["loc"] if _is_there(step)], tree)
        if one["type"] == "union_tag_invalid":
            steps = [*steps, "type"]
        found.setdefault(tuple(steps), []).append(one)
    inner = {path[:size] for path in found for size in range(len(path))}
    problems = [
        Problem(file, _line(tree, path), ".".join(map(str, path)), _said(path, errors))
        for path, errors in found.items()
        if path not in inner
    ]
    return sorted(problems, key=lambda problem: problem.line or 0)


def _said(path: tuple[int | str, ...], errors: list[Any]) -> str:
    """Returns what is wrong with a field; of choices, all that it might have been."""
    for one in errors:
        if one["type"] in SAYS:
            return SAYS[one["type"]](path, one)
    expected = " or ".join(dict.fromkeys(_expected(one) for one in errors))
    given = errors[0]["input"]
    near = closest(given, expected.replace(",", " ").split())
    return f"expected {expected}, got {_shown(given)}{near}"


def _no_such_field(path: tuple[int | str, ...], one: Any) -> str:
    return f"no such field{closest(path[-1], _fields_at(path[:-1]))}"


def _needed(path: tuple[int | str, ...], one: Any) -> str:
    return "this field is needed"


def _no_such_type(path: tuple[int | str, ...], one: Any) -> str:
    given, expected = one["ctx"]["tag"], one["ctx"]["expected_tags"].replace("'", "")
    return f"expected {expected}, got {given!r}{closest(given, expected.split(', '))}"


SAYS = {
    "extra_forbidden": _no_such_field,
    "missing": _needed,
    "union_tag_invalid": _no_such_type,
}


def _expected(one: Any) -> str:
    if one["type"] == "literal_error":
        return one["ctx"]["expected"].replace("'", "").replace(" or ", ", ")
    if one["type"] in WORDS:
        return WORDS[one["type"]]
    return one["msg"].removeprefix("Input should be ").removeprefix("Value error, ")


def _is_there(step: int | str) -> bool:
    return isinstance(step, int) or not TAG.search(step)


def _without_tags(steps: list[int | str], tree: Any) -> list[int | str]:
    """Drops the name of the kind that pydantic puts behind the place in a list."""
    kept: list[int | str] = []
    after_index = False
    for step in steps:
        kind = after_index and isinstance(step, str) and _type_at(tree, kept) == step
        after_index = isinstance(step, int)
        if not kind:
            kept.append(step)
    return kept


def _type_at(tree: Any, steps: Sequence[int | str]) -> str:
    at = _at(tree, steps)
    return str(at.get("type", "auto")) if isinstance(at, Mapping) else "auto"


def _at(tree: Any, steps: Sequence[int | str]) -> Any:
    for step in steps:
        try:
            tree = tree[step]
        except (KeyError, IndexError, TypeError):
            return None
    return tree


def _shown(value: object) -> str:
    text = repr(value) if not isinstance(value, (dict, list)) else type(value).__name__
    return text if len(text) <= 60 else f"{text[:57]}..."


def _fields_at(steps: Sequence[int | str]) -> list[str]:
    model: Any = Job
    for step in steps:
        model = _field_of(model, step)
    if model is None:
        return []
    return sorted({name for each in _models(model) for name in each.model_fields})


def _field_of(model: Any, step: int | str) -> Any:
    if isinstance(step, int) or model is None:
        return model
    for each in _models(model):
        if step in each.model_fields:
            return each.model_fields[step].annotation
    return None


def _models(annotation: Any) -> list[type[BaseModel]]:
    """Returns the groups of fields that an annotation allows."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return [annotation]
    inner = [*getattr(annotation, "__args__", ()), *getattr(annotation, "__metadata__", ())]
    return [model for each in inner for model in _models(each)]


def _line(tree: CommentedMap, steps: Sequence[int | str]) -> int | None:
    """Returns the line of a field, or of the nearest field around it that is there."""
    line, at = 1, tree
    for step in steps:
        try:
            place = at.lc.key(step) if isinstance(at, CommentedMap) else at.lc.item(step)
            line, at = place[0] + 1, at[step]
        except (KeyError, IndexError, TypeError, AttributeError):
            break
    return line


def schema() -> dict[str, Any]:
    """Returns the JSON Schema of a job, for editors."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "tahr.yaml",
        **TypeAdapter(Job).json_schema(),
    }
