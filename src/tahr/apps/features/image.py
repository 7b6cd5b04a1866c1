"""Pictures: files named in a column, or arrays of pixels."""

from typing import Annotated, Any, Literal, Self

import numpy as np
from pydantic import Field

from tahr.apps.data.media import faults, image_facts, read_image
from tahr.apps.data.table import Table
from tahr.apps.features.feature import Array, Feature, Outlook
from tahr.apps.features.options import OrAuto, Positive
from tahr.apps.features.sizes import Size
from tahr.apps.job.decisions import Decisions

LARGEST_SIDE = 96
LOOKED_AT = 200
FLAT = 3
"""Axes of an array of pictures that have no axis of channels."""


class Image(Feature):
    """A picture a row."""

    type: Literal["image"] = "image"
    size: Annotated[
        OrAuto[tuple[Positive, Positive]],
        Field(description="Height and width that pictures are brought to."),
    ] = "auto"
    channels: Annotated[OrAuto[Literal[1, 3]], Field(description="1: grey; 3: colour.")] = "auto"
    augment: Annotated[
        OrAuto[Literal["none", "shift", "flip"]],
        Field(
            description="Changes that keep what is shown, made while training: shift: moved, "
            "turned and scaled a little; flip: mirrored too."
        ),
    ] = "auto"

    def settled(self, outlook: Outlook, decisions: Decisions) -> Self:
        path = outlook.path
        height, width, channels = self._facts(outlook)
        shrink = max(max(height, width) / LARGEST_SIDE, 1.0)
        size = (max(round(height / shrink), 8), max(round(width / shrink), 8))
        return self.model_copy(
            update={
                "size": decisions.settle(
                    f"{path}.size",
                    self.size,
                    size,
                    f"the usual size is {height} x {width}; at most {LARGEST_SIDE} a side",
                ),
                "channels": decisions.settle(
                    f"{path}.channels", self.channels, channels, "what the pictures have"
                ),
                "augment": decisions.settle(
                    f"{path}.augment",
                    self.augment,
                    "shift",
                    "small shifts, turns and scales seldom change what is shown; mirroring may",
                ),
            }
        )

    def _facts(self, outlook: Outlook) -> tuple[int, int, int]:
        values = outlook.table.column(self.name)
        if values.ndim > 1:
            shape = values.shape[1:]
            return shape[0], shape[1], 1 if values.ndim == FLAT or shape[-1] == 1 else 3
        step = max(len(values) // LOOKED_AT, 1)
        rows = range(0, len(values), step)
        found = [image_facts(outlook.table, str(values[row]), row) for row in rows]
        heights, widths, channels = (np.array(one) for one in zip(*found, strict=True))
        return int(np.median(heights)), int(np.median(widths)), int(channels.max())

    def given(self, table: Table) -> Array:
        values = table.column(self.name)
        if values.ndim > 1:
            return _as_pixels(values, self._size, int(self.channels))
        return np.stack(
            [
                read_image(table, str(value), row, self._size, int(self.channels))
                for row, value in enumerate(values.tolist())
            ]
        )

    @property
    def _size(self) -> tuple[int, int]:
        height, width = self.size
        return int(height), int(width)

    def unreadable(self, table: Table) -> dict[int, str]:
        return faults(image_facts, table, self.name)

    def arrives(self) -> Any:
        from tahr import layers

        shape = (None, None, int(self.channels))
        return layers.Input(shape, dtype="float32", name=self.label)

    def prepared(self, raw: Any, values: Array) -> Any:
        from tahr import layers

        pixels = np.asarray(values, np.float32)
        scale = 1 / (255.0 if pixels.max() > 1.0 else 1.0)
        mean = float(pixels.mean()) * scale
        deviation = float(pixels.std()) * scale or 1.0
        sized = layers.Resizing(*self._size, name=f"{self.label}.sized")(raw)
        name = f"{self.label}.scaled"
        return layers.Rescaling(scale / deviation, -mean / deviation, name=name)(sized)

    def encoded(self, prepared: Any, size: Size) -> Any:
        from tahr import layers

        x = self._augmented(prepared)
        filters, side = size.filters, min(self._size)
        for block in range(size.blocks):
            if side < 4:
                break
            for _ in range(1 if block == 0 else 2):
                x = layers.Conv2D(filters, 3, padding="same", use_bias=False)(x)
                x = layers.BatchNormalization(momentum=0.9)(x)
                x = layers.ReLU()(x)
            x = layers.MaxPooling2D()(x)
            x = layers.Dropout(size.dropout / 2)(x)
            filters, side = min(2 * filters, 256), side // 2
        x = layers.Flatten()(x) if side * side <= 25 else layers.GlobalAveragePooling2D()(x)
        vector = layers.Dense(size.units, activation="relu", name=f"{self.label}.vector")(x)
        return layers.Dropout(size.dropout)(vector)

    def _augmented(self, x: Any) -> Any:
        from tahr import layers

        if self.augment == "none":
            return x
        if self.augment == "flip":
            x = layers.RandomFlip("horizontal")(x)
        x = layers.RandomTranslation(0.08, 0.08, fill_mode="nearest")(x)
        x = layers.RandomRotation(0.03, fill_mode="nearest")(x)
        return layers.RandomZoom(0.1, fill_mode="nearest")(x)


def _as_pixels(values: Array, size: tuple[int, int], channels: int) -> Array:
    """Returns arrays of pictures with an axis of channels, in the size that is asked for."""
    pictures = values[..., None] if values.ndim == FLAT else values
    if pictures.shape[-1] != channels:
        grey = np.asarray(pictures, np.float32).mean(axis=-1, keepdims=True)
        pictures = np.repeat(grey, channels, axis=-1).astype(values.dtype)
    if pictures.shape[1:3] == size:
        return pictures
    from tahr import ops

    resized = ops.image.resize(np.asarray(pictures, np.float32), size)
    return np.asarray(ops.convert_to_numpy(resized))
