"""One table of calls: what the tests of ops run on every engine and against Keras.

A call gets the module of ops and its tensors, so that the same line runs anywhere. `x` and `y`
have shape (2, 3); `v` is a vector of three, `s` a positive-definite matrix of three.
"""

from collections.abc import Callable
from typing import Any

import numpy as np

Call = Callable[..., Any]


def ints(*values: Any) -> np.ndarray:
    """Returns int32 values: Keras takes lists only here and there."""
    return np.asarray(values, "int32")


def floats(*values: Any) -> np.ndarray:
    """Returns float32 values."""
    return np.asarray(values, "float32")


ELEMENTWISE = (
    "abs", "absolute", "negative", "sign", "signbit", "square", "fabs", "isfinite", "isinf",
    "isnan", "isposinf", "isneginf", "isreal", "nan_to_num", "exp", "exp2", "expm1", "floor",
    "ceil", "trunc", "round", "sin", "cos", "tan", "arctan", "sinh", "cosh", "tanh", "arcsinh",
    "deg2rad", "rad2deg", "sinc", "erf", "erfc", "cbrt", "logical_not", "real", "imag", "conj",
    "conjugate", "angle", "reciprocal", "i0", "copy", "sum", "prod", "mean", "max", "min", "amax",
    "amin", "any", "all", "count_nonzero", "argmax", "argmin", "cumsum", "cumprod", "logsumexp",
    "ptp", "var", "std", "median", "nansum", "nanprod", "nanmean", "nanmax", "nanmin", "nanvar",
    "nanstd", "nanmedian", "nancumsum", "nancumprod", "nanargmax", "nanargmin", "zeros_like",
    "ones_like", "ravel", "transpose", "squeeze", "flip", "fliplr", "flipud", "rot90", "tril",
    "triu", "diag", "diagflat", "diagonal", "trace", "sort", "argsort", "unstack", "nonzero",
    "diff", "norm", "stop_gradient", "shape", "ndim", "size", "dtype", "corrcoef", "unique",
    "convert_to_tensor", "array", "convert_to_numpy", "histogram", "where",
)  # fmt: skip
"""Called with x alone."""

POSITIVE = ("sqrt", "rsqrt", "log", "log2", "log10", "log1p")
"""Called with the absolute values of x, plus one half."""

UNIT = ("arcsin", "arccos", "arctanh", "erfinv")
"""Called with x squeezed into (-1, 1)."""

BINARY = (
    "add", "subtract", "multiply", "true_divide", "divide", "divide_no_nan", "maximum", "minimum",
    "fmax", "fmin", "arctan2", "hypot", "logaddexp", "logaddexp2", "heaviside", "equal",
    "not_equal", "less", "less_equal", "greater", "greater_equal", "isclose", "allclose", "isin",
    "logical_and", "logical_or", "logical_xor", "append", "inner", "outer", "kron",
    "floor_divide", "mod", "fmod", "power",
)  # fmt: skip
"""Called with x and y, which is positive."""

INTEGER = ("bitwise_and", "bitwise_or", "bitwise_xor", "bitwise_left_shift", "bitwise_right_shift")
INTEGER += ("left_shift", "right_shift", "gcd", "lcm")
INTEGER_UNARY = ("bitwise_not", "bitwise_invert")

SHAPED: dict[str, list[Call]] = {
    "round": [lambda o, x: o.round(x, 1)],
    "sum": [lambda o, x: o.sum(x, 0), lambda o, x: o.sum(x, (0, -1), keepdims=True)],
    "prod": [lambda o, x: o.prod(x, 0), lambda o, x: o.prod(x, 1, dtype="float32")],
    "mean": [lambda o, x: o.mean(x, -1, keepdims=True)],
    "max": [lambda o, x: o.max(x, 1), lambda o, x: o.max(x, 1, initial=1)],
    "min": [lambda o, x: o.min(x, 0, keepdims=True), lambda o, x: o.min(x, 1, initial=1)],
    "any": [lambda o, x: o.any(x, 1)],
    "all": [lambda o, x: o.all(x, 1, keepdims=True)],
    "count_nonzero": [lambda o, x: o.count_nonzero(x, 1)],
    "argmax": [lambda o, x: o.argmax(x, 1), lambda o, x: o.argmax(x, keepdims=True)],
    "argmin": [lambda o, x: o.argmin(x, 0, keepdims=True)],
    "cumsum": [lambda o, x: o.cumsum(x, 1), lambda o, x: o.cumsum(x, 0, dtype="float32")],
    "cumprod": [lambda o, x: o.cumprod(x, -1)],
    "logsumexp": [lambda o, x: o.logsumexp(x, 1, keepdims=True)],
    "ptp": [lambda o, x: o.ptp(x, 1)],
    "var": [lambda o, x: o.var(x, 1, keepdims=True)],
    "std": [lambda o, x: o.std(x, 0)],
    "median": [lambda o, x: o.median(x, 0), lambda o, x: o.median(x, (0, 1), keepdims=True)],
    "quantile": [
        lambda o, x: o.quantile(x, 0.3),
        lambda o, x: o.quantile(x, floats(0.1, 0.5), 1, keepdims=True),
        lambda o, x: o.quantile(x, 0.3, 1, method="lower"),
        lambda o, x: o.quantile(x, 0.3, 1, method="higher"),
        lambda o, x: o.quantile(x, 0.3, 1, method="midpoint"),
        lambda o, x: o.quantile(x, 0.3, 1, method="nearest"),
    ],
    "percentile": [lambda o, x: o.percentile(x, ints(10, 50), 1)],
    "nanquantile": [lambda o, x: o.nanquantile(x, 0.3, 1)],
    "nanpercentile": [lambda o, x: o.nanpercentile(x, 30)],
    "average": [
        lambda o, x: o.average(x),
        lambda o, x: o.average(x, 1, weights=floats(1, 2, 3)),
        lambda o, x: o.average(x, weights=ints([1, 2, 3], [4, 5, 6])),
    ],
    "nanargmax": [lambda o, x: o.nanargmax(x, 1)],
    "norm": [
        *(lambda o, x, n=n: o.norm(x, n, axis=1) for n in (None, 0, 1, 2, 3)),
        lambda o, x: o.norm(x, float("inf"), axis=0, keepdims=True),
        *(lambda o, x, n=n: o.norm(x, n) for n in ("fro", "nuc", 1, -1, 2, -2)),
        lambda o, x: o.norm(x, -float("inf"), axis=(1, 0), keepdims=True),
    ],
    "clip": [lambda o, x: o.clip(x, 0, 2), lambda o, x: o.clip(x, -1.0, 0.5)],
    "nan_to_num": [lambda o, x: o.nan_to_num(x, 1.0, 2.0, 3.0)],
    "cast": [lambda o, x: o.cast(x, "int32"), lambda o, x: o.cast(x, "bfloat16")],
    "saturate_cast": [
        lambda o, x: o.saturate_cast(x, "uint8"),
        lambda o, x: o.saturate_cast(x, "float32"),
    ],
    "full_like": [lambda o, x: o.full_like(x, 2), lambda o, x: o.full_like(x, 2, "int32")],
    "zeros_like": [lambda o, x: o.zeros_like(x, "int32")],
    "ones_like": [lambda o, x: o.ones_like(x, "float16")],
    "empty_like": [lambda o, x: o.shape(o.empty_like(x))],
    "reshape": [
        lambda o, x: o.reshape(x, (3, -1)),
        lambda o, x: o.reshape(x, [6]),
        lambda o, x: o.reshape(x, -1),
    ],
    "transpose": [lambda o, x: o.transpose(x, (1, 0))],
    "swapaxes": [lambda o, x: o.swapaxes(x, 0, -1)],
    "moveaxis": [lambda o, x: o.moveaxis(x, 0, -1), lambda o, x: o.moveaxis(x, (0, 1), (1, 0))],
    "expand_dims": [lambda o, x: o.expand_dims(x, 1), lambda o, x: o.expand_dims(x, (0, -1))],
    "squeeze": [lambda o, x: o.squeeze(o.reshape(x, (2, 1, 3)), 1)],
    "broadcast_to": [lambda o, x: o.broadcast_to(x, (4, 2, 3))],
    "tile": [lambda o, x: o.tile(x, 2), lambda o, x: o.tile(x, (2, 1, 2))],
    "repeat": [
        lambda o, x: o.repeat(x, 2),
        lambda o, x: o.repeat(x, 2, 0),
        lambda o, x: o.repeat(x, ints(1, 2, 0), 1),
    ],
    "roll": [
        lambda o, x: o.roll(x, 1),
        lambda o, x: o.roll(x, -2, 1),
        lambda o, x: o.roll(x, (1, 2), (0, 1)),
    ],
    "flip": [lambda o, x: o.flip(x, 1)],
    "rot90": [lambda o, x, k=k: o.rot90(x, k) for k in (-1, 2, 4)],
    "pad": [
        lambda o, x: o.pad(x, 1),
        lambda o, x: o.pad(x, ((1, 0), (0, 2)), constant_values=3),
        lambda o, x: o.pad(x, ((1, 1), (2, 1)), "reflect"),
        lambda o, x: o.pad(x, ((2, 1), (3, 1)), "symmetric"),
        lambda o, x: o.pad(x, 2, "edge"),
        lambda o, x: o.pad(x, 2, "wrap"),
    ],
    "concatenate": [lambda o, x: o.concatenate([x, x], 1), lambda o, x: o.concatenate([x])],
    "stack": [lambda o, x: o.stack([x, x], -1), lambda o, x: o.stack([x, x])],
    "hstack": [lambda o, x: o.hstack([x, x])],
    "vstack": [lambda o, x: o.vstack([x, x])],
    "dstack": [lambda o, x: o.dstack([x, x])],
    "split": [
        lambda o, x: o.split(x, 2),
        lambda o, x: o.split(x, [1], 1),
        lambda o, x: o.split(x, 3, -1),
    ],
    "array_split": [lambda o, x: o.array_split(x, 2, 1), lambda o, x: o.array_split(x, 2, 0)],
    "hsplit": [lambda o, x: o.hsplit(x, 3)],
    "vsplit": [lambda o, x: o.vsplit(x, 2)],
    "dsplit": [lambda o, x: o.dsplit(o.reshape(x, (1, 2, 3)), [1])],
    "unstack": [lambda o, x: o.unstack(x, axis=1), lambda o, x: o.unstack(x, 2)],
    "get_item": [
        lambda o, x: o.get_item(x, 0),
        lambda o, x: o.get_item(x, (slice(None), -1)),
        lambda o, x: o.get_item(x, (Ellipsis, None, slice(None, None, -1))),
        lambda o, x: o.get_item(x, (1, slice(0, 2))),
    ],
    "take": [
        lambda o, x: o.take(x, ints(0, -1), 1),
        lambda o, x: o.take(x, 2),
        lambda o, x: o.take(x, ints([0, 1], [1, 0]), 0),
    ],
    "take_along_axis": [
        lambda o, x: o.take_along_axis(x, ints([2], [-1]), 1),
        lambda o, x: o.take_along_axis(x, ints(5, 0)),
    ],
    "where": [
        lambda o, x: o.where(x, x, 0),
        lambda o, x: o.where(ints(1, 0, 1), x, 1.5),
    ],
    "select": [lambda o, x: o.select([o.equal(x, 0), o.less(x, 1)], [x, o.negative(x)], 9)],
    "slice": [lambda o, x: o.slice(x, (0, 1), (2, 2))],
    "slice_update": [lambda o, x: o.slice_update(x, (0, 1), o.ones_like(x[:, :2]))],
    "scatter": [lambda o, x: o.scatter(ints([2], [0]), x, (4, 3))],
    "scatter_update": [
        lambda o, x: o.scatter_update(x, ints([0, 1], [1, 2]), o.ones_like(x[0, :2])),
        *(
            lambda o, x, r=r: o.scatter_update(x, ints([0], [0]), o.ones_like(x), reduction=r)
            for r in ("add", "max", "min", "mul")
        ),
    ],
    "tril": [lambda o, x: o.tril(x, 1)],
    "triu": [lambda o, x: o.triu(x, -1)],
    "diag": [
        lambda o, x: o.diag(x[0]),
        lambda o, x: o.diag(x[0], 1),
        lambda o, x: o.diag(x[0], -2),
    ],
    "diagonal": [lambda o, x: o.diagonal(x, 1), lambda o, x: o.diagonal(x, -1, 1, 0)],
    "trace": [lambda o, x: o.trace(x, 1)],
    "sort": [lambda o, x: o.sort(x, 0), lambda o, x: o.sort(x, None)],
    "argsort": [lambda o, x: o.argsort(x, 0), lambda o, x: o.argsort(x, None)],
    "top_k": [lambda o, x: o.top_k(x, 2)],
    "in_top_k": [lambda o, x: o.in_top_k(ints(2, 0), x, 1)],
    "searchsorted": [lambda o, x: o.searchsorted(o.sort(x[0]), x[1])],
    "digitize": [lambda o, x: o.digitize(x, floats(0, 1, 2))],
    "bincount": [lambda o, x: o.bincount(ints([1, 1, 0], [2, 0, 2]), weights=x)],
    "histogram": [
        lambda o, x: o.histogram(o.ravel(x), 4, range=(0, 2)),
        lambda o, x: o.histogram(o.ravel(x), 5),
    ],
    "unique": [lambda o, x: o.unique(x, return_inverse=True, return_counts=True)],
    "segment_sum": [
        lambda o, x: o.segment_sum(x, ints(1, 0), 2),
        lambda o, x: o.segment_sum(x, ints(1, 1), 3),
    ],
    "segment_prod": [lambda o, x: o.segment_prod(x, ints(1, 1), 3)],
    "segment_max": [lambda o, x: o.segment_max(x, ints(1, 1), 2)],
    "segment_min": [lambda o, x: o.segment_min(x, ints(0, 0), 1)],
    "vdot": [lambda o, x: o.vdot(x, x)],
    "matmul": [lambda o, x: o.matmul(x, o.transpose(x)), lambda o, x: o.matmul(x, x[0])],
    "dot": [lambda o, x: o.dot(x, o.transpose(x)), lambda o, x: o.dot(x[0], 2)],
    "tensordot": [
        lambda o, x: o.tensordot(x, x),
        lambda o, x: o.tensordot(x, x, [[1], [1]]),
        lambda o, x: o.tensordot(x, o.transpose(x), 1),
        lambda o, x: o.tensordot(x, x, 0),
    ],
    "einsum": [
        lambda o, x: o.einsum("ij,kj->ik", x, x),
        lambda o, x: o.einsum("...j->j...", x),
        lambda o, x: o.einsum("ij,ij", x, x),
    ],
    "cross": [lambda o, x: o.cross(x, o.flip(x, 0)), lambda o, x: o.cross(x[:, :2], o.flip(x, 0))],
    "diff": [lambda o, x: o.diff(x, 2), lambda o, x: o.diff(x, axis=0)],
    "trapezoid": [
        lambda o, x: o.trapezoid(x),
        lambda o, x: o.trapezoid(x, floats(0, 1, 3)),
        lambda o, x: o.trapezoid(x, dx=2.0, axis=0),
    ],
    "correlate": [
        *(lambda o, x, m=m: o.correlate(x[0], x[1, :2], m) for m in ("valid", "same", "full")),
        *(lambda o, x, m=m: o.correlate(x[0, 1:], x[1], m) for m in ("valid", "same", "full")),
    ],
    "vectorize": [
        lambda o, x: o.vectorize(lambda a, b: o.add(a, o.square(b)))(x, x[0]),
        lambda o, x: o.vectorize(o.dot, signature="(n),(n)->()")(x, x[:1]),
        lambda o, x: o.vectorize(lambda a, b: o.multiply(a, b), excluded={1})(x, 2),
    ],
    "ldexp": [lambda o, x: o.ldexp(x, ints(1, 2, 3))],
    "unravel_index": [lambda o, x: o.unravel_index(ints(5, 0, 3), (2, 3))],
    "meshgrid": [
        lambda o, x: o.meshgrid(x[0], x[1]),
        lambda o, x: o.meshgrid(x[0], x[1, :2], indexing="ij"),
    ],
    "vander": [lambda o, x: o.vander(x[0]), lambda o, x: o.vander(x[0], 2, increasing=True)],
    "argpartition": [lambda o, x: o.take_along_axis(x, o.argpartition(x, 1), 1)[:, 1]],
    "linspace": [
        lambda o, x: o.linspace(x[0], x[1], 3),
        lambda o, x: o.linspace(x[0], 5, 4, False, axis=-1),
    ],
    "extract_sequences": [lambda o, x: o.extract_sequences(x, 2, 1)],
    "cdist": [lambda o, x: o.cdist(x, x[:1])],
    "rearrange": [
        lambda o, x: o.rearrange(x, "a b -> b a"),
        lambda o, x: o.rearrange(x, "... (b c) -> c b ...", c=3),
    ],
}
"""Called with x, in ways that are about axes, shapes and options."""

FREE: dict[str, list[Call]] = {
    "zeros": [lambda o: o.zeros((2, 3)), lambda o: o.zeros(2, "int8")],
    "ones": [lambda o: o.ones((2, 3), "bool")],
    "empty": [lambda o: o.shape(o.empty((2, 3)))],
    "full": [lambda o: o.full((2, 3), 7), lambda o: o.full((2, 3), floats(1, 2, 3), "float16")],
    "arange": [
        lambda o: o.arange(3),
        lambda o: o.arange(1, 2, 0.25),
        lambda o: o.arange(5, 1, -2),
        lambda o: o.arange(3, dtype="float16"),
        lambda o: o.arange(3.0),
    ],
    "linspace": [
        lambda o: o.linspace(0, 10, 5),
        lambda o: o.linspace(0, 10, 5, endpoint=False),
        lambda o: o.linspace(0, 10, 4, dtype="int32"),
        lambda o: o.linspace(0.0, 1.0, 3, retstep=True),
        lambda o: o.linspace(1, 2, 1),
    ],
    "logspace": [lambda o: o.logspace(0, 2, 5), lambda o: o.logspace(0, 2, 3, base=2)],
    "geomspace": [lambda o: o.geomspace(1, 8, 4), lambda o: o.geomspace(-1.0, -8.0, 4)],
    "eye": [lambda o: o.eye(3), lambda o: o.eye(2, 3, 1, "int32"), lambda o: o.eye(3, k=-1)],
    "identity": [lambda o: o.identity(2)],
    "tri": [lambda o: o.tri(3), lambda o: o.tri(2, 4, -1, "int32")],
    "bartlett": [lambda o: o.bartlett(5)],
    "blackman": [lambda o: o.blackman(5)],
    "hamming": [lambda o: o.hamming(5)],
    "hanning": [lambda o: o.hanning(5)],
    "kaiser": [lambda o: o.kaiser(5, 2.0)],
    "bincount": [
        lambda o: o.bincount(ints(1, 1, 3)),
        lambda o: o.bincount(ints(1, 1), minlength=4),
    ],
    "convert_to_tensor": [
        lambda o: o.convert_to_tensor(1),
        lambda o: o.convert_to_tensor([1.5, 2]),
        lambda o: o.convert_to_tensor(True),
        lambda o: o.convert_to_tensor([1, 2], "float16"),
    ],
    "add": [lambda o: o.add(1, 2), lambda o: o.add(1, 2.5), lambda o: o.add(True, 1)],
    "sum": [lambda o: o.sum(3), lambda o: o.sum([1.5, 2])],
    "mean": [lambda o: o.mean([1, 2])],
    "sqrt": [lambda o: o.sqrt(4), lambda o: o.sqrt(True)],
    "is_tensor": [lambda o: o.is_tensor(o.ones(2)), lambda o: o.is_tensor([1])],
    "nextafter": [
        lambda o: o.nextafter(floats(1, 1, -1, 0.5), floats(2, 0, 0, 0.5)),
        lambda o: o.nextafter(ints(1, 2), ints(3)),
    ],
    "view": [
        lambda o: o.view(floats(1, 2.5), "int32"),
        lambda o: o.view(floats([1, 2.5]), "uint8"),
        lambda o: o.view(np.asarray([[1, 2], [3, 4]], "int16"), "int32"),
        lambda o: o.view(ints(1, 2)),
    ],
    "arccosh": [lambda o: o.arccosh(ints(1, 2, 3)), lambda o: o.arccosh(floats(1.5))],
}
"""Called without tensors."""

_WAVE = [0.3, -1.0, 0.5, 2.0, -0.25, 1.0, 0.0, 4.0]

MATRIX: dict[str, list[Call]] = {
    "cholesky": [lambda o, s: o.cholesky(s), lambda o, s: o.cholesky(s, upper=True)],
    "cholesky_inverse": [
        lambda o, s: o.cholesky_inverse(o.tril(s[0])),
        lambda o, s: o.cholesky_inverse(o.triu(s[0]), upper=True),
    ],
    "det": [lambda o, s: o.det(s)],
    "slogdet": [lambda o, s: o.slogdet(s), lambda o, s: o.slogdet(o.negative(s[0]))],
    "logdet": [lambda o, s: o.logdet(s)],
    "eigh": [
        lambda o, s: o.eigh(o.add(s, o.swapaxes(s, 1, 2)))[0],
        lambda o, s: o.abs(o.eigh(o.add(s, o.swapaxes(s, 1, 2)))[1]),
    ],
    "inv": [lambda o, s: o.inv(s)],
    "lstsq": [lambda o, s: o.lstsq(s[0], s[1]), lambda o, s: o.lstsq(s[0, :, :2], s[1, 0])],
    "lu_factor": [lambda o, s: o.lu_factor(s), lambda o, s: o.lu_factor(o.flip(s[0], 1))],
    "matrix_rank": [lambda o, s: o.matrix_rank(s)],
    "pinv": [lambda o, s: o.pinv(s[:, :, :2])],
    "qr": [
        lambda o, s: [o.abs(p) for p in o.qr(s[:, :, :2])],
        lambda o, s: o.shape(o.qr(s[:, :, :2], "complete")[0]),
    ],
    "solve": [lambda o, s: o.solve(s, o.flip(s, 0)), lambda o, s: o.solve(s[0], s[1, 0])],
    "solve_triangular": [
        lambda o, s: o.solve_triangular(s, o.flip(s, 0), lower=True),
        lambda o, s: o.solve_triangular(s[0], s[1, 0]),
    ],
    "svd": [
        lambda o, s: o.svd(s[:, :2])[1],
        lambda o, s: o.svd(s, compute_uv=False),
        lambda o, s: [o.shape(p) for p in o.svd(s[:, :2], full_matrices=False)],
    ],
    "fft": [lambda o, s: o.fft((s, o.flip(s, 0)))],
    "fft2": [lambda o, s: o.fft2((s, o.flip(s, 0)))],
    "ifft2": [lambda o, s: o.ifft2((s, o.flip(s, 0)))],
    "rfft": [lambda o, s: o.rfft(s), lambda o, s: o.rfft(s, 5), lambda o, s: o.rfft(s, 2)],
    "irfft": [
        lambda o, s: o.irfft((s, s)),
        lambda o, s: o.irfft((s, s), 5),
        lambda o, s: o.irfft((s, s), 7),
    ],
    "stft": [
        lambda o, s: o.stft(o.convert_to_tensor(_WAVE), 4, 2, 4),
        lambda o, s: o.stft(o.convert_to_tensor(_WAVE), 3, 2, 5, "hamming", False),
    ],
    "istft": [
        lambda o, s: o.istft(o.stft(o.convert_to_tensor(_WAVE), 4, 1, 4), 4, 1, 4),
        lambda o, s: o.istft(o.stft(o.convert_to_tensor(_WAVE), 4, 2, 6), 4, 2, 6, length=7),
    ],
}
"""Called with s, floats only: two symmetric positive-definite matrices."""

TRANSFORM = floats([1.1, 0.2, -0.5, -0.1, 0.9, 0.7, 0, 0], [0.8, 0, 1.3, 0.1, 1.2, -2.6, 0, 0])
PLACES = floats(
    [-1.6, -0.5, 0.5, 1.5, 2.25, 3.0, 3.4, 4.7, 7.9],
    [0.5, 0.3, 2.5, -1.5, 6.2, 3.0, 1.1, 9.9, -7.7],
)
CORNERS = floats([[0, 0], [0, 4], [3, 0], [3, 4]], [[0, 0], [0, 3], [4, 0], [4, 3]])
MOVED = floats([[0.5, 0], [0.2, 3.5], [3, 0.3], [2.8, 3.9]], [[-1, 0], [0, 3.2], [4.5, 0], [3, 2]])
INTERPOLATIONS = ("nearest", "bilinear", "bicubic", "lanczos3", "lanczos5")
FILLS = ("constant", "nearest", "wrap", "mirror", "reflect")

IMAGE: dict[str, list[Call]] = {
    "image.resize": [
        *(lambda o, p, m=m: o.image.resize(p, (7, 3), m) for m in INTERPOLATIONS),
        *(lambda o, p, m=m: o.image.resize(p, (2, 9), m, antialias=True) for m in INTERPOLATIONS),
        *(lambda o, p, s=s: o.image.resize(p, s, crop_to_aspect_ratio=True)
          for s in ((6, 6), (2, 4), (3, 9), (1, 1))),
        *(lambda o, p, s=s: o.image.resize(p, s, pad_to_aspect_ratio=True, fill_value=1.0)
          for s in ((6, 5), (2, 4), (3, 9), (1, 1))),
        lambda o, p: o.image.resize(p[0], (3, 3)),
        lambda o, p: o.image.resize(p, (3, 6), data_format="channels_first"),
        lambda o, p: o.image.resize(p[:, :1, :1], (3, 2), "bicubic"),
    ],
    "image.map_coordinates": [
        *(lambda o, p, f=f, n=n: o.image.map_coordinates(p[0, :, :, 0], PLACES, n, f, 1)
          for f in FILLS for n in (0, 1)),
        lambda o, p: o.image.map_coordinates(p[0, :, 0, 0], PLACES[:1].reshape(1, 3, 3), 1),
    ],
    "image.affine_transform": [
        *(lambda o, p, f=f, i=i: o.image.affine_transform(p, TRANSFORM, i, f, 1)
          for f in FILLS for i in INTERPOLATIONS[:2]),
        lambda o, p: o.image.affine_transform(p[0], TRANSFORM[0]),
        lambda o, p: o.image.affine_transform(
            o.transpose(p, (0, 3, 1, 2)), TRANSFORM, data_format="channels_first"
        ),
    ],
    "image.perspective_transform": [
        lambda o, p: o.image.perspective_transform(p, CORNERS, MOVED),
        lambda o, p: o.image.perspective_transform(p, CORNERS, MOVED, "nearest", 1),
        lambda o, p: o.image.perspective_transform(p[1], CORNERS[0], MOVED[0], fill_value=1),
    ],
    "image.crop_images": [
        lambda o, p: o.image.crop_images(p, 1, 0, 1, 2),
        lambda o, p: o.image.crop_images(p[0], 1, None, None, 2, 2, 3),
        lambda o, p: o.image.crop_images(p, 1, 1, 1, 0, data_format="channels_first"),
    ],
    "image.pad_images": [
        lambda o, p: o.image.pad_images(p, 1, 0, 1, 2),
        lambda o, p: o.image.pad_images(p[0], 1, None, None, 2, 6, 9),
    ],
    "image.extract_patches": [
        lambda o, p: o.image.extract_patches(p, 2),
        lambda o, p: o.image.extract_patches(p[0], (2, 3), 1, padding="same"),
        lambda o, p: o.image.extract_patches(p, (2, 2), (1, 1), 2),
        lambda o, p: o.image.extract_patches(p, 3, 2, padding="same"),
        lambda o, p: o.image.extract_patches(
            o.transpose(p, (0, 3, 1, 2)), (1, 2), data_format="channels_first"
        ),
        lambda o, p: o.image.extract_patches(p, (1, 2, 3)),
    ],
    "image.extract_patches_3d": [
        lambda o, p: o.image.extract_patches_3d(p, (1, 2, 1), (1, 2, 2), padding="same"),
        lambda o, p: o.image.extract_patches_3d(p[None], 2, 1),
    ],
    "image.rgb_to_grayscale": [
        lambda o, p: o.image.rgb_to_grayscale(p),
        lambda o, p: o.image.rgb_to_grayscale(p[0]),
        lambda o, p: o.image.rgb_to_grayscale(p[..., :1]),
    ],
}
"""Called with p, two images in RGB of height 4 and width 5."""

COLOURS: dict[str, list[Call]] = {
    "image.rgb_to_hsv": [lambda o, p: o.image.rgb_to_hsv(p), lambda o, p: o.image.rgb_to_hsv(p[0])],
    "image.hsv_to_rgb": [
        lambda o, p: o.image.hsv_to_rgb(p),
        lambda o, p: o.image.hsv_to_rgb(o.transpose(p, (0, 3, 1, 2)), "channels_first"),
    ],
    "image.gaussian_blur": [
        lambda o, p: o.image.gaussian_blur(p),
        lambda o, p: o.image.gaussian_blur(p[0], (4, 3), (1.0, 2.0)),
        lambda o, p: o.image.gaussian_blur(p, (5, 1), (0.5, 1.0), data_format="channels_first"),
    ],
    "image.sobel_edges": [
        lambda o, p: o.image.sobel_edges(p),
        lambda o, p: o.image.sobel_edges(p, "channels_first"),
    ],
    "image.ssim": [
        lambda o, p: o.image.ssim(p, o.flip(p, 0), 1.0, 3),
        lambda o, p: o.image.ssim(p[0], p[1], 2.0, 2, 0.7, 0.02, 0.05),
        lambda o, p: o.image.ssim(p, o.sqrt(p), 1.0, 2, data_format="channels_first"),
    ],
    "image.scale_and_translate": [
        *(lambda o, p, m=m, a=a: o.image.scale_and_translate(
            p, (2, 3, 8, 3), floats(0.6, 1.7), floats(0.3, -0.4), (1, 2), m, a)
          for m in ("linear", "bicubic", "lanczos3", "lanczos5") for a in (True, False)),
    ],
}
"""Likewise, of floats."""
