"""Xception: convolutions of each channel by itself, then of channels alone (Chollet 2017)."""

from collections.abc import Sequence

from tahr import layers
from tahr.applications.asked import Asked
from tahr.applications.building import Design, channels, family, standard
from tahr.applications.files import KERNELS
from tahr.applications.imagenet_utils import Preparation, decode_predictions, preparation
from tahr.ops.symbolic import SymbolicTensor

ENTRY = ((2, (128, 128)), (3, (256, 256)), (4, (728, 728)))
"""Blocks that halve height and width, with the filters of their convolutions."""
MIDDLE = range(5, 13)
EXIT = (13, (728, 1024))


def _norm(x: SymbolicTensor, name: str | None = None) -> SymbolicTensor:
    return layers.BatchNormalization(axis=channels(), name=name)(x)


def _relu(x: SymbolicTensor, name: str) -> SymbolicTensor:
    return layers.Activation("relu", name=f"{name}_act")(x)


def _separable(x: SymbolicTensor, filters: int, name: str) -> SymbolicTensor:
    x = layers.SeparableConv2D(filters, 3, padding="same", use_bias=False, name=name)(x)
    return _norm(x, f"{name}_bn")


def _convolutions(x: SymbolicTensor, number: int, filters: Sequence[int]) -> SymbolicTensor:
    for place, width in enumerate(filters, 1):
        name = f"block{number}_sepconv{place}"
        x = x if (number, place) == (2, 1) else _relu(x, name)
        x = _separable(x, width, name)
    return x


def _halving(x: SymbolicTensor, number: int, filters: Sequence[int]) -> SymbolicTensor:
    shortcut = layers.Conv2D(filters[-1], 1, strides=2, padding="same", use_bias=False)(x)
    shortcut = _norm(shortcut)
    x = _convolutions(x, number, filters)
    x = layers.MaxPooling2D(3, strides=2, padding="same", name=f"block{number}_pool")(x)
    return layers.Add()([x, shortcut])


def _body(x: SymbolicTensor, _: Asked) -> SymbolicTensor:
    for place, (filters, strides) in enumerate(((32, 2), (64, 1)), 1):
        name = f"block1_conv{place}"
        x = layers.Conv2D(filters, 3, strides=strides, use_bias=False, name=name)(x)
        x = _relu(_norm(x, f"{name}_bn"), name)
    for number, filters in ENTRY:
        x = _halving(x, number, filters)
    for number in MIDDLE:
        x = layers.Add()([_convolutions(x, number, (728, 728, 728)), x])
    x = _halving(x, *EXIT)
    for place, filters in enumerate((1536, 2048), 1):
        name = f"block14_sepconv{place}"
        x = _relu(_separable(x, filters, name), name)
    return x


_DESIGN = Design(
    name="xception",
    body=_body,
    size=299,
    least=71,
    file="xception/xception" + KERNELS,
)
_model = family(
    __name__,
    standard,
    'Chollet (2017), "Xception: deep learning with depthwise separable convolutions", figure 5.',
)
Xception = _model("Xception", _DESIGN, "Makes an Xception.")

preprocess_input: Preparation = preparation(__name__, "tf")

__all__ = ["Xception", "decode_predictions", "preprocess_input"]
