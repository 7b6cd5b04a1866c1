"""What pydantic finds wrong with a job, in one line each, with place and nearest name."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from pydantic import BaseModel, ValidationError
from ruamel.yaml.comments import CommentedMap

from tahr.apps.job.problems import Problem
from tahr.apps.job.schema import Job
from tahr.core.suggesting import closest

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


def problems_of(error: ValidationError, tree: CommentedMap, file: str) -> list[Problem]:
    """Returns what is wrong with the fields of a job, in the order of their lines.

    Args:
        error: what pydantic found.
        tree: the job as it was read, which knows the line of every value.
        file: what it is called.
    """
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
