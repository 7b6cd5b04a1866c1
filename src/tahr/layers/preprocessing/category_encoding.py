"""Numbers of categories as vectors."""

from typing import Any, Literal

from tahr import ops
from tahr.core import current
from tahr.core.arguments import checked
from tahr.core.errors import ArgumentError, DataError
from tahr.core.ranges import Count
from tahr.core.registry import known_as
from tahr.core.rows import rows_apart
from tahr.core.typing import Tensor
from tahr.layers.base import checks
from tahr.layers.preprocessing.counting import COUNT, MULTI_HOT, ONE_HOT
from tahr.layers.preprocessing.image.data_layer import DataLayer


@known_as("keras.layers", "CategoryEncoding")
@rows_apart
class CategoryEncoding(DataLayer):
    """Encodes category indices as one-hot, multi-hot or count vectors.

    Args:
        num_tokens: how many categories there are; numbers go from 0 up to it.
        output_mode: "one_hot" for a vector a number; "multi_hot" or "count" for one over the last
            axis.
        sparse: not offered.
        **kwargs: what every layer takes.

    Input: integers. Output: with "one_hot", an axis more, unless the last one was of length one;
    else the last axis is that of the categories.

    Raises:
        ArgumentError: an argument makes no sense.

    Example:
        >>> CategoryEncoding(4)([[0, 1], [0, 0], [3, 1]]).tolist()
        [[1.0, 1.0, 0.0, 0.0], [1.0, 0.0, 0.0, 0.0], [0.0, 1.0, 0.0, 1.0]]
    """

    not_in_config: tuple[str, ...] = ("sparse",)

    @checked
    def __init__(
        self,
        num_tokens: Count | None = None,
        output_mode: Literal["one_hot", "multi_hot", "count"] = "multi_hot",
        sparse: bool = False,
        **kwargs: Any,
    ) -> None:
        super().__init__(**kwargs)
        checks.not_offered(self, sparse=sparse)
        if num_tokens is None:
            raise ArgumentError(
                "num_tokens is needed",
                where=self.name,
                todo="where the categories are not known beforehand, use IntegerLookup",
            )
        self.num_tokens: int = int(num_tokens)
        self.output_mode: str = output_mode
        self.sparse = sparse

    def call(self, inputs: Tensor, count_weights: Tensor | None = None) -> Tensor:
        """Encodes numbers.

        Args:
            inputs: numbers of categories.
            count_weights: with "count", how much each of them counts.

        Raises:
            DataError: a number is that of no category; inside a compiled step that is not checked,
                and its vector is zero.
        """
        if count_weights is not None and self.output_mode != COUNT:
            raise ArgumentError(
                'count_weights go with output_mode="count"', where=self.name, got=self.output_mode
            )
        check_categories(inputs, self.num_tokens, self.name)
        return encode(inputs, self.output_mode, self.num_tokens, self.compute_dtype, count_weights)


def check_categories(numbers: Tensor, size: int, where: str) -> None:
    """Refuses numbers that are none of categories, where they are known.

    Raises:
        DataError: one of them is negative, or too large.
    """
    if not current.engine().is_concrete(numbers) or 0 in numbers.shape:
        return
    values = current.to_numpy(numbers)
    if values.min() < 0 or values.max() >= size:
        raise DataError(
            "a number is that of no category",
            where=where,
            expected=f"0..{size - 1}",
            got=f"{values.min()}..{values.max()}",
            todo=f"num_tokens={int(values.max()) + 1}" if values.min() >= 0 else None,
        )


def encode(
    numbers: Tensor, mode: str, size: int, dtype: str, weights: Tensor | None = None
) -> Tensor:
    """Returns numbers of categories as vectors, by ops.

    Args:
        numbers: of any shape.
        mode: "one_hot", "multi_hot" or "count".
        size: how many categories there are.
        dtype: of the vectors.
        weights: how much each number counts.
    """
    numbers = ops.cast(numbers, "int32")
    rank = len(numbers.shape)
    if mode == ONE_HOT:
        if rank > 1 and numbers.shape[-1] == 1:
            numbers = ops.squeeze(numbers, -1)
        return ops.one_hot(numbers if rank else ops.reshape(numbers, (1,)), size, dtype=dtype)
    vectors = ops.one_hot(numbers if rank else ops.reshape(numbers, (1,)), size, dtype=dtype)
    if mode == MULTI_HOT:
        return ops.max(vectors, axis=-2, initial=0)
    if weights is not None:
        vectors = ops.multiply(vectors, ops.expand_dims(ops.cast(weights, dtype), -1))
    return ops.sum(vectors, axis=-2)
