"""A random search, its best model loaded, and the search taken up again from its folder."""

import keras
import keras_tuner as kt
import numpy as np

rng = np.random.default_rng(0)
x = rng.normal(size=(128, 6)).astype("float32")
y = (x[:, :3].sum(1) > 0).astype("int32")


def build(hp):
    model = keras.Sequential([keras.Input((6,))])
    for n in range(hp.Int("layers", 1, 2)):
        units = hp.Choice(f"units_{n}", [8, 16])
        model.add(keras.layers.Dense(units, hp.Choice("activation", ["relu", "tanh"])))
    model.add(keras.layers.Dense(1, activation="sigmoid"))
    rate = hp.Float("rate", 1e-3, 1e-1, sampling="log")
    model.compile(keras.optimizers.Adam(rate), "binary_crossentropy", metrics=["accuracy"])
    return model


def search(overwrite):
    return kt.RandomSearch(
        build, "val_accuracy", max_trials=2, seed=1, overwrite=overwrite, directory="random"
    )


tuner = search(overwrite=True)
stop = keras.callbacks.EarlyStopping(patience=2)
tuner.search(x, y, validation_split=0.25, epochs=4, verbose=0, callbacks=[stop])
best = tuner.get_best_models(1)[0]
score = tuner.oracle.get_best_trials(1)[0].score
assert abs(best.evaluate(x[-32:], y[-32:], verbose=0)[1] - score) < 1e-5
again = search(overwrite=False)
again.reload()
assert again.get_best_hyperparameters()[0].values == tuner.get_best_hyperparameters()[0].values
tuner.results_summary(1)
