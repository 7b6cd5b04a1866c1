"""MobileNet V3: layers found by a search, some with squeeze and excitation (Howard et al. 2019)."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

from tahr import layers
from tahr.applications.asked import IMAGENET, Asked
from tahr.applications.building import Design, build, channels, family, width_of
from tahr.applications.edges import edges
from tahr.applications.imagenet_utils import Preparation, decode_predictions, preparation
from tahr.applications.mobile import FRACTION, check_width
from tahr.applications.scaling import rounded
from tahr.models.model import Functional
from tahr.ops.symbolic import SymbolicTensor


class Block(NamedTuple):
    """One inverted bottleneck.

    Args:
        expansion: how many times as wide it is inside.
        filters: what comes out.
        size: of the kernel.
        strides: of the convolution inside.
        squeezed: whether channels are weighed.
        swish: whether its activation is the hard swish, rather than the rectifier.
    """

    expansion: float
    filters: int
    size: int
    strides: int
    squeezed: bool
    swish: bool


SMALL = (
    Block(1, 16, 3, 2, True, False),
    Block(72 / 16, 24, 3, 2, False, False),
    Block(88 / 24, 24, 3, 1, False, False),
    Block(4, 40, 5, 2, True, True),
    Block(6, 40, 5, 1, True, True),
    Block(6, 40, 5, 1, True, True),
    Block(3, 48, 5, 1, True, True),
    Block(3, 48, 5, 1, True, True),
    Block(6, 96, 5, 2, True, True),
    Block(6, 96, 5, 1, True, True),
    Block(6, 96, 5, 1, True, True),
)
"""Table 2 of the paper."""
LARGE = (
    Block(1, 16, 3, 1, False, False),
    Block(4, 24, 3, 2, False, False),
    Block(3, 24, 3, 1, False, False),
    Block(3, 40, 5, 2, True, False),
    Block(3, 40, 5, 1, True, False),
    Block(3, 40, 5, 1, True, False),
    Block(6, 80, 3, 2, False, True),
    Block(2.5, 80, 3, 1, False, True),
    Block(2.3, 80, 3, 1, False, True),
    Block(2.3, 80, 3, 1, False, True),
    Block(6, 112, 3, 1, True, True),
    Block(6, 112, 3, 1, True, True),
    Block(6, 160, 5, 2, True, True),
    Block(6, 160, 5, 1, True, True),
    Block(6, 160, 5, 1, True, True),
)
"""Table 1."""
WIDTHS = (0.75, 1.0)
"""How wide the networks with weights are; plain ones there are of width 1 alone."""


@dataclass(frozen=True)
class Row:
    """One size of MobileNet V3.

    Args:
        name: of the model.
        blocks: its bottlenecks.
        last: channels before the classes.
        file: what the files of its weights are called.
    """

    name: str
    blocks: Sequence[Block]
    last: int
    file: str

    def body(self, x: SymbolicTensor, alpha: float, plain: bool, prepared: bool) -> SymbolicTensor:
        """Makes features of pictures, which it scales first where asked to."""
        if prepared:
            x = layers.Rescaling(1 / 127.5, offset=-1.0)(x)
        x = layers.Conv2D(16, 3, strides=2, padding="same", use_bias=False, name="conv")(x)
        x = _active(_norm(x, "conv_bn"), not plain)
        for number, block in enumerate(self.blocks):
            block = block._replace(filters=rounded(block.filters * alpha))
            if plain:
                block = block._replace(size=3, squeezed=False, swish=False)
            x = _block(x, block, f"expanded_conv_{number}_" if number else "expanded_conv_")
        x = _pointwise(x, rounded(width_of(x) * 6), "conv_1")
        return _active(_norm(x, "conv_1_bn"), not plain)

    def head(
        self, x: SymbolicTensor, asked: Asked, alpha: float, plain: bool, dropout: float
    ) -> SymbolicTensor:
        """Makes classes of features."""
        x = layers.GlobalAveragePooling2D(keepdims=True)(x)
        width = rounded(self.last * alpha) if alpha > 1 else self.last
        x = layers.Conv2D(width, 1, padding="same", name="conv_2")(x)
        x = _active(x, not plain)
        x = layers.Dropout(dropout)(x) if dropout else x
        x = layers.Conv2D(asked.classes, 1, padding="same", name="logits")(x)
        x = layers.Flatten()(x)
        return layers.Activation(asked.classifier_activation, name="predictions")(x)


def _norm(x: SymbolicTensor, name: str) -> SymbolicTensor:
    return layers.BatchNormalization(axis=channels(), epsilon=1e-3, momentum=0.999, name=name)(x)


def _active(x: SymbolicTensor, swish: bool) -> SymbolicTensor:
    return layers.Activation("hard_swish")(x) if swish else layers.ReLU()(x)


def _pointwise(x: SymbolicTensor, filters: int, name: str) -> SymbolicTensor:
    return layers.Conv2D(filters, 1, padding="same", use_bias=False, name=name)(x)


def _block(x: SymbolicTensor, block: Block, name: str) -> SymbolicTensor:
    """An inverted bottleneck (figure 4)."""
    inside = width_of(x)
    wide = rounded(inside * block.expansion)
    y = x
    if name != "expanded_conv_":
        y = _active(_norm(_pointwise(y, wide, f"{name}expand"), f"{name}expand_bn"), block.swish)
    if block.strides == 2:
        y = layers.ZeroPadding2D(edges(y, block.size), name=f"{name}depthwise_pad")(y)
    padding = "valid" if block.strides == 2 else "same"
    y = layers.DepthwiseConv2D(
        block.size, block.strides, padding, use_bias=False, name=f"{name}depthwise"
    )(y)
    y = _active(_norm(y, f"{name}depthwise_bn"), block.swish)
    y = _squeezed(y, wide, f"{name}squeeze_excite_") if block.squeezed else y
    y = _norm(_pointwise(y, block.filters, f"{name}project"), f"{name}project_bn")
    same = block.strides == 1 and inside == block.filters
    return layers.Add(name=f"{name}add")([x, y]) if same else y


def _squeezed(x: SymbolicTensor, filters: int, name: str) -> SymbolicTensor:
    """Weighs channels by what they hold over the whole picture (section 5.3)."""
    y = layers.GlobalAveragePooling2D(keepdims=True, name=f"{name}avg_pool")(x)
    y = layers.Conv2D(rounded(filters * 0.25), 1, padding="same", name=f"{name}conv")(y)
    y = layers.ReLU(name=f"{name}relu")(y)
    y = layers.Conv2D(filters, 1, padding="same", name=f"{name}conv_1")(y)
    y = layers.ReLU(6.0)(y + 3.0) * (1 / 6)
    return layers.Multiply(name=f"{name}mul")([x, y])


def _mobilenet(
    row: Row,
    input_shape: Sequence[int | None] | None = None,
    alpha: float = 1.0,
    minimalistic: bool = False,
    include_top: bool = True,
    weights: str | Path | None = IMAGENET,
    input_tensor: SymbolicTensor | None = None,
    classes: int = 1000,
    pooling: str | None = None,
    dropout_rate: float = 0.2,
    classifier_activation: Any = "softmax",
    include_preprocessing: bool = True,
    name: str | None = None,
) -> Functional:
    """Makes a MobileNet V3.

    Args:
        row: which one.
        input_shape: of one picture; (224, 224, 3) by default, and any size without a head.
        alpha: how many times as wide it is as in the paper.
        minimalistic: whether it has only what any device is fast at: no kernels of 5×5, no
            squeeze and excitation, no hard swish.
        dropout_rate: the fraction of features that is dropped before the classes, in training.
        include_preprocessing: whether it scales colours from 0 to 255 itself.
    """
    asked = Asked(
        include_top, weights, input_tensor, input_shape, pooling, classes,
        classifier_activation, name or row.name,
    )  # fmt: skip
    check_width(asked, alpha, (1.0,) if minimalistic else WIDTHS)
    asked.check("dropout_rate", dropout_rate, FRACTION)
    kind = f"{row.file}_minimalistic" if minimalistic else row.file
    design = Design(
        name=row.name,
        body=lambda x, _: row.body(x, alpha, minimalistic, include_preprocessing),
        head=lambda x, asked: row.head(x, asked, alpha, minimalistic, dropout_rate),
        file=f"mobilenet_v3/weights_mobilenet_v3_{kind}_224_{float(alpha)}_float",
        mark="_no_top_v2",
        pool="{}_pool",
    )
    return build(design, asked)


_model = family(
    __name__, _mobilenet, 'Howard et al. (2019), "Searching for MobileNetV3", tables 1 and 2.'
)
MobileNetV3Small = _model(
    "MobileNetV3Small", Row("MobileNetV3Small", SMALL, 1024, "small"), "Makes a small MobileNet V3."
)
MobileNetV3Large = _model(
    "MobileNetV3Large", Row("MobileNetV3Large", LARGE, 1280, "large"), "Makes a large MobileNet V3."
)

preprocess_input: Preparation = preparation(__name__, None)

__all__ = ["MobileNetV3Large", "MobileNetV3Small", "decode_predictions", "preprocess_input"]
