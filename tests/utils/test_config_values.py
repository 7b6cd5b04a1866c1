"""Named values of a program."""

import json

import pytest

from tahr.core.errors import ArgumentError
from tahr.optimizers import SGD
from tahr.utils import Config


def test_values_are_attributes_and_items():
    config = Config(rate=0.1)
    config.epochs = 3
    config["seed"] = 1
    assert (config["rate"], config.epochs, config.get("nothing", 7)) == (0.1, 3, 7)
    assert dict(config.items()) == config.as_dict() == {"rate": 0.1, "epochs": 3, "seed": 1}
    config.update({"a": 1}, b=2)
    assert (config.pop("a"), "b" in config, len(config)) == (1, True, 4)
    assert list(config) == list(config.keys()) == ["rate", "epochs", "seed", "b"]
    assert list(config.values()) == [0.1, 3, 1, 2]
    del config.b
    del config["seed"]
    assert config == Config(rate=0.1, epochs=3)


def test_a_frozen_configuration_does_not_change():
    config = Config(a=1)
    config.freeze()
    changes = (
        lambda: setattr(config, "a", 2),
        lambda: config.update(a=2),
        lambda: config.pop("a"),
        lambda: config.__delitem__("a"),
    )
    for change in changes:
        with pytest.raises(ArgumentError, match="frozen"):
            change()
    assert config.frozen
    config.unfreeze()
    config.a = 2
    assert config.a == 2


def test_objects_are_written_as_their_configurations():
    found = json.loads(Config(optimizer=SGD(0.5), b=(1, 2)).to_json())
    assert (found["optimizer"]["class_name"], found["b"]) == ("SGD", [1, 2])


def test_a_misspelt_name_gets_the_nearest():
    with pytest.raises(AttributeError, match="did you mean 'epochs'"):
        Config(epochs=1).epoch  # noqa: B018
