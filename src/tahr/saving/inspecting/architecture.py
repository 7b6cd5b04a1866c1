"""The layers that a configuration names, read as text."""

from collections.abc import Iterator
from functools import cache
from typing import Any

from tahr.compat import old_files
from tahr.core import registry
from tahr.core.typing import is_dict, is_list
from tahr.saving.inspecting.report import LayerFound

OWN = frozenset(("keras", "tahr", "builtins", "tf_keras", "tensorflow"))
"""The packages whose classes need nobody's help."""
MODELS = frozenset(("Sequential", "Functional", "Model", "Graph"))
DEEPEST = 60
MOST = 100_000


def layers_of(config: Any) -> tuple[LayerFound, ...]:
    """Returns the layers of a model's configuration, models in it included.

    Args:
        config: of the model, of whatever version of Keras.
    """
    return tuple(found for found, _ in zip(_inside(config, "", 0), range(MOST), strict=False))


def name_of(config: Any) -> str:
    """Returns the class and name of a model; empty where it has none."""
    if not is_dict(config):
        return ""
    inner = config.get("config")
    name = inner.get("name") if is_dict(inner) else None
    return f"{config.get('class_name', '')} {name or ''}".strip()


def _inside(config: Any, path: str, depth: int) -> Iterator[LayerFound]:
    if depth > DEEPEST:
        return
    for entry in _entries(config):
        name = _name(entry)
        place = f"{path}/{name}" if path else name
        cls = str(entry.get("class_name", ""))
        yield LayerFound(place, cls, _is_known(entry, cls))
        yield from _inside(entry, place, depth + 1)


def _entries(config: Any) -> list[dict[str, Any]]:
    """Returns the layers right inside a configuration: those of a model, or of a wrapper."""
    inner = config.get("config") if is_dict(config) else None
    if is_list(inner):
        return [entry for entry in inner if is_dict(entry)]
    if not is_dict(inner):
        return []
    listed = inner.get("layers")
    if is_list(listed):
        return [entry for entry in listed if is_dict(entry)]
    return [v for k, v in inner.items() if k.endswith("layer") and is_dict(v) and "config" in v]


def _name(entry: dict[str, Any]) -> str:
    inner = entry.get("config")
    inner_name = inner.get("name") if is_dict(inner) else None
    return str(entry.get("name") or inner_name or entry.get("class_name") or "")


def _is_known(entry: dict[str, Any], cls: str) -> bool:
    module = entry.get("module")
    if isinstance(module, str) and module.split(".")[0] not in OWN:
        return False
    return cls.removeprefix("Custom>") in _names()


@cache
def _names() -> frozenset[str]:
    registry.complete()
    own = (name for _, name in registry.CLASSES)
    return frozenset((*own, *old_files.CLASSES, *MODELS, "Merge"))
