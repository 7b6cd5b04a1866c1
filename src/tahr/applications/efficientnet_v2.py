"""EfficientNet V2: whole convolutions first, of each channel by itself later (Tan and Le 2021)."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from string import ascii_lowercase
from typing import Any, NamedTuple

from tahr import layers
from tahr.applications.asked import IMAGENET, Asked
from tahr.applications.building import Design, build, channels, family, width_of
from tahr.applications.imagenet_utils import (
    MEAN,
    STANDARD_DEVIATION,
    Preparation,
    decode_predictions,
    preparation,
)
from tahr.applications.scaling import (
    DROPPED,
    added,
    convolved,
    deep_convolved,
    head,
    normalized,
    repeats,
    rounded,
    squeezed,
)
from tahr.models.model import Functional
from tahr.ops.symbolic import SymbolicTensor


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


def _stages(*sizes: tuple[int, int]) -> tuple[Stage, ...]:
    """Returns the stages of a network, of which repeats and filters are its own."""
    rows = zip(sizes, EXPANSIONS, STRIDES, strict=False)
    return tuple(Stage(*size, *row, fused=number < 3) for number, (size, *row) in enumerate(rows))


EXPANSIONS = (1, 4, 4, 4, 6, 6, 6)
STRIDES = (1, 2, 2, 2, 1, 2, 1)
B = _stages((1, 16), (2, 32), (2, 48), (3, 96), (5, 112), (8, 192))
S = _stages((2, 24), (4, 48), (4, 64), (6, 128), (9, 160), (15, 256))
M = _stages((3, 24), (5, 48), (5, 80), (7, 160), (14, 176), (18, 304), (5, 512))
L = _stages((4, 32), (7, 64), (7, 96), (10, 192), (19, 224), (25, 384), (7, 640))


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
    return normalized(x, name, active, momentum=0.9)


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
    x = squeezed(x, inside, f"{name}se_")
    x = convolved(x, stage.filters, 1, f"{name}project_conv")
    return _normalized(x, f"{name}project_", active=False)


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
        head=head,
        size=row.size,
        file=f"efficientnet_v2/{row.name}",
        pool="{}_pool",
    )
    return build(design, asked)


def _sized(size: str, *row: Any) -> tuple[str, Row, str]:
    """Returns what a size is called, its row, and what its docstring begins with."""
    made = Row(f"efficientnetv2-{size.lower()}", *row)
    says = f"Makes an EfficientNet V2 for pictures of {made.size} x {made.size}."
    return f"EfficientNetV2{size}", made, says


_model = family(
    __name__,
    _efficientnet,
    'Tan and Le (2021), "EfficientNetV2: smaller models and faster training", table 4.',
)
EfficientNetV2B0 = _model(*_sized("B0", B, 32, 224))
EfficientNetV2B1 = _model(*_sized("B1", B, 32, 240, 1.0, 1.1))
EfficientNetV2B2 = _model(*_sized("B2", B, 32, 260, 1.1, 1.2))
EfficientNetV2B3 = _model(*_sized("B3", B, 32, 300, 1.2, 1.4))
EfficientNetV2S = _model(*_sized("S", S, 24, 384))
EfficientNetV2M = _model(*_sized("M", M, 24, 480))
EfficientNetV2L = _model(*_sized("L", L, 32, 480))

preprocess_input: Preparation = preparation(__name__, None)

__all__ = [
    "EfficientNetV2B0", "EfficientNetV2B1", "EfficientNetV2B2", "EfficientNetV2B3",
    "EfficientNetV2L", "EfficientNetV2M", "EfficientNetV2S", "decode_predictions",
    "preprocess_input",
]  # fmt: skip
