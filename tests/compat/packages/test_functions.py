"""The few functions inside Keras that packages call."""

import io
import sys
from types import ModuleType

import numpy as np
import pytest

from tahr import layers, models
from tahr.compat.inner.arrays import H5IOStore
from tahr.compat.inner.distribution import distribution
from tahr.compat.inner.grain import in_grain_data_pipeline
from tahr.compat.inner.memory import load_model, save_model
from tahr.compat.inner.shapes import compute_output_spec, standardize_shape
from tahr.compat.inner.tracking import no_automatic_dependency_tracking
from tahr.compat.inner.weighting import class_weight_to_sample_weights
from tahr.core.deserialization import deserialize, in_safe_mode
from tahr.core.errors import SavingError
from tahr.ops.symbolic import SymbolicTensor


def test_models_go_through_memory():
    model = models.Sequential([layers.Input((3,)), layers.Dense(2)])
    model.compile("adam", "mse")
    file = io.BytesIO()
    save_model(model, file)
    file.seek(0)
    again = load_model(file)
    x = np.ones((1, 3), "float32")
    np.testing.assert_array_equal(again.predict(x, verbose=0), model.predict(x, verbose=0))
    assert again.optimizer.name == model.optimizer.name


def test_what_is_no_model_is_refused_from_memory_too():
    with pytest.raises(SavingError):
        load_model(io.BytesIO(b"nothing of the kind"))


def test_arrays_in_a_file(tmp_path):
    path = tmp_path / "part.lora.h5"
    store = H5IOStore(path, mode="w")
    part = store.make("lora/0")
    part["kernel"], part["rank"] = np.arange(4.0), 2
    store.close()
    store = H5IOStore(path)
    assert int(store.get("lora/0")["rank"][()]) == 2
    np.testing.assert_array_equal(store.get("lora/0")["kernel"], np.arange(4.0))
    assert dict(store.get("lora/1")) == {}
    store.close()


def test_shapes_and_specs():
    assert standardize_shape([np.int64(2), None]) == (2, None)
    with pytest.raises(ValueError, match="from 0 on"):
        standardize_shape((-1,))
    spec = compute_output_spec(layers.Dense(4), SymbolicTensor((None, 3)))
    assert tuple(spec.shape) == (None, 4)


@pytest.mark.parametrize("labels", [[1, 0], [[1], [0]], [[0, 1], [1, 0]]])
def test_weights_of_classes(labels):
    assert class_weight_to_sample_weights(labels, {1: 4.0}).tolist() == [4.0, 1.0]


def test_what_a_method_sets_is_not_tracked():
    class Own(layers.Layer):
        @no_automatic_dependency_tracking
        def hide(self):
            self.hidden = layers.Dense(1)

    layer = Own()
    layer.seen = layers.Dense(1)
    layer.hide()
    assert list(layer.sublayers()) == [layer.seen]
    assert layer.hidden is not None


def test_safe_mode_holds_while_something_is_read():
    said = []

    class Reads(layers.Layer):
        def __init__(self, **kwargs):
            super().__init__(**kwargs)
            said.append(in_safe_mode())

    config = {"class_name": "Reads", "config": {}}
    Reads()
    for safe in (None, False):
        deserialize(config, {"Reads": Reads}, safe_mode=safe)
    assert said == [False, True, False]


def test_grain_is_known_by_its_frames(monkeypatch):
    assert not in_grain_data_pipeline()
    monkeypatch.setitem(sys.modules, "grain", ModuleType("grain"))
    assert not in_grain_data_pipeline()
    scope = {"__name__": "grain._src.python.worker", "ask": in_grain_data_pipeline}
    exec("def go(): return ask()", scope)
    assert scope["go"]()


def test_no_distribution_is_in_force():
    assert distribution() is None
