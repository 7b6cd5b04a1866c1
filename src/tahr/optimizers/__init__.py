"""Optimizers: gradients to better weights."""

from tahr.compat.public import publish as _publish
from tahr.optimizers import legacy as legacy, schedules as schedules
from tahr.optimizers.adadelta import Adadelta as Adadelta
from tahr.optimizers.adafactor import Adafactor as Adafactor
from tahr.optimizers.adagrad import Adagrad as Adagrad
from tahr.optimizers.adam import Adam as Adam
from tahr.optimizers.adamax import Adamax as Adamax
from tahr.optimizers.adamw import AdamW as AdamW
from tahr.optimizers.finding import (
    NAMED as NAMED,
    deserialize as deserialize,
    get as get,
    serialize as serialize,
)
from tahr.optimizers.ftrl import Ftrl as Ftrl
from tahr.optimizers.lamb import Lamb as Lamb
from tahr.optimizers.lion import Lion as Lion
from tahr.optimizers.loss_scale import LossScaleOptimizer as LossScaleOptimizer
from tahr.optimizers.multi import (
    MultiOptimizer as MultiOptimizer,
    OptimizerMap as OptimizerMap,
)
from tahr.optimizers.muon import Muon as Muon
from tahr.optimizers.nadam import Nadam as Nadam
from tahr.optimizers.optimizer import Optimizer as Optimizer
from tahr.optimizers.rmsprop import RMSprop as RMSprop
from tahr.optimizers.schedule_free import ScheduleFreeAdamW as ScheduleFreeAdamW
from tahr.optimizers.sgd import SGD as SGD

_publish(__name__, "legacy", "schedules")
