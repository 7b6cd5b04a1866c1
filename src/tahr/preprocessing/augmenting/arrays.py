"""Batches of pictures that are arrays in memory."""

from pathlib import Path
from typing import Any

import numpy as np

from tahr.core.errors import DataError, ShapeError
from tahr.preprocessing.augmenting.iterator import Iterator
from tahr.preprocessing.augmenting.saving import Kept, checked_subset


class NumpyArrayIterator(Iterator):
    """Batches of arrays.

    Args:
        x: pictures; or a pair of these and an array or a list of arrays that go along.
        y: targets.
        image_data_generator: what changes the pictures.
        batch_size: pictures at a time.
        shuffle: whether to mix them.
        sample_weight: how much each counts.
        seed: of the random numbers.
        data_format: where the channels are.
        save_to_dir: a folder the changed pictures are written to.
        save_prefix: of their names.
        save_format: "png" or "jpeg".
        subset: "training" or "validation".
        ignore_class_split: whether the two subsets may have other classes.
        dtype: of the batches.

    Raises:
        DataError: the arrays differ in length, or the subsets in their classes.
        ShapeError: these are no pictures.
    """

    def __init__(
        self,
        x: Any,
        y: Any,
        image_data_generator: Any,
        batch_size: int = 32,
        shuffle: bool = False,
        sample_weight: Any = None,
        seed: int | None = None,
        data_format: str = "channels_last",
        save_to_dir: str | Path | None = None,
        save_prefix: str = "",
        save_format: str = "png",
        subset: str | None = None,
        ignore_class_split: bool = False,
        dtype: Any = "float32",
    ) -> None:
        pair = isinstance(x, list | tuple) and len(x) == 2 and np.ndim(x[0]) == 4
        pictures, more = x if pair else (x, [])
        beside = [np.asarray(one) for one in (more if isinstance(more, list | tuple) else [more])]
        pictures = np.asarray(pictures, dtype=dtype)
        targets = None if y is None else np.asarray(y)
        weights = None if sample_weight is None else np.asarray(sample_weight)
        everything = [pictures, *beside, *(a for a in (targets, weights) if a is not None)]
        if len({len(array) for array in everything}) > 1:
            raise DataError(
                "the arrays have another number of samples",
                where="ImageDataGenerator.flow",
                got=", ".join(str(array.shape) for array in everything),
            )
        if pictures.ndim != 4:
            raise ShapeError(
                "pictures have four axes", where="ImageDataGenerator.flow", got=pictures.shape
            )
        part = _part(image_data_generator, checked_subset(subset), len(pictures))
        if part is not None and targets is not None and not ignore_class_split:
            _check_classes(targets, part)
        cut = slice(None) if part is None else part
        self.x: np.ndarray = pictures[cut]
        self.x_misc: list[np.ndarray] = [array[cut] for array in beside]
        self.y: np.ndarray | None = None if targets is None else targets[cut]
        self.sample_weight: np.ndarray | None = None if weights is None else weights[cut]
        self.image_data_generator = image_data_generator
        self.data_format = data_format
        self.dtype = dtype
        self._kept = Kept(save_to_dir, save_prefix, save_format, data_format)
        super().__init__(len(self.x), batch_size, shuffle, seed)

    def _get_batches_of_transformed_samples(self, index_array: np.ndarray) -> Any:
        batch = np.zeros((len(index_array), *self.x.shape[1:]), dtype=self.dtype)
        generator = self.image_data_generator
        for place, number in enumerate(index_array):
            picture = self.x[number]
            drawn = generator.get_random_transform(picture.shape)
            changed = generator.apply_transform(picture.astype(self.dtype), drawn)
            batch[place] = generator.standardize(changed)
        self._kept.write(batch, index_array, 1e4)
        inputs = [batch, *(array[index_array] for array in self.x_misc)]
        found = (inputs if self.x_misc else batch,)
        if self.y is None:
            return found[0]
        found = (*found, self.y[index_array])
        return found if self.sample_weight is None else (*found, self.sample_weight[index_array])


def _part(generator: Any, subset: str | None, count: int) -> slice | None:
    if subset is None:
        return None
    first = int(count * getattr(generator, "validation_split", 0.0))
    return slice(None, first) if subset == "validation" else slice(first, None)


def _check_classes(targets: np.ndarray, part: slice) -> None:
    edge = part.stop if part.start is None else part.start
    if np.array_equal(np.unique(targets[:edge]), np.unique(targets[edge:])):
        return
    raise DataError(
        "the two subsets have other classes",
        where="ImageDataGenerator.flow",
        got=f"{np.unique(targets[:edge])} and {np.unique(targets[edge:])}",
        todo="mix the data before, or give ignore_class_split=True",
    )
