"""Connectionist temporal classification: labels for a sequence, without their places.

Source: Graves et al. 2006, "Connectionist temporal classification".
"""

from tahr.core.current import engine
from tahr.core.dtypes import result_type
from tahr.core.errors import ArgumentError, ShapeError
from tahr.core.specs import show
from tahr.core.typing import Tensor, TensorLike
from tahr.ops.arithmetic import add, logaddexp, multiply
from tahr.ops.axes import dims, dtype_of, rank
from tahr.ops.elementwise import negative
from tahr.ops.nn.pieces import like
from tahr.ops.nn.softmax import log_softmax
from tahr.ops.op import op

NEVER = -1e30
"""The logarithm of no chance at all, finite so that gradients stay numbers."""


@op()
def ctc_loss(
    target: TensorLike,
    output: TensorLike,
    target_length: TensorLike,
    output_length: TensorLike,
    mask_index: int = 0,
) -> Tensor:
    """Returns minus the log-probability of each label sequence, over all alignments.

    Args:
        target: integers `(batch, labels)`.
        output: logits `(batch, time, classes)`.
        target_length: `(batch,)`: how many labels count.
        output_length: `(batch,)`: how many times count.
        mask_index: the class that stands for no label.

    Returns:
        `(batch,)`, in 32 bits or more.

    Raises:
        ShapeError: target or output has another number of axes.

    Example:
        >>> round(float(ctc_loss([[1]], [[[0.0, 0.0]]], [1], [1])[0]), 4)
        0.6931

    Source: Graves et al. 2006, equations 6 to 8.
    """
    if rank(target) != 2 or rank(output) != 3:
        raise ShapeError(
            "the axes do not fit",
            expected="target (batch, labels), output (batch, time, classes)",
            got=f"{show(dims(target))}, {show(dims(output))}",
        )
    run = engine()
    wide = result_type(dtype_of(output), "float32")
    numbers = run.asarray(target, "int32")
    states, skips = _extended(numbers, mask_index)
    logs = log_softmax(run.asarray(output, wide))
    batch, time, _ = dims(logs)
    length = dims(states)[1]
    places = run.broadcast_to(run.reshape(states, (batch, 1, length)), (batch, time, length))
    chances = run.transpose(run.take_along_axis(logs, places, 2), (1, 0, 2))
    counts = run.reshape(run.asarray(output_length, "int32"), (1, batch, 1))
    times = run.reshape(run.arange(0, time, 1, "int32"), (time, 1, 1))
    first = run.reshape(run.arange(0, length, 1, "int32"), (1, length))
    nothing = run.broadcast_to(like(NEVER, logs), (batch, length))
    start = run.where(run.equal(first, like(0, first)), like(0.0, logs), nothing)

    def step(state: Tensor, now: tuple[Tensor, Tensor]) -> tuple[Tensor, None]:
        chance, counted = now
        moved = logaddexp(state, _shifted(state, 1))
        skipped = run.where(skips, _shifted(state, 2), nothing)
        after = add(logaddexp(moved, skipped), chance)
        return run.where(counted, after, state), None

    last, _ = run.scan(step, start, (chances, run.less(times, counts)), time)
    return _ends(last, run.reshape(run.asarray(target_length, "int32"), (batch, 1)))


def _extended(target: Tensor, blank: int) -> tuple[Tensor, Tensor]:
    """Returns the labels with blanks around each, and where a blank may be skipped."""
    run, (batch, labels) = engine(), dims(target)
    column = run.reshape(target, (batch, labels, 1))
    blanks = run.broadcast_to(run.full((), blank, "int32"), (batch, labels, 1))
    pairs = run.reshape(run.concatenate([blanks, column], 2), (batch, 2 * labels))
    edge = run.broadcast_to(run.full((), blank, "int32"), (batch, 1))
    states = run.concatenate([pairs, edge], 1)
    before = run.pad(states, ((0, 0), (2, 0)), blank)
    before = run.get_item(before, (slice(None), slice(0, 2 * labels + 1)))
    other = run.not_equal(states, before)
    return states, run.logical_and(other, run.not_equal(states, like(blank, states)))


def _shifted(state: Tensor, places: int) -> Tensor:
    kept = engine().get_item(state, (slice(None), slice(0, dims(state)[1] - places)))
    return engine().pad(kept, ((0, 0), (places, 0)), NEVER)


def _ends(last: Tensor, labels: Tensor) -> Tensor:
    """Adds up the ways that end at the last label and at the blank behind it."""
    run = engine()
    final = multiply(labels, 2)
    before = run.maximum(add(final, -1), like(0, final))
    blank = run.take_along_axis(last, final, 1)
    label = run.take_along_axis(last, before, 1)
    label = run.where(run.greater(labels, like(0, labels)), label, like(NEVER, label))
    return negative(run.reshape(logaddexp(blank, label), (dims(last)[0],)))


@op()
def ctc_decode(
    inputs: TensorLike,
    sequence_lengths: TensorLike,
    strategy: str = "greedy",
    beam_width: int = 100,
    top_paths: int = 1,
    merge_repeated: bool = True,
    mask_index: int = 0,
) -> tuple[Tensor, Tensor]:
    """Decodes CTC predictions into labels, by the likeliest class at each time.

    Args:
        inputs: logits `(batch, time, classes)`.
        sequence_lengths: `(batch,)`: how many times count.
        strategy: "greedy".
        beam_width: unused by it.
        top_paths: unused by it.
        merge_repeated: whether a label that is repeated without a blank counts once.
        mask_index: the class that stands for no label.

    Returns:
        Labels `(1, batch, time)`, -1 behind the last; and minus the sum of the largest logits,
        `(batch, 1)`.

    Raises:
        ArgumentError: the strategy is another.

    Example:
        >>> ctc_decode([[[0.0, 9.0], [0.0, 9.0], [9.0, 0.0]]], [3])[0].tolist()
        [[[1, -1, -1]]]

    Source: Graves et al. 2006, section 3.2, best path decoding.
    """
    if strategy != "greedy":
        raise ArgumentError(
            f"no strategy of ctc_decode is called {strategy!r}", expected="'greedy'"
        )
    run, (batch, time, _) = engine(), dims(inputs)
    times = run.reshape(run.arange(0, time, 1, "int32"), (1, time))
    counts = run.reshape(run.asarray(sequence_lengths, "int32"), (batch, 1))
    counted, blank = run.less(times, counts), run.full((), mask_index, "int32")
    labels = run.where(counted, run.argmax(inputs, 2), blank)
    best = run.max(inputs, (2,), False)
    score = run.sum(run.where(counted, best, like(0.0, best)), (1,), True)
    if merge_repeated:
        before = run.pad(labels, ((0, 0), (1, 0)), -1)
        before = run.get_item(before, (slice(None), slice(0, time)))
        labels = run.where(run.equal(labels, before), blank, labels)
    empty = run.equal(labels, blank)
    order = run.argsort(run.where(empty, run.full((), time, "int32"), times), 1)
    found = run.where(empty, run.full((), -1, "int32"), labels)
    return run.reshape(run.take_along_axis(found, order, 1), (1, batch, time)), negative(score)
