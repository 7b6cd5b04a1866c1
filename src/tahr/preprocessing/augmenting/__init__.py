"""Pictures changed at random on the host, in the words of old programs.

The augmentation layers of `keras.layers` do this as part of a model.
"""

from tahr.preprocessing.augmenting.arrays import NumpyArrayIterator as NumpyArrayIterator
from tahr.preprocessing.augmenting.chances import (
    random_brightness as random_brightness,
    random_channel_shift as random_channel_shift,
    random_rotation as random_rotation,
    random_shear as random_shear,
    random_shift as random_shift,
    random_zoom as random_zoom,
)
from tahr.preprocessing.augmenting.changes import (
    apply_affine_transform as apply_affine_transform,
    apply_brightness_shift as apply_brightness_shift,
    apply_channel_shift as apply_channel_shift,
    flip_axis as flip_axis,
    transform_matrix_offset_center as transform_matrix_offset_center,
)
from tahr.preprocessing.augmenting.files import (
    BatchFromFilesMixin as BatchFromFilesMixin,
    list_pictures as list_pictures,
)
from tahr.preprocessing.augmenting.folders import DirectoryIterator as DirectoryIterator
from tahr.preprocessing.augmenting.frames import DataFrameIterator as DataFrameIterator
from tahr.preprocessing.augmenting.generator import ImageDataGenerator as ImageDataGenerator
from tahr.preprocessing.augmenting.iterator import Iterator as Iterator
