"""Every op with a class of Keras's as a node of a saved model, with arguments of all kinds."""

import os
from typing import Any

import keras
import numpy as np
import pytest

import tahr
import tahr.ops
from tahr.compat.op_classes import IN, SAME
from tahr.core.operators import OPS

Call = tuple[tuple[Any, ...], dict[str, Any]]
X, IDS, IMAGE, SQUARE = "x", "ids", "image", "square"
"""Stand for the symbolic input of a model."""
_RNG = np.random.default_rng(0)
INPUTS: dict[str, np.ndarray] = {
    X: _RNG.uniform(0.1, 0.9, (2, 4, 6)).astype("float32"),
    IDS: np.array([[0, 2, 1, 2], [1, 1, 0, 2]], "int32"),
    IMAGE: _RNG.uniform(0.1, 0.9, (2, 4, 6, 4)).astype("float32"),
    SQUARE: (_RNG.uniform(0.1, 0.9, (2, 4, 4)) + 2 * np.eye(4)).astype("float32"),
}
"""What the models are run on, by the input it is for."""


def given(*args: Any, **kwargs: Any) -> Call:
    return args, kwargs


TABLE = np.ones((6, 2), "float32")
SYMMETRIC, CROSSED, KEPT = "symmetric", "crossed", "kept"
INPUTS[SYMMETRIC] = INPUTS[SQUARE] @ INPUTS[SQUARE].swapaxes(1, 2)
INPUTS[CROSSED] = INPUTS[X][..., :3]
INPUTS[KEPT] = INPUTS[X][:, :1]
REDUCTIONS = {
    "all", "amax", "amin", "any", "max", "mean", "median", "min", "prod", "ptp", "std", "sum",
    "var", "nanmax", "nanmean", "nanmedian", "nanmin", "nanprod", "nanstd", "nansum", "nanvar",
    "logsumexp", "argmax", "argmin", "nanargmax", "nanargmin",
}  # fmt: skip
CALLS: dict[str, list[Call]] = {
    name: [given(X, axis=1, keepdims=True), given(X, -1)] for name in REDUCTIONS
}
CALLS |= {
    "tile": [given(X, (1, 2, 1)), given(X, repeats=[1, 1, 3])],
    "repeat": [given(X, 2, axis=1)],
    "reshape": [given(X, (-1, 3, 8))],
    "transpose": [given(X, (0, 2, 1)), given(X, axes=[0, 2, 1])],
    "expand_dims": [given(X, 1), given(X, axis=-1)],
    "moveaxis": [given(X, 1, 2)],
    "swapaxes": [given(X, 1, 2)],
    "flip": [given(X, axis=1), given(X, axis=(1, 2))],
    "roll": [given(X, 2, axis=1), given(X, (1, 2), axis=(1, 2))],
    "rot90": [given(X, k=1, axes=(1, 2))],
    "pad": [given(X, [[0, 0], [1, 2], [0, 1]]), given(X, ((0, 0), (1, 1), (1, 1)), mode="reflect")],
    "clip": [given(X, -0.5, 0.5), given(X, x_min=0.1, x_max=0.2)],
    "cumsum": [given(X, axis=1)],
    "cumprod": [given(X, axis=-1)],
    "diff": [given(X, n=2, axis=1)],
    "sort": [given(X, axis=1)],
    "argsort": [given(X, axis=1)],
    "argpartition": [given(X, 2, axis=1)],
    "take": [given(X, [0, 2], axis=1)],
    "take_along_axis": [given(X, np.zeros((1, 1, 6), "int32"), axis=1)],
    "split": [given(X, 2, axis=1), given(X, [1, 3], axis=2)],
    "array_split": [given(X, 3, axis=2)],
    "stack": [given([X, X], axis=1)],
    "concatenate": [given([X, X], axis=1)],
    "append": [given(X, X, axis=1)],
    "where": [given(X, X, 0.0)],
    "squeeze": [],
    "round": [given(X, decimals=1)],
    "trace": [given(X, offset=1, axis1=1, axis2=2)],
    "diagonal": [given(X, offset=-1, axis1=1, axis2=2)],
    "tril": [given(X, k=1)],
    "triu": [given(X, k=-1)],
    "tensordot": [given(X, TABLE, axes=1), given(X, TABLE, axes=[[2], [0]])],
    "einsum": [given("bij,bkj->bik", X, X)],
    "quantile": [given(X, 0.3, axis=1, method="nearest", keepdims=True)],
    "percentile": [given(X, 30.0, axis=1, method="lower")],
    "average": [given(X, axis=1)],
    "count_nonzero": [given(X, axis=1)],
    "norm": [given(X, ord=1, axis=1, keepdims=True)],
    "nan_to_num": [given(X, nan=1.0, posinf=2.0, neginf=3.0)],
    "top_k": [given(X, 2), given(X, k=3, sorted=True)],
    "in_top_k": [],
    "softmax": [given(X, axis=1)],
    "log_softmax": [given(X, axis=1)],
    "sparsemax": [given(X, axis=-1)],
    "glu": [given(X, axis=1)],
    "gelu": [given(X, approximate=False)],
    "elu": [given(X, alpha=0.5)],
    "celu": [given(X, alpha=0.5)],
    "leaky_relu": [given(X, negative_slope=0.4)],
    "hard_shrink": [given(X, threshold=0.1)],
    "soft_shrink": [given(X, threshold=0.1)],
    "threshold": [given(X, threshold=0.1, default_value=0.3)],
    "squareplus": [given(X, b=2)],
    "normalize": [given(X, axis=1, order=1)],
    "moments": [given(X, axes=[1], keepdims=True)],
    "max_pool": [given(X, 2, strides=1, padding="same"), given(X, pool_size=2)],
    "average_pool": [given(X, 2, strides=1, padding="same", data_format="channels_first")],
    "conv": [given(X, np.ones((2, 6, 3), "float32"), strides=1, padding="same", dilation_rate=2)],
    "depthwise_conv": [given(X, np.ones((2, 6, 2), "float32"), padding="same")],
    "conv_transpose": [given(X, np.ones((2, 3, 6), "float32"), strides=2, padding="same")],
    "layer_normalization": [given(X, axis=1, epsilon=0.1)],
    "rms_normalization": [given(X, axis=-1, epsilon=0.1)],
    "full_like": [given(X, 2.0)],
    "linspace": [given(X, 1.0, num=3, endpoint=False, axis=1)],
    "cross": [],
    "vander": [],
    "get_item": [given(X, (slice(None), slice(1, 3), -1))],
    "cast": [given(X, "int32")],
    "scatter_update": [],
    "slice": [given(X, [0, 1, 2], [2, 2, 2])],
    "unstack": [given(X, num=4, axis=1)],
    "one_hot": [],
    "isclose": [given(X, X, equal_nan=True)],
    "view_as_complex": [],
}  # fmt: skip
CALLS |= {
    "saturate_cast": [given(X, "uint8")],
    "scatter": [given(np.array([[0], [3]], "int32"), X, (4, 4, 6))],
    "scatter_update": [given(X, [[0, 1], [1, 2]], np.ones((2, 6), "float32"))],
    "slice_update": [given(X, [0, 1, 2], np.ones((2, 2, 2), "float32"))],
    "stop_gradient": [given(X)],
    "rearrange": [given(X, "b (h w) c -> b c h w", h=2)],
    "cholesky": [given(SYMMETRIC)],
    "det": [given(SQUARE)],
    "inv": [given(SQUARE)],
    "logdet": [given(SQUARE)],
    "slogdet": [given(SQUARE)],
    "lu_factor": [given(SQUARE)],
    "matrix_rank": [given(SQUARE), given(SQUARE, tol=0.1)],
    "pinv": [given(SQUARE)],
    "qr": [given(SQUARE, mode="reduced")],
    "solve": [given(SQUARE, np.ones((2, 4, 3), "float32"))],
    "solve_triangular": [given(SQUARE, np.ones((2, 4, 3), "float32"), lower=True)],
    "svd": [given(SQUARE, full_matrices=False, compute_uv=False)],
    "cdist": [given(X, np.ones((2, 3, 6), "float32"))],
    "erfinv": [given(X)],
    "extract_sequences": [given(X, 3, 2)],
    "fft": [given((X, X))],
    "fft2": [given((X, X))],
    "ifft2": [given((X, X))],
    "rfft": [given(X), given(X, fft_length=8)],
    "irfft": [given((X, X), fft_length=8)],
    "stft": [given(X, 4, 2, 4, window="hann", center=False)],
    "in_top_k": [],
    "segment_sum": [given(X, np.array([0, 1], "int32"), num_segments=3)],
    "segment_max": [given(X, np.array([0, 0], "int32"), num_segments=1, sorted=True)],
    "segment_min": [given(X, np.array([0, 0], "int32"), num_segments=1)],
    "segment_prod": [given(X, np.array([0, 0], "int32"), num_segments=1)],
    "adaptive_average_pool": [given(IMAGE, (2, 3), data_format="channels_last")],
    "adaptive_max_pool": [given(IMAGE, (2, 3))],
    "batch_normalization": [given(X, np.ones(4), np.full(4, 2.0), axis=1, offset=np.ones(4),
        scale=np.ones(4), epsilon=0.1)],
    "binary_crossentropy": [given(np.ones((2, 4, 6)), X, from_logits=True)],
    "categorical_crossentropy": [given(np.ones((2, 4, 6)), X, from_logits=True, axis=1)],
    "sparse_categorical_crossentropy": [given(np.ones((2, 4), "int32"), X, from_logits=True)],
    "depth_to_space": [given(IMAGE, 2, data_format="channels_last")],
    "space_to_depth": [given(IMAGE, 2)],
    "dot_product_attention": [given(IMAGE, IMAGE, IMAGE, scale=0.5, is_causal=True),
        given(IMAGE, IMAGE, value=IMAGE)],
    "fold": [],
    "unfold": [given(IMAGE, 2, stride=2, padding=1)],
    "multi_hot": [given(IDS, 3), given(IDS, num_classes=3, dtype="int32")],
    "one_hot": [given(IDS, 3), given(IDS, 3, axis=1, dtype="bool")],
    "bincount": [given(IDS, minlength=4)],
    "psnr": [given(X, X, max_val=1.0)],
    "separable_conv": [given(X, np.ones((2, 6, 1), "float32"), np.ones((1, 6, 2), "float32"),
        padding="same")],
    "allclose": [given(X, X, rtol=0.1)],
    "angle": [given(X)],
    "arctanh": [given(X)],
    "arccosh": [given(SQUARE)],
    "broadcast_to": [given(X, (3, 2, 4, 6))],
    "conjugate": [given(X)],
    "copy": [given(X)],
    "cross": [given(CROSSED, np.ones((2, 4, 3), "float32"))],
    "digitize": [given(X, np.array([0.2, 0.5]))],
    "dot": [given(X, TABLE)],
    "dstack": [given([X, X])],
    "hstack": [given([X, X])],
    "vstack": [given([X, X])],
    "empty_like": [],
    "fliplr": [given(X)],
    "flipud": [given(X)],
    "gcd": [given(IDS, 4)],
    "lcm": [given(IDS, 4)],
    "geomspace": [given(X, 2.0, num=3, axis=1)],
    "logspace": [given(X, 2.0, num=3, base=2, axis=-1)],
    "heaviside": [given(X, np.array(0.5))],
    "i0": [given(X)],
    "imag": [given(X)],
    "inner": [given(X, np.ones((3, 6), "float32"))],
    "isin": [given(IDS, [1, 5]), given(IDS, [1], invert=True)],
    "isneginf": [given(X)],
    "isposinf": [given(X)],
    "isreal": [given(X)],
    "kron": [given(X, np.ones((1, 2, 2), "float32"))],
    "ldexp": [given(X, 2)],
    "log": [given(X)],
    "log10": [given(X)],
    "log1p": [given(X)],
    "log2": [given(X)],
    "logaddexp2": [given(X, X)],
    "logical_xor": [given(X, X)],
    "matmul": [given(X, TABLE), given(SQUARE, SQUARE)],
    "nancumprod": [given(X, axis=1)],
    "nancumsum": [given(X, axis=-1)],
    "nanpercentile": [given(X, 30.0, axis=1, method="lower")],
    "nanquantile": [given(X, 0.3, axis=1, keepdims=True)],
    "outer": [given(X, np.array([1.0, 2.0]))],
    "reciprocal": [given(X)],
    "searchsorted": [given(np.arange(6.0), X, side="right")],
    "select": [given([X, X], [X, X], 1.0)],
    "sqrt": [given(X)],
    "squeeze": [given(KEPT), given(KEPT, axis=1)],
    "trapezoid": [given(X, dx=0.5, axis=1)],
    "true_divide": [given(X, X)],
    "unravel_index": [given(IDS, (2, 2))],
    "vdot": [given(X, X)],
    "bitwise_and": [given(IDS, np.array(1))],
    "bitwise_or": [given(IDS, IDS)],
    "bitwise_xor": [given(IDS, np.array(3))],
    "bitwise_not": [given(IDS)],
    "bitwise_left_shift": [given(IDS, 1)],
    "bitwise_right_shift": [given(IDS, 1)],
    "ctc_loss": [], "ctc_decode": [], "correlate": [], "corrcoef": [], "diag": [], "diagflat": [],
    "histogram": [], "istft": [], "meshgrid": [],
    "cholesky_inverse": [], "eigh": [], "lstsq": [], "nonzero": [], "unique": [], "vander": [],
    "get_item": [
        given(X, (slice(None), slice(1, 3), -1)),
        given(X, (Ellipsis, None, slice(None, None, -2))),
        given(X, (0,)),
    ],
    "where": [given(X, X, 0.0), given(X, 1.0, X)],
    "einsum": [
        given("bij,bkj->bik", X, X),
        given("bij,jk->bik", X, TABLE),
        given("...ij->...ji", X),
        given("bii->bi", SQUARE),
    ],
    "concatenate": [given([X, X], axis=1), given([X, X, X], -1)],
    "stack": [given([X, X], axis=1), given([X, X], -1)],
    "full_like": [given(X, 2.0), given(X, 2, dtype="int32")],
    "zeros_like": [given(X, dtype="int32")],
    "ones_like": [given(X, dtype="bool")],
    "cumsum": [given(X, axis=1), given(X, 2, "float16")],
}  # fmt: skip
PLAIN = {
    "abs", "absolute", "add", "arccos", "arcsin", "arcsinh", "arctan", "arctan2", "cbrt", "ceil",
    "cos", "cosh", "deg2rad", "divide", "divide_no_nan", "equal", "erf", "erfc", "exp", "exp2",
    "expm1", "fabs", "floor", "floor_divide", "fmax", "fmin", "fmod", "greater", "greater_equal",
    "hard_sigmoid", "hard_silu", "hard_tanh", "hypot", "isfinite", "isinf", "isnan", "less",
    "less_equal", "log_sigmoid", "logaddexp", "logical_and", "logical_not", "logical_or",
    "maximum", "minimum", "mod", "multiply", "negative", "not_equal", "ones_like", "power",
    "rad2deg", "ravel", "real", "relu", "relu6", "rsqrt", "selu", "sigmoid", "sign", "signbit",
    "silu", "sin", "sinc", "sinh", "softplus", "softsign", "sparse_plus", "sparse_sigmoid",
    "square", "subtract", "swapaxes", "tan", "tanh", "tanh_shrink", "trunc", "zeros_like",
}  # fmt: skip
TWO = {
    "add", "arctan2", "divide", "divide_no_nan", "equal", "floor_divide", "fmax", "fmin", "fmod",
    "greater", "greater_equal", "hypot", "less", "less_equal", "logaddexp", "logical_and",
    "logical_or", "maximum", "minimum", "mod", "multiply", "not_equal", "power", "subtract",
}  # fmt: skip
_NUMBERS: dict[str, tuple[Call, ...]] = {"hypot": ()}
"""Ops of two tensors whose class takes no Python number."""
for _name in PLAIN - CALLS.keys():
    CALLS[_name] = (
        [given(X, X), *_NUMBERS.get(_name, (given(X, 0.5), given(0.5, X)))]
        if _name in TWO
        else [given(X)]
    )
KEYWORD_ONLY = {"einsum"}
ROWS = [
    (op, place)
    for rows in IN.values()
    for op in rows.split()
    if SAME.get(op, op) in OPS and op in CALLS
    for place in range(2 * len(CALLS[op]))
    if op not in PLAIN or place % 2
]
FAILING = {
    "max_pool": "its class gives JAX the strides twice on sequences",
    "sparsemax": "it is wrong in every other row (Martins & Astudillo 2016, algorithm 1)",
    "quantile": "its class makes a list of the axis, which JAX does not take",
    "rot90": "its class makes a list of the axes, which JAX does not take",
    "adaptive_average_pool": "its class names the length otherwise than its configuration",
    "adaptive_max_pool": "its class names the length otherwise than its configuration",
    "norm": "its class makes a list of the axis, which JAX does not take",
    "conv_transpose": "its class hands output_padding on in the place of padding",
}
"""Ops whose own models Keras cannot run."""


def data_of(op: str, place: int) -> np.ndarray:
    """Returns what the model of one op is run on."""
    args, kwargs = CALLS[op][place // 2]
    named = [*args, *kwargs.values()]
    named += [v for value in named if isinstance(value, list | tuple) for v in value]
    return next(INPUTS[v] for v in named if isinstance(v, str) and v in INPUTS)


def model_of(k: Any, op: str, place: int) -> Any:
    """Makes a model of one op; the second half of the places has every argument by keyword."""
    args, kwargs = CALLS[op][place // 2]
    data = data_of(op, place)
    x = k.Input(data.shape[1:], batch_size=2, dtype=data.dtype.name)

    def fill(value: Any) -> Any:
        if isinstance(value, list | tuple) and any(isinstance(v, str) for v in value):
            return type(value)(map(fill, value))
        return x if isinstance(value, str) and value in INPUTS else value

    args, kwargs = tuple(map(fill, args)), {key: fill(v) for key, v in kwargs.items()}
    if op == "get_item":
        return k.Model(x, x[args[1]])
    function = getattr(k.ops, op)
    if place % 2 and op not in KEYWORD_ONLY:
        import inspect

        names = list(inspect.signature(function).parameters)
        kwargs = {**dict(zip(names, args, strict=False)), **kwargs}
        args = ()
    return k.Model(x, function(*args, **kwargs))


def outputs(model: Any, data: np.ndarray) -> list[np.ndarray]:
    found = model(data)
    return [np.asarray(t) for t in tahr.tree.flatten(found)]


def same(one: list[np.ndarray], other: list[np.ndarray]) -> None:
    for a, b in zip(one, other, strict=True):
        assert a.shape == b.shape
        np.testing.assert_allclose(
            np.asarray(a, "float64"), np.asarray(b, "float64"), rtol=1e-4, atol=1e-5
        )


@pytest.mark.parametrize(("op", "place"), ROWS, ids=[f"{op}-{place}" for op, place in ROWS])
def test_an_op_crosses_both_ways(op: str, place: int, tmp_path: Any) -> None:
    theirs = model_of(keras, op, place)
    ours = model_of(tahr, op, place)
    data = data_of(op, place)
    wanted = outputs(ours if op in FAILING else theirs, data)
    same(outputs(ours, data), wanted)
    paths = [os.fspath(tmp_path / name) for name in ("ours.keras", "theirs.keras")]
    ours.save(paths[0])
    theirs.save(paths[1])
    for path in paths:
        same(outputs(tahr.models.load_model(path), data), wanted)
    if op not in FAILING:
        same(outputs(keras.models.load_model(paths[0]), data), wanted)
