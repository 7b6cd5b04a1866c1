"""Elementwise primitives: one shape in, the broadcast shape out."""

from tahr.core.dtypes import is_float
from tahr.core.errors import DtypeError
from tahr.core.specs import TensorSpec
from tahr.engines.base import BINARY, PREDICATES, UNARY, Binary, Engine, Unary
from tahr.engines.spec.checks import broadcast, float_dtype, same_dtype
from tahr.engines.spec.cost import computed

FLOATS_ONLY = (
    "sqrt", "rsqrt", "exp", "expm1", "log", "log1p", "sin", "cos", "tan", "asin", "acos",
    "atan", "sinh", "cosh", "tanh", "asinh", "acosh", "atanh", "erf", "divide", "atan2",
)  # fmt: skip
NO_FLOATS = (
    "bitwise_not", "bitwise_and", "bitwise_or", "bitwise_xor", "left_shift", "right_shift",
)  # fmt: skip


class Elementwise(Engine[TensorSpec]):
    """The elementwise primitives on specs."""

    def where(self, condition: TensorSpec, x: TensorSpec, y: TensorSpec) -> TensorSpec:
        if condition.dtype != "bool":
            raise DtypeError("the condition of where is no bool", got=condition.dtype)
        shape = broadcast("where", condition.shape, x.shape, y.shape)
        return computed(shape, same_dtype("where", x, y), flops=0)


def _result_dtype(name: str, *xs: TensorSpec) -> str:
    dtype = same_dtype(name, *xs)
    if name in FLOATS_ONLY:
        float_dtype(name, xs[0])
    if name in NO_FLOATS and is_float(dtype):
        raise DtypeError(f"{name} takes integers or bools", got=dtype, todo="cast it")
    return "bool" if name in PREDICATES else dtype


def _unary(name: str) -> Unary[TensorSpec]:
    def primitive(x: TensorSpec) -> TensorSpec:
        return computed(x.shape, _result_dtype(name, x))

    return primitive


def _binary(name: str) -> Binary[TensorSpec]:
    def primitive(x: TensorSpec, y: TensorSpec) -> TensorSpec:
        return computed(broadcast(name, x.shape, y.shape), _result_dtype(name, x, y))

    return primitive


for _name in UNARY:
    setattr(Elementwise, _name, staticmethod(_unary(_name)))
for _name in BINARY:
    setattr(Elementwise, _name, staticmethod(_binary(_name)))
