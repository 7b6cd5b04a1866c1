"""Devices: their names, and where new tensors are put."""

import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from pathlib import Path

import torch

from tahr.engines.base import Device
from tahr.engines.failures import find_device

DRIVERS = ("/dev/nvidiactl", "/dev/dxg")
"""What is there where a GPU's driver is: on Linux, and on Windows's Linux."""

_chosen: ContextVar[torch.device | None] = ContextVar("device", default=None)


def current() -> torch.device:
    """Returns the device that new tensors are put on."""
    return _chosen.get() or _known()[names()[0]]


@contextmanager
def placed(name: Device) -> Iterator[None]:
    """Puts new tensors on a device inside the block."""
    token = _chosen.set(find(name))
    try:
        yield
    finally:
        _chosen.reset(token)


def names() -> list[Device]:
    """Lists the devices, accelerators first."""
    return list(_known())


def find(name: Device) -> torch.device:
    """Returns PyTorch's device of a name; "gpu" is the first accelerator.

    Raises:
        EngineError: there is none of that name.
    """
    return find_device("torch", name, _known())


@cache
def _known() -> dict[Device, torch.device]:
    with _asking_quietly():
        accelerator = torch.accelerator.current_accelerator(check_available=True)
    kind = "cpu" if accelerator is None else accelerator.type
    count = torch.accelerator.device_count() if accelerator else 0
    found = {f"gpu:{i}": torch.device(kind, i) for i in range(count)}
    return {**found, "cpu": torch.device("cpu")}


@contextmanager
def _asking_quietly() -> Iterator[None]:
    """Keeps back that CUDA does not start where there is nothing that it could start on.

    PyTorch says so if TensorFlow was loaded first: its stand-in for CUDA's library then answers.
    """
    with warnings.catch_warnings():
        if not any(Path(driver).exists() for driver in DRIVERS):
            warnings.filterwarnings("ignore", "CUDA initialization", UserWarning)
        yield
