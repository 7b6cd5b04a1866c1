"""Slots that begin at the value of their weight do so, whatever the first update does to it."""

import numpy as np
import pytest

from tahr.core.variables import Variable
from tahr.optimizers import SGD, ScheduleFreeAdamW


def weight():
    return Variable(np.array([3.0, -2.0], "float32"), name="kernel")


@pytest.mark.parametrize("read", [False, True])
def test_weight_decay_comes_after_the_copy(read):
    optimizer, variable = ScheduleFreeAdamW(0.1, weight_decay=0.5), weight()
    optimizer.build([variable])
    if read:
        optimizer.slot("momentum", variable).numpy()
    optimizer.apply([np.zeros(2, "float32")], [variable])
    np.testing.assert_array_equal(optimizer.slot("momentum", variable).numpy(), [3.0, -2.0])


def test_the_average_of_a_weight_that_comes_late_begins_at_its_first_value():
    optimizer, first, late = SGD(1.0, use_ema=True, ema_momentum=0.5), weight(), weight()
    optimizer.apply([np.ones(2, "float32")], [first])
    optimizer.apply([np.ones(2, "float32")], [late])
    np.testing.assert_array_equal(optimizer.slot("average", late).numpy(), [2.5, -2.5])
