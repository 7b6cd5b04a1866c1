"""Shapes that are given by the names of the tensors they are of."""

import pytest

from tahr import layers
from tahr.core.errors import ArgumentError

BY_NAME = {
    "conv": (lambda: layers.Conv2D(2, 3), {"input_shape": (None, 8, 8, 1)}, (None, 6, 6, 2)),
    "einsum": (
        lambda: layers.EinsumDense("abc,cd->abd", (None, 3)),
        {"inputs_shape": (2, 5, 4)},
        (2, 5, 3),
    ),
    "attention": (
        lambda: layers.MultiHeadAttention(2, 3),
        {"query_shape": (2, 3, 4), "value_shape": (2, 5, 4)},
        (2, 3, 4),
    ),
}


@pytest.mark.parametrize("name", BY_NAME)
def test_a_shape_may_be_named_after_its_tensor(name):
    make, shapes, expected = BY_NAME[name]
    assert make().compute_output_shape(**shapes) == expected


def test_an_unknown_name_of_a_shape_is_an_error():
    with pytest.raises(ArgumentError, match="kernel_shape"):
        layers.Conv2D(2, 3).compute_output_shape(kernel_shape=(None, 8, 8, 1))
