"""A job as text: plain, or with a comment on every line for the person who will edit it."""

from io import StringIO
from typing import Any

from pydantic import BaseModel
from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap, CommentedSeq

from tahr.apps.job.schema import Job

COLUMN = 34
"""Where comments begin."""
BESIDE = 64
"""Characters up to which a comment stands beside its field, not above it."""


def as_yaml(job: Job) -> str:
    """Returns a job as YAML, every field of it."""
    tree = job.model_dump(mode="json")
    for group in ("inputs", "outputs"):
        if tree[group] != "auto":
            tree[group] = [_without_auto(feature) for feature in tree[group]]
    return _dumped(_plain(tree))


def _without_auto(feature: dict[str, Any]) -> dict[str, Any]:
    """Drops what is open: of a settled feature, fields that its place has no use for."""
    return {name: value for name, value in feature.items() if value != "auto"}


def commented(job: Job) -> str:
    """Returns a job as YAML with what each field means beside it; equal jobs give equal texts."""
    tree = _with_comments(job)
    return _dumped(tree)


def _dumped(tree: Any) -> str:
    yaml = YAML()
    yaml.indent(mapping=2, sequence=4, offset=2)
    yaml.width = 100
    stream = StringIO()
    yaml.dump(tree, stream)
    return stream.getvalue()


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return CommentedMap({key: _plain(one) for key, one in value.items()})
    if isinstance(value, list):
        found = CommentedSeq([_plain(one) for one in value])
        if not any(isinstance(one, dict | list) for one in value):
            found.fa.set_flow_style()
        return found
    return value


def _with_comments(group: BaseModel, indent: int = 0) -> CommentedMap:
    tree = CommentedMap()
    for name, field in type(group).model_fields.items():
        value = getattr(group, name)
        if isinstance(value, BaseModel):
            tree[name] = _with_comments(value, indent + 2)
            continue
        if isinstance(value, list) and value and isinstance(value[0], BaseModel):
            tree[name] = CommentedSeq([_brief(one) for one in value])
            if field.description:
                tree.yaml_add_eol_comment(field.description, name, column=COLUMN)
            continue
        tree[name] = _plain(value)
        if field.description and len(field.description) > BESIDE:
            tree.yaml_set_comment_before_after_key(name, before=field.description, indent=indent)
        elif field.description:
            tree.yaml_add_eol_comment(field.description, name, column=COLUMN)
    return tree


def _brief(feature: BaseModel) -> CommentedMap:
    """Returns a feature on one line, without the fields that the program decides."""
    fields = feature.model_dump(mode="json", exclude_defaults=True)
    brief = CommentedMap({"name": fields.pop("name")})
    brief["type"] = getattr(feature, "type", "auto")
    fields.pop("type", None)
    brief.update(fields)
    brief.fa.set_flow_style()
    return brief
