"""Pictures of images and what belongs to them: the names of `keras.visualization`."""

from tahr.compat.public import publish as _publish
from tahr.visualization.boxes import (
    draw_bounding_boxes as draw_bounding_boxes,
    plot_bounding_box_gallery as plot_bounding_box_gallery,
)
from tahr.visualization.gallery import plot_image_gallery as plot_image_gallery
from tahr.visualization.masks import (
    draw_segmentation_masks as draw_segmentation_masks,
    plot_segmentation_mask_gallery as plot_segmentation_mask_gallery,
)

_publish(__name__)
