"""MobileNet V2: bottlenecks the other way round, wide inside (Sandler et al. 2018)."""

from collections.abc import Sequence
from itertools import count
from pathlib import Path
from typing import Any

from tahr import layers
from tahr.applications.asked import IMAGENET, Asked
from tahr.applications.building import Design, build, channels, described, numbered_head, width_of
from tahr.applications.edges import edges
from tahr.applications.files import KERNELS
from tahr.applications.imagenet_utils import Preparation, decode_predictions, preparation
from tahr.applications.mobile import check_width, named, side_of
from tahr.applications.scaling import rounded
from tahr.core.tracebacks import ends_at_user
from tahr.models.model import Functional
from tahr.ops.symbolic import SymbolicTensor

STAGES = (
    # expansion, filters, repeats, strides
    (1, 16, 1, 1),
    (6, 24, 2, 2),
    (6, 32, 3, 2),
    (6, 64, 4, 2),
    (6, 96, 3, 1),
    (6, 160, 3, 2),
    (6, 320, 1, 1),
)
"""Table 2 of the paper."""
SIDES = (96, 128, 160, 192, 224)
WIDTHS = (0.35, 0.5, 0.75, 1.0, 1.3, 1.4)


@ends_at_user
@described
def MobileNetV2(  # noqa: N802
    input_shape: Sequence[int | None] | None = None,
    alpha: float = 1.0,
    include_top: bool = True,
    weights: str | Path | None = IMAGENET,
    input_tensor: SymbolicTensor | None = None,
    pooling: str | None = None,
    classes: int = 1000,
    classifier_activation: Any = "softmax",
    name: str | None = None,
) -> Functional:
    """Makes a MobileNet V2.

    Args:
        input_shape: of one picture; (224, 224, 3) by default, and any size without a head.
        alpha: how many times as wide it is as in the paper.
        name: of the model; made of its width and the size of pictures by default.

    Source: Sandler et al. (2018), "MobileNetV2: inverted residuals and linear bottlenecks",
    table 2.
    """
    asked = Asked(
        include_top, weights, input_tensor, input_shape, pooling, classes,
        classifier_activation, name or "mobilenetv2",
    )  # fmt: skip
    check_width(asked, alpha, WIDTHS)
    side = side_of(asked, SIDES)
    design = Design(
        name="mobilenetv2",
        body=lambda x, _: _body(x, alpha),
        head=numbered_head,
        size=side,
        file=f"mobilenet_v2/mobilenet_v2{KERNELS}_{float(alpha)}_{side}",
        mark="_no_top",
    )
    return build(design, named(asked, name, "mobilenetv2", alpha, side))


def _normalized(x: SymbolicTensor, bn: str, relu: str | None = None) -> SymbolicTensor:
    x = layers.BatchNormalization(axis=channels(), epsilon=1e-3, momentum=0.999, name=bn)(x)
    return x if relu is None else layers.ReLU(6.0, name=relu)(x)


def _convolved(
    x: SymbolicTensor, filters: int, size: int, name: str, **given: Any
) -> SymbolicTensor:
    return layers.Conv2D(filters, size, use_bias=False, name=name, **given)(x)


def _block(
    x: SymbolicTensor, expansion: int, filters: int, strides: int, name: str
) -> SymbolicTensor:
    """An inverted bottleneck (figure 4)."""
    inside = width_of(x)
    y = x
    if expansion != 1:
        y = _convolved(y, expansion * inside, 1, f"{name}expand", padding="same")
        y = _normalized(y, f"{name}expand_BN", f"{name}expand_relu")
    if strides == 2:
        y = layers.ZeroPadding2D(edges(y, 3), name=f"{name}pad")(y)
    padding = "valid" if strides == 2 else "same"
    y = layers.DepthwiseConv2D(3, strides, padding, use_bias=False, name=f"{name}depthwise")(y)
    y = _normalized(y, f"{name}depthwise_BN", f"{name}depthwise_relu")
    y = _convolved(y, filters, 1, f"{name}project", padding="same")
    y = _normalized(y, f"{name}project_BN")
    same = inside == filters and strides == 1
    return layers.Add(name=f"{name}add")([x, y]) if same else y


def _body(x: SymbolicTensor, alpha: float) -> SymbolicTensor:
    x = _convolved(x, rounded(32 * alpha), 3, "Conv1", strides=2, padding="same")
    x = _normalized(x, "bn_Conv1", "Conv1_relu")
    numbers = count()
    for expansion, filters, times, strides in STAGES:
        for place in range(times):
            number = next(numbers)
            name = f"block_{number}_" if number else "expanded_conv_"
            width = rounded(int(filters * alpha))
            x = _block(x, expansion, width, 1 if place else strides, name)
    x = _convolved(x, rounded(1280 * alpha) if alpha > 1 else 1280, 1, "Conv_1")
    return _normalized(x, "Conv_1_bn", "out_relu")


preprocess_input: Preparation = preparation(__name__, "tf")

__all__ = ["MobileNetV2", "decode_predictions", "preprocess_input"]
