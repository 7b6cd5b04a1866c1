"""Einstein's summation as products of matrices, two operands at a time.

PyTensor has its own, but compiles the inside for Numba whatever the mode asked for.
"""

import math
from collections.abc import Iterable
from typing import TypeAlias

from tahr.engines.pytensor.symbols import Var
from tahr.engines.spec.equations import DOTS, lengths, parse

Label: TypeAlias = str | int
"""A letter, or for an axis of "..." its number counted from the last."""
Operand: TypeAlias = tuple[Var, list[Label]]


def einsum(equation: str, *xs: Var) -> Var:
    """Sums products; the shapes are known to fit."""
    parsed = parse(equation, len(xs))
    sizes, dots = lengths(parsed, tuple(x.type.shape for x in xs))
    known: dict[Label, int] = {**sizes, **{i - len(dots): n for i, n in enumerate(dots)}}
    result = _labels(parsed.result, len(dots))
    operands = [
        _plain(x, _labels(term, x.type.ndim - len(term.replace(DOTS, ""))), known)
        for x, term in zip(xs, parsed.terms, strict=True)
    ]
    found = operands[0]
    for i, other in enumerate(operands[1:], start=2):
        later = {label for _, labels in operands[i:] for label in labels}
        found = _product(found, other, later.union(result))
    x, labels = _only(found, result)
    return x.dimshuffle(*(labels.index(label) for label in result))


def _labels(term: str, dots: int) -> list[Label]:
    before, has_dots, after = term.partition(DOTS)
    return [*before, *(range(-dots, 0) if has_dots else ()), *after]


def _plain(x: Var, labels: list[Label], known: dict[Label, int]) -> Operand:
    """Takes diagonals for letters seen twice, and leaves out axes that only broadcast."""
    for label in dict.fromkeys(labels):
        while labels.count(label) > 1:
            first = labels.index(label)
            second = labels.index(label, first + 1)
            x = x.diagonal(axis1=first, axis2=second)
            labels = [one for i, one in enumerate(labels) if i not in (first, second)] + [label]
    idle = [i for i, one in enumerate(labels) if x.type.shape[i] == 1 != known[one]]
    picked = tuple(0 if i in idle else slice(None) for i in range(len(labels)))
    return x[picked] if idle else x, [one for i, one in enumerate(labels) if i not in idle]


def _only(operand: Operand, wanted: Iterable[Label]) -> Operand:
    """Sums over what is not wanted any more."""
    x, labels = operand
    kept = set(wanted)
    axes = tuple(i for i, label in enumerate(labels) if label not in kept)
    if not axes:
        return operand
    summed = x.sum(axis=axes, dtype=x.dtype, acc_dtype=x.dtype)
    return summed, [label for label in labels if label in kept]


def _product(one: Operand, other: Operand, needed: set[Label]) -> Operand:
    x, left = _only(one, needed.union(other[1]))
    y, right = _only(other, needed.union(left))
    batch = [label for label in left if label in right and label in needed]
    inner = [label for label in left if label in right and label not in needed]
    rows = [label for label in left if label not in right]
    columns = [label for label in right if label not in left]
    lengths_of = dict(zip([*left, *right], [*x.type.shape, *y.type.shape], strict=True))

    def size(labels: list[Label]) -> int:
        return math.prod(lengths_of[label] for label in labels)

    def matrices(x: Var, labels: list[Label], first: list[Label], second: list[Label]) -> Var:
        ordered = x.dimshuffle(*(labels.index(label) for label in [*batch, *first, *second]))
        sizes = (size(batch), size(first), size(second))
        return ordered.reshape(sizes if batch else sizes[1:])

    product = matrices(x, left, rows, inner) @ matrices(y, right, inner, columns)
    labels = [*batch, *rows, *columns]
    return product.reshape([lengths_of[label] for label in labels]), labels
