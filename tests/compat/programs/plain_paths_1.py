"""Models and weights under paths without a suffix, and what callbacks of Keras 1 were told."""

import os

import numpy as np
from keras.callbacks import Callback, ModelCheckpoint
from keras.layers import Dense
from keras.models import Sequential, load_model


class Watcher(Callback):
    def on_train_begin(self, logs={}):
        assert self.params["nb_sample"] == 32 and self.params["nb_epoch"] == 2
        assert self.params["do_validation"] and self.params.get("batch_size") == 16
        assert self.params["metrics"] == ["loss", "accuracy", "val_loss", "val_accuracy"]

    def on_epoch_end(self, epoch, logs={}):
        x, y, weights = self.validation_data[:3]
        assert (x.shape, y.shape, weights.shape) == ((8, 4), (8, 3), (8,))
        assert self.model.validation_data[0] is x


model = Sequential()
model.add(Dense(3, input_dim=4, init="uniform"))
model.compile("sgd", "mse", metrics=["accuracy"])
x, y = np.random.rand(32, 4), np.random.rand(32, 3)
kept = ModelCheckpoint("weights.{epoch:02d}", save_weights_only=True)
model.fit(
    x,
    y,
    batch_size=16,
    nb_epoch=2,
    verbose=0,
    validation_data=(x[:8], y[:8]),
    callbacks=[Watcher(), kept, ModelCheckpoint("best", monitor="loss", save_best_only=True)],
)
assert {"weights.01", "weights.02", "best"} <= set(os.listdir("."))
assert Watcher().validation_data is None
model.save("my_model")
with open("my_model", "rb") as saved:
    assert saved.read(4) == b"\x89HDF"
again = load_model("my_model")
assert np.allclose(again.predict(x), model.predict(x), atol=1e-6)
model.save_weights("my_weights", overwrite=True)
again.set_weights([np.zeros((4, 3)), np.zeros(3)])
again.load_weights("my_weights")
assert np.allclose(again.predict(x), model.predict(x), atol=1e-6)
