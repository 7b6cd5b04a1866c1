"""Devices by Tahr's names."""

from functools import cache
from typing import Any

from tahr.engines.base import Device
from tahr.engines.failures import find_device
from tahr.engines.tensorflow.starting import tf


@cache
def known() -> dict[Device, str]:
    """Returns TensorFlow's device of each name, accelerators first."""
    found = [d for d in tf.config.list_logical_devices() if d.device_type in ("CPU", "GPU", "TPU")]
    found.sort(key=lambda d: d.device_type == "CPU")
    return {_name(device): device.name for device in found}


def _name(device: Any) -> Device:
    kind, _, number = device.name.rpartition("/device:")[2].partition(":")
    return "cpu" if kind == "CPU" and number == "0" else f"{kind.lower()}:{number}"


def find(name: Device) -> str:
    """Returns TensorFlow's device of a name; "gpu" is the first one.

    Raises:
        EngineError: there is none of that name.
    """
    return find_device("tensorflow", name, known())
