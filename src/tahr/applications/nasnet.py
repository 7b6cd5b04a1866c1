"""NASNet: two cells found by a search, repeated (Zoph et al. 2018)."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tahr import layers
from tahr.applications.asked import IMAGENET, Asked
from tahr.applications.building import Design, build, channels, family, predictions
from tahr.applications.edges import edges
from tahr.applications.imagenet_utils import decode_predictions, preparation
from tahr.models.model import Functional
from tahr.ops.symbolic import SymbolicTensor


def _norm(x: SymbolicTensor, name: str) -> SymbolicTensor:
    return layers.BatchNormalization(
        axis=channels(), momentum=0.9997, epsilon=1e-3, name=name
    )(x)  # fmt: skip


def _relu(x: SymbolicTensor, name: str | None = None) -> SymbolicTensor:
    return layers.Activation("relu", name=name)(x)


def _pooled(
    x: SymbolicTensor, name: str, kind: Any = layers.AveragePooling2D, strides: int = 1
) -> SymbolicTensor:
    padding = "same" if strides == 1 else "valid"
    return kind(3, strides=strides, padding=padding, name=name)(x)


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
        x = layers.SeparableConv2D(
            filters, size, step, "same" if step == 1 else "valid", use_bias=False,
            name=f"separable_conv_{place}_{name}",
        )(x)  # fmt: skip
        x = _norm(x, f"separable_conv_{place}_bn_{name}")
    return x


def _adjusted(
    p: SymbolicTensor | None, x: SymbolicTensor, filters: int, name: str
) -> SymbolicTensor:
    """Brings what the cell before the last made into the shape of what the last one made."""
    if p is None:
        return x
    first = 1 if channels() == 3 else 2
    if p.shape[first] != x.shape[first]:
        return _norm(_halved(p, filters, name), f"adjust_bn_{name}")
    if p.shape[channels()] != filters:
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


def _normal(x: SymbolicTensor, p: SymbolicTensor | None, filters: int, name: str) -> SymbolicTensor:
    """The cell that keeps height and width (figure 4, left)."""
    p = _adjusted(p, x, filters, name)
    h = _norm(_pointwise(_relu(x), filters, f"normal_conv_1_{name}"), f"normal_bn_1_{name}")

    def add(number: int, left: SymbolicTensor, right: SymbolicTensor) -> SymbolicTensor:
        return layers.Add(name=f"normal_add_{number}_{name}")([left, right])

    def separable(x: SymbolicTensor, size: int, side: str) -> SymbolicTensor:
        return _separable(x, filters, size, f"normal_{side}_{name}")

    parts = [
        add(1, separable(h, 5, "left1"), separable(p, 3, "right1")),
        add(2, separable(p, 5, "left2"), separable(p, 3, "right2")),
        add(3, _pooled(h, f"normal_left3_{name}"), p),
        add(4, _pooled(p, f"normal_left4_{name}"), _pooled(p, f"normal_right4_{name}")),
        add(5, separable(h, 3, "left5"), h),
    ]
    return layers.Concatenate(axis=channels(), name=f"normal_concat_{name}")([p, *parts])


def _reduction(
    x: SymbolicTensor, p: SymbolicTensor | None, filters: int, name: str
) -> SymbolicTensor:
    """The cell that halves height and width (figure 4, right)."""
    p = _adjusted(p, x, filters, name)
    h = _norm(_pointwise(_relu(x), filters, f"reduction_conv_1_{name}"), f"reduction_bn_1_{name}")
    padded = layers.ZeroPadding2D(edges(h, 3), name=f"reduction_pad_1_{name}")(h)
    largest = layers.MaxPooling2D

    def add(name: str | None, left: SymbolicTensor, right: SymbolicTensor) -> SymbolicTensor:
        return layers.Add(name=name)([left, right])

    def separable(x: SymbolicTensor, size: int, side: str, strides: int = 2) -> SymbolicTensor:
        return _separable(x, filters, size, f"reduction_{side}_{name}", strides)

    x1 = add(f"reduction_add_1_{name}", separable(h, 5, "left1"), separable(p, 7, "right1"))
    left = _pooled(padded, f"reduction_left2_{name}", largest, 2)
    x2 = add(f"reduction_add_2_{name}", left, separable(p, 7, "right2"))
    left = _pooled(padded, f"reduction_left3_{name}", strides=2)
    x3 = add(f"reduction_add3_{name}", left, separable(p, 5, "right3"))
    x4 = add(None, x2, _pooled(x1, f"reduction_left4_{name}"))
    left = separable(x1, 3, "left4", strides=1)
    x5 = add(
        f"reduction_add4_{name}", left, _pooled(padded, f"reduction_right5_{name}", largest, 2)
    )
    return layers.Concatenate(axis=channels(), name=f"reduction_concat_{name}")([x2, x3, x4, x5])


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


def _head(x: SymbolicTensor, asked: Asked) -> SymbolicTensor:
    return predictions(layers.GlobalAveragePooling2D()(x), asked)


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
        input_shape: of one picture; by default that of the weights, and any size without a head.
        include_top: whether it ends in classes, rather than in features.
        weights: "imagenet" for those trained on ImageNet, which are downloaded where they are not
            in `KERAS_HOME/models`; a file; or None for random ones.
        input_tensor: a symbolic tensor it starts from, in place of an input of its own.
        pooling: without a head, "avg" or "max" over all places; None leaves the places.
        classes: how many.
        classifier_activation: makes the scores of the classes; None leaves them as they are.
        name: of the model.

    Returns:
        The model.

    Raises:
        ArgumentError: an argument makes no sense, or does not go with the weights.
        DataError: the weights cannot be downloaded.
        SavingError: the weights in the file are those of another model.
    """
    asked = Asked(
        include_top, weights, input_tensor, input_shape, pooling, classes,
        classifier_activation, name or row.name,
    )  # fmt: skip
    file = f"nasnet/{row.name.replace('nasnet_', 'NASNet-')}"
    return build(Design(row.name, row.body, _head, row.size, file=file, mark="-no-top"), asked)


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

preprocess_input = preparation(__name__, "tf")

__all__ = ["NASNetLarge", "NASNetMobile", "decode_predictions", "preprocess_input"]
