"""The attribute that shows a layer's weight, whatever form it has."""

from typing import Any


class MainWeight:
    """Shows the weight: the variable itself, or what comes of it with an adapter or in few bits.

    The variable is kept under the name with an underscore.
    """

    def __set_name__(self, owner: type, name: str) -> None:
        self._name = f"_{name}"
        self._shown = name

    def __get__(self, layer: Any, owner: type | None = None) -> Any:
        if layer is None:
            return self
        if self._name not in vars(layer) and not layer.built:
            raise AttributeError(f"{type(layer).__name__!r} has no {self._shown} yet")
        return layer.shown(vars(layer).get(self._name))

    def __set__(self, layer: Any, value: Any) -> None:
        vars(layer)[self._name] = value
