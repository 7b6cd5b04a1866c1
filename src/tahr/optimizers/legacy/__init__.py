"""Optimizers as Keras 2 named them once more: `keras.optimizers.legacy`.

They are today's, which take the arguments of that time too: `lr`, `decay`.
"""

from tahr.compat.public import publish as _publish
from tahr.optimizers.adadelta import Adadelta as Adadelta
from tahr.optimizers.adagrad import Adagrad as Adagrad
from tahr.optimizers.adam import Adam as Adam
from tahr.optimizers.adamax import Adamax as Adamax
from tahr.optimizers.ftrl import Ftrl as Ftrl
from tahr.optimizers.nadam import Nadam as Nadam
from tahr.optimizers.optimizer import Optimizer as Optimizer
from tahr.optimizers.rmsprop import RMSprop as RMSprop
from tahr.optimizers.sgd import SGD as SGD

_publish(__name__)
