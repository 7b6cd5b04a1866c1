"""The operators of ONNX by ops of Tahr.

What shapes are computed with stays in arrays of the host: they hold lengths, which may be open.
"""

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from tahr import ops
from tahr.core.errors import SavingError
from tahr.models.onnx.known import fixed, made, power, room
from tahr.models.onnx.windows import average_pool, conv, conv_transpose, max_pool

Run = Callable[..., Any]
"""Gets the attributes, then the inputs; an optional input that is not there is None."""
DTYPES = {
    1: "float32", 2: "uint8", 3: "int8", 4: "uint16", 5: "int16", 6: "int32", 7: "int64",
    9: "bool", 10: "float16", 11: "float64", 12: "uint32", 13: "uint64", 16: "bfloat16",
}  # fmt: skip
"""ONNX's numbers of dtypes."""
FAR = 2**31


def _list(value: Any, what: str) -> list[int]:
    """Returns whole numbers that an operator takes for a shape, axes or the like."""
    if value is None:
        return []
    if not fixed(value):
        raise SavingError(f"{what} comes of data, which a model cannot have", where="ONNX")
    return [n if isinstance(n, int) else int(n) for n in value.reshape(-1).tolist()]


def _axes(a: dict[str, Any], given: Any) -> list[int] | None:
    found = a.get("axes") if given is None else _list(given, "the axes")
    return list(found) if found else None


def _unary(name: str, host: Callable[[Any], Any] | None = None) -> Run:
    return lambda a, x: host(x) if host is not None and fixed(x) else getattr(ops, name)(x)


def _binary(name: str, host: Callable[[Any, Any], Any]) -> Run:
    def run(a: dict[str, Any], x: Any, y: Any) -> Any:
        if not (fixed(x) and fixed(y)):
            return getattr(ops, name)(x, y)
        room(np.broadcast(x, y).size)
        return made(np.asarray(host(x, y)))

    return run


def _quotient(x: Any, y: Any) -> Any:
    return x / y if np.asarray(x).dtype.kind == "f" else x // y


def _divide(a: dict[str, Any], x: Any, y: Any) -> Any:
    if fixed(x) and fixed(y):
        room(np.broadcast(x, y).size)
        return np.asarray(_quotient(x, y))
    whole = "int" in str(ops.dtype(x))
    return ops.floor_divide(x, y) if whole else ops.divide(x, y)


def _many(name: str) -> Run:
    def run(a: dict[str, Any], *xs: Any) -> Any:
        found = xs[0]
        for x in xs[1:]:
            found = getattr(ops, name)(found, x)
        return found

    return run


def _reduction(name: str) -> Run:
    def run(a: dict[str, Any], x: Any, axes: Any = None) -> Any:
        over = _axes(a, axes)
        if over is None and a.get("noop_with_empty_axes"):
            return x
        return getattr(ops, name)(x, axis=over, keepdims=bool(a.get("keepdims", 1)))

    return run


def _place(name: str) -> Run:
    def run(a: dict[str, Any], x: Any) -> Any:
        kept = bool(a.get("keepdims", 1))
        return ops.cast(getattr(ops, name)(x, axis=a.get("axis", 0), keepdims=kept), "int64")

    return run


def _cast(a: dict[str, Any], x: Any) -> Any:
    dtype = DTYPES[a["to"]]
    if fixed(x):
        return x if x.dtype == object and "int" in dtype else x.astype(dtype)
    return ops.cast(x, dtype)


def _shape(a: dict[str, Any], x: Any) -> Any:
    found = np.empty(len(x.shape), object)
    found[:] = list(ops.shape(x)) if not fixed(x) else x.shape
    return found[a.get("start", 0) : a.get("end")]


def _gather(a: dict[str, Any], x: Any, indices: Any) -> Any:
    if fixed(x) and fixed(indices):
        room(indices.size * x.size // max(1, x.shape[a.get("axis", 0)]))
        return np.asarray(np.take(x, indices.astype("int64"), axis=a.get("axis", 0)), x.dtype)
    return ops.take(x, indices, axis=a.get("axis", 0))


def _concat(a: dict[str, Any], *xs: Any) -> Any:
    if all(map(fixed, xs)):
        room(sum(x.size for x in xs))
        return np.concatenate(xs, axis=a["axis"])
    return ops.concatenate(xs, axis=a["axis"])


def _reshape(a: dict[str, Any], x: Any, shape: Any) -> Any:
    wanted = _list(shape, "a shape")
    if not a.get("allowzero"):
        wanted = [x.shape[i] if int(n) == 0 else n for i, n in enumerate(wanted)]
    return x.reshape([int(n) for n in wanted]) if fixed(x) else ops.reshape(x, tuple(wanted))


def _squeeze(a: dict[str, Any], x: Any, axes: Any = None) -> Any:
    over = _axes(a, axes)
    over = None if over is None else tuple(over)
    return np.squeeze(x, over) if fixed(x) else ops.squeeze(x, over)


def _unsqueeze(a: dict[str, Any], x: Any, axes: Any = None) -> Any:
    over = tuple(_axes(a, axes) or ())
    return np.expand_dims(x, over) if fixed(x) else ops.expand_dims(x, over)


def _slice(a: dict[str, Any], x: Any, *bounds: Any) -> Any:
    starts, ends, axes, steps = (*bounds, *[None] * 4)[:4]
    first = a["starts"] if starts is None else _list(starts, "a start")
    last = a["ends"] if ends is None else _list(ends, "an end")
    over = _axes(a, axes) or list(range(len(first)))
    by = _list(steps, "a step") or [1] * len(first)
    index = [slice(None)] * len(x.shape)
    for axis, start, end, step in zip(over, first, last, by, strict=True):
        index[axis] = slice(_near(start), _near(end), step)
    return x[tuple(index)]


def _near(bound: int) -> int | None:
    """Returns a bound of a slice; None where it lies beyond everything."""
    return None if abs(int(bound)) >= FAR - 1 else bound


def _flatten(a: dict[str, Any], x: Any) -> Any:
    axis, shape = a.get("axis", 1), ops.shape(x)
    first = int(np.prod(shape[:axis])) if axis != 1 else shape[0]
    return ops.reshape(x, (first, -1))


def _gemm(a: dict[str, Any], x: Any, y: Any, bias: Any = None) -> Any:
    x = ops.transpose(x) if a.get("transA") else x
    y = ops.transpose(y) if a.get("transB") else y
    found = ops.matmul(x, y)
    found = found if a.get("alpha", 1.0) == 1 else found * a["alpha"]
    if bias is None:
        return found
    return found + (bias if a.get("beta", 1.0) == 1 else bias * a["beta"])


def _batch_norm(a: dict[str, Any], x: Any, scale: Any, bias: Any, mean: Any, variance: Any) -> Any:
    shape = (1, -1, *[1] * (len(x.shape) - 2))
    by = ops.rsqrt(variance + a.get("epsilon", 1e-5)) * scale
    return (x - ops.reshape(mean, shape)) * ops.reshape(by, shape) + ops.reshape(bias, shape)


def _layer_norm(a: dict[str, Any], x: Any, scale: Any, bias: Any = None) -> Any:
    axis = a.get("axis", -1) % len(x.shape)
    over = tuple(range(axis, len(x.shape)))
    centred = x - ops.mean(x, over, keepdims=True)
    spread = ops.mean(ops.square(centred), over, keepdims=True)
    found = centred * ops.rsqrt(spread + a.get("epsilon", 1e-5)) * scale
    return found if bias is None else found + bias


def _global(name: str) -> Run:
    return lambda a, x: getattr(ops, name)(x, tuple(range(2, len(x.shape))), keepdims=True)


def _clip(a: dict[str, Any], x: Any, low: Any = None, high: Any = None) -> Any:
    low, high = a.get("min", low), a.get("max", high)
    x = x if low is None else ops.maximum(x, low)
    return x if high is None else ops.minimum(x, high)


def _pad(a: dict[str, Any], x: Any, pads: Any = None, value: Any = None, axes: Any = None) -> Any:
    if a.get("mode", "constant") not in ("constant", "reflect", "edge"):
        raise SavingError(f"padding of mode {a['mode']} is not known", where="Pad")
    sides = a["pads"] if pads is None else _list(pads, "the padding")
    over = _axes({}, axes) or list(range(len(x.shape)))
    around = [(0, 0)] * len(x.shape)
    for place, axis in enumerate(over):
        around[axis] = (sides[place], sides[place + len(over)])
    mode = str(a.get("mode", "constant"))
    if mode != "constant":
        return ops.pad(x, around, mode=mode)
    fill = a.get("value", 0.0) if value is None else np.asarray(value).reshape(-1)[0]
    return ops.pad(x, around, constant_values=fill)


def _split(a: dict[str, Any], x: Any, sizes: Any = None, *, count: int = 1) -> Any:
    lengths = a.get("split") if sizes is None else _list(sizes, "the sizes")
    axis = a.get("axis", 0)
    if not lengths:
        return ops.split(x, a.get("num_outputs", count), axis=axis)
    return ops.split(x, np.cumsum([int(n) for n in lengths])[:-1].tolist(), axis=axis)


def _expand(a: dict[str, Any], x: Any, shape: Any) -> Any:
    wanted = _list(shape, "a shape")
    rank = max(len(wanted), len(x.shape))
    own = (1,) * (rank - len(x.shape)) + tuple(ops.shape(x) if not fixed(x) else x.shape)
    wanted = [1] * (rank - len(wanted)) + wanted
    both = zip(own, wanted, strict=True)
    return ops.broadcast_to(x, tuple(o if int(w) == 1 else w for o, w in both))


def _full(a: dict[str, Any], shape: Any) -> Any:
    value = np.asarray(a.get("value", np.zeros(1, "float32"))).reshape(-1)[0]
    return ops.full(tuple(_list(shape, "a shape")), value, dtype=value.dtype.name)


def _range(a: dict[str, Any], start: Any, stop: Any, step: Any) -> Any:
    bounds = [n.reshape(-1)[0] for n in (start, stop, step)]
    return ops.arange(*bounds, dtype="int64" if start.dtype == object else start.dtype.name)


def _top_k(a: dict[str, Any], x: Any, k: Any) -> Any:
    axis = a.get("axis", -1) % len(x.shape)
    moved = ops.moveaxis(x, axis, -1)
    sign = 1 if a.get("largest", 1) else -1
    order = ops.argsort(ops.multiply(moved, -sign), axis=-1)[..., : _list(k, "k")[0]]
    values = ops.take_along_axis(moved, order, axis=-1)
    places = ops.cast(ops.moveaxis(order, -1, axis), "int64")
    return ops.moveaxis(values, -1, axis), places


def _where(a: dict[str, Any], condition: Any, x: Any, y: Any) -> Any:
    return ops.where(condition, x, y)


def _resized_to(a: dict[str, Any], x: Any, times: Any) -> Any:
    return ops.tile(x, _list(times, "how often"))


def _einsum(a: dict[str, Any], *xs: Any) -> Any:
    return ops.einsum(a["equation"], *xs)


def _softmax(name: str) -> Run:
    return lambda a, x: getattr(ops, name)(x, axis=a.get("axis", -1))


def _cumsum(a: dict[str, Any], x: Any, axis: Any) -> Any:
    if a.get("exclusive") or a.get("reverse"):
        raise SavingError("sums that run backwards, or leave the own out, are not known",
                          where="CumSum")  # fmt: skip
    return ops.cumsum(x, axis=_list(axis, "an axis")[0])


def _prelu(a: dict[str, Any], x: Any, slope: Any) -> Any:
    return ops.where(x < 0, x * slope, x)


def _transpose(a: dict[str, Any], x: Any) -> Any:
    perm = a.get("perm")
    return np.transpose(x, perm) if fixed(x) else ops.transpose(x, perm)


def _elu(a: dict[str, Any], x: Any) -> Any:
    return ops.elu(x, alpha=a.get("alpha", 1.0))


def _leaky(a: dict[str, Any], x: Any) -> Any:
    return ops.leaky_relu(x, negative_slope=a.get("alpha", 0.01))


def _hard_sigmoid(a: dict[str, Any], x: Any) -> Any:
    return ops.clip(x * a.get("alpha", 0.2) + a.get("beta", 0.5), 0.0, 1.0)


def _gelu(a: dict[str, Any], x: Any) -> Any:
    return ops.gelu(x, approximate=a.get("approximate", "none") == "tanh")


def _one(value: Any) -> Run:
    return lambda a, x, *_: value(x)


SAME: Sequence[str] = (
    "Abs", "Exp", "Log", "Sqrt", "Sin", "Cos", "Tan", "Sinh", "Cosh", "Tanh", "Floor", "Ceil",
    "Round", "Erf", "Sigmoid", "Relu", "Softplus", "Softsign", "Sign",
)  # fmt: skip
"""Operators whose op has their name."""
OPERATORS: dict[str, Run] = {
    **{name: _unary(name.lower()) for name in SAME},
    "Neg": _unary("negative", np.negative), "Reciprocal": _unary("reciprocal"),
    "Asin": _unary("arcsin"), "Acos": _unary("arccos"), "Atan": _unary("arctan"),
    "Asinh": _unary("arcsinh"), "Acosh": _unary("arccosh"), "Atanh": _unary("arctanh"),
    "Not": _unary("logical_not"), "IsNaN": _unary("isnan"), "IsInf": _unary("isinf"),
    "Identity": _one(lambda x: x), "Dropout": _one(lambda x: x), "Det": _unary("det"),
    "Add": _binary("add", np.add), "Sub": _binary("subtract", np.subtract),
    "Mul": _binary("multiply", np.multiply), "Div": _divide, "Pow": _binary("power", power),
    "Mod": _binary("mod", np.mod), "Equal": _binary("equal", np.equal),
    "Less": _binary("less", np.less), "LessOrEqual": _binary("less_equal", np.less_equal),
    "Greater": _binary("greater", np.greater),
    "GreaterOrEqual": _binary("greater_equal", np.greater_equal),
    "And": _binary("logical_and", np.logical_and), "Or": _binary("logical_or", np.logical_or),
    "Xor": _binary("logical_xor", np.logical_xor), "Where": _where,
    "Max": _many("maximum"), "Min": _many("minimum"), "Sum": _many("add"),
    "ReduceSum": _reduction("sum"), "ReduceMean": _reduction("mean"),
    "ReduceMax": _reduction("max"), "ReduceMin": _reduction("min"),
    "ReduceProd": _reduction("prod"), "ArgMax": _place("argmax"), "ArgMin": _place("argmin"),
    "MatMul": lambda a, x, y: ops.matmul(x, y), "Gemm": _gemm, "Einsum": _einsum,
    "Cast": _cast, "Shape": _shape, "Gather": _gather, "Concat": _concat, "Reshape": _reshape,
    "GatherElements": lambda a, x, i: ops.take_along_axis(x, i, axis=a.get("axis", 0)),
    "Squeeze": _squeeze, "Unsqueeze": _unsqueeze, "Slice": _slice, "Flatten": _flatten,
    "Transpose": _transpose, "Pad": _pad, "Split": _split, "Expand": _expand, "Tile": _resized_to,
    "ConstantOfShape": _full, "Range": _range, "TopK": _top_k, "CumSum": _cumsum,
    "Softmax": _softmax("softmax"), "LogSoftmax": _softmax("log_softmax"), "Clip": _clip,
    "LeakyRelu": _leaky, "Elu": _elu, "PRelu": _prelu, "HardSigmoid": _hard_sigmoid,
    "HardSwish": _unary("hard_swish"), "Selu": _unary("selu"), "Gelu": _gelu,
    "Conv": conv, "ConvTranspose": conv_transpose, "MaxPool": max_pool,
    "AveragePool": average_pool, "GlobalAveragePool": _global("mean"),
    "GlobalMaxPool": _global("max"), "BatchNormalization": _batch_norm,
    "LayerNormalization": _layer_norm,
}  # fmt: skip
"""What each operator computes."""
