"""DenseNet: each layer sees what all before it in its block have made (Huang et al. 2017)."""

from collections.abc import Sequence
from functools import partial
from typing import Any

from tahr import layers
from tahr.applications.asked import Asked
from tahr.applications.building import Design, Standard, channels, family, standard, width_of
from tahr.applications.files import KERNELS
from tahr.applications.imagenet_utils import Preparation, decode_predictions, preparation
from tahr.applications.resnet import normalized
from tahr.ops.symbolic import SymbolicTensor

GROWTH = 32


def _conv(x: SymbolicTensor, filters: int, size: int, name: str, **given: Any) -> SymbolicTensor:
    return layers.Conv2D(filters, size, use_bias=False, name=f"{name}_conv", **given)(x)


def _dense_block(x: SymbolicTensor, depth: int, name: str) -> SymbolicTensor:
    for number in range(1, depth + 1):
        inner = f"{name}_block{number}"
        y = normalized(x, f"{inner}_0")
        y = _conv(y, 4 * GROWTH, 1, f"{inner}_1")
        y = normalized(y, f"{inner}_1")
        y = _conv(y, GROWTH, 3, f"{inner}_2", padding="same")
        x = layers.Concatenate(axis=channels(), name=f"{inner}_concat")([x, y])
    return x


def _transition(x: SymbolicTensor, name: str) -> SymbolicTensor:
    x = normalized(x, name)
    x = _conv(x, width_of(x) // 2, 1, name)
    return layers.AveragePooling2D(2, strides=2, name=f"{name}_pool")(x)


def _body(x: SymbolicTensor, _: Asked, depths: Sequence[int]) -> SymbolicTensor:
    x = layers.ZeroPadding2D(3)(x)
    x = normalized(_conv(x, 64, 7, "conv1", strides=2), "conv1")
    x = layers.MaxPooling2D(3, strides=2, name="pool1")(layers.ZeroPadding2D(1)(x))
    for stage, depth in enumerate(depths, 2):
        x = x if stage == 2 else _transition(x, f"pool{stage - 1}")
        x = _dense_block(x, depth, f"conv{stage}")
    x = layers.BatchNormalization(axis=channels(), epsilon=1.001e-5, name="bn")(x)
    return layers.Activation("relu", name="relu")(x)


def _design(*depths: int) -> Design:
    depth = 2 * sum(depths) + len(depths) + 1
    return Design(
        name=f"densenet{depth}",
        body=partial(_body, depths=depths),
        file=f"densenet/densenet{depth}{KERNELS}",
        pool="{}_pool",
    )


_model = family(
    __name__, standard, 'Huang et al. (2017), "Densely connected convolutional networks", table 1.'
)
DenseNet121: Standard = _model(
    "DenseNet121", _design(6, 12, 24, 16), "Makes a DenseNet of 121 layers."
)
DenseNet169: Standard = _model(
    "DenseNet169", _design(6, 12, 32, 32), "Makes a DenseNet of 169 layers."
)
DenseNet201: Standard = _model(
    "DenseNet201", _design(6, 12, 48, 32), "Makes a DenseNet of 201 layers."
)

preprocess_input: Preparation = preparation(__name__, "torch")

__all__ = ["DenseNet121", "DenseNet169", "DenseNet201", "decode_predictions", "preprocess_input"]
