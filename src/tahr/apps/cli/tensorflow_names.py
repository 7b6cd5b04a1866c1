"""The few names of TensorFlow that programs for its Keras use, where it is not installed."""

import logging
from collections.abc import Callable
from types import SimpleNamespace
from typing import Any, NamedTuple

import tahr

DTYPES = (
    "bfloat16", "bool", "float16", "float32", "float64", "int8", "int16", "int32", "int64",
    "string", "uint8", "uint16", "uint32", "uint64",
)  # fmt: skip
AUTOTUNE = -1
"""What `tf.data` takes for "as many as are good"; nothing here counts by it."""


class PhysicalDevice(NamedTuple):
    """What `tf.config.list_physical_devices` lists."""

    name: str
    device_type: str


def list_physical_devices(device_type: str | None = None) -> list[PhysicalDevice]:
    """Returns the devices of the engine in use.

    Args:
        device_type: "CPU" or "GPU"; all by default.
    """
    found = []
    for device in tahr.devices():
        kind, _, number = str(device).upper().partition(":")
        kind = "GPU" if kind == "CUDA" else kind
        found.append(PhysicalDevice(f"/physical_device:{kind}:{number or 0}", kind))
    return [device for device in found if device_type in (None, device.device_type)]


def _nothing(*_: object, **__: object) -> None:
    """Does nothing: an engine sees to it itself."""


def set_seed(seed: int) -> None:
    """Seeds all random numbers, as `tf.random.set_seed` does on TensorFlow."""
    tahr.utils.set_random_seed(seed)


EXPERIMENTAL = {"list_physical_devices": list_physical_devices, "set_memory_growth": _nothing}
PARTS: dict[str, dict[str, Any]] = {
    "random": {"set_seed": set_seed},
    "config": {
        "experimental": SimpleNamespace(**EXPERIMENTAL),
        "list_logical_devices": list_physical_devices,
        "list_physical_devices": list_physical_devices,
        "run_functions_eagerly": _nothing,
    },
    "data": {"AUTOTUNE": AUTOTUNE, "experimental": SimpleNamespace(AUTOTUNE=AUTOTUNE)},
}
"""Parts of TensorFlow of which some names are there."""


class Part:
    """A part of TensorFlow, with the few names of it that are there."""

    def __init__(self, name: str, refuse: Callable[[str], Exception]) -> None:
        self._name = name
        self._refuse = refuse

    def __getattr__(self, name: str) -> Any:
        if name in PARTS[self._name]:
            return PARTS[self._name][name]
        if name.startswith("__"):
            raise AttributeError(name)
        raise self._refuse(f"{self._name}.{name}")


def find(name: str, refuse: Callable[[str], Exception]) -> Any:
    """Returns what stands for a name of TensorFlow, or None.

    Args:
        name: `tf.` left out.
        refuse: makes the error for a name that is not there.
    """
    if name in PARTS:
        return Part(name, refuse)
    if name == "get_logger":
        return lambda: logging.getLogger("tensorflow")
    return name if name in DTYPES else None
