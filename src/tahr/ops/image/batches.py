"""Images as a batch with channels last, and in floats: how ops on images see them."""

from collections.abc import Collection
from typing import Any

from tahr.core import dtypes
from tahr.core.current import engine
from tahr.core.errors import ArgumentError, DtypeError, ShapeError, told
from tahr.core.specs import is_known, show
from tahr.core.typing import Tensor, TensorLike, is_sequence
from tahr.ops.axes import dims, dtype_of, rank
from tahr.ops.conversion import cast, saturate_cast
from tahr.ops.nn.spatial import from_last, to_last
from tahr.ops.rounding import round

WIDE = ("float32", "float64")


def as_batch(images: TensorLike, data_format: str | None) -> Tensor:
    """Returns one image or a batch of them as `(batch, height, width, channels)`.

    Raises:
        ShapeError: they have neither three nor four axes.
    """
    if rank(images) not in (3, 4):
        raise ShapeError(
            "expected one image or a batch of images",
            expected="(height, width, channels) or (batch, height, width, channels)",
            got=show(dims(images)),
        )
    return to_last(led(images, 4), data_format)


def as_given(batch: Tensor, images: TensorLike, data_format: str | None) -> Tensor:
    """Puts a result in the form in which the images were: what `as_batch` undoes."""
    found = from_last(batch, data_format)
    return found if rank(images) == rank(batch) else engine().reshape(found, dims(found)[1:])


def led(x: TensorLike, axes: int) -> Tensor:
    """Puts an axis of length one in front where one is missing."""
    if rank(x) == axes:
        return x  # type: ignore[return-value]
    return engine().reshape(x, (1, *dims(x)))


def widened(x: TensorLike) -> Tensor:
    """Returns numbers in a float that weighted sums may be computed in: 32 bits or more."""
    return x if dtype_of(x) in WIDE else cast(x, "float32")  # type: ignore[return-value]


def wide_dtype(x: TensorLike) -> str:
    """Returns the dtype of what `widened` gives."""
    return dtype_of(x) if dtype_of(x) in WIDE else "float32"


def narrowed(x: Tensor, dtype: str) -> Tensor:
    """Returns sums in the dtype of the images: integers are rounded and kept in their range."""
    if dtypes.is_integer(dtype):
        return saturate_cast(round(x), dtype)
    return cast(x, dtype)


def narrowed_floats(x: Tensor, dtype: str) -> Tensor:
    """Returns floats in the dtype of the images, unless that holds integers."""
    return cast(x, dtype) if dtypes.is_float(dtype) else x


def check_choice(name: str, value: object, choices: Collection[str]) -> None:
    """Checks that an argument is one of the words there are.

    Raises:
        ArgumentError: it is none of them.
    """
    if not isinstance(value, str) or value not in choices:
        listed = ", ".join(map(repr, choices))
        raise ArgumentError(f"{name} cannot be {told(value)}", expected=listed)


def check_floats(images: TensorLike) -> None:
    """Checks that images hold floats.

    Raises:
        DtypeError: they do not.
    """
    if not dtypes.is_float(dtype_of(images)):
        raise DtypeError(
            "expected images of floats", got=dtype_of(images), todo="divide by 255.0 first"
        )


def size_of(size: object, name: str = "size") -> tuple[int, int]:
    """Returns a height and a width.

    Raises:
        ArgumentError: they are not two positive integers.
    """
    numbers: list[Any] = list(size) if is_sequence(size) else []
    fits = len(numbers) == 2 and all(hasattr(n, "__index__") for n in numbers)
    if not fits or any(is_known(n) and n < 1 for n in numbers):
        raise ArgumentError(
            f"{name} does not fit", expected="two positive integers", got=told(size)
        )
    return numbers[0], numbers[1]
