"""EfficientNet: one network made wider and deeper at once (Tan and Le 2019)."""

import math
from functools import partial
from itertools import count
from string import ascii_lowercase

from tahr import layers
from tahr.applications.asked import Asked
from tahr.applications.building import Design, channels, family, predictions, standard, width_of
from tahr.applications.edges import edges
from tahr.applications.imagenet_utils import (
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
from tahr.ops.symbolic import SymbolicTensor

STAGES = (
    # kernel, repeats, filters out, expansion, strides
    (3, 1, 16, 1, 1),
    (3, 2, 24, 6, 2),
    (5, 2, 40, 6, 2),
    (3, 3, 80, 6, 2),
    (5, 3, 112, 6, 1),
    (5, 4, 192, 6, 2),
    (3, 1, 320, 6, 1),
)
"""The smallest network (table 1 of the paper), before it is made wider and deeper."""
DROPPED = 0.2
"""How often the last block adds nothing in training; earlier ones do so less often."""
SQUEEZED = 0.25


def _normalized(x: SymbolicTensor, name: str, active: bool = True) -> SymbolicTensor:
    x = layers.BatchNormalization(axis=channels(), name=f"{name}bn")(x)
    return layers.Activation("silu", name=f"{name}activation")(x) if active else x


def _prepared(x: SymbolicTensor, asked: Asked) -> SymbolicTensor:
    x = layers.Rescaling(1 / 255)(x)
    x = layers.Normalization(axis=channels())(x)
    if asked.pretrained:  # the variances in the file are where the deviations belong
        x = layers.Rescaling([1 / math.sqrt(part) for part in STANDARD_DEVIATION])(x)
    return x


def _block(
    x: SymbolicTensor, size: int, filters: int, expansion: int, strides: int, rate: float, name: str
) -> SymbolicTensor:
    """An inverted bottleneck with squeeze and excitation (Tan and Le 2019, section 4)."""
    inside = width_of(x)
    y = x
    if expansion != 1:
        y = convolved(y, inside * expansion, 1, f"{name}expand_conv")
        y = _normalized(y, f"{name}expand_")
    if strides == 2:
        y = layers.ZeroPadding2D(edges(y, size), name=f"{name}dwconv_pad")(y)
    y = deep_convolved(y, size, f"{name}dwconv", strides, "valid" if strides == 2 else "same")
    y = _normalized(y, name)
    y = squeezed(y, max(1, int(inside * SQUEEZED)), f"{name}se_")
    y = convolved(y, filters, 1, f"{name}project_conv")
    y = _normalized(y, f"{name}project_", active=False)
    return added(x, y, rate, name) if strides == 1 and inside == filters else y


def _body(x: SymbolicTensor, asked: Asked, width: float, depth: float) -> SymbolicTensor:
    x = _prepared(x, asked)
    x = layers.ZeroPadding2D(edges(x, 3), name="stem_conv_pad")(x)
    x = convolved(x, rounded(32 * width), 3, "stem_conv", strides=2, padding="valid")
    x = _normalized(x, "stem_")
    total, done = sum(repeats(row[1], depth) for row in STAGES), count()
    for stage, (size, times, filters, expansion, strides) in enumerate(STAGES, 1):
        for letter in ascii_lowercase[: repeats(times, depth)]:
            step = strides if letter == "a" else 1
            rate, name = DROPPED * next(done) / total, f"block{stage}{letter}_"
            x = _block(x, size, rounded(filters * width), expansion, step, rate, name)
    x = convolved(x, rounded(1280 * width), 1, "top_conv")
    return _normalized(x, "top_")


def _head(x: SymbolicTensor, asked: Asked, dropout: float) -> SymbolicTensor:
    x = layers.GlobalAveragePooling2D(name="avg_pool")(x)
    x = layers.Dropout(dropout, name="top_dropout")(x)
    return predictions(x, asked, kernel_initializer=for_classes())


def _design(number: int, width: float, depth: float, size: int, dropout: float) -> Design:
    name = f"efficientnetb{number}"
    return Design(
        name=name,
        body=partial(_body, width=width, depth=depth),
        head=partial(_head, dropout=dropout),
        size=size,
        file=f"/keras-applications/{name}",
        pool="{}_pool",
    )


_model = family(
    __name__,
    standard,
    'Tan and Le (2019), "EfficientNet: rethinking model scaling for convolutional neural\n'
    'networks", tables 1 and 2.',
)
EfficientNetB0 = _model(
    "EfficientNetB0",
    _design(0, 1.0, 1.0, 224, 0.2),
    "Makes the smallest EfficientNet.",
)
EfficientNetB1 = _model(
    "EfficientNetB1",
    _design(1, 1.0, 1.1, 240, 0.2),
    "Makes an EfficientNet 1.0 times as wide and 1.1 times as deep as the smallest.",
)
EfficientNetB2 = _model(
    "EfficientNetB2",
    _design(2, 1.1, 1.2, 260, 0.3),
    "Makes an EfficientNet 1.1 times as wide and 1.2 times as deep as the smallest.",
)
EfficientNetB3 = _model(
    "EfficientNetB3",
    _design(3, 1.2, 1.4, 300, 0.3),
    "Makes an EfficientNet 1.2 times as wide and 1.4 times as deep as the smallest.",
)
EfficientNetB4 = _model(
    "EfficientNetB4",
    _design(4, 1.4, 1.8, 380, 0.4),
    "Makes an EfficientNet 1.4 times as wide and 1.8 times as deep as the smallest.",
)
EfficientNetB5 = _model(
    "EfficientNetB5",
    _design(5, 1.6, 2.2, 456, 0.4),
    "Makes an EfficientNet 1.6 times as wide and 2.2 times as deep as the smallest.",
)
EfficientNetB6 = _model(
    "EfficientNetB6",
    _design(6, 1.8, 2.6, 528, 0.5),
    "Makes an EfficientNet 1.8 times as wide and 2.6 times as deep as the smallest.",
)
EfficientNetB7 = _model(
    "EfficientNetB7",
    _design(7, 2.0, 3.1, 600, 0.5),
    "Makes an EfficientNet 2.0 times as wide and 3.1 times as deep as the smallest.",
)

preprocess_input: Preparation = preparation(__name__, None)

__all__ = [
    "EfficientNetB0", "EfficientNetB1", "EfficientNetB2", "EfficientNetB3", "EfficientNetB4",
    "EfficientNetB5", "EfficientNetB6", "EfficientNetB7", "decode_predictions", "preprocess_input",
]  # fmt: skip
