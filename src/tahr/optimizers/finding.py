"""Finding optimizers by name, and writing them down."""

from typing import Any

from tahr.core.errors import ArgumentError
from tahr.core.registry import custom_object_scope
from tahr.core.serialization import find
from tahr.core.serialization import serialize as write
from tahr.core.tracebacks import ends_at_user
from tahr.optimizers.adadelta import Adadelta
from tahr.optimizers.adafactor import Adafactor
from tahr.optimizers.adagrad import Adagrad
from tahr.optimizers.adam import Adam
from tahr.optimizers.adamax import Adamax
from tahr.optimizers.adamw import AdamW
from tahr.optimizers.ftrl import Ftrl
from tahr.optimizers.lamb import Lamb
from tahr.optimizers.lion import Lion
from tahr.optimizers.loss_scale import LossScaleOptimizer
from tahr.optimizers.multi import MultiOptimizer, OptimizerMap
from tahr.optimizers.muon import Muon
from tahr.optimizers.nadam import Nadam
from tahr.optimizers.optimizer import Optimizer
from tahr.optimizers.rmsprop import RMSprop
from tahr.optimizers.schedule_free import ScheduleFreeAdamW
from tahr.optimizers.sgd import SGD

CLASSES = (
    Optimizer, SGD, RMSprop, Adam, AdamW, Adagrad, Adadelta, Adafactor, Adamax, Nadam, Ftrl, Lamb,
    Lion, Muon, ScheduleFreeAdamW, LossScaleOptimizer, MultiOptimizer, OptimizerMap,
)  # fmt: skip
TABLE: dict[str, Any] = {
    **{item.__name__: item for item in CLASSES},
    **{item.__name__.lower(): item for item in CLASSES},
}
"""Everything `get` knows by name."""


@ends_at_user
def get(identifier: Any) -> Any:
    """Finds an optimizer.

    Args:
        identifier: a name in any case, a configuration, an instance, None, or several, as
            for `several`.

    Returns:
        An instance; None for None.

    Raises:
        ArgumentError: no optimizer is called so.

    Example:
        >>> get("RMSprop").rho
        0.9
    """
    if isinstance(identifier, Optimizer | OptimizerMap):
        return identifier
    if isinstance(identifier, type) and not issubclass(identifier, Optimizer):
        raise ArgumentError(
            f"{identifier.__name__} of {identifier.__module__} is no optimizer of Keras's kind",
            todo="take one of tahr.optimizers, such as optimizers.Adam(0.001)",
        )
    if isinstance(identifier, list | tuple) or _is_table(identifier):
        return several(identifier)
    if isinstance(identifier, dict):
        name = identifier.get("class_name")
        lower = name.lower() if isinstance(name, str) else name
        if lower in TABLE and not identifier.get("module"):
            identifier = {**identifier, "class_name": TABLE[lower].__name__}
    elif isinstance(identifier, str) and identifier.lower() in TABLE:
        identifier = identifier.lower()
    return find(identifier, TABLE, "optimizer")


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
        >>> head = layers.Dense(1)
        >>> both = several([(head, SGD(0.1)), ("default", "adam")])
        >>> [type(optimizer).__name__ for optimizer in both.optimizers]
        ['SGD', 'Adam']
    """
    rows = list(table.items()) if isinstance(table, dict) else list(table)
    if not all(isinstance(row, list | tuple) and len(row) == 2 for row in rows):
        raise ArgumentError(
            "this is no list of optimizers", expected="pairs of a pattern or layer and an optimizer"
        )
    found = {tuple(k) if isinstance(k, list) else k: get(optimizer) for k, optimizer in rows}
    default = found.pop("default", None)
    if default is None:
        raise ArgumentError(
            "several optimizers need one for all other weights",
            todo='add "default": "adam", or whichever it is to be',
        )
    return MultiOptimizer(OptimizerMap(default, found))


def _is_table(identifier: Any) -> bool:
    return isinstance(identifier, dict) and "class_name" not in identifier


@ends_at_user
def serialize(optimizer: Any) -> Any:
    """Writes an optimizer as what JSON can hold, without its state."""
    return write(optimizer)


@ends_at_user
def deserialize(config: Any, custom_objects: dict[str, Any] | None = None) -> Any:
    """Makes an optimizer from what `serialize` wrote.

    Args:
        config: a configuration or a name.
        custom_objects: classes and functions by the names the configuration gives them.
    """
    with custom_object_scope(custom_objects or {}):
        return get(config)
