"""Programs of Keras 1 and 2 that compute with symbolic tensors: saliency, style, updates."""

import numpy as np
import pytest
from scipy import sparse

import tahr
from tahr import Model, Sequential, backend as K, layers  # noqa: N812
from tahr.core.errors import ArgumentError
from tests.compat.slopes import slopes

X = np.random.default_rng(0).normal(size=(3, 4)).astype("f")


@pytest.fixture(scope="module")
def model():
    x = layers.Input((4,))
    hidden = layers.Dense(5, activation="tanh", name="hidden")(x)
    return Model(x, layers.Dense(3, activation="softmax")(layers.Dropout(0.5)(hidden)))


def forward(model, x):
    kernel, bias, last, more = (w.astype("d") for w in model.get_weights())
    scores = np.tanh(x @ kernel + bias) @ last + more
    shares = np.exp(scores - scores.max(1, keepdims=True))
    return shares / shares.sum(1, keepdims=True)


def test_outputs_of_layers(model):
    outputs = K.function(
        [model.input, K.learning_phase()], [model.get_layer("hidden").output, model.output]
    )
    hidden, still = outputs([X, 0])
    np.testing.assert_allclose(still, forward(model, X), rtol=1e-4)
    assert isinstance(hidden, np.ndarray)
    assert hidden.shape == (3, 5)
    assert not np.allclose(outputs([X, 1])[1], still)
    one = K.function(model.input, model.output)
    np.testing.assert_allclose(one(X), still, rtol=1e-5)
    with pytest.raises(ArgumentError, match="another number of arrays"):
        outputs([X])


def test_a_saliency_map(model):
    loss = K.mean(model.output[:, 1])
    gradient = K.gradients(loss, model.input)[0]
    gradient /= K.sqrt(K.mean(K.square(gradient))) + 1e-5
    value, found = K.function([model.input], [loss, gradient])([X])
    np.testing.assert_allclose(value, forward(model, X)[:, 1].mean(), rtol=1e-5)
    expected = slopes(lambda x: forward(model, x)[:, 1].mean(), X)
    np.testing.assert_allclose(found, expected / np.sqrt((expected**2).mean()), atol=2e-3)


def test_gradients_by_what_a_layer_makes_and_by_weights(model):
    hidden = model.get_layer("hidden").output
    kernel = model.layers[-1].kernel
    wanted = K.gradients(model.output[:, 0], [hidden, kernel, K.variable(1.0)])
    assert wanted[2] is None
    of_hidden, of_kernel, values = K.function([model.input], [*wanted[:2], hidden])([X])
    shares = forward(model, X)
    slope = shares[:, :1] * (np.eye(3)[:1] - shares)
    np.testing.assert_allclose(of_hidden, slope @ kernel.numpy().T, atol=1e-5)
    np.testing.assert_allclose(of_kernel, values.T @ slope, atol=1e-5)


def test_a_loss_between_a_placeholder_and_variables():
    base, style = K.variable(np.ones((1, 4))), K.variable(np.zeros((1, 4)))
    combination = K.placeholder((1, 4))
    features = layers.Dense(2, kernel_initializer="ones")(
        K.concatenate([base, style, combination], axis=0)
    )
    loss = K.variable(0.0)
    loss = loss + K.sum(K.square(features[2] - features[0]))
    loss += 0.5 * K.sum(K.square(features[2] - features[1]))
    gradient = K.gradients(loss, combination)[0]
    value, found = K.function([combination], [loss, gradient])([np.full((1, 4), 2.0)])
    assert float(value) == pytest.approx(2 * 16 + 0.5 * 2 * 64)
    np.testing.assert_allclose(found, np.full((1, 4), 2 * 2 * 4 + 2 * 8), rtol=1e-5)


def test_updates_are_carried_out_with_the_function():
    total, x = K.variable(np.zeros(2)), K.placeholder((2,))
    add = K.function([x], [K.sum(x)], updates=[K.update_add(total, x), (K.variable(1.0), K.sum(x))])
    for _ in range(2):
        assert float(add([[1.0, 2.0]])[0]) == 3
    assert K.get_value(total).tolist() == [2, 4]


@pytest.mark.parametrize("first", [True, False])
def test_a_step_of_an_optimizer_is_an_update(first):
    x, target = layers.Input((4,)), K.placeholder((None, 1))
    dense = layers.Dense(1)
    loss = K.mean(K.square(dense(x) - target))
    optimizer = tahr.optimizers.SGD(lr=0.1)
    weights = dense.trainable_weights
    updates = (
        optimizer.get_updates(weights, [], loss) if first else optimizer.get_updates(loss, weights)
    )
    train = K.function([x, target], [loss], updates=updates)
    kernel = dense.kernel.numpy()
    before = float(train([X, np.ones((3, 1))])[0])
    slope = 2 * X.T @ (X @ kernel - 1) / 3
    np.testing.assert_allclose(dense.kernel.numpy(), kernel - 0.1 * slope, rtol=1e-4, atol=1e-5)
    assert float(train([X, np.ones((3, 1))])[0]) < before


def test_a_placeholder_starts_a_model():
    x = K.placeholder(shape=(None, 4))
    made = Model(x, layers.Dense(2)(x))
    assert (made.input_shape, K.is_placeholder(x)) == ((None, 4), True)


def test_sparse_placeholders_become_dense():
    x = K.placeholder((None, 3), sparse=True)
    rows = sparse.csr_matrix(np.eye(3, dtype="f"))
    assert (K.is_sparse(x), K.is_sparse(rows), K.is_sparse(np.eye(3))) == (True, True, False)
    np.testing.assert_array_equal(K.function([x], [K.to_dense(x) * 2.0])([rows])[0], 2 * np.eye(3))
    np.testing.assert_array_equal(K.to_dense(rows), np.eye(3))


def test_a_session_computes(model):
    session = K.get_session()
    found = session.run([model.output], feed_dict={model.input: X, K.learning_phase(): 0})
    np.testing.assert_allclose(found[0], forward(model, X), rtol=1e-4)
    K.set_session(session)


def test_lengths_that_are_not_known():
    x = layers.Input((None, 4))
    lengths = K.shape(x)
    flat = K.reshape(x, (lengths[0], -1))
    outputs = [flat, K.prod(K.cast(lengths, "float32")), K.random_normal((lengths[0], 3))]
    found = K.function([x], outputs)([np.ones((2, 5, 4))])
    assert (found[0].shape, float(found[1]), found[2].shape) == ((2, 20), 40, (2, 3))


def test_what_differs_in_training_follows_the_model():
    x = layers.Input((4,))
    made = Model(x, K.in_train_phase(x * 2.0, x))
    np.testing.assert_allclose(made(X, training=True), 2 * X)
    np.testing.assert_allclose(made(X, training=False), X)
    with K.learning_phase_scope(1):
        assert K.learning_phase() == 1


def test_a_recurrence_of_symbolic_tensors():
    x = layers.Input((3, 2))
    last, outputs, _ = K.rnn(lambda x, s: (x + s[0], [x + s[0]]), x, [K.zeros_like(x[:, 0])])
    values = np.arange(12.0).reshape(2, 3, 2)
    found = K.function([x], [last, outputs])([values])
    np.testing.assert_allclose(found[0], values.sum(1))
    np.testing.assert_allclose(found[1], values.cumsum(1))


def test_a_gradient_of_values_is_refused():
    with pytest.raises(ArgumentError, match=r"tahr\.value_and_grad"):
        K.gradients(K.sum(K.variable([1.0])), [])


@pytest.mark.parametrize("engine", ["torch", "tensorflow", "pytensor"])
def test_gradients_on_other_engines(engine, model):
    pytest.importorskip(engine)
    with tahr.engine(engine):
        gradient = K.gradients(K.sum(model.output[:, 1]), model.input)[0]
        found = K.function([model.input], [gradient])([X])[0]
    np.testing.assert_allclose(found, slopes(lambda x: forward(model, x)[:, 1].sum(), X), atol=1e-3)


# Layers and losses in the words of those years.


def antirectifier(x):
    x = x - K.mean(x, axis=1, keepdims=True)
    x = K.l2_normalize(x, axis=1)
    return K.concatenate([K.relu(x), K.relu(-x)], axis=1)


def test_functions_in_a_lambda():
    made = Sequential([
        layers.Lambda(antirectifier, output_shape=lambda shape: (shape[0], 2 * shape[1]),
                      input_shape=(4,)),
        layers.Dense(1),
    ])  # fmt: skip
    assert made.layers[-1].kernel.shape == (8, 1)
    made.compile("sgd", lambda t, p: K.mean(K.square(t - p), axis=-1),
                 metrics=[lambda t, p: K.max(K.abs(t - p))])  # fmt: skip
    history = made.fit(X, np.ones((3, 1)), epochs=2, verbose=0)
    assert history.history["loss"][1] < history.history["loss"][0]


def euclidean(pair):
    x, y = pair
    return K.sqrt(K.maximum(K.sum(K.square(x - y), axis=1, keepdims=True), K.epsilon()))


def contrastive(y_true, y_pred):
    return K.mean(y_true * K.square(y_pred) + (1 - y_true) * K.square(K.maximum(1 - y_pred, 0)))


def test_a_siamese_network():
    base = Sequential([layers.Dense(3, activation="relu", input_shape=(4,))])
    one, other = layers.Input((4,)), layers.Input((4,))
    distance = layers.Lambda(euclidean, output_shape=lambda shapes: (shapes[0][0], 1))(
        [base(one), base(other)]
    )
    made = Model([one, other], distance)
    made.compile("rmsprop", contrastive)
    made.fit([X, X[::-1]], np.array([0.0, 1, 0]), verbose=0)
    found = made.predict([X, X], verbose=0)
    np.testing.assert_allclose(found, np.full((3, 1), np.sqrt(K.epsilon())), rtol=1e-4)


class Scaled(layers.Layer):
    def __init__(self, units, **kwargs):
        self.units = units
        super().__init__(**kwargs)

    def build(self, input_shape):
        shape = (input_shape[1], self.units)
        self.kernel = self.add_weight("kernel", shape=shape, initializer="uniform", trainable=True)
        super().build(input_shape)

    def call(self, x):
        return K.dot(x, self.kernel)

    def compute_output_shape(self, input_shape):
        return (input_shape[0], self.units)


def test_a_layer_of_those_years():
    made = Sequential([Scaled(2, input_shape=(4,))])
    np.testing.assert_allclose(made.predict(X, verbose=0), X @ made.get_weights()[0], rtol=1e-5)


def test_reading_characters_without_their_places():
    image, labels = layers.Input((6, 4)), layers.Input((2,))
    times, counts = layers.Input((1,), dtype="int32"), layers.Input((1,), dtype="int32")
    shares = layers.Dense(3, activation="softmax")(image)
    loss = layers.Lambda(lambda args: K.ctc_batch_cost(*args), output_shape=(1,), name="ctc")(
        [labels, shares, times, counts]
    )
    made = Model([image, labels, times, counts], loss)
    made.compile("adam", {"ctc": lambda y_true, y_pred: y_pred})
    data = np.random.default_rng(1).normal(size=(2, 6, 4)), np.array([[0, 1], [1, 1]])
    inputs = [*data, np.full((2, 1), 6), np.array([[2], [1]])]
    losses = made.fit(inputs, np.zeros(2), epochs=3, verbose=0).history["loss"]
    assert losses[-1] < losses[0]
