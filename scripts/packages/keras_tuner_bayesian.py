"""Bayesian optimization by a HyperModel with a fit of its own."""

import keras
import keras_tuner as kt
import numpy as np

x = np.random.default_rng(0).normal(size=(64, 4)).astype("float32")
y = x.sum(1, keepdims=True)


class Regression(kt.HyperModel):
    def build(self, hp):
        model = keras.Sequential([keras.Input((4,)), keras.layers.Dense(1)])
        model.compile(keras.optimizers.SGD(hp.Float("rate", 1e-3, 0.3, sampling="log")), "mse")
        return model

    def fit(self, hp, model, *args, **kwargs):
        return model.fit(*args, batch_size=hp.Choice("batch", [8, 16]), **kwargs)


tuner = kt.BayesianOptimization(
    Regression(), "loss", max_trials=4, num_initial_points=2, seed=1, overwrite=True,
    directory="bayes",
)  # fmt: skip
tuner.search(x, y, epochs=2, verbose=0)
assert len(tuner.oracle.trials) == 4
assert tuner.get_best_models(1)[0].predict(x, verbose=0).shape == (64, 1)
