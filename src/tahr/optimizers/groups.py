"""Groups of weights, named by a pattern for their paths or by the layer they are in."""

import re
from collections.abc import Mapping, Sequence
from typing import TypeAlias, TypeVar

from tahr.core.errors import ArgumentError
from tahr.core.variables import Variable
from tahr.layers.base.layer import Layer

Group: TypeAlias = "str | Layer | tuple[Group, ...]"
"""A regular expression that has to fit the whole path of a weight, a layer, or several of both."""
T = TypeVar("T")


def pattern_of(group: Group) -> str:
    """Gives a group as a regular expression.

    A layer stands for its weights, also where a model read from a file gives them shorter paths;
    one that is not built yet, for whatever is in a layer of its name.

    Example:
        >>> from tahr import layers
        >>> pattern_of((".*/bias", layers.Dense(1, name="head")))
        '.*/bias|(.*/)?head/.*'
    """
    if isinstance(group, str):
        return group
    if isinstance(group, tuple):
        return "|".join(pattern_of(part) for part in group)
    if not group.weights:
        return f"(.*/)?{re.escape(group.name)}/.*"
    return "|".join(_shortened(v.path) for v in group.weights)


def _shortened(path: str) -> str:
    """Gives a pattern for a path with any of its outer parts left out."""
    *outer, layer, name = ["", *map(re.escape, path.split("/"))]
    pattern = ""
    for part in filter(None, outer):
        pattern = f"({pattern}{part}/)?"
    return f"{pattern}{layer}/{name}" if layer else name


def fits(group: Group, path: str) -> bool:
    """Tells whether the weight with a path belongs to a group."""
    if isinstance(group, str):
        return re.fullmatch(group, path) is not None
    if isinstance(group, tuple):
        return any(fits(part, path) for part in group)
    return any(v.path == path for v in group.weights)


def the_one(table: Mapping[Group, T], path: str, default: T) -> T:
    """Gives what a table holds for the weight with a path.

    Args:
        table: anything by groups; a key that is the path itself counts before all others.
        path: the weight's.
        default: what a weight is given that is in no group.

    Raises:
        ArgumentError: it is in more than one group.
    """
    if path in table:
        return table[path]
    found = [group for group in table if fits(group, path)]
    if len(found) > 1:
        raise ArgumentError(
            f"more than one pattern fits the path {path}",
            got=", ".join(repr(group) for group in found),
        )
    return table[found[0]] if found else default


def check_groups(table: Mapping[Group, object], weights: Sequence[Variable], where: str) -> None:
    """Raises where a group is empty, or a weight is in more than one.

    Args:
        table: anything by groups.
        weights: all weights of the model.
        where: what the table is, for the message.

    Raises:
        ArgumentError: there is such a group or weight.
    """
    for group in table:
        if not any(fits(group, v.path) for v in weights):
            paths = [v.path for v in weights]
            raise ArgumentError(
                f"no weight of the model belongs to {group!r}",
                where=where,
                expected=f"a layer of the model, or a pattern for one of {', '.join(paths[:8])}"
                + (", ..." if len(paths) > 8 else ""),
                todo="a pattern has to fit the whole path, as '.*/bias' does",
            )
    for variable in weights:
        if variable.made_trainable:
            the_one(table, variable.path, None)
