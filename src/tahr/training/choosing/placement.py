"""The engine and the device that a model was given for its own."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from tahr.core import current
from tahr.core.choosing import device_named
from tahr.core.config import AUTO, CONFIG, engine_named
from tahr.engines.base import Engine


class Placement:
    """Where a model computes: on its own engine and device, or on those in use where it runs.

    Args:
        engine: as for `move`; the one in use by default.
    """

    def __init__(self, engine: str | None = None) -> None:
        self._engine: str | None = None
        self._device: str | None = None
        if engine is not None:
            self.move(engine)

    @property
    def engine(self) -> Engine[Any]:
        """The engine chosen here, else the one in use."""
        if self._engine is None or self._engine == AUTO:
            return current.engine()
        return current.find(self._engine, CONFIG.fallback)

    @property
    def is_automatic(self) -> bool:
        """Whether training looks for the fastest engine first."""
        chosen = self._engine or (None if current.is_chosen_here() else CONFIG.engine)
        return chosen == AUTO

    def move(self, engine: object = None, device: object = None) -> None:
        """Takes another engine, another device, or both.

        Args:
            engine: its name, or "auto"; or a device, a framework's own too, to stay with the
                engine.
            device: where to compute; the engine's default device by default.

        Raises:
            EngineError: there is no such engine or device, or a framework is not installed.
        """
        place = None if device is None else str(device)
        name = None if engine is None else engine_named(str(engine))
        if engine is not None and place is None and _is_device(str(engine)):
            name, place = None, str(engine)
        found = current.find(name, CONFIG.fallback) if name else self.engine
        if place is not None:
            place = device_named(place)
            with found.device(place):
                self._device = place
        elif name is not None:
            self._device = None
        self._engine = name or self._engine

    @contextmanager
    def in_use(self) -> Iterator[Engine[Any]]:
        """Makes the engine and the device the current ones inside the block."""
        with current.using(self.engine, self._device) as found:
            yield found


def _is_device(name: str) -> bool:
    return device_named(name).partition(":")[0] in ("cpu", "gpu", "tpu", "mps")
