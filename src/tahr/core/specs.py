"""Shapes and dtypes without values, unknown dimensions included."""

import math
from collections.abc import Generator, Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from tahr.core.dtypes import SIZES, standardize
from tahr.core.errors import ArgumentError, EngineError, ShapeError, TahrError
from tahr.core.spending import spend_tensor
from tahr.core.typing import Shape
from tahr.core.valueless import NoValueError, Valueless

AXES = 254
"""How many axes a tensor may have: TensorFlow's bound, which is the widest."""
FILLERS = (1021, 1031, 1033, 1039, 1049, 1051, 1061, 1063)


_graphs: ContextVar[bool] = ContextVar("graphs", default=False)


@contextmanager
def making_a_graph() -> Generator[None]:
    """Refuses numbers computed from stand-ins inside the block: a graph would keep them."""
    token = _graphs.set(True)
    try:
        yield
    finally:
        _graphs.reset(token)


class Unknown(int):
    """A dimension that is not known yet: an integer that remembers it only stands in.

    Its value is a prime, one an axis, so that code which computes with a shape runs as it is;
    whatever is computed from it is unknown too.

    Example:
        >>> n = Unknown(FILLERS[0])
        >>> n, n * 4, (n + 1) // 2
        (?, ?, ?)
    """

    def __repr__(self) -> str:
        return "?"

    __str__ = __repr__

    def __float__(self) -> float:
        if _graphs.get():
            raise EngineError(
                "a number was computed from a length that is not known yet",
                todo="compute it with ops: keras.ops.cast(keras.ops.shape(x)[axis], 'float32')",
            )
        return float(int(self))

    def __truediv__(self, other: Any) -> float:
        return float(self) / other

    def __rtruediv__(self, other: Any) -> float:
        return other / float(self)

    def __format__(self, spec: str) -> str:
        return format("?", spec)

    def __hash__(self) -> int:
        return int.__hash__(self)


def _propagate(name: str) -> None:
    plain = getattr(int, name)

    def method(self: Unknown, *others: int) -> Any:
        result: Any = plain(self, *others)
        if result is NotImplemented and isinstance(others[0], float):
            float(self)
        return Unknown(result) if type(result) is int else result

    setattr(Unknown, name, method)


for _name in ("add", "sub", "mul", "floordiv", "mod", "pow"):
    _propagate(f"__{_name}__")
    _propagate(f"__r{_name}__")
_propagate("__neg__")


def is_known(length: int) -> bool:
    """Returns whether a dimension has its real value."""
    return not isinstance(length, Unknown)


def filled(shape: Iterable[int | None]) -> tuple[int, ...]:
    """Turns the Nones of a shape into stand-ins one can compute with."""
    pairs = enumerate(shape)
    return tuple(Unknown(FILLERS[i % len(FILLERS)]) if n is None else n for i, n in pairs)


def opened(shape: Iterable[int | None]) -> Shape:
    """Turns stand-ins back into None."""
    return tuple(None if n is None or not is_known(n) else int(n) for n in shape)


def quotient(total: int, part: int) -> int:
    """Divides two sizes; the result is known when no stand-in is left in it."""
    result, rest = divmod(int(total), int(part))
    if is_known(total) and is_known(part):
        return result
    left = rest or any(result % prime == 0 for prime in FILLERS)
    return Unknown(result) if left else result


def least(one: int, other: int) -> int:
    """Returns the smaller length, unknown unless both are known."""
    smaller = min(one, other)
    return smaller if is_known(one) and is_known(other) else Unknown(smaller)


def most(one: int, other: int) -> int:
    """Returns the larger length, unknown unless both are known."""
    larger = max(one, other)
    return larger if is_known(one) and is_known(other) else Unknown(larger)


def agreed(one: int, other: int) -> int | None:
    """Returns the length two equal dimensions have, known if either is; None if they differ."""
    if not is_known(one):
        return other if is_known(other) else one
    if not is_known(other) or one == other:
        return one
    return None


def broadcast(*shapes: tuple[int, ...]) -> tuple[int, ...] | None:
    """Returns the common shape of several by NumPy's rules; None where they do not fit.

    Example:
        >>> broadcast((3, 1), (4,)), broadcast((3,), (4,)), broadcast((Unknown(7), 2), (5, 1))
        ((3, 4), None, (5, 2))
    """
    result, *rest = shapes or ((),)
    for shape in rest:
        if shape or result:
            rank = max(len(shape), len(result))
            pairs = zip(_led(result, rank), _led(shape, rank), strict=True)
            lengths = [_joint(one, other) for one, other in pairs]
            if None in lengths:
                return None
            result = tuple(n for n in lengths if n is not None)
    return result


def _led(shape: tuple[int, ...], rank: int) -> tuple[int, ...]:
    return (1,) * (rank - len(shape)) + shape


def _joint(one: int, other: int) -> int | None:
    if is_known(one) and one == 1:
        return other
    if is_known(other) and other == 1:
        return one
    return agreed(one, other)


def size(shape: Iterable[int]) -> int:
    """Returns the number of elements of a shape."""
    return math.prod(shape)


def show(shape: Iterable[int | None]) -> str:
    """Writes a shape as a person reads it.

    Example:
        >>> show((None, 28, 28, 1))
        '(None, 28, 28, 1)'
    """
    texts = ["None" if n is None or not is_known(n) else str(int(n)) for n in shape]
    return f"({', '.join(texts)}{',' if len(texts) == 1 else ''})"


class TensorSpec(Valueless):
    """The shape and dtype of a tensor: what the `spec` engine computes with.

    Args:
        shape: dimensions; None where unknown.
        dtype: any spelling of a dtype.

    Example:
        >>> TensorSpec((None, 3), "float32")
        TensorSpec(shape=(None, 3), dtype=float32)
    """

    def __init__(self, shape: Iterable[int | None], dtype: object = None) -> None:
        spend_tensor()
        self.shape: tuple[int, ...] = filled(shape)
        if len(self.shape) > AXES:
            raise ShapeError("a tensor has more axes than any may", got=len(self.shape))
        self.dtype: str = standardize(dtype)

    @property
    def ndim(self) -> int:
        """The number of dimensions."""
        return len(self.shape)

    @property
    def size(self) -> int:
        """The number of elements."""
        return size(self.shape)

    @property
    def nbytes(self) -> int:
        """The bytes of all elements."""
        return self.size * SIZES.get(self.dtype, 0)

    def _refuse(self, what: str, todo: str, framework: str | None = None) -> Exception:
        return NoValueError(TahrError(what, got=repr(self), todo=todo), framework)

    def __len__(self) -> int:
        if not self.shape:
            raise TypeError("a scalar has no length")
        return self.shape[0]

    def __iter__(self) -> Iterator[Any]:
        if self.shape and not is_known(self.shape[0]):
            raise ArgumentError(
                "cannot loop over a dimension that is not known yet",
                got=show(self.shape),
                todo="use ops.scan, ops.map or ops.fori_loop",
            )
        return (self[i] for i in range(len(self)))

    def __bool__(self) -> bool:
        raise TahrError(
            "the value of a tensor is not known while a model is being described or compiled",
            todo="use ops.where or ops.cond in place of `if`",
        )

    def __repr__(self) -> str:
        return f"TensorSpec(shape={show(self.shape)}, dtype={self.dtype})"
