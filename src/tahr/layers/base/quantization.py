"""What every layer says of quantization: it has no other form, unless it is one that has."""

from typing import Any, NoReturn, Protocol

from tahr.core import constructors
from tahr.core.policies import DTypePolicy
from tahr.core.policy_map import DTypePolicyMap


class _Named(Protocol):
    name: str
    dtype_policy: DTypePolicy


class Unquantized:
    """A layer without a quantized form."""

    @property
    def quantization_mode(self: _Named) -> str | None:
        """How the weights are kept: "int8", "int4", ...; None for floats."""
        return self.dtype_policy.quantization_mode

    def quantize(
        self: _Named, mode: str | None = None, type_check: bool = True, config: Any = None
    ) -> None:
        """Quantizes the weights, where the layer has a form for that.

        Args:
            mode: "int8", "int4", "float8", "gptq", "awq" or "ternary".
            type_check: whether a subclass that computes otherwise is refused.
            config: a `quantizers.QuantizationConfig`, in place of a mode or for more than it.

        Raises:
            NotImplementedError: the layer has no quantized form.
        """
        _refuse(self, "quantized")

    def quantized_build(self: _Named, input_shape: Any, mode: str, config: Any = None) -> None:
        """Makes the weights of a quantized form.

        Args:
            input_shape: the shape of the float weight.
            mode: the form.
            config: as `quantize` takes it.
        """
        _refuse(self, "quantized")

    def quantized_call(self: _Named, *args: Any, **kwargs: Any) -> Any:
        """Computes with quantized weights.

        Args:
            *args: what `call` takes.
            **kwargs: what `call` takes.
        """
        _refuse(self, "quantized")


def policy_in_files(layer: Any) -> DTypePolicy:
    """Returns the policy that files hold for a layer, with those of quantized layers inside.

    Only where the layer makes them itself: those it is given have their own in the file.
    """
    own: DTypePolicy = layer.dtype_policy
    makes = type(layer).__module__.startswith("tahr.layers.")
    if not makes or GIVEN & set(constructors.names(type(layer))):
        return own
    inside = layer.flatten_layers()[1:]
    found = {inner.path: inner.dtype_policy for inner in inside if inner.quantization_mode}
    default = own.default_policy if isinstance(own, DTypePolicyMap) else own
    return DTypePolicyMap(default, found) if found else own


GIVEN = frozenset({"layer", "layers", "cell", "cells"})
"""Arguments by which a layer is given others."""


def _refuse(layer: _Named, form: str) -> NoReturn:
    raise NotImplementedError(f"{layer.name}: {type(layer).__name__} has no {form} form")
