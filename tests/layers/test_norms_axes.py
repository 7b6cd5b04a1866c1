"""Normalization along axes that an input does not have."""

import numpy as np
import pytest

import tahr
from tahr import layers
from tahr.core.errors import TahrError

KINDS = (
    layers.BatchNormalization, layers.GroupNormalization, layers.LayerNormalization,
    layers.RMSNormalization, layers.UnitNormalization,
)  # fmt: skip


@pytest.mark.parametrize("symbolic", [False, True])
@pytest.mark.parametrize("axis", [3, -4])
@pytest.mark.parametrize("kind", KINDS)
def test_an_axis_that_is_not_there_is_named(kind, axis, symbolic):
    x = tahr.Input((5, 4)) if symbolic else np.ones((2, 5, 4), "float32")
    with pytest.raises(TahrError, match=rf"(?s)no (such )?axis.*{axis}"):
        kind(axis=axis)(x)
