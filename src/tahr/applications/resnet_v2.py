"""ResNet, second version: normalized and rectified before each convolution (He et al. 2016b)."""

from collections.abc import Sequence
from functools import partial

from tahr import layers
from tahr.applications.asked import Asked
from tahr.applications.building import Design, Standard, family, standard
from tahr.applications.files import KERNELS
from tahr.applications.imagenet_utils import Preparation, decode_predictions, preparation
from tahr.applications.resnet import FILTERS, normalized, stem
from tahr.ops.symbolic import SymbolicTensor


def _block(x: SymbolicTensor, filters: int, strides: int, first: bool, name: str) -> SymbolicTensor:
    """A bottleneck that adds to its input as it is, without a rectifier behind."""
    before = normalized(x, f"{name}_preact")
    if first:
        shortcut = layers.Conv2D(4 * filters, 1, strides=strides, name=f"{name}_0_conv")(before)
    else:
        shortcut = layers.MaxPooling2D(1, strides=strides)(x) if strides > 1 else x
    y = layers.Conv2D(filters, 1, use_bias=False, name=f"{name}_1_conv")(before)
    y = normalized(y, f"{name}_1")
    y = layers.ZeroPadding2D(1, name=f"{name}_2_pad")(y)
    y = layers.Conv2D(filters, 3, strides=strides, use_bias=False, name=f"{name}_2_conv")(y)
    y = normalized(y, f"{name}_2")
    y = layers.Conv2D(4 * filters, 1, name=f"{name}_3_conv")(y)
    return layers.Add(name=f"{name}_out")([shortcut, y])


def _body(x: SymbolicTensor, _: Asked, depths: Sequence[int]) -> SymbolicTensor:
    x = stem(x, before=True)
    for stage, (filters, depth) in enumerate(zip(FILTERS, depths, strict=True), 2):
        for number in range(1, depth + 1):
            strides = 2 if number == depth and stage < 5 else 1
            x = _block(x, filters, strides, number == 1, f"conv{stage}_block{number}")
    return normalized(x, "post")


def _design(depth: int, depths: Sequence[int]) -> Design:
    return Design(
        name=f"resnet{depth}v2",
        body=partial(_body, depths=depths),
        file=f"resnet/resnet{depth}v2{KERNELS}",
        pool="{}_pool",
    )


_model = family(
    __name__, standard, 'He et al. (2016), "Identity mappings in deep residual networks", figure 1.'
)
ResNet50V2: Standard = _model(
    "ResNet50V2", _design(50, (3, 4, 6, 3)), "Makes a ResNet V2 of 50 layers."
)
ResNet101V2: Standard = _model(
    "ResNet101V2", _design(101, (3, 4, 23, 3)), "Makes a ResNet V2 of 101 layers."
)
ResNet152V2: Standard = _model(
    "ResNet152V2", _design(152, (3, 8, 36, 3)), "Makes a ResNet V2 of 152 layers."
)

preprocess_input: Preparation = preparation(__name__, "tf")

__all__ = ["ResNet50V2", "ResNet101V2", "ResNet152V2", "decode_predictions", "preprocess_input"]
