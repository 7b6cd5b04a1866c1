"""What tells a run from another one whose weights and slots have the same shapes."""

import json
import logging
from logging import Logger
from typing import Any

from tahr.core.errors import SavingError
from tahr.losses.wrapper import FunctionLoss
from tahr.optimizers.inner import plain_optimizers
from tahr.training.trainable import Trainable

log: Logger = logging.getLogger("tahr")


def setup_of(model: Trainable) -> dict[str, str]:
    """Returns what a model is trained by, in words."""
    optimizers = [type(o).__name__ for o in plain_optimizers(model.optimizer)]
    objective = model.compilation.objective if model.compilation else None
    pairs = () if objective is None else zip(objective.functions, objective.weights, strict=True)
    losses = [_described(loss, weight) for loss, weight in pairs]
    return {"optimizer": ", ".join(optimizers), "loss": ", ".join(losses)}


def check_setup(model: Trainable, saved: dict[str, str] | None, folder: str) -> None:
    """Raises where a checkpoint is that of another optimizer or another loss.

    Args:
        model: compiled, its step prepared.
        saved: what `setup_of` gave; None in a checkpoint of an earlier version.
        folder: where the checkpoint is.

    Raises:
        SavingError: it is.
    """
    now = setup_of(model)
    for part, before in (saved or {}).items():
        if before != now.get(part):
            raise SavingError(
                f"the checkpoint is that of a run with another {part}",
                where=folder,
                expected=before,
                got=now.get(part),
                todo="compile the model as it was; or, to train on with what is new, take the "
                "weights along (save_weights, load_weights) into a run with another folder",
            )


def warn_of_other_data(now: int | None, saved: int | None, folder: str) -> None:
    """Says so where the data are others than those a checkpoint was written with.

    Args:
        now: the fingerprint of the data; None where they have none.
        saved: that in the checkpoint.
        folder: where the checkpoint is.
    """
    if saved is not None and now is not None and saved != now:
        log.warning(
            "%s: the data are not those of the run that is gone on with, though they have the same "
            "shape; the figures will not be those of a run that was never interrupted", folder,
        )  # fmt: skip


def _described(loss: Any, weight: Any) -> str:
    """Names a loss, and what it was made with as far as that is plain."""
    if loss is None:
        return "none"
    name, settings = type(loss).__name__, {}
    if isinstance(loss, FunctionLoss):
        name = getattr(loss.fn, "__name__", type(loss.fn).__name__)
        settings = {k: v for k, v in loss.options.items() if _is_plain(v)}
    said = ", ".join(f"{key}={json.dumps(value)}" for key, value in sorted(settings.items()))
    factor = f"{weight} * " if _is_plain(weight) and weight is not None else ""
    return factor + (f"{name}({said})" if said else name)


def _is_plain(value: object) -> bool:
    return value is None or isinstance(value, bool | int | float | str)
