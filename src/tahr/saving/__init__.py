"""Saving and loading of models and weights, and the names that files may hold."""

from importlib import import_module
from typing import TYPE_CHECKING, Any

from tahr.compat import missing as _missing
from tahr.core.deserialization import deserialize as deserialize_keras_object
from tahr.core.registry import (
    custom_object_scope,
    custom_object_scope as CustomObjectScope,  # noqa: N812
    custom_objects as get_custom_objects,
    register_serializable as register_keras_serializable,
    registered_name as get_registered_name,
    registered_object,
)
from tahr.core.serialization import serialize as serialize_keras_object
from tahr.core.tracebacks import ends_at_user

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tahr.saving.converting import convert
    from tahr.saving.editor import KerasFileEditor
    from tahr.saving.inspecting.files import inspect
    from tahr.saving.keras_v3 import load_model, load_weights, save_model, save_weights

__all__ = [
    "CustomObjectScope", "KerasFileEditor", "convert", "custom_object_scope",
    "deserialize_keras_object",
    "get_custom_objects", "get_registered_name", "get_registered_object", "inspect", "load_model",
    "load_weights",
    "register_keras_serializable", "save_model", "save_weights", "serialize_keras_object",
]  # fmt: skip


@ends_at_user
def get_registered_object(
    name: str,
    custom_objects: "Mapping[str, Any] | None" = None,
    module_objects: "Mapping[str, Any] | None" = None,
) -> Any | None:
    """Finds what a registered name stands for.

    Args:
        name: as `get_registered_name` gives it.
        custom_objects: names to try first.
        module_objects: names to try last.

    Returns:
        The class or function; None where nothing is called so.
    """
    found = registered_object(name, custom_objects)
    return found if found is not None else (module_objects or {}).get(name)


HOMES = {"KerasFileEditor": "editor", "convert": "converting", "inspect": "inspecting.files"}
_MISSING = _missing.names_of(__name__)


def __getattr__(name: str) -> Any:
    """Imports what touches files, and with it HDF5, when it is first used."""
    if name in __all__:
        home = HOMES.get(name, "keras_v3")
        return getattr(import_module(f"tahr.saving.{home}"), name)
    return _MISSING(name)
