"""A loss of the gradients by what lies between two pictures (Keras 2)."""

import numpy as np
from functools import partial
from keras.layers.merge import _Merge
from keras.layers import (
    Input,
    Dense,
    LeakyReLU,
)
from keras.models import Sequential, Model
from keras.optimizers import RMSprop
import keras.backend as K


class RandomWeightedAverage(_Merge):
    def _merge_function(self, inputs):
        alpha = K.random_uniform((8, 1))
        return (alpha * inputs[0]) + ((1 - alpha) * inputs[1])


class W:
    def __init__(self):
        opt = RMSprop(lr=0.00005)
        self.g = Sequential([Dense(6, input_dim=3, activation="relu"), Dense(4)])
        self.c = Sequential([Dense(6, input_dim=4), LeakyReLU(alpha=0.2), Dense(1)])
        self.g.trainable = False
        real = Input(shape=(4,))
        z = Input(shape=(3,))
        fake = self.g(z)
        f, v = self.c(fake), self.c(real)
        inter = RandomWeightedAverage()([real, fake])
        vi = self.c(inter)
        pl = partial(self.gpl, averaged_samples=inter)
        pl.__name__ = "gradient_penalty"
        self.cm = Model(inputs=[real, z], outputs=[v, f, vi])
        self.cm.compile(loss=[self.wl, self.wl, pl], optimizer=opt, loss_weights=[1, 1, 10])
        self.c.trainable = False
        self.g.trainable = True
        zg = Input(shape=(3,))
        self.gm = Model(zg, self.c(self.g(zg)))
        self.gm.compile(loss=self.wl, optimizer=opt)

    def gpl(self, y_true, y_pred, averaged_samples):
        g = K.gradients(y_pred, averaged_samples)[0]
        s = K.sum(K.square(g), axis=np.arange(1, len(K.int_shape(g))))
        return K.mean(K.square(1 - K.sqrt(s)))

    def wl(self, y_true, y_pred):
        return K.mean(y_true * y_pred)


w = W()
for e in range(2):
    b = [x.copy() for x in w.c.get_weights()]
    gb = [x.copy() for x in w.g.get_weights()]
    print(
        w.cm.train_on_batch(
            [np.random.rand(8, 4), np.random.rand(8, 3)],
            [-np.ones((8, 1)), np.ones((8, 1)), np.zeros((8, 1))],
        )
    )
    assert not np.allclose(b[0], w.c.get_weights()[0]) and np.allclose(gb[0], w.g.get_weights()[0])
    b = [x.copy() for x in w.c.get_weights()]
    print(w.gm.train_on_batch(np.random.rand(8, 3), -np.ones((8, 1))))
    assert np.allclose(b[0], w.c.get_weights()[0]) and not np.allclose(gb[0], w.g.get_weights()[0])
