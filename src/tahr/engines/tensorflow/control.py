"""Loops, branches, mapping and randomness."""

from collections.abc import Callable
from typing import Any

from optree import PyTreeSpec

from tahr.core import trees
from tahr.engines import unrolled
from tahr.engines.base import Engine
from tahr.engines.flat import Flat
from tahr.engines.tensorflow.graphs import traced
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
            shape=tf.convert_to_tensor(shape, tf.int32),
            key=word,
            counter=start,
            alg=PHILOX,
            dtype=tf.uint32,
        )

    def leaves_numbers(self) -> bool:
        return not tf.inside_function()

    def traces_loops(self, length: object) -> bool:
        # A length that is not known yet is a tensor.
        return not isinstance(length, int) or (length > UNROLLED and tf.inside_function())

    def scan(
        self,
        step: Callable[[Any, Any], tuple[Any, Any]],
        state: Any,
        xs: Any,
        length: int,
        reverse: bool = False,
    ) -> tuple[Any, Any]:
        if not self.traces_loops(length):
            return unrolled.scan(
                step, state, xs, length, reverse, lambda x: tf.unstack(x, length), tf.stack, _zeros
            )
        return _looped(step, state, xs, length, reverse)

    def while_loop(
        self,
        condition: Callable[[Any], Tensor],
        body: Callable[[Any], Any],
        state: Any,
        limit: int | None = None,
    ) -> Any:
        tensors, structure = trees.split((state,))
        run, goes_on = Flat(body, structure), Flat(condition, structure)
        found = tf.while_loop(
            lambda *given: goes_on(*given)[0], run, tensors, maximum_iterations=limit
        )
        return trees.unflatten(structure, found)[0]

    def cond(self, predicate: Tensor, yes: Callable[[], Any], no: Callable[[], Any]) -> Any:
        held: list[PyTreeSpec] = []

        def flattened(branch: Callable[[], Any]) -> Callable[[], list[Tensor]]:
            def run() -> list[Tensor]:
                found, structure = trees.split(branch())
                held.append(structure)
                return found

            return run

        found = tf.cond(predicate, flattened(yes), flattened(no))
        return trees.unflatten(held[0], found if isinstance(found, list | tuple) else [found])

    def vmap(
        self, function: Callable[..., Any], in_axes: tuple[int | None, ...]
    ) -> Callable[..., Any]:
        def mapped(*args: Any) -> Any:
            pairs = list(zip(args, in_axes, strict=True))
            moved = [None if axis is None else _first(x, axis) for x, axis in pairs]
            tensors, structure = trees.split(moved)

            def row(*slices: Any) -> Any:
                rows = zip(pairs, slices, strict=True)
                return function(*(x if axis is None else one for (x, axis), one in rows))

            flat = Flat(row, structure)
            return flat.tree(tf.vectorized_map(lambda one: flat(*one), tensors, warn=False))

        return mapped


def _first(tree: Any, axis: int) -> Any:
    """Puts an axis first."""

    def turned(x: Tensor) -> Tensor:
        order = [axis, *(i for i in range(x.shape.rank) if i != axis)]
        return tf.transpose(x, order) if axis else x

    return trees.each(turned, tree)


def _zeros(x: Tensor, shape: tuple[int, ...]) -> Tensor:
    return tf.zeros(shape, x.dtype)


def _looped(
    step: Callable[[Any, Any], tuple[Any, Any]], state: Any, xs: Any, length: int, reverse: bool
) -> tuple[Any, Any]:
    """Loops in the graph; what a step gives is found out by tracing it once."""
    starts, inputs = trees.split(state)[0], trees.split(xs)[0]
    flat = Flat(step, trees.split((state, xs))[1])
    slices = [tf.TensorSpec(x.shape[1:], x.dtype) for x in inputs]
    outs = traced(flat, [*starts, *slices]).outputs[len(starts) :]
    rows = [tf.TensorArray(y.dtype, length, element_shape=y.shape) for y in outs]
    columns = [
        tf.TensorArray(x.dtype, length, element_shape=x.shape[1:]).unstack(x) for x in inputs
    ]

    def body(i: Tensor, states: Any, rows: Any) -> tuple[Any, ...]:
        place = length - 1 - i if reverse else i
        found = flat(*states, *(column.read(place) for column in columns))
        pairs = zip(rows, found[len(starts) :], strict=True)
        return i + 1, found[: len(starts)], [row.write(place, one) for row, one in pairs]

    _, states, rows = tf.while_loop(
        lambda i, *_: i < length, body, (0, starts, rows), maximum_iterations=length
    )
    return flat.tree([*states, *(row.stack() for row in rows)])
