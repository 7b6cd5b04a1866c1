"""An engine that lacks a primitive cannot be made."""

import numpy as np
import pytest

from tahr.engines.base import BINARY, UNARY, Engine
from tahr.engines.numpy.engine import NumpyEngine


class Tiny(Engine[np.ndarray]):
    """Only what a table supplies."""

    name = "tiny"


def test_an_engine_without_a_primitive_says_which():
    class WithoutErf(NumpyEngine):
        erf = Engine.erf

    with pytest.raises(TypeError, match="erf"):
        WithoutErf()


def test_what_a_table_supplies_later_counts():
    with pytest.raises(TypeError, match="atan2"):
        Tiny()
    for name in UNARY + BINARY:
        setattr(Tiny, name, staticmethod(np.add))
    with pytest.raises(TypeError, match="where") as missing:
        Tiny()
    assert "atan2" not in str(missing.value)


def test_an_engine_may_take_arguments():
    class Deep(NumpyEngine):
        def __init__(self, depth, *, width=1):
            self.size = depth, width

    assert Deep(2, width=3).size == (2, 3)


def test_every_elementwise_primitive_is_in_one_table():
    assert len(UNARY) == 31
    assert len(BINARY) == 23
    assert not set(UNARY) & set(BINARY)
