"""Adapters of low rank beside a frozen weight."""

from typing import Any, NamedTuple

from tahr import ops
from tahr.core.errors import ArgumentError, told
from tahr.core.typing import Tensor
from tahr.core.variables import Variable
from tahr.layers.adapters.weighted import Weighted


class Adapter(NamedTuple):
    """Two matrices whose product, scaled, is added to a weight.

    Args:
        a: of the weight's shape, but `rank` long in its last axis.
        b: of shape `(rank, last axis)`.
        factor: what the product is multiplied by.

    Source: Hu et al. (2021), "LoRA: low-rank adaptation of large language models", section 4.1.
    """

    a: Variable
    b: Variable
    factor: float

    def added(self) -> Tensor:
        """Returns what is added to the weight."""
        return ops.multiply(ops.matmul(self.a, self.b), self.factor)


def make_adapter(
    layer: Weighted, shape: tuple[int, ...], a_initializer: Any, b_initializer: Any
) -> Adapter:
    """Makes the variables of an adapter for a weight of a shape."""
    rank = layer.lora_rank or 1
    name = f"lora_{layer.main}"
    rules = getattr(layer, f"{layer.main}_regularizer", None)
    a = layer.add_part(
        f"{name}_a", (*shape[:-1], rank), initializer=a_initializer, regularizer=rules
    )
    b = layer.add_part(f"{name}_b", (rank, shape[-1]), initializer=b_initializer, regularizer=rules)
    return Adapter(a, b, (layer.lora_alpha or 0) / rank)


def check_adapter(layer: Weighted, rank: Any, alpha: Any) -> None:
    """Raises where a layer can have no adapter.

    Raises:
        ArgumentError: it is not built, has one already or a constraint, or a number is none.
    """
    if not layer.built:
        raise ArgumentError(
            "an adapter is made for weights, and there are none yet",
            where=layer.name,
            todo="build the layer first: call it on data, or build(input_shape)",
        )
    if layer.lora_enabled:
        raise ArgumentError("the layer has an adapter already", where=layer.name)
    check_rank(rank, alpha, layer.name)
    if getattr(layer, f"{layer.main}_constraint", None) is not None:
        raise ArgumentError(
            "an adapter does not go with a constraint on the weight",
            where=layer.name,
            todo=f"make the layer without {layer.main}_constraint",
        )


def check_rank(rank: Any, alpha: Any, where: str) -> None:
    """Raises where a rank or its factor is no such number.

    Raises:
        ArgumentError: the rank is no positive integer, or alpha no number.
    """
    if not isinstance(rank, int) or isinstance(rank, bool) or rank < 1:
        raise ArgumentError("lora_rank must be a positive integer", where=where, got=told(rank))
    if alpha is not None and (isinstance(alpha, bool) or not isinstance(alpha, int | float)):
        raise ArgumentError("lora_alpha must be a number", where=where, got=told(alpha))
