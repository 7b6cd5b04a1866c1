"""Finding metrics by name, and writing them down."""

from typing import Any

from tahr.core.names import snake_case
from tahr.core.registry import custom_object_scope
from tahr.core.serialization import find
from tahr.core.serialization import serialize as write
from tahr.core.tracebacks import ends_at_user
from tahr.metrics import (
    accuracy,
    averages,
    correlation,
    errors,
    fbeta,
    hinges,
    iou,
    probabilistic,
    r2,
    top_k,
)
from tahr.metrics.confusion import areas, conditions, operating_points, precision
from tahr.metrics.metric import Metric

CLASSES = (
    Metric,
    averages.Mean,
    averages.Sum,
    averages.MeanMetricWrapper,
    accuracy.Accuracy,
    accuracy.BinaryAccuracy,
    accuracy.CategoricalAccuracy,
    accuracy.SparseCategoricalAccuracy,
    top_k.TopKCategoricalAccuracy,
    top_k.SparseTopKCategoricalAccuracy,
    errors.MeanSquaredError,
    errors.RootMeanSquaredError,
    errors.MeanAbsoluteError,
    errors.MeanAbsolutePercentageError,
    errors.MeanSquaredLogarithmicError,
    errors.LogCoshError,
    errors.CosineSimilarity,
    probabilistic.BinaryCrossentropy,
    probabilistic.CategoricalCrossentropy,
    probabilistic.SparseCategoricalCrossentropy,
    probabilistic.KLDivergence,
    probabilistic.Poisson,
    hinges.Hinge,
    hinges.SquaredHinge,
    hinges.CategoricalHinge,
    conditions.TruePositives,
    conditions.FalsePositives,
    conditions.TrueNegatives,
    conditions.FalseNegatives,
    precision.Precision,
    precision.Recall,
    areas.AUC,
    operating_points.SensitivityAtSpecificity,
    operating_points.SpecificityAtSensitivity,
    operating_points.PrecisionAtRecall,
    operating_points.RecallAtPrecision,
    fbeta.FBetaScore,
    fbeta.F1Score,
    r2.R2Score,
    correlation.PearsonCorrelation,
    correlation.ConcordanceCorrelation,
    iou.IoU,
    iou.BinaryIoU,
    iou.MeanIoU,
    iou.OneHotIoU,
    iou.OneHotMeanIoU,
)
SHORT: dict[str, type[Metric]] = {
    "bce": probabilistic.BinaryCrossentropy,
    "mse": errors.MeanSquaredError,
    "mae": errors.MeanAbsoluteError,
    "mape": errors.MeanAbsolutePercentageError,
    "msle": errors.MeanSquaredLogarithmicError,
}
TABLE: dict[str, Any] = {
    **{item.__name__: item for item in CLASSES},
    **{snake_case(item.__name__): item for item in CLASSES},
    **SHORT,
    **{name.upper(): item for name, item in SHORT.items()},
    "acc": accuracy.Accuracy,
}
"""Everything `get` knows by name."""


@ends_at_user
def get(identifier: Any) -> Any:
    """Finds a metric.

    Args:
        identifier: a name such as `"mse"` or `"MeanSquaredError"`, a configuration, a class,
            an instance, a function, or None.

    Returns:
        An instance, or the function that was given; None for None.

    Raises:
        ArgumentError: no metric is called so.

    Example:
        >>> get("mse")
        <MeanSquaredError name=mean_squared_error>
    """
    return find(identifier, TABLE, "metric")


@ends_at_user
def serialize(metric: Any) -> Any:
    """Writes a metric as what JSON can hold, without its state."""
    return write(metric)


@ends_at_user
def deserialize(config: Any, custom_objects: dict[str, Any] | None = None) -> Any:
    """Makes a metric from what `serialize` wrote, or from a name.

    Args:
        config: a configuration or a name.
        custom_objects: classes and functions by the names the configuration gives them.
    """
    with custom_object_scope(custom_objects or {}):
        return get(config)
