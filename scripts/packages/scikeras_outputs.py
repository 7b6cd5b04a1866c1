"""Several classes, several labels at once, and a functional model with two outputs."""

import keras
import numpy as np
from scikeras.wrappers import BaseWrapper, KerasClassifier
from sklearn.base import BaseEstimator, ClassifierMixin, TransformerMixin

rng = np.random.default_rng(0)
x = rng.normal(size=(60, 4)).astype("float32")


def network(outputs, activation):
    model = keras.Sequential([keras.Input((4,)), keras.layers.Dense(8, activation="relu")])
    model.add(keras.layers.Dense(outputs, activation=activation))
    return model


many = KerasClassifier(
    lambda meta: network(meta["n_classes_"], "softmax"),
    loss="sparse_categorical_crossentropy", epochs=2, verbose=0,
)  # fmt: skip
assert many.fit(x, np.array(["a", "b", "c"])[rng.integers(0, 3, 60)]).predict_proba(x).shape == (
    60, 3,
)  # fmt: skip
labels = (x[:, :2] > 0).astype("int64")
several = KerasClassifier(
    lambda: network(2, "sigmoid"), loss="binary_crossentropy", epochs=2, verbose=0
)
assert several.fit(x, labels).predict(x).shape == (60, 2)


def two():
    inputs = keras.Input((4,))
    hidden = keras.layers.Dense(8, activation="relu")(inputs)
    outputs = [keras.layers.Dense(1, name=name)(hidden) for name in ("left", "right")]
    return keras.Model(inputs, outputs)


class Split(BaseEstimator, TransformerMixin):
    def fit(self, y):
        return self

    def transform(self, y):
        return [y[:, :1], y[:, 1:]]

    def inverse_transform(self, y, return_proba=False):
        return np.hstack(y)

    def get_metadata(self):
        return {}


class Two(BaseWrapper, ClassifierMixin):
    @property
    def target_encoder(self):
        return Split()


both = Two(two, loss=["mse", "mse"], epochs=2, verbose=0)
assert both.fit(x, labels.astype("float32")).predict(x).shape == (60, 2)
