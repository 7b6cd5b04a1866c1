"""The types the whole code base speaks of, none of them tied to an engine."""

from collections.abc import Mapping, Sequence
from typing import Annotated, Any, Protocol, TypeAlias, TypeGuard, Union, runtime_checkable

Shape: TypeAlias = tuple[int | None, ...]


@runtime_checkable
class Tensor(Protocol):
    """An array of any engine: what it has for certain is a shape and a dtype."""

    @property
    def shape(self) -> tuple[int, ...]: ...

    @property
    def dtype(self) -> object: ...

    def __getitem__(self, index: Any, /) -> Any: ...


TensorLike: TypeAlias = Union[Tensor, float, int, bool, Sequence["TensorLike"]]  # noqa: UP007
"""What an op accepts: a tensor, a Python scalar, or nested lists of them."""

TensorTree: TypeAlias = Annotated[Any, "tensors"]
"""Dicts, lists and tuples of tensors, nested."""

Json: TypeAlias = "bool | int | float | str | Sequence[Json] | Mapping[str, Json] | None"
"""What a configuration is made of once it is written down."""


def is_list(value: object) -> TypeGuard[list[Any]]:
    """Returns whether a value is a list, of whatever."""
    return isinstance(value, list)


def is_sequence(value: object) -> TypeGuard[Sequence[Any]]:
    """Returns whether a value is a list or a tuple, of whatever."""
    return isinstance(value, list | tuple)


def is_mapping(value: object) -> TypeGuard[Mapping[Any, Any]]:
    """Returns whether a value is a mapping, of whatever."""
    return isinstance(value, Mapping)


def is_dict(value: object) -> TypeGuard[dict[Any, Any]]:
    """Returns whether a value is a dict, of whatever."""
    return isinstance(value, dict)
