"""Optimizers against Keras's own: twenty updates by the same gradients."""

import inspect

import jax
import keras
import numpy as np
import pytest
from tests.cases.optimizers import PLAIN, SCHEDULES, SHAPES, SHARED, updates

from tahr import constraints, optimizers
from tahr.core import current, names
from tahr.core.variables import Variable

OTHERWISE_NAMED = {"Nadam", "Adafactor"}


def weights(kind):
    """The weights to train, of either kind, alike in names and first values."""
    rng = np.random.default_rng(0)
    scope = names.scope if kind is Variable else keras.name_scope
    made = []
    for path, shape in SHAPES.items():
        folder, name = path.split("/")
        with scope(folder):
            made.append(kind(rng.normal(size=shape).astype("float32"), name=name))
    return made


def train(name, theirs, ours, prepare=lambda *_: None):
    """Makes twenty updates with both; gives optimizers and weights of Keras and of Tahr."""
    optimizer = getattr(keras.optimizers, name)(name="o", **theirs)
    mine = getattr(optimizers, name)(name="o", **ours)
    their_weights, my_weights = weights(keras.Variable), weights(Variable)
    prepare(optimizer, their_weights, keras)
    prepare(mine, my_weights, None)
    optimizer.build(their_weights)
    mine.build(my_weights)
    steps = jax.jit(optimizer.stateless_apply), current.engine().compile(mine.stateless_apply)
    sides = [(optimizer.variables, their_weights), (mine.variables, my_weights)]
    for grads in updates():
        for step, (own, values) in zip(steps, sides, strict=True):
            new = step([v.value for v in own], grads, [v.value for v in values])
            for variable, value in zip([*values, *own], [*new[0], *new[1]], strict=True):
                variable.assign(value)
    return optimizer, their_weights, mine, my_weights


def assert_same(optimizer, their_weights, mine, my_weights):
    for theirs, ours in zip(their_weights, my_weights, strict=True):
        np.testing.assert_allclose(ours.numpy(), theirs.numpy(), rtol=1e-5, atol=1e-6)
    unused = ("velocity",) if type(mine).__name__ == "Adafactor" else ()
    for theirs, ours in zip(optimizer.variables, mine.variables, strict=True):
        assert ours.shape == tuple(theirs.shape)
        if type(mine).__name__ not in OTHERWISE_NAMED:
            assert ours.path == theirs.path
        if not ours.name.endswith(unused or "-") or len(ours.shape) < 2:
            np.testing.assert_allclose(ours.numpy(), theirs.numpy(), rtol=1e-5, atol=1e-6)


@pytest.mark.parametrize(("name", "options"), PLAIN)
def test_updates(name, options):
    assert_same(*train(name, options, options))


@pytest.mark.parametrize(
    ("name", "options"),
    [*(("Adam", o) for o in SHARED), ("SGD", SHARED[-1]), ("Nadam", SHARED[-1])],
)
def test_what_all_share(name, options):
    assert_same(*train(name, options, options))


@pytest.mark.parametrize(("name", "arguments", "options"), SCHEDULES)
def test_schedules(name, arguments, options):
    theirs, ours = (
        getattr(module.schedules, name)(*arguments, **options)
        for module in (keras.optimizers, optimizers)
    )
    found, wanted = current.engine().compile(ours), jax.jit(theirs)
    for step in np.arange(25, dtype="int32"):
        assert float(found(step)) == pytest.approx(float(wanted(step)), rel=1e-5, abs=1e-7)
    assert ours.get_config() == theirs.get_config()
    written = optimizers.schedules.serialize(ours)
    assert written == keras.optimizers.schedules.serialize(theirs)
    assert optimizers.schedules.deserialize(written).get_config() == ours.get_config()


@pytest.mark.parametrize("steps", [None, 3])
def test_an_optimizer_follows_its_schedule(steps):
    theirs, ours = (
        {
            "learning_rate": module.schedules.ExponentialDecay(0.1, 2, 0.5),
            "gradient_accumulation_steps": steps,
        }
        for module in (keras.optimizers, optimizers)
    )
    assert_same(*train("Adam", theirs, ours))


def test_constraints_and_exclusions():
    def prepare(optimizer, variables, module):
        for variable in variables:
            variable.constraint = (module.constraints if module else constraints).NonNeg()
        optimizer.exclude_from_weight_decay(var_list=variables[:1], var_names=["bia"])

    options = {"weight_decay": 0.1, "use_ema": True, "ema_overwrite_frequency": 2}
    assert_same(*train("Adam", options, options, prepare))


def test_final_values_are_the_average():
    options = {"use_ema": True, "ema_momentum": 0.7}
    optimizer, their_weights, mine, my_weights = train("SGD", options, options)
    optimizer.finalize_variable_values(their_weights)
    mine.finalize_variable_values(my_weights)
    assert_same(optimizer, their_weights, mine, my_weights)


def test_some_weights_can_be_left_out_later():
    optimizer, their_weights, mine, my_weights = train("Adam", {}, {})
    grads = next(updates(1))
    optimizer.apply(grads[1:3], their_weights[1:3])
    mine.apply(grads[1:3], my_weights[1:3])
    assert_same(optimizer, their_weights, mine, my_weights)


@pytest.mark.parametrize(("name", "options"), [*PLAIN, *(("Adam", o) for o in SHARED)])
def test_configurations(name, options):
    theirs = getattr(keras.optimizers, name)(**options)
    ours = getattr(optimizers, name)(name=theirs.name, **options)
    assert ours.get_config() == theirs.get_config()
    written = optimizers.serialize(ours)
    assert written == keras.optimizers.serialize(theirs)
    assert optimizers.deserialize(written).get_config() == ours.get_config()
    if name != "Lamb":
        assert type(keras.optimizers.deserialize(written)).__name__ == name


@pytest.mark.parametrize("name", sorted({name for name, _ in PLAIN}))
def test_signatures(name):
    mine, theirs = (inspect.signature(getattr(m, name)) for m in (optimizers, keras.optimizers))
    named = [
        [(p.name, p.default) for p in s.parameters.values() if p.kind is not p.VAR_KEYWORD]
        for s in (mine, theirs)
    ]
    assert named[0] == named[1]


@pytest.mark.parametrize("name", ["adam", "Adam", "ADAM", "rmsprop", "RMSprop", "sgd", "adamw"])
def test_names(name):
    assert type(optimizers.get(name)).__name__ == type(keras.optimizers.get(name)).__name__


def test_the_scale_of_a_loss_follows_overflows():
    options = {"initial_scale": 8.0, "dynamic_growth_steps": 3, "name": "s"}
    inner = {"use_ema": True, "clipnorm": 1.0, "name": "inner"}
    theirs = keras.optimizers.LossScaleOptimizer(keras.optimizers.Adam(**inner), **options)
    ours = optimizers.LossScaleOptimizer(optimizers.Adam(**inner), **options)
    their_weights, my_weights = weights(keras.Variable), weights(Variable)
    theirs.build(their_weights)
    ours.build(my_weights)
    steps = jax.jit(theirs.stateless_apply), current.engine().compile(ours.stateless_apply)
    state = [
        ([v.value for v in optimizer.variables], [v.value for v in own])
        for optimizer, own in ((theirs, their_weights), (ours, my_weights))
    ]
    for number, grads in enumerate(updates(10)):
        if number in (4, 8):
            grads[1] = grads[1] * np.inf
        done = [step(s[0], grads, s[1]) for step, s in zip(steps, state, strict=True)]
        state = [(new[1], new[0]) for new in done]
        for other, mine in zip(*(jax.tree.leaves(s) for s in state), strict=True):
            np.testing.assert_allclose(np.asarray(mine), np.asarray(other), rtol=1e-5, atol=1e-6)
    assert [v.path for v in ours.variables] == [v.path for v in theirs.variables]
    written = optimizers.serialize(ours)
    assert written == keras.optimizers.serialize(theirs)
    assert optimizers.deserialize(written).get_config() == ours.get_config()
    assert float(ours.scale_loss(2.0)) == float(theirs.scale_loss(np.float32(2.0)))


def test_different_optimizers_for_different_weights():
    def make(module):
        table = module.OptimizerMap(module.SGD(0.1, name="sgd"))
        table[".*/bias"] = module.Adam(0.2, name="adam")
        return module.MultiOptimizer(table, loss_scale_factor=2.0, name="multi")

    theirs, ours = make(keras.optimizers), make(optimizers)
    their_weights, my_weights = weights(keras.Variable), weights(Variable)
    for grads in updates(3):
        theirs.apply([keras.ops.convert_to_tensor(g) for g in grads], their_weights)
        ours.apply(grads, my_weights)
    assert_same(theirs, their_weights, ours, my_weights)
    written = optimizers.serialize(ours)
    assert written == keras.optimizers.serialize(theirs)
    assert optimizers.deserialize(written).get_config() == ours.get_config()


def test_every_public_name_is_there():
    wanted = {n for n in dir(keras.optimizers) if not n.startswith("_")} - {"legacy"}
    assert wanted <= set(dir(optimizers))


def test_a_saved_state_is_read():
    optimizer, _, _, _ = train("Adam", {"use_ema": True}, {"use_ema": True})
    store = {}
    optimizer.save_own_variables(store)
    fresh = optimizers.Adam(use_ema=True)
    fresh.build(weights(Variable))
    fresh.load_own_variables(store)
    for theirs, ours in zip(optimizer.variables, fresh.variables, strict=True):
        np.testing.assert_array_equal(ours.numpy(), theirs.numpy())
