"""Finding optimizers by name, and writing them down."""

from typing import Any

from tahr.core.registry import custom_object_scope
from tahr.core.serialization import find
from tahr.core.serialization import serialize as write
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


def get(identifier: Any) -> Any:
    """Finds an optimizer.

    Args:
        identifier: a name in any case, a configuration, an instance, or None.

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
    if isinstance(identifier, dict):
        name = identifier.get("class_name")
        lower = name.lower() if isinstance(name, str) else name
        if lower in TABLE and not identifier.get("module"):
            identifier = {**identifier, "class_name": TABLE[lower].__name__}
    elif isinstance(identifier, str) and identifier.lower() in TABLE:
        identifier = identifier.lower()
    return find(identifier, TABLE, "optimizer")


def serialize(optimizer: Any) -> Any:
    """Writes an optimizer as what JSON can hold, without its state."""
    return write(optimizer)


def deserialize(config: Any, custom_objects: dict[str, Any] | None = None) -> Any:
    """Makes an optimizer from what `serialize` wrote.

    Args:
        config: a configuration or a name.
        custom_objects: classes and functions by the names the configuration gives them.
    """
    with custom_object_scope(custom_objects or {}):
        return get(config)
