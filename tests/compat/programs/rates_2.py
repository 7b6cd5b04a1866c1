"""Callbacks that set the learning rate batch by batch (Keras 2)."""

import numpy as np
import math
from keras.callbacks import (
    Callback,
    LambdaCallback,
    LearningRateScheduler,
)
import keras.backend as K
from keras.models import Sequential
from keras.layers import Dense
from keras.optimizers import SGD


class LRFinder:
    def __init__(self, model):
        self.model = model
        self.losses = []
        self.lrs = []
        self.best_loss = 1e9

    def on_batch_end(self, batch, logs):
        lr = K.get_value(self.model.optimizer.lr)
        self.lrs.append(lr)
        loss = logs["loss"]
        self.losses.append(loss)
        if batch > 5 and (math.isnan(loss) or loss > self.best_loss * 4):
            self.model.stop_training = True
            return
        if loss < self.best_loss:
            self.best_loss = loss
        lr *= self.lr_mult
        K.set_value(self.model.optimizer.lr, lr)

    def find(self, x, y, start_lr, end_lr, batch_size=8, epochs=1):
        n = epochs * x.shape[0] / batch_size
        self.lr_mult = (float(end_lr) / float(start_lr)) ** (float(1) / float(n))
        self.model.save_weights("tmp.h5")
        original = K.get_value(self.model.optimizer.lr)
        K.set_value(self.model.optimizer.lr, start_lr)
        callback = LambdaCallback(on_batch_end=lambda batch, logs: self.on_batch_end(batch, logs))
        self.model.fit(x, y, batch_size=batch_size, epochs=epochs, callbacks=[callback], verbose=0)
        self.model.load_weights("tmp.h5")
        K.set_value(self.model.optimizer.lr, original)


class CyclicLR(Callback):
    def __init__(self, base_lr=0.001, max_lr=0.006, step_size=10.0):
        super(CyclicLR, self).__init__()
        self.base_lr, self.max_lr, self.step_size = base_lr, max_lr, step_size
        self.clr_iterations = 0.0
        self.trn_iterations = 0.0
        self.history = {}

    def clr(self):
        cycle = np.floor(1 + self.clr_iterations / (2 * self.step_size))
        x = np.abs(self.clr_iterations / self.step_size - 2 * cycle + 1)
        return self.base_lr + (self.max_lr - self.base_lr) * np.maximum(0, (1 - x))

    def on_train_begin(self, logs={}):
        logs = logs or {}
        if self.clr_iterations == 0:
            K.set_value(self.model.optimizer.lr, self.base_lr)
        else:
            K.set_value(self.model.optimizer.lr, self.clr())

    def on_batch_end(self, epoch, logs=None):
        logs = logs or {}
        self.trn_iterations += 1
        self.clr_iterations += 1
        self.history.setdefault("lr", []).append(K.get_value(self.model.optimizer.lr))
        for k, v in logs.items():
            self.history.setdefault(k, []).append(v)
        K.set_value(self.model.optimizer.lr, self.clr())


class SGDRScheduler(Callback):
    def on_epoch_begin(self, epoch, logs={}):
        lr = float(K.get_value(self.model.optimizer.lr))
        K.set_value(self.model.optimizer.lr, lr * 0.9)
        assert hasattr(self.model.optimizer, "lr")


x, y = np.random.rand(64, 4), np.random.rand(64, 1)
m = Sequential([Dense(4, input_dim=4), Dense(1)])
m.compile(SGD(lr=0.1, momentum=0.9, nesterov=True, decay=1e-6), "mse", metrics=["mae"])
f = LRFinder(m)
f.find(x, y, 1e-4, 1)
print(len(f.lrs), f.lrs[0], f.lrs[-1])
assert abs(f.lrs[0] - 1e-4) < 1e-9 and f.lrs[-1] > 0.1
c = CyclicLR()
m.fit(
    x,
    y,
    batch_size=8,
    epochs=2,
    callbacks=[c, SGDRScheduler(), LearningRateScheduler(lambda e: 0.01 * 0.5**e)],
    verbose=0,
)
print(sorted(c.history), len(c.history["lr"]), K.eval(m.optimizer.lr), K.eval(m.optimizer.decay))
