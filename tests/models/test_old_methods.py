"""Methods and attributes of Keras 1 and 2 do what they did."""

import numpy as np
import pytest

import tahr
from tahr import layers, optimizers
from tahr.compat import network_layers
from tahr.core.errors import ArgumentError
from tahr.core.notices import OldSpelling

X = np.arange(24, dtype="float32").reshape(8, 3) / 10
Y = np.eye(2, dtype="float32")[np.arange(8) % 2]


def batches():
    while True:
        for start in (0, 4):
            yield X[start : start + 4], Y[start : start + 4]


def network(units=2, activation="softmax"):
    model = tahr.Sequential([layers.Input((3,)), layers.Dense(units, activation=activation)])
    model.set_weights([np.array([[1.0, -1.0]] * 3)[:, :units], np.array([-3.0, 3.0])[:units]])
    model.compile("sgd", "mse")
    return model


@pytest.mark.parametrize(
    "args, options",
    [
        ((2,), {"epochs": 3}),
        ((2, 3), {}),
        ((8,), {"nb_epoch": 3}),
        ((), {"samples_per_epoch": 8, "nb_epoch": 3}),
        ((), {"samples_per_epoch": 8, "nb_epoch": 3, "validation_data": (X, Y)}),
    ],
)
def test_fit_generator_trains_as_fit_does(args, options):
    model, wanted = network(), network()
    history = model.fit_generator(batches(), *args, verbose=0, **options).history
    wanted.fit(batches(), steps_per_epoch=2, epochs=3, verbose=0)
    assert len(history["loss"]) == 3
    np.testing.assert_allclose(model.get_weights()[0], wanted.get_weights()[0], rtol=1e-6)


def test_generators_are_evaluated_and_predicted_from():
    model = network()
    assert model.evaluate_generator(batches(), 2) == pytest.approx(model.evaluate(X, Y, verbose=0))
    found = model.evaluate_generator(batches(), val_samples=4)
    assert found == pytest.approx(model.evaluate(X[:4], Y[:4], verbose=0))
    wanted = model.predict(X, verbose=0)
    np.testing.assert_allclose(model.predict_generator(batches(), steps=2), wanted, rtol=1e-6)


def test_classes_and_chances():
    model = network()
    chances = model.predict_proba(X)
    np.testing.assert_allclose(chances, model.predict(X, verbose=0))
    wanted = (X.sum(axis=1) < 3).astype(int)
    assert model.predict_classes(X).tolist() == wanted.tolist()
    one = network(1, "sigmoid")
    assert one.predict_classes(X).tolist() == [[int(total > 3)] for total in X.sum(axis=1)]


def test_states_are_set_to_zero():
    model = tahr.Sequential([
        layers.Input(batch_shape=(2, 3, 1)),
        layers.GRU(2, stateful=True, return_sequences=True),
        layers.LSTM(2, stateful=True),
    ])  # fmt: skip
    x = np.ones((2, 3, 1), "float32")
    first = model.predict(x, verbose=0)
    assert not np.allclose(model.predict(x, verbose=0), first)
    model.reset_states()
    np.testing.assert_allclose(model.predict(x, verbose=0), first, rtol=1e-6)


def test_lr_is_the_learning_rate():
    optimizer = optimizers.SGD(lr=0.5)
    optimizer.lr = 0.25
    assert float(optimizer.learning_rate) == float(optimizer.lr) == 0.25
    weight = tahr.Variable([1.0])
    optimizer.apply([np.array([1.0], "float32")], [weight])
    assert float(weight.numpy()[0]) == 0.75


def test_the_length_given_to_an_embedding_is_that_of_the_input():
    embedding = layers.Embedding(10, 3, input_length=4)
    model = tahr.Sequential([embedding, layers.Flatten(), layers.Dense(1)])
    assert model.input_shape == (None, 4)
    assert model.output_shape == (None, 1)
    assert model.count_params() == 30 + 13


def test_classes_by_their_old_name():
    assert tahr.utils.to_categorical([0, 2], **{"nb_classes": 3}).tolist() == [[1, 0, 0], [0, 0, 1]]


def test_layers_of_a_network_by_their_old_names():
    network = tahr.applications.ResNet50(weights=None, input_shape=(32, 32, 3))
    names = {layer.name for layer in network.layers}
    assert set(network_layers._of_resnet50().values()) <= names
    with pytest.warns(OldSpelling, match="conv5_block3_out"):
        last = network.get_layer("activation_49")
    assert last is network.layers[-3]
    with pytest.raises(ArgumentError, match="activation_50"):
        network.get_layer("activation_50")


def test_weights_of_keras_1():
    dense = network().layers[0]
    with pytest.warns(OldSpelling, match=r"layer\.kernel"):
        assert dense.W is dense.kernel
    assert dense.b is dense.bias
    assert not hasattr(layers.Dropout(0.5), "W")
