"""Inception-ResNet V2: branches whose result is added to what they are given (2017)."""

from collections.abc import Sequence
from typing import Any

from tahr import layers, ops
from tahr.applications.asked import Asked
from tahr.applications.building import Design, family, standard, width_of
from tahr.applications.files import KERNELS
from tahr.applications.imagenet_utils import Preparation, decode_predictions, preparation
from tahr.applications.inception import Branch, branch, convolved, joined, mixed, stem
from tahr.core.registry import known_as
from tahr.core.rows import rows_apart
from tahr.core.typing import Tensor
from tahr.ops.symbolic import SymbolicTensor


@known_as("keras.src.applications.inception_resnet_v2")
@rows_apart
class CustomScaleLayer(layers.Layer):
    """Adds a fraction of the second tensor to the first.

    Args:
        scale: the fraction.
        **kwargs: what every layer takes.

    Input: two tensors of one shape. Output: the same shape.

    Example:
        >>> CustomScaleLayer(0.5)([[1.0], [4.0]]).tolist()
        [3.0]

    Source: Szegedy et al. (2017), section 3.3.
    """

    def __init__(self, scale: float, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.scale = scale

    def call(self, inputs: Sequence[Tensor]) -> Tensor:
        x, y = inputs
        return ops.add(x, ops.multiply(y, self.scale))


MIXED_5B: Sequence[Branch] = (
    ((96, 1, 1),),
    ((48, 1, 1), (64, 5, 5)),
    ((64, 1, 1), (96, 3, 3), (96, 3, 3)),
    ("average", (64, 1, 1)),
)
MIXED_6A: Sequence[Branch] = (
    ((384, 3, 3, 2),),
    ((256, 1, 1), (256, 3, 3), (384, 3, 3, 2)),
    ("max",),
)
MIXED_7A: Sequence[Branch] = (
    ((256, 1, 1), (384, 3, 3, 2)),
    ((256, 1, 1), (288, 3, 3, 2)),
    ((256, 1, 1), (288, 3, 3), (320, 3, 3, 2)),
    ("max",),
)
BLOCKS: dict[str, Sequence[Branch]] = {
    "block35": (
        ((32, 1, 1),),
        ((32, 1, 1), (32, 3, 3)),
        ((32, 1, 1), (48, 3, 3), (64, 3, 3)),
    ),
    "block17": (((192, 1, 1),), ((128, 1, 1), (160, 1, 7), (192, 7, 1))),
    "block8": (((192, 1, 1),), ((192, 1, 1), (224, 1, 3), (256, 3, 1))),
}
"""The branches of each kind of block, named after the height of its features."""


def _block(x: SymbolicTensor, kind: str, number: int, scale: float) -> SymbolicTensor:
    name = f"{kind}_{number}"
    parts = [branch(x, steps) for steps in BLOCKS[kind]]
    y = joined(parts, f"{name}_mixed")
    y = layers.Conv2D(width_of(x), 1, padding="same", name=f"{name}_conv")(y)
    x = CustomScaleLayer(scale)([x, y])
    return x if scale == 1 else layers.Activation("relu", name=f"{name}_ac")(x)


def _body(x: SymbolicTensor, _: Asked) -> SymbolicTensor:
    x = stem(x)
    x = mixed(x, MIXED_5B, "mixed_5b")
    for number in range(1, 11):
        x = _block(x, "block35", number, 0.17)
    x = mixed(x, MIXED_6A, "mixed_6a")
    for number in range(1, 21):
        x = _block(x, "block17", number, 0.1)
    x = mixed(x, MIXED_7A, "mixed_7a")
    for number in range(1, 11):
        x = _block(x, "block8", number, 1.0 if number == 10 else 0.2)
    return convolved(x, 1536, 1, 1, name="conv_7b")


_DESIGN = Design(
    name="inception_resnet_v2",
    body=_body,
    size=299,
    least=75,
    file="inception_resnet_v2/inception_resnet_v2" + KERNELS,
)
_model = family(
    __name__,
    standard,
    'Szegedy et al. (2017), "Inception-v4, Inception-ResNet and the impact of residual\n'
    'connections on learning", figures 15 to 19.',
)
InceptionResNetV2 = _model("InceptionResNetV2", _DESIGN, "Makes an Inception-ResNet V2.")

preprocess_input: Preparation = preparation(__name__, "tf")

__all__ = ["InceptionResNetV2", "decode_predictions", "preprocess_input"]
