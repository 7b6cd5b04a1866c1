"""Optimizers: gradients to better weights."""

from tahr.optimizers import schedules
from tahr.optimizers.adadelta import Adadelta
from tahr.optimizers.adagrad import Adagrad
from tahr.optimizers.adam import Adam
from tahr.optimizers.adamw import AdamW
from tahr.optimizers.finding import deserialize, get, serialize
from tahr.optimizers.optimizer import Optimizer
from tahr.optimizers.rmsprop import RMSprop
from tahr.optimizers.sgd import SGD

__all__ = [
    "SGD", "Adadelta", "Adagrad", "Adam", "AdamW", "Optimizer", "RMSprop", "deserialize", "get",
    "schedules", "serialize",
]  # fmt: skip
