"""What a program says of a loss and hardly ever means: told, and done as it says."""

from types import FunctionType
from typing import Any

from tahr import activations, losses
from tahr.core import logits
from tahr.core.notices import notice
from tahr.core.specs import is_known

ENDS = {
    losses.binary_crossentropy: "sigmoid",
    losses.categorical_crossentropy: "softmax",
    losses.sparse_categorical_crossentropy: "softmax",
}
"""Losses that take probabilities, and what a model for them ends with."""


def about_output(function: Any, output: Any) -> None:
    """Warns where a loss takes an output for what it is not.

    Args:
        function: the loss of an output.
        output: the output.
    """
    if getattr(function, "fn", None) not in ENDS:
        return
    origin = logits.origin_of(output)
    if origin is not None and function.options.get("from_logits"):
        notice(
            f"from_logits=True, and the model ends with {origin.kind}: its output is taken for "
            "what it would be made of. Leave out one of the two"
        )
    last = output.shape[-1] if len(output.shape) > 1 else 0
    if origin is not None and origin.kind == "softmax" and is_known(last) and last == 1:
        notice(
            "a softmax over one number is always 1, so nothing is learned: end the model with "
            "Dense(1, activation='sigmoid'), or with one unit for each class"
        )


def about_last_layer(loss: Any, layer: Any) -> None:
    """Warns where a model ends without an activation and the loss takes probabilities.

    Args:
        loss: as `compile` takes it, for one output.
        layer: what the output comes from.
    """
    function = losses.get(loss) if isinstance(loss, str) and loss in NAMES else loss
    own = getattr(function, "fn", function)
    options = getattr(function, "options", {})
    linear = getattr(layer, "activation", None) is activations.linear and hasattr(layer, "units")
    if not isinstance(own, FunctionType) or own not in ENDS:
        return
    if linear and not options.get("from_logits"):
        notice(
            f"{own.__name__} takes probabilities, and {layer.name!r} has no activation: give it "
            f"activation={ENDS[own]!r}, or the loss from_logits=True"
        )


NAMES = frozenset(
    name
    for function in ENDS
    for name in (function.__name__, "".join(map(str.capitalize, function.__name__.split("_"))))
)
