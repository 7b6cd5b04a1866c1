"""Optimizers: state, steps, engines, errors."""

import numpy as np
import pytest

from tahr import optimizers
from tahr.core import current
from tahr.core.errors import ArgumentError, ShapeError
from tahr.core.scopes import StateScope
from tahr.core.specs import TensorSpec
from tahr.core.variables import Variable
from tahr.optimizers import schedules

OF_OTHERS = {"Optimizer", "LossScaleOptimizer", "MultiOptimizer", "OptimizerMap"}
NAMES = sorted({c.__name__ for c in optimizers.NAMED.table.values()} - OF_OTHERS)
OPTIONS = [
    {},
    {"use_ema": True, "ema_overwrite_frequency": 2, "clipnorm": 1.0},
    {"gradient_accumulation_steps": 2, "weight_decay": 0.01},
    {"global_clipnorm": 1.0},
]


def weights():
    return [
        Variable(np.ones((3, 2), "float32"), name="kernel"),
        Variable(np.zeros(2, "float32"), name="bias"),
    ]


def gradients(seed=0):
    rng = np.random.default_rng(seed)
    return [rng.normal(size=shape).astype("float32") for shape in ((3, 2), (2,))]


@pytest.mark.parametrize("options", OPTIONS)
@pytest.mark.parametrize("name", NAMES)
def test_a_compiled_step_does_what_an_eager_one_does(name, options):
    engine = current.engine()
    eager, pure = (getattr(optimizers, name)(**options) for _ in range(2))
    there, here = weights(), weights()
    pure.build(here)
    step = engine.compile(pure.stateless_apply)
    own, values = ([v.value for v in variables] for variables in (pure.variables, here))
    for seed in range(4):
        eager.apply(gradients(seed), there)
        values, own = step(own, gradients(seed), values)
    for variable, value in zip([*there, *eager.variables], [*values, *own], strict=True):
        np.testing.assert_allclose(np.asarray(value), variable.numpy(), rtol=1e-4, atol=1e-6)
    for variable, fresh in zip(here, weights(), strict=True):
        np.testing.assert_array_equal(variable.numpy(), fresh.numpy())


@pytest.mark.parametrize("options", OPTIONS)
@pytest.mark.parametrize("name", NAMES)
def test_a_step_can_be_checked_by_shapes_alone(name, options):
    optimizer, variables = getattr(optimizers, name)(**options), weights()
    optimizer.build(variables)
    with current.using("spec"), StateScope() as scope:
        optimizer.apply([TensorSpec(v.shape, v.dtype) for v in variables], variables)
        written = scope.written()
        shapes = [tuple(scope.find(v).shape) for v in written]
    assert {id(v) for v in variables} <= {id(v) for v in written}
    assert shapes == [v.shape for v in written]


@pytest.mark.parametrize("name", NAMES)
def test_it_makes_a_loss_small(name):
    engine = current.engine()
    rate = {"Adadelta": 50.0, "Adafactor": 1.0}.get(name, 0.05)
    options = {"relative_step": False} if name == "Adafactor" else {}
    optimizer = getattr(optimizers, name)(learning_rate=rate, **options)
    weight = Variable(np.array([[3.0, -2.0], [1.0, 2.0]], "float32"), name="w")
    optimizer.build([weight])

    def step(own, values):
        def loss(tensors):
            return engine.sum(engine.square(tensors[0]), (0, 1), False), None

        (value, _), grads = engine.value_and_grad(loss, values)
        values, own = optimizer.stateless_apply(own, grads, values)
        return value, own, values

    compiled = engine.compile(step)
    own, values = [v.value for v in optimizer.variables], [weight.value]
    losses = []
    for _ in range(60):
        value, own, values = compiled(own, values)
        losses.append(float(value))
    assert losses[-1] < 0.7 * losses[0]


def test_numpy_gives_the_same():
    there, here = weights(), weights()
    optimizers.Adam(0.1).apply(gradients(), there)
    with current.using("numpy"):
        optimizers.Adam(0.1).apply(gradients(), here)
        found = [v.numpy() for v in here]
    for value, variable in zip(found, there, strict=True):
        np.testing.assert_allclose(value, variable.numpy(), rtol=1e-5)


def test_slots_stand_beside_their_weights():
    optimizer = optimizers.Adam(name="adam")
    optimizer.build(weights())
    assert [v.path for v in optimizer.variables] == [
        "adam/iteration", "adam/learning_rate", "adam/kernel_momentum", "adam/kernel_velocity",
        "adam/bias_momentum", "adam/bias_velocity",
    ]  # fmt: skip
    assert all(not v.trainable for v in optimizer.variables)


def test_float16_weights_keep_their_dtype():
    weight = Variable(np.ones(3, "float16"), name="w", dtype="float16")
    optimizer = optimizers.Adam(0.1, clipnorm=1.0)
    optimizer.apply([np.ones(3, "float16")], [weight])
    assert weight.numpy().dtype == np.float16
    assert optimizer.variables[2].dtype == "float16"


class TestLearningRate:
    """How it is read and set."""

    def test_a_number_can_be_changed(self):
        optimizer = optimizers.SGD(0.5)
        optimizer.learning_rate = 0.25
        optimizer.learning_rate.assign(optimizer.learning_rate * 0.5)
        assert float(optimizer.learning_rate) == 0.125
        assert optimizer.get_config()["learning_rate"] == 0.125

    def test_a_schedule_follows_the_steps(self):
        optimizer = optimizers.SGD(schedules.ExponentialDecay(1.0, 1, 0.5))
        weight = Variable([0.0], name="w")
        for _ in range(3):
            optimizer.apply([np.ones(1, "float32")], [weight])
        assert weight.numpy().tolist() == [-1.75]
        assert float(optimizer.learning_rate) == 0.125
        assert [v.name for v in optimizer.variables] == ["iteration"]

    def test_a_schedule_cannot_be_set_to_a_number(self):
        optimizer = optimizers.SGD(schedules.ExponentialDecay(1.0, 1, 0.5))
        with pytest.raises(TypeError, match="is a schedule"):
            optimizer.learning_rate = 0.1

    def test_a_number_can_become_a_schedule(self):
        optimizer = optimizers.SGD(0.1)
        optimizer.learning_rate = schedules.PiecewiseConstantDecay([1], [0.5, 0.1])
        assert float(optimizer.learning_rate) == 0.5
        assert len(optimizer.variables) == 1

    def test_a_callable_is_called(self):
        assert optimizers.SGD(lambda: 0.3).learning_rate == 0.3

    @pytest.mark.parametrize("rate", [-1.0, "fast", None])
    def test_nonsense_is_refused(self, rate):
        with pytest.raises(ArgumentError, match="no learning rate"):
            optimizers.SGD(rate)

    def test_a_decay_takes_time(self):
        with pytest.raises(ArgumentError, match="decay_steps must be a number above 0"):
            schedules.CosineDecay(0.1, 0)

    def test_pieces_need_their_values(self):
        with pytest.raises(ArgumentError, match="one more value"):
            schedules.PiecewiseConstantDecay([1, 2], [0.1, 0.2])


class TestErrors:
    """One clear error, and nothing changed."""

    def test_an_unknown_variable(self):
        optimizer = optimizers.Adam()
        optimizer.build(weights())
        stranger = Variable(np.zeros(2, "float32"), name="stranger")
        with pytest.raises(ArgumentError, match="never seen the variable stranger"):
            optimizer.slot("momentum", stranger)

    def test_another_number_of_gradients(self):
        with pytest.raises(ArgumentError, match="another number"):
            optimizers.Adam().apply(gradients()[:1], weights())

    def test_another_shape(self):
        with pytest.raises(ShapeError, match="does not fit the variable"):
            optimizers.Adam().apply(gradients()[::-1], weights())

    def test_no_gradient_at_all(self):
        with pytest.raises(ArgumentError, match="no gradient for any"):
            optimizers.Adam().apply([None, None], weights())

    def test_not_built(self):
        with pytest.raises(ArgumentError, match="before the optimizer was built"):
            optimizers.Adam().apply(gradients())
        with pytest.raises(ArgumentError, match="must be built"):
            optimizers.Adam().stateless_apply([], gradients(), [])

    @pytest.mark.parametrize(
        ("options", "message"),
        [
            ({"clipnorm": 1.0, "clipvalue": 1.0}, "one way only"),
            ({"ema_momentum": 1.5}, "ema_momentum must be a number from 0 to 1"),
            ({"ema_overwrite_frequency": 0}, "must be a positive integer, or None"),
            ({"gradient_accumulation_steps": 1}, "an integer of 2 or more"),
            ({"nonsense": 1}, "takes no argument 'nonsense'"),
        ],
    )
    def test_arguments(self, options, message):
        with pytest.raises(ArgumentError, match=message):
            optimizers.Adam(**options)

    @pytest.mark.parametrize(
        ("make", "message"),
        [
            (lambda: optimizers.SGD(momentum=2.0), "momentum must be a number from 0 to 1"),
            (
                lambda: optimizers.Lion(beta_1=0.0),
                "beta_1 must be a number above 0",
            ),
            (lambda: optimizers.Ftrl(learning_rate_power=1.0), "of 0 or less"),
            (lambda: optimizers.Ftrl(l1_regularization_strength=-1.0), "of 0 or more"),
            (lambda: optimizers.AdamW(weight_decay=None), "needs a weight decay"),
            (lambda: optimizers.LossScaleOptimizer(optimizers.SGD(), clipnorm=1.0), "no argument"),
            (lambda: optimizers.OptimizerMap("sgd"), "this is no optimizer"),
            (lambda: optimizers.get("adamm"), "no optimizer is called"),
            (lambda: optimizers.get(3), "this is no optimizer"),
        ],
    )
    def test_more_arguments(self, make, message):
        with pytest.raises(ArgumentError, match=message):
            make()


def test_a_weight_without_gradient_stays():
    optimizer, variables = optimizers.SGD(1.0), weights()
    with pytest.warns(UserWarning, match="no gradient for bias"):
        optimizer.apply([gradients()[0], None], variables)
    assert not variables[1].numpy().any()
    assert int(optimizer.iterations) == 1


def test_pairs_can_be_applied():
    optimizer, variables = optimizers.SGD(1.0), weights()
    step = optimizer.apply_gradients(zip(gradients(), variables, strict=True))
    assert int(step) == 1
    np.testing.assert_allclose(variables[1].numpy(), -gradients()[1], rtol=1e-6)


def test_gradients_that_are_values_overwrite():
    optimizer, variables = optimizers.Adam(), weights()
    variables[1].overwrite_with_gradient = True
    optimizer.apply(gradients(), variables)
    np.testing.assert_array_equal(variables[1].numpy(), gradients()[1])


def test_state_is_saved_and_read():
    first, second = optimizers.Adam(), optimizers.Adam()
    variables = weights()
    first.apply(gradients(), variables)
    store = {}
    first.save_own_variables(store)
    second.build(variables)
    second.load_own_variables(store)
    for one, other in zip(first.variables, second.variables, strict=True):
        np.testing.assert_array_equal(one.numpy(), other.numpy())
    with pytest.warns(UserWarning, match="is not loaded"):
        optimizers.SGD().load_own_variables(store)


def test_all_or_no_variables_are_set():
    optimizer = optimizers.SGD(0.5, momentum=0.9)
    optimizer.build(weights())
    values = [v.numpy() + 1 for v in optimizer.variables]
    with pytest.raises(ShapeError, match="does not fit"):
        optimizer.set_weights([*values[:-1], np.zeros(7)])
    assert int(optimizer.iterations) == 0
    with pytest.raises(ArgumentError, match="another number"):
        optimizer.set_weights(values[:-1])
    optimizer.set_weights(values)
    assert int(optimizer.iterations) == 1


class Own(optimizers.Optimizer):
    """An optimizer of a user's own, written as one writes it for Keras."""

    def build(self, variables):
        if self.built:
            return
        super().build(variables)
        self.speeds = [
            self.add_variable_from_reference(reference_variable=v, name="speed") for v in variables
        ]
        self.halves, self.thirds = self.add_optimizer_variables(variables, ["half", "third"])

    def update_step(self, gradient, variable, learning_rate):
        speed = self.speeds[self._get_variable_index(variable)]
        self.assign(speed, speed * 0.5 + gradient)
        self.assign_add(self.halves[0], 1.0)
        self.assign_sub(variable, speed * learning_rate)


def test_an_optimizer_of_ones_own():
    optimizer, variables = Own(learning_rate=1.0, name="own"), weights()
    for _ in range(2):
        optimizer.apply([np.ones((3, 2), "float32"), np.ones(2, "float32")], variables)
    assert variables[1].numpy().tolist() == [-2.5, -2.5]
    assert [v.name for v in optimizer.variables][2:6] == [
        "kernel_speed", "bias_speed", "kernel_half", "kernel_third",
    ]  # fmt: skip
    assert Own.from_config(optimizer.get_config()).name == "own"


def test_an_overflow_changes_nothing_but_the_scale():
    optimizer = optimizers.LossScaleOptimizer(optimizers.SGD(1.0), initial_scale=4.0)
    variables = weights()
    optimizer.apply([np.full((3, 2), np.nan, "float32"), np.ones(2, "float32")], variables)
    assert variables[0].numpy().min() == 1.0
    assert not variables[1].numpy().any()
    assert float(optimizer.dynamic_scale) == 2.0
    optimizer.apply([np.ones((3, 2), "float32"), np.ones(2, "float32")], variables)
    assert variables[1].numpy().tolist() == [-0.5, -0.5]
    optimizer.learning_rate = 0.25
    assert float(optimizer.inner_optimizer.learning_rate) == 0.25


def test_patterns_fit_whole_paths_and_one_only():
    table = optimizers.OptimizerMap(optimizers.SGD(), {"a/.*": optimizers.Adam()})
    assert type(table["a/bias"]).__name__ == "Adam"
    assert type(table["b/a/bias"]).__name__ == "SGD"
    table[".*/bias"] = optimizers.Lion()
    with pytest.raises(ArgumentError, match="more than one pattern"):
        _ = table["a/bias"]
    del table[".*/bias"]
    assert list(table) == ["a/.*"]
    with pytest.raises(AttributeError, match="no learning rate"):
        _ = optimizers.MultiOptimizer(table).learning_rate


def test_a_scaled_loss():
    assert optimizers.SGD().scale_loss(2.0) == 2.0
    assert float(optimizers.SGD(loss_scale_factor=4.0).scale_loss(2.0)) == 8.0
