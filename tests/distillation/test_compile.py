"""`Distiller.compile` takes its arguments in Keras's order, and trains by Adam unless told."""

from tahr import Sequential, layers
from tahr.distillation import Distiller, LogitsDistillation
from tahr.optimizers import Adam


def test_metrics_come_third():
    models = [Sequential([layers.Input((4,)), layers.Dense(3)]) for _ in range(2)]
    distiller = Distiller(*models, LogitsDistillation())
    distiller.compile()
    assert isinstance(distiller.optimizer, Adam)
    distiller.compile("sgd", "mse", ["mae"])
    assert "mae" in distiller.metrics_names
