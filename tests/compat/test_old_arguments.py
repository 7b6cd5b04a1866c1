"""Arguments, attributes and small names of Keras 1, 2 and tf.keras, as those behaved."""

import numpy as np
import pytest

import tahr
from tahr import backend, layers, losses, metrics, models, optimizers, utils
from tahr.core.errors import ArgumentError

X = np.random.default_rng(0).random((16, 4)).astype("f")
TRUE = np.array([[1.0, 0.0, 1.0], [0.0, 1.0, 1.0]], "f")
SHARES = np.array([[0.9, 0.2, 0.4], [0.3, 0.8, 0.7]], "f")


def model():
    return tahr.Sequential([layers.Input((4,)), layers.Dense(3), layers.Dense(2)])


@pytest.mark.parametrize(("made", "values"), [
    (lambda: optimizers.SGD(0.01, 0.9, 0.5, True), {"momentum": 0.9, "nesterov": True}),
    (lambda: optimizers.SGD(0.01, 0.9, True), {"momentum": 0.9, "nesterov": True}),
    (lambda: optimizers.RMSprop(0.001, 0.8, 1e-8, 0.0), {"rho": 0.8, "epsilon": 1e-8}),
    (lambda: optimizers.RMSprop(0.001, 0.8, 0.5), {"rho": 0.8, "momentum": 0.5}),
    (lambda: optimizers.Adagrad(0.01, 1e-8), {"epsilon": 1e-8}),
    (lambda: optimizers.Adagrad(0.01, 0.1), {"initial_accumulator_value": 0.1}),
    (lambda: optimizers.Adam(0.1, 0.9, 0.99, 1e-8, 1e-6), {"epsilon": 1e-8, "amsgrad": False}),
    (lambda: optimizers.Adam(0.1, 0.9, 0.99, 1e-8, True), {"amsgrad": True}),
])  # fmt: skip
def test_optimizers_by_position(made, values):
    optimizer = made()
    assert {name: getattr(optimizer, name) for name in values} == values


def test_a_decay_by_position_slows_down():
    optimizer = optimizers.SGD(1.0, 0.0, 1.0, False)
    weight = tahr.Variable([0.0])
    for _ in range(2):
        optimizer.apply([np.ones(1, "f")], [weight])
    assert weight.numpy().tolist() == pytest.approx([-1.5])


def test_optimizers_by_names_in_lower_case():
    assert isinstance(optimizers.adam(lr=0.5), optimizers.Adam)
    assert float(optimizers.sgd(0.1, momentum=0.5).momentum) == 0.5


def test_weights_of_optimizers():
    one, other = (optimizers.Adam(0.1, jit_compile=True) for _ in range(2))
    for optimizer in (one, other):
        optimizer.build([tahr.Variable([1.0])])
    one.variables[0].assign(7)
    other.set_weights(one.get_weights())
    assert int(other.iterations) == 7
    assert len(one.weights) == len(one.variables)


def test_a_step_by_minimize():
    weight = tahr.Variable([3.0])
    optimizers.SGD(0.5).minimize(lambda: tahr.ops.sum(weight * weight), [weight])
    assert weight.numpy().tolist() == [0.0]


def test_unscaled_gradients_are_applied_as_they_are():
    optimizer = tahr.mixed_precision.LossScaleOptimizer(optimizers.SGD(1.0))
    weight = tahr.Variable([0.0])
    optimizer.build([weight])
    scaled = optimizer.get_scaled_loss(np.float32(2.0))
    gradients = optimizer.get_unscaled_gradients([np.reshape(scaled, 1)])
    optimizer.apply(gradients, [weight])
    assert weight.numpy().tolist() == [-2.0]


class Largest(metrics.Metric):
    """A metric for Keras 2, which resets by its older name."""

    def __init__(self):
        super().__init__(name="largest")
        self.value = self.add_weight(name="value", initializer="zeros")

    def update_state(self, y_true, y_pred, sample_weight=None):
        self.value.assign(tahr.ops.maximum(self.value, tahr.ops.max(y_pred)))

    def result(self):
        return self.value.value

    def reset_states(self):
        super().reset_states()
        self.value.assign(-1.0)


def test_metrics_reset_by_their_older_name():
    mean, own = metrics.Mean(), Largest()
    mean.update_state(3.0)
    mean.reset_states()
    assert float(mean.result()) == 0.0
    own.reset_state()
    assert float(own.result()) == -1.0
    assert [float(value) for value in own.get_weights()] == [-1.0]
    assert len(own.weights) == 1


@pytest.mark.parametrize(("name", "value"), [
    ("precision", 1.0), ("recall", 0.75), ("fmeasure", 0.8571428),
    ("matthews_correlation", 0.7071068),
])  # fmt: skip
def test_metrics_of_keras_1(name, value):
    # What Keras 1.2.2 gives.
    assert float(getattr(metrics, name)(TRUE, SHARES)) == pytest.approx(value, abs=1e-6)


def test_f_beta_of_keras_1():
    assert float(metrics.fbeta_score(TRUE, SHARES, beta=2)) == pytest.approx(0.7894737, abs=1e-6)
    assert float(metrics.fbeta_score(TRUE * 0, SHARES, beta=2)) == 0.0
    with pytest.raises(ArgumentError, match="beta is negative"):
        metrics.fbeta_score(TRUE, SHARES, beta=-1)
    assert metrics.get("fmeasure") is metrics.fmeasure


def test_cosines_of_keras_2():
    assert np.asarray(metrics.cosine_proximity(X, 2 * X)).tolist() == pytest.approx([1.0] * 16)


def test_words_for_reductions():
    loss = losses.MeanSquaredError(reduction=losses.Reduction.NONE)
    assert np.asarray(loss(TRUE, SHARES)).shape == (2,)
    assert losses.MeanSquaredError(losses.Reduction.AUTO).reduction == "sum_over_batch_size"
    with pytest.raises(ValueError, match="no reduction is called 'all'"):
        losses.Reduction.validate("all")


@pytest.mark.parametrize("rank", [1, 2, 3])
@pytest.mark.parametrize("kind", ["Max", "Average"])
def test_pools_of_two_by_default(kind, rank):
    pool = getattr(layers, f"{kind}Pooling{rank}D")()
    assert pool(np.ones((1, *[4] * rank, 1), "f")).shape == (1, *[2] * rank, 1)


def test_layers_by_second_names():
    assert layers.AtrousConv2D(3, 2, 2, atrous_rate=(2, 2)).dilation_rate == (2, 2)
    assert layers.Deconvolution3D is layers.Conv3DTranspose
    assert isinstance(layers.Deconv2D(3, 2, 2, (None, 4, 4, 3)), layers.Conv2DTranspose)
    assert layers.SyncBatchNormalization is layers.BatchNormalization

    class Cell(layers.AbstractRNNCell):
        state_size = 3

        def build(self, shape):
            self.kernel = self.add_weight(shape=(shape[-1], 3), initializer="ones")

        def call(self, inputs, states):
            output = tahr.ops.matmul(inputs, self.kernel) + states[0]
            return output, [output]

    assert np.asarray(layers.RNN(Cell())(np.ones((1, 2, 4), "f"))).tolist() == [[8.0] * 3]


def test_attributes_of_layers():
    layer = model().layers[0]
    assert layer.get_losses_for(None) == layer.get_updates_for(None) == layer.outbound_nodes == []
    assert layer.input_mask is layer.output_mask is layer.get_output_mask_at(0) is None
    assert layer.dynamic is layer.stateful is False
    assert not model().stateful
    kept = layers.LSTM(2, stateful=True, batch_input_shape=(1, 2, 4))
    assert tahr.Sequential([kept]).stateful


def test_models_from_texts():
    made = models.model_from_yaml(model().to_yaml())
    config = {"class_name": "Sequential", "config": made.get_config()}
    assert models.model_from_config(config).count_params() == model().count_params()
    pytest.importorskip("yaml", reason="YAML that is no JSON asks for PyYAML")
    with pytest.raises(Exception, match="nonsense"):
        models.model_from_yaml("class_name: nonsense\nconfig: {}")


def test_functions_as_bytes():
    factor = 3
    assert utils.func_load(utils.func_dump(lambda x, y=1: factor * x + y))(2) == 7


def test_arguments_by_their_older_names():
    assert utils.to_categorical(y=[0, 1], nb_classes=2).tolist() == [[1, 0], [0, 1]]
    assert utils.to_ordinal([0, 1, 2]).tolist() == [[0, 0], [1, 0], [1, 1]]
    assert np.asarray(backend.equal(x=X, y=X)).all()
    assert float(tahr.activations.relu(-1.0, alpha=0.5)) == -0.5
    layers.Dense(2, dynamic=False)
    tahr.callbacks.ProgbarLogger(count_mode="samples", stateful_metrics=None)


def test_a_batch_apart_on_request():
    learner = model()
    learner.compile("sgd", "mse", metrics=["mae"])
    first = learner.test_on_batch(X, X[:, :2], reset_metrics=True)
    assert learner.test_on_batch(X, X[:, :2], reset_metrics=True) == first
    assert isinstance(tahr.callbacks.BaseLogger(["acc"]), tahr.callbacks.Callback)


@pytest.mark.parametrize(("module", "name", "words"), [
    (layers, "DenseFeatures", "in its place: keras.utils.FeatureSpace"),
    (tahr.applications, "RegNetY002", "in its place: keras.applications.EfficientNetV2B0"),
    (optimizers, "TFOptimizer", "in its place: the optimizer of keras.optimizers"),
])  # fmt: skip
def test_what_there_is_in_the_place_of_a_name(module, name, words):
    with pytest.raises(AttributeError, match=words):
        getattr(module, name)


def test_steps_of_memory_over_space():
    made = layers.ConvLSTM2DCell(2, 3, padding="same", recurrent_activation="hard_sigmoid")
    cell = layers.ConvLSTM2DCell.from_config(made.get_config())
    state = np.zeros((1, 4, 4, 2), "f")
    output, states = cell(np.ones((1, 4, 4, 3), "f"), [state, state])
    assert output.shape == (1, 4, 4, 2)
    whole = layers.ConvLSTM2D(2, 3, padding="same", recurrent_activation="hard_sigmoid")
    whole.build((1, 1, 4, 4, 3))
    whole.set_weights(cell.get_weights())
    found = whole(np.ones((1, 1, 4, 4, 3), "f"))
    np.testing.assert_allclose(np.asarray(found), np.asarray(output), atol=1e-5)
    assert len(states) == 2
