"""EfficientNet V2: whole convolutions first, of each channel by itself later (Tan and Le 2021)."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from string import ascii_lowercase
from typing import Any, NamedTuple

from tahr import layers
from tahr.applications.asked import IMAGENET, Asked
from tahr.applications.building import Design, build, channels, family, predictions, width_of
from tahr.applications.imagenet_utils import (
    MEAN,
    STANDARD_DEVIATION,
    Preparation,
    decode_predictions,
    preparation,
)
from tahr.applications.scaling import (
    added,
    convolved,
    deep_convolved,
    for_classes,
    repeats,
    rounded,
    squeezed,
)
from tahr.models.model import Functional
from tahr.ops.symbolic import SymbolicTensor

DROPPED = 0.2
"""How often the last block adds nothing in training; earlier ones do so less often."""
SQUEEZED = 0.25


class Stage(NamedTuple):
    """Blocks of one kind, one after the other; kernels are 3×3.

    Args:
        repeats: how many.
        filters: what comes out of each.
        expansion: how many times as wide each is inside.
        strides: of the first.
        fused: whether channels are convolved together, and none are squeezed.
    """

    repeats: int
    filters: int
    expansion: int
    strides: int
    fused: bool


B = (
    Stage(1, 16, 1, 1, True),
    Stage(2, 32, 4, 2, True),
    Stage(2, 48, 4, 2, True),
    Stage(3, 96, 4, 2, False),
    Stage(5, 112, 6, 1, False),
    Stage(8, 192, 6, 2, False),
)
S = (
    Stage(2, 24, 1, 1, True),
    Stage(4, 48, 4, 2, True),
    Stage(4, 64, 4, 2, True),
    Stage(6, 128, 4, 2, False),
    Stage(9, 160, 6, 1, False),
    Stage(15, 256, 6, 2, False),
)
M = (
    Stage(3, 24, 1, 1, True),
    Stage(5, 48, 4, 2, True),
    Stage(5, 80, 4, 2, True),
    Stage(7, 160, 4, 2, False),
    Stage(14, 176, 6, 1, False),
    Stage(18, 304, 6, 2, False),
    Stage(5, 512, 6, 1, False),
)
L = (
    Stage(4, 32, 1, 1, True),
    Stage(7, 64, 4, 2, True),
    Stage(7, 96, 4, 2, True),
    Stage(10, 192, 4, 2, False),
    Stage(19, 224, 6, 1, False),
    Stage(25, 384, 6, 2, False),
    Stage(7, 640, 6, 1, False),
)


@dataclass(frozen=True)
class Row:
    """One size of EfficientNet V2.

    Args:
        name: of the model.
        stages: its blocks, before they are made wider and more.
        stem: channels of the first convolution.
        size: height and width of the pictures its weights are for.
        width: how many times as wide it is.
        depth: how many times as deep.
    """

    name: str
    stages: Sequence[Stage]
    stem: int
    size: int
    width: float = 1.0
    depth: float = 1.0

    def body(self, x: SymbolicTensor, prepared: bool) -> SymbolicTensor:
        """Makes features of pictures, which it scales first where asked to."""
        x = self._scaled(x) if prepared else x
        x = convolved(x, self._filters(self.stem), 3, "stem_conv", strides=2)
        x = _normalized(x, "stem_")
        done, total = count(), sum(repeats(stage.repeats, self.depth) for stage in self.stages)
        for number, stage in enumerate(self.stages, 1):
            for letter in ascii_lowercase[: repeats(stage.repeats, self.depth)]:
                x = _block(
                    x,
                    stage._replace(
                        filters=self._filters(stage.filters),
                        strides=stage.strides if letter == "a" else 1,
                    ),
                    DROPPED * next(done) / total,
                    f"block{number}{letter}_",
                )
        x = convolved(x, self._filters(1280), 1, "top_conv")
        return _normalized(x, "top_")

    def _filters(self, filters: int) -> int:
        return rounded(filters * self.width, shrinking=True)

    def _scaled(self, x: SymbolicTensor) -> SymbolicTensor:
        if self.stages is not B or width_of(x) != 3:
            return layers.Rescaling(1 / 128, offset=-1)(x)
        x = layers.Rescaling(1 / 255)(x)
        variance = [part**2 for part in STANDARD_DEVIATION]
        return layers.Normalization(mean=MEAN, variance=variance, axis=channels())(x)


def _normalized(x: SymbolicTensor, name: str, active: bool = True) -> SymbolicTensor:
    x = layers.BatchNormalization(axis=channels(), momentum=0.9, name=f"{name}bn")(x)
    return layers.Activation("silu", name=f"{name}activation")(x) if active else x


def _block(x: SymbolicTensor, stage: Stage, rate: float, name: str) -> SymbolicTensor:
    inside = width_of(x)
    y = (_fused if stage.fused else _separate)(x, stage, name)
    return added(x, y, rate, name) if stage.strides == 1 and inside == stage.filters else y


def _fused(x: SymbolicTensor, stage: Stage, name: str) -> SymbolicTensor:
    """A bottleneck whose channels are convolved together (figure 2, right)."""
    wide = width_of(x) * stage.expansion
    if stage.expansion == 1:
        x = convolved(x, stage.filters, 3, f"{name}project_conv", stage.strides)
        return _normalized(x, f"{name}project_")
    x = convolved(x, wide, 3, f"{name}expand_conv", stage.strides)
    x = _normalized(x, f"{name}expand_")
    x = convolved(x, stage.filters, 1, f"{name}project_conv")
    return _normalized(x, f"{name}project_", active=False)


def _separate(x: SymbolicTensor, stage: Stage, name: str) -> SymbolicTensor:
    """A bottleneck whose channels are convolved by themselves, and weighed (figure 2, left)."""
    inside = width_of(x)
    x = convolved(x, inside * stage.expansion, 1, f"{name}expand_conv")
    x = _normalized(x, f"{name}expand_")
    x = deep_convolved(x, 3, f"{name}dwconv2", stage.strides)
    x = _normalized(x, name)
    x = squeezed(x, max(1, int(inside * SQUEEZED)), f"{name}se_")
    x = convolved(x, stage.filters, 1, f"{name}project_conv")
    return _normalized(x, f"{name}project_", active=False)


def _head(x: SymbolicTensor, asked: Asked) -> SymbolicTensor:
    x = layers.GlobalAveragePooling2D(name="avg_pool")(x)
    x = layers.Dropout(DROPPED, name="top_dropout")(x)
    return predictions(x, asked, kernel_initializer=for_classes())


def _efficientnet(
    row: Row,
    include_top: bool = True,
    weights: str | Path | None = IMAGENET,
    input_tensor: SymbolicTensor | None = None,
    input_shape: Sequence[int | None] | None = None,
    pooling: str | None = None,
    classes: int = 1000,
    classifier_activation: Any = "softmax",
    include_preprocessing: bool = True,
    name: str | None = None,
) -> Functional:
    """Makes an EfficientNet V2.

    Args:
        row: which one.
        include_preprocessing: whether it scales colours from 0 to 255 itself.
    """
    asked = Asked(
        include_top, weights, input_tensor, input_shape, pooling, classes,
        classifier_activation, name or row.name,
    )  # fmt: skip
    design = Design(
        name=row.name,
        body=lambda x, _: row.body(x, include_preprocessing),
        head=_head,
        size=row.size,
        file=f"efficientnet_v2/{row.name}",
        pool="{}_pool",
    )
    return build(design, asked)


_of = family(
    __name__,
    _efficientnet,
    'Tan and Le (2021), "EfficientNetV2: smaller models and faster training", table 4.',
)
SAYS = "Makes an EfficientNet V2 for pictures of {0} x {0}."
EfficientNetV2B0 = _of("EfficientNetV2B0", Row("efficientnetv2-b0", B, 32, 224), SAYS.format(224))
EfficientNetV2B1 = _of(
    "EfficientNetV2B1", Row("efficientnetv2-b1", B, 32, 240, 1.0, 1.1), SAYS.format(240)
)
EfficientNetV2B2 = _of(
    "EfficientNetV2B2", Row("efficientnetv2-b2", B, 32, 260, 1.1, 1.2), SAYS.format(260)
)
EfficientNetV2B3 = _of(
    "EfficientNetV2B3", Row("efficientnetv2-b3", B, 32, 300, 1.2, 1.4), SAYS.format(300)
)
EfficientNetV2S = _of("EfficientNetV2S", Row("efficientnetv2-s", S, 24, 384), SAYS.format(384))
EfficientNetV2M = _of("EfficientNetV2M", Row("efficientnetv2-m", M, 24, 480), SAYS.format(480))
EfficientNetV2L = _of("EfficientNetV2L", Row("efficientnetv2-l", L, 32, 480), SAYS.format(480))

preprocess_input: Preparation = preparation(__name__, None)

__all__ = [
    "EfficientNetV2B0", "EfficientNetV2B1", "EfficientNetV2B2", "EfficientNetV2B3",
    "EfficientNetV2L", "EfficientNetV2M", "EfficientNetV2S", "decode_predictions",
    "preprocess_input",
]  # fmt: skip
