"""How a model in an older file was compiled, and where its optimizer stood."""

import warnings
from collections.abc import Mapping
from typing import Any

from tahr import losses, metrics, optimizers
from tahr.core.typing import is_dict, is_list
from tahr.saving.hdf5 import Weights
from tahr.saving.legacy import texts
from tahr.saving.legacy.architecture import modern

ACCURACY = ("acc", "accuracy")
STATE = "optimizer_weights"
GIVEN = ("loss_weights", "run_eagerly")
IDLE = ("decay", "is_legacy_optimizer", "jit_compile")
"""Arguments of optimizers that are gone; `decay` only where it is 0."""


def compile(model: Any, config: Mapping[str, Any], version: int) -> None:
    """Compiles a model as an older file says; warns where it cannot.

    Args:
        model: the model.
        config: the training configuration in the file.
        version: the first number of the Keras that wrote it.
    """
    try:
        written = modern(config["optimizer_config"], version)
        given = {name: config[name] for name in GIVEN if config.get(name) is not None}
        given["loss"] = _losses(config.get("loss"), version)
        for name in ("metrics", "weighted_metrics"):
            if config.get(name):
                given[name] = _metrics(config[name], version)
        model.compile(optimizer=_optimizer(written), **given)
    except Exception as error:
        warnings.warn(
            f"the model is not compiled, as its training cannot be read from the file: {error}",
            stacklevel=5,
        )
        return
    if model.optimizer is not None and model.built:
        model.optimizer.build(model.trainable_variables)


def _optimizer(written: Mapping[str, Any]) -> Any:
    config = dict(written["config"])
    for name in IDLE:
        if name in config and not (name == "decay" and config[name]):
            del config[name]
    return optimizers.deserialize({**written, "config": config})


def _inside(written: dict[str, Any]) -> dict[str, Any]:
    return written.get("config") or {}


def _losses(written: Any, version: int) -> Any:
    """Reads losses, alone or one for each output."""
    if is_dict(written) and "class_name" in written:
        config = {k: v for k, v in _inside(written).items() if k != "fn"}
        if config.get("reduction") == "auto":
            del config["reduction"]
        return losses.get(modern({**written, "config": config}, version))
    if is_dict(written):
        return {key: _losses(item, version) for key, item in written.items()}
    if is_list(written):
        return [_losses(item, version) for item in written]
    return written


def _metrics(written: Any, version: int) -> Any:
    """Reads metrics; those that wrap a function are named after it."""
    if is_dict(written) and "class_name" in written:
        inner = _inside(written)
        if written["class_name"] == "MeanMetricWrapper":
            return "accuracy" if inner.get("name") in ACCURACY else inner.get("fn")
        config = {k: v for k, v in inner.items() if k != "fn"}
        return metrics.get(modern({**written, "config": config}, version))
    if is_dict(written):
        return {key: _metrics(item, version) for key, item in written.items()}
    if is_list(written):
        return [_metrics(item, version) for item in written]
    return written


def restore(optimizer: Any, weights: Weights, version: int) -> None:
    """Restores the state of an optimizer from the file; warns where it begins anew.

    Keras 1 and 2 kept their state in other orders, which are not read.
    """
    with weights.reading(STATE):
        there = STATE in weights.root
    if optimizer is None or not there:
        return
    group: Any = weights.inside(weights.root, STATE)
    with weights.reading(STATE):
        named = texts.has_names(group, "weight_names")
    if not named:
        return
    found = [weights.array(group, path) for path in texts.names(weights, group, "weight_names")]
    shapes = [inner.shape(name) for inner, name in found]
    if version < 3 or shapes != [v.shape for v in optimizer.variables]:
        warnings.warn(
            f"the state of the optimizer {optimizer.name} is not loaded: it begins anew",
            stacklevel=5,
        )
        return
    for variable, (inner, name) in zip(optimizer.variables, found, strict=True):
        variable.assign(inner[name])
