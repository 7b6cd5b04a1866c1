"""The tensors of a trace: a variable of PyTensor's with a shape and dtype that are known.

PyTensor knows neither bfloat16 nor float8, and float16 only here and there. Such a tensor is
carried as float32, and rounded after each primitive, as the NumPy engine does it.
"""

from typing import Any, TypeAlias

import numpy as np
import pytensor.tensor
from pytensor.tensor import _as_tensor_variable
from pytensor.tensor.type import TensorType
from pytensor.tensor.variable import TensorVariable

from tahr.core.dtypes import standardize
from tahr.core.errors import EngineError, ShapeError
from tahr.core.specs import TensorSpec
from tahr.engines.numpy.arithmetic import DTYPES, NARROW, Array
from tahr.engines.pytensor.converting import rounded

pt: Any = pytensor.tensor
"""PyTensor's functions, whose annotations name a variable, a list or neither."""
Var: TypeAlias = Any
"""A `TensorVariable`, of which PyTensor's own annotations say less than it has."""


class Symbolic(TensorSpec):
    """A tensor inside a trace.

    Args:
        variable: what PyTensor computes with, of the carrying dtype.
        spec: its shape, all of it known, and the dtype it stands for.
    """

    def __init__(self, variable: Var, spec: TensorSpec) -> None:
        super().__init__(spec.shape, spec.dtype)
        self.variable = variable

    def __array__(self, *_: object, **__: object) -> Any:
        raise no_values(self)

    def __repr__(self) -> str:
        return f"<symbolic tensor, shape={self.shape}, dtype={self.dtype}>"


def no_values(tensor: Symbolic) -> EngineError:
    """Returns the error for asking a traced tensor for its values."""
    return EngineError(
        "the values of a tensor are not known while PyTensor describes the computation",
        got=tensor,
        todo="use ops in place of NumPy in what is compiled or differentiated, or return the "
        "tensor and look at it outside",
    )


def carrier(dtype: str) -> str:
    """Returns the dtype in which PyTensor carries another.

    Example:
        >>> carrier("bfloat16"), carrier("int8")
        ('float32', 'int8')
    """
    return "float32" if DTYPES[dtype] in NARROW else dtype


def variable_type(spec: TensorSpec) -> TensorType:
    """Returns PyTensor's type of a spec."""
    return TensorType(carrier(spec.dtype), tuple(int(n) for n in spec.shape))


def fresh(spec: TensorSpec) -> Symbolic:
    """Makes an input."""
    return Symbolic(variable_type(spec)(), spec)


def spec_of(leaf: Any) -> Any:
    """Returns the spec of a tensor, and anything else as it is."""
    if isinstance(leaf, np.ndarray):
        return TensorSpec(leaf.shape, leaf.dtype)
    return leaf


def variable_of(leaf: Any) -> Any:
    """Returns the variable of a tensor, and anything else as it is."""
    if isinstance(leaf, Symbolic):
        return leaf.variable
    return constant(leaf) if isinstance(leaf, np.ndarray) else leaf


def constant(array: Array) -> Var:
    """Returns a variable of fixed values; one number repeated stays one number."""
    carried = array.astype(carrier(standardize(array.dtype)))
    if carried.size > 1 and (carried == carried.flat[0]).all():
        return pt.alloc(pt.constant(carried.flat[0]), *carried.shape)
    return pt.constant(carried)


def symbolic(leaf: Any) -> Any:
    """Returns any tensor as one of a trace, and anything else as it is."""
    if isinstance(leaf, np.ndarray):
        return Symbolic(constant(leaf), spec_of(leaf))
    return imported(leaf) if isinstance(leaf, TensorVariable) else leaf


def imported(variable: Var) -> Symbolic:
    """Takes in a variable that a program computed with PyTensor itself."""
    if None in variable.type.shape:
        raise ShapeError(
            "a PyTensor variable of unknown shape cannot be a tensor",
            expected="a shape known while the computation is described",
            got=variable.type,
            todo="give it one with pytensor.tensor.specify_shape",
        )
    return Symbolic(variable, TensorSpec(variable.type.shape, variable.dtype))


def wrapped(variables: Any, specs: Any, exact: bool = False) -> Any:
    """Returns what PyTensor computed as tensors of the specs that were foretold.

    Args:
        variables: a variable or a tuple of them.
        specs: the same of specs.
        exact: whether no rounding is needed, the numbers being none but those that went in.
    """
    if not isinstance(specs, tuple):
        return _wrapped(variables, specs, exact)
    return tuple(_wrapped(v, s, exact) for v, s in zip(variables, specs, strict=True))


def _wrapped(variable: Var, spec: TensorSpec, exact: bool) -> Symbolic:
    wanted = variable_type(spec)
    variable = pt.as_tensor_variable(variable)
    if variable.dtype != wanted.dtype:
        variable = pt.cast(variable, wanted.dtype)
    if None in variable.type.shape:
        variable = pt.specify_shape(variable, wanted.shape)
    if variable.type.shape != wanted.shape:
        raise ShapeError(
            "PyTensor foretells another shape", expected=wanted.shape, got=variable.type.shape
        )
    if carrier(spec.dtype) != spec.dtype and not exact:
        variable = rounded(variable, spec.dtype)
    return Symbolic(variable, spec)


@_as_tensor_variable.register(Symbolic)
def _plain(x: Symbolic, *_: object, **__: object) -> Var:
    return x.variable
