"""Loops, branches, mapping and randomness."""

from collections.abc import Callable
from typing import Any

from tahr.engines.base import Engine
from tahr.engines.tensorflow.flat import Flat
from tahr.engines.tensorflow.starting import tf
from tahr.engines.tensorflow.widening import Tensor

PHILOX = 1
UNROLLED = 8
"""Up to how many rounds a scan is written out in a graph."""


class Control(Engine[Tensor]):
    """Loops, branches, randomness."""

    def random_bits(self, key: Tensor, shape: tuple[int, ...]) -> Tensor:
        word = tf.reshape(tf.bitcast(key, tf.uint64), (1,))
        start = tf.zeros((2,), tf.uint64)
        return tf.raw_ops.StatelessRandomUniformFullIntV2(
            shape=tf.constant(shape, tf.int32), key=word, counter=start, alg=PHILOX, dtype=tf.uint32
        )

    def scan(
        self,
        step: Callable[[Any, Any], tuple[Any, Any]],
        state: Any,
        xs: Any,
        length: int,
        reverse: bool = False,
    ) -> tuple[Any, Any]:
        # A length that is not known yet is a tensor.
        if isinstance(length, int) and (length <= UNROLLED or not tf.inside_function()):
            return _written_out(step, state, xs, length, reverse)
        return _looped(step, state, xs, length, reverse)

    def while_loop(
        self,
        condition: Callable[[Any], Tensor],
        body: Callable[[Any], Any],
        state: Any,
        limit: int | None = None,
    ) -> Any:
        flat = Flat(state)

        def run(*tensors: Tensor) -> list[Tensor]:
            return Flat(body(flat.filled(tensors))).tensors

        def goes_on(*tensors: Tensor) -> Tensor:
            return condition(flat.filled(tensors))

        return flat.filled(tf.while_loop(goes_on, run, flat.tensors, maximum_iterations=limit))

    def cond(self, predicate: Tensor, yes: Callable[[], Any], no: Callable[[], Any]) -> Any:
        held: list[Flat] = []

        def flattened(branch: Callable[[], Any]) -> Callable[[], list[Tensor]]:
            def run() -> list[Tensor]:
                held.append(Flat(branch()))
                return held[-1].tensors

            return run

        found = tf.cond(predicate, flattened(yes), flattened(no))
        return held[0].filled(found if isinstance(found, list | tuple) else [found])

    def vmap(
        self, function: Callable[..., Any], in_axes: tuple[int | None, ...]
    ) -> Callable[..., Any]:
        def mapped(*args: Any) -> Any:
            pairs = list(zip(args, in_axes, strict=True))
            moved = Flat([None if a is None else Flat(x).map(_first, a) for x, a in pairs])
            held: list[Flat] = []

            def row(tensors: list[Tensor]) -> list[Tensor]:
                slices = moved.filled(tensors)
                given = [x if a is None else s for (x, a), s in zip(pairs, slices, strict=True)]
                held.append(Flat(function(*given)))
                return held[-1].tensors

            found = tf.vectorized_map(row, moved.tensors, warn=False)
            return held[-1].filled(found)

        return mapped


def _first(x: Tensor, axis: int) -> Tensor:
    """Puts an axis first."""
    if axis == 0:
        return x
    return tf.transpose(x, [axis, *(i for i in range(x.shape.rank) if i != axis)])


def _written_out(
    step: Callable[[Any, Any], tuple[Any, Any]], state: Any, xs: Any, length: int, reverse: bool
) -> tuple[Any, Any]:
    flat = Flat(xs)
    if length == 0:
        hollow = flat.map(lambda x: tf.zeros(x.shape[1:], x.dtype))
        return state, Flat(step(state, hollow)[1]).map(lambda y: tf.zeros((0, *y.shape), y.dtype))
    columns = [tf.unstack(x, length) for x in flat.tensors]
    ys: list[Any] = []
    for i in reversed(range(length)) if reverse else range(length):
        state, y = step(state, flat.filled([column[i] for column in columns]))
        ys.append(Flat(y))
    rows = [y.tensors for y in (ys[::-1] if reverse else ys)]
    return state, ys[0].filled([tf.stack(column) for column in zip(*rows, strict=True)])


def _looped(
    step: Callable[[Any, Any], tuple[Any, Any]], state: Any, xs: Any, length: int, reverse: bool
) -> tuple[Any, Any]:
    """Loops in the graph; what a step gives is found out by tracing it once."""
    start, inputs = Flat(state), Flat(xs)
    columns = [
        tf.TensorArray(x.dtype, length, element_shape=x.shape[1:]).unstack(x)
        for x in inputs.tensors
    ]
    held: list[Flat] = []

    def traced(*tensors: Tensor) -> list[Tensor]:
        count = len(start.tensors)
        _, y = step(start.filled(tensors[:count]), inputs.filled(tensors[count:]))
        held.append(Flat(y))
        return held[0].tensors

    slices = [tf.TensorSpec(x.shape[1:], x.dtype) for x in inputs.tensors]
    specs = [*(tf.TensorSpec(s.shape, s.dtype) for s in start.tensors), *slices]
    outs = tf.function(traced, autograph=False).get_concrete_function(*specs).outputs
    rows = [tf.TensorArray(y.dtype, length, element_shape=y.shape) for y in outs]

    def body(i: Tensor, states: Any, rows: Any) -> tuple[Any, ...]:
        place = length - 1 - i if reverse else i
        after, y = step(start.filled(states), inputs.filled([c.read(place) for c in columns]))
        pairs = zip(rows, Flat(y).tensors, strict=True)
        return i + 1, Flat(after).tensors, [row.write(place, one) for row, one in pairs]

    _, states, rows = tf.while_loop(
        lambda i, *_: i < length, body, (0, start.tensors, rows), maximum_iterations=length
    )
    return start.filled(states), held[0].filled([row.stack() for row in rows])
