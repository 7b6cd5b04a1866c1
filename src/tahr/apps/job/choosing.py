"""How large a network is and how it is trained, by preset, kinds of inputs and rows."""

from typing import Any

from tahr.apps.job.decisions import Decisions
from tahr.apps.job.schema import Model, Training

THUMB = "a rule of thumb"
ACROSS = 40
"""Steps an epoch that a batch size is chosen for."""


def choose_model(
    model: Model, preset: str, kinds: set[str], rows: int, decisions: Decisions
) -> Model:
    """Decides how large the network is.

    Args:
        model: as given.
        preset: fast, good or best.
        kinds: the types of the inputs.
        rows: of the training part.
        decisions: where choices are noted.
    """
    tabular = not kinds & {"image", "audio", "text", "series"}
    width, depth = {"fast": (128, 1), "good": (256, 2), "best": (384, 3)}[preset]
    if not tabular:
        width, depth = 128, 0 if len(kinds) == 1 else 1
    elif rows < 1_000:
        width = 128
    members = {"fast": 1, "good": 8, "best": 32}[preset] if tabular else 1
    names = {"width": width, "depth": depth, "members": members, "dropout": 0.15}
    whys = {
        "members": "an average of many networks that share their weights (TabM, 2024)"
        if members > 1
        else "one network",
    }
    chosen = {
        name: decisions.settle(
            f"model.{name}", getattr(model, name), value, whys.get(name, f"{preset}; {THUMB}")
        )
        for name, value in names.items()
    }
    return model.model_copy(update={"preset": preset, **chosen})


def choose_training(
    training: Training, preset: str, kinds: set[str], rows: int, decisions: Decisions
) -> Training:
    """Decides how it is trained.

    Args:
        training: as given.
        preset: fast, good or best.
        kinds: the types of the inputs.
        rows: of the training part.
        decisions: where choices are noted.
    """
    batch = max(min(1 << max(round(rows / ACROSS).bit_length() - 1, 0), 256), 16)
    if kinds & {"image", "audio", "text"}:
        batch = min(batch, 64)
    epochs, steps = {"fast": (20, 500), "good": (100, 3_000), "best": (200, 6_000)}[preset]
    size = batch if training.batch_size == "auto" else int(training.batch_size)
    epochs = max(epochs, -(-steps * size // rows))
    rule = training.optimizer
    name = decisions.settle("training.optimizer.name", rule.name, "adamw", "seldom a bad choice")
    rate = 1e-3 if kinds & {"image", "audio", "text"} else 2e-3
    optimizer = rule.model_copy(
        update={
            "name": name,
            "learning_rate": decisions.settle(
                "training.optimizer.learning_rate", rule.learning_rate, rate, THUMB
            ),
            "weight_decay": decisions.settle(
                "training.optimizer.weight_decay", rule.weight_decay, 3e-4, THUMB
            ),
        }
    )
    chosen: dict[str, Any] = {
        "epochs": decisions.settle(
            "training.epochs",
            training.epochs,
            epochs,
            f"{steps:,} steps or more; it may stop before",
        ),
        "batch_size": decisions.settle(
            "training.batch_size", training.batch_size, batch, f"about {ACROSS} steps an epoch"
        ),
        "schedule": decisions.settle(
            "training.schedule", training.schedule, "plateau", "halved where nothing gets better"
        ),
        "class_weights": decisions.settle(
            "training.class_weights", training.class_weights, False, "probabilities stay true"
        ),
        "engine": decisions.settle("training.engine", training.engine, "jax", "the default"),
    }
    stopping = training.early_stopping
    if stopping is not None:
        usual = {"fast": 4, "good": 10, "best": 16}[preset]
        patience = decisions.settle(
            "training.early_stopping.patience",
            stopping.patience,
            max(usual, epochs // 10),
            f"{preset}; {THUMB}",
        )
        stopping = stopping.model_copy(update={"patience": patience})
    return training.model_copy(
        update={"optimizer": optimizer, "early_stopping": stopping, **chosen}
    )
