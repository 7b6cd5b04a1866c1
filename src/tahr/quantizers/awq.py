"""AWQ: scales up the rows of a matrix that meet large inputs, and rounds it by groups."""

import numpy as np

from tahr.quantizers.calibrated import AWQConfig
from tahr.quantizers.gptq import Rounded, grid


def rounded(matrix: np.ndarray, bits: int, group_size: int) -> Rounded:
    """Rounds a matrix by groups of rows, each value to the nearest.

    Args:
        matrix: of shape `(rows, columns)`.
        bits: of the integers.
        group_size: how many rows share a scale; -1 for all.
    """
    rows = len(matrix)
    size = group_size if group_size > 0 else rows
    pairs = [grid(matrix[start : start + size], bits) for start in range(0, rows, size)]
    scale, zero = (np.stack(part).astype("float32") for part in zip(*pairs, strict=True))
    groups = np.arange(rows) // size
    found = np.round(matrix / scale[groups]) + zero[groups]
    return Rounded(np.clip(found, 0, 2**bits - 1).astype("uint8"), scale, zero, groups)


def awq(
    matrix: np.ndarray, magnitudes: np.ndarray, hessian: np.ndarray, config: AWQConfig
) -> tuple[Rounded, np.ndarray]:
    """Rounds a matrix after the scaling of its rows that changes its product least.

    Args:
        matrix: of shape `(rows, columns)`; rows meet the inputs.
        magnitudes: the mean magnitude of each input.
        hessian: of shape `(rows, rows)`: the mean of `x x'` over the inputs x.
        config: groups, and how many scalings are tried.

    Returns:
        The rounded matrix, and what its rows were multiplied by before: inputs are divided by
        it.

    Source: Lin et al. (2023), "AWQ", section 3.2, equations 4 and 5.
    """
    weights = matrix.astype("float32")
    size = np.maximum(magnitudes.astype("float32"), 1e-4)
    best, least = None, np.inf
    for step in range(config.num_grid_points):
        scales = np.maximum(size ** (step / config.num_grid_points), 1e-4)
        scales = scales / np.sqrt(scales.max() * scales.min())
        found = rounded(weights * scales[:, None], config.weight_bits, config.group_size)
        change = found.floats() / scales[:, None] - weights
        loss = float(np.sum(change * (hessian @ change)))
        if loss < least:
            best, least = (found, scales), loss
    return best or (rounded(weights, config.weight_bits, config.group_size), np.ones_like(size))
