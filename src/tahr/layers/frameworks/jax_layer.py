"""JaxLayer: a pure JAX function with parameters, as a layer."""

import inspect
from collections.abc import Callable, Sequence
from typing import Any

from tahr.core import current, trees
from tahr.core.arguments import checked
from tahr.core.errors import ArgumentError, SavingError
from tahr.core.ranges import Seed
from tahr.core.registry import known_as
from tahr.core.specs import TensorSpec
from tahr.core.typing import Tensor
from tahr.core.variables import Variable
from tahr.layers.base.layer import Layer
from tahr.layers.frameworks.alone import only
from tahr.ops.random.seeds import SeedGenerator

GIVEN: tuple[str, ...] = ("params", "state", "rng", "inputs", "training")
"""What a function may ask for, by the names of its parameters."""


@known_as("keras.layers", "JaxLayer")
class JaxLayer(Layer):
    """A pure function over JAX arrays, with trainable parameters and state of its own.

    It runs on the JAX engine alone, and is saved in weights files, not in model files: a
    function is code.

    Args:
        call_fn: takes some of `params`, `state`, `rng`, `inputs` and `training`, by these
            names; returns the outputs, or with `state` (outputs, new state).
        init_fn: takes some of `rng`, `inputs` and `training`; returns the parameters, or
            (parameters, state) where `call_fn` takes a state.
        params: the parameters, a tree of arrays, instead of `init_fn`.
        state: the state, likewise.
        seed: where `rng` starts.
        native_serialization_platforms: kept for Keras's signature.
        **kwargs: a layer's.

    Raises:
        ArgumentError: a function asks for something else, or there are no parameters.
        EngineError: it is called on another engine.

    Example:
        >>> import jax.numpy as jnp
        >>> def scaled(params, inputs):
        ...     return jnp.tanh(inputs) * params["factor"]
        >>> layer = JaxLayer(scaled, params={"factor": jnp.ones(3)})
        >>> layer([[0.0, 0.0, 0.0]]).tolist(), layer.count_params()
        ([[0.0, 0.0, 0.0]], 3)
    """

    opens_lengths = False

    CODE = "call_fn"
    """The argument that says what it runs."""

    @checked
    def __init__(
        self,
        call_fn: Callable[..., Any],
        init_fn: Callable[..., Any] | None = None,
        params: Any = None,
        state: Any = None,
        seed: Seed | None = None,
        native_serialization_platforms: Sequence[str] | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(**kwargs)
        self.native_serialization_platforms = native_serialization_platforms
        self.call_fn = call_fn
        self.init_fn = init_fn
        self._takes = _asked(call_fn, GIVEN, self.name)
        self.seed_generator: SeedGenerator = SeedGenerator(seed)
        self.params: Any = None
        self.state: Any = None
        if params is not None or state is not None:
            self._keep(params, state)
            self.built: bool = init_fn is None or params is not None
        elif init_fn is None and "params" in self._takes:
            raise ArgumentError("there are no parameters", where=self.name, todo="pass init_fn")

    @classmethod
    def from_config(cls, config: dict[str, Any]) -> "JaxLayer":
        code = config.get(cls.CODE)
        if code is None or isinstance(code, str | bytes | int | float | dict | list | tuple):
            raise SavingError(
                "what this layer runs is code, which no file of a model holds",
                where=str(config.get("name"))[:80],
                todo="make the model anew in Python, and load its weights into it",
            )
        return cls(**config)

    def build(self, input_shape: Any) -> None:
        if self.init_fn is None:
            return
        with current.using("jax") as engine:
            inputs = trees.map(
                lambda shape: engine.full(tuple(n or 1 for n in shape), 1, self.input_dtype),
                input_shape, is_leaf=trees.is_shape,
            )  # fmt: skip
            given = {"rng": self._key(), "inputs": inputs, "training": True}
            asked = _asked(self.init_fn, GIVEN[2:], self.name)
            made = self.init_fn(**{name: given[name] for name in asked})
            params, state = made if "state" in self._takes else (made, None)
            self._keep(params, state)

    def _keep(self, params: Any, state: Any) -> None:
        """Makes weights of trees of arrays."""
        self.params = self._weights(params, trainable=True)
        self.state = self._weights(state, trainable=False)

    def _weights(self, tree: Any, trainable: bool) -> Any:
        def made(path: tuple[Any, ...], array: Any) -> Variable:
            held = current.to_numpy(array)
            name = ".".join(map(str, path)) or ("params" if trainable else "state")
            return self.add_weight(
                held.shape, lambda *_, **__: held, current.load("jax").dtype_of(array),
                trainable=trainable, autocast=False, name=name.replace("/", "."),
            )  # fmt: skip

        return None if tree is None else trees.map_with_path(made, tree)

    def _key(self) -> Tensor:
        return self.seed_generator.next()

    def call(self, inputs: Any, training: bool = False) -> Any:
        if current.engine().name == "spec":
            return self._foretold(inputs, training)
        only("jax", self.name)
        key = self._key() if "rng" in self._takes else None
        result = self._computed(*self._values(), key, inputs, training)
        if "state" not in self._takes:
            return result
        outputs, state = result
        if self.state is not None:
            trees.map(lambda variable, value: variable.assign(value), self.state, state)
        return outputs

    def _values(self) -> tuple[Any, Any]:
        return tuple(  # type: ignore[return-value]
            None if tree is None else trees.map(lambda v: v.value, tree)
            for tree in (self.params, self.state)
        )

    def _computed(self, *given: Any) -> Any:
        named: dict[str, Any] = dict(zip(GIVEN, given, strict=True))
        return self.call_fn(**{name: named[name] for name in self._takes})

    def _foretold(self, inputs: Any, training: bool) -> Any:
        """Returns the specs of the outputs, by JAX's own tracing."""
        parts = (*self._values(), TensorSpec((2,), "uint32"), inputs)
        leaves, structure = trees.flatten(parts)
        places = [place for place, leaf in enumerate(leaves) if leaf is not None]

        def run(*tensors: Any) -> Any:
            filled = list(leaves)
            for place, tensor in zip(places, tensors, strict=True):
                filled[place] = tensor
            result = self._computed(*trees.unflatten(structure, filled), training)
            return result[0] if "state" in self._takes else result

        with current.using("jax") as engine:
            return engine.evaluate_spec(run, [leaves[place] for place in places])


def _asked(function: Callable[..., Any], known: tuple[str, ...], where: str) -> list[str]:
    names = list(inspect.signature(function).parameters)
    unknown = [name for name in names if name not in known]
    if unknown:
        raise ArgumentError(
            f"the function asks for {', '.join(unknown)}",
            where=where,
            expected=f"parameters named {', '.join(known)}",
        )
    return names
