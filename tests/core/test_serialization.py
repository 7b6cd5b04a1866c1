"""Configurations: what is written, what is read, and what is refused."""

import math

import numpy as np
import pytest

from tahr.core import registry
from tahr.core.errors import ArgumentError, SavingError
from tahr.core.serialization import deserialize, find, made_of, serialize, sharing, table_of
from tahr.ops.symbolic import SymbolicTensor


class Thing:
    def __init__(self, size=1, inner=None):
        self.size, self.inner = size, inner

    def get_config(self):
        return {"size": self.size, "inner": self.inner}

    @classmethod
    def from_config(cls, config):
        return cls(config["size"], deserialize(config["inner"]))


registry.register_serializable("tests")(Thing)


@registry.register_serializable("tests")
def triple(x):
    return 3 * x


def plain(x):
    return x


@pytest.mark.parametrize(
    "value",
    [None, 1, 1.5, True, "text", b"bytes", [1, [2, "a"]], {"a": [None]}, slice(1, None, 2), ...],
    ids=repr,
)
def test_values_come_back(value):
    assert deserialize(serialize(value)) == value


def test_an_array_comes_back_with_its_dtype():
    found = deserialize(serialize(np.array([[1, 2]], "int16")))
    assert found.dtype == "int16" and found.tolist() == [[1, 2]]


def test_numpy_scalars_are_numbers():
    assert type(serialize(np.float32(0.5))) is float


def test_a_symbolic_tensor_keeps_its_unknown_length():
    found = deserialize(serialize(SymbolicTensor((None, 3), "int32")))
    assert (found.shape, found.dtype) == ((None, 3), "int32")


def test_registered_objects_nest():
    config = serialize(Thing(2, Thing(3)))
    assert config["registered_name"] == "tests>Thing"
    assert deserialize(config).inner.size == 3


def test_a_registered_function_comes_back():
    assert serialize(triple)["config"] == "tests>triple"
    assert deserialize(serialize(triple)) is triple


def test_custom_objects_reach_inside():
    config = serialize(plain)
    assert deserialize({"f": [config]}, {"plain": plain}) == {"f": [plain]}


def test_a_shared_object_stays_one():
    one = Thing()
    with sharing():
        written = serialize([one, one])
    with sharing():
        first, second = deserialize(written)
    assert first is second


@pytest.mark.parametrize(
    "config",
    [
        {"module": "os", "class_name": "system", "config": {}, "registered_name": None},
        {"module": "builtins", "class_name": "function", "config": "eval"},
        {"module": "builtins", "class_name": "type", "config": "object"},
        {"module": "os", "class_name": "function", "config": "system"},
        {"class_name": "__lambda__", "config": {"value": ["", None, None]}},
        {"class_name": "__numpy__", "config": {"value": [1], "dtype": "object"}},
        {"class_name": 3, "config": {}},
        {"class_name": "Thing", "module": None, "registered_name": "tests>Thing", "config": 3},
    ],
    ids=lambda config: str(config["class_name"]),
)
@pytest.mark.parametrize("safe_mode", [True, False])
def test_what_is_not_in_a_table_is_refused(config, safe_mode):
    with pytest.raises(SavingError):
        deserialize(config, safe_mode=safe_mode)


def test_an_unknown_class_says_how_to_register_it():
    with pytest.raises(SavingError, match=r"custom_objects.*register_keras_serializable"):
        deserialize({"module": "mine", "class_name": "Layer2", "config": {}})


@pytest.mark.parametrize(
    "value", [object(), {1}, 1 + 2j, Thing], ids=["object", "set", "1j", "class"]
)
def test_what_has_no_configuration_cannot_be_saved(value):
    with pytest.raises(SavingError, match="get_config"):
        serialize(value)


def test_a_configuration_is_a_dict(monkeypatch):
    monkeypatch.setattr(Thing, "get_config", lambda self: None)
    with pytest.raises(SavingError, match=r"Thing.get_config returns None, and not a dict"):
        serialize(Thing())


@pytest.mark.parametrize("given", [[Thing], Thing, {1: Thing}], ids=["list", "class", "number"])
def test_custom_objects_stand_by_their_names(given):
    config = serialize(Thing())
    for read in (deserialize, made_of):
        with pytest.raises(ArgumentError, match="custom_objects is a dict from names"):
            read(config, given)


def test_a_lambda_is_written_but_never_run():
    config = serialize(lambda x: x)
    with pytest.raises(SavingError, match="named function"):
        deserialize(config, safe_mode=False)


def test_find_takes_every_spelling():
    table = table_of(Thing, ceil=math.ceil)
    assert isinstance(find("Thing", table, "thing"), Thing)
    assert isinstance(find("thing", table, "thing"), Thing)
    assert isinstance(find(Thing, table, "thing"), Thing)
    assert isinstance(
        find({"class_name": "Thing", "config": {"size": 1, "inner": None}}, table, "thing"), Thing
    )
    assert find("ceil", table, "thing") is math.ceil
    assert find(None, table, "thing") is None


@pytest.mark.parametrize("bad", ["Thign", 3])
def test_find_says_what_comes_close(bad):
    with pytest.raises(ArgumentError) as caught:
        find(bad, table_of(Thing), "thing")
    assert ("did you mean 'Thing'" in str(caught.value)) is (bad == "Thign")
