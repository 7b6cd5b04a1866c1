"""Pooling to a given number of outputs, whatever the length of the input."""

from typing import Any

from tahr.core.current import engine
from tahr.core.spending import spend_numbers
from tahr.core.typing import Tensor, TensorLike
from tahr.ops.axes import dims, dtype_of
from tahr.ops.nn.spatial import PerAxis, from_last, per_axis, spatial_rank, to_last
from tahr.ops.op import Rule, op

LETTERS = "xyz"


def _windows(length: int, outputs: int) -> list[tuple[int, int]]:
    """Returns where each window begins and ends; together they cover all of the length."""
    size = int(length)
    spend_numbers(outputs)
    return [(i * size // outputs, -(-(i + 1) * size // outputs)) for i in range(outputs)]


def _weights(length: int, outputs: int, dtype: str) -> Any:
    import numpy as np

    spend_numbers(outputs * int(length))
    weights = np.zeros((outputs, int(length)), "float32")
    for row, (start, stop) in zip(weights, _windows(length, outputs), strict=True):
        row[start:stop] = 1 / (stop - start)
    return engine().asarray(weights, dtype)


@op(rule=Rule.FLOAT)
def adaptive_average_pool(
    inputs: TensorLike, output_size: PerAxis, data_format: str | None = None
) -> Tensor:
    """Returns the means of windows chosen so that there is a given number of them.

    Window i of n covers `floor(i length / n)` to below `ceil((i + 1) length / n)`.

    Args:
        inputs: `(batch, *space, channels)`, or channels first.
        output_size: lengths of the spatial axes of the result.
        data_format: "channels_last" or "channels_first"; the configured one by default.

    Returns:
        `(batch, *output_size, channels)`.

    Example:
        >>> import numpy as np
        >>> x = np.array([1.0, 2.0, 3.0]).reshape(1, 3, 1)
        >>> adaptive_average_pool(x, 2)[0, :, 0].tolist()
        [1.5, 2.5]
    """
    x, space = to_last(inputs, data_format), spatial_rank(inputs)
    places = LETTERS[:space]
    for axis, outputs in enumerate(per_axis(output_size, space, "output_size")):
        weights = _weights(dims(x)[axis + 1], outputs, dtype_of(x))
        made = places.replace(places[axis], "o")
        x = engine().einsum(f"n{places}c,o{places[axis]}->n{made}c", x, weights)
    return from_last(x, data_format)


@op()
def adaptive_max_pool(
    inputs: TensorLike, output_size: PerAxis, data_format: str | None = None
) -> Tensor:
    """Returns the largest of windows chosen so that there is a given number of them.

    Args:
        inputs: `(batch, *space, channels)`, or channels first.
        output_size: lengths of the spatial axes of the result.
        data_format: "channels_last" or "channels_first"; the configured one by default.

    Returns:
        `(batch, *output_size, channels)`.

    Example:
        >>> import numpy as np
        >>> adaptive_max_pool(np.array([1.0, 2.0, 3.0]).reshape(1, 3, 1), 2)[0, :, 0].tolist()
        [2.0, 3.0]
    """
    run, x, space = engine(), to_last(inputs, data_format), spatial_rank(inputs)
    for axis, outputs in enumerate(per_axis(output_size, space, "output_size"), start=1):
        windows = _windows(dims(x)[axis], outputs)
        longest = max(stop - start for start, stop in windows)
        spend_numbers(longest * outputs)
        picked = [[min(start + i, stop - 1) for i in range(longest)] for start, stop in windows]
        x = run.max(run.take(x, run.asarray(picked, "int32"), axis), (axis + 1,), False)
    return from_last(x, data_format)
