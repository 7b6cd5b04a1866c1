"""Bounding boxes: the names of `keras.utils.bounding_boxes`."""

from typing import TYPE_CHECKING

from tahr.compat import missing as _missing
from tahr.ops.boxes.deltas import decode_deltas_to_boxes, encode_box_to_deltas
from tahr.ops.boxes.formats import convert_format
from tahr.ops.boxes.moving import affine_transform, clip_to_image_size, crop, pad
from tahr.ops.boxes.overlap import compute_ciou, compute_iou

__all__ = [
    "affine_transform", "clip_to_image_size", "compute_ciou", "compute_iou", "convert_format",
    "crop", "decode_deltas_to_boxes", "encode_box_to_deltas", "pad",
]  # fmt: skip

if not TYPE_CHECKING:
    __getattr__ = _missing.names_of(__name__)
