"""The tensors of a graph of ONNX: a value of the graph with a shape and dtype that are foretold."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, TypeAlias

import numpy as np
import spox

from tahr.core.dtypes import STRING, standardize
from tahr.core.errors import EngineError
from tahr.core.specs import TensorSpec, is_known
from tahr.engines.numpy.arithmetic import DTYPES
from tahr.engines.onnx.opsets import Operators

op: Any = Operators()
"""The operators of the edition that is written."""
Var: TypeAlias = Any
"""A value in the graph: `spox.Var`."""
HELD: dict[str, Any] = {**DTYPES, "bfloat16": np.dtype("float32"), STRING: np.dtype(str)}
"""What holds each dtype in a graph: next to no runtime computes in bfloat16."""

SHARED = 64
"""From how many bytes on it pays to share an array."""
_there: ContextVar[dict[int, tuple[Any, Var]] | None] = ContextVar("there", default=None)


class Symbolic(TensorSpec):
    """A tensor that ONNX computes when the file is run.

    Args:
        variable: the value in the graph.
        spec: its shape, with stand-ins for open lengths, and its dtype.
    """

    def __init__(self, variable: Var, spec: TensorSpec) -> None:
        super().__init__(spec.shape, spec.dtype)
        self.variable = variable

    def __array__(self, *_: object, **__: object) -> Any:
        raise EngineError(
            "the values of a tensor are not known while a graph of ONNX is written",
            got=self,
            todo="use ops in place of NumPy in the layers of a model that is exported",
        )


def argument(spec: TensorSpec, names: list[str]) -> Symbolic:
    """Makes an input of the graph.

    Args:
        spec: its shape and dtype.
        names: what to call each length that is open.
    """
    lengths = [int(n) if is_known(n) else name for n, name in zip(spec.shape, names, strict=True)]
    return Symbolic(spox.argument(spox.Tensor(HELD[spec.dtype], tuple(lengths))), spec)


def spec_of(leaf: Any) -> Any:
    """Returns the spec of a tensor, and anything else as it is."""
    if isinstance(leaf, np.ndarray):
        return TensorSpec(leaf.shape, leaf.dtype)
    return leaf


def variable_of(leaf: Any) -> Any:
    """Returns the value of a tensor in the graph, and anything else as it is."""
    if isinstance(leaf, Symbolic):
        return leaf.variable
    return constant(leaf) if isinstance(leaf, np.ndarray) else leaf


def constant(array: Any) -> Var:
    """Puts fixed numbers into the graph, an array that is used twice once.

    Raises:
        EngineError: ONNX has no such dtype.
    """
    there = _there.get()
    if there is None or array.nbytes < SHARED:
        return _constant(array)
    if id(array) not in there:
        there[id(array)] = (array, _constant(array))
    return there[id(array)][1]


@contextmanager
def sharing() -> Iterator[None]:
    """Puts arrays that are used several times in the block into the graph once."""
    token = _there.set({})
    try:
        yield
    finally:
        _there.reset(token)


def _constant(array: Any) -> Var:
    try:
        held = np.asarray(array, HELD[standardize(array.dtype)])
        return op.const(np.ascontiguousarray(held).reshape(np.shape(array)))
    except (TypeError, KeyError) as error:
        raise EngineError(
            "ONNX cannot hold numbers of this dtype", got=standardize(array.dtype)
        ) from error


def integers(*numbers: int) -> Var:
    """Puts a vector of whole numbers into the graph, as operators take shapes and axes."""
    return op.const(np.array([int(n) for n in numbers], "int64"))


def symbolic(leaf: Any) -> Any:
    """Returns any tensor as one of the graph, and anything else as it is."""
    return Symbolic(constant(leaf), spec_of(leaf)) if isinstance(leaf, np.ndarray) else leaf


def number(value: float | bool, dtype: str) -> Var:
    """Puts one number of a dtype into the graph."""
    return constant(np.asarray(value, HELD[dtype]))


def dtype_of(variable: Var) -> str:
    """Returns the dtype of a value in the graph."""
    return standardize(np.dtype(variable.unwrap_tensor().dtype))


def rank_of(variable: Var) -> int:
    """Returns how many axes a value in the graph has."""
    shape = variable.unwrap_tensor().shape
    if shape is None:
        raise EngineError("the number of axes got lost while a graph of ONNX was written")
    return len(shape)
