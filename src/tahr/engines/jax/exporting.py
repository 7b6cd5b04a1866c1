"""A function as a program of StableHLO, by JAX: it runs wherever JAX, or XLA, is."""

from collections.abc import Callable, Sequence
from typing import Any

import jax
import jax.numpy as jnp
from jax import export  # type: ignore[reportAttributeAccessIssue]

from tahr.core import trees
from tahr.core.specs import FILLERS, TensorSpec, is_known
from tahr.core.variables import Variable
from tahr.engines.jax.arrays import narrowed
from tahr.engines.jax.engine import ENGINE
from tahr.engines.open_graphs import Open, OpenGraphs, lifted, lowered, met, opened_graph

PLATFORMS = ("cpu", "cuda", "tpu")


class OpenJax(OpenGraphs):
    """The JAX engine over tensors of which some lengths are unknown."""

    def scalar(self, length: Any, dtype: str) -> Any:
        return jnp.asarray(length, narrowed(dtype))

    def between(self, start: Any, stop: Any, step: Any, dtype: str) -> Any:
        return jnp.arange(start, stop, step).astype(narrowed(dtype))


def written(call: Callable[[Any], Any], variables: Sequence[Variable], specs: Any) -> bytes:
    """Returns what a file holds that computes a function: `jax.export.deserialize` reads it.

    Args:
        call: takes a tree of tensors, reads variables, returns a tree of tensors.
        variables: those it reads; their values are in the program.
        specs: of the inputs, a tree; unknown lengths stay open, one name for each axis.
    """
    leaves, structure = trees.flatten(specs)
    scope = export.SymbolicScope()
    shaped = [_struct(spec, scope) for spec in leaves]
    values = [(v, jnp.asarray(v.numpy())) for v in variables]

    def run(*tensors: Any) -> Any:
        engine = OpenJax(ENGINE, met(leaves, list(tensors), lambda x, axis: x.shape[axis]))  # type: ignore[reportAbstractUsage]
        state = [(v, Open(TensorSpec(v.shape, v.dtype), value)) for v, value in values]
        inputs = lifted(specs, trees.unflatten(structure, list(tensors)))
        with opened_graph(engine, state):
            return lowered(call(inputs))

    return bytes(export.export(jax.jit(run), platforms=PLATFORMS)(*shaped).serialize())


def _struct(spec: TensorSpec, scope: Any) -> jax.ShapeDtypeStruct:
    names = [str(int(n)) if is_known(n) else _name(n) for n in spec.shape]
    shape = export.symbolic_shape(",".join(names), scope=scope) if names else ()
    return jax.ShapeDtypeStruct(shape, narrowed(spec.dtype))


def _name(length: int) -> str:
    place = FILLERS.index(int(length))
    return f"length_{place}" if place else "batch"
