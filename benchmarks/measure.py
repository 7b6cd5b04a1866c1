"""One measurement in a process of its own: `python -m benchmarks.measure tahr-jax mlp`."""

import json
import os
import resource
import sys
import time
from statistics import median
from typing import Any

BEGUN = float(os.environ.get("BENCH_BEGUN", time.time()))
EPOCHS = range(5, 30)
"""At least so many after the first, and at most."""
LONG_ENOUGH = 4.0
"""Seconds of training that give a steady figure."""
ROWS = 60
"""Predictions of one row; the median counts."""


def contestant(name: str, task_name: str) -> Any:
    """Makes what is to be measured.

    Args:
        name: "tahr-jax", "keras-torch", "hand-jax", ...
        task_name: one of the tasks.
    """
    from benchmarks.tasks import TASKS

    task = TASKS[task_name]
    who, _, engine = name.partition("-")
    if who == "hand":
        if engine == "jax":
            from benchmarks.by_hand_jax import ByHandJax as ByHand
        else:
            from benchmarks.by_hand_torch import ByHandTorch as ByHand
        return ByHand(task, task_name)
    os.environ["TAHR_ENGINE" if who == "tahr" else "KERAS_BACKEND"] = engine
    from benchmarks.by_keras_api import ByKerasApi

    if who == "tahr":
        import tahr as keras
    else:
        import keras
    return ByKerasApi(keras, task)


def measure(name: str, task_name: str) -> dict[str, Any]:
    """Measures one contestant on one task; gives the figures."""
    import_begun = time.perf_counter()
    entrant = contestant(name, task_name)
    made = time.perf_counter() - import_begun

    from benchmarks.tasks import BATCH, TASKS

    task = TASKS[task_name]
    x, y = task.data(task.steps * BATCH)
    first_loss = entrant.epoch(x, y)
    first_epoch = time.time() - BEGUN
    epochs: list[float] = []
    loss = first_loss
    while len(epochs) < EPOCHS.start or (sum(epochs) < LONG_ENOUGH and len(epochs) < EPOCHS.stop):
        begun = time.perf_counter()
        loss = entrant.epoch(x, y)
        epochs.append(time.perf_counter() - begun)
    rows = []
    for i in range(ROWS):
        begun = time.perf_counter()
        entrant.predict(x[i : i + 1])
        rows.append(time.perf_counter() - begun)
    return {
        "who": name,
        "task": task_name,
        "step_ms": min(epochs) / task.steps * 1e3,
        "import_and_build_s": made,
        "first_epoch_s": first_epoch,
        "predict_row_ms": median(rows[10:]) * 1e3,
        "peak_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
        "losses": [first_loss, loss],
        "chose": entrant.report(),
    }


if __name__ == "__main__":
    sys.stdout.write(json.dumps(measure(*sys.argv[1:3])) + "\n")
