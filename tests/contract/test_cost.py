"""What the spec engine counts."""

import pytest

from tahr.core.specs import TensorSpec
from tahr.engines.spec import ENGINE as E
from tahr.engines.spec.cost import Cost, counting

X = TensorSpec((None, 8))
IMAGE = TensorSpec((None, 28, 28, 3))


def flops(call: object) -> int:
    """Counts the operations of a call."""
    assert callable(call)
    with counting() as cost:
        call()
    return cost.flops


@pytest.mark.parametrize(
    ("call", "expected"),
    [
        (lambda: E.add(X, X), 8),
        (lambda: E.sum(X, (0, 1), False), 8),
        (lambda: E.matmul(X, TensorSpec((8, 5))), 2 * 8 * 5),
        (lambda: E.einsum("bi,io->bo", X, TensorSpec((8, 5))), 2 * 8 * 5),
        (
            lambda: E.conv(
                IMAGE, TensorSpec((3, 3, 3, 16)), (1, 1), ((0, 0), (0, 0)), (1, 1), groups=1
            ),
            2 * 26 * 26 * 16 * 3 * 3 * 3,
        ),
        (
            lambda: E.conv(
                IMAGE, TensorSpec((3, 3, 1, 3)), (2, 2), ((0, 1), (0, 1)), (1, 1), groups=3
            ),
            2 * 14 * 14 * 3 * 3 * 3,
        ),
        (
            lambda: E.conv_transpose(
                IMAGE, TensorSpec((2, 2, 5, 3)), (2, 2), ((1, 1), (1, 1)), (1, 1)
            ),
            2 * 28 * 28 * 3 * 2 * 2 * 5,
        ),
        (lambda: E.pool(IMAGE, (2, 2), (2, 2), ((0, 0), (0, 0)), "max"), 28 * 28 * 3),
        (lambda: E.reshape(X, (-1,)), 0),
        (lambda: E.transpose(X, (1, 0)), 0),
        (lambda: E.add(E.reshape(X, (-1,)), E.reshape(X, (-1,))), 8),
        (lambda: E.get_item(X, (0,)), 0),
        (lambda: E.vmap(E.exp, (1,))(X), 8),
        (lambda: E.cond(TensorSpec((), "bool"), lambda: E.exp(X), lambda: X), 8),
    ],
)
def test_operations(call: object, expected: int) -> None:
    assert flops(call) == expected


def test_the_body_of_a_loop_counts_once_a_step() -> None:
    def run() -> None:
        E.scan(lambda h, x: (E.add(h, x), None), TensorSpec((4,)), TensorSpec((7, 4)), 7)

    assert flops(run) == 7 * 4


def test_a_gradient_takes_three_times_the_forward_pass() -> None:
    def run() -> None:
        E.value_and_grad(lambda v: (E.sum(v[0], (0,), False), None), [TensorSpec((5,))])

    assert flops(run) == 3 * 5


def test_blocks_nest_and_bytes_are_counted() -> None:
    with counting() as outer:
        E.exp(X)
        with counting() as inner:
            E.cast(X, "float16")
    E.exp(X)
    assert inner == Cost(8, 16)
    assert outer == Cost(16, 48)
