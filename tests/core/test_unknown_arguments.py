"""What an argument says is heard: it acts, or it is refused by name."""

import numpy as np
import pytest

import tahr
from tahr import optimizers
from tahr.core.deserialization import deserialize
from tahr.core.errors import ArgumentError


@pytest.mark.parametrize(
    "make",
    [
        lambda: tahr.Variable(1.0, nmae="v"),
        lambda: tahr.KerasTensor((None, 3), dtypes="int32"),
    ],
    ids=["variable", "symbolic tensor"],
)
def test_unknown_ones_are_refused_by_name(make):
    with pytest.raises(ArgumentError, match=r"takes no argument '(nmae|dtypes)'"):
        make()


def test_unknown_ones_of_a_function_are_refused():
    with pytest.raises(TypeError, match="costum_objects"):
        deserialize({}, **{"costum_objects": {}})


def test_a_symbolic_tensor_keeps_what_it_is_told_of_its_rows():
    tensor = tahr.KerasTensor((None, 3), ragged_rank=1, row_splits_dtype="int64")
    assert (tensor.ragged_rank, tensor.row_splits_dtype) == (1, "int64")


def test_objects_of_a_module_are_found_as_earlier_versions_found_them():
    class Own(tahr.layers.Layer):
        pass

    def swish(x):
        return x

    given = {"module_objects": {"Own": Own, "swish": swish}, "printable_module_name": "layer"}
    config = {"class_name": "Own", "config": {"name": "mine"}}
    assert deserialize(config, **given).name == "mine"
    assert deserialize("swish", **given) is swish
    assert isinstance(deserialize("Own", **given), Own)


def test_nadam_approaches_its_momentum_as_fast_as_it_is_told():
    def moved(**options):
        weight = tahr.Variable([0.0])
        optimizer = optimizers.Nadam(0.1, **options)
        for gradient in ([1.0], [-0.5], [0.25]):
            optimizer.apply([np.array(gradient, "float32")], [weight])
        return float(weight.numpy()[0]), optimizer

    wanted, momentum, velocity, product = 0.0, 0.0, 0.0, 1.0
    for step, gradient in enumerate((1.0, -0.5, 0.25), 1):
        now, then = (0.9 * (1 - 0.5 * 0.96 ** (0.004 * t)) for t in (step, step + 1))
        product *= now
        momentum = 0.9 * momentum + 0.1 * gradient
        velocity = 0.999 * velocity + 0.001 * gradient**2
        ahead = then * momentum / (1 - product * then) + (1 - now) * gradient / (1 - product)
        wanted -= 0.1 * ahead / (np.sqrt(velocity / (1 - 0.999**step)) + 1e-7)
    found, optimizer = moved(schedule_decay=0.004)
    assert found == pytest.approx(wanted, rel=1e-5)
    assert optimizers.Nadam.from_config(optimizer.get_config()).schedule_decay == 0.004
    assert moved()[0] != pytest.approx(wanted, rel=1e-3)
    assert "schedule_decay" not in optimizers.Nadam().get_config()
