"""Losses: what training makes small."""

from tahr.compat.families import family as _family
from tahr.compat.public import publish as _publish
from tahr.losses.circles import (
    Circle as Circle,
    circle as circle,
)
from tahr.losses.cosine import (
    CosineSimilarity as CosineSimilarity,
    cosine_similarity as cosine_similarity,
)
from tahr.losses.crossentropy import (
    BinaryCrossentropy as BinaryCrossentropy,
    CategoricalCrossentropy as CategoricalCrossentropy,
    SparseCategoricalCrossentropy as SparseCategoricalCrossentropy,
    binary_crossentropy as binary_crossentropy,
    categorical_crossentropy as categorical_crossentropy,
    sparse_categorical_crossentropy as sparse_categorical_crossentropy,
)
from tahr.losses.divergence import (
    KLDivergence as KLDivergence,
    Poisson as Poisson,
    kl_divergence as kl_divergence,
    poisson as poisson,
)
from tahr.losses.errors import (
    MeanAbsoluteError as MeanAbsoluteError,
    MeanAbsolutePercentageError as MeanAbsolutePercentageError,
    MeanSquaredError as MeanSquaredError,
    MeanSquaredLogarithmicError as MeanSquaredLogarithmicError,
    mean_absolute_error as mean_absolute_error,
    mean_absolute_percentage_error as mean_absolute_percentage_error,
    mean_squared_error as mean_squared_error,
    mean_squared_logarithmic_error as mean_squared_logarithmic_error,
)
from tahr.losses.focal import (
    BinaryFocalCrossentropy as BinaryFocalCrossentropy,
    CategoricalFocalCrossentropy as CategoricalFocalCrossentropy,
    binary_focal_crossentropy as binary_focal_crossentropy,
    categorical_focal_crossentropy as categorical_focal_crossentropy,
)
from tahr.losses.hinges import (
    CategoricalHinge as CategoricalHinge,
    Hinge as Hinge,
    SquaredHinge as SquaredHinge,
    categorical_hinge as categorical_hinge,
    hinge as hinge,
    squared_hinge as squared_hinge,
)
from tahr.losses.likelihood import NegativeLogLikelihood as NegativeLogLikelihood
from tahr.losses.loss import Loss as Loss
from tahr.losses.noise import (
    CategoricalGeneralizedCrossEntropy as CategoricalGeneralizedCrossEntropy,
    categorical_generalized_cross_entropy as categorical_generalized_cross_entropy,
)
from tahr.losses.overlap import (
    Dice as Dice,
    Tversky as Tversky,
    dice as dice,
    tversky as tversky,
)
from tahr.losses.robust import (
    Huber as Huber,
    LogCosh as LogCosh,
    huber as huber,
    log_cosh as log_cosh,
)
from tahr.losses.sequences import (
    CTC as CTC,
    ctc as ctc,
)
from tahr.losses.wrapper import LossFunctionWrapper as LossFunctionWrapper

NAMED, get, serialize, deserialize = _family("keras.losses", "loss", read="name")
_publish(__name__)
