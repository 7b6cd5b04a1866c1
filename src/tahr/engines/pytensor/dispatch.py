"""Each primitive in its three forms: on arrays by NumPy, on specs, on PyTensor's variables."""

from collections.abc import Callable
from typing import Any

from tahr.core import trees
from tahr.engines.numpy import ENGINE as NUMPY
from tahr.engines.pytensor.symbols import Symbolic, spec_of, symbolic, variable_of, wrapped
from tahr.engines.spec import ENGINE as SPEC


def primitive(name: str, function: Callable[..., Any], exact: bool = False) -> Callable[..., Any]:
    """Makes a primitive that is computed at once on arrays and described on symbolic tensors.

    Args:
        name: the primitive's.
        function: the same on variables.
        exact: whether the result holds no other numbers than went in.
    """
    on_arrays, on_specs = getattr(NUMPY, name), getattr(SPEC, name)

    def run(*args: Any, **kwargs: Any) -> Any:
        if not is_symbolic((args, kwargs)):
            return on_arrays(*args, **kwargs)
        places, named = trees.map(symbolic, (args, kwargs))
        specs = on_specs(*trees.map(spec_of, places), **trees.map(spec_of, named))
        variables = function(*trees.map(variable_of, places), **trees.map(variable_of, named))
        return wrapped(variables, specs, exact)

    return run


def is_symbolic(tree: Any) -> bool:
    """Returns whether there is a symbolic tensor in a tree."""
    return any(isinstance(leaf, Symbolic) for leaf in trees.leaves(tree))
