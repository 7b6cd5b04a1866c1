"""A regressor: callbacks, partial_fit, warm start, a copy, a pickle of its optimizer's state."""

import copy
import pickle

import keras
import numpy as np
from scikeras.wrappers import KerasRegressor

rng = np.random.default_rng(0)
x = rng.normal(size=(96, 4)).astype("float32")
y = x.sum(1)
seen = []


class Seen(keras.callbacks.Callback):
    def on_epoch_end(self, epoch, logs=None):
        seen.append(epoch)


def build(meta, hidden=8):
    model = keras.Sequential([keras.Input((meta["n_features_in_"],))])
    model.add(keras.layers.Dense(hidden, activation="relu"))
    model.add(keras.layers.Dense(1))
    return model


model = KerasRegressor(
    build, loss="mse", optimizer="adam", optimizer__learning_rate=0.02, epochs=8, verbose=0,
    callbacks=Seen, fit__batch_size=16, random_state=1,
)  # fmt: skip
model.fit(x, y, sample_weight=np.ones(len(x)))
first = model.history_["loss"][-1]
assert seen == list(range(8))
for _ in range(3):
    model.partial_fit(x, y)
assert model.history_["loss"][-1] <= first
assert model.score(x, y) > 0
for other in (copy.deepcopy(model), pickle.loads(pickle.dumps(model))):
    assert np.allclose(other.predict(x), model.predict(x), atol=1e-5)
    other.partial_fit(x, y)
