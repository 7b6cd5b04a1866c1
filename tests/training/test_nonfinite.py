"""What first went non-finite: named by `fit(debug=True)` and by `TerminateOnNaN`."""

import logging

import numpy as np
import pytest

import tahr
from tahr import layers, models, ops, optimizers
from tahr.callbacks import LambdaCallback, TerminateOnNaN
from tahr.core.errors import DataError, LossError
from tahr.core.seeds import set_random_seed
from tahr.training.step.session import session_of

ENGINES = ("jax", "torch", "tensorflow", "pytensor")
X = np.random.default_rng(0).normal(size=(48, 4)).astype("float32")
Y = X.sum(axis=1, keepdims=True)


@pytest.fixture(params=ENGINES)
def engine(request):
    pytest.importorskip(request.param)
    return request.param


@pytest.fixture(autouse=True)
def seed():
    set_random_seed(0)
    with tahr.core.names.fresh():
        yield


class Root(layers.Layer):
    """Its value is finite, and its derivative at zero is not."""

    def call(self, x):
        return ops.sqrt(ops.sum(ops.square(x), axis=-1, keepdims=True))


class Deep(layers.Layer):
    """Layers in a layer, one of which gives the logarithm of zero."""

    def __init__(self):
        super().__init__(name="deep")
        self.first = layers.Dense(4, name="first")
        self.logs = layers.Lambda(lambda x: ops.log(ops.relu(x)), name="logs")

    def call(self, x):
        return self.logs(self.first(x))


class Subclassed(models.Model):
    def __init__(self):
        super().__init__(name="own")
        self.deep, self.last = Deep(), layers.Dense(1, name="last")

    def call(self, x):
        return self.last(self.deep(x))


def sequential(*inside):
    return models.Sequential(
        [layers.Input((4,)), *inside, layers.Dense(1, name="out")], name="net"
    )  # fmt: skip


def functional():
    start = layers.Input((4,))
    inner = models.Model(start, ops.log(layers.Dense(4, name="first")(start) * 0), name="inner")
    return models.Model(start, layers.Dense(1)(inner(start)), name="outer")


def fit(model, engine, *callbacks, optimizer="sgd", loss="mse", x=X, debug=False, **options):
    model.compile(optimizer, loss, **options)
    model.to(engine)
    return model.fit(x, Y, batch_size=16, epochs=9, shuffle=False, verbose=0, debug=debug,
                     callbacks=list(callbacks))  # fmt: skip


def exploding():
    return optimizers.SGD(1e8)


CASES = {
    "rate": (lambda: sequential(layers.Dense(8, name="mid")), exploding, "mse",
             ["step 3 (epoch 1, batch 2)", "output 0 of layer net/out", "16 NaN", "first at [0, 0]",
              "its inputs: finite", "kernel: finite", "learning rate"]),
    "nested": (lambda: sequential(Deep()), lambda: "sgd", "mse",
               ["step 1 (epoch 1, batch 0)", "output 0 of layer net/deep/logs", "shape (16, 4)",
                "0 NaN", "inf", "its inputs: finite", "epsilon"]),
    "subclassed": (Subclassed, lambda: "sgd", "mse", ["layer own/deep/logs"]),
    "functional": (functional, lambda: "sgd", "mse", ["layer outer/inner/log", "64 inf"]),
    "gradient": (lambda: sequential(layers.Dense(4, kernel_initializer="zeros",
                                                     name="mid"), Root()),
                 lambda: "sgd", "mse",
                 ["the gradient of net/mid/kernel", "the loss was finite", "clipping"]),
    "loss": (lambda: sequential(layers.ReLU()), lambda: "sgd", lambda y, p: ops.log(p * 0),
             ["the loss", "from_logits"]),
}  # fmt: skip


@pytest.mark.parametrize("case", CASES)
def test_debugging_names_it_and_leaves_the_weights_as_before(engine, case):
    make, optimizer, loss, texts = CASES[case]
    model = make()
    seen = []
    watch = LambdaCallback(on_train_batch_end=lambda batch, logs: seen.append(model.get_weights()))
    with pytest.raises(LossError) as error:
        fit(model, engine, watch, optimizer=optimizer(), loss=loss, debug=True)
    assert [text for text in texts if text not in str(error.value)] == []
    assert all(np.isfinite(w).all() for w in model.get_weights())
    for a, b in zip(seen[-1] if seen else (), model.get_weights(), strict=False):
        np.testing.assert_array_equal(a, b)


def test_termination_names_it_and_training_stops(engine, caplog):
    model = sequential(layers.Dense(8, name="mid"))
    ended = []
    with caplog.at_level(logging.WARNING, "tahr"):
        fit(model, engine, TerminateOnNaN(), LambdaCallback(on_train_end=ended.append),
            optimizer=exploding())  # fmt: skip
    assert len(ended) == 1 and model.stop_training
    assert "step 3 (epoch 1, batch 2): the loss is nan, training stops" in caplog.text
    assert "output 0 of layer net/out" in caplog.text and "its inputs: finite" in caplog.text


@pytest.mark.parametrize("engine", ["jax", "torch"])
def test_it_is_found_among_many_steps_of_one_call(caplog, engine):
    with caplog.at_level(logging.WARNING, "tahr"):
        fit(sequential(layers.Dense(8)), engine, TerminateOnNaN(), optimizer=exploding(),
            steps_per_execution=3)  # fmt: skip
    assert "the loss is nan" in caplog.text and "first non-finite tensor is" in caplog.text
    if engine == "jax":
        assert "step 3 (epoch 1, batch 2)" in caplog.text
        assert "output 0 of layer net/out" in caplog.text


def test_termination_need_not_explain(caplog):
    model = sequential()
    with caplog.at_level(logging.WARNING, "tahr"):
        fit(model, "jax", TerminateOnNaN(explain=False), optimizer=optimizers.SGD(1e30))
    assert "training stops" in caplog.text and "first non-finite" not in caplog.text


def test_a_nan_that_stays_inside_is_told_once(engine, caplog):
    bad = layers.Lambda(lambda x: ops.divide(x * 0, ops.sum(x * 0, axis=1, keepdims=True)),
                        name="mean")  # fmt: skip
    model = sequential(bad, layers.Lambda(ops.nan_to_num))
    with caplog.at_level(logging.WARNING, "tahr"):
        fit(model, engine, debug=True)
    assert caplog.text.count("the output of layer net/mean holds a NaN") == 1


def test_an_overflow_in_float16_is_no_error():
    model = sequential(layers.Dense(8))
    optimizer = optimizers.LossScaleOptimizer(optimizers.SGD(1e-3), initial_scale=2.0**30)
    fit(model, "jax", optimizer=optimizer, precision="float16", debug=True)
    assert float(optimizer.dynamic_scale) < 2.0**30
    assert all(np.isfinite(w).all() for w in model.get_weights())


def test_an_update_beyond_the_range_names_the_weight():
    class Vast(optimizers.SGD):
        def update_step(self, gradient, variable, learning_rate):
            variable.assign(variable / 0.0)

    with pytest.raises(LossError, match="the new value of net/out/kernel"):
        fit(sequential(), "jax", optimizer=Vast(), debug=True)


def test_a_nan_in_the_data_stays_an_error_of_the_data(engine):
    bad = X.copy()
    bad[20, 3] = np.nan
    with pytest.raises(DataError, match=r"x\[20, 3\]"):
        fit(sequential(), engine, x=bad, debug=True)


def test_an_infinity_in_the_data_is_named():
    bad = X.copy()
    bad[20, 3] = np.inf
    with pytest.raises(DataError, match=r"x\[20, 3\] is inf"):
        fit(sequential(), "jax", x=bad, debug=True)


def test_a_weight_that_was_so_before_is_named():
    model = sequential()
    model.set_weights([np.full((4, 1), np.nan), np.zeros(1)])
    with pytest.raises(LossError, match="the weight net/out/kernel, before the step"):
        fit(model, "jax", debug=True)


def test_a_step_that_calls_jax_itself():
    import jax

    class Own(models.Model):
        def __init__(self):
            super().__init__(name="own")
            self.deep, self.last = Deep(), layers.Dense(1)

        def call(self, x):
            return self.last(self.deep(x))

        def train_step(self, data):
            x, y = data
            rest = [v.value for v in self.non_trainable_variables]

            def loss_of(values):
                return ops.mean(ops.square(self.stateless_call(values, rest, x)[0] - y))

            values = [v.value for v in self.trainable_variables]
            loss, gradients = jax.value_and_grad(loss_of)(values)
            self.optimizer.apply(gradients, self.trainable_variables)
            return {"loss": loss}

    model = Own()
    model(X)
    with pytest.raises(LossError, match="layer own/deep/logs"):
        fit(model, "jax", debug=True)


def test_random_numbers_are_those_of_the_step():
    """What Dropout leaves decides where the logarithm is infinite."""

    class Told(layers.Layer):
        def call(self, x):
            return ops.log(ops.abs(x))

    ones = np.ones((16, 4), "float32")
    results = []
    for _ in range(2):
        set_random_seed(3)
        with tahr.core.names.fresh():
            model = sequential(layers.Dropout(0.5), Told())
        with pytest.raises(LossError) as error:
            fit(model, "jax", x=np.concatenate([ones] * 3), debug=True)
        results.append(str(error.value))
    assert results[0] == results[1] and "layer net/told" in results[0]


def test_nothing_is_kept_without_need():
    model = sequential()
    fit(model, "jax", TerminateOnNaN())
    assert all(step.kept is None for step in session_of(model).steps.values())
    fit(model, "jax")
    assert all(not step._keep for step in session_of(model).steps.values())
    with pytest.raises(LossError):
        fit(model, "jax", optimizer=optimizers.SGD(1e30), debug=True)
    assert not session_of(model)._keeps and all(
        step.kept is None for step in session_of(model).steps.values()
    )
