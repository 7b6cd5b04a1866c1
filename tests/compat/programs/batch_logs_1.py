"""A callback that asks how many samples a batch holds (Keras 1)."""

import numpy as np
from keras.callbacks import Callback
from keras.models import Sequential
from keras.layers.core import Dense


class LossHistory(Callback):
    def on_train_begin(self, logs={}):
        self.losses = []
        self.seen = 0
        self.totals = {}

    def on_epoch_begin(self, epoch, logs={}):
        self.seen = 0
        self.totals = {}

    def on_batch_begin(self, batch, logs={}):
        assert logs.get("size") in (16, 8), logs
        assert logs["batch"] == batch

    def on_batch_end(self, batch, logs={}):
        batch_size = logs.get("size", 0)
        self.seen += batch_size
        assert logs["batch"] == batch
        for k, v in logs.items():
            self.totals[k] = self.totals.get(k, 0) + v * batch_size
        self.losses.append(logs.get("loss"))

    def on_epoch_end(self, epoch, logs={}):
        assert self.seen == 40, self.seen
        assert "size" not in logs and "batch" not in logs


m = Sequential([Dense(1, input_dim=3)])
m.compile("sgd", "mse", metrics=["mae"])
h = LossHistory()
hist = m.fit(
    np.random.rand(40, 3),
    np.random.rand(40, 1),
    batch_size=16,
    nb_epoch=2,
    verbose=0,
    callbacks=[h],
    validation_split=0.0,
)
assert len(h.losses) == 6
assert set(hist.history) == {"loss", "mean_absolute_error"} or set(hist.history) == {
    "loss",
    "mae",
}, hist.history


def gen():
    while True:
        yield np.random.rand(8, 3), np.random.rand(8, 1)


m.fit_generator(gen(), samples_per_epoch=40, nb_epoch=1, verbose=0, callbacks=[h])
