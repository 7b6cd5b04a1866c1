"""Symbolic tensors, seen from outside."""

from typing import Any

from tahr.core.tracebacks import ends_at_user
from tahr.ops.symbolic import SymbolicTensor, sources


def is_keras_tensor(x: Any) -> bool:
    """Returns whether a value is a symbolic tensor.

    Example:
        >>> is_keras_tensor(SymbolicTensor((None, 3)))
        True
    """
    return isinstance(x, SymbolicTensor)


@ends_at_user
def get_source_inputs(tensor: Any) -> list[SymbolicTensor]:
    """Lists the symbolic tensors that others come from.

    Args:
        tensor: symbolic tensors, alone or in a structure.
    """
    return sources(tensor)
