"""Calls inside a graph that a program makes of tensors of which lengths are unknown."""

from collections.abc import Callable, Sequence
from typing import Any

from tahr.core import current, trees
from tahr.core.scopes import StateScope
from tahr.core.specs import TensorSpec
from tahr.core.variables import Variable
from tahr.engines.base import Engine
from tahr.engines.tensorflow.open_graphs import Open, OpenGraphs, lengths_of, lowered
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
    tensors = [leaf for leaf in trees.leaves(inputs) if isinstance(leaf, tf.Tensor)]
    if all(tensor.shape.is_fully_defined() for tensor in tensors):
        return function(inputs)
    specs = {id(t): TensorSpec(t.shape.as_list(), t.dtype.name) for t in tensors}
    lengths = lengths_of([*specs.values()], tensors)
    engine = OpenGraphs(plain, lengths)  # type: ignore[reportAbstractUsage]
    opened = trees.map(
        lambda leaf: Open(specs[id(leaf)], leaf) if id(leaf) in specs else leaf, inputs
    )
    state = [(v, Open(TensorSpec(v.shape, v.dtype), v.value)) for v in variables]
    with current.using(engine), StateScope(state) as scope:
        found = lowered(function(opened))
    for variable in scope.written():
        variable.store(lowered(scope.find(variable)))
    return found
