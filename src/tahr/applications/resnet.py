"""ResNet: blocks that add to what they are given (He et al. 2016)."""

from collections.abc import Sequence
from functools import partial

from tahr import layers
from tahr.applications.asked import Asked
from tahr.applications.building import Design, Standard, channels, family, standard
from tahr.applications.files import KERNELS
from tahr.applications.imagenet_utils import Preparation, decode_predictions, preparation
from tahr.ops.symbolic import SymbolicTensor

EPSILON = 1.001e-5
FILTERS = (64, 128, 256, 512)


def stem(x: SymbolicTensor, before: bool = False) -> SymbolicTensor:
    """Brings pictures to a quarter of their height and width, and 64 channels.

    Args:
        x: pictures.
        before: whether the blocks that follow normalize what they are given.
    """
    x = layers.ZeroPadding2D(3, name="conv1_pad")(x)
    x = layers.Conv2D(64, 7, strides=2, name="conv1_conv")(x)
    x = x if before else normalized(x, "conv1")
    x = layers.ZeroPadding2D(1, name="pool1_pad")(x)
    return layers.MaxPooling2D(3, strides=2, name="pool1_pool")(x)


def normalized(x: SymbolicTensor, name: str, relu: bool = True) -> SymbolicTensor:
    """Normalizes over the batch, and then leaves out what is negative."""
    x = layers.BatchNormalization(axis=channels(), epsilon=EPSILON, name=f"{name}_bn")(x)
    return layers.Activation("relu", name=f"{name}_relu")(x) if relu else x


def _block(x: SymbolicTensor, filters: int, strides: int, first: bool, name: str) -> SymbolicTensor:
    """A bottleneck: 1×1, 3×3, 1×1; the first of a stage brings what it adds to into its shape."""
    shortcut = x
    if first:
        shortcut = layers.Conv2D(4 * filters, 1, strides=strides, name=f"{name}_0_conv")(x)
        shortcut = normalized(shortcut, f"{name}_0", relu=False)
    x = layers.Conv2D(filters, 1, strides=strides, name=f"{name}_1_conv")(x)
    x = normalized(x, f"{name}_1")
    x = layers.Conv2D(filters, 3, padding="same", name=f"{name}_2_conv")(x)
    x = normalized(x, f"{name}_2")
    x = layers.Conv2D(4 * filters, 1, name=f"{name}_3_conv")(x)
    x = normalized(x, f"{name}_3", relu=False)
    x = layers.Add(name=f"{name}_add")([shortcut, x])
    return layers.Activation("relu", name=f"{name}_out")(x)


def _body(x: SymbolicTensor, _: Asked, depths: Sequence[int]) -> SymbolicTensor:
    x = stem(x)
    for stage, (filters, depth) in enumerate(zip(FILTERS, depths, strict=True), 2):
        for number in range(1, depth + 1):
            strides = 2 if number == 1 and stage > 2 else 1
            x = _block(x, filters, strides, number == 1, f"conv{stage}_block{number}")
    return x


def _design(depth: int, depths: Sequence[int]) -> Design:
    return Design(
        name=f"resnet{depth}",
        body=partial(_body, depths=depths),
        file=f"resnet/resnet{depth}{KERNELS}",
        pool="{}_pool",
    )


_model = family(
    __name__,
    standard,
    'He et al. (2016), "Deep residual learning for image recognition", table 1.',
)
ResNet50: Standard = _model("ResNet50", _design(50, (3, 4, 6, 3)), "Makes a ResNet of 50 layers.")
ResNet101: Standard = _model(
    "ResNet101", _design(101, (3, 4, 23, 3)), "Makes a ResNet of 101 layers."
)
ResNet152: Standard = _model(
    "ResNet152", _design(152, (3, 8, 36, 3)), "Makes a ResNet of 152 layers."
)

preprocess_input: Preparation = preparation(__name__, "caffe")

__all__ = ["ResNet50", "ResNet101", "ResNet152", "decode_predictions", "preprocess_input"]
