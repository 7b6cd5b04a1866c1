"""Convolution and pooling, against loops over every window."""

from itertools import product
from typing import Any

import numpy as np

from tests.contract.case import FLOATS, Case, distinct, normal, whole

Axes = tuple[int, ...]
Pads = tuple[tuple[int, int], ...]


def surrounded(x: np.ndarray, pads: Pads, value: float = 0) -> np.ndarray:
    """Pads the spatial axes."""
    return np.pad(x, ((0, 0), *pads, (0, 0)), constant_values=value)


def correlated(
    x: np.ndarray, kernel: np.ndarray, strides: Axes, pads: Pads, dilation: Axes, groups: int
) -> np.ndarray:
    """Computes every output element from its own window."""
    x = surrounded(x, pads)
    *window, c_in, c_out = kernel.shape
    sizes = [
        (n - (k - 1) * d - 1) // s + 1
        for n, k, s, d in zip(x.shape[1:-1], window, strides, dilation, strict=True)
    ]
    result = np.zeros((len(x), *sizes, c_out))
    share = c_out // groups
    for place in product(*map(range, sizes)):
        for offset in product(*map(range, window)):
            at = tuple(
                p * s + o * d for p, s, o, d in zip(place, strides, offset, dilation, strict=True)
            )
            for c in range(c_out):
                first = c // share * c_in
                seen = x[(slice(None), *at, slice(first, first + c_in))]
                result[(slice(None), *place, c)] += seen @ kernel[(*offset, slice(None), c)]
    return result


def spread(
    x: np.ndarray, kernel: np.ndarray, strides: Axes, pads: Pads, dilation: Axes
) -> np.ndarray:
    """Adds every input element, times the kernel, to the places it reaches."""
    *window, c_out, _ = kernel.shape
    spatial = x.shape[1:-1]
    reach = [(k - 1) * d for k, d in zip(window, dilation, strict=True)]
    whole_sizes = [(n - 1) * s + 1 + r for n, s, r in zip(spatial, strides, reach, strict=True)]
    full = np.zeros((len(x), *whole_sizes, c_out))
    for place in product(*map(range, spatial)):
        for offset in product(*map(range, window)):
            at = tuple(
                p * s + o * d for p, s, o, d in zip(place, strides, offset, dilation, strict=True)
            )
            full[(slice(None), *at)] += x[(slice(None), *place)] @ kernel[offset].T
    margin = tuple((before, after) for before, after in pads)
    full = surrounded(full, margin)
    cuts = (slice(r, n - r) for r, n in zip(reach, full.shape[1:-1], strict=True))
    return full[(slice(None), *cuts)]


def pooled(x: np.ndarray, window: Axes, strides: Axes, pads: Pads, mode: str) -> np.ndarray:
    """Reduces every window on its own."""
    low = -np.inf if x.dtype.kind == "f" else np.iinfo(np.int32).min
    x = surrounded(x, pads, low if mode == "max" else 0)
    sizes = [(n - k) // s + 1 for n, k, s in zip(x.shape[1:-1], window, strides, strict=True)]
    result = np.zeros((len(x), *sizes, x.shape[-1]), x.dtype)
    axes = tuple(range(1, 1 + len(window)))
    for place in product(*map(range, sizes)):
        cut = (slice(p * s, p * s + k) for p, s, k in zip(place, strides, window, strict=True))
        seen = x[(slice(None), *cut)]
        result[(slice(None), *place)] = seen.max(axes) if mode == "max" else seen.sum(axes)
    return result


def _settings(rank: int, **given: Any) -> dict[str, Any]:
    return {"strides": (1,) * rank, "pads": ((0, 0),) * rank, "dilation": (1,) * rank} | given


def _conv(x: tuple[int, ...], kernel: tuple[int, ...], dtypes: Any = ("float32",), **given) -> Case:
    settings = _settings(len(x) - 2, groups=1) | given
    return Case("conv", (normal(*x), normal(*kernel)), lambda v, k: correlated(v, k, **settings),
                settings, dtypes=dtypes, gradient=0 not in x, scale=4,
                note=str(given))  # fmt: skip


def _transposed(
    x: tuple[int, ...], kernel: tuple[int, ...], dtypes: Any = ("float32",), **given
) -> Case:
    settings = _settings(len(x) - 2, pads=tuple((k - 1, k - 1) for k in kernel[:-2])) | given
    return Case("conv_transpose", (normal(*x), normal(*kernel)),
                lambda v, k: spread(v, k, **settings), settings, dtypes=dtypes, gradient=True,
                scale=4, note=str(given))  # fmt: skip


def _pool(mode: str, x: np.ndarray, window: Axes, strides: Axes, pads: Pads, **more) -> Case:
    settings = {"window": window, "strides": strides, "pads": pads, "mode": mode}
    return Case("pool", (x,), lambda v: pooled(v, **settings), settings, gradient=x.size < 100
                and x.dtype == np.float64 and x.size > 0, note=f"{mode}{window}{strides}{pads}",
                **more)  # fmt: skip


def _pools(mode: str) -> list[Case]:
    return [
        _pool(mode, distinct(2, 6, 2) / 4, (2,), (2,), ((0, 0),), dtypes=FLOATS),
        _pool(mode, distinct(1, 5, 4, 2) / 4, (3, 2), (2, 1), ((1, 1), (0, 1))),
        _pool(mode, distinct(1, 3, 4, 3, 1) / 4, (2, 2, 2), (1, 2, 1), ((0, 1),) * 3),
        _pool(mode, distinct(2, 3, 3, 1), (3, 3), (1, 1), ((0, 0),) * 2),
        _pool(mode, normal(0, 4, 1), (2,), (1,), ((0, 0),)),
        _pool(mode, whole(-9, 9, 2, 5, 2), (3,), (2,), ((1, 0),)),
    ]


CASES = [
    _conv((2, 7, 3), (3, 3, 2), FLOATS),
    _conv((2, 7, 4), (3, 2, 6), strides=(2,), pads=((1, 2),), groups=2),
    _conv((2, 7, 2), (3, 2, 3), dilation=(2,), pads=((4, 0),)),
    _conv((1, 5, 4, 2), (3, 2, 2, 3), FLOATS, pads=((1, 1), (0, 1))),
    _conv((2, 5, 5, 2), (2, 2, 2, 3), strides=(2, 1), dilation=(1, 2)),
    _conv((1, 4, 4, 3), (2, 2, 1, 6), groups=3),
    _conv((1, 4, 4, 3), (1, 1, 3, 2), strides=(2, 2)),
    _conv((0, 4, 4, 3), (2, 2, 3, 2)),
    _conv((1, 3, 4, 3, 2), (2, 2, 2, 2, 2), strides=(1, 2, 1), pads=((1, 0), (0, 0), (0, 1))),
    _transposed((2, 4, 3), (3, 2, 3), FLOATS),
    _transposed((2, 4, 3), (3, 2, 3), strides=(2,), pads=((1, 2),)),
    _transposed((1, 3, 2), (2, 2, 2), dilation=(2,), pads=((2, 2),)),
    _transposed((1, 3, 2, 2), (2, 3, 3, 2), FLOATS, strides=(2, 1), pads=((1, 0), (2, 1))),
    _transposed((1, 2, 2, 2, 1), (2, 2, 2, 2, 1), strides=(1, 2, 1)),
    *_pools("max"),
    *_pools("sum"),
]
