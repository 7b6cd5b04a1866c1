"""Finding optimizers: by name, in any case, or several for different weights."""

from typing import Any

from tahr.compat.families import family
from tahr.core.errors import ArgumentError
from tahr.core.typing import is_dict, is_list, is_sequence
from tahr.optimizers.multi import MultiOptimizer, OptimizerMap
from tahr.optimizers.optimizer import Optimizer


def find(identifier: Any) -> Any:
    """Finds an optimizer.

    Args:
        identifier: a name in any case, a configuration, an instance, None, or several, as
            for `several`.

    Returns:
        An instance; None for None.

    Raises:
        ArgumentError: no optimizer is called so.

    Example:
        >>> from tahr import optimizers
        >>> optimizers.get("RMSprop").rho
        0.9
    """
    if isinstance(identifier, Optimizer | OptimizerMap):
        return identifier
    if isinstance(identifier, type) and not issubclass(identifier, Optimizer):
        raise ArgumentError(
            f"{identifier.__name__} of {identifier.__module__} is no optimizer of Keras's kind",
            todo="take one of tahr.optimizers, such as optimizers.Adam(0.001)",
        )
    if is_sequence(identifier) or _is_table(identifier):
        return several(identifier)
    table = NAMED.table
    if is_dict(identifier):
        name = identifier.get("class_name")
        lower = name.lower() if isinstance(name, str) else name
        if lower in table and not identifier.get("module"):
            identifier = {**identifier, "class_name": table[lower].__name__}
    elif isinstance(identifier, str) and identifier.lower() in table:
        identifier = identifier.lower()
    return NAMED.find(identifier)


def several(table: Any) -> MultiOptimizer:
    """Makes one optimizer of several for different weights.

    Args:
        table: a dict, or pairs, of what is trained and an optimizer: a regular expression for
            whole paths of weights, a layer, or a list of both; "default" stands for all the
            weights that are in none of the others.

    Raises:
        ArgumentError: there is no default, or something is no optimizer.

    Example:
        >>> from tahr import layers
        >>> from tahr.optimizers import SGD
        >>> head = layers.Dense(1)
        >>> both = several([(head, SGD(0.1)), ("default", "adam")])
        >>> [type(optimizer).__name__ for optimizer in both.optimizers]
        ['SGD', 'Adam']
    """
    rows = list(table.items()) if is_dict(table) else list(table)
    if not all(is_sequence(row) and len(row) == 2 for row in rows):
        raise ArgumentError(
            "this is no list of optimizers", expected="pairs of a pattern or layer and an optimizer"
        )
    found = {tuple(k) if is_list(k) else k: find(optimizer) for k, optimizer in rows}
    default = found.pop("default", None)
    if default is None:
        raise ArgumentError(
            "several optimizers need one for all other weights",
            todo='add "default": "adam", or whichever it is to be',
        )
    return MultiOptimizer(OptimizerMap(default, found))


def _is_table(identifier: Any) -> bool:
    return is_dict(identifier) and "class_name" not in identifier


NAMED, get, serialize, deserialize = family(
    "keras.optimizers", "optimizer", spelled=str.lower, get=find
)
