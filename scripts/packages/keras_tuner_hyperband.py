"""Hyperband over a network of convolutions behind preprocessing layers."""

import keras
import keras_tuner as kt
import numpy as np

rng = np.random.default_rng(0)
x = rng.random((48, 8, 8, 3)).astype("float32")
y = (x[..., 0].mean((1, 2)) > x[..., 1].mean((1, 2))).astype("int32")


def build(hp):
    layers = [keras.Input((8, 8, 3)), keras.layers.Rescaling(2.0, -1.0)]
    if hp.Boolean("augment"):
        layers += [keras.layers.RandomFlip(), keras.layers.RandomTranslation(0.1, 0.1)]
    layers += [
        keras.layers.Conv2D(hp.Int("filters", 4, 8, 4), 3, activation="relu"),
        keras.layers.GlobalAveragePooling2D(),
        keras.layers.Dense(2, activation="softmax"),
    ]
    model = keras.Sequential(layers)
    model.compile("adam", "sparse_categorical_crossentropy", metrics=["accuracy"])
    return model


tuner = kt.Hyperband(
    build, "val_loss", max_epochs=3, factor=3, seed=1, overwrite=True, directory="band"
)
tuner.search(x, y, validation_split=0.25, verbose=0)
assert tuner.get_best_models(1)[0].predict(x, verbose=0).shape == (48, 2)
