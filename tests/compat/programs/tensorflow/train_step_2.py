"""A train_step of tf.keras 2.2 to 2.15, by `compiled_loss` and `compiled_metrics`."""

import numpy as np
import tensorflow as tf
from tensorflow import keras
from tensorflow.python.keras.utils import losses_utils


class Custom(keras.Model):
    def train_step(self, data):
        x, y = data
        with tf.GradientTape() as tape:
            y_pred = self(x, training=True)
            loss = self.compiled_loss(y, y_pred, regularization_losses=self.losses)
        gradients = tape.gradient(loss, self.trainable_variables)
        self.optimizer.apply_gradients(zip(gradients, self.trainable_variables))
        self.compiled_metrics.update_state(y, y_pred)
        return {m.name: m.result() for m in self.metrics}

    def test_step(self, data):
        x, y = data
        y_pred = self(x, training=False)
        self.compiled_loss(y, y_pred, regularization_losses=self.losses)
        self.compiled_metrics.update_state(y, y_pred)
        return {m.name: m.result() for m in self.metrics}


def made(kind):
    keras.utils.set_random_seed(0)
    inputs = keras.Input((4,))
    model = kind(inputs, keras.layers.Dense(1, kernel_regularizer="l2")(inputs))
    model.compile(optimizer="adam", loss="mse", metrics=["mae"])
    return model


x, y = np.random.rand(32, 4), np.random.rand(32, 1)
own, plain = (
    made(kind).fit(x, y, epochs=2, verbose=0, shuffle=False, validation_data=(x, y)).history
    for kind in (Custom, keras.Model)
)
assert set(own) == {"loss", "mae", "val_loss", "val_mae"}
assert all(np.allclose(own[name], plain[name], atol=1e-5) for name in own)
model = made(Custom)
model.evaluate(x, y, verbose=0)
assert [m.name for m in model.compiled_metrics.metrics] == ["mae"]
assert model.compiled_loss.metrics[0].name == "loss"


class Squares(keras.losses.Loss):
    def __init__(self, reduction=losses_utils.ReductionV2.AUTO, name="squares"):
        super().__init__(reduction=reduction, name=name)

    def call(self, y_true, y_pred):
        return tf.reduce_mean(tf.square(y_true - y_pred), -1)


assert float(Squares()(np.ones((2, 2)), np.zeros((2, 2)))) == 1
assert float(keras.losses.MeanSquaredError(reduction="auto")([[1.0, 2.0]], [[1.0, 1.0]])) == 0.5
assert float(losses_utils.compute_weighted_loss(np.ones(2), np.array([1.0, 0.0]))) == 0.5
