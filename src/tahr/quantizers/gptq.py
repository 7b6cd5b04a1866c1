"""GPTQ: rounds the rows of a matrix in turn, and corrects those to come for the error."""

from typing import NamedTuple

import numpy as np

from tahr.quantizers.calibrated import GPTQConfig

BLOCK = 128
"""How many rows are corrected at once by those before them."""


class Rounded(NamedTuple):
    """A matrix of integers, and what they stand for.

    Args:
        values: integers from 0, of shape `(rows, columns)`.
        scale: of shape `(groups, columns)`, as is zero: a value stands for
            `(value - zero) * scale`.
        zero: what stands for zero.
        groups: the group of each row.
    """

    values: np.ndarray
    scale: np.ndarray
    zero: np.ndarray
    groups: np.ndarray

    def floats(self) -> np.ndarray:
        """Returns the matrix that it stands for."""
        shifted = self.values.astype("float32") - self.zero[self.groups]
        return shifted * self.scale[self.groups]


def grid(
    rows: np.ndarray, bits: int, symmetric: bool = False, per_channel: bool = True
) -> tuple[np.ndarray, np.ndarray]:
    """Returns the scale and the zero point of each column for some of its rows.

    Args:
        rows: of shape `(rows, columns)`.
        bits: of the integers.
        symmetric: whether the range is symmetric about zero.
        per_channel: whether each column has its own.
    """
    axis = 0 if per_channel else None
    least = np.minimum(rows.min(axis=axis), 0.0)
    most = np.maximum(rows.max(axis=axis), 0.0)
    if symmetric:
        most = np.maximum(-least, most)
        least = -most
    width = np.where(most > least, most - least, 1.0)
    last = 2**bits - 1
    scale = width / last
    zero = np.full_like(scale, 2 ** (bits - 1)) if symmetric else np.round(-least / scale)
    shape = rows.shape[1:]
    return np.broadcast_to(scale, shape), np.broadcast_to(np.clip(zero, 0, last), shape)


def gptq(matrix: np.ndarray, hessian: np.ndarray, config: GPTQConfig) -> Rounded:
    """Rounds a matrix so that its product with the inputs changes little.

    Args:
        matrix: of shape `(rows, columns)`; rows meet the inputs.
        hessian: of shape `(rows, rows)`: the mean of `x x'` over the inputs x.
        config: bits, groups, order and damping.

    Source: Frantar et al. (2022), "GPTQ", algorithm 1; groups and the order by activations as in
    its section 4.
    """
    weights = matrix.astype("float64")
    rows, columns = weights.shape
    covariance = hessian.astype("float64")
    unseen = np.diag(covariance) == 0
    covariance[unseen, unseen] = 1.0
    order = np.argsort(-np.diag(covariance), kind="stable") if config.activation_order else None
    order = np.arange(rows) if order is None else order
    weights, covariance = weights[order], covariance[np.ix_(order, order)]
    upper = _inverse_root(covariance, config.hessian_damping)
    size = config.group_size if config.group_size > 0 else rows
    last = 2**config.weight_bits - 1
    values, scales, zeros = np.zeros((rows, columns), "uint8"), [], []
    scale = zero = np.zeros(columns)
    for start in range(0, rows, BLOCK):
        stop = min(start + BLOCK, rows)
        errors = np.zeros((stop - start, columns))
        for row in range(start, stop):
            if row % size == 0:
                _correct(weights, upper, errors, start, row, stop, min(row + size, rows))
                rest = weights[row : row + size]
                scale, zero = grid(rest, config.weight_bits, config.symmetric, config.per_channel)
                scales.append(scale)
                zeros.append(zero)
            found = np.clip(np.round(weights[row] / scale) + zero, 0, last)
            values[row] = found
            error = (weights[row] - (found - zero) * scale) / upper[row, row]
            errors[row - start] = error
            weights[row + 1 : stop] -= np.outer(upper[row, row + 1 : stop], error)
        weights[stop:] -= upper[start:stop, stop:].T @ errors
    groups = np.empty(rows, "int64")
    groups[order] = np.arange(rows) // size
    placed = np.empty_like(values)
    placed[order] = values
    scale, zero = (np.stack(part).astype("float32") for part in (scales, zeros))
    return Rounded(placed, scale, zero, groups)


def _correct(
    weights: np.ndarray,
    upper: np.ndarray,
    errors: np.ndarray,
    start: int,
    row: int,
    stop: int,
    end: int,
) -> None:
    """Corrects the rows of a group beyond the block, which its scales are to be found from."""
    if end <= stop or row == start:
        return
    done = errors[: row - start]
    weights[stop:end] -= upper[start:row, stop:end].T @ done
    upper[start:row, stop:end] = 0.0


def _inverse_root(covariance: np.ndarray, damping: float) -> np.ndarray:
    """Returns the upper triangular u with u' u = inverse, of the damped matrix."""
    amount = damping * float(np.mean(np.diag(covariance)))
    damped = covariance + max(amount, 1e-8) * np.eye(len(covariance))
    return np.linalg.cholesky(np.linalg.inv(damped)).T
