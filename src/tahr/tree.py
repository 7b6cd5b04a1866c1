"""Nested structures: the names of `keras.tree`."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

import optree

from tahr.compat import missing as _missing
from tahr.core import trees
from tahr.core.errors import ArgumentError
from tahr.core.tracebacks import ends_at_user
from tahr.core.typing import is_list

__all__ = [
    "MAP_TO_NONE", "assert_same_paths", "assert_same_structure", "flatten", "flatten_with_path",
    "is_nested", "lists_to_tuples", "map_shape_structure", "map_structure", "map_structure_up_to",
    "pack_sequence_as", "traverse",
]  # fmt: skip


class MAP_TO_NONE:  # noqa: N801  Keras's name
    """Given by the function of `traverse` to put None in the place of what it was called on."""


def is_nested(structure: Any) -> bool:
    """Returns whether a value is a container rather than a leaf.

    Example:
        >>> is_nested([1]), is_nested(1)
        (True, False)
    """
    return not optree.tree_is_leaf(structure, none_is_leaf=True)


@ends_at_user
def flatten(structure: Any) -> list[Any]:
    """Lists the leaves of a structure, dicts in the order of their keys.

    Example:
        >>> flatten({"b": [1, (2,)], "a": None})
        [None, 1, 2]
    """
    return trees.leaves(structure)


def flatten_with_path(structure: Any) -> list[tuple[tuple[Any, ...], Any]]:
    """Lists the leaves of a structure, each with the keys and indices that lead to it.

    Example:
        >>> flatten_with_path([{"a": 42}])
        [((0, 'a'), 42)]
    """
    paths, leaves, _ = optree.tree_flatten_with_path(structure, none_is_leaf=True)
    return list(zip(paths, leaves, strict=True))


@ends_at_user
def map_structure(func: Callable[..., Any], *structures: Any, none_is_leaf: bool = True) -> Any:
    """Applies a function leaf by leaf.

    Args:
        func: takes a leaf of each structure.
        *structures: of one layout.
        none_is_leaf: whether it is called on None too.

    Returns:
        The results in that layout.

    Raises:
        ValueError: the layouts differ.
        TypeError: there is no structure.

    Example:
        >>> map_structure(lambda x, y: x * y, [2, {"a": 3}], [4, {"a": 5}])
        [8, {'a': 15}]
    """
    if not structures:
        raise TypeError("map_structure needs at least one structure")
    return optree.tree_map(func, *structures, none_is_leaf=none_is_leaf)


@ends_at_user
def map_structure_up_to(shallow_structure: Any, func: Callable[..., Any], *structures: Any) -> Any:
    """Applies a function to what stands at the leaves of a shallower structure.

    Raises:
        ValueError: a structure does not reach as deep, or has another layout.

    Example:
        >>> map_structure_up_to([None, None], len, [[1, 1], [2, 2, 2]])
        [2, 3]
    """
    _, layout = trees.flatten(shallow_structure)
    parts = [layout.flatten_up_to(structure) for structure in structures]
    return trees.unflatten(layout, [func(*leaves) for leaves in zip(*parts, strict=True)])


@ends_at_user
def map_shape_structure(func: Callable[[Any], Any], structure: Any) -> Any:
    """Applies a function to each shape in a structure of shapes.

    Example:
        >>> map_shape_structure(len, {"a": (None, 3), "b": [(1,)]})
        {'a': 2, 'b': [1]}
    """
    return trees.map(func, structure, is_leaf=trees.is_shape)


@ends_at_user
def pack_sequence_as(structure: Any, flat_sequence: Sequence[Any]) -> Any:
    """Puts a list of leaves into the layout of a structure.

    Raises:
        ArgumentError: there are too many or too few.

    Example:
        >>> pack_sequence_as({"a": (0, 0), "b": 0}, [1, 2, 3])
        {'a': (1, 2), 'b': 3}
    """
    _, layout = trees.flatten(structure)
    if len(flat_sequence) != layout.num_leaves:
        raise ArgumentError(
            "wrong number of leaves",
            where="flat_sequence",
            expected=layout.num_leaves,
            got=len(flat_sequence),
        )
    return trees.unflatten(layout, list(flat_sequence))


@ends_at_user
def assert_same_structure(a: Any, b: Any, check_types: bool | None = None) -> None:
    """Raises unless two structures have one layout.

    Args:
        a: a structure.
        b: another.
        check_types: has no effect, as in Keras.

    Raises:
        ArgumentError: they have not.

    Example:
        >>> assert_same_structure([(0, 1)], [(2, 3)])
    """
    for one, other in ((a, b), (b, a)):
        try:
            trees.flatten(one)[1].flatten_up_to(other)
        except ValueError:
            raise ArgumentError("the structures differ", expected=a, got=b) from None


@ends_at_user
def assert_same_paths(a: Any, b: Any) -> None:
    """Raises unless the leaves of two structures stand under the same keys and indices.

    Raises:
        ArgumentError: they do not.

    Example:
        >>> assert_same_paths([0, {"k": 1}], (2, {"k": 3}))
    """
    left, right = ({path for path, _ in flatten_with_path(tree)} for tree in (a, b))
    if left != right:
        raise ArgumentError(
            "the structures differ", expected=sorted(left, key=str), got=sorted(right, key=str)
        )


def lists_to_tuples(structure: Any) -> Any:
    """Returns a structure with tuples in the place of lists.

    Example:
        >>> lists_to_tuples([1, {"a": [2]}])
        (1, {'a': (2,)})
    """
    return traverse(lambda item: tuple(item) if is_list(item) else None, structure, top_down=False)


@ends_at_user
def traverse(func: Callable[[Any], Any], structure: Any, top_down: bool = True) -> Any:
    """Calls a function on every part of a structure, leaves included.

    Args:
        func: gives what takes the part's place: None to leave it, `MAP_TO_NONE` for None.
        structure: any.
        top_down: whether a container comes before what is in it, which is then passed over
            where the container is replaced.

    Example:
        >>> traverse(lambda x: x * 2 if isinstance(x, int) else None, [1, (2,)])
        [2, (4,)]
    """
    if not callable(func):
        raise TypeError(f"func must be callable, and is {func!r}")
    if top_down:
        found = func(structure)
        if found is not None:
            return _replaced(found)
        return _with_parts(structure, func, top_down)
    rebuilt = _with_parts(structure, func, top_down)
    found = func(rebuilt)
    return rebuilt if found is None else _replaced(found)


def _with_parts(structure: Any, func: Callable[[Any], Any], top_down: bool) -> Any:
    if not is_nested(structure):
        return structure
    parts, layout = optree.tree_flatten(
        structure, is_leaf=lambda x: x is not structure, none_is_leaf=True
    )
    return trees.unflatten(layout, [traverse(func, part, top_down) for part in parts])


def _replaced(found: Any) -> Any:
    return None if found is MAP_TO_NONE else found


if not TYPE_CHECKING:
    __getattr__ = _missing.names_of(__name__)
