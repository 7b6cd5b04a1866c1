"""Whole models in the older HDF5 files."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from tahr.core.deserialization import made_of
from tahr.core.errors import SavingError
from tahr.core.json_text import parse_object
from tahr.core.serialization import sharing
from tahr.core.spending import limited
from tahr.core.tracking import Stateful
from tahr.saving import store
from tahr.saving.hdf5 import Weights
from tahr.saving.legacy import architecture, layout, loading, texts, training


def load(
    path: Path, custom_objects: Mapping[str, Any] | None, compiles: bool, safe_mode: bool
) -> Any:
    """Reads a model that Keras 1, 2 or 3, or tf.keras, has saved as HDF5.

    Args:
        path: the file.
        custom_objects: classes and functions by the names the file gives them.
        compiles: whether to compile it as it was.
        safe_mode: whether the file is not trusted.

    Raises:
        SavingError: it is no such file, it is damaged, not harmless, or names what is not known.
    """
    with store.open_weights(path) as weights:
        text = texts.text(weights, weights.root, "model_config")
        if text is None:
            raise SavingError(
                "the file holds weights alone, and no architecture",
                where=str(path),
                todo="build the model in Python, and call its load_weights",
            )
        version = _version(weights)
        config = _object(weights, "model_config", text)
        with limited(len(text), str(path)):
            config = architecture.modern(config, version)
            with sharing():
                model = made_of(config, custom_objects, safe_mode, str(path))
            if not isinstance(model, Stateful) or not hasattr(model, "compile_from_config"):
                raise SavingError("the file holds something else than a model", where=str(path))
            with weights.reading(layout.WHOLE):
                whole = layout.WHOLE in weights.root
            if whole:
                loading.load(model, weights)
        written = texts.text(weights, weights.root, "training_config") if compiles else None
        if written is not None:
            with limited(len(written), str(path)):
                training.compile(model, _object(weights, "training_config", written), version)
                training.restore(getattr(model, "optimizer"), weights, version)  # noqa: B009
    return model


def _object(weights: Weights, name: str, text: str) -> dict[str, Any]:
    return parse_object(text, f"{weights.where}, {name}")


def _version(weights: Weights) -> int:
    found = texts.text(weights, weights.root, "keras_version")
    if found is not None:
        return architecture.first_number(found)
    return layout.read_layers(weights).version
