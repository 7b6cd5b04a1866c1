"""What the variables of quantized layers are called in files, as unbuilt layers say."""

import numpy as np
import pytest

from tahr import layers

MADE = {
    "dense": (lambda: layers.Dense(4), "float32"),
    "einsum": (lambda: layers.EinsumDense("ab,bc->ac", 4, bias_axes="c"), "float32"),
    "embedding": (lambda: layers.Embedding(6, 4), "int32"),
    "both ways": (lambda: layers.ReversibleEmbedding(6, 4, tie_weights=False), "int32"),
}
KINDS = [
    (name, mode)
    for name in MADE
    for mode in (None, "int8", "int4", "float8", "ternary")
    if name in ("dense", "einsum") or mode in (None, "int8", "int4")
]


@pytest.mark.parametrize(("name", "mode"), KINDS)
def test_a_layer_says_what_it_saves(name, mode):
    make, dtype = MADE[name]
    layer = make()
    told = layer.variable_serialization_spec[mode]
    layer(np.ones((2, 4), dtype))
    if mode is not None:
        layer.quantize(mode)
    assert [variable.name for variable in layer.saved_variables] == told
