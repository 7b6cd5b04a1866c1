"""Shapes and specs, as `keras.src.backend` works on them."""

from collections.abc import Callable, Iterable
from importlib import import_module
from typing import Any


def standardize_shape(shape: Iterable[int | None]) -> tuple[int | None, ...]:
    """Returns a shape as a tuple of whole numbers, None where a length is not known.

    Args:
        shape: lengths of axes.

    Raises:
        ValueError: a length is neither None nor a whole number from 0 on.

    Example:
        >>> standardize_shape([None, 3])
        (None, 3)
    """
    found = tuple(None if length is None else int(length) for length in shape)
    if any(length is not None and length < 0 for length in found):
        raise ValueError(f"a shape has lengths from 0 on, or None: {found}")
    return found


def compute_output_spec(function: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:
    """Returns what a function of tensors returns, as symbolic tensors: nothing is computed."""
    symbolic = import_module("tahr.ops.symbolic")
    return symbolic.described(symbolic.specs_of(function, *args, **kwargs))
