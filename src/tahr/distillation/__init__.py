"""Distillation: a small model that learns from a large one. The names of `keras.distillation`."""

from tahr.compat.public import publish as _publish
from tahr.distillation.distiller import Distiller as Distiller
from tahr.distillation.features import FeatureDistillation as FeatureDistillation
from tahr.distillation.logits import LogitsDistillation as LogitsDistillation
from tahr.distillation.loss import DistillationLoss as DistillationLoss

_publish(__name__)
