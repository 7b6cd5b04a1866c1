"""Broadcasting, indexing and reshaping: `spec` against NumPy on shapes drawn at random."""

from typing import Any

import numpy as np
from hypothesis import assume, given, strategies as st

from tahr.core.errors import ShapeError
from tahr.core.specs import TensorSpec, is_known, opened
from tahr.engines.numpy import ENGINE as NUMPY
from tahr.engines.spec import ENGINE as SPEC

lengths = st.integers(0, 4)
shapes = st.lists(lengths, max_size=4).map(tuple)
LONG = 8


def numpys(function: Any, *args: Any) -> tuple[int, ...] | None:
    """Returns the shape NumPy gives, or None where it refuses."""
    try:
        return function(*args)
    except (ValueError, IndexError):
        return None


def specs(function: Any, *args: Any) -> tuple[int | None, ...] | None:
    """Returns the shape `spec` gives, or None where it refuses."""
    try:
        return opened(function(*args).shape)
    except ShapeError:
        return None


def fits(found: tuple[int | None, ...] | None, real: tuple[int, ...]) -> bool:
    """Returns whether a shape with unknown lengths can be the real one."""
    return found is not None and len(found) == len(real) and all(
        n in (None, m) for n, m in zip(found, real, strict=True)
    )  # fmt: skip


@given(shapes, shapes)
def test_broadcasting_is_numpys(one: tuple[int, ...], other: tuple[int, ...]) -> None:
    found = specs(SPEC.add, TensorSpec(one), TensorSpec(other))
    assert found == numpys(np.broadcast_shapes, one, other)


@given(shapes, shapes, st.data())
def test_unknown_lengths_never_contradict_broadcasting(
    one: tuple[int, ...], other: tuple[int, ...], data: st.DataObject
) -> None:
    real = numpys(np.broadcast_shapes, one, other)
    assume(real is not None)
    assert real is not None
    hidden = [tuple(None if data.draw(st.booleans()) else n for n in s) for s in (one, other)]
    assert fits(specs(SPEC.add, *map(TensorSpec, hidden)), real)


@given(shapes, shapes)
def test_broadcast_to_is_numpys(shape: tuple[int, ...], target: tuple[int, ...]) -> None:
    real = numpys(lambda: np.broadcast_to(np.zeros(shape), target).shape)
    assert specs(SPEC.broadcast_to, TensorSpec(shape), target) == real


@st.composite
def indices(draw: st.DrawFn, rank: int) -> tuple[Any, ...]:
    bound = st.none() | st.integers(-LONG, LONG)
    step = st.sampled_from((None, 1, 2, 3, -1, -2))
    one = (
        st.integers(-3, 2)
        | st.builds(slice, bound, bound, step)
        | st.sampled_from((np.array([0, 1]), np.array(1), np.array([[1], [0]]), [0, 2]))
    )
    chosen = draw(st.lists(one | st.none(), max_size=rank))
    if draw(st.booleans()):
        chosen.insert(draw(st.integers(0, len(chosen))), ...)
    return tuple(chosen)


@given(st.data())
def test_indexing_is_numpys(data: st.DataObject) -> None:
    shape = tuple(data.draw(st.lists(st.integers(3, 5), min_size=1, max_size=4)))
    index = data.draw(indices(len(shape)))
    x = np.zeros(shape, np.float32)
    assert specs(SPEC.get_item, TensorSpec(shape), index) == NUMPY.get_item(x, index).shape


@given(st.data())
def test_indexing_unknown_axes_never_contradicts(data: st.DataObject) -> None:
    rank = data.draw(st.integers(1, 3))
    index = data.draw(indices(rank))
    length = LONG + 1  # going down from LONG takes one more than going up to it
    real = np.zeros((length,) * rank, np.float32)[index].shape
    hidden = tuple(None if data.draw(st.booleans()) else length for _ in range(rank))
    assert fits(specs(SPEC.get_item, TensorSpec(hidden), index), real)


@given(st.lists(st.integers(0, 6), max_size=4).map(tuple), st.data())
def test_reshaping_is_numpys(shape: tuple[int, ...], data: st.DataObject) -> None:
    target = list(data.draw(st.permutations(shape)))
    changed = data.draw(st.sampled_from(("same", "infer", "grow", "flat")))
    if changed == "flat":
        target = [-1]
    elif target and changed == "infer":
        target[data.draw(st.integers(0, len(target) - 1))] = -1
    elif target and changed == "grow":
        target[0] += data.draw(st.integers(1, 3))
    real = numpys(lambda: np.zeros(shape).reshape(target).shape)
    assert specs(SPEC.reshape, TensorSpec(shape), tuple(target)) == real


@given(
    st.lists(st.integers(1, 6), min_size=1, max_size=3),
    st.lists(st.integers(1, 4), max_size=2),
    st.data(),
)
def test_reshaping_with_an_unknown_batch(
    first: list[int], rest: list[int], data: st.DataObject
) -> None:
    """A batch of any length can be merged and split; what is inferred is right for each."""
    batch = 5
    hidden = TensorSpec((None, *first, *rest))
    unknown = hidden.shape[0]
    merged = int(np.prod(first))
    targets = [
        ((unknown, merged, *rest), (batch, merged, *rest)),
        ((unknown, -1, *rest), (batch, merged, *rest)),
        ((-1, *rest), (batch * merged, *rest)),
        ((unknown * merged, *rest), (batch * merged, *rest)),
        ((-1, *rest, merged), (batch, *rest, merged)),
    ]
    target, real = data.draw(st.sampled_from(targets))
    found = SPEC.reshape(hidden, target)
    assert fits(opened(found.shape), real)
    assert sum(not is_known(n) for n in found.shape) == 1
    assert found.shape[0] in (unknown, unknown * merged)
    again = SPEC.reshape(found, (unknown, *first, *rest))
    assert opened(again.shape) == opened(hidden.shape)


def test_an_inferred_length_next_to_a_changed_batch_stays_known() -> None:
    for grown in (1, 1020, -1):
        n = TensorSpec((None, 4, 6)).shape[0] + grown
        assert opened(SPEC.reshape(TensorSpec((n, 4, 6)), (n, -1)).shape) == (None, 24)
        assert opened(SPEC.reshape(TensorSpec((n, 4, 6)), (-1, 24)).shape) == (None, 24)
