"""VGG: 3×3 convolutions one after the other, five times halved (Simonyan and Zisserman 2015)."""

from collections.abc import Sequence
from functools import partial

from tahr import layers
from tahr.applications.asked import Asked
from tahr.applications.building import Design, predictions
from tahr.applications.files import KERNELS
from tahr.ops.symbolic import SymbolicTensor

PAPER = (
    'Simonyan and Zisserman (2015), "Very deep convolutional networks for large-scale image\n'
    'recognition", table 1.'
)
FILTERS = (64, 128, 256, 512, 512)


def _body(x: SymbolicTensor, _: Asked, depths: Sequence[int]) -> SymbolicTensor:
    for stage, (filters, depth) in enumerate(zip(FILTERS, depths, strict=True), 1):
        for number in range(1, depth + 1):
            name = f"block{stage}_conv{number}"
            x = layers.Conv2D(filters, 3, padding="same", activation="relu", name=name)(x)
        x = layers.MaxPooling2D(2, strides=2, name=f"block{stage}_pool")(x)
    return x


def _head(x: SymbolicTensor, asked: Asked) -> SymbolicTensor:
    x = layers.Flatten(name="flatten")(x)
    for name in ("fc1", "fc2"):
        x = layers.Dense(4096, activation="relu", name=name)(x)
    return predictions(x, asked)


def vgg(depth: int, depths: Sequence[int]) -> Design:
    """Returns the design of a depth.

    Args:
        depth: how many layers have weights.
        depths: how many convolutions there are in each stage.
    """
    return Design(
        name=f"vgg{depth}",
        body=partial(_body, depths=depths),
        head=_head,
        file=f"vgg{depth}/vgg{depth}{KERNELS}",
    )
