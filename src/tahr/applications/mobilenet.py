"""MobileNet: convolutions of each channel by itself, for small devices (Howard et al. 2017)."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from tahr import layers
from tahr.applications.asked import COUNT, IMAGENET, Asked
from tahr.applications.building import Design, build, channels, described
from tahr.applications.imagenet_utils import Preparation, decode_predictions, preparation
from tahr.applications.mobile import FRACTION, check_width, named, side_of
from tahr.core.tracebacks import ends_at_user
from tahr.models.model import Functional
from tahr.ops.symbolic import SymbolicTensor

FILTERS = (64, 128, 128, 256, 256, 512, 512, 512, 512, 512, 512, 1024, 1024)
HALVING = (2, 4, 6, 12)
"""The blocks that halve height and width."""
SIDES = (128, 160, 192, 224)
WIDTHS = {0.25: "2_5", 0.5: "5_0", 0.75: "7_5", 1.0: "1_0"}
"""How wide the networks with weights are, and what that is in the names of their files."""


@ends_at_user
@described
def MobileNet(  # noqa: N802
    input_shape: Sequence[int | None] | None = None,
    alpha: float = 1.0,
    depth_multiplier: int = 1,
    dropout: float = 0.001,
    include_top: bool = True,
    weights: str | Path | None = IMAGENET,
    input_tensor: SymbolicTensor | None = None,
    pooling: str | None = None,
    classes: int = 1000,
    classifier_activation: Any = "softmax",
    name: str | None = None,
) -> Functional:
    """Makes a MobileNet.

    Args:
        input_shape: of one picture; (224, 224, 3) by default, and any size without a head.
        alpha: how many times as wide it is as in the paper.
        depth_multiplier: how many channels each convolution makes of one channel.
        dropout: the fraction of features that is dropped before the head, in training.
        name: of the model; made of its width and the size of pictures by default.

    Source: Howard et al. (2017), "MobileNets: efficient convolutional neural networks for mobile
    vision applications", table 1.
    """
    asked = Asked(
        include_top, weights, input_tensor, input_shape, pooling, classes,
        classifier_activation, name or "mobilenet",
    )  # fmt: skip
    check_width(asked, alpha, tuple(WIDTHS))
    asked.check("dropout", dropout, FRACTION)
    asked.check("depth_multiplier", depth_multiplier, COUNT)
    if asked.pretrained and depth_multiplier != 1:
        raise asked.wrong(
            "there are weights of ImageNet for depth_multiplier=1 alone", got=depth_multiplier
        )
    side = side_of(asked, SIDES)
    design = Design(
        name="mobilenet",
        body=lambda x, _: _body(x, alpha, depth_multiplier),
        head=lambda x, asked: _head(x, asked, dropout),
        size=side,
        file=f"mobilenet/mobilenet_{WIDTHS.get(alpha)}_{side}_tf",
        mark="_no_top",
    )
    return build(design, named(asked, name, "mobilenet", alpha, side))


def _normalized(x: SymbolicTensor, name: str) -> SymbolicTensor:
    x = layers.BatchNormalization(axis=channels(), name=f"{name}_bn")(x)
    return layers.ReLU(6.0, name=f"{name}_relu")(x)


def _body(x: SymbolicTensor, alpha: float, multiplier: int) -> SymbolicTensor:
    first = int(32 * alpha)
    x = layers.Conv2D(first, 3, 2, padding="same", use_bias=False, name="conv1")(x)
    x = _normalized(x, "conv1")
    for number, filters in enumerate(FILTERS, 1):
        x = _block(x, int(filters * alpha), multiplier, number)
    return x


def _block(x: SymbolicTensor, filters: int, multiplier: int, number: int) -> SymbolicTensor:
    strides, padding = (2, "valid") if number in HALVING else (1, "same")
    if strides == 2:
        x = layers.ZeroPadding2D(((0, 1), (0, 1)), name=f"conv_pad_{number}")(x)
    name = f"conv_dw_{number}"
    x = layers.DepthwiseConv2D(3, strides, padding, multiplier, use_bias=False, name=name)(x)
    x = _normalized(x, name)
    name = f"conv_pw_{number}"
    x = layers.Conv2D(filters, 1, padding="same", use_bias=False, name=name)(x)
    return _normalized(x, name)


def _head(x: SymbolicTensor, asked: Asked, dropout: float) -> SymbolicTensor:
    x = layers.GlobalAveragePooling2D(keepdims=True)(x)
    x = layers.Dropout(dropout, name="dropout")(x)
    x = layers.Conv2D(asked.classes, 1, padding="same", name="conv_preds")(x)
    x = layers.Reshape((asked.classes,), name="reshape_2")(x)
    return layers.Activation(asked.classifier_activation, name="predictions")(x)


preprocess_input: Preparation = preparation(__name__, "tf")

__all__ = ["MobileNet", "decode_predictions", "preprocess_input"]
