"""Placed: a layer that holds its engine and device."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from tahr.core import current
from tahr.core.choosing import device_named
from tahr.core.config import AUTO, CONFIG, engine_named
from tahr.core.scopes import state_scope
from tahr.engines.base import Engine
from tahr.layers.base import calls
from tahr.layers.base.layer import Layer
from tahr.training import fastest
from tahr.training.data.batches import Batches


class Placed(Layer):
    """A layer with an engine and a device of its own.

    Args:
        engine: the engine's name, or "auto"; the one in use where it runs by default.
        **kwargs: a layer's.
    """

    untracked: frozenset[str] = Layer.untracked | {"engine_report"}
    engine_report: fastest.Report | None = None
    """What the trials of `engine="auto"` found, once they have been made."""

    @property
    def host_part(self) -> Any:
        """What runs on the host before what the engine compiles; None where nothing does."""
        return None

    @property
    def takes_text(self) -> bool:
        """Whether text may be among the inputs, as far as is known."""
        return True

    _engine: str | None = None
    _device: str | None = None

    def __init__(self, *, engine: str | None = None, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        if engine is not None:
            self.to(engine)

    @property
    def engine(self) -> Engine[Any]:
        """The engine the model runs on: its own, else the current one."""
        if self._engine is None or self._engine == AUTO:
            return current.engine()
        return current.find(self._engine, CONFIG.fallback)

    @property
    def is_automatic(self) -> bool:
        """Whether training looks for the fastest engine first."""
        chosen = self._engine or (None if current.is_chosen_here() else CONFIG.engine)
        return chosen == AUTO

    def to(self, engine: str | None = None, device: str | None = None) -> Any:
        """Moves the model to an engine, a device or both; its weights follow when next read.

        Training goes on where it was, with the same optimizer state, and a model that is built
        can be moved as often as one likes.

        Args:
            engine: the engine's name; "auto" to have the fastest found when training begins;
                or a device, "cpu" or "gpu:0", to stay with the engine.
            device: where to compute; the engine's default device by default.

        Returns:
            The model itself.

        Raises:
            EngineError: there is no such engine or device, or a framework is not installed.

        Example:
            >>> from tahr import layers, models
            >>> model = models.Sequential([layers.Input((3,)), layers.Dense(2)])
            >>> model.to("numpy").engine.name
            'numpy'
        """
        name = None if engine is None else engine_named(engine)
        if engine is not None and device is None and _is_device(engine):
            name, device = None, engine
        found = current.find(name, CONFIG.fallback) if name else self.engine
        if device is not None:
            device = device_named(device)
            with found.device(device):
                self._device = device
        elif name is not None:
            self._device = None
        self._engine = name or self._engine
        return self

    @contextmanager
    def placed(self) -> Iterator[Engine[Any]]:
        """Makes the model's engine and device the current ones inside the block."""
        with current.using(self.engine, self._device) as found:
            yield found

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        """Builds the layer if need be, and runs or records it, on its own engine if it has one.

        Args:
            *args: tensors first, then what `call` takes.
            **kwargs: what `call` takes; `training` and masks may be left out.

        Returns:
            What `call` returns.
        """
        if self._is_free:
            return super().__call__(*args, **kwargs)
        with self.placed():
            return super().__call__(*args, **kwargs)

    @property
    def _is_free(self) -> bool:
        """Whether it has no place of its own, or is part of something under way."""
        homeless = self._engine in (None, AUTO) and self._device is None
        return homeless or calls.context() is not None or state_scope() is not None

    def take_fastest(self, batches: Batches, epochs: int) -> None:
        """Measures the engines on this model and data, and moves it to the fastest.

        Args:
            batches: what it is to be trained on.
            epochs: how often.
        """
        self.engine_report = fastest.find(self, batches, epochs)
        self.to(self.engine_report.engine)


def _is_device(name: str) -> bool:
    return device_named(name).partition(":")[0] in ("cpu", "gpu", "tpu", "mps")
