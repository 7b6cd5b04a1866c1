"""EfficientNet: one network made wider and deeper at once (Tan and Le 2019)."""

import math
from functools import partial
from itertools import count
from string import ascii_lowercase

from tahr import layers
from tahr.applications.asked import Asked
from tahr.applications.building import Design, Standard, channels, family, standard, width_of
from tahr.applications.edges import edges
from tahr.applications.imagenet_utils import (
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
        y = normalized(y, f"{name}expand_")
    if strides == 2:
        y = layers.ZeroPadding2D(edges(y, size), name=f"{name}dwconv_pad")(y)
    y = deep_convolved(y, size, f"{name}dwconv", strides, "valid" if strides == 2 else "same")
    y = normalized(y, name)
    y = squeezed(y, inside, f"{name}se_")
    y = convolved(y, filters, 1, f"{name}project_conv")
    y = normalized(y, f"{name}project_", active=False)
    return added(x, y, rate, name) if strides == 1 and inside == filters else y


def _body(x: SymbolicTensor, asked: Asked, width: float, depth: float) -> SymbolicTensor:
    x = _prepared(x, asked)
    x = layers.ZeroPadding2D(edges(x, 3), name="stem_conv_pad")(x)
    x = convolved(x, rounded(32 * width), 3, "stem_conv", strides=2, padding="valid")
    x = normalized(x, "stem_")
    total, done = sum(repeats(row[1], depth) for row in STAGES), count()
    for stage, (size, times, filters, expansion, strides) in enumerate(STAGES, 1):
        for letter in ascii_lowercase[: repeats(times, depth)]:
            step = strides if letter == "a" else 1
            rate, name = DROPPED * next(done) / total, f"block{stage}{letter}_"
            x = _block(x, size, rounded(filters * width), expansion, step, rate, name)
    x = convolved(x, rounded(1280 * width), 1, "top_conv")
    return normalized(x, "top_")


def _sized(
    number: int, width: float, depth: float, size: int, dropout: float
) -> tuple[str, Design, str]:
    """Returns what a size is called, its design, and what its docstring begins with."""
    name = f"efficientnetb{number}"
    design = Design(
        name=name,
        body=partial(_body, width=width, depth=depth),
        head=partial(head, dropout=dropout),
        size=size,
        file=f"/keras-applications/{name}",
        pool="{}_pool",
    )
    kind = f"EfficientNet {width} times as wide and {depth} times as deep as the smallest"
    says = f"Makes an {kind}." if number else "Makes the smallest EfficientNet."
    return f"EfficientNetB{number}", design, says


_model = family(
    __name__,
    standard,
    'Tan and Le (2019), "EfficientNet: rethinking model scaling for convolutional neural\n'
    'networks", tables 1 and 2.',
)
EfficientNetB0: Standard = _model(*_sized(0, 1.0, 1.0, 224, 0.2))
EfficientNetB1: Standard = _model(*_sized(1, 1.0, 1.1, 240, 0.2))
EfficientNetB2: Standard = _model(*_sized(2, 1.1, 1.2, 260, 0.3))
EfficientNetB3: Standard = _model(*_sized(3, 1.2, 1.4, 300, 0.3))
EfficientNetB4: Standard = _model(*_sized(4, 1.4, 1.8, 380, 0.4))
EfficientNetB5: Standard = _model(*_sized(5, 1.6, 2.2, 456, 0.4))
EfficientNetB6: Standard = _model(*_sized(6, 1.8, 2.6, 528, 0.5))
EfficientNetB7: Standard = _model(*_sized(7, 2.0, 3.1, 600, 0.5))

preprocess_input: Preparation = preparation(__name__, None)

__all__ = [
    "EfficientNetB0", "EfficientNetB1", "EfficientNetB2", "EfficientNetB3", "EfficientNetB4",
    "EfficientNetB5", "EfficientNetB6", "EfficientNetB7", "decode_predictions", "preprocess_input",
]  # fmt: skip
