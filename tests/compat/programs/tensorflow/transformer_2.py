"""The Transformer of the tutorials, restored from a checkpoint before it is built (tf.keras 2)."""

import numpy as np
import tensorflow as tf


def get_angles(pos, i, d_model):
    return pos * (1 / np.power(10000, (2 * (i // 2)) / np.float32(d_model)))


def positional_encoding(position, d_model):
    a = get_angles(np.arange(position)[:, np.newaxis], np.arange(d_model)[np.newaxis, :], d_model)
    a[:, 0::2] = np.sin(a[:, 0::2])
    a[:, 1::2] = np.cos(a[:, 1::2])
    return tf.cast(a[np.newaxis, ...], dtype=tf.float32)


def create_padding_mask(seq):
    seq = tf.cast(tf.math.equal(seq, 0), tf.float32)
    return seq[:, tf.newaxis, tf.newaxis, :]


def create_look_ahead_mask(size):
    return 1 - tf.linalg.band_part(tf.ones((size, size)), -1, 0)


def scaled(q, k, v, mask):
    matmul_qk = tf.matmul(q, k, transpose_b=True)
    dk = tf.cast(tf.shape(k)[-1], tf.float32)
    logits = matmul_qk / tf.math.sqrt(dk)
    if mask is not None:
        logits += mask * -1e9
    w = tf.nn.softmax(logits, axis=-1)
    return tf.matmul(w, v), w


class MHA(tf.keras.layers.Layer):
    def __init__(self, d_model, num_heads):
        super(MHA, self).__init__()
        self.num_heads, self.d_model = num_heads, d_model
        assert d_model % self.num_heads == 0
        self.depth = d_model // self.num_heads
        self.wq = tf.keras.layers.Dense(d_model)
        self.wk = tf.keras.layers.Dense(d_model)
        self.wv = tf.keras.layers.Dense(d_model)
        self.dense = tf.keras.layers.Dense(d_model)

    def split_heads(self, x, batch_size):
        x = tf.reshape(x, (batch_size, -1, self.num_heads, self.depth))
        return tf.transpose(x, perm=[0, 2, 1, 3])

    def call(self, v, k, q, mask):
        batch_size = tf.shape(q)[0]
        q = self.split_heads(self.wq(q), batch_size)
        k = self.split_heads(self.wk(k), batch_size)
        v = self.split_heads(self.wv(v), batch_size)
        s, w = scaled(q, k, v, mask)
        s = tf.transpose(s, perm=[0, 2, 1, 3])
        return self.dense(tf.reshape(s, (batch_size, -1, self.d_model))), w


def ffn(d_model, dff):
    return tf.keras.Sequential(
        [tf.keras.layers.Dense(dff, activation="relu"), tf.keras.layers.Dense(d_model)]
    )


class EncoderLayer(tf.keras.layers.Layer):
    def __init__(self, d_model, num_heads, dff, rate=0.1):
        super(EncoderLayer, self).__init__()
        self.mha = MHA(d_model, num_heads)
        self.ffn = ffn(d_model, dff)
        self.ln1 = tf.keras.layers.LayerNormalization(epsilon=1e-6)
        self.ln2 = tf.keras.layers.LayerNormalization(epsilon=1e-6)
        self.d1 = tf.keras.layers.Dropout(rate)
        self.d2 = tf.keras.layers.Dropout(rate)

    def call(self, x, training, mask):
        a, _ = self.mha(x, x, x, mask)
        out1 = self.ln1(x + self.d1(a, training=training))
        return self.ln2(out1 + self.d2(self.ffn(out1), training=training))


class DecoderLayer(tf.keras.layers.Layer):
    def __init__(self, d_model, num_heads, dff, rate=0.1):
        super(DecoderLayer, self).__init__()
        self.mha1 = MHA(d_model, num_heads)
        self.mha2 = MHA(d_model, num_heads)
        self.ffn = ffn(d_model, dff)
        self.ln = [tf.keras.layers.LayerNormalization(epsilon=1e-6) for _ in range(3)]

    def call(self, x, enc, training, look, pad):
        a, w1 = self.mha1(x, x, x, look)
        out1 = self.ln[0](a + x)
        b, w2 = self.mha2(enc, enc, out1, pad)
        out2 = self.ln[1](b + out1)
        return self.ln[2](self.ffn(out2) + out2), w1, w2


class Encoder(tf.keras.layers.Layer):
    def __init__(self, n, d_model, heads, dff, vocab, maxpos):
        super(Encoder, self).__init__()
        self.d_model = d_model
        self.embedding = tf.keras.layers.Embedding(vocab, d_model)
        self.pos = positional_encoding(maxpos, d_model)
        self.enc_layers = [EncoderLayer(d_model, heads, dff) for _ in range(n)]
        self.dropout = tf.keras.layers.Dropout(0.1)

    def call(self, x, training, mask):
        seq_len = tf.shape(x)[1]
        x = self.embedding(x)
        x *= tf.math.sqrt(tf.cast(self.d_model, tf.float32))
        x += self.pos[:, :seq_len, :]
        x = self.dropout(x, training=training)
        for l in self.enc_layers:
            x = l(x, training, mask)
        return x


class Decoder(tf.keras.layers.Layer):
    def __init__(self, n, d_model, heads, dff, vocab, maxpos):
        super(Decoder, self).__init__()
        self.d_model = d_model
        self.embedding = tf.keras.layers.Embedding(vocab, d_model)
        self.pos = positional_encoding(maxpos, d_model)
        self.dec_layers = [DecoderLayer(d_model, heads, dff) for _ in range(n)]
        self.dropout = tf.keras.layers.Dropout(0.1)

    def call(self, x, enc, training, look, pad):
        seq_len = tf.shape(x)[1]
        weights = {}
        x = self.embedding(x)
        x *= tf.math.sqrt(tf.cast(self.d_model, tf.float32))
        x += self.pos[:, :seq_len, :]
        x = self.dropout(x, training=training)
        for i, l in enumerate(self.dec_layers):
            x, b1, b2 = l(x, enc, training, look, pad)
            weights["decoder_layer{}_block1".format(i + 1)] = b1
        return x, weights


class Transformer(tf.keras.Model):
    def __init__(self, n, d_model, heads, dff, vin, vout, pin, pout):
        super(Transformer, self).__init__()
        self.encoder = Encoder(n, d_model, heads, dff, vin, pin)
        self.decoder = Decoder(n, d_model, heads, dff, vout, pout)
        self.final_layer = tf.keras.layers.Dense(vout)

    def call(self, inp, tar, training, enc_mask, look, dec_mask):
        e = self.encoder(inp, training, enc_mask)
        d, w = self.decoder(tar, e, training, look, dec_mask)
        return self.final_layer(d), w


class CustomSchedule(tf.keras.optimizers.schedules.LearningRateSchedule):
    def __init__(self, d_model, warmup_steps=4000):
        super(CustomSchedule, self).__init__()
        self.d_model = tf.cast(d_model, tf.float32)
        self.warmup_steps = warmup_steps

    def __call__(self, step):
        arg1 = tf.math.rsqrt(step)
        arg2 = step * (self.warmup_steps**-1.5)
        return tf.math.rsqrt(self.d_model) * tf.math.minimum(arg1, arg2)


learning_rate = CustomSchedule(16)
optimizer = tf.keras.optimizers.Adam(learning_rate, beta_1=0.9, beta_2=0.98, epsilon=1e-9)
print(learning_rate(tf.range(40000, dtype=tf.float32))[:3])
loss_object = tf.keras.losses.SparseCategoricalCrossentropy(from_logits=True, reduction="none")


def loss_function(real, pred):
    mask = tf.math.logical_not(tf.math.equal(real, 0))
    loss_ = loss_object(real, pred)
    mask = tf.cast(mask, dtype=loss_.dtype)
    loss_ *= mask
    return tf.reduce_sum(loss_) / tf.reduce_sum(mask)


train_loss = tf.keras.metrics.Mean(name="train_loss")
train_accuracy = tf.keras.metrics.SparseCategoricalAccuracy(name="train_accuracy")
tr = Transformer(1, 16, 2, 32, 30, 30, 50, 50)


def create_masks(inp, tar):
    enc = create_padding_mask(inp)
    dec = create_padding_mask(inp)
    look = create_look_ahead_mask(tf.shape(tar)[1])
    return enc, tf.maximum(create_padding_mask(tar), look), dec


path = "checkpoints"
ckpt = tf.train.Checkpoint(transformer=tr, optimizer=optimizer)
manager = tf.train.CheckpointManager(ckpt, path, max_to_keep=5)
if manager.latest_checkpoint:
    ckpt.restore(manager.latest_checkpoint)
sig = [
    tf.TensorSpec(shape=(None, None), dtype=tf.int64),
    tf.TensorSpec(shape=(None, None), dtype=tf.int64),
]


@tf.function(input_signature=sig)
def train_step(inp, tar):
    tar_inp = tar[:, :-1]
    tar_real = tar[:, 1:]
    e, c, d = create_masks(inp, tar_inp)
    with tf.GradientTape() as tape:
        predictions, _ = tr(inp, tar_inp, True, e, c, d)
        loss = loss_function(tar_real, predictions)
    gradients = tape.gradient(loss, tr.trainable_variables)
    optimizer.apply_gradients(zip(gradients, tr.trainable_variables))
    train_loss(loss)
    train_accuracy(tar_real, predictions)


x = np.random.randint(1, 30, (32, 8))
x[:, 6:] = 0
ds = (
    tf.data.Dataset.from_tensor_slices((x.astype("int64"), x.astype("int64")))
    .cache()
    .shuffle(64)
    .batch(16)
    .prefetch(tf.data.experimental.AUTOTUNE)
)
for epoch in range(2):
    train_loss.reset_states()
    train_accuracy.reset_states()
    for batch, (inp, tar) in enumerate(ds):
        train_step(inp, tar)
    manager.save()
e, c, d = create_masks(x[:2], x[:2])
want = tr(x[:2].astype("int64"), x[:2].astype("int64"), False, e, c, d)[0].numpy()
tr2 = Transformer(1, 16, 2, 32, 30, 30, 50, 50)
opt2 = tf.keras.optimizers.Adam(CustomSchedule(16), beta_1=0.9, beta_2=0.98, epsilon=1e-9)
ck2 = tf.train.Checkpoint(transformer=tr2, optimizer=opt2)
m2 = tf.train.CheckpointManager(ck2, path, max_to_keep=5)
ck2.restore(m2.latest_checkpoint)
got = tr2(x[:2].astype("int64"), x[:2].astype("int64"), False, e, c, d)[0].numpy()
np.testing.assert_allclose(got, want, atol=1e-5)
opt2.apply_gradients([(tf.zeros_like(v), v) for v in tr2.trainable_variables])
assert int(opt2.iterations) == int(optimizer.iterations) + 1
