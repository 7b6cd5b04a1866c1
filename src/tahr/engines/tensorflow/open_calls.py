"""Calls inside a graph that a program makes of tensors of which lengths are unknown."""

from collections.abc import Callable, Sequence
from typing import Any

from tahr.core import trees
from tahr.core.scopes import autocast
from tahr.core.specs import TensorSpec, is_known
from tahr.core.variables import Variable
from tahr.engines.base import Engine
from tahr.engines.open_graphs import Open, lowered, opened_graph
from tahr.engines.tensorflow.open_graphs import OpenGraphs, lengths_of
from tahr.engines.tensorflow.starting import tf
from tahr.engines.tensorflow.widening import Tensor


def call(
    plain: Engine[Tensor],
    function: Callable[[Any], Any],
    inputs: Any,
    variables: Sequence[Variable],
) -> Any:
    """Runs a function of a tree of tensors, whose lengths stay open.

    Args:
        plain: the TensorFlow engine.
        function: of the tree.
        inputs: the tree; what is no tensor stays as it is.
        variables: those that the function reads and assigns.
    """
    found = [leaf for leaf in trees.leaves(inputs) if isinstance(leaf, tf.Tensor)]
    tensors = [*{id(tensor): tensor for tensor in found}.values()]
    if all(tensor.shape.is_fully_defined() for tensor in tensors):
        return function(inputs)
    specs = {id(t): TensorSpec(t.shape.as_list(), t.dtype.name) for t in tensors}
    lengths = lengths_of([*specs.values()], tensors)
    _same_lengths([*specs.values()], tensors, lengths)
    engine = OpenGraphs(plain, lengths)  # type: ignore[reportAbstractUsage]
    opened = trees.map(
        lambda leaf: Open(specs[id(leaf)], leaf) if id(leaf) in specs else leaf, inputs
    )
    with autocast(None):
        state = [(v, Open(TensorSpec(v.shape, v.dtype), v.value)) for v in variables]
    with opened_graph(engine, state) as scope:
        result = lowered(function(opened))
    for variable in scope.written():
        variable.store(lowered(scope.find(variable)))
    return result


def _same_lengths(specs: list[TensorSpec], tensors: list[Tensor], lengths: dict[int, Any]) -> None:
    """Raises when the graph runs, where what one stand-in stands for differs between tensors."""
    met: set[int] = set()
    for spec, tensor in zip(specs, tensors, strict=True):
        for axis, length in enumerate(spec.shape):
            if int(length) in met and not is_known(length) and axis:
                tf.debugging.assert_equal(
                    tf.shape(tensor)[axis],
                    lengths[int(length)],
                    f"inputs of a layer differ along axis {axis}, whose length the graph leaves "
                    "open: give one of these lengths in `input_signature`",
                )
            met.add(int(length))
