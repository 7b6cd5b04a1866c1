"""Finding losses by name, and writing them down."""

from collections.abc import Callable
from typing import Any

from tahr.core.registry import custom_object_scope
from tahr.core.serialization import find
from tahr.core.serialization import serialize as write
from tahr.core.tracebacks import ends_at_user
from tahr.losses import (
    circles,
    cosine,
    crossentropy,
    divergence,
    errors,
    focal,
    hinges,
    noise,
    overlap,
    robust,
    sequences,
)
from tahr.losses.loss import Loss

CLASSES = (
    Loss,
    crossentropy.BinaryCrossentropy,
    crossentropy.CategoricalCrossentropy,
    crossentropy.SparseCategoricalCrossentropy,
    errors.MeanSquaredError,
    errors.MeanAbsoluteError,
    errors.MeanAbsolutePercentageError,
    errors.MeanSquaredLogarithmicError,
    robust.Huber,
    robust.LogCosh,
    cosine.CosineSimilarity,
    divergence.KLDivergence,
    divergence.Poisson,
    hinges.Hinge,
    hinges.SquaredHinge,
    hinges.CategoricalHinge,
    focal.BinaryFocalCrossentropy,
    focal.CategoricalFocalCrossentropy,
    noise.CategoricalGeneralizedCrossEntropy,
    overlap.Dice,
    overlap.Tversky,
    circles.Circle,
    sequences.CTC,
)
FUNCTIONS = (
    crossentropy.binary_crossentropy,
    crossentropy.categorical_crossentropy,
    crossentropy.sparse_categorical_crossentropy,
    errors.mean_squared_error,
    errors.mean_absolute_error,
    errors.mean_absolute_percentage_error,
    errors.mean_squared_logarithmic_error,
    robust.huber,
    robust.log_cosh,
    cosine.cosine_similarity,
    divergence.kl_divergence,
    divergence.poisson,
    hinges.hinge,
    hinges.squared_hinge,
    hinges.categorical_hinge,
    focal.binary_focal_crossentropy,
    focal.categorical_focal_crossentropy,
    noise.categorical_generalized_cross_entropy,
    overlap.dice,
    overlap.tversky,
    circles.circle,
    sequences.ctc,
)
SHORT: dict[str, Callable[..., Any]] = {
    "bce": crossentropy.binary_crossentropy,
    "kld": divergence.kl_divergence,
    "mae": errors.mean_absolute_error,
    "mse": errors.mean_squared_error,
    "mape": errors.mean_absolute_percentage_error,
    "msle": errors.mean_squared_logarithmic_error,
}
TABLE: dict[str, Any] = {
    **{item.__name__: item for item in (*CLASSES, *FUNCTIONS)},
    **SHORT,
    **{name.upper(): item for name, item in SHORT.items()},
}
"""Everything `get` knows by name."""


@ends_at_user
def get(identifier: Any) -> Any:
    """Finds a loss.

    Args:
        identifier: a name such as `"mse"` or `"MeanSquaredError"`, a configuration, a class,
            an instance, a function, or None.

    Returns:
        An instance for the name of a class, the function for the name of one.

    Raises:
        ArgumentError: no loss is called so.

    Example:
        >>> get("mse").__name__, get("MeanSquaredError").name
        ('mean_squared_error', 'mean_squared_error')
    """
    return find(identifier, TABLE, "loss")


@ends_at_user
def serialize(loss: Any) -> Any:
    """Writes a loss as what JSON can hold."""
    return write(loss)


@ends_at_user
def deserialize(name: Any, custom_objects: dict[str, Any] | None = None) -> Any:
    """Makes a loss from what `serialize` wrote, or from a name.

    Args:
        name: a configuration or a name.
        custom_objects: classes and functions by the names the configuration gives them.
    """
    with custom_object_scope(custom_objects or {}):
        return get(name)
