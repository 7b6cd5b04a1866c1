"""What old programs compute with before there are values: placeholders and lengths."""

from collections.abc import Callable, Iterable
from typing import Any

from tahr import ops
from tahr.core import current
from tahr.core.specs import TensorSpec, opened
from tahr.core.typing import Shape, TensorLike
from tahr.core.variables import Variable
from tahr.layers import Input
from tahr.layers.base import calls
from tahr.ops.op import op, to_tensor
from tahr.ops.operation import Operation
from tahr.ops.symbolic import SymbolicTensor, is_symbolic


class Call(Operation):
    """A function of tensors as a node of a graph; called on values it is just run.

    Args:
        function: takes and returns trees of tensors.
    """

    def __init__(self, function: Callable[..., Any]) -> None:
        super().__init__()
        self._function = function

    def call(self, *args: Any, **kwargs: Any) -> Any:
        return self._function(*args, **kwargs)


def placeholder(
    shape: Shape | None = None,
    ndim: int | None = None,
    dtype: object = None,
    sparse: bool = False,
    name: str | None = None,
    ragged: bool = False,
) -> SymbolicTensor:
    """Returns a symbolic tensor that a model or a `function` may take as its input.

    Args:
        shape: with the batch; None where unknown.
        ndim: the number of axes, where no shape is given.
        dtype: the configured float type by default.
        sparse: whether its values are sparse.
        name: of it; made up by default.
        ragged: whether rows differ in length.

    Example:
        >>> placeholder(ndim=2).shape
        (None, None)
    """
    lengths = (None,) * (ndim or 0) if shape is None else tuple(shape)
    return Input(batch_shape=lengths, dtype=dtype, sparse=sparse, ragged=ragged, name=name)


def is_placeholder(x: Any) -> bool:
    """Returns whether `placeholder` or `Input` has made a symbolic tensor."""
    node = getattr(x, "node", None) if isinstance(x, SymbolicTensor) else None
    return node is not None and not node.inputs


class Length(SymbolicTensor):
    """A length of a symbolic tensor: a number to compute with, or to make shapes of.

    Args:
        source: the tensor.
        axis: which of its lengths.
    """

    source: SymbolicTensor
    axis: int

    @property
    def known(self) -> int | None:
        """The length, where it is known already."""
        return self.source.shape[self.axis]


class Lengths(SymbolicTensor):
    """All lengths of a symbolic tensor."""

    source: SymbolicTensor

    def __len__(self) -> int:
        return self.source.ndim

    def __iter__(self) -> Any:
        return (self[axis] for axis in range(len(self)))

    def __getitem__(self, key: Any) -> Any:
        if isinstance(key, slice):
            return [self[axis] for axis in range(len(self))[key]]
        if not isinstance(key, int):
            return super().__getitem__(key)
        source: Any = self.source
        return _made(Length, _length(source, axis=range(len(self))[key]), source, key)


def _made(cls: type[Any], recorded: Any, source: SymbolicTensor, axis: int | None = None) -> Any:
    """Returns a recorded tensor as one of another class, which knows where it comes from."""
    found = cls(recorded.shape, recorded.dtype, name=recorded.name)
    found.source, found.axis = source, axis
    found.node, found.index = recorded.node, recorded.index
    found.node.outputs = found
    return found


@op()
def _lengths(x: TensorLike) -> Any:
    """Returns the lengths as numbers."""
    return to_tensor([int(n) for n in x.shape], "int32")  # type: ignore[union-attr]


@op()
def _length(x: TensorLike, axis: int) -> Any:
    """Returns a length as a number."""
    return to_tensor(int(x.shape[axis]), "int32")  # type: ignore[union-attr]


def shape(x: Any) -> Any:
    """Returns the lengths of a tensor, known or not.

    Args:
        x: tensor; for a symbolic one its lengths are symbolic too.

    Example:
        >>> import numpy as np
        >>> shape(np.ones((2, 3)))
        (2, 3)
        >>> len(shape(placeholder((None, 3))))
        2
    """
    return _made(Lengths, _lengths(x), x) if is_symbolic(x) else ops.shape(x)


def int_shape(x: Any) -> Shape | None:
    """Returns the lengths of a tensor as numbers, None where one is not known.

    Example:
        >>> int_shape(placeholder((None, 3)))
        (None, 3)
    """
    found = getattr(x, "shape", None)
    if found is None:
        return tuple(ops.shape(x)) if isinstance(x, list | tuple | int | float) else None
    return opened(found)


def with_shape(function: Callable[..., Any], wanted: Any, *tensors: Any) -> Any:
    """Calls a function with a shape in which lengths of symbolic tensors may stand.

    Args:
        function: called with the tensors and with the shape, all in numbers or stand-ins for them.
        wanted: the shape.
        *tensors: what it is called with before.
    """
    lengths = _listed(wanted)
    sources = [n.source for n in lengths if isinstance(n, Length)]
    if not sources:
        return function(*tensors, tuple(lengths))

    def run(given: Any, found: Any) -> Any:
        rest = iter(found)
        real = tuple(next(rest).shape[n.axis] if isinstance(n, Length) else n for n in lengths)
        return function(*given, real)

    return Call(run)(list(tensors), sources)


def _listed(wanted: Any) -> list[Any]:
    if isinstance(wanted, Lengths | list | tuple):
        return list(wanted)
    if isinstance(wanted, Length) or not hasattr(wanted, "shape"):
        return [wanted]
    return [int(n) for n in current.to_numpy(wanted)]


def recorded(function: Callable[..., Any], *args: Any) -> Any:
    """Calls a function on trees of tensors, or makes it a node where some are symbolic."""
    return Call(function)(*args) if is_symbolic(args) else function(*args)


def lengths_of(x: Any) -> tuple[Any, ...]:
    """Returns the lengths of a tensor, which a program has to know where it computes with them."""
    return tuple(ops.shape(x))


def is_inside() -> bool:
    """Returns whether a layer or a model is being called."""
    return calls.context() is not None


def is_tensor(x: Any) -> bool:
    """Returns whether it is a tensor, symbolic or not, or a variable."""
    return ops.is_tensor(x) or isinstance(x, SymbolicTensor | Variable | TensorSpec)


def is_variable(x: Any) -> bool:
    """Returns whether it is a variable."""
    return isinstance(x, Variable)


def listed(given: Any) -> list[Any]:
    """Returns several as a list, and one as a list of one."""
    return list(given) if isinstance(given, Iterable) and not is_tensor(given) else [given]
