"""Names by which Keras 2 said how losses become one number."""

from tahr import ops
from tahr.core.config import floatx
from tahr.core.typing import Tensor, TensorLike
from tahr.losses.alignment import same_rank
from tahr.losses.weighting import reduced


class Reduction:
    """The words that the argument `reduction` of a loss takes, as `tf.keras` named them.

    Example:
        >>> from tahr.losses import MeanSquaredError
        >>> MeanSquaredError(reduction=Reduction.NONE)([[1.0], [2.0]], [[1.0], [4.0]]).tolist()
        [0.0, 4.0]
    """

    AUTO = SUM_OVER_BATCH_SIZE = "sum_over_batch_size"
    NONE = "none"
    SUM = "sum"

    @classmethod
    def all(cls) -> tuple[str, ...]:
        """Returns the words there are."""
        return (cls.AUTO, cls.NONE, cls.SUM)

    @classmethod
    def validate(cls, key: str) -> None:
        """Raises for a word that is none of them.

        Args:
            key: the word.

        Raises:
            ValueError: it is none of them.
        """
        if key not in cls.all():
            raise ValueError(f"no reduction is called {key!r}: there are {', '.join(cls.all())}")


def compute_weighted_loss(
    losses: TensorLike,
    sample_weight: TensorLike | None = None,
    reduction: str | None = "sum_over_batch_size",
    name: str | None = None,
) -> Tensor:
    """Weights losses and makes one number of them.

    Args:
        losses: one a sample or a step.
        sample_weight: numbers to multiply them with.
        reduction: as in `Loss`.
        name: unused.

    Example:
        >>> float(compute_weighted_loss([1.0, 3.0], [1.0, 0.0]))
        0.5
    """
    dtype = floatx()
    return reduced(ops.cast(losses, dtype), sample_weight, None, reduction, dtype)


def squeeze_or_expand_dimensions(
    y_pred: TensorLike, y_true: TensorLike | None = None, sample_weight: TensorLike | None = None
) -> tuple[Tensor, ...]:
    """Returns predictions, targets and weights with as many axes as each other.

    Args:
        y_pred: predictions.
        y_true: targets; one of the two may have a last axis of length 1 that the other lacks.
        sample_weight: one number a sample.

    Returns:
        What was given, None left out.
    """
    given = [None if x is None else ops.convert_to_tensor(x) for x in (y_true, sample_weight)]
    predicted, others = ops.convert_to_tensor(y_pred), list[Tensor]()
    for other in given:
        if other is not None:
            other, predicted = same_rank(other, predicted)
            others.append(other)
    return predicted, *others
