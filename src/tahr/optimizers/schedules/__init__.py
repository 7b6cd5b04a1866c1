"""Learning rates that depend on the step."""

from tahr.optimizers.schedules.cosine import CosineDecay
from tahr.optimizers.schedules.exponential import ExponentialDecay
from tahr.optimizers.schedules.finding import deserialize, serialize
from tahr.optimizers.schedules.inverse_time import InverseTimeDecay
from tahr.optimizers.schedules.piecewise import PiecewiseConstantDecay
from tahr.optimizers.schedules.polynomial import PolynomialDecay
from tahr.optimizers.schedules.restarts import CosineDecayRestarts
from tahr.optimizers.schedules.schedule import LearningRateSchedule

__all__ = [
    "CosineDecay", "CosineDecayRestarts", "ExponentialDecay", "InverseTimeDecay",
    "LearningRateSchedule", "PiecewiseConstantDecay", "PolynomialDecay", "deserialize",
    "serialize",
]  # fmt: skip
