"""Mistakes that were taken without a word, or ended in an error of Python's own."""

import numpy as np
import pytest

import tahr
from tahr import layers, utils
from tahr.core.errors import ArgumentError, ShapeError

X = np.ones((2, 3), "float32")
BOXES = {"boxes": np.ones((1, 4), "float32")}
MISTAKES = {
    "an axis out of range": (
        lambda: layers.Normalization(axis=5)(X),
        ShapeError,
        "no axis 5",
    ),
    "a negative variance": (
        lambda: layers.Normalization(mean=0.0, variance=-1.0),
        ArgumentError,
        "a variance is zero or more",
    ),
    "noise of other axes": (
        lambda: layers.Dropout(0.5, noise_shape=(2, 3, 1))(X, training=True),
        ShapeError,
        "as many lengths as the inputs have axes",
    ),
    "terms that are no integers": (
        lambda: layers.IntegerLookup(vocabulary=[1.5]),
        ArgumentError,
        "the terms of the vocabulary are integers",
    ),
    "terms in lists": (
        lambda: layers.StringLookup(vocabulary=[["a"], ["b"]]),
        ArgumentError,
        "the terms of the vocabulary are strings",
    ),
    "a boundary that is no number": (
        lambda: layers.Discretization([float("nan"), 1.0]),
        ArgumentError,
        "the boundaries of bins ascend",
    ),
    "boxes without labels": (
        lambda: utils.bounding_boxes.clip_to_image_size(BOXES, 4, 4, "xyxy"),
        ArgumentError,
        "no 'labels'",
    ),
}


@pytest.mark.parametrize("name", MISTAKES)
def test_one_clear_error(name):
    call, kind, words = MISTAKES[name]
    with tahr.engine("numpy"), pytest.raises(kind, match=words):
        call()
