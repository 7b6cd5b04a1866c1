"""Arguments as data: every public class tells of each of its own, and checks what it says."""

import inspect
from typing import Any, get_args

import pytest

import tahr
from tahr.core import registry
from tahr.core.arguments import arguments
from tahr.core.constructors import UNNAMED, signature
from tahr.core.docstrings import args_section
from tahr.core.errors import ArgumentError
from tahr.core.ranges import Range
from tahr.optimizers.shared import PLACES, OptimizerArguments, SharedArguments

FAMILIES = (
    "layers", "losses", "metrics", "optimizers", "optimizers.schedules", "initializers",
    "regularizers", "constraints",
)  # fmt: skip


def classes() -> dict[str, type]:
    registry.complete()
    return {
        f"{module}.{name}": item
        for (module, name), item in registry.CLASSES.items()
        if module.removeprefix("keras.") in FAMILIES and isinstance(item, type)
    }


CLASSES = classes()
NEEDED: dict[str, dict[str, Any]] = {
    "Activation": {"activation": "relu"}, "Bidirectional": {"layer": lambda: tahr.layers.GRU(2)},
}  # fmt: skip
LIMITED = [
    (name, argument)
    for name, cls in CLASSES.items()
    for argument in arguments(cls)
    if argument.choices or argument.range or argument.kind
]
SHARED = ("layers", "optimizers")
"""Families whose classes share arguments, which stand in the docstring of each."""


@pytest.mark.parametrize("name", CLASSES)
def test_every_argument_has_a_type_and_a_line_about_it(name):
    told = {a.name: (a.type, a.says) for a in arguments(CLASSES[name])}
    assert {n for n, (kind, _) in told.items() if kind is inspect.Parameter.empty} == set()
    assert {n for n, (_, says) in told.items() if not says} == set()


def outside(limits: Range) -> float:
    if limits.least is not None:
        return limits.least if limits.above else limits.least - 1
    return limits.most + 1


def given(cls: type) -> dict[str, Any]:
    """What has to be given to make one, and no more: a plain value that is in the range."""
    usual = {"layer": tahr.layers.GRU(2), "cell": tahr.layers.GRUCell(2), "fn": abs}
    usual |= {"equation": "ab,bc->ac"}
    return {
        a.name: usual.get(a.name, 0.5 if a.range and a.range.most == 1 else 2)
        for a in arguments(cls)
        if a.required
    }


@pytest.mark.parametrize(("name", "argument"), LIMITED, ids=lambda v: getattr(v, "name", v))
def test_what_an_argument_may_not_be_is_refused(name, argument):
    unlike = "no such choice" if argument.choices else {"of": "no kind"}
    bad = outside(argument.range) if argument.range else unlike
    with pytest.raises(ArgumentError, match=argument.name):
        CLASSES[name](**{**given(CLASSES[name]), argument.name: bad})


def test_a_default_is_what_an_argument_may_be():
    wrong = [(n, a.name) for n, a in LIMITED if not a.required and not a.holds(a.default)]
    assert wrong == []


def test_what_all_optimizers_take_is_what_the_base_takes():
    base = [a.name for a in arguments(tahr.optimizers.Optimizer)]
    assert base == ["learning_rate", *PLACES]
    assert {*PLACES, "decay"} == OptimizerArguments.__optional_keys__
    assert SharedArguments.__optional_keys__ == OptimizerArguments.__optional_keys__ - {PLACES[0]}


@pytest.mark.parametrize("name", [n for n in CLASSES if n.split(".")[1] in SHARED])
def test_documentation_lists_every_argument(name):
    text = CLASSES[name].__doc__ or ""
    own = [n for n, p in signature(CLASSES[name]).parameters.items() if p.kind not in UNNAMED]
    assert [n for n in own if f" {n}: " not in text] == []


def test_documentation_lists_arguments_once_and_in_their_order():
    listed = [*args_section(tahr.layers.Conv1D.__doc__)]
    assert listed == [*signature(tahr.layers.Conv1D).parameters]
    assert tahr.layers.Conv1D.__doc__.index("Args:") < tahr.layers.Conv1D.__doc__.index("Input:")
    says = {a.name: a.says for a in arguments(tahr.layers.Conv1D)}
    assert "causal" in says["padding"]
    assert "causal" not in {a.name: a.says for a in arguments(tahr.layers.Conv2D)}["padding"]


def test_a_class_may_allow_less_than_its_base():
    choices = {
        cls.__name__: next(a.choices for a in arguments(cls) if a.name == "padding")
        for cls in (tahr.layers.Conv1D, tahr.layers.Conv2D, tahr.layers.SeparableConv2D)
    }
    assert choices["Conv1D"] == ("valid", "same", "causal")
    assert choices["Conv2D"] == choices["SeparableConv2D"] == ("valid", "same")
    assert tahr.layers.Conv1D(2, 3, padding="CAUSAL").padding == "causal"
    with pytest.raises(ArgumentError, match="padding cannot be 'causal'"):
        tahr.layers.Conv2D(2, 3, padding="causal")


@pytest.mark.parametrize("name", ["LSTM", "GRU", "SimpleRNN"])
def test_a_recurrent_layer_takes_what_its_cell_takes(name):
    of_layer, of_cell = (
        {a.name: a for a in arguments(getattr(tahr.layers, kind))} for kind in (name, f"{name}Cell")
    )
    assert of_cell.keys() <= of_layer.keys()
    stated = [(a.type, a.default, a.range, a.kind) for a in of_cell.values()]
    again = [of_layer[name] for name in of_cell]
    assert stated == [(a.type, a.default, a.range, a.kind) for a in again]


def test_an_argument_in_a_configuration_only_where_it_changed():
    plain, cast = tahr.layers.Dense(2), tahr.layers.Dense(2, autocast=False)
    assert "autocast" not in plain.get_config() and cast.get_config()["autocast"] is False

    class Replacing(tahr.layers.Layer):
        in_config_if_changed = ("activity_regularizer",)

    Replacing.__module__ = "tahr.replacing"
    assert Replacing().get_config()["autocast"] is True
    assert "activity_regularizer" not in Replacing().get_config()


def test_old_words_of_a_choice_are_understood():
    assert tahr.layers.StringLookup(output_mode="binary").output_mode == "multi_hot"
    assert tahr.layers.TextVectorization(output_mode="tf-idf").output_mode == "tf_idf"
    assert tahr.initializers.VarianceScaling(distribution="Normal").distribution == (
        "truncated_normal"
    )


def test_shared_arguments_may_be_given_by_place():
    by_place = tahr.optimizers.Adam(0.1, 0.8, 0.9, 1e-5, True, 0.2, 1.0)
    by_name = tahr.optimizers.Adam(0.1, 0.8, 0.9, 1e-5, True, weight_decay=0.2, clipnorm=1.0)
    differ = {**by_name.get_config(), "name": by_place.name}
    assert by_place.get_config() == differ
    with pytest.raises(TypeError, match=r"Adam\(\) got multiple values for argument 'clipnorm'"):
        tahr.optimizers.Adam(0.1, 0.8, 0.9, 1e-5, True, 0.2, 1.0, clipnorm=1.0)
    with pytest.raises(TypeError, match=r"Adam\(\) takes 10 shared arguments, but 11 were given"):
        tahr.optimizers.Adam(0.1, 0.8, 0.9, 1e-5, True, *range(11))


class Scaled(tahr.layers.Dense):
    """A user's layer that writes no `get_config`.

    Args:
        units: how many.
        factor: times what.
    """

    def __init__(self, units: int, factor: float, **kwargs: Any) -> None:
        super().__init__(units, **kwargs)
        self.times = factor


class Doubled(tahr.layers.Dense):
    """A user's layer that writes its own, on that of its base."""

    def __init__(self, half: int) -> None:
        super().__init__(2 * half, name="doubled")

    def get_config(self) -> dict[str, Any]:
        return {**super().get_config(), "half": self.units // 2}


class Margin(tahr.losses.Loss):
    """A user's loss that writes no `get_config`."""

    def __init__(self, by: float = 1.0, *, name: str = "margin") -> None:
        super().__init__(name=name)
        self.by = by

    def call(self, y_true: Any, y_pred: Any) -> Any:
        return y_true - y_pred - self.by


def test_a_user_s_class_without_get_config_is_made_again():
    config = Scaled(3, 2.0, activation="relu", name="mine").get_config()
    assert (config["units"], config["factor"], config["activation"]) == (3, 2.0, "relu")
    assert Scaled.from_config(config).get_config() == config
    assert Margin(0.5).get_config() == {"by": 0.5, "name": "margin"}


def test_a_user_s_get_config_stands_on_that_of_the_base():
    config = Doubled(2).get_config()
    assert config.keys() == {*tahr.layers.Dense(1).get_config(), "half"}
    assert (config["units"], config["half"]) == (4, 2)


def test_arguments_of_a_user_s_class():
    found = {a.name: a for a in arguments(Scaled)}
    assert [*found][:2] == ["units", "factor"] and "kernel_initializer" in found
    assert found["factor"].says == "times what." and found["factor"].required
    assert found["name"].says and get_args(found["name"].type) == (str, type(None))
    assert list(signature(Scaled).parameters) == ["units", "factor", "kwargs"]
