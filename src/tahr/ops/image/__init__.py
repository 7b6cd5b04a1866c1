"""Images resized, moved, cut, smoothed and in other colours: the names of `keras.ops.image`."""

from tahr.compat.public import publish as _publish
from tahr.ops.image.colours import (
    hsv_to_rgb as hsv_to_rgb,
    rgb_to_grayscale as rgb_to_grayscale,
    rgb_to_hsv as rgb_to_hsv,
)
from tahr.ops.image.coordinates import map_coordinates as map_coordinates
from tahr.ops.image.edges import sobel_edges as sobel_edges
from tahr.ops.image.elastic import elastic_transform as elastic_transform
from tahr.ops.image.filters import gaussian_blur as gaussian_blur
from tahr.ops.image.likeness import ssim as ssim
from tahr.ops.image.patches import (
    extract_patches as extract_patches,
    extract_patches_3d as extract_patches_3d,
    reconstruct_patches as reconstruct_patches,
)
from tahr.ops.image.resampling import scale_and_translate as scale_and_translate
from tahr.ops.image.resizing import resize as resize
from tahr.ops.image.transforms import (
    affine_transform as affine_transform,
    perspective_transform as perspective_transform,
)
from tahr.ops.image.windows import (
    crop_images as crop_images,
    pad_images as pad_images,
)

_publish(__name__)
