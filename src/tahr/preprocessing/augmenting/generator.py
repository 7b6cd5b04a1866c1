"""ImageDataGenerator: how pictures are changed, and what they are drawn from."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from tahr.core.config import data_format as checked_format, floatx
from tahr.core.errors import ArgumentError, ShapeError
from tahr.core.notices import notice, unheard
from tahr.core.spelling import accepts_old_spellings
from tahr.core.tracebacks import methods_end_at_user
from tahr.preprocessing.augmenting.arrays import NumpyArrayIterator
from tahr.preprocessing.augmenting.chances import two_numbers
from tahr.preprocessing.augmenting.changes import (
    apply_affine_transform,
    apply_brightness_shift,
    apply_channel_shift,
    flip_axis,
)
from tahr.preprocessing.augmenting.folders import DirectoryIterator
from tahr.preprocessing.augmenting.frames import DataFrameIterator

Transform = dict[str, Any]
TINY = 1e-6


@methods_end_at_user((
    "__init__", "flow", "flow_from_directory", "flow_from_dataframe", "fit", "standardize",
    "random_transform", "apply_transform", "get_random_transform",
))  # fmt: skip
class ImageDataGenerator:
    """Batches of pictures that are changed at random and brought to a scale.

    Random numbers are NumPy's global ones, in the order in which Keras draws them.

    Args:
        featurewise_center: whether the mean of the data, by `fit`, is subtracted.
        samplewise_center: whether the mean of each picture is.
        featurewise_std_normalization: whether the deviation of the data, by `fit`, divides.
        samplewise_std_normalization: whether that of each picture does.
        zca_whitening: whether neighbours are made independent, by `fit`.
        zca_epsilon: added to the deviations there.
        rotation_range: the most degrees by which a picture is turned.
        width_shift_range: the most by which it is moved across: a share, or columns from 1 on; or
            a list of columns to choose from.
        height_shift_range: likewise, down.
        brightness_range: the least and the most brightness.
        shear_range: the most degrees by which it is sheared.
        zoom_range: the least and the most by which it is stretched, or how far from 1.
        channel_shift_range: the most that is added to all channels.
        fill_mode: what stands outside: "nearest", "constant", "reflect" or "wrap".
        cval: that constant.
        horizontal_flip: whether half of them are mirrored.
        vertical_flip: whether half of them are turned upside down.
        rescale: what the values are multiplied by.
        preprocessing_function: called with each picture, before it is brought to a scale.
        data_format: where the channels are; the configured place by default.
        validation_split: the share that is kept for validation.
        interpolation_order: of the splines between values.
        dtype: of the batches; the configured float type by default.

    Raises:
        ArgumentError: an argument makes no sense.

    Example:
        >>> pictures = np.arange(8.0).reshape(2, 2, 2, 1)
        >>> batches = ImageDataGenerator(rescale=0.5).flow(pictures, [0, 1], shuffle=False)
        >>> x, y = next(batches)
        >>> x[1, :, :, 0].tolist(), y.tolist()
        ([[2.0, 2.5], [3.0, 3.5]], [0, 1])
    """

    @accepts_old_spellings
    def __init__(
        self,
        featurewise_center: bool = False,
        samplewise_center: bool = False,
        featurewise_std_normalization: bool = False,
        samplewise_std_normalization: bool = False,
        zca_whitening: bool = False,
        zca_epsilon: float = 1e-6,
        rotation_range: float = 0,
        width_shift_range: Any = 0.0,
        height_shift_range: Any = 0.0,
        brightness_range: Sequence[float] | None = None,
        shear_range: float = 0.0,
        zoom_range: Any = 0.0,
        channel_shift_range: float = 0.0,
        fill_mode: str = "nearest",
        cval: float = 0.0,
        horizontal_flip: bool = False,
        vertical_flip: bool = False,
        rescale: float | None = None,
        preprocessing_function: Callable[[np.ndarray], Any] | None = None,
        data_format: str | None = None,
        validation_split: float = 0.0,
        interpolation_order: int = 1,
        dtype: Any = None,
    ) -> None:
        if validation_split and not 0 < validation_split < 1:
            raise ArgumentError(
                "validation_split is a share", expected="between 0 and 1", got=validation_split
            )
        self.featurewise_center = featurewise_center or featurewise_std_normalization
        self.featurewise_center: bool = self.featurewise_center or zca_whitening
        self.samplewise_center: bool = samplewise_center or samplewise_std_normalization
        self.featurewise_std_normalization: bool = (
            featurewise_std_normalization and not zca_whitening
        )
        self.samplewise_std_normalization = samplewise_std_normalization
        self.zca_whitening = zca_whitening
        self.zca_epsilon = zca_epsilon
        self.rotation_range = rotation_range
        self.width_shift_range = width_shift_range
        self.height_shift_range = height_shift_range
        self.shear_range = shear_range
        self.zoom_range: tuple[float, float] = (
            (1 - zoom_range, 1 + zoom_range)
            if isinstance(zoom_range, int | float)
            else two_numbers("zoom_range", zoom_range)
        )
        self.channel_shift_range = channel_shift_range
        self.brightness_range: tuple[float, float] | None = (
            None if brightness_range is None else two_numbers("brightness_range", brightness_range)
        )
        self.fill_mode = fill_mode
        self.cval = cval
        self.horizontal_flip = horizontal_flip
        self.vertical_flip = vertical_flip
        self.rescale = rescale
        self.preprocessing_function = preprocessing_function
        self.data_format: str = checked_format(data_format)
        self.validation_split = validation_split
        self.interpolation_order = interpolation_order
        self.dtype: Any | str = dtype or floatx()
        first = self.data_format == "channels_first"
        self.channel_axis, self.row_axis, self.col_axis = (1, 2, 3) if first else (3, 1, 2)
        self.mean: np.ndarray | None = None
        self.std: np.ndarray | None = None
        self.zca_whitening_matrix: np.ndarray | None = None

    def flow(
        self,
        x: Any,
        y: Any = None,
        batch_size: int = 32,
        shuffle: bool = True,
        sample_weight: Any = None,
        seed: int | None = None,
        save_to_dir: str | Path | None = None,
        save_prefix: str = "",
        save_format: str = "png",
        ignore_class_split: bool = False,
        subset: str | None = None,
    ) -> NumpyArrayIterator:
        """Returns batches of arrays, without an end.

        Args:
            x: pictures `(samples, rows, columns, channels)`; or a pair of these and other arrays.
            y: targets.
            batch_size: pictures at a time.
            shuffle: whether to mix them.
            sample_weight: how much each counts.
            seed: of the random numbers.
            save_to_dir: a folder the changed pictures are written to.
            save_prefix: of their names.
            save_format: "png" or "jpeg".
            ignore_class_split: whether the two subsets may have other classes.
            subset: "training" or "validation", with `validation_split`.
        """
        return NumpyArrayIterator(
            x, y, self, batch_size=batch_size, shuffle=shuffle, sample_weight=sample_weight,
            seed=seed, data_format=self.data_format, save_to_dir=save_to_dir,
            save_prefix=save_prefix, save_format=save_format, subset=subset,
            ignore_class_split=ignore_class_split, dtype=self.dtype,
        )  # fmt: skip

    def flow_from_directory(
        self,
        directory: str | Path,
        target_size: tuple[int, int] = (256, 256),
        color_mode: str = "rgb",
        classes: Sequence[str] | None = None,
        class_mode: str | None = "categorical",
        batch_size: int = 32,
        shuffle: bool = True,
        seed: int | None = None,
        save_to_dir: str | Path | None = None,
        save_prefix: str = "",
        save_format: str = "png",
        follow_links: bool = False,
        subset: str | None = None,
        interpolation: str = "nearest",
        keep_aspect_ratio: bool = False,
    ) -> DirectoryIterator:
        """Returns batches of the pictures in a folder with a folder for each class.

        Args:
            directory: the folder.
            target_size: rows and columns.
            color_mode: "grayscale", "rgb" or "rgba".
            classes: the folders that are classes; all of them, in order, by default.
            class_mode: "categorical", "binary", "sparse", "input" or None.
            batch_size: pictures at a time.
            shuffle: whether to mix them.
            seed: of the random numbers.
            save_to_dir: a folder the changed pictures are written to.
            save_prefix: of their names.
            save_format: "png" or "jpeg".
            follow_links: whether to go into folders that are links.
            subset: "training" or "validation", with `validation_split`.
            interpolation: how pictures are brought to the size.
            keep_aspect_ratio: whether what is too much is cut away before.
        """
        return DirectoryIterator(
            directory, self, target_size=target_size, color_mode=color_mode, classes=classes,
            class_mode=class_mode, data_format=self.data_format, batch_size=batch_size,
            shuffle=shuffle, seed=seed, save_to_dir=save_to_dir, save_prefix=save_prefix,
            save_format=save_format, follow_links=follow_links, subset=subset,
            interpolation=interpolation, keep_aspect_ratio=keep_aspect_ratio, dtype=self.dtype,
        )  # fmt: skip

    def flow_from_dataframe(
        self,
        dataframe: Any,
        directory: str | Path | None = None,
        x_col: str = "filename",
        y_col: Any = "class",
        weight_col: str | None = None,
        target_size: tuple[int, int] = (256, 256),
        color_mode: str = "rgb",
        classes: Sequence[str] | None = None,
        class_mode: str | None = "categorical",
        batch_size: int = 32,
        shuffle: bool = True,
        seed: int | None = None,
        save_to_dir: str | Path | None = None,
        save_prefix: str = "",
        save_format: str = "png",
        subset: str | None = None,
        interpolation: str = "nearest",
        validate_filenames: bool = True,
        **kwargs: Any,
    ) -> DataFrameIterator:
        """Returns batches of the pictures that a table names.

        Args:
            dataframe: of pandas, or a dict of columns.
            directory: where the files are.
            x_col: the column of their names.
            y_col: that of the classes or targets, or several.
            weight_col: that of how much each counts.
            target_size: rows and columns.
            color_mode: "grayscale", "rgb" or "rgba".
            classes: the classes that count; all of them, in order, by default.
            class_mode: "categorical", "binary", "sparse", "input", "raw", "multi_output" or None.
            batch_size: pictures at a time.
            shuffle: whether to mix them.
            seed: of the random numbers.
            save_to_dir: a folder the changed pictures are written to.
            save_prefix: of their names.
            save_format: "png" or "jpeg".
            subset: "training" or "validation", with `validation_split`.
            interpolation: how pictures are brought to the size.
            validate_filenames: whether rows without a file are left out.
            **kwargs: `sort`, `drop_duplicates` and `has_ext`, which do nothing any more.
        """
        unheard("flow_from_dataframe", kwargs)
        return DataFrameIterator(
            dataframe, directory, self, x_col=x_col, y_col=y_col, weight_col=weight_col,
            target_size=target_size, color_mode=color_mode, classes=classes,
            class_mode=class_mode, data_format=self.data_format, batch_size=batch_size,
            shuffle=shuffle, seed=seed, save_to_dir=save_to_dir, save_prefix=save_prefix,
            save_format=save_format, subset=subset, interpolation=interpolation,
            validate_filenames=validate_filenames, dtype=self.dtype,
        )  # fmt: skip

    # One picture.

    def standardize(self, x: np.ndarray) -> np.ndarray:
        """Brings a picture to a scale, or a batch of them.

        Args:
            x: it.
        """
        if self.preprocessing_function is not None:
            x = self.preprocessing_function(x)
        if self.rescale is not None:
            x = x * self.rescale
        if self.samplewise_center:
            x = x - np.mean(x, keepdims=True)
        if self.samplewise_std_normalization:
            x = x / (np.std(x, keepdims=True) + TINY)
        if self.featurewise_center and self._is_fitted(self.mean, "featurewise_center"):
            x = x - self.mean
        if self.featurewise_std_normalization and self._is_fitted(
            self.std, "featurewise_std_normalization"
        ):
            x = x / (self.std + TINY)  # type: ignore[operator]
        matrix = self.zca_whitening_matrix
        if self.zca_whitening and self._is_fitted(matrix, "zca_whitening"):
            flat = x.reshape(-1, np.prod(x.shape[-3:]))
            x = (flat @ matrix).reshape(x.shape)  # type: ignore[operator]
        return x

    def _is_fitted(self, found: Any, name: str) -> bool:
        if found is None:
            notice(f"`{name}` has no effect: call fit(x) of the ImageDataGenerator first")
        return found is not None

    def get_random_transform(
        self, img_shape: tuple[int, ...], seed: int | None = None
    ) -> Transform:
        """Draws how a picture is changed.

        Args:
            img_shape: its shape.
            seed: of NumPy's global random numbers.

        Returns:
            What `apply_transform` takes.
        """
        if seed is not None:
            np.random.seed(seed)
        rows, columns = img_shape[self.row_axis - 1], img_shape[self.col_axis - 1]
        theta = _within(self.rotation_range)
        tx = _shift(self.height_shift_range, rows)
        ty = _shift(self.width_shift_range, columns)
        shear = _within(self.shear_range)
        low, high = self.zoom_range
        zx, zy = (1, 1) if low == high == 1 else np.random.uniform(low, high, 2)
        across = (np.random.random() < 0.5) * self.horizontal_flip
        down = (np.random.random() < 0.5) * self.vertical_flip
        shift = _within(self.channel_shift_range) if self.channel_shift_range != 0 else None
        bright = self.brightness_range
        return {
            "theta": theta,
            "tx": tx,
            "ty": ty,
            "shear": shear,
            "zx": zx,
            "zy": zy,
            "flip_horizontal": across,
            "flip_vertical": down,
            "channel_shift_intensity": shift,
            "brightness": None if bright is None else np.random.uniform(*bright),
        }

    def apply_transform(self, x: np.ndarray, transform_parameters: Transform) -> np.ndarray:
        """Changes a picture.

        Args:
            x: it.
            transform_parameters: how, as `get_random_transform` returns it; what is left out
                changes nothing.
        """
        rows, columns, channels = self.row_axis - 1, self.col_axis - 1, self.channel_axis - 1
        given = transform_parameters
        moves = ("theta", "tx", "ty", "shear", "zx", "zy")
        x = apply_affine_transform(
            x, **{name: given[name] for name in moves if name in given}, row_axis=rows,
            col_axis=columns, channel_axis=channels, fill_mode=self.fill_mode, cval=self.cval,
            order=self.interpolation_order,
        )  # fmt: skip
        if given.get("channel_shift_intensity") is not None:
            x = apply_channel_shift(x, given["channel_shift_intensity"], channels)
        if given.get("flip_horizontal"):
            x = flip_axis(x, columns)
        if given.get("flip_vertical"):
            x = flip_axis(x, rows)
        if given.get("brightness") is not None:
            x = apply_brightness_shift(x, given["brightness"], scale=False)
        return x

    def random_transform(self, x: np.ndarray, seed: int | None = None) -> np.ndarray:
        """Changes a picture at random.

        Args:
            x: it.
            seed: of NumPy's global random numbers.
        """
        return self.apply_transform(x, self.get_random_transform(x.shape, seed))

    def fit(self, x: Any, augment: bool = False, rounds: int = 1, seed: int | None = None) -> None:
        """Finds the mean, the deviation and the whitening of data.

        Args:
            x: pictures `(samples, rows, columns, channels)`.
            augment: whether it is found of changed pictures.
            rounds: how often the data is gone through then.
            seed: of NumPy's global random numbers.

        Raises:
            ShapeError: these are no pictures.
        """
        pictures = np.array(x, dtype=self.dtype)
        if pictures.ndim != 4:
            raise ShapeError(
                "pictures have four axes", where="ImageDataGenerator.fit", got=pictures.shape
            )
        if seed is not None:
            np.random.seed(seed)
        if self.rescale:
            pictures = pictures * self.rescale
        if augment:
            drawn = [self.random_transform(one) for _ in range(rounds) for one in pictures]
            pictures = np.array(drawn, dtype=self.dtype)
        axes = (0, self.row_axis, self.col_axis)
        if self.featurewise_center:
            mean = self.mean = pictures.mean(axis=axes, keepdims=True)[0]
            pictures = pictures - mean
        if self.featurewise_std_normalization:
            std = self.std = pictures.std(axis=axes, keepdims=True)[0]
            pictures = pictures / (std + TINY)
        if self.zca_whitening:
            self.zca_whitening_matrix = _whitening(pictures, self.zca_epsilon)


def _whitening(pictures: np.ndarray, epsilon: float) -> np.ndarray:
    """Returns the matrix that makes the values of pictures independent of each other.

    Source: Bell & Sejnowski 1997, "The independent components of natural scenes are edge filters".
    """
    flat = pictures.reshape(len(pictures), -1)
    vectors, values, _ = np.linalg.svd(flat.T, full_matrices=False)
    return (vectors * (np.sqrt(len(pictures)) / (values + epsilon))) @ vectors.T


def _within(most: float) -> float:
    return np.random.uniform(-most, most) if most else 0


def _shift(given: Any, length: int) -> Any:
    """Draws by how many rows or columns a picture is moved."""
    if not np.any(given):
        return 0
    if np.ndim(given) or isinstance(given, int):
        return np.random.choice(given) * np.random.choice([-1, 1])
    found = np.random.uniform(-given, given)
    return found * length if given < 1 else found
