"""What packages reach for inside layers and optimizers: by class, each leads to what is public."""

from collections.abc import Callable
from importlib import import_module
from operator import attrgetter
from typing import Any

from tahr.compat.inner import attention

RULES = (
    "kernel_initializer", "bias_initializer", "kernel_regularizer", "bias_regularizer",
    "activity_regularizer", "kernel_constraint", "bias_constraint",
)  # fmt: skip


class Read:
    """An attribute that is read off its layer, until a subclass sets one of its own.

    Args:
        value: what it is, of the layer.
    """

    def __init__(self, value: Callable[[Any], Any]) -> None:
        self._value = value

    def __get__(self, layer: Any, owner: type | None = None) -> Any:
        return self if layer is None else self._value(layer)


class Kept(Read):
    """An attribute that becomes the layer's own when it is first read, and may then grow.

    Args:
        name: its own.
        value: what it begins as, of the layer.
    """

    def __init__(self, name: str, value: Callable[[Any], Any]) -> None:
        super().__init__(value)
        self._name = name

    def __get__(self, layer: Any, owner: type | None = None) -> Any:
        if layer is None:
            return self
        return vars(layer).setdefault(self._name, self._value(layer))


def renamed(name: str) -> property:
    """Makes an attribute that is the public one of that name, to read and to set."""

    def set_to(self: object, value: Any) -> None:
        setattr(self, name, value)

    return property(attrgetter(name), set_to)


def flatten_layers(layer: Any, recursive: bool = True, include_self: bool = True) -> list[Any]:
    """Returns a layer and those inside it, outer ones first.

    Args:
        layer: the outermost.
        recursive: whether those inside the inner ones count too.
        include_self: whether it is one of them itself.
    """
    found = layer.flatten_layers() if recursive else [layer, *layer.sublayers()]
    return found if include_self else found[1:]


class Tracker:
    """Takes up what is to be tracked: here attributes are looked through when they are asked for.

    Args:
        layer: whose tracker it is.
    """

    def __init__(self, layer: Any) -> None:
        self._layer = layer

    def track(self, part: Any) -> Any:
        """Returns a part, which counts wherever an attribute of the layer holds it."""
        return part


def _takes(name: str) -> Read:
    calls = "tahr.layers.base.calls"
    return Read(lambda layer: name in import_module(calls).signature(type(layer).call).names)


def _own(trained: bool) -> Read:
    return Read(lambda layer: [v for v in layer.own_variables if v.trainable is trained])


def _loss_tracker(model: Any) -> Any:
    """Returns the mean of the loss; None before `compile`."""
    return None if model.compilation is None else model.compilation.loss_tracker


def _strategy(model: Any) -> Any:
    """Returns TensorFlow's strategy in use, which is that of one device: Tahr shards by itself."""
    if import_module("tahr.core.current").engine().name != "tensorflow":
        raise AttributeError("distribute_strategy")
    return import_module("tensorflow").distribute.get_strategy()


LAYER: dict[str, Any] = {
    "_build_shapes_dict": Read(lambda layer: layer._build_shapes),
    "_call_has_mask_arg": _takes("mask"),
    "_call_has_training_arg": _takes("training"),
    "_convert_input_args": renamed("converts_inputs"),
    "_flatten_layers": flatten_layers,
    "_metrics": Kept("_metrics", lambda layer: []),
    "_non_trainable_variables": _own(trained=False),
    "_tracker": Read(Tracker),
    "_trainable_variables": _own(trained=True),
}
MODEL: dict[str, Any] = {
    "_loss_tracker": Read(_loss_tracker),
    "distribute_strategy": Read(_strategy),
}
ATTENTION: dict[str, Any] = {
    **{f"_{kind}_dense": renamed(f"{kind}_dense") for kind in ("query", "key", "value", "output")},
    **{f"_{name}": renamed(name) for name in ("num_heads", "key_dim", "value_dim")},
    **{f"_{name}": renamed(name) for name in ("dropout", "use_bias", "attention_axes")},
    **{f"_{name}": Read(lambda layer, name=name: layer.rules[name]) for name in RULES},
    "_output_shape": Read(lambda layer: layer._given_output_shape),
    "_inverse_sqrt_key_dim": Read(lambda layer: layer.key_dim**-0.5),
    **attention.METHODS,
}

MEMBERS: dict[str, dict[str, Any]] = {
    "Layer": LAYER,
    "Model": MODEL,
    "MultiHeadAttention": ATTENTION,
}
"""By the class they are inside, the members that packages use."""
