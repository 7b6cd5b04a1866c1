"""What layers that are written in one framework share: they run on its engine alone."""

from typing import Any

from tahr.core import current
from tahr.core.errors import EngineError
from tahr.engines.base import Engine


def only(engine: str, layer: str) -> Engine[Any]:
    """Returns the engine in use, where it is the one a layer is written for.

    Args:
        engine: the name of that engine.
        layer: the layer, for the error.

    Raises:
        EngineError: another engine is in use.
    """
    found = current.engine()
    if found.name == engine:
        return found
    raise EngineError(
        f"a layer written in {engine} runs on the {engine} engine alone",
        where=layer,
        expected=engine,
        got=found.name,
        todo=f'model.to("{engine}")',
    )
