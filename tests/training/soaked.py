"""A process that predicts many times, and makes and drops many models; it says what stays.

    python -m tests.training.soaked ENGINE PREDICTIONS CYCLES

prints, as JSON: `predict` and `cycles`, the resident memory in MiB at ten points after a start
that does not count, and `alive`, how many models, variables and steps outlived their cycle.
"""

import gc
import json
import sys
import weakref
from contextlib import suppress
from pathlib import Path
from typing import Any

import numpy as np

from tahr import callbacks, layers, models, ops
from tahr.core.errors import ShapeError
from tahr.training.step.session import session_of

POINTS = 10
X = np.random.default_rng(0).normal(size=(64, 8)).astype("float32")
Y = X.sum(axis=1, keepdims=True)


def resident() -> float:
    """Returns the memory that is this process's own and in use, in MiB."""
    gc.collect()
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return round(pages * 4096 / 2**20, 1)


def made(engine: str) -> models.Model:
    """Makes a model of classes that exist for it alone."""

    class Scale(layers.Layer):
        def build(self, input_shape: Any) -> None:
            super().build(input_shape)
            self.factor = self.add_weight(shape=input_shape[-1:], initializer="ones")

        def call(self, x: Any, training: bool | None = None) -> Any:
            assert super().trainable
            return ops.multiply(x, self.factor)

    model = models.Sequential([
        layers.Input((8,)), layers.Dense(16, "relu"), layers.Dropout(0.1), Scale(),
        layers.Lambda(lambda x: x * 2.0), layers.Dense(1),
    ])  # fmt: skip
    model.compile("adam", lambda y, p: ops.mean(ops.square(y - p)), metrics=["mae"])
    model.to(engine)
    return model


def cycle(engine: str, trains: bool) -> list[weakref.ref[Any]]:
    """Makes, trains, uses and drops a model; gives weak references to what it consisted of."""
    model = made(engine)
    if trains:
        calls = [callbacks.EarlyStopping("loss"), callbacks.TerminateOnNaN()]
        model.fit(X, Y, verbose=0, callbacks=calls)
    model.predict(X, verbose=0)
    with suppress(ShapeError):
        model.predict(X[:, :3], verbose=0)
    parts = [model, type(model.layers[2]), *model.variables, *session_of(model).steps.values()]
    return [weakref.ref(part) for part in parts]


def alive(parts: list[weakref.ref[Any]]) -> list[str]:
    """Names what is still there once garbage has been collected."""
    gc.collect()
    return [type(part()).__name__ for part in parts if part() is not None]


def soak(engine: str, predictions: int, count: int) -> dict[str, Any]:
    """Runs both; gives the curves."""
    trains = engine != "numpy"
    model = made(engine)
    for _ in range(20):
        model.predict(X, verbose=0)
    predict = [resident()]
    for _ in range(POINTS):
        for _ in range(predictions // POINTS):
            model.predict(X, verbose=0)
        predict.append(resident())
    del model
    left = [name for _ in range(3) for name in alive(cycle(engine, trains))]
    cycles = [resident()]
    for point in range(POINTS):
        for _ in range(count * point // POINTS, count * (point + 1) // POINTS):
            left += alive(cycle(engine, trains))
        cycles.append(resident())
    return {"predict": predict, "cycles": cycles, "alive": left}


if __name__ == "__main__":
    print(json.dumps(soak(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]))))
