"""Nested structures (dicts, lists, tuples, None) as trees of leaves, by optree."""

from collections.abc import Callable, Iterable
from typing import Any

import optree
from optree import PyTreeSpec

from tahr.core.typing import is_sequence

Leaf = Callable[[Any], bool]
OWN = "tahr"
"""The namespace of classes that are trees here, and leaves to other users of optree."""


def register(
    cls: type[Any],
    flatten: Callable[[Any], tuple[tuple[Any, ...], Any, tuple[str, ...]]],
    unflatten: Callable[[Any, Iterable[Any]], Any],
) -> None:
    """Makes objects of a class trees.

    Args:
        cls: the class.
        flatten: returns the parts of an object, the rest, which is hashable, and names of parts.
        unflatten: makes an object of the rest and the parts.
    """
    optree.register_pytree_node(cls, flatten, unflatten, namespace=OWN)  # type: ignore[reportUnknownMemberType]


def flatten(tree: Any, is_leaf: Leaf | None = None) -> tuple[list[Any], PyTreeSpec]:
    """Splits a tree into its leaves and its structure; None is a leaf.

    Example:
        >>> flatten({"b": [1, None], "a": 2})[0]
        [2, 1, None]
    """
    return optree.tree_flatten(tree, is_leaf, none_is_leaf=True, namespace=OWN)


def split(tree: Any) -> tuple[list[Any], PyTreeSpec]:
    """Splits a tree into its leaves but None and its structure, of which None is a part.

    Example:
        >>> split({"b": [1, None], "a": 2})[0]
        [2, 1]
    """
    return optree.tree_flatten(tree, none_is_leaf=False, namespace=OWN)


def unflatten(structure: PyTreeSpec, leaves: Iterable[Any]) -> Any:
    """Puts leaves back into a structure."""
    return optree.tree_unflatten(structure, leaves)


def leaves(tree: Any, is_leaf: Leaf | None = None) -> list[Any]:
    """Lists the leaves of a tree in order."""
    return optree.tree_leaves(tree, is_leaf, none_is_leaf=True, namespace=OWN)


def map(function: Callable[..., Any], tree: Any, *rest: Any, is_leaf: Leaf | None = None) -> Any:
    """Applies a function leaf by leaf, over one tree or several of one structure.

    Example:
        >>> map(lambda x, y: x + y, {"a": 1}, {"a": 10})
        {'a': 11}
    """
    return optree.tree_map(function, tree, *rest, is_leaf=is_leaf, none_is_leaf=True, namespace=OWN)


def each(function: Callable[..., Any], tree: Any, *rest: Any) -> Any:
    """Applies a function leaf by leaf, and lets None be.

    Example:
        >>> each(lambda x: x + 1, {"a": 1, "b": None})
        {'a': 2, 'b': None}
    """
    return optree.tree_map(function, tree, *rest, none_is_leaf=False, namespace=OWN)


def map_with_path(function: Callable[..., Any], tree: Any) -> Any:
    """Applies a function to the path of each leaf, a tuple of keys and numbers, and the leaf.

    Example:
        >>> map_with_path(lambda path, leaf: (*path, leaf), {"a": [1]})
        {'a': [('a', 0, 1)]}
    """
    return optree.tree_map_with_path(function, tree, none_is_leaf=True, namespace=OWN)


def is_nested(value: object) -> bool:
    """Returns whether a value is a container rather than a leaf."""
    return isinstance(value, dict | list | tuple)


def is_shape(value: object) -> bool:
    """Returns whether a value is a shape: a list or tuple of lengths and unknowns."""
    return is_sequence(value) and all(length is None or isinstance(length, int) for length in value)
