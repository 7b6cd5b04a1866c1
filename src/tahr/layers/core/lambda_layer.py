"""A function as a layer."""

import inspect
from collections.abc import Callable
from typing import Any

from tahr.core.errors import ArgumentError, told
from tahr.core.forms import FORMS, is_lambda
from tahr.core.registry import known_as
from tahr.core.serialization import deserialize, serialize
from tahr.core.typing import Shape
from tahr.layers.base.layer import Layer
from tahr.ops.symbolic import NeedsGraphError


@known_as("keras.layers", "Lambda")
class Lambda(Layer):
    """Computes with any function; a named one can be saved, a lambda cannot be loaded again.

    Args:
        function: called with the inputs, and with `mask` and `training` where it takes them.
        output_shape: of one sample, or a function from input shape to output shape; found by
            running the function where None.
        mask: of the output: a mask, or a function of inputs and their mask.
        arguments: further keyword arguments for the function.
        **kwargs: what every layer takes.

    Raises:
        ArgumentError: it is no function.

    Example:
        >>> Lambda(lambda x: x * 2)([1.0, 2.0]).tolist()
        [2.0, 4.0]
    """

    opens_lengths = False

    masks_first_axes = False
    in_config_if_changed: tuple[str, ...] = (*Layer.in_config_if_changed, "output_shape", "mask")

    def __init__(
        self,
        function: Callable[..., Any],
        output_shape: Any = None,
        mask: Any = None,
        arguments: dict[str, Any] | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(**kwargs)
        if not callable(function):
            raise ArgumentError("a Lambda needs a function", where=self.name, got=told(function))
        self.function = function
        self.arguments: dict[str, Any] = dict(arguments or {})
        self.mask = mask
        self.supports_masking: bool = mask is not None
        self._given_output_shape = output_shape

    @property
    def code(self) -> Callable[..., Any]:
        return self.function

    def call(self, inputs: Any, mask: Any = None, training: bool | None = None) -> Any:
        known = _parameters(self.function)
        offered = {"mask": mask, "training": training}
        given = {name: value for name, value in offered.items() if name in known}
        return self.function(inputs, **{**given, **self.arguments})

    def symbolic_call(self, *args: Any, **kwargs: Any) -> Any:
        try:
            return super().symbolic_call(*args, **kwargs)
        except (
            NeedsGraphError
        ):  # as `keras.backend.gradients` does: its ops join the graph themselves
            outputs = self.call(*args, **kwargs)
        alone = isinstance(outputs, list | tuple) and len(outputs) == 1
        return outputs[0] if alone else outputs

    def compute_mask(self, inputs: Any, previous_mask: Any = None) -> Any:
        return self.mask(inputs, previous_mask) if callable(self.mask) else self.mask

    @property
    def _declares_shape(self) -> bool:
        return self._given_output_shape is not None

    def compute_output_shape(self, input_shape: Shape) -> Any:
        if self._given_output_shape is None:
            return super().compute_output_shape(input_shape)
        if callable(self._given_output_shape):
            return self._given_output_shape(input_shape)
        first = input_shape[0]
        batch = first[0] if isinstance(first, list | tuple) else first
        return (batch, *self._given_output_shape)

    def _written(self, name: str) -> Any:
        value = super()._written(name)
        if name == "arguments":
            return serialize(value)
        return _of_function(value) if callable(value) else value

    @classmethod
    def from_config(cls, config: dict[str, Any], custom_objects: Any = None) -> "Lambda":
        functions = {
            name: deserialize(config[name], custom_objects)
            for name in ("function", "output_shape", "mask", "arguments")
            if isinstance(config.get(name), dict)
        }
        return cls(**{**config, **functions})


def _parameters(function: Callable[..., Any]) -> frozenset[str]:
    try:
        return frozenset(inspect.signature(function).parameters)
    except ValueError:
        return frozenset()


def _of_function(function: Any) -> Any:
    if not is_lambda(function):
        return serialize(function)
    code, defaults, closure = FORMS["__lambda__"].write(function)["value"]
    parts = {"code": code, "defaults": defaults, "closure": closure}
    return {"class_name": "__lambda__", "config": parts}
