"""ConvNeXt: a convolutional network in the shape of a transformer (Liu et al. 2022)."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tahr import layers, ops
from tahr.applications.asked import IMAGENET, Asked
from tahr.applications.building import Design, build, family, predictions
from tahr.applications.imagenet_utils import (
    MEAN,
    STANDARD_DEVIATION,
    Preparation,
    decode_predictions,
    preparation,
)
from tahr.core.arguments import checked
from tahr.core.config import image_data_format
from tahr.core.ranges import Count
from tahr.core.registry import known_as
from tahr.core.rows import rows_apart
from tahr.core.typing import Shape, Tensor
from tahr.initializers import Constant
from tahr.models.model import Functional
from tahr.models.sequential import Sequential
from tahr.ops.symbolic import SymbolicTensor

EPSILON = 1e-6


@known_as("keras.src.applications.convnext")
@rows_apart
class LayerScale(layers.Layer):
    """Multiplies each channel by a number that is learned and begins small.

    Args:
        init_values: what the numbers begin with.
        projection_dim: how many channels there are.
        **kwargs: what every layer takes.

    Input: `(..., projection_dim)`. Output: the same shape.

    Example:
        >>> LayerScale(0.5, 2)([[2.0, 4.0]]).tolist()
        [[1.0, 2.0]]

    Source: Touvron et al. (2021), "Going deeper with image transformers", equation 4.
    """

    @checked
    def __init__(self, init_values: float, projection_dim: Count, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.init_values = init_values
        self.projection_dim = projection_dim

    def build(self, input_shape: Shape) -> None:
        start = Constant(self.init_values)
        self.gamma = self.add_weight((self.projection_dim,), start, name="gamma")

    def call(self, inputs: Tensor) -> Tensor:
        return ops.multiply(inputs, self.gamma)


@dataclass(frozen=True)
class Row:
    """One size of ConvNeXt.

    Args:
        name: of the model.
        depths: how many blocks each stage has.
        widths: how many channels.
    """

    name: str
    depths: Sequence[int]
    widths: Sequence[int]

    def body(self, x: SymbolicTensor, prepared: bool) -> SymbolicTensor:
        """Makes features of pictures, which it normalizes first where asked to."""
        if prepared:
            mean = [255 * part for part in MEAN]
            variance = [(255 * part) ** 2 for part in STANDARD_DEVIATION]
            name = f"{self.name}_prestem_normalization"
            x = layers.Normalization(mean=mean, variance=variance, name=name)(x)
        for stage, (depth, width) in enumerate(zip(self.depths, self.widths, strict=True)):
            x = self._smaller(width, stage)(x)
            for number in range(depth):
                x = _block(x, width, f"{self.name}_stage_{stage}_block_{number}")
        return x

    def _smaller(self, width: int, stage: int) -> Sequential:
        """Makes what brings features into the size of a stage."""
        if stage == 0:
            name = f"{self.name}_stem"
            conv = layers.Conv2D(width, 4, strides=4, name=f"{name}_conv")
            return Sequential([conv, _layer_norm(f"{name}_layernorm")], name=name)
        name, number = f"{self.name}_downsampling", stage - 1
        conv = layers.Conv2D(width, 2, strides=2, name=f"{name}_conv_{number}")
        norm = _layer_norm(f"{name}_layernorm_{number}")
        return Sequential([norm, conv], name=f"{name}_block_{number}")

    def head(self, x: SymbolicTensor, asked: Asked) -> SymbolicTensor:
        """Makes classes of features."""
        x = layers.GlobalAveragePooling2D(name=f"{self.name}_head_gap")(x)
        x = _layer_norm(f"{self.name}_head_layernorm")(x)
        return predictions(x, asked, name=f"{self.name}_head_dense")


def _layer_norm(name: str | None = None) -> layers.LayerNormalization:
    return layers.LayerNormalization(epsilon=EPSILON, name=name)


def _block(x: SymbolicTensor, width: int, name: str) -> SymbolicTensor:
    y = layers.Conv2D(
        width, 7, padding="same", groups=width, name=f"{name}_depthwise_conv"
    )(x)  # fmt: skip
    y = _layer_norm(f"{name}_layernorm")(y)
    y = layers.Dense(4 * width, name=f"{name}_pointwise_conv_1")(y)
    y = layers.Activation("gelu", name=f"{name}_gelu")(y)
    y = layers.Dense(width, name=f"{name}_pointwise_conv_2")(y)
    y = LayerScale(1e-6, width, name=f"{name}_layer_scale")(y)
    return x + layers.Activation("linear", name=f"{name}_identity")(y)


def _convnext(
    row: Row,
    include_top: bool = True,
    include_preprocessing: bool = True,
    weights: str | Path | None = IMAGENET,
    input_tensor: SymbolicTensor | None = None,
    input_shape: Sequence[int | None] | None = None,
    pooling: str | None = None,
    classes: int = 1000,
    classifier_activation: Any = "softmax",
    name: str | None = None,
) -> Functional:
    """Makes a ConvNeXt.

    Args:
        row: which one.
        include_preprocessing: whether it normalizes colours from 0 to 255 itself.
    """
    asked = Asked(
        include_top, weights, input_tensor, input_shape, pooling, classes,
        classifier_activation, name or row.name,
    )  # fmt: skip
    if image_data_format() != "channels_last":
        raise asked.wrong(
            "channels come last in a ConvNeXt", got=f"image_data_format {image_data_format()!r}"
        )
    design = Design(
        name=row.name,
        body=lambda x, _: row.body(x, include_preprocessing),
        head=row.head,
        file=f"convnext/{row.name}",
        tail=lambda x, _: _layer_norm()(x),
    )
    return build(design, asked)


_model = family(__name__, _convnext, 'Liu et al. (2022), "A ConvNet for the 2020s", section 2.')
preprocess_input: Preparation = preparation(__name__, None)

ConvNeXtTiny = _model(
    "ConvNeXtTiny",
    Row("convnext_tiny", (3, 3, 9, 3), (96, 192, 384, 768)),
    "Makes a tiny ConvNeXt: 28 million parameters.",
)
ConvNeXtSmall = _model(
    "ConvNeXtSmall",
    Row("convnext_small", (3, 3, 27, 3), (96, 192, 384, 768)),
    "Makes a small ConvNeXt: 50 million parameters.",
)
ConvNeXtBase = _model(
    "ConvNeXtBase",
    Row("convnext_base", (3, 3, 27, 3), (128, 256, 512, 1024)),
    "Makes the ConvNeXt of the paper's main results: 89 million parameters.",
)
ConvNeXtLarge = _model(
    "ConvNeXtLarge",
    Row("convnext_large", (3, 3, 27, 3), (192, 384, 768, 1536)),
    "Makes a large ConvNeXt: 198 million parameters.",
)
ConvNeXtXLarge = _model(
    "ConvNeXtXLarge",
    Row("convnext_xlarge", (3, 3, 27, 3), (256, 512, 1024, 2048)),
    "Makes the largest ConvNeXt: 350 million parameters.",
)

__all__ = [
    "ConvNeXtBase", "ConvNeXtLarge", "ConvNeXtSmall", "ConvNeXtTiny", "ConvNeXtXLarge",
    "decode_predictions", "preprocess_input",
]  # fmt: skip
