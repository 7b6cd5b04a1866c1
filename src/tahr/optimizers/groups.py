"""Groups of weights, named by a pattern for their paths or by the layer they are in."""

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import TypeAlias, TypeVar

from tahr.core.errors import ArgumentError, SavingError
from tahr.core.matching import matcher
from tahr.core.patterns import is_linear
from tahr.core.variables import Variable
from tahr.layers.base.layer import Layer

Group: TypeAlias = "str | Layer | tuple[Group, ...]"
"""A regular expression that has to fit the whole path of a weight, a layer, or several of both."""
T = TypeVar("T")


def pattern_of(group: Group) -> str:
    """Returns a group as a regular expression.

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
    """Returns a pattern for a path with any of its outer parts left out."""
    *outer, layer, name = ["", *map(re.escape, path.split("/"))]
    pattern = ""
    for part in filter(None, outer):
        pattern = f"({pattern}{part}/)?"
    return f"{pattern}{layer}/{name}" if layer else name


def written(group: Group, paths: Sequence[str], anywhere: bool = False) -> str:
    """Returns a group as a pattern for a file, in which only linear ones may stand.

    Args:
        group: anything that names weights.
        paths: of the weights of the model, which stand in the place of any other pattern.
        anywhere: whether the pattern may fit any part of a path, rather than the whole.

    Raises:
        SavingError: they are needed, and not known yet.
    """
    pattern = pattern_of(group)
    if is_linear(pattern):
        return pattern
    found = "|".join(_shortened(path) for path in paths if _among((group,), path, anywhere))
    if found:
        return f"^({found})$" if anywhere else found
    raise SavingError(
        "a pattern that looks ahead or back can be saved only once the weights are known",
        got=repr(pattern[:200]),
        todo="fit the model first, or write a plain pattern",
    )


def _among(groups: Collection[Group], path: str, anywhere: bool = False) -> list[Group]:
    """Returns the groups that the weight with a path belongs to."""
    texts = tuple(text for group in groups for text in _texts(group))
    fitting = matcher(texts, anywhere)(path)
    return [group for group in groups if _has(group, path, fitting)]


def _texts(group: Group) -> Iterator[str]:
    if isinstance(group, tuple):
        for part in group:
            yield from _texts(part)
    elif isinstance(group, str):
        yield group


def _has(group: Group, path: str, fitting: set[str]) -> bool:
    if isinstance(group, str):
        return group in fitting
    if isinstance(group, tuple):
        return any(_has(part, path, fitting) for part in group)
    return any(v.path == path for v in group.weights)


def the_one(table: Mapping[Group, T], path: str, default: T) -> T:
    """Returns what a table holds for the weight with a path.

    Args:
        table: anything by groups; a key that is the path itself counts before all others.
        path: the weight's.
        default: what a weight is given that is in no group.

    Raises:
        ArgumentError: it is in more than one group.
    """
    if path in table:
        return table[path]
    return _chosen(table, _among(table, path), path, default)


def _chosen(table: Mapping[Group, T], found: list[Group], path: str, default: T) -> T:
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
    found = {v.path: _among(table, v.path) for v in weights}
    met = {id(group) for several in found.values() for group in several}
    for group in table:
        if id(group) not in met:
            paths = list(found)
            raise ArgumentError(
                f"no weight of the model belongs to {group!r}",
                where=where,
                expected=f"a layer of the model, or a pattern for one of {', '.join(paths[:8])}"
                + (", ..." if len(paths) > 8 else ""),
                todo="a pattern has to fit the whole path, as '.*/bias' does",
            )
    for variable in weights:
        if variable.made_trainable and variable.path not in table:
            _chosen(table, found[variable.path], variable.path, None)
