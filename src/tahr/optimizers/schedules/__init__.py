"""Learning rates that depend on the step."""

from tahr.compat.families import family as _family
from tahr.compat.public import publish as _publish
from tahr.optimizers.schedules.cosine import CosineDecay as CosineDecay
from tahr.optimizers.schedules.exponential import ExponentialDecay as ExponentialDecay
from tahr.optimizers.schedules.inverse_time import InverseTimeDecay as InverseTimeDecay
from tahr.optimizers.schedules.piecewise import PiecewiseConstantDecay as PiecewiseConstantDecay
from tahr.optimizers.schedules.polynomial import PolynomialDecay as PolynomialDecay
from tahr.optimizers.schedules.restarts import CosineDecayRestarts as CosineDecayRestarts
from tahr.optimizers.schedules.schedule import LearningRateSchedule as LearningRateSchedule

NAMED, _, serialize, deserialize = _family(
    "keras.optimizers.schedules", "schedule", written="learning_rate_schedule"
)
_publish(__name__)
