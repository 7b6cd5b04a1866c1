"""Functional, sequential and subclassed models."""

import numpy as np
import pytest

import tahr
from tahr import layers, models, ops
from tahr.core.errors import ArgumentError, ShapeError
from tahr.training.step.session import session_of

RNG = np.random.default_rng(0)
X = RNG.normal(size=(10, 4)).astype("float32")


def test_a_shared_layer_has_one_set_of_weights():
    shared = layers.Dense(3)
    a, b = layers.Input((4,)), layers.Input((4,))
    model = models.Model([a, b], shared(a) + shared(b))
    assert len(model.weights) == 2
    got = model.predict([X, X], verbose=0)
    np.testing.assert_allclose(got, 2 * (X @ shared.kernel.numpy()), rtol=1e-5, atol=1e-6)


def test_inputs_go_by_name_or_by_place():
    a, b = layers.Input((4,), name="a"), layers.Input((4,), name="b")
    model = models.Model({"a": a, "b": b}, {"sum": a + b, "difference": a - b})
    got = model({"b": X, "a": 2 * X})
    np.testing.assert_allclose(got["sum"], 3 * X, rtol=1e-6)
    np.testing.assert_allclose(got["difference"], X, rtol=1e-6)
    with pytest.raises(ArgumentError, match="'b'"):
        model({"a": X})
    with pytest.raises(ArgumentError, match="inputs"):
        model([X])


def test_a_nested_model_is_a_layer():
    inner = models.Sequential([layers.Input((4,)), layers.Dense(3, name="in")], name="inner")
    x = layers.Input((4,))
    model = models.Model(x, layers.Dense(1)(inner(x)))
    assert [layer.name for layer in model.layers][1] == "inner"
    assert len(model.weights) == 4
    inner.trainable = False
    assert len(model.trainable_weights) == 2


def test_ops_are_recorded_and_replayed():
    x = layers.Input((4,))
    y = ops.relu(-x) * 2.0 + ops.sum(x, axis=-1, keepdims=True)
    y = ops.concatenate([y[:, :2], ops.exp(y[:, 2:])], axis=1)
    model = models.Model(x, y)
    assert model.output_shape == (None, 4)
    first = np.maximum(-X, 0) * 2 + X.sum(-1, keepdims=True)
    want = np.concatenate([first[:, :2], np.exp(first[:, 2:])], axis=1)
    np.testing.assert_allclose(model(X), want, rtol=1e-5)


def test_what_does_not_come_from_the_inputs_is_an_error():
    a, b = layers.Input((4,)), layers.Input((4,))
    with pytest.raises(ArgumentError, match="does not come from the inputs"):
        models.Model(a, a + b)
    with pytest.raises(ArgumentError, match="symbolic"):
        models.Model(a, X)


def test_two_layers_of_one_name_are_an_error():
    x = layers.Input((4,))
    y = layers.Dense(2, name="same")(layers.Dense(3, name="same")(x))
    with pytest.raises(ArgumentError, match="'same'"):
        models.Model(x, y)


class Branches(models.Model):
    def __init__(self):
        super().__init__()
        self.first = layers.Dense(3, activation="relu")
        self.rest = [layers.Dense(3), layers.Dense(1)]

    def call(self, inputs, training=None):
        x = self.first(inputs)
        if training:
            x = x * 2.0
        for layer in self.rest:
            x = layer(x)
        return x


def test_a_subclass_is_built_by_its_first_data():
    model = Branches()
    assert model.weights == []
    model.compile("sgd", "mse")
    model.fit(X, X[:, :1], epochs=2, verbose=0)
    assert len(model.weights) == 6
    assert model.weights[0].path == f"{model.name}/{model.first.name}/kernel"


def test_a_subclass_is_built_by_a_shape():
    model = Branches()
    model.build((None, 4))
    assert model.built and len(model.weights) == 6
    assert not np.allclose(model(X, training=True), model(X, training=False))


def test_training_reaches_inner_layers_of_a_functional_model():
    class Flag(layers.Layer):
        def call(self, x, training=None):
            return x + (1.0 if training else 0.0)

    x = layers.Input((4,))
    model = models.Model(x, models.Sequential([Flag(), Flag()])(x))
    np.testing.assert_allclose(model(X, training=True), X + 2, rtol=1e-6)
    np.testing.assert_allclose(model(X), X, rtol=1e-6)


def test_a_subclass_of_a_functional_model():
    class Custom(models.Model):
        def train_step(self, data):
            logs = super().train_step(data)
            return {**logs, "extra": ops.convert_to_tensor(7.0)}

    x = layers.Input((4,))
    model = Custom(inputs=x, outputs=layers.Dense(1)(x))
    model.compile("sgd", "mse")
    history = model.fit(X, X[:, :1], verbose=0)
    assert history.history["extra"] == [7.0]


def test_a_custom_step_is_written_once():
    class Custom(models.Model):
        def __init__(self):
            super().__init__()
            self.dense = layers.Dense(1)
            self.tracker = tahr.metrics.Mean(name="mine")

        def call(self, x):
            return self.dense(x)

        def train_step(self, data):
            x, y = data[:2]

            def loss():
                return ops.mean(ops.square(self(x, training=True) - y))

            value, gradients = tahr.value_and_grad(loss, self.trainable_variables)
            self.optimizer.apply(gradients, self.trainable_variables)
            self.tracker.update_state(value)
            return {"mine": self.tracker.result()}

    model = Custom()
    model.compile(tahr.optimizers.SGD(0.1))
    history = model.fit(X, X[:, :1], epochs=5, verbose=0)
    assert history.history["mine"][-1] < history.history["mine"][0]


def test_a_layer_may_call_its_framework_directly():
    class Direct(layers.Layer):
        def build(self, input_shape):
            self.w = self.add_weight(shape=(input_shape[-1], 2), initializer="ones")

        def call(self, x):
            import jax.numpy as jnp

            return jnp.dot(x, jnp.asarray(self.w))

    x = layers.Input((4,))
    model = models.Model(x, Direct()(x))
    assert model.output_shape == (None, 2)
    model.compile("sgd", "mse")
    before = model.get_weights()[0]
    model.fit(X, X[:, :2], verbose=0)
    assert not np.allclose(before, model.get_weights()[0])


def test_a_subclass_of_direct_layers_trains_from_its_first_data():
    class Direct(layers.Layer):
        def build(self, input_shape):
            self.w = self.add_weight(shape=(input_shape[-1], 2))

        def call(self, x):
            import jax.numpy as jnp

            return jnp.dot(x, jnp.asarray(self.w))

    class Two(models.Model):
        def __init__(self):
            super().__init__()
            self.first, self.second = Direct(), Direct()
            self.norm = layers.BatchNormalization()
            self.drop = layers.Dropout(0.1)

        def call(self, x, training=None):
            x = self.norm(self.first(x), training=training)
            return self.second(self.drop(x, training=training))

    tahr.utils.set_random_seed(1)
    model = Two()
    model.compile(tahr.optimizers.Adam(0.02), "mse")
    history = model.fit(X, X[:, :2], epochs=20, verbose=0)
    assert history.history["loss"][-1] < history.history["loss"][0]
    assert np.any(model.norm.moving_mean.numpy())


def test_an_unbuilt_model_is_traced_once():
    model = Branches()
    model.compile("sgd", "mse")
    model.fit(X, X[:, :1], epochs=2, batch_size=10, verbose=0)
    assert len(session_of(model).steps) == 1


def test_a_model_may_keep_its_own_optimizers():
    class Custom(models.Model):
        def __init__(self):
            super().__init__()
            self.dense = layers.Dense(1)
            self.training = "a user's own attribute"

        def compile(self, optimizer, second):
            super().compile()
            self.optimizer, self.second = optimizer, second

        def call(self, x):
            return self.dense(x)

        def train_step(self, data):
            x, y = data[:2]
            variables = self.trainable_variables
            value, gradients = tahr.value_and_grad(
                lambda: ops.mean(ops.square(self(x, training=True) - y)), variables
            )
            self.optimizer.apply(gradients, variables)
            self.second.apply(gradients, variables)
            return {"loss": value}

    model = Custom()
    model.compile(tahr.optimizers.SGD(0.05), tahr.optimizers.Adam(0.01))
    history = model.fit(X, X[:, :1], epochs=5, verbose=0)
    assert history.history["loss"][-1] < history.history["loss"][0]
    assert int(model.second.iterations) == 5


def test_add_loss_and_penalties_count():
    class Penalty(layers.Layer):
        def call(self, x):
            self.add_loss(0.5 * ops.mean(ops.square(x)))
            return x

    x = layers.Input((4,))
    dense = layers.Dense(1, kernel_regularizer=tahr.regularizers.L2(0.1))
    model = models.Model(x, dense(Penalty()(x)))
    model.compile("sgd", "mse")
    got = model.test_on_batch(X, X[:, :1])
    mse = np.mean((model.predict(X, verbose=0) - X[:, :1]) ** 2)
    penalty = 0.1 * np.sum(dense.kernel.numpy() ** 2)
    assert got == pytest.approx(mse + 0.5 * np.mean(X**2) + penalty, rel=1e-5)


def test_weights_are_set_all_or_none():
    model = models.Sequential([layers.Input((4,)), layers.Dense(3), layers.Dense(2)])
    before = model.get_weights()
    bad = [np.zeros_like(w) for w in before]
    bad[-1] = np.zeros(5)
    with pytest.raises(ShapeError, match="bias"):
        model.set_weights(bad)
    for a, b in zip(before, model.get_weights(), strict=True):
        np.testing.assert_array_equal(a, b)


def test_layers_can_be_added_and_taken_away():
    model = models.Sequential([layers.Input((4,)), layers.Dense(3), layers.Dense(2)])
    assert model.output_shape == (None, 2)
    assert model.pop().units == 2
    assert model.output_shape == (None, 3)
    model.add(layers.Dense(5))
    assert model.predict(X, verbose=0).shape == (10, 5)
    with pytest.raises(ArgumentError, match="only layers"):
        model.add("dense")


def test_get_layer():
    model = models.Sequential([layers.Input((4,)), layers.Dense(3, name="a")])
    assert model.get_layer("a") is model.get_layer(index=0)
    with pytest.raises(ArgumentError, match="'b'"):
        model.get_layer("b")


def test_freezing_between_fits_needs_no_compile():
    model = models.Sequential([layers.Input((4,)), layers.Dense(3), layers.Dense(1)])
    model.compile(tahr.optimizers.Adam(0.1), "mse")
    model.fit(X, X[:, :1], verbose=0)
    model.layers[0].trainable = False
    frozen, free = model.layers[0].get_weights(), model.layers[1].get_weights()
    model.fit(X, X[:, :1], verbose=0)
    np.testing.assert_array_equal(frozen[0], model.layers[0].get_weights()[0])
    assert not np.allclose(free[0], model.layers[1].get_weights()[0])
    model.layers[0].trainable = True
    model.fit(X, X[:, :1], verbose=0)
    assert not np.allclose(frozen[0], model.layers[0].get_weights()[0])


def test_stateless_call_is_pure():
    model = models.Sequential([layers.Input((4,)), layers.Dense(3)])
    zeros = [np.zeros(v.shape, "float32") for v in model.trainable_variables]
    out, state = model.stateless_call(zeros, [], X)
    assert not np.any(out) and state == []
    assert np.any(model(X))


def test_summary_shows_shapes_parameters_and_work():
    inner = models.Sequential([layers.Input((4,)), layers.Dense(3)], name="inner")
    x = layers.Input((4,))
    model = models.Model(x, layers.Dense(1)(inner(x) + inner(x)))
    texts = []
    model.summary(print_fn=texts.append, expand_nested=True, show_trainable=True)
    text = "\n".join(texts)
    for part in ("inner", "(None, 3)", "15", "Trained", "Total params: 19", "FLOPs"):
        assert part in text


@pytest.mark.parametrize("engine", ["jax", "torch", "numpy"])
def test_inputs_in_a_dict_with_lists_and_dicts_inside(engine):
    inputs = {
        "a": layers.Input((3,), name="a"),
        "b": [layers.Input((2,), name="first"), layers.Input((2,), name="second")],
        "c": {"d": layers.Input((2,), name="d")},
    }

    class Joined(layers.Layer):
        def call(self, given):
            first, second = given["b"]
            return given["a"][:, :2] + first * second - given["c"]["d"]

    model = tahr.Model(inputs, Joined()(inputs)).to(engine)
    a, ones = np.arange(6.0).reshape(2, 3), np.ones((2, 2))
    data = {"a": a, "b": [2 * ones, 3 * ones], "c": {"d": ones}}
    wanted = a[:, :2] + 5
    np.testing.assert_allclose(model.predict(data, verbose=0), wanted)
    flat = {"a": a, "first": 2 * ones, "second": 3 * ones, "d": ones}
    np.testing.assert_allclose(model.predict(flat, verbose=0), wanted)
    with pytest.raises(ArgumentError, match="wrong number of inputs"):
        model.predict({**data, "b": [ones]}, verbose=0)


def test_a_layer_that_is_added_leaves_the_others_as_they_were_called():
    model = models.Sequential([layers.Input((4,)), layers.Dense(3, name="first")])
    before = model.get_layer("first").output
    model.add(layers.Dense(2))
    assert [len(layer.nodes) for layer in model.layers] == [1, 1]
    assert models.Model(model.inputs, before).output_shape == (None, 3)
    last = model.pop()
    assert (model.output_shape, model.output is before, last.nodes) == ((None, 3), True, [])


def test_a_model_in_front_tells_the_input():
    model = models.Sequential()
    model.add(models.Sequential([layers.Input((4,)), layers.Dense(3)]))
    model.add(layers.Dense(2))
    assert (model.input_shape, model.output_shape) == ((None, 4), (None, 2))


class Pair(models.Model):
    def __init__(self):
        super().__init__()
        self.dense = layers.Dense(2)

    def call(self, x, y, scale, training):
        return ops.multiply(self.dense(x) + y, scale)


def test_a_call_may_need_several_arguments():
    model = Pair()
    got = model(X, ops.zeros((10, 2)), 2.0, False)
    np.testing.assert_allclose(got, 2 * (X @ model.dense.kernel.numpy()), rtol=1e-5, atol=1e-6)


def test_an_input_may_stand_for_a_variable():
    value = tahr.Variable(X)
    fed, held = layers.Input((4,)), layers.Input(tensor=value)
    model = models.Model([fed, held], layers.Add()([fed, held]))
    assert model.inputs == [fed]
    np.testing.assert_allclose(model.predict(X, batch_size=10, verbose=0), 2 * X, rtol=1e-6)
    value.assign(-X)
    np.testing.assert_allclose(model(X), 0 * X)
    with pytest.raises(ArgumentError, match="an input stands for a tensor"):
        layers.Input(tensor="x")
