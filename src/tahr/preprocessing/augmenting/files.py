"""Batches of pictures that are files."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from tahr.core.errors import ArgumentError
from tahr.preprocessing.augmenting.iterator import Iterator
from tahr.preprocessing.augmenting.saving import Kept, checked_subset
from tahr.preprocessing.image import img_to_array, load_img

CHANNELS = {"rgb": 3, "rgba": 4, "grayscale": 1}
ENDINGS = ("jpg", "jpeg", "bmp", "png", "ppm", "tif", "tiff")


class BatchFromFilesMixin(Iterator):
    """What batches of files have in common."""

    class_mode: str | None
    class_indices: dict[str, int]
    classes: Any

    def set_processing_attrs(
        self,
        image_data_generator: Any,
        target_size: Sequence[int],
        color_mode: str,
        data_format: str,
        save_to_dir: str | Path | None,
        save_prefix: str,
        save_format: str,
        subset: str | None,
        interpolation: str,
        keep_aspect_ratio: bool = False,
    ) -> None:
        """Sets how files are read and changed.

        Raises:
            ArgumentError: there are no such colours, or no such subset.
        """
        if color_mode not in CHANNELS:
            raise ArgumentError(
                f"color_mode cannot be {color_mode!r}", expected=", ".join(CHANNELS)
            )
        self.image_data_generator = image_data_generator
        self.target_size: tuple[int, ...] = tuple(target_size)
        self.color_mode = color_mode
        self.data_format = data_format
        size, channels = self.target_size, (CHANNELS[color_mode],)
        last = data_format == "channels_last"
        self.image_shape: tuple[int, ...] = (*size, *channels) if last else (*channels, *size)
        self.interpolation = interpolation
        self.keep_aspect_ratio = keep_aspect_ratio
        self.subset: str | None = checked_subset(subset)
        split = getattr(image_data_generator, "validation_split", 0.0)
        self.split: tuple[float, float] | None = None
        if subset is not None:
            self.split = (0, split) if subset == "validation" else (split, 1)
        self._kept = Kept(save_to_dir, save_prefix, save_format, data_format)

    @property
    def filepaths(self) -> Sequence[str]:
        """The files."""
        raise NotImplementedError

    @property
    def labels(self) -> Any:
        """The class of each, or its target."""
        raise NotImplementedError

    @property
    def sample_weight(self) -> Any:
        """How much each counts; None where all count alike."""
        return None

    dtype: Any

    def _get_batches_of_transformed_samples(self, index_array: np.ndarray) -> Any:
        batch = np.zeros((len(index_array), *self.image_shape), dtype=self.dtype)
        for place, number in enumerate(index_array):
            batch[place] = self._picture(self.filepaths[int(number)])
        self._kept.write(batch, index_array, 1e7)
        if self.class_mode is None:
            return batch
        targets = self._targets(batch, index_array)
        weights = self.sample_weight
        return (batch, targets) if weights is None else (batch, targets, weights[index_array])

    def _picture(self, path: str) -> np.ndarray:
        with load_img(
            path,
            color_mode=self.color_mode,
            target_size=(self.target_size[0], self.target_size[1]),
            interpolation=self.interpolation,
            keep_aspect_ratio=self.keep_aspect_ratio,
        ) as file:
            x = img_to_array(file, data_format=self.data_format)
        generator = self.image_data_generator
        if generator is None:
            return x
        drawn = generator.get_random_transform(x.shape)
        return generator.standardize(generator.apply_transform(x, drawn))

    def _targets(self, batch: np.ndarray, index_array: np.ndarray) -> Any:
        """Returns what the mode makes of the classes of a batch."""
        labels = self.labels
        if self.class_mode == "input":
            return batch.copy()
        if self.class_mode == "multi_output":
            return [column[index_array] for column in labels]
        if self.class_mode == "raw":
            return labels[index_array]
        if self.class_mode in ("binary", "sparse"):
            return np.array([labels[number] for number in index_array], dtype=self.dtype)
        found = np.zeros((len(batch), len(self.class_indices)), dtype=self.dtype)
        for row, number in enumerate(index_array):
            found[row, labels[number]] = 1.0
        return found


def list_pictures(directory: str | Path, ext: Sequence[str] = ENDINGS) -> list[str]:
    """Lists the pictures in a folder and in those inside it.

    Args:
        directory: the folder.
        ext: how their names end.
    """
    ends = tuple(f".{one.lower()}" for one in ([ext] if isinstance(ext, str) else ext))
    found = [path for path in Path(directory).rglob("*") if path.is_file()]
    return sorted(str(path) for path in found if path.name.lower().endswith(ends))
