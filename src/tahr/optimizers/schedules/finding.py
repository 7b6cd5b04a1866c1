"""Writing schedules down, and making them again."""

from typing import Any

from tahr.core.serialization import deserialize as read
from tahr.core.serialization import serialize as write
from tahr.core.tracebacks import ends_at_user
from tahr.optimizers.schedules.cosine import CosineDecay
from tahr.optimizers.schedules.exponential import ExponentialDecay
from tahr.optimizers.schedules.inverse_time import InverseTimeDecay
from tahr.optimizers.schedules.piecewise import PiecewiseConstantDecay
from tahr.optimizers.schedules.polynomial import PolynomialDecay
from tahr.optimizers.schedules.restarts import CosineDecayRestarts

CLASSES = (
    CosineDecay,
    CosineDecayRestarts,
    ExponentialDecay,
    InverseTimeDecay,
    PiecewiseConstantDecay,
    PolynomialDecay,
)
TABLE: dict[str, Any] = {item.__name__: item for item in CLASSES}
"""Every schedule by name."""


@ends_at_user
def serialize(learning_rate_schedule: Any) -> Any:
    """Writes a schedule as what JSON can hold."""
    return write(learning_rate_schedule)


def deserialize(config: Any, custom_objects: dict[str, Any] | None = None) -> Any:
    """Makes a schedule from what `serialize` wrote.

    Args:
        config: a configuration.
        custom_objects: classes by the names the configuration gives them.
    """
    return read(config, custom_objects, table=TABLE)
