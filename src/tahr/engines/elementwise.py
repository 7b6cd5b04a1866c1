"""The elementwise primitives of an engine: attributes, so that a table can supply them."""

from abc import ABC, abstractmethod, update_abstractmethods
from collections.abc import Callable
from typing import Any, Generic, TypeAlias, TypeVar, get_args

T = TypeVar("T")
Unary: TypeAlias = Callable[[T], T]
Binary: TypeAlias = Callable[[T, T], T]


class Elementwise(ABC, Generic[T]):
    """What an engine computes element by element."""

    abs: Unary[T]
    negative: Unary[T]
    sign: Unary[T]
    square: Unary[T]
    sqrt: Unary[T]
    rsqrt: Unary[T]
    exp: Unary[T]
    expm1: Unary[T]
    log: Unary[T]
    log1p: Unary[T]
    sin: Unary[T]
    cos: Unary[T]
    tan: Unary[T]
    asin: Unary[T]
    acos: Unary[T]
    atan: Unary[T]
    sinh: Unary[T]
    cosh: Unary[T]
    tanh: Unary[T]
    asinh: Unary[T]
    acosh: Unary[T]
    atanh: Unary[T]
    floor: Unary[T]
    ceil: Unary[T]
    round: Unary[T]
    erf: Unary[T]
    logical_not: Unary[T]
    bitwise_not: Unary[T]
    isnan: Unary[T]
    isinf: Unary[T]
    isfinite: Unary[T]
    add: Binary[T]
    subtract: Binary[T]
    multiply: Binary[T]
    divide: Binary[T]
    floor_divide: Binary[T]
    mod: Binary[T]
    power: Binary[T]
    atan2: Binary[T]
    maximum: Binary[T]
    minimum: Binary[T]
    equal: Binary[T]
    not_equal: Binary[T]
    less: Binary[T]
    less_equal: Binary[T]
    greater: Binary[T]
    greater_equal: Binary[T]
    logical_and: Binary[T]
    logical_or: Binary[T]
    bitwise_and: Binary[T]
    bitwise_or: Binary[T]
    bitwise_xor: Binary[T]
    left_shift: Binary[T]
    right_shift: Binary[T]


def _taking(count: int) -> tuple[str, ...]:
    kinds = Elementwise.__annotations__.items()
    return tuple(name for name, kind in kinds if len(get_args(kind)[0]) == count)


UNARY = _taking(1)
"""Elementwise, one tensor. `round` goes to the nearest even; `is*` and `logical_not` give bool."""

BINARY = _taking(2)
"""Elementwise, two tensors of one dtype. `divide` takes floats; `floor_divide` and `mod` round
down as Python does; comparisons and `logical_*` give bool; a NaN spreads through maximum."""

PREDICATES = ("logical_not", "isnan", "isinf", "isfinite", "equal", "not_equal", "less")
PREDICATES += ("less_equal", "greater", "greater_equal", "logical_and", "logical_or")
"""The elementwise primitives whose result is bool."""


def _missing(name: str) -> Any:
    def missing(*tensors: Any) -> Any:
        raise NotImplementedError(name)

    return abstractmethod(missing)


for _name in UNARY + BINARY:
    setattr(Elementwise, _name, _missing(_name))
update_abstractmethods(Elementwise)
