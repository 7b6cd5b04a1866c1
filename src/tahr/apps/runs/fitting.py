"""A network is trained as its job says; what it has reached is kept, to the step."""

from typing import Any

import numpy as np

from tahr import callbacks, optimizers
from tahr.apps.building import Arrays, Built
from tahr.apps.job.schema import Job, Training
from tahr.apps.runs.events import EventLog
from tahr.apps.runs.folder import RunFolder
from tahr.apps.runs.watching import Watched

RULES: dict[str, type[optimizers.Optimizer]] = {
    "adam": optimizers.Adam,
    "adamw": optimizers.AdamW,
    "sgd": optimizers.SGD,
    "rmsprop": optimizers.RMSprop,
    "nadam": optimizers.Nadam,
    "lion": optimizers.Lion,
    "muon": optimizers.Muon,
    "adafactor": optimizers.Adafactor,
}
Pair = tuple[Arrays, Arrays]


def fit(
    run: RunFolder,
    job: Job,
    built: Built,
    training: Pair,
    validation: Pair | None,
    events: EventLog,
) -> None:
    """Trains a network; its best weights are in it afterwards.

    Args:
        run: where checkpoints go.
        job: as settled.
        built: the network.
        training: raw values and targets by name.
        validation: the same; None for no validation.
        events: where epochs are told.
    """
    plan = job.training
    outputs = job.told
    network = built.training
    network.compile(
        optimizer=_rule(plan, len(next(iter(training[1].values())))),
        loss={name: head.loss for name, head in built.heads.items()},
        metrics={name: head.metrics for name, head in built.heads.items()},
        loss_weights={feature.name: feature.weight for feature in outputs},
    )
    x, y = built.prepared(training[0]), built.learned(outputs, training[1])
    held = None
    if validation is not None:
        held = (built.prepared(validation[0]), built.learned(outputs, validation[1]))
    epochs = int(plan.epochs)
    network.fit(
        x,
        y,
        batch_size=int(plan.batch_size),
        epochs=epochs,
        validation_data=held,
        validation_batch_size=256,
        sample_weight=_weights(job, training[1], built.members) if plan.class_weights else None,
        verbose=0,
        engine=str(plan.engine),
        callbacks=[*_keeping(plan, held is not None), Watched(run, events, epochs)],
        checkpoint=run.checkpoint,
        resume=True,
    )


def _weights(job: Job, targets: Arrays, members: int) -> dict[str, Any]:
    """Returns how much each row counts in each output, for each member."""
    rows = len(next(iter(targets.values())))
    alike = np.ones(rows, np.float32)
    found = {f.name: f.class_weights(targets[f.name]) for f in job.told}
    filled = {name: alike if weights is None else weights for name, weights in found.items()}
    if members == 1:
        return filled
    return {name: np.repeat(weights[:, None], members, axis=1) for name, weights in filled.items()}


def _rule(plan: Training, rows: int) -> Any:
    name, wanted = str(plan.optimizer.name), plan.optimizer
    rate: Any = float(wanted.learning_rate)
    if plan.schedule == "cosine":
        steps = -(-rows // int(plan.batch_size)) * int(plan.epochs)
        rate = optimizers.schedules.CosineDecay(rate, steps)
    decay = float(wanted.weight_decay) or None
    decays = decay if name in {"adamw", "lion", "muon"} else None
    return RULES[name](learning_rate=rate, weight_decay=decays, clipnorm=5.0)


def _keeping(plan: Training, validates: bool) -> list[Any]:
    """Returns what ends training early and halves the rate, where there is something to watch."""
    stopping = plan.early_stopping
    if stopping is None:
        return []
    monitor = stopping.monitor if validates else stopping.monitor.removeprefix("val_")
    patience = int(stopping.patience)
    found: list[Any] = [
        callbacks.EarlyStopping(monitor, patience=patience, restore_best_weights=True)
    ]
    if plan.schedule == "plateau":
        found.append(
            callbacks.ReduceLROnPlateau(monitor, factor=0.5, patience=max(patience // 3, 1))
        )
    return found
