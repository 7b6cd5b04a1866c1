"""Steps of optimizers as updates of functions, and losses of inputs (Keras 2)."""

import numpy as np
import keras.backend as K
from keras.models import Model
from keras.layers import Input, Dense, concatenate
from keras.optimizers import Adam, RMSprop


class A2C:
    def __init__(self, s=4, a=2):
        inp = Input(shape=(s,))
        h = Dense(8, activation="relu")(inp)
        self.actor = Model(inp, Dense(a, activation="softmax")(h))
        self.critic = Model(inp, Dense(1, activation="linear")(h))
        self.act_dim = a
        self.rms = RMSprop(lr=0.001, epsilon=0.1, rho=0.99)
        self.a_opt, self.c_opt = self.actor_opt(), self.critic_opt()

    def actor_opt(self):
        self.action_pl = K.placeholder(shape=(None, self.act_dim))
        self.adv_pl = K.placeholder(shape=(None,))
        w = K.sum(self.action_pl * self.actor.output, axis=1)
        eligibility = K.log(w + 1e-10) * K.stop_gradient(self.adv_pl)
        entropy = K.sum(self.actor.output * K.log(self.actor.output + 1e-10), axis=1)
        loss = 0.001 * entropy - K.sum(eligibility)
        updates = self.rms.get_updates(self.actor.trainable_weights, [], loss)
        return K.function([self.actor.input, self.action_pl, self.adv_pl], [], updates=updates)

    def critic_opt(self):
        r = K.placeholder(shape=(None,))
        loss = K.mean(K.square(r - self.critic.output))
        opt = Adam(lr=0.01)
        updates = opt.get_updates(self.critic.trainable_weights, [], loss)
        return K.function([self.critic.input, r], [loss], updates=updates)


a = A2C()
s = np.random.rand(6, 4)
before = a.actor.get_weights()[2].copy()
a.a_opt([s, np.eye(2)[[0, 1, 0, 1, 0, 1]], np.random.rand(6)])
l = [float(a.c_opt([s, np.ones(6)])[0]) for _ in range(5)]
assert not np.allclose(before, a.actor.get_weights()[2])
print(l)
assert l[-1] < l[0]


class DDPG:
    def __init__(self):
        self.S = Input(shape=[4])
        h = Dense(8, activation="relu")(self.S)
        o = Dense(2, activation="tanh")(h)
        self.actor = Model(self.S, o)
        A = Input(shape=[2], name="action2")
        c = Dense(1)(concatenate([Dense(8)(self.S), A]))
        self.critic = Model([self.S, A], c)
        self.critic.compile("adam", "mse")
        self.action_grads = K.function(
            [self.critic.input[0], self.critic.input[1]],
            K.gradients(self.critic.output, [self.critic.input[1]]),
        )


d = DDPG()
g = d.action_grads([s, np.random.rand(6, 2)])
print(np.array(g[0]).shape)
LOSS_CLIPPING, ENTROPY = 0.2, 5e-3


def ppo(advantage, old_prediction):
    def loss(y_true, y_pred):
        prob = K.sum(y_true * y_pred, axis=-1)
        old_prob = K.sum(y_true * old_prediction, axis=-1)
        r = prob / (old_prob + 1e-10)
        return -K.mean(
            K.minimum(
                r * advantage,
                K.clip(r, min_value=1 - LOSS_CLIPPING, max_value=1 + LOSS_CLIPPING) * advantage,
            )
            + ENTROPY * -(prob * K.log(prob + 1e-10))
        )

    return loss


si, adv, old = Input((4,)), Input((1,)), Input((2,))
o = Dense(2, activation="softmax", name="output")(Dense(8, activation="tanh")(si))
m = Model(inputs=[si, adv, old], outputs=[o])
m.compile(optimizer=Adam(lr=1e-4), loss=[ppo(advantage=adv, old_prediction=old)])
m.fit(
    [s, np.random.rand(6, 1), np.full((6, 2), 0.5)],
    [np.eye(2)[[0, 1] * 3]],
    batch_size=3,
    shuffle=True,
    epochs=2,
    verbose=False,
)
print(m.train_on_batch([s, np.random.rand(6, 1), np.full((6, 2), 0.5)], np.eye(2)[[0, 1] * 3]))
