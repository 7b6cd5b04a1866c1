"""Calls of the ops of neural networks: activations, windows, normalization, losses."""

from collections.abc import Callable
from typing import Any

import numpy as np

X = np.array([-90, -8, -3.2, -1, -0.7, -0.5, 0, 0.3, 0.5, 0.9, 1.7, 3.5, 7, 90], "float32")
NAMES = (
    "relu", "relu6", "leaky_relu", "elu", "selu", "celu", "gelu", "silu", "swish", "sigmoid",
    "hard_sigmoid", "hard_silu", "hard_swish", "softplus", "softsign", "log_sigmoid", "hard_tanh",
    "hard_shrink", "soft_shrink", "tanh_shrink", "sparse_plus", "sparse_sigmoid", "squareplus",
    "softmax", "log_softmax", "sparsemax", "glu",
)  # fmt: skip
OPTIONS = (
    ("leaky_relu", {"negative_slope": 0.1}), ("elu", {"alpha": 0.7}), ("celu", {"alpha": 1.7}),
    ("gelu", {"approximate": False}), ("hard_shrink", {"threshold": 0.8}),
    ("soft_shrink", {"threshold": 0.8}), ("squareplus", {"b": 2.0}),
    ("threshold", {"threshold": 0.4, "default_value": 9.0}),
)  # fmt: skip
ACTIVATED = [(name, {}) for name in NAMES] + list(OPTIONS)
"""The activations with their options, all called on X."""

Call = Callable[..., Any]
_random = np.random.default_rng(4)


def normal(*shape: int) -> np.ndarray:
    """Draws float64 numbers around zero."""
    return _random.normal(size=shape)


def chances(*shape: int) -> np.ndarray:
    """Draws float64 numbers between 0.05 and 0.95."""
    return _random.uniform(0.05, 0.95, shape)


LINE, IMAGE, FIRST = normal(2, 8, 4), normal(2, 7, 6, 4), normal(2, 4, 7, 6)
VOLUME = normal(1, 4, 5, 4, 2)
FIVE, QUERY, KEY = normal(5), normal(2, 3, 4, 6), normal(2, 5, 4, 6)
CLASSES = np.array([[1, 0, 4], [2, 3, 3]], "int32")
LABELS, LENGTHS = np.array([[1, 2, 2], [3, 1, 0]], "int32"), np.array([3, 2], "int32")
TIMES = np.array([7, 6], "int32")
UPDATED = (normal(5), normal(5), normal(5), normal(5))
SAME = {"padding": "same"}
GATES = (normal(2, 3), normal(2, 3), normal(4, 12), normal(3, 12), normal(12))
"""For three units: states, and weights on the inputs, on the outputs before, and alone."""

NN: dict[str, list[tuple[Call, tuple[np.ndarray, ...]]]] = {
    "conv": [
        (lambda o, x, k: o.conv(x, k), (LINE, normal(3, 4, 5))),
        (lambda o, x, k: o.conv(x, k, 2, **SAME), (IMAGE, normal(3, 2, 4, 5))),
        (lambda o, x, k: o.conv(x, k, dilation_rate=2, **SAME), (IMAGE, normal(3, 3, 2, 6))),
        (lambda o, x, k: o.conv(x, k, data_format="channels_first"), (FIRST, normal(3, 3, 4, 5))),
        (lambda o, x, k: o.conv(x, k, (1, 2, 1)), (VOLUME, normal(2, 2, 3, 2, 3))),
    ],
    "depthwise_conv": [
        (lambda o, x, k: o.depthwise_conv(x, k), (LINE, normal(3, 4, 2))),
        (lambda o, x, k: o.depthwise_conv(x, k, 2, **SAME), (IMAGE, normal(3, 3, 4, 1))),
    ],
    "separable_conv": [
        (lambda o, x, k, p: o.separable_conv(x, k, p), (LINE, normal(3, 4, 2), normal(1, 8, 3))),
        (
            lambda o, x, k, p: o.separable_conv(x, k, p, 2, **SAME),
            (IMAGE, normal(3, 3, 4, 1), normal(1, 1, 4, 3)),
        ),
    ],
    "conv_transpose": [
        (lambda o, x, k: o.conv_transpose(x, k, 2), (LINE, normal(3, 5, 4))),
        (lambda o, x, k: o.conv_transpose(x, k, 2, "same"), (IMAGE, normal(3, 3, 2, 4))),
        (
            lambda o, x, k: o.conv_transpose(x, k, 2, "same", output_padding=1),
            (LINE, normal(3, 2, 4)),
        ),
        (
            lambda o, x, k: o.conv_transpose(x, k, 1, "same", dilation_rate=2),
            (LINE, normal(3, 2, 4)),
        ),
    ],
    "max_pool": [
        (lambda o, x: o.max_pool(x, 2), (LINE,)),
        (lambda o, x: o.max_pool(x, 3, 2, "same"), (IMAGE,)),
        (lambda o, x: o.max_pool(x, 2, data_format="channels_first"), (FIRST,)),
        (lambda o, x: o.max_pool(x, 2), (VOLUME,)),
    ],
    "average_pool": [
        (lambda o, x: o.average_pool(x, 2), (LINE,)),
        (lambda o, x: o.average_pool(x, 3, 2, "same"), (IMAGE,)),
        (lambda o, x: o.average_pool(x, 2), (VOLUME,)),
    ],
    "adaptive_average_pool": [
        (lambda o, x: o.adaptive_average_pool(x, 3), (LINE,)),
        (lambda o, x: o.adaptive_average_pool(x, (4, 3)), (IMAGE,)),
    ],
    "adaptive_max_pool": [(lambda o, x: o.adaptive_max_pool(x, (4, 3)), (IMAGE,))],
    "depth_to_space": [(lambda o, x: o.depth_to_space(x, 2), (IMAGE,))],
    "space_to_depth": [(lambda o, x: o.space_to_depth(x, 2), (normal(2, 4, 6, 3),))],
    "unfold": [
        (lambda o, x: o.unfold(x, 2, stride=2), (FIRST,)),
        (lambda o, x: o.unfold(x, (3, 2), dilation=2, padding=(1, 0)), (FIRST,)),
    ],
    "fold": [(lambda o, x: o.fold(o.unfold(x, 3, padding=1), (7, 6), 3, padding=1), (FIRST,))],
    "lstm": [
        (lambda o, x, h, c, k, r: o.lstm(x, h, c, k, r), (LINE, *GATES[:2], *GATES[2:4])),
        (lambda o, x, h, c, k, r, b: o.lstm(x, h, c, k, r, b), (LINE, *GATES)),
    ],
    "gru": [
        (
            lambda o, x, h, k, r, b, c: o.gru(x, h, k, r, b, c),
            (LINE, GATES[0], normal(4, 9), normal(3, 9), normal(9), normal(9)),
        ),
    ],
    "psnr": [(lambda o, x, y: o.psnr(x, y, 1.0), (IMAGE, normal(2, 7, 6, 4)))],
    "dot_product_attention": [
        (lambda o, q, k: o.dot_product_attention(q, k, k), (QUERY, KEY)),
        (
            lambda o, q, k: o.dot_product_attention(q, k, k, is_causal=True),
            (KEY, normal(2, 5, 4, 6)),
        ),
        (
            lambda o, q, k, b: o.dot_product_attention(q, k, k, b, scale=0.3),
            (QUERY, KEY, normal(2, 4, 3, 5)),
        ),
        (
            lambda o, q, k, m: o.dot_product_attention(q, k, k, mask=m),
            (QUERY, KEY, chances(2, 1, 3, 5) > 0.3),
        ),
        (lambda o, q, k: o.dot_product_attention(q, k, k), (QUERY, normal(2, 5, 2, 6))),
    ],
    "moments": [
        (lambda o, x: o.moments(x, (0,)), (LINE,)),
        (lambda o, x: o.moments(x, (0, 2), keepdims=True), (LINE,)),
    ],
    "batch_normalization": [
        (
            lambda o, x, m, v: o.batch_normalization(x, m, o.add(o.square(v), 0.5), -1),
            (normal(2, 3, 5), FIVE, FIVE),
        ),
        (
            lambda o, x, m, v, s: o.batch_normalization(
                x, m, o.add(o.square(v), 0.5), 1, s, m, 0.1
            ),
            (normal(3, 5, 2), FIVE, FIVE, normal(5)),
        ),
    ],
    "adam_update": [
        (lambda o, w, g, m, v: o.adam_update(w, g, m, o.square(v), 0.1), UPDATED),
        (
            lambda o, w, g, m, v: o.adam_update(w, g, m, o.square(v), 0.2, 0.5, 0.9, 0.1),
            [normal(2, 3, 4)] * 4,
        ),
    ],
    "digamma": [
        (lambda o, x: o.digamma(x), (chances(4, 5) * 20,)),
        (lambda o, x: o.digamma(x), (-0.3 - chances(4, 5) / 3,)),
    ],
    "gammainc": [
        (lambda o, x: o.gammainc(2.5, x), (chances(4, 5) * 8,)),
        (
            lambda o, x: o.gammainc(o.cast([0.5, 1.0, 2.0, 6.0, 12.0], x.dtype), x),
            (chances(4, 5) * 20,),
        ),
    ],
    "lgamma": [
        (lambda o, x: o.lgamma(x), (chances(4, 5) * 20,)),
        (lambda o, x: o.lgamma(x), (-0.3 - chances(4, 5) / 3,)),
    ],
    "normalize_batch": [
        (lambda o, x: o.normalize_batch(x)[0], (normal(4, 5),)),
        (lambda o, x: o.normalize_batch(x, 1, epsilon=0.1)[0], (normal(3, 5, 2),)),
        (lambda o, x, s: o.normalize_batch(x, -1, s)[0], (normal(2, 3, 5), FIVE)),
        (
            lambda o, x, s, t: o.normalize_batch(x, 3, s, t, 0.1)[0],
            (normal(2, 3, 4, 5), FIVE, normal(5)),
        ),
    ],
    "layer_normalization": [
        (lambda o, x: o.layer_normalization(x), (LINE,)),
        (lambda o, x, s: o.layer_normalization(x, s, s, axis=(1, 2)), (LINE, normal(8, 4))),
    ],
    "rms_normalization": [
        (lambda o, x: o.rms_normalization(x), (LINE,)),
        (lambda o, x, s: o.rms_normalization(x, s, epsilon=0.1), (LINE, normal(4))),
    ],
    "normalize": [
        (lambda o, x: o.normalize(x), (LINE,)),
        (lambda o, x: o.normalize(x, axis=1, order=3), (LINE,)),
        (lambda o, x: o.normalize(x, axis=0, order=1), (LINE,)),
    ],
    "softmax": [(lambda o, x: o.softmax(x, (1, 2)), (LINE,))],
    "log_softmax": [(lambda o, x: o.log_softmax(x, 0), (LINE,))],
    "mish": [(lambda o, x: o.mish(x), (LINE,))],
    "binary_crossentropy": [
        (lambda o, t, x: o.binary_crossentropy(t, x), (chances(4, 5), chances(4, 5))),
        (lambda o, t, x: o.binary_crossentropy(t, x, True), (chances(4, 5), normal(4, 5))),
    ],
    "categorical_crossentropy": [
        (lambda o, t, x: o.categorical_crossentropy(t, x), (chances(4, 5), chances(4, 5))),
        (lambda o, t, x: o.categorical_crossentropy(t, x, True, 0), (chances(4, 5), normal(4, 5))),
    ],
    "sparse_categorical_crossentropy": [
        (lambda o, t, x: o.sparse_categorical_crossentropy(t, x), (CLASSES, chances(2, 3, 5))),
        (lambda o, t, x: o.sparse_categorical_crossentropy(t, x, True), (CLASSES, normal(2, 3, 5))),
    ],
    "one_hot": [(lambda o, t, axis=a: o.one_hot(t, 5, axis), (CLASSES,)) for a in (-1, 0, 1)],
    "multi_hot": [(lambda o, t: o.multi_hot(t, 5), (CLASSES,))],
    "ctc_loss": [
        (lambda o, t, x, n, m: o.ctc_loss(t, x, n, m), (LABELS, normal(2, 7, 4), LENGTHS, TIMES)),
    ],
    "ifft": [
        (lambda o, x, y: o.ifft((x, y)), (LINE.astype("float32"), np.cos(LINE).astype("float32")))
    ],
    "ctc_decode": [
        (lambda o, x, m: o.ctc_decode(x, m), (normal(2, 7, 4), TIMES)),
    ],
}
"""Called with tensors of their own; float64 ones can have any float dtype."""

CONTROL: dict[str, list[tuple[Call, tuple[np.ndarray, ...]]]] = {
    "cond": [
        (lambda o, f, x: o.cond(f, lambda: o.add(x, 1), lambda: o.sin(x)), (np.array(f), LINE))
        for f in (True, False)
    ],
    "switch": [
        (
            lambda o, i, x: o.switch(
                i, [lambda x: o.add(x, 1), lambda x: o.multiply(x, 10), o.cos], x
            ),
            (np.array(i, "int32"), LINE),
        )
        for i in (-1, 1, 2)
    ],
    "while_loop": [
        (
            lambda o, x: o.while_loop(
                lambda i, s: i < 3, lambda i, s: (i + 1, o.multiply(s, 2.0)), (0, x)
            ),
            (FIVE,),
        ),
    ],
    "fori_loop": [(lambda o, x: o.fori_loop(1, 4, lambda i, v: v * x, x), (FIVE,))],
    "scan": [
        (lambda o, x: o.scan(lambda s, r: (s + r, s * r), x[0], x), (normal(4, 3),)),
        (lambda o, x: o.scan(lambda s, r: (s + r, s * r), x[0], x, reverse=True), (normal(4, 3),)),
    ],
    "associative_scan": [
        (lambda o, x: o.associative_scan(lambda a, b: a + b, x, axis=1), (normal(2, 5),)),
        (lambda o, x: o.associative_scan(o.matmul, x), (normal(5, 2, 2),)),
    ],
    "map": [(lambda o, x: o.map(lambda r: {"row": o.sum(r)}, x), (normal(4, 3),))],
    "vectorized_map": [
        (lambda o, x: o.vectorized_map(lambda r: o.sum(o.square(r)), x), (normal(4, 3),))
    ],
    "custom_gradient": [
        (
            lambda o, x: o.custom_gradient(lambda v: (o.sin(v), lambda up: up * o.cos(v)))(x),
            (FIVE,),
        ),
    ],
}
"""Functions that take functions, called like those above."""
