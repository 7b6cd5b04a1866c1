"""Data sets of the images in a folder."""

from collections.abc import Sequence
from io import BytesIO
from pathlib import Path
from typing import Any

import numpy as np

from tahr.core.config import data_format as checked_format
from tahr.core.errors import ArgumentError, told
from tahr.core.extras import required
from tahr.core.memory import keep_freed
from tahr.core.tracebacks import ends_at_user
from tahr.ops.image.batches import check_choice
from tahr.preprocessing import opencv
from tahr.preprocessing.folders import INFERRED
from tahr.preprocessing.reading import Data, from_folder, unreadable
from tahr.preprocessing.resizing import METHODS, cropped_to_ratio, fitted, resized
from tahr.training.data.elements import ElementSpec

ENDINGS = (".bmp", ".gif", ".jpeg", ".jpg", ".png")
MODES = {"grayscale": "L", "rgb": "RGB", "rgba": "RGBA"}
"""What Pillow calls each: a letter for each channel."""
DEEP = ("I;16", "I;16B", "I;16L", "I")
"""Pillow's modes of images with two bytes a pixel."""


class ImageReader:
    """Reads image files into arrays of one shape.

    Args:
        size: height and width.
        color_mode: "grayscale", "rgb" or "rgba".
        interpolation: how they are brought to the size.
        ratio: "crop" or "pad" to keep the ratio of height and width; None to let it change.
        place: where the channels are.
    """

    def __init__(
        self,
        size: tuple[int, int],
        color_mode: str,
        interpolation: str,
        ratio: str | None,
        place: str,
    ) -> None:
        self.size: tuple[int, int] = size
        self.mode: str = MODES[color_mode]
        self.interpolation: str = interpolation
        self.ratio: str | None = ratio
        self.place: str = place
        self.channels: int = len(self.mode)

    @property
    def spec(self) -> ElementSpec:
        """The shape and dtype of an image."""
        shape = (*self.size, self.channels)
        first = self.place == "channels_first"
        return ElementSpec((self.channels, *self.size) if first else shape, "float32")

    def __call__(self, path: str) -> np.ndarray:
        pixels = decoded(path, self.mode)
        if self.ratio == "crop":
            pixels = cropped_to_ratio(pixels, self.size)
        bring = fitted if self.ratio == "pad" else resized
        pixels = bring(pixels, self.size, self.interpolation).astype("float32", copy=False)
        return pixels.transpose(2, 0, 1) if self.place == "channels_first" else pixels


def decoded(path: str, mode: str) -> np.ndarray:
    """Reads an image file as bytes `(height, width, channels)`; of several images, the first.

    Args:
        path: the file.
        mode: "L", "RGB" or "RGBA", as Pillow calls them.

    Raises:
        DataError: it is no image, or a damaged one.
    """
    from PIL import Image

    try:
        data = Path(path).read_bytes()
        pixels = opencv.decoded(data, mode)
        if pixels is not None:
            return pixels.reshape(*pixels.shape[:2], -1)
        with Image.open(BytesIO(data)) as file:
            if mode == "L" and file.format == "JPEG":
                file.draft("L", file.size)
            if file.mode in DEEP:
                return _of_deep(np.asarray(file), mode)
            pixels = np.asarray(file if file.mode == mode else file.convert(mode))
    except Exception as error:  # a damaged file may say anything, or that it is huge
        raise unreadable(path, "an image", error) from error
    return pixels[..., None] if pixels.ndim == 2 else pixels


def _of_deep(pixels: np.ndarray, mode: str) -> np.ndarray:
    gray = (pixels.astype("uint32") >> 8).astype("uint8")[..., None]
    if mode == "L":
        return gray
    opaque = [np.full_like(gray, 255)] if mode == "RGBA" else []
    return np.concatenate([gray, gray, gray, *opaque], axis=-1)


@ends_at_user
def image_dataset_from_directory(
    directory: str | Path,
    labels: Any = INFERRED,
    label_mode: str | None = "int",
    class_names: Sequence[str] | None = None,
    color_mode: str = "rgb",
    batch_size: int | None = 32,
    image_size: tuple[int, int] | int = (256, 256),
    shuffle: bool = True,
    seed: int | None = None,
    validation_split: float | None = None,
    subset: str | None = None,
    interpolation: str = "bilinear",
    follow_links: bool = False,
    crop_to_aspect_ratio: bool = False,
    pad_to_aspect_ratio: bool = False,
    data_format: str | None = None,
    format: str = "tf",
    verbose: bool = True,
) -> Data:
    """Makes a data set of the images in a folder, which are read when they are needed.

    Args:
        directory: the folder; with labels of its own, it has one folder for each class.
        labels: "inferred" for a class by the folder in `directory` that a file is in; a list of
            class numbers, one a file in the order of their paths; None for no labels.
        label_mode: "int" for class numbers, int32 `(batch,)`; "categorical" for float32
            `(batch, classes)` with a 1 at the class; "binary" for float32 `(batch, 1)` of 0 and 1;
            None for no labels.
        class_names: the folders that are classes, in the order of their numbers; by default all,
            by their names.
        color_mode: "grayscale", "rgb" or "rgba": 1, 3 or 4 channels.
        batch_size: images a batch; None for single ones.
        image_size: height and width that images are brought to.
        shuffle: whether to mix the files, and the images anew in each pass.
        seed: of the order; files have that of Keras with the same seed.
        validation_split: the fraction of files to validate on.
        subset: "training" or "validation", or "both" for a list of the two.
        interpolation: "bilinear", "nearest", "bicubic", "area", "lanczos3", "lanczos5",
            "gaussian" or "mitchellcubic".
        follow_links: whether to go into folders that are links.
        crop_to_aspect_ratio: whether to keep the ratio of height and width, and cut off what is
            too much.
        pad_to_aspect_ratio: whether to keep the ratio, and fill up with black.
        data_format: where the channels are; the configured place by default.
        format: unused, kept for Keras's signature: every engine takes the data set.
        verbose: whether to say how many files there are.

    Returns:
        A `Dataset` of float32 images from 0 to 255, or of (images, labels), with `class_names` and
        `file_paths`; two of them with `subset="both"`.

    Raises:
        ArgumentError: an argument makes no sense.
        DataError: there is no such folder, or no image in it. When it is read: a file is damaged.
        MissingExtraError: Pillow is not installed.

    Example:
        >>> import pathlib, tempfile
        >>> from tahr.utils import save_img
        >>> top = pathlib.Path(tempfile.mkdtemp())
        >>> for name in ("cat", "dog"):
        ...     (top / name).mkdir()
        ...     save_img(top / name / "1.png", np.zeros((8, 8, 3)))
        >>> data = image_dataset_from_directory(top, image_size=(4, 4), verbose=False)
        >>> data.class_names, [images.shape for images, labels in data]
        (['cat', 'dog'], [(2, 4, 4, 3)])
    """
    required("PIL", "plot")
    keep_freed()
    check_choice("color_mode", color_mode, MODES)
    check_choice("interpolation", interpolation, METHODS)
    if crop_to_aspect_ratio and pad_to_aspect_ratio:
        raise ArgumentError("crop_to_aspect_ratio and pad_to_aspect_ratio exclude each other")
    ratio = "crop" if crop_to_aspect_ratio else "pad" if pad_to_aspect_ratio else None
    place = checked_format(data_format)
    read = ImageReader(size_of(image_size), color_mode, interpolation, ratio, place)
    return from_folder(
        directory,
        ENDINGS,
        read,
        read.spec,
        labels=labels,
        label_mode=label_mode,
        class_names=class_names,
        batch_size=batch_size,
        shuffle=shuffle,
        seed=seed,
        validation_split=validation_split,
        subset=subset,
        follow_links=follow_links,
        verbose=verbose,
    )


def size_of(value: Any) -> tuple[int, int]:
    """Returns a height and a width, given both or one for both.

    Raises:
        ArgumentError: they are no positive integers.
    """
    pair = tuple(value) if isinstance(value, list | tuple) else (value, value)
    if len(pair) != 2 or not all(hasattr(n, "__index__") and n > 0 for n in pair):
        raise ArgumentError("a size is a height and a width", got=told(value))
    return int(pair[0]), int(pair[1])
