"""Checkpoints of Orbax: the state of a model as a tree of arrays in a folder, step by step."""

import json
from collections.abc import Mapping
from importlib import import_module
from pathlib import Path
from typing import Any

import numpy as np

from tahr.core.deserialization import made_of
from tahr.core.errors import SavingError, TahrError
from tahr.core.extras import required
from tahr.core.serialization import serialize_shared, sharing
from tahr.core.tracking import Stateful
from tahr.core.typing import is_dict
from tahr.saving import state
from tahr.version import __version__

STATE, CONFIG = "state", "config"
"""The two parts of a checkpoint: the arrays, and what the model is made of."""
VARS = "vars"
ROOT = "model"
"""The key of what the model has itself, which has no path."""


def library() -> Any:
    """Returns the package `orbax.checkpoint`.

    Raises:
        MissingExtraError: it is not installed.
    """
    required("orbax", "orbax")
    return import_module("orbax.checkpoint")


def manager(directory: str | Path, max_to_keep: int | None, background: bool) -> Any:
    """Opens a folder of checkpoints for writing.

    Args:
        directory: it is made where it is not there.
        max_to_keep: how many of the newest are kept; None for all.
        background: whether checkpoints are written while training goes on.
    """
    orbax = library()
    options = orbax.CheckpointManagerOptions(
        max_to_keep=max_to_keep, enable_async_checkpointing=background
    )
    return orbax.CheckpointManager(Path(directory).absolute(), options=options)


def save(to: Any, step: int, model: Any, weights_only: bool) -> None:
    """Writes a checkpoint.

    Args:
        to: what `manager` returned.
        step: its number; one that is there already is written anew.
        model: a built model.
        weights_only: whether what the model is made of, and the optimizer, are left out.
    """
    args: Any = library().args
    skip = [model.optimizer] if weights_only else []
    parts: dict[str, Any] = {STATE: args.StandardSave(_tree(model, skip))}
    if not weights_only:
        config = {"model": serialize_shared(model), "tahr_version": __version__}
        parts[CONFIG] = args.JsonSave(json.loads(json.dumps(config)))
    if step in to.all_steps():
        to.delete(step)
    to.save(step, args=args.Composite(**parts))


def newest(directory: str | Path) -> int | None:
    """Returns the number of the newest checkpoint in a folder; None where there is none."""
    place = Path(directory)
    found = place.iterdir() if place.is_dir() else ()
    steps = [int(f.name) for f in found if f.name.isdecimal() and (f / STATE).is_dir()]
    return max(steps, default=None)


def load_weights(
    model: Any, directory: str | Path, step: int | None = None, skip_mismatch: bool = False
) -> int:
    """Reads the state of a model, and of its optimizer where there is one.

    Args:
        model: a built model of the same layers.
        directory: a folder of checkpoints.
        step: the number of the checkpoint; the newest by default.
        skip_mismatch: whether what does not fit is left as it is.

    Returns:
        The number of the checkpoint.

    Raises:
        SavingError: there is none, or it does not fit.
    """
    number, place = _found(directory, step)
    tree = _read(place / STATE, "StandardRestore")
    optimizer = getattr(model, "optimizer", None)
    lacks = "optimizer" not in tree
    if not lacks and optimizer is not None and not optimizer.built:
        optimizer.build(model.trainable_variables)
    parts = list(state.saved_parts(model, [optimizer] if lacks else []))
    sources: dict[str, Any] = {path: _source(tree, path) for path, _ in parts}
    state.restore(parts, sources, str(place), skip_mismatch)
    return number


def load_model(
    directory: str | Path,
    custom_objects: Mapping[str, Any] | None = None,
    compile: bool = True,
    safe_mode: bool = True,
) -> Any:
    """Makes a model of the newest checkpoint in a folder.

    Args:
        directory: the folder.
        custom_objects: your own classes and functions, by the names the checkpoint gives them.
        compile: whether to compile it as it was.
        safe_mode: whether the checkpoint is not trusted; code in it is never run either way.

    Raises:
        SavingError: there is none, or it holds weights alone.
    """
    _, place = _found(directory, None)
    if not (place / CONFIG).is_dir():
        raise SavingError(
            "the checkpoint holds weights alone",
            where=str(place),
            todo="build the model, and call its load_weights with this folder",
        )
    config = _read(place / CONFIG, "JsonRestore").get("model")
    if not is_dict(config):
        raise SavingError("the checkpoint says nothing of the model", where=str(place))
    with sharing():
        given = config if compile else {**config, "compile_config": None}
        model = made_of(given, custom_objects, safe_mode, str(place))
    if not isinstance(model, Stateful) or not hasattr(model, "compile_from_config"):
        raise SavingError("the checkpoint holds something else than a model", where=str(place))
    load_weights(model, directory)
    return model


def _found(directory: str | Path, step: int | None) -> tuple[int, Path]:
    number = newest(directory) if step is None else step
    place = Path(directory).absolute() / str(number)
    if number is None or not (place / STATE).is_dir():
        raise SavingError(
            "there is no checkpoint of Orbax" + ("" if step is None else f" of number {step}"),
            where=str(directory),
            expected="a folder that callbacks.OrbaxCheckpoint has written",
        )
    return number, place


def _read(place: Path, kind: str) -> dict[str, Any]:
    orbax = library()
    reads = orbax.StandardCheckpointHandler if kind == "StandardRestore" else (
        orbax.JsonCheckpointHandler
    )  # fmt: skip
    try:
        with orbax.Checkpointer(reads()) as reader:
            found = reader.restore(place, args=getattr(orbax.args, kind)())
    except TahrError:
        raise
    except Exception as error:
        raise SavingError(
            "the checkpoint is damaged", where=str(place), got=f"{type(error).__name__}: {error}"
        ) from error
    if is_dict(found):
        return found
    raise SavingError("the checkpoint is damaged", where=str(place), got=type(found).__name__)


def _tree(model: Any, skip: list[Any]) -> dict[str, Any]:
    """Returns the arrays of a model in dicts within dicts, by the parts of their paths."""
    tree: dict[str, Any] = {}
    for path, part in state.saved_parts(model, skip):
        arrays: dict[str, Any] = {}
        state.write(part, arrays)
        if not arrays:
            continue
        inner = tree
        for name in path.split("/") if path else [ROOT]:
            inner = inner.setdefault(name, {})
        inner[VARS] = {name: np.asarray(value) for name, value in arrays.items()}
    return tree


class _Arrays(dict[str, np.ndarray]):
    """The arrays of one object."""

    def shape(self, name: str) -> tuple[int, ...]:
        """Returns the shape of an array."""
        return tuple(self[name].shape)


def _source(tree: dict[str, Any], path: str) -> _Arrays | None:
    found: Any = tree
    for name in [*(path.split("/") if path else [ROOT]), VARS]:
        found = found.get(name) if is_dict(found) else None
    if not is_dict(found):
        return None
    return _Arrays({name: np.asarray(value) for name, value in found.items()})
