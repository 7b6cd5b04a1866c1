"""Reductions and running sums."""

from tahr.core.errors import ShapeError
from tahr.core.specs import TensorSpec, show
from tahr.engines.base import Axes, Engine
from tahr.engines.spec.checks import checked_axes, checked_axis
from tahr.engines.spec.cost import computed, count


class Reductions(Engine[TensorSpec]):
    """The reductions on specs."""

    def sum(self, x: TensorSpec, axes: Axes, keepdims: bool) -> TensorSpec:
        return _reduced("sum", x, axes, keepdims, x.dtype)

    def prod(self, x: TensorSpec, axes: Axes, keepdims: bool) -> TensorSpec:
        return _reduced("prod", x, axes, keepdims, x.dtype)

    def max(self, x: TensorSpec, axes: Axes, keepdims: bool) -> TensorSpec:
        return _reduced("max", _filled("max", x, axes), axes, keepdims, x.dtype)

    def min(self, x: TensorSpec, axes: Axes, keepdims: bool) -> TensorSpec:
        return _reduced("min", _filled("min", x, axes), axes, keepdims, x.dtype)

    def any(self, x: TensorSpec, axes: Axes, keepdims: bool) -> TensorSpec:
        return _reduced("any", x, axes, keepdims, "bool")

    def all(self, x: TensorSpec, axes: Axes, keepdims: bool) -> TensorSpec:
        return _reduced("all", x, axes, keepdims, "bool")

    def argmax(self, x: TensorSpec, axis: int) -> TensorSpec:
        return _reduced("argmax", _filled("argmax", x, (axis,)), (axis,), False, "int32")

    def argmin(self, x: TensorSpec, axis: int) -> TensorSpec:
        return _reduced("argmin", _filled("argmin", x, (axis,)), (axis,), False, "int32")

    def cumsum(self, x: TensorSpec, axis: int) -> TensorSpec:
        checked_axis("cumsum", axis, x.shape)
        return computed(x.shape, x.dtype)

    def cumprod(self, x: TensorSpec, axis: int) -> TensorSpec:
        checked_axis("cumprod", axis, x.shape)
        return computed(x.shape, x.dtype)


def _reduced(name: str, x: TensorSpec, axes: Axes, keepdims: bool, dtype: str) -> TensorSpec:
    gone = checked_axes(name, axes, x.shape)
    if keepdims:
        shape = tuple(1 if axis in gone else n for axis, n in enumerate(x.shape))
    else:
        shape = tuple(n for axis, n in enumerate(x.shape) if axis not in gone)
    return computed(shape, dtype, flops=count(x.shape))


def _filled(name: str, x: TensorSpec, axes: Axes) -> TensorSpec:
    if any(x.shape[axis] == 0 for axis in checked_axes(name, axes, x.shape)):
        raise ShapeError(
            f"{name} of nothing has no value",
            expected="at least one element along the reduced axes",
            got=f"shape {show(x.shape)}, axes {axes}",
        )
    return x
