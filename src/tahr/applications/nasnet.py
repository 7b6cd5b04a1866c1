"""NASNet: two cells found by a search, repeated (Zoph et al. 2018)."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tahr import layers
from tahr.applications.asked import IMAGENET, Asked
from tahr.applications.building import Design, build, channels, family, numbered_head, width_of
from tahr.applications.edges import edges
from tahr.applications.imagenet_utils import Preparation, decode_predictions, preparation
from tahr.core.names import scope
from tahr.models.model import Functional
from tahr.ops.symbolic import SymbolicTensor


def _norm(x: SymbolicTensor, name: str) -> SymbolicTensor:
    return layers.BatchNormalization(
        axis=channels(), momentum=0.9997, epsilon=1e-3, name=name
    )(x)  # fmt: skip


def _relu(x: SymbolicTensor, name: str | None = None) -> SymbolicTensor:
    return layers.Activation("relu", name=name)(x)


def _pointwise(x: SymbolicTensor, filters: int, name: str) -> SymbolicTensor:
    return layers.Conv2D(
        filters, 1, padding="same", use_bias=False, kernel_initializer="he_normal", name=name
    )(x)  # fmt: skip


def _separable(
    x: SymbolicTensor, filters: int, size: int, name: str, strides: int = 1
) -> SymbolicTensor:
    """Two separable convolutions, each after a rectifier; the first with the strides."""
    x = _relu(x)
    if strides == 2:
        x = layers.ZeroPadding2D(edges(x, size), name=f"separable_conv_1_pad_{name}")(x)
    for place, step in ((1, strides), (2, 1)):
        x = x if place == 1 else _relu(x)
        label, padding = f"separable_conv_{place}", "same" if step == 1 else "valid"
        x = layers.SeparableConv2D(
            filters, size, step, padding, use_bias=False, name=f"{label}_{name}"
        )(x)
        x = _norm(x, f"{label}_bn_{name}")
    return x


def _adjusted(
    p: SymbolicTensor | None, x: SymbolicTensor, filters: int, name: str
) -> SymbolicTensor:
    """Brings what the cell before the last made into the shape of what the last one made."""
    if p is None:
        return x
    first = 1 if channels() == 3 else 2
    if p.shape[first] != x.shape[first]:
        with scope("adjust_block"), scope(f"adjust_reduction_block_{name}"):
            return _norm(_halved(p, filters, name), f"adjust_bn_{name}")
    if width_of(p) != filters:
        with scope("adjust_block"), scope(f"adjust_projection_block_{name}"):
            p = _pointwise(_relu(p), filters, f"adjust_conv_projection_{name}")
            return _norm(p, f"adjust_bn_{name}")
    return p


def _halved(p: SymbolicTensor, filters: int, name: str) -> SymbolicTensor:
    """Takes every other place, and every other one beside these, for half of the filters each."""
    p = _relu(p, f"adjust_relu_1_{name}")
    beside = layers.ZeroPadding2D(((0, 1), (0, 1)))(p)
    beside = layers.Cropping2D(((1, 0), (1, 0)))(beside)
    parts: list[SymbolicTensor] = []
    for place, part in ((1, p), (2, beside)):
        y = layers.AveragePooling2D(1, strides=2, name=f"adjust_avg_pool_{place}_{name}")(part)
        parts.append(_pointwise(y, filters // 2, f"adjust_conv_{place}_{name}"))
    return layers.Concatenate(axis=channels())(parts)


@dataclass(frozen=True)
class Cell:
    """What the two cells share: their input in as many channels, and how they name things.

    Args:
        kind: "normal" or "reduction".
        name: of this one.
        filters: how many channels each branch has.
        strides: of the convolutions.
    """

    kind: str
    name: str
    filters: int
    strides: int

    def begin(self, x: SymbolicTensor) -> SymbolicTensor:
        """Brings what the last cell made into as many channels."""
        h = _pointwise(_relu(x), self.filters, f"{self.kind}_conv_1_{self.name}")
        return _norm(h, f"{self.kind}_bn_1_{self.name}")

    def separable(
        self, x: SymbolicTensor, size: int, side: str, strides: int | None = None, block: int = 0
    ) -> SymbolicTensor:
        """Convolves on one side of a block, whose number its name ends in."""
        name = f"{self.kind}_{side}_{self.name}"
        with scope(f"block_{block or side[-1]}"), scope(f"separable_conv_block_{name}"):
            return _separable(x, self.filters, size, name, strides or self.strides)

    def pooled(
        self, x: SymbolicTensor, side: str, kind: Any = layers.AveragePooling2D, strides: int = 1
    ) -> SymbolicTensor:
        """Pools on one side of a block."""
        padding = "same" if strides == 1 else "valid"
        name = f"{self.kind}_{side}_{self.name}"
        return kind(3, strides=strides, padding=padding, name=name)(x)

    def add(self, number: str, left: SymbolicTensor, right: SymbolicTensor) -> SymbolicTensor:
        """Joins the two sides of a block."""
        return layers.Add(name=f"{self.kind}_add{number}_{self.name}")([left, right])

    def join(self, parts: Sequence[SymbolicTensor]) -> SymbolicTensor:
        """Joins all blocks."""
        name = f"{self.kind}_concat_{self.name}"
        return layers.Concatenate(axis=channels(), name=name)(parts)


def _normal(x: SymbolicTensor, p: SymbolicTensor | None, filters: int, name: str) -> SymbolicTensor:
    """The cell that keeps height and width (figure 4, left)."""
    cell = Cell("normal", name, filters, strides=1)
    with scope(f"normal_A_block_{name}"):
        p = _adjusted(p, x, filters, name)
        h = cell.begin(x)
        parts = [
            cell.add("_1", cell.separable(h, 5, "left1"), cell.separable(p, 3, "right1")),
            cell.add("_2", cell.separable(p, 5, "left2"), cell.separable(p, 3, "right2")),
            cell.add("_3", cell.pooled(h, "left3"), p),
            cell.add("_4", cell.pooled(p, "left4"), cell.pooled(p, "right4")),
            cell.add("_5", cell.separable(h, 3, "left5"), h),
        ]
        return cell.join([p, *parts])


def _reduction(
    x: SymbolicTensor, p: SymbolicTensor | None, filters: int, name: str
) -> SymbolicTensor:
    """The cell that halves height and width (figure 4, right)."""
    cell = Cell("reduction", name, filters, strides=2)
    largest = layers.MaxPooling2D
    with scope(f"reduction_A_block_{name}"):
        p = _adjusted(p, x, filters, name)
        h = cell.begin(x)
        padded = layers.ZeroPadding2D(edges(h, 3), name=f"reduction_pad_1_{name}")(h)
        one = cell.add("_1", cell.separable(h, 5, "left1"), cell.separable(p, 7, "right1"))
        left = cell.pooled(padded, "left2", largest, 2)
        two = cell.add("_2", left, cell.separable(p, 7, "right2"))
        left = cell.pooled(padded, "left3", strides=2)
        three = cell.add("3", left, cell.separable(p, 5, "right3"))
        four = layers.Add()([two, cell.pooled(one, "left4")])
        left = cell.separable(one, 3, "left4", strides=1, block=5)
        five = cell.add("4", left, cell.pooled(padded, "right5", largest, 2))
        return cell.join([two, three, four, five])


@dataclass(frozen=True)
class Row:
    """One size of NASNet.

    Args:
        name: of the model.
        filters: channels of the features.
        repeats: how many normal cells follow each other.
        stem: channels of the first convolution.
        skipped: whether a cell after a halving one sees what stood before that.
        size: height and width of the pictures its weights are for.
    """

    name: str
    filters: int
    repeats: int
    stem: int
    skipped: bool
    size: int

    def body(self, x: SymbolicTensor, _: Asked) -> SymbolicTensor:
        """Makes features of pictures."""
        filters = self.filters // 24
        x = layers.Conv2D(
            self.stem, 3, strides=2, use_bias=False, name="stem_conv1",
            kernel_initializer="he_normal",
        )(x)  # fmt: skip
        x = _norm(x, "stem_bn1")
        p, x = x, _reduction(x, None, filters // 4, "stem_1")
        p, x = x, _reduction(x, p, filters // 2, "stem_2")
        for stage in range(3):
            first = stage * self.repeats
            if stage:
                smaller = _reduction(x, p, filters * 2**stage, f"reduce_{first}")
                p, x = (p if self.skipped else x), smaller
            for number in range(self.repeats):
                name = str(first + number + (1 if stage else 0))
                p, x = x, _normal(x, p, filters * 2**stage, name)
        return _relu(x)


def _nasnet(
    row: Row,
    input_shape: Sequence[int | None] | None = None,
    include_top: bool = True,
    weights: str | Path | None = IMAGENET,
    input_tensor: SymbolicTensor | None = None,
    pooling: str | None = None,
    classes: int = 1000,
    classifier_activation: Any = "softmax",
    name: str | None = None,
) -> Functional:
    """Makes a NASNet.

    Args:
        row: which one.
    """
    asked = Asked(
        include_top, weights, input_tensor, input_shape, pooling, classes,
        classifier_activation, name or row.name,
    )  # fmt: skip
    file = f"nasnet/{row.name.replace('nasnet_', 'NASNet-')}"
    return build(
        Design(row.name, row.body, numbered_head, row.size, file=file, mark="-no-top"), asked
    )


_model = family(
    __name__,
    _nasnet,
    'Zoph et al. (2018), "Learning transferable architectures for scalable image recognition",\n'
    "figures 2 and 4.",
)
NASNetMobile = _model(
    "NASNetMobile", Row("nasnet_mobile", 1056, 4, 32, False, 224), "Makes a NASNet-A (4 @ 1056)."
)
NASNetLarge = _model(
    "NASNetLarge", Row("nasnet_large", 4032, 6, 96, True, 331), "Makes a NASNet-A (6 @ 4032)."
)

preprocess_input: Preparation = preparation(__name__, "tf")

__all__ = ["NASNetLarge", "NASNetMobile", "decode_predictions", "preprocess_input"]
