"""FlaxLayer: a Flax Linen module as a layer."""

import inspect
from collections.abc import Callable
from typing import Any

from tahr.core.registry import known_as
from tahr.layers.frameworks.jax_layer import JaxLayer


@known_as("keras.layers", "FlaxLayer")
class FlaxLayer(JaxLayer):
    """A Flax Linen module: its parameters are trained, its other collections are state.

    It runs on the JAX engine alone. Random numbers are there under every name a module may
    ask for; `training` is passed on where the method takes it.

    Args:
        module: an instance of a `flax.linen.Module`.
        method: a method of the module, its name, or a function that takes the module first;
            `__call__` by default.
        variables: the module's variables, where they exist already: a dict of collections.
        **kwargs: a layer's.

    Raises:
        EngineError: it is called on another engine.

    Example:
        >>> import flax.linen as nn                            # doctest: +SKIP
        >>> layer = FlaxLayer(nn.Dense(4))                     # doctest: +SKIP
        >>> layer([[1.0, 2.0]]).shape                          # doctest: +SKIP
        (1, 4)
    """

    RANDOM = ("params", "dropout", "default")

    CODE = "module"

    def __init__(
        self,
        module: Any,
        method: str | Callable[..., Any] | None = None,
        variables: dict[str, Any] | None = None,
        **kwargs: Any,
    ) -> None:
        self.module = module
        self.method = getattr(type(module), method) if isinstance(method, str) else method
        function = self.method or type(module).__call__
        self._has_training = "training" in inspect.signature(function).parameters
        given = None if variables is None else _parted(dict(variables))
        params, state = given or (None, None)
        super().__init__(self._apply, self._init, params, state, **kwargs)

    def _init(self, rng: Any, inputs: Any, training: Any) -> Any:
        made = self.module.init(self._keys(rng), inputs, **self._further(training))
        return _parted(dict(made))

    def _apply(self, params: Any, state: Any, rng: Any, inputs: Any, training: Any) -> Any:
        held = {} if params is None else {"params": params}
        changing = bool(training) and list(state or {})
        result = self.module.apply(
            {**held, **(state or {})}, inputs, rngs=self._keys(rng), mutable=changing,
            **self._further(training),
        )  # fmt: skip
        outputs, changed = result if changing is not False else (result, {})
        return outputs, None if state is None else {**state, **changed}

    def _further(self, training: Any) -> dict[str, Any]:
        extra = {"training": bool(training)} if self._has_training else {}
        return {"method": self.method, **extra}

    def _keys(self, rng: Any) -> dict[str, Any]:
        return dict.fromkeys(self.RANDOM, rng)


def _parted(variables: dict[str, Any]) -> tuple[Any, Any]:
    """Splits a module's variables into parameters and state, None where there are none."""
    params = variables.pop("params", None)
    return params, variables or None
