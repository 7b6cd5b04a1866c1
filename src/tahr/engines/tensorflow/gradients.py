"""Gradients by TensorFlow's tapes."""

from collections.abc import Callable
from typing import Any

from optree import PyTreeSpec

from tahr.core import trees
from tahr.engines.base import Engine
from tahr.engines.flat import Flat
from tahr.engines.tensorflow.graphs import traced
from tahr.engines.tensorflow.starting import tf
from tahr.engines.tensorflow.widening import Tensor


class Gradients(Engine[Tensor]):
    """Derivatives."""

    def stop_gradient(self, x: Tensor) -> Tensor:
        return tf.stop_gradient(x)

    def custom_gradient(
        self, function: Callable[..., tuple[Any, Callable[..., Any]]]
    ) -> Callable[..., Any]:
        def wrapped(*tensors: Any) -> Any:
            held: list[PyTreeSpec] = []

            @tf.custom_gradient
            def flat(*given: Tensor) -> Any:
                out, gradient = function(*given)
                found, structure = trees.split(out)
                held.append(structure)
                return found, lambda *ups: _listed(gradient(trees.unflatten(structure, ups)))

            found = _listed(flat(*tensors))
            return trees.unflatten(held[0], found)

        return wrapped

    def value_and_grad(
        self,
        function: Callable[[list[Tensor]], tuple[Tensor, Any]],
        values: list[Tensor],
    ) -> tuple[tuple[Tensor, Any], list[Tensor]]:
        # Aliases, so that only what goes through them counts.
        aliases = [tf.identity(value) for value in values]
        with tf.GradientTape(watch_accessed_variables=False) as tape:
            tape.watch(aliases)
            scalar, others = function(aliases)
        found = tape.gradient(scalar, aliases, unconnected_gradients="zero")
        return (scalar, others), [tf.convert_to_tensor(one) for one in found]

    def checkpoint(self, function: Callable[..., Any]) -> Callable[..., Any]:
        def wrapped(*args: Any) -> Any:
            tensors, structure = trees.split(args)
            flat = Flat(function, structure)
            return flat.tree(_recomputed(traced(flat, tensors), tensors))

        return wrapped


def _recomputed(made: Callable[..., Any], tensors: list[Tensor]) -> list[Tensor]:
    """Calls a graph of which nothing but inputs is kept for the backward pass.

    What the graph takes from outside counts as an input too.
    """
    outside = [t for t in made.captured_inputs if t.dtype.is_floating]  # type: ignore[reportFunctionMemberAccess]

    @tf.custom_gradient
    def run(*inputs: Tensor) -> Any:
        given = inputs[: len(tensors)]

        def pull(*upstream: Tensor) -> list[Tensor]:
            # What waits for the gradient is not merged with the same in the forward pass.
            with tf.control_dependencies(upstream):
                later = [tf.identity(tensor) for tensor in given]
            with tf.GradientTape(watch_accessed_variables=False) as tape:
                tape.watch([*later, *outside])
                out = _listed(made(*later))
            pairs = [(y, up) for y, up in zip(out, upstream, strict=True) if y.dtype.is_floating]
            ends, ups = [list(part) for part in zip(*pairs, strict=True)] or [[], []]
            return tape.gradient(ends, [*later, *outside], ups, "zero")

        return _listed(made(*given)), pull

    return _listed(run(*tensors, *outside))


def _listed(found: Any) -> list[Tensor]:
    return list(found) if isinstance(found, list | tuple) else [found]
