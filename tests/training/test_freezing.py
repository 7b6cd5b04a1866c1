"""Freezing and thawing layers while a model is trained, without another `compile`."""

import numpy as np
import pytest

import tahr
from tahr import callbacks, layers, models, optimizers
from tahr.core import current
from tahr.core.seeds import set_random_seed
from tahr.training.step.session import session_of

RNG = np.random.default_rng(0)
X = RNG.normal(size=(32, 4)).astype("float32")
Y = np.sin(X.sum(1, keepdims=True))
ENGINES = [name for name in ("jax", "torch", "tensorflow", "pytensor") if current.installed(name)]


def two(optimizer="adam", **options):
    set_random_seed(0)
    base = layers.Dense(3, activation="tanh", name="base")
    head = layers.Dense(1, name="head")
    model = models.Sequential([layers.Input((4,)), base, head], name="two")
    model.compile(optimizer, "mse", **options)
    return model, base, head


def fit(model, **options):
    return model.fit(X, Y, batch_size=16, shuffle=False, verbose=0, **options)


def changed(layer, run):
    before = layer.get_weights()
    run()
    return [not np.array_equal(a, b) for a, b in zip(before, layer.get_weights(), strict=True)]


@pytest.mark.parametrize("engine", ENGINES)
def test_it_takes_effect_at_the_next_step(engine):
    model, base, head = two()
    model.to(engine)
    base.trainable = False
    assert changed(base, lambda: fit(model)) == [False, False]
    base.trainable, head.trainable = True, False
    kept = head.get_weights()
    assert changed(base, lambda: fit(model)) == [True, True]
    np.testing.assert_array_equal(head.get_weights()[0], kept[0])
    head.trainable = True
    assert changed(head, lambda: fit(model)) == [True, True]


def test_a_callback_may_thaw():
    model, base, _ = two()
    base.trainable = False
    seen = []

    class Thaw(callbacks.Callback):
        def on_epoch_begin(self, epoch, logs=None):
            base.trainable = epoch >= 2
            seen.append(base.get_weights()[0].copy())

    fit(model, epochs=4, callbacks=[Thaw()])
    assert np.array_equal(seen[0], seen[1]) and np.array_equal(seen[1], seen[2])
    assert not np.array_equal(seen[2], seen[3])


def test_earlier_programs_are_found_again(monkeypatch):
    model, base, _ = two()
    engine = model.engine
    compiled = []
    own = engine.compile
    monkeypatch.setattr(engine, "compile", lambda *a, **k: compiled.append(1) or own(*a, **k))
    for trainable, programs in ((True, 1), (False, 2), (True, 2), (False, 2)):
        base.trainable = trainable
        assert changed(base, lambda: fit(model, epochs=2)) == [trainable] * 2
        assert len(compiled) == programs


def test_the_optimizer_goes_on_where_it_was():
    """Frozen for a while and thawed: the slots are what they were, and so is what follows."""
    frozen, base, _ = two()
    fit(frozen)
    slots = {v.path: v.numpy().copy() for v in frozen.optimizer.variables}
    names = list(slots)
    base.trainable = False
    fit(frozen)
    after = {v.path: v.numpy() for v in frozen.optimizer.variables}
    assert list(after) == names
    for path in (p for p in names if "base" in p):
        np.testing.assert_array_equal(after[path], slots[path])
    assert not np.array_equal(after[names[-1]], slots[names[-1]])


@pytest.mark.parametrize(
    "optimizer",
    [
        "adam", "nadam", "adafactor", "muon", "schedulefreeadamw",
        optimizers.Adam(use_ema=True, gradient_accumulation_steps=2),
        optimizers.LossScaleOptimizer(optimizers.RMSprop(momentum=0.5)),
        {".*/base/.*": optimizers.SGD(0.1, momentum=0.9), "default": "adam"},
    ],
    ids=str,
)  # fmt: skip
def test_state_is_ordered_as_if_all_had_been_trained_from_the_start(optimizer):
    if isinstance(optimizer, dict):
        optimizer = optimizers.get(optimizer)
    given = optimizers.serialize(optimizers.get(optimizer))
    late, base, _ = two(optimizers.deserialize(given))
    base.trainable = False
    fit(late)
    before = {id(v): v.numpy().copy() for v in late.optimizer.variables}
    base.trainable = True
    session_of(late).step("train").prepare(X[:16], Y[:16])
    for variable in late.optimizer.variables:
        if id(variable) in before:
            np.testing.assert_array_equal(variable.numpy(), before[id(variable)])
    whole, *_ = two(optimizers.deserialize(given))
    whole.optimizer.build(whole.trainable_variables)
    wanted = [v.path for v in whole.optimizer.variables]
    assert [v.path for v in late.optimizer.variables] == wanted
    assert len(before) < len(wanted)
    fit(late)


def test_an_average_of_a_late_weight_begins_at_its_value():
    model, base, _ = two(optimizers.SGD(1e-6, use_ema=True))
    base.trainable = False
    fit(model)
    base.trainable = True
    kernel = base.get_weights()[0]
    fit(model)
    model.optimizer.finalize_variable_values(model.trainable_variables)
    np.testing.assert_allclose(base.get_weights()[0], kernel, rtol=1e-3)


def test_a_thawed_model_is_saved_and_goes_on(tmp_path):
    model, base, _ = two()
    base.trainable = False
    fit(model)
    base.trainable = True
    fit(model)
    model.save(tmp_path / "m.keras")
    again = models.load_model(tmp_path / "m.keras")
    fit(model)
    fit(again)
    for one, other in zip(model.get_weights(), again.get_weights(), strict=True):
        np.testing.assert_array_equal(one, other)


def test_variables_follow_their_layer():
    early = layers.Dense(1)
    early.trainable = False
    early.build((None, 2))
    assert not early.kernel.trainable
    early.trainable = True
    assert early.kernel.trainable
    layer = layers.BatchNormalization()
    layer.build((None, 3))
    order = [v.name for v in layer.weights]
    layer.trainable = False
    assert [v.trainable for v in layer.weights] == [False] * 4
    assert [v.name for v in layer.weights] == order and not layer.trainable_weights
    layer.trainable = True
    assert [v.trainable for v in layer.weights] == [True, True, False, False]


def test_a_frozen_layer_without_weights_to_train_is_told():
    model = models.Sequential(
        [layers.Input((4,)), layers.BatchNormalization(center=False, scale=False), layers.Dense(1)]
    )
    model.compile("sgd", "mse")
    norm = model.layers[0]
    assert changed(norm, lambda: fit(model)) == [True, True]
    norm.trainable = False
    assert changed(norm, lambda: fit(model)) == [False, False]


def test_everything_may_be_frozen():
    model, _, head = two()
    model.trainable = False
    assert changed(head, lambda: fit(model)) == [False, False]


def test_a_step_of_ones_own_is_thawed_too():
    base, head = layers.Dense(3, name="base"), layers.Dense(1, name="head")

    class Own(models.Model):
        def __init__(self):
            super().__init__()
            self.base, self.head = base, head

        def call(self, x):
            return self.head(self.base(x))

        def train_step(self, data):
            x, y = data
            loss, gradients = tahr.value_and_grad(
                lambda: tahr.ops.mean(tahr.ops.square(self(x) - y)), self.trainable_variables
            )
            self.optimizer.apply(gradients, self.trainable_variables)
            return {"loss": loss}

    model = Own()
    base.trainable = False
    model.compile("adam")
    fit(model)
    base.trainable = True
    assert changed(base, lambda: fit(model)) == [True, True]
