"""Layers inside of PyTorch programs."""

from typing import TYPE_CHECKING

from tahr.core.tracebacks import ends_at_user
from tahr.layers.base.layer import Layer

if TYPE_CHECKING:
    from tahr.engines.torch.modules import LayerModule


@ends_at_user
def torch_module(layer: Layer) -> "LayerModule":
    """Returns a layer or model as a `torch.nn.Module`, whose parameters are the layer's weights.

    What a `torch.optim` optimizer does to the parameters is done to the weights, and the other
    way round: after `fit`, or on another engine, the parameters follow when they are next used.

    Args:
        layer: a layer or model that has its weights.

    Returns:
        A module; its mode, `train()` or `eval()`, is the layer's `training`.

    Raises:
        ArgumentError: the layer is not built.
        EngineError: PyTorch is not installed.

    Example:
        >>> import torch
        >>> from tahr import layers
        >>> dense = layers.Dense(2)
        >>> dense.build((None, 3))
        >>> module = torch.nn.Sequential(torch.nn.Linear(4, 3), torch_module(dense))
        >>> module(torch.ones(5, 4)).shape, len(list(module.parameters()))
        (torch.Size([5, 2]), 4)
    """
    from tahr.engines.torch.modules import LayerModule

    return LayerModule(layer)
