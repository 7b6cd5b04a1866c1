"""Attention in a loop over the words of a step (tf.keras 2)."""

import tensorflow as tf
import numpy as np
import os
from tensorflow.keras.layers import GRU, Dense, Embedding


class Encoder(tf.keras.Model):
    def __init__(self, v, e, u, b):
        super(Encoder, self).__init__()
        self.b, self.u = b, u
        self.embedding = Embedding(v, e)
        self.gru = GRU(
            u, return_sequences=True, return_state=True, recurrent_initializer="glorot_uniform"
        )

    def call(self, x, hidden):
        x = self.embedding(x)
        o, s = self.gru(x, initial_state=hidden)
        return o, s

    def initialize_hidden_state(self):
        return tf.zeros((self.b, self.u))


class Att(tf.keras.layers.Layer):
    def __init__(self, u):
        super().__init__()
        self.W1, self.W2, self.V = Dense(u), Dense(u), Dense(1)

    def call(self, q, v):
        w = tf.nn.softmax(self.V(tf.nn.tanh(self.W1(tf.expand_dims(q, 1)) + self.W2(v))), axis=1)
        return tf.reduce_sum(w * v, axis=1), w


class Decoder(tf.keras.Model):
    def __init__(self, v, e, u):
        super().__init__()
        self.embedding = Embedding(v, e)
        self.gru = GRU(u, return_sequences=True, return_state=True)
        self.fc = Dense(v)
        self.attention = Att(u)

    def call(self, x, h, eo):
        c, w = self.attention(h, eo)
        x = self.embedding(x)
        x = tf.concat([tf.expand_dims(c, 1), x], axis=-1)
        o, s = self.gru(x)
        return self.fc(tf.reshape(o, (-1, o.shape[2]))), s, w


B, T = 4, 5
enc, dec = Encoder(20, 6, 8, B), Decoder(22, 6, 8)
opt = tf.keras.optimizers.Adam()
lo = tf.keras.losses.SparseCategoricalCrossentropy(from_logits=True, reduction="none")


def loss_function(r, p):
    m = tf.math.logical_not(tf.math.equal(r, 0))
    l = lo(r, p)
    m = tf.cast(m, dtype=l.dtype)
    l *= m
    return tf.reduce_mean(l)


ck = tf.train.Checkpoint(optimizer=opt, encoder=enc, decoder=dec)


@tf.function
def train_step(inp, targ, eh):
    loss = 0
    with tf.GradientTape() as tape:
        eo, eh = enc(inp, eh)
        dh = eh
        di = tf.expand_dims([1] * B, 1)
        for t in range(1, targ.shape[1]):
            p, dh, _ = dec(di, dh, eo)
            loss += loss_function(targ[:, t], p)
            di = tf.expand_dims(targ[:, t], 1)
    v = enc.trainable_variables + dec.trainable_variables
    g = tape.gradient(loss, v)
    opt.apply_gradients(zip(g, v))
    return loss / int(targ.shape[1])


ds = (
    tf.data.Dataset.from_tensor_slices(
        (np.random.randint(1, 20, (16, T)), np.random.randint(1, 22, (16, T)))
    )
    .shuffle(16)
    .batch(B, drop_remainder=True)
)
for ep in range(2):
    tot = 0
    for b, (i, t) in enumerate(ds.take(4)):
        tot += train_step(i, t, enc.initialize_hidden_state())
    print(float(tot))
ck.save(file_prefix=os.path.join("nmt", "ckpt"))
ck.restore(tf.train.latest_checkpoint("nmt"))
