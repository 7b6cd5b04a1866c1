"""Modules of names: mixed precision, older spellings of optimizers and of configurations."""

import numpy as np
import pytest

import tahr
from tahr import config, layers, ops, optimizers
from tahr.core import current
from tahr.core.errors import ArgumentError, SavingError
from tahr.legacy.saving import deserialize_keras_object, serialize_keras_object


def test_mixed_precision_names_what_stands_elsewhere():
    mixed = tahr.mixed_precision
    assert mixed.Policy is mixed.DTypePolicy is tahr.DTypePolicy
    assert mixed.LossScaleOptimizer is optimizers.LossScaleOptimizer
    mixed.set_global_policy("mixed_bfloat16")
    try:
        assert mixed.global_policy() == mixed.dtype_policy() == mixed.Policy("mixed_bfloat16")
        assert layers.Dense(1).compute_dtype == "bfloat16"
    finally:
        mixed.set_dtype_policy("float32")


def test_optimizers_of_keras_2_are_todays():
    legacy = optimizers.legacy
    assert legacy.Adam is optimizers.Adam
    assert set(legacy.__all__) == {
        "Adadelta", "Adagrad", "Adam", "Adamax", "Ftrl", "Nadam", "Optimizer", "RMSprop", "SGD",
    }  # fmt: skip
    assert float(legacy.SGD(lr=0.5).learning_rate) == 0.5


def test_objects_are_written_as_keras_2_did():
    config = serialize_keras_object(layers.Dense(3, name="d"))
    assert (config["class_name"], config["config"]["units"]) == ("Dense", 3)
    assert set(config) == {"class_name", "config"}
    again = deserialize_keras_object(config, {"Dense": layers.Dense}, printable_module_name="layer")
    assert (again.units, again.name) == (3, "d")
    assert serialize_keras_object(None) is deserialize_keras_object(None) is None
    assert serialize_keras_object(ops.relu) == "relu"
    assert deserialize_keras_object("relu", {"relu": ops.relu}) is ops.relu
    assert isinstance(deserialize_keras_object("D", None, {"D": layers.Flatten}), layers.Flatten)
    assert deserialize_keras_object(ops.relu) is ops.relu
    assert tahr.utils.legacy.serialize_keras_object is serialize_keras_object


def test_what_is_not_known_is_told():
    with pytest.raises(ArgumentError, match=r"no layer is called 'Dens'.*did you mean 'Dense'"):
        deserialize_keras_object("Dens", {"Dense": layers.Dense}, printable_module_name="layer")
    with pytest.raises(ArgumentError, match="this is no object"):
        deserialize_keras_object(3)
    with pytest.raises(SavingError, match="neither a configuration nor a name"):
        serialize_keras_object(3)


def test_flash_attention_can_be_left_out():
    if not current.installed("torch"):
        pytest.skip("torch is not installed")
    from torch.nn import functional

    made = []
    original = functional.scaled_dot_product_attention
    q = np.random.default_rng(0).normal(size=(1, 3, 2, 4)).astype("float32")

    def watched(*args, **kwargs):
        made.append(1)
        return original(*args, **kwargs)

    functional.scaled_dot_product_attention = watched
    try:
        with tahr.engine("torch"):
            first = ops.convert_to_numpy(ops.dot_product_attention(q, q, q))
            config.disable_flash_attention()
            assert not config.is_flash_attention_enabled()
            second = ops.convert_to_numpy(ops.dot_product_attention(q, q, q))
            assert len(made) == 1
            ops.dot_product_attention(q, q, q, flash_attention=True)
            assert len(made) == 2
            config.enable_flash_attention()
            ops.dot_product_attention(q, q, q, flash_attention=False)
            assert len(made) == 2
            for wanted, times in ((False, 2), (True, 3), (None, 4)):
                layers.MultiHeadAttention(2, 4, flash_attention=wanted)(q[:, :, 0], q[:, :, 0])
                assert len(made) == times
    finally:
        functional.scaled_dot_product_attention = original
        config.enable_flash_attention()
    np.testing.assert_allclose(first, second, rtol=1e-5, atol=1e-6)


def test_parameters_are_called_as_in_keras():
    config.set_image_data_format(data_format="channels_last")
    with tahr.device(device_name="cpu"):
        assert ops.convert_to_numpy(ops.ones(2)).sum() == 2
    assert tahr.saving.get_registered_name(obj=layers.Dense) == "Dense"
    with tahr.saving.custom_object_scope(custom_objects={"x": layers.Dense}):
        assert tahr.saving.serialize_keras_object(obj=1) == 1
    stop = tahr.callbacks.EarlyStopping("loss")
    assert stop.get_monitor_value({"loss": 3.0}) == 3.0


def test_gradients_are_checked_for_numbers():
    scaled = optimizers.LossScaleOptimizer(optimizers.SGD(0.1))
    assert bool(scaled.check_finite([ops.ones(2), None]))
    assert not bool(scaled.check_finite([ops.ones(2), ops.divide(1.0, ops.zeros(2))]))
    assert bool(scaled.check_finite([None]))
