"""Where a model's inputs enter its graph."""

from collections.abc import Sequence
from typing import Any

from tahr import ops
from tahr.core.dtypes import standardize as dtype_name
from tahr.core.errors import ArgumentError, told
from tahr.core.registry import known_as
from tahr.core.rows import rows_apart
from tahr.core.shown import shown
from tahr.core.spelling import accepts_old_spellings
from tahr.core.tracebacks import ends_at_user
from tahr.layers.base.layer import Layer
from tahr.ops.symbolic import Node, SymbolicTensor


@known_as("keras.layers", "InputLayer")
@rows_apart
class InputLayer(Layer):
    """The place in a graph where data enters; it computes nothing.

    Args:
        shape: of one sample, None where unknown; without the batch.
        batch_size: None for any.
        dtype: of the data; the configured float type by default.
        sparse: whether the data is sparse.
        ragged: whether rows differ in length.
        batch_shape: the shape with the batch, in place of `shape` and `batch_size`.
        input_tensor: a symbolic tensor to stand for, whose shape is the input's; or a variable or
            a tensor, whose value it has in every call, so that a model is not given any.
        optional: whether None may be given.
        name: unique in the model.

    Raises:
        ArgumentError: neither shape, nor both, can be used.

    Example:
        >>> InputLayer((28, 28, 1)).batch_shape
        (None, 28, 28, 1)
    """

    batch_shape: tuple[int | None, ...] = shown("The shape, batch included.")
    held: Any = None
    """What it gives where a model is not given anything for it."""
    untracked: frozenset[str] = Layer.untracked | {"held"}

    def __init__(
        self,
        shape: Sequence[int | None] | None = None,
        batch_size: int | None = None,
        dtype: Any = None,
        sparse: bool = False,
        ragged: bool = False,
        batch_shape: Sequence[int | None] | None = None,
        input_tensor: Any = None,
        optional: bool = False,
        name: str | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(name=name, **kwargs)
        if input_tensor is not None:
            _check_tensor(input_tensor, self.name)
            _check_like(input_tensor.shape, shape, self.name)
            shape, batch_shape = None, input_tensor.shape
            dtype = dtype or dtype_name(input_tensor.dtype)
        if (shape is None) == (batch_shape is None):
            raise ArgumentError(
                "an input needs either `shape` or `batch_shape`",
                where=self.name,
                got=f"shape={shape}, batch_shape={batch_shape}",
            )
        self.batch_shape = _checked(
            (batch_size, *_items(shape)) if batch_shape is None else tuple(batch_shape), self.name
        )
        self.sparse = sparse
        self.ragged = ragged
        self.optional = optional
        self.built = True
        tensor = input_tensor
        if tensor is not None and not isinstance(tensor, SymbolicTensor):
            self.held, tensor = tensor, None
        if tensor is None:
            tensor = SymbolicTensor(
                self.batch_shape, dtype, sparse=sparse, ragged=ragged, name=self.name
            )
        self._dtype = tensor.dtype
        if tensor.node is None:  # one of another layer goes on standing in that layer's graph
            Node(self, (), {}, tensor)

    @property
    def dtype(self) -> str:
        """The dtype of the data."""
        return self._dtype

    @property
    def input(self) -> Any:
        return self.output

    def call(self, *args: Any, **kwargs: Any) -> Any:
        if args:
            return args[0]
        return None if self.held is None else ops.cast(self.held, self.dtype)

    def get_config(self) -> dict[str, Any]:
        return {
            "batch_shape": self.batch_shape,
            "dtype": self.dtype,
            "sparse": self.sparse,
            "ragged": self.ragged,
            "name": self.name,
            "optional": self.optional,
        }


@ends_at_user
@accepts_old_spellings
def Input(  # noqa: N802
    shape: Sequence[int | None] | None = None,
    batch_size: int | None = None,
    dtype: Any = None,
    sparse: bool = False,
    ragged: bool = False,
    batch_shape: Sequence[int | None] | None = None,
    name: str | None = None,
    tensor: Any = None,
    optional: bool = False,
    **kwargs: Any,
) -> SymbolicTensor:
    """Makes the symbolic tensor a functional model starts from.

    Args:
        shape: of one sample, None where unknown; without the batch.
        batch_size: None for any.
        dtype: of the data; the configured float type by default.
        sparse: whether the data is sparse.
        ragged: whether rows differ in length.
        batch_shape: the shape with the batch, in place of `shape` and `batch_size`.
        name: unique in the model.
        tensor: a symbolic tensor to stand for; or a variable or a tensor, whose value the input
            has in every call, so that a model is not given any.
        optional: whether None may be given.
        **kwargs: old spellings of the shape.

    Returns:
        A symbolic tensor.

    Example:
        >>> Input((784,)).shape
        (None, 784)
    """
    layer = InputLayer(
        shape=shape,
        batch_size=batch_size,
        dtype=dtype,
        sparse=sparse,
        ragged=ragged,
        batch_shape=batch_shape,
        input_tensor=tensor,
        optional=optional,
        name=name,
        **kwargs,
    )
    return tensor if isinstance(tensor, SymbolicTensor) else layer.output


def _items(shape: Any) -> tuple[Any, ...]:
    return tuple(shape) if isinstance(shape, Sequence) else (shape,)


def _checked(shape: tuple[Any, ...], where: str) -> tuple[int | None, ...]:
    for length in shape:
        lengths = getattr(length, "shape", ())
        whole = hasattr(length, "__index__") and not lengths
        if length is not None and (isinstance(length, bool) or not whole or length < 0):
            raise ArgumentError(
                "a shape is made of non-negative integers and None",
                where=where,
                got=told(shape),
                todo=f"give the shape of one sample: Input({lengths[1:]})" if lengths else None,
            )
    return tuple(None if n is None else int(n) for n in shape)


def _check_like(wanted: Sequence[int | None], shape: Any, where: str) -> None:
    """Raises where the shape of a sample that is given besides a tensor is not the tensor's."""
    if shape is None:
        return
    lengths = _items(shape)
    pairs = zip(lengths, wanted[1:], strict=False)
    if len(lengths) != len(wanted) - 1 or any(None not in (a, b) and a != b for a, b in pairs):
        raise ArgumentError(
            "the shape is not that of the tensor",
            where=where,
            expected=f"shape={tuple(wanted[1:])}, or none",
            got=f"shape={told(shape)}",
        )


def _check_tensor(tensor: Any, where: str) -> None:
    if not hasattr(tensor, "shape") or not hasattr(tensor, "dtype"):
        raise ArgumentError(
            "an input stands for a tensor",
            where=where,
            expected="what a layer or keras.Input returns, a variable or an array",
            got=told(tensor),
        )
