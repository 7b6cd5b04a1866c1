"""Each primitive in its three forms: on arrays by NumPy, on specs, on values of a graph."""

from collections.abc import Callable
from typing import Any

from tahr.core import trees
from tahr.core.dtypes import STRING
from tahr.core.specs import Unknown
from tahr.engines.numpy import ENGINE as NUMPY
from tahr.engines.onnx.carriers import carried
from tahr.engines.onnx.lengths import meet
from tahr.engines.onnx.symbols import HELD, Symbolic, Var, op, spec_of, symbolic, variable_of
from tahr.engines.spec import ENGINE as SPEC

Row = Callable[..., Any]


def primitive(name: str, function: Row) -> Row:
    """Makes a primitive that is computed at once on arrays and written down on symbolic tensors.

    Args:
        name: the primitive's.
        function: the same on values of the graph.
    """
    on_arrays, on_specs = getattr(NUMPY, name), getattr(SPEC, name)
    row = carried(name, function)

    def run(*args: Any, **kwargs: Any) -> Any:
        if not is_symbolic((args, kwargs)):
            return on_arrays(*args, **kwargs)
        places, named = trees.map(symbolic, (args, kwargs))
        specs = on_specs(*trees.map(spec_of, places), **trees.map(spec_of, named))
        variables = row(*trees.map(variable_of, places), **trees.map(variable_of, named))
        return wrapped(variables, specs)

    return run


def is_symbolic(tree: Any) -> bool:
    """Returns whether there is a symbolic tensor, or an open length, in a tree."""
    return any(isinstance(leaf, Symbolic | Unknown) for leaf in trees.leaves(tree))


def wrapped(variables: Any, specs: Any) -> Any:
    """Returns values of the graph as tensors of the specs that were foretold."""
    if not isinstance(specs, tuple):
        return _wrapped(variables, specs)
    return tuple(_wrapped(v, s) for v, s in zip(variables, specs, strict=True))


def _wrapped(variable: Var, spec: Any) -> Symbolic:
    if variable.unwrap_tensor().dtype != HELD[spec.dtype] and spec.dtype != STRING:
        variable = op.cast(variable, to=HELD[spec.dtype])
    made = Symbolic(variable, spec)
    meet(made)
    return made
