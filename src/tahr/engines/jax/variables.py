"""Tahr's variables in programs that call JAX themselves: trees of one array each."""

from typing import Any

import jax

from tahr.core import current
from tahr.core.variables import Variable


def _opened(variable: Variable) -> tuple[tuple[Any], None]:
    with current.using("jax"):
        return (variable.value,), None


def _closed(_: None, children: Any) -> Any:
    """Returns the array alone: what a function made of a variable is no variable any more."""
    (array,) = children
    return array


def share() -> None:
    """Lets variables be given to what JAX transforms, where they are what they hold."""
    jax.tree_util.register_pytree_node(Variable, _opened, _closed)
