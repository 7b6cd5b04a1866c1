"""What a user says to choose what computes, and where."""

from contextlib import AbstractContextManager
from typing import TYPE_CHECKING, Any

from tahr.core import current
from tahr.core.config import AUTO, CONFIG, engine_named
from tahr.core.tracebacks import ends_at_user, methods_end_at_user

if TYPE_CHECKING:
    from tahr.engines.base import Engine


class Choice(AbstractContextManager["Engine[Any]"]):
    """An engine chosen for good, or for a block where it is used in a `with`."""

    def __init__(self, name: str) -> None:
        self.name: str = engine_named(name)
        self._chosen = current.find(self.name, CONFIG.fallback)
        self._before = CONFIG.engine
        self._block: AbstractContextManager[Engine[Any]] | None = None
        CONFIG.set("engine", self.name)

    def __enter__(self) -> "Engine[Any]":
        if self.name == AUTO:
            return self._chosen
        CONFIG.engine = self._before
        self._block = current.using(self._chosen)
        return self._block.__enter__()

    def __exit__(self, *error: Any) -> None:
        if self._block is None:
            CONFIG.engine = self._before
        else:
            self._block.__exit__(*error)

    def __repr__(self) -> str:
        return f"<engine {self._chosen.name}>"


@ends_at_user
def engine(name: str) -> Choice:
    """Chooses what computes: from now on, or in a `with` inside the block alone.

    Models that have an engine of their own keep it. What is chosen from now on, "auto" in a `with`
    too, holds for all threads; an engine inside a block holds for the thread that opened it.

    Args:
        name: "jax", "torch", "tensorflow", "pytensor", "numpy"; or "auto", by which each
            model that is trained takes the engine measured to be the fastest for it.

    Returns:
        A context manager, which may be ignored.

    Raises:
        EngineError: there is no such engine, or its framework is not installed.

    Example:
        >>> from tahr import ops
        >>> with engine("numpy"):
        ...     type(ops.ones(2)).__name__
        'ndarray'
    """
    return Choice(name)


@ends_at_user
def device(device_name: str) -> AbstractContextManager[str]:
    """Puts everything computed inside the block on a device.

    Args:
        device_name: "cpu", "gpu", "gpu:0", ...: one of `devices()`. "cuda:0" and "GPU:0" are
            understood as well.

    Raises:
        EngineError: the engine in use has no such device.

    Example:
        >>> from tahr import ops
        >>> with device("cpu"):
        ...     x = ops.ones(2)
    """
    return Device(device_named(device_name))


@methods_end_at_user(("__enter__", "__exit__"))
class Device(AbstractContextManager[str]):
    """A block whose computations a device does.

    Args:
        place: the device's name, as engines know it.
    """

    def __init__(self, place: str) -> None:
        self._place = place
        self._blocks: list[Any] = []

    def __enter__(self) -> str:
        block = current.using(current.engine(), self._place)
        block.__enter__()
        self._blocks.append(block)
        return self._place

    def __exit__(self, *error: Any) -> None:
        self._blocks.pop().__exit__(*error)


def device_named(name: str) -> str:
    """Returns a device's name as the engines know it.

    Example:
        >>> device_named("CUDA:1"), device_named("/GPU:0"), device_named("cpu")
        ('gpu:1', 'gpu:0', 'cpu')
    """
    plain = name.lower().lstrip("/").removeprefix("device:").replace("cuda", "gpu")
    if plain == "gpu":
        return "gpu:0"
    return plain.removesuffix(":0") if plain.startswith("cpu") else plain


def devices(engine: str | None = None) -> list[str]:
    """Lists the devices an engine can compute on, the one it uses by default first.

    Args:
        engine: the engine's name; the one in use by default.

    Raises:
        EngineError: there is no such engine, or its framework is not installed.

    Example:
        >>> "cpu" in devices("numpy")
        True
    """
    found = current.load(engine_named(engine)) if engine else current.engine()
    return found.devices()
