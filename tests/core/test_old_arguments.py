"""Arguments in the order and the spelling of Keras 1 and 2 mean what they meant there."""

import warnings

import numpy as np
import pytest

from tahr import layers, models, optimizers
from tahr.compat.keywords import Samples, translate
from tahr.core.notices import notice
from tahr.core.variables import Variable

IMAGE = {"input_shape": (28, 28, 1)}
VALUES = {
    "kernel of 3 by 5": (layers.Convolution2D(32, 3, 5, **IMAGE), (None, 26, 24, 32)),
    "today's": (layers.Convolution2D(32, (3, 5), **IMAGE), (None, 26, 24, 32)),
    "new name, today's strides": (layers.Conv2D(32, 3, 5, **IMAGE), (None, 6, 6, 32)),
    "keywords": (layers.Conv2D(nb_filter=32, nb_row=3, nb_col=5, **IMAGE), (None, 26, 24, 32)),
    "half and half": (layers.Convolution2D(32, 3, nb_col=5, **IMAGE), (None, 26, 24, 32)),
    "all by position": (
        layers.Convolution2D(32, 3, 3, "he_normal", "relu", None, "same", (2, 2), "tf", **IMAGE),
        (None, 14, 14, 32),
    ),
    "sequence": (layers.Convolution1D(8, 3, "uniform", input_shape=(10, 4)), (None, 8, 8)),
    "sequence, today's": (layers.Convolution1D(8, 3, 2, input_shape=(10, 4)), (None, 4, 8)),
    "volume": (layers.Convolution3D(4, 3, 4, 5, input_shape=(10, 10, 10, 1)), (None, 8, 7, 6, 4)),
    "dilated": (
        layers.AtrousConvolution2D(4, 3, 3, atrous_rate=(2, 2), **IMAGE),
        (None, 24, 24, 4),
    ),
    "dilated sequence": (
        layers.AtrousConvolution1D(4, 3, atrous_rate=2, input_shape=(10, 1)),
        (None, 6, 4),
    ),
    "separable": (layers.SeparableConvolution2D(4, 3, 5, **IMAGE), (None, 26, 24, 4)),
    "transposed": (
        layers.Deconvolution2D(3, 3, 3, (None, 16, 16, 3), subsample=(2, 2), input_shape=(7, 7, 2)),
        (None, 16, 16, 3),
    ),
}


@pytest.mark.parametrize("case", VALUES)
def test_convolutions_of_keras_1(case):
    layer, shape = VALUES[case]
    assert models.Sequential([layer]).output_shape == shape


def test_an_old_name_makes_layers_of_todays_class():
    layer = layers.Convolution2D(2, 3, 5)
    assert type(layer) is layers.Conv2D
    assert isinstance(layer, layers.Convolution2D)
    assert issubclass(layers.Conv2D, layers.Convolution2D)
    assert not isinstance(layers.Dense(1), layers.Convolution2D)

    class Mine(layers.Convolution2D):
        def __init__(self, filters, **kwargs):
            super().__init__(filters, 3, 5, **kwargs)

    assert Mine(2, border_mode="same").kernel_size == (3, 5)
    assert not isinstance(layer, Mine)


def test_too_many_or_doubled_arguments_are_refused():
    with pytest.raises(TypeError, match="nb_row"):
        layers.Convolution2D(2, 3, 5, nb_row=3)
    with pytest.raises(ValueError, match="expected"):
        layers.Deconvolution2D(3, 3, 3, (None, 30, 9, 3)).build((None, 7, 7, 2))


def test_weights_of_any_layer_are_its_first():
    kernel = np.arange(6, dtype="float32").reshape(3, 2)
    model = models.Sequential([layers.Dense(2, weights=[kernel, np.ones(2)], input_dim=3)])
    assert np.array_equal(model.get_weights()[0], kernel)


def test_keywords_of_layers():
    table = layers.Embedding(10, 4, init="zero", dropout=0.5, W_regularizer="l2")
    assert type(table.embeddings_initializer).__name__ == "Zeros"
    assert table.embeddings_regularizer is not None
    assert layers.GaussianNoise(sigma=0.3).stddev == 0.3
    assert layers.LSTM(3, forget_bias_init="zero", consume_less="mem").unit_forget_bias is False
    assert layers.BatchNormalization(mode=0).axis == -1
    with pytest.raises(ValueError, match="mode"):
        layers.BatchNormalization(mode=4)


def test_dropout_of_an_embedding_drops_whole_vectors():
    table = layers.Embedding(400, 4, dropout=0.5)
    numbers = np.arange(400)
    kept, dropped = (np.asarray(table(numbers, training=t)) for t in (False, True))
    gone = (dropped == 0).all(-1)
    assert 0.4 < gone.mean() < 0.6
    np.testing.assert_allclose(dropped[~gone], 2 * kept[~gone], rtol=1e-6)
    assert table.get_config()["dropout"] == 0.5


def test_samples_are_told_from_batches():
    known = frozenset({"steps_per_epoch", "validation_steps"})
    given = translate("fit", {"samples_per_epoch": 16, "nb_val_samples": 8}, known)
    assert given == {"steps_per_epoch": 16, "validation_steps": 8}
    assert all(isinstance(value, Samples) for value in given.values())


def test_epochs_are_counted_in_samples():
    model = models.Sequential([layers.Input((2,)), layers.Dense(1)])
    model.compile("sgd", "mse")

    def batches():
        while True:
            yield np.ones((4, 2)), np.ones((4, 1))

    model.fit(batches(), samples_per_epoch=14, nb_epoch=2, verbose=0)
    assert int(model.optimizer.iterations.numpy()) == 8


def test_what_has_no_effect_says_so_at_the_programs_line():
    model = models.Sequential([layers.Input((2,)), layers.Dense(1)])
    with pytest.warns(UserWarning, match="class_mode") as caught:
        model.compile("sgd", "mse", class_mode="binary", sample_weight_mode="temporal")
    assert [warning.filename for warning in caught] == [__file__]
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        notice("nothing")
    assert caught[0].filename == __file__


@pytest.mark.parametrize("name", ["SGD", "Adam", "RMSprop", "Adagrad", "Adadelta", "Adamax"])
def test_decay_divides_the_rate_by_the_updates_so_far(name):
    cls = getattr(optimizers, name)
    decaying, plain = cls(lr=0.1, decay=0.5), cls(0.1)
    weight, other = Variable([1.0, -2.0]), Variable([1.0, -2.0])
    gradient = np.array([0.3, -0.2], "float32")
    for step in range(3):
        plain.learning_rate = 0.1 / (1 + 0.5 * step)
        decaying.apply([gradient], [weight])
        plain.apply([gradient], [other])
    np.testing.assert_allclose(weight.numpy(), other.numpy(), rtol=1e-6)
    assert cls.from_config(decaying.get_config()).decay == 0.5


def test_a_model_of_input_and_output():
    x = layers.Input((3,))
    y = layers.Dense(1)(x)
    assert models.Model(input=x, output=y).output_shape == (None, 1)
    assert models.Model(inputs={"a": x}.values(), outputs=y).output_shape == (None, 1)
