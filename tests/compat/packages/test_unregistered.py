"""Classes of installed packages that were saved without being registered load; nothing else."""

import sys
import types

import numpy as np
import pytest

from tahr import layers, models, saving
from tahr.core.errors import SavingError
from tahr.core.registry import custom_objects

SOURCE = """
import tahr
class Inner(tahr.layers.Layer):
    def call(self, x):
        return x * 2
@tahr.saving.register_keras_serializable(package="{name}")
class Known(tahr.layers.Layer):
    def call(self, x):
        return x
def function(x):
    return x
class Plain:
    @classmethod
    def from_config(cls, config):
        raise AssertionError("made by a file")
"""


@pytest.fixture
def package(monkeypatch):
    """A package that registers one of its layers and not the other."""
    before = dict(custom_objects())
    made = types.ModuleType("fake_hub.src.parts")
    for name in ("fake_hub", "fake_hub.src"):
        monkeypatch.setitem(sys.modules, name, types.ModuleType(name))
    monkeypatch.setitem(sys.modules, made.__name__, made)
    exec(compile(SOURCE.format(name="fake_hub"), "parts.py", "exec"), vars(made))
    yield made
    custom_objects().clear()
    custom_objects().update(before)


def config_of(module, name):
    return {"module": module, "class_name": name, "config": {}, "registered_name": name}


def test_a_class_beside_registered_ones_loads(package, tmp_path):
    model = models.Sequential([layers.Input((2,)), package.Inner(), layers.Dense(1)])
    model.save(tmp_path / "model.keras")
    again = saving.load_model(tmp_path / "model.keras")
    x = np.ones((1, 2), "float32")
    np.testing.assert_array_equal(again.predict(x, verbose=0), model.predict(x, verbose=0))
    assert type(again.layers[0]) is package.Inner


def test_a_package_that_registers_nothing_stays_out(package):
    custom_objects().clear()
    with pytest.raises(SavingError, match="Inner"):
        saving.deserialize_keras_object(config_of(package.__name__, "Inner"))


def test_a_package_that_registers_under_another_name_stays_out(package):
    custom_objects().clear()
    saving.register_keras_serializable("mine")(package.Known)
    with pytest.raises(SavingError, match="Inner"):
        saving.deserialize_keras_object(config_of(package.__name__, "Inner"))


@pytest.mark.parametrize(
    ("module", "name"),
    [
        ("fake_hub.src.parts", "Plain"),
        ("fake_hub.src.parts", "function"),
        ("fake_hub.src.parts", "tahr"),
        ("fake_hub.src.parts", "Missing"),
        ("fake_hub.src.other", "Inner"),
        ("fake_hub", "Inner"),
        ("os", "system"),
        ("subprocess", "Popen"),
        (7, "Inner"),
    ],
)
def test_nothing_else_is_reached(package, module, name):
    with pytest.raises(SavingError):
        saving.deserialize_keras_object(config_of(module, name))


def test_no_module_is_imported_for_a_file(package, tmp_path, monkeypatch):
    (tmp_path / "fake_hub_more.py").write_text("raise AssertionError('imported by a file')")
    monkeypatch.syspath_prepend(tmp_path)
    with pytest.raises(SavingError):
        saving.deserialize_keras_object(config_of("fake_hub_more", "Inner"))
    assert "fake_hub_more" not in sys.modules
