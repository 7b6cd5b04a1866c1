"""What optimizers share, on every engine that trains, beside Keras: twenty updates."""

from functools import cache

import jax
import keras
import numpy as np
import pytest
from tests.cases.optimizers import SHAPES, updates

from tahr import optimizers
from tahr.core import current, names
from tahr.core.variables import Variable

ENGINES = [name for name in ("jax", "torch", "tensorflow", "pytensor") if current.installed(name)]
EMA = {"use_ema": True, "ema_momentum": 0.8, "ema_overwrite_frequency": 3}


def scaled(kit, inner):
    return kit.LossScaleOptimizer(inner, initial_scale=8.0, dynamic_growth_steps=3)


def several(kit, **options):
    table = kit.OptimizerMap(kit.SGD(0.1, momentum=0.9, **options))
    table[".*/bias"] = kit.Adam(0.2, clipvalue=0.3)
    return kit.MultiOptimizer(table)


CASES = {
    "clipnorm, average": lambda kit: kit.Adam(0.01, clipnorm=0.5, **EMA),
    "clipvalue, accumulation": lambda kit: kit.RMSprop(
        clipvalue=0.2, gradient_accumulation_steps=3
    ),
    "global_clipnorm, both": lambda kit: kit.AdamW(
        global_clipnorm=0.5, gradient_accumulation_steps=2, **EMA
    ),
    "scaled": lambda kit: scaled(kit, kit.Adam(0.01, clipnorm=0.5, **EMA)),
    "scaled, accumulation": lambda kit: scaled(kit, kit.SGD(0.1, gradient_accumulation_steps=3)),
    "several": lambda kit: several(kit, global_clipnorm=0.5, **EMA),
    "scaled, several": lambda kit: scaled(kit, several(kit, clipnorm=0.5)),
}
OVERFLOWS = (4, 5, 11)


def weights(kind, scope):
    rng = np.random.default_rng(0)
    made = []
    for path, shape in SHAPES.items():
        folder, name = path.split("/")
        with scope(folder):
            made.append(kind(rng.normal(size=shape).astype("float32"), name=name))
    return made


def gradients(case):
    for number, grads in enumerate(updates()):
        yield [
            g * np.inf if case.startswith("scaled") and number in OVERFLOWS else g for g in grads
        ]


@cache
def wanted(case):
    optimizer, values = CASES[case](keras.optimizers), weights(keras.Variable, keras.name_scope)
    optimizer.build(values)
    step = jax.jit(optimizer.stateless_apply)
    for grads in gradients(case):
        new = step([v.value for v in optimizer.variables], grads, [v.value for v in values])
        for variable, value in zip(
            [*values, *optimizer.variables], [*new[0], *new[1]], strict=True
        ):
            variable.assign(value)
    trained = [np.asarray(v) for v in [*values, *optimizer.variables]]
    optimizer.finalize_variable_values(values)
    return trained, [np.asarray(v) for v in values]


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("case", CASES)
def test_twenty_updates(case, engine):
    with current.using(engine) as used:
        optimizer, values = CASES[case](optimizers), weights(Variable, names.scope)
        optimizer.build(values)
        step = used.compile(optimizer.stateless_apply)
        every = [*values, *optimizer.variables]
        for grads in gradients(case):
            own = [v.value for v in optimizer.variables]
            given = [used.asarray(g) for g in grads]
            new = step(own, given, [v.value for v in values])
            for variable, value in zip(every, [*new[0], *new[1]], strict=True):
                variable.assign(value)
        trained, final = wanted(case)
        for found, variable in zip(trained, every, strict=True):
            np.testing.assert_allclose(variable.numpy(), found, rtol=1e-5, atol=1e-6)
        optimizer.finalize_variable_values(values)
        for found, variable in zip(final, values, strict=True):
            np.testing.assert_allclose(variable.numpy(), found, rtol=1e-5, atol=1e-6)
