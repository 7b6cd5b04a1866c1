"""Optimizers: gradients to better weights."""

from typing import TYPE_CHECKING

from tahr.compat import missing as _missing
from tahr.optimizers import schedules
from tahr.optimizers.adadelta import Adadelta
from tahr.optimizers.adafactor import Adafactor
from tahr.optimizers.adagrad import Adagrad
from tahr.optimizers.adam import Adam
from tahr.optimizers.adamax import Adamax
from tahr.optimizers.adamw import AdamW
from tahr.optimizers.finding import deserialize, get, serialize
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

__all__ = [
    "SGD",
    "Adadelta",
    "Adafactor",
    "Adagrad",
    "Adam",
    "AdamW",
    "Adamax",
    "Ftrl",
    "Lamb",
    "Lion",
    "LossScaleOptimizer",
    "MultiOptimizer",
    "Muon",
    "Nadam",
    "Optimizer",
    "OptimizerMap",
    "RMSprop",
    "ScheduleFreeAdamW",
    "deserialize",
    "get",
    "schedules",
    "serialize",
]  # fmt: skip

if not TYPE_CHECKING:
    __getattr__ = _missing.names_of(__name__)
