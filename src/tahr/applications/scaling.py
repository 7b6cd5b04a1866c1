"""Networks made wider and deeper by factors (Tan and Le 2019), and what their blocks share."""

import math

from tahr import layers
from tahr.applications.asked import Asked
from tahr.applications.building import channels, predictions, width_of
from tahr.core.config import image_data_format
from tahr.core.ranges import Padding
from tahr.initializers import VarianceScaling
from tahr.ops.symbolic import SymbolicTensor

DROPPED = 0.2
"""How often the last block adds nothing in training; earlier ones do so less often."""
SQUEEZED = 0.25
"""How many numbers channels are squeezed into, for each channel that a block is given."""


def for_convolutions() -> VarianceScaling:
    """Returns what draws the kernels of convolutions."""
    return VarianceScaling(2.0, "fan_out", "truncated_normal")


def for_classes() -> VarianceScaling:
    """Returns what draws the kernel of the last layer."""
    return VarianceScaling(1 / 3, "fan_out", "uniform")


def rounded(filters: float, shrinking: bool = False) -> int:
    """Returns the number of filters nearest to another that eight divides.

    Args:
        filters: any number.
        shrinking: whether it may be smaller by more than a tenth.

    Example:
        >>> rounded(32 * 1.1), rounded(19), rounded(19, shrinking=True)
        (32, 24, 16)
    """
    near = max(8, int(filters + 4) // 8 * 8)
    return near if shrinking or near >= 0.9 * filters else near + 8


def repeats(count: int, depth: float) -> int:
    """Returns how often a block is repeated in a network so many times as deep."""
    return math.ceil(depth * count)


def convolved(
    x: SymbolicTensor,
    filters: int,
    size: int,
    name: str,
    strides: int = 1,
    padding: Padding = "same",
) -> SymbolicTensor:
    """Convolves without a bias."""
    return layers.Conv2D(
        filters, size, strides, padding, use_bias=False, name=name,
        kernel_initializer=for_convolutions(),
    )(x)  # fmt: skip


def deep_convolved(
    x: SymbolicTensor, size: int, name: str, strides: int, padding: Padding = "same"
) -> SymbolicTensor:
    """Convolves each channel by itself, without a bias."""
    return layers.DepthwiseConv2D(
        size, strides, padding, use_bias=False, name=name, depthwise_initializer=for_convolutions()
    )(x)


def normalized(
    x: SymbolicTensor, name: str, active: bool = True, momentum: float = 0.99
) -> SymbolicTensor:
    """Normalizes over the batch, and applies the activation.

    Args:
        x: features.
        name: what the names of its layers begin with.
        active: whether there is an activation.
        momentum: of the moving averages.
    """
    x = layers.BatchNormalization(axis=channels(), momentum=momentum, name=f"{name}bn")(x)
    return layers.Activation("silu", name=f"{name}activation")(x) if active else x


def squeezed(x: SymbolicTensor, inside: int, name: str) -> SymbolicTensor:
    """Weighs channels by what they hold over the whole picture.

    Args:
        x: features.
        inside: how many channels the block was given.
        name: what the names of its layers begin with.

    Source: Hu et al. (2018), "Squeeze-and-excitation networks", figure 2.
    """
    filters, inner = width_of(x), max(1, int(inside * SQUEEZED))
    shape = (1, 1, filters) if image_data_format() == "channels_last" else (filters, 1, 1)
    y = layers.GlobalAveragePooling2D(name=f"{name}squeeze")(x)
    y = layers.Reshape(shape, name=f"{name}reshape")(y)
    for width, activation, part in ((inner, "silu", "reduce"), (filters, "sigmoid", "expand")):
        y = layers.Conv2D(
            width, 1, padding="same", activation=activation, name=f"{name}{part}",
            kernel_initializer=for_convolutions(),
        )(y)  # fmt: skip
    return layers.Multiply(name=f"{name}excite")([x, y])


def added(x: SymbolicTensor, y: SymbolicTensor, rate: float, name: str) -> SymbolicTensor:
    """Adds what a block made to what it was given, in training for a part of the pictures only.

    Args:
        x: what the block was given.
        y: what it made.
        rate: of how many pictures nothing is added.
        name: what the names of its layers begin with.

    Source: Huang et al. (2016), "Deep networks with stochastic depth", equation 2.
    """
    if rate:
        y = layers.Dropout(rate, noise_shape=(None, 1, 1, 1), name=f"{name}drop")(y)
    return layers.Add(name=f"{name}add")([y, x])


def head(x: SymbolicTensor, asked: Asked, dropout: float = 0.2) -> SymbolicTensor:
    """Averages features over all places, drops some in training, and makes classes of them."""
    x = layers.GlobalAveragePooling2D(name="avg_pool")(x)
    x = layers.Dropout(dropout, name="top_dropout")(x)
    return predictions(x, asked, kernel_initializer=for_classes())
