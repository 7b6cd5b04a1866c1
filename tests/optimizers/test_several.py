"""Several optimizers in one model, factors of the learning rate, weights that come later."""

import json
import time
import zipfile

import numpy as np
import pytest

from tahr import layers, models, ops, optimizers
from tahr.core import current
from tahr.core.errors import ArgumentError, SavingError
from tahr.core.seeds import set_random_seed
from tahr.core.variables import Variable

X = np.random.default_rng(0).normal(size=(16, 4)).astype("float32")
Y = X.sum(1, keepdims=True)
ENGINES = [name for name in ("jax", "torch", "tensorflow", "pytensor") if current.installed(name)]


def two():
    set_random_seed(0)
    base, head = layers.Dense(3, name="base"), layers.Dense(1, name="head")
    return models.Sequential([layers.Input((4,)), base, head], name="two"), base, head


def moved(model, optimizer, engine=None):
    """Returns by how much one step moves each weight."""
    before = model.get_weights()
    model.compile(optimizer, "mse")
    model.fit(X, Y, batch_size=16, verbose=0, engine=engine)
    return [b - a for a, b in zip(before, model.get_weights(), strict=True)]


@pytest.mark.parametrize("engine", ENGINES)
def test_each_layer_has_its_own(engine):
    plain = moved(two()[0], optimizers.SGD(0.1), engine)
    model, _, head = two()
    both = moved(model, [(head, optimizers.SGD(0.3)), ("default", optimizers.SGD(0.1))], engine)
    for got, wanted, factor in zip(both, plain, (1, 1, 3, 3), strict=True):
        np.testing.assert_allclose(got, factor * wanted, rtol=1e-4, atol=1e-6)


def by_pattern(base, head):
    return {".*bias": optimizers.SGD(0.2), "default": optimizers.SGD(0.1)}


def by_layer(base, head):
    return {base: optimizers.SGD(0.2), "default": optimizers.SGD(0.1)}


def by_list(base, head):
    return [([base, "(.*/)?head/bias"], optimizers.SGD(0.2)), ("default", optimizers.SGD(0.1))]


@pytest.mark.parametrize(
    ("spelled", "factors"),
    [(by_pattern, (1, 2, 1, 2)), (by_layer, (2, 2, 1, 1)), (by_list, (2, 2, 1, 2))],
)
def test_patterns_layers_and_lists_of_both(spelled, factors, tmp_path):
    plain = moved(two()[0], optimizers.SGD(0.1))
    model, base, head = two()
    both = moved(model, spelled(base, head))
    for got, wanted, factor in zip(both, plain, factors, strict=True):
        np.testing.assert_allclose(got, factor * wanted, rtol=1e-4, atol=1e-6)
    model.save(tmp_path / "m.keras")
    again = models.load_model(tmp_path / "m.keras")
    for one in (model, again):
        one.fit(X, Y, batch_size=16, shuffle=False, verbose=0)
    for one, other in zip(model.get_weights(), again.get_weights(), strict=True):
        np.testing.assert_array_equal(one, other)


def test_a_layer_that_is_not_built_yet_is_known_by_its_name():
    _, _, head = two()
    fresh = layers.Dense(2, name="fresh")
    table = optimizers.get({head: "sgd", fresh: "adam", "default": "lion"}).optimizer_map
    patterns = list(table.get_config()["optimizer_map"])
    assert patterns == ["(two/)?head/kernel|(two/)?head/bias", "(.*/)?fresh/.*"]


@pytest.mark.parametrize(
    ("table", "message"),
    [
        (
            {".*/tail/.*": "sgd", "default": "adam"},
            "no weight of the model belongs to '.*/tail/.*'",
        ),
        ({".*/bias": "sgd", ".*/head/.*": "adam", "default": "adam"}, "more than one pattern"),
        ({".*/bias": "sgd"}, "need one for all other weights"),
        (["sgd", "adam"], "no list of optimizers"),
        ({".*/bias": optimizers.LossScaleOptimizer(optimizers.SGD()), "default": "sgd"}, "one of"),
        ({".*/bias": "sgdd", "default": "sgd"}, "no optimizer is called"),
    ],
)
def test_nonsense(table, message):
    model, *_ = two()
    with pytest.raises(ArgumentError, match=message):
        moved(model, table)


def test_a_layer_of_another_model_is_refused():
    model, *_ = two()
    stranger = layers.Dense(2, name="stranger")
    stranger.build((None, 3))
    with pytest.raises(ArgumentError, match="no weight of the model belongs to"):
        moved(model, {stranger: "sgd", "default": "adam"})


def test_what_is_frozen_may_have_an_optimizer_too():
    model, base, _ = two()
    base.trainable = False
    found = moved(model, {base: optimizers.SGD(0.1), "default": "adam"})
    assert [bool(np.any(m)) for m in found] == [False, False, True, True]


class TestRateFactors:
    """Some weights learn slower than others."""

    @pytest.mark.parametrize(
        "optimizer", [optimizers.SGD(0.1), optimizers.LossScaleOptimizer(optimizers.SGD(0.1))]
    )
    def test_they_multiply_the_learning_rate(self, optimizer):
        plain = moved(two()[0], optimizers.SGD(0.1))
        model, base, _ = two()
        optimizer.set_rate_factors({base: 0.25, ".*/head/bias": 0})
        for got, wanted, factor in zip(
            moved(model, optimizer), plain, (0.25, 0.25, 1, 0), strict=True
        ):
            np.testing.assert_allclose(got, factor * wanted, rtol=1e-4, atol=1e-6)

    def test_they_reach_each_of_several(self):
        model, base, _ = two()
        optimizer = optimizers.get({base: optimizers.SGD(1.0), "default": optimizers.SGD(0.1)})
        optimizer.set_rate_factors({base: 0.5, ".*/head/.*": 5.0})
        plain = moved(two()[0], optimizers.SGD(0.5))
        for got, wanted in zip(moved(model, optimizer), plain, strict=True):
            np.testing.assert_allclose(got, wanted, rtol=1e-4, atol=1e-6)

    def test_they_may_change_in_between(self):
        model, base, _ = two()
        optimizer = optimizers.SGD(0.1)
        optimizer.set_rate_factors({base: 0.0})
        assert not np.any(moved(model, optimizer)[0])
        optimizer.set_rate_factors({})
        kernel = base.get_weights()[0]
        model.fit(X, Y, verbose=0)
        assert np.any(base.get_weights()[0] != kernel)

    def test_they_are_written_down_where_there_are_any(self):
        model, base, _ = two()
        optimizer = optimizers.Adam(0.5)
        assert "learning_rate_factors" not in optimizer.get_config()
        optimizer.set_rate_factors({base: 0.5})
        again = optimizers.deserialize(optimizers.serialize(optimizer))
        assert [again.rate_factor(v) for v in model.weights] == [0.5, 0.5, 1.0, 1.0]

    @pytest.mark.parametrize("factor", [-1.0, "half", True])
    def test_nonsense(self, factor):
        with pytest.raises(ArgumentError, match="0 or more"):
            optimizers.SGD().set_rate_factors({".*": factor})

    def test_a_pattern_for_nothing(self):
        model, *_ = two()
        optimizer = optimizers.SGD()
        optimizer.set_rate_factors({"bias": 2.0})
        with pytest.raises(ArgumentError, match="no weight of the model belongs to 'bias'"):
            moved(model, optimizer)


class Own(optimizers.Optimizer):
    """Written as for Keras, with lists of slots of its own."""

    def build(self, variables):
        if self.built:
            return
        super().build(variables)
        self.speeds = [self.add_variable_from_reference(v, "speed") for v in variables]
        self.count = self.add_variable(name="count")

    def update_step(self, gradient, variable, learning_rate):
        speed = self.speeds[self._get_variable_index(variable)]
        speed.assign(ops.add(speed, gradient))
        self.count.assign_add(1.0)
        variable.assign_sub(ops.multiply(speed, learning_rate))


def test_slots_are_made_for_weights_that_come_later():
    optimizer = Own(learning_rate=1.0, name="own")
    first, second = (Variable([0.0], name=name) for name in "ab")
    optimizer.apply([np.ones(1, "float32")], [second])
    optimizer.apply([np.ones(1, "float32")] * 2, [first, second])
    assert [v.path for v in optimizer.variables] == [
        "own/iteration", "own/learning_rate", "own/a_speed", "own/b_speed", "own/count",
    ]  # fmt: skip
    assert [v.numpy().item() for v in optimizer.variables] == [2, 1, 1, 2, 3]
    assert [v.numpy().item() for v in (first, second)] == [-1, -3]


def hours():
    """A pattern that takes `re` hours on a name of many letters."""
    return "(.*/)?(a+)+b/.*", "a" * 40 + "!"


def test_a_pattern_in_a_file_costs_no_time(tmp_path):
    pattern, name = hours()
    model = models.Sequential([layers.Input((4,)), layers.Dense(3, name=name), layers.Dense(1)])
    optimizer = optimizers.get({".*/bias": optimizers.SGD(0.1), "default": "adam"})
    optimizer.set_rate_factors({".*/kernel": 0.5})
    model.compile(optimizer, "mse")
    model.save(tmp_path / "m.keras")
    changed(tmp_path / "m.keras", {".*/bias": pattern, ".*/kernel": pattern})
    began = time.process_time()
    again = models.load_model(tmp_path / "m.keras")
    with pytest.raises(ArgumentError, match="no weight of the model belongs to"):
        again.fit(X, Y, verbose=0)
    assert time.process_time() - began < 10
    again = models.load_model(tmp_path / "m.keras", compile=False)
    again.compile("adam", "mse")
    again.optimizer.set_rate_factors({pattern + "|.*": 0.5})
    again.fit(X, Y, verbose=0)


@pytest.mark.parametrize("table", ["optimizer_map", "factors", "muon"])
def test_a_pattern_in_a_file_that_may_take_for_ever_is_refused(table, tmp_path):
    model, *_ = two()
    optimizer = {
        "optimizer_map": lambda: optimizers.get({".*/bias": "sgd", "default": "adam"}),
        "factors": optimizers.Adam,
        "muon": lambda: optimizers.Muon(exclude_layers=[".*/bias"]),
    }[table]()
    if table == "factors":
        optimizer.set_rate_factors({".*/bias": 0.5})
    model.compile(optimizer, "mse")
    model.save(tmp_path / "m.keras")
    changed(tmp_path / "m.keras", {".*/bias": r"(?=a)(a+)+\\1"})
    with pytest.raises(SavingError, match="linear time"):
        models.load_model(tmp_path / "m.keras")


@pytest.mark.parametrize("table", ["optimizer_map", "factors", "muon"])
def test_any_expression_of_a_program_is_saved_as_what_it_finds(table, tmp_path):
    model, *_ = two()
    ahead = "(?!.*bias).*"
    optimizer = {
        "optimizer_map": lambda: optimizers.get({ahead: optimizers.SGD(0.3), "default": "sgd"}),
        "factors": lambda: optimizers.SGD(0.1),
        "muon": lambda: optimizers.Muon(exclude_layers=["^(?!.*head)"]),
    }[table]()
    if table == "factors":
        optimizer.set_rate_factors({ahead: 3.0})
    model.compile(optimizer, "mse")
    if table != "muon":
        with pytest.raises(SavingError, match="fit the model first"):
            model.save(tmp_path / "early.keras")
    model.fit(X, Y, batch_size=16, shuffle=False, verbose=0)
    model.save(tmp_path / "m.keras")
    again = models.load_model(tmp_path / "m.keras")
    for one in (model, again):
        one.fit(X, Y, batch_size=16, shuffle=False, verbose=0)
    for one, other in zip(model.get_weights(), again.get_weights(), strict=True):
        np.testing.assert_array_equal(one, other)


def changed(path, texts):
    """Replaces texts in the configuration of a model file."""
    with zipfile.ZipFile(path) as archive:
        members = {info.filename: archive.read(info) for info in archive.infolist()}
    config = members["config.json"].decode()
    for old, new in texts.items():
        config = config.replace(json.dumps(old), json.dumps(new))
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in {**members, "config.json": config.encode()}.items():
            archive.writestr(name, content)
