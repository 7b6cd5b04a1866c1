"""A DCGAN with tapes and tf.function, as the tutorial of TensorFlow 2 has it; with checkpoints."""

import os
import numpy as np
import tensorflow as tf
from tensorflow.keras import layers


def make_g():
    model = tf.keras.Sequential()
    model.add(layers.Dense(4 * 4 * 8, use_bias=False, input_shape=(10,)))
    model.add(layers.BatchNormalization())
    model.add(layers.LeakyReLU())
    model.add(layers.Reshape((4, 4, 8)))
    assert model.output_shape == (None, 4, 4, 8)
    model.add(
        layers.Conv2DTranspose(
            1, (5, 5), strides=(2, 2), padding="same", use_bias=False, activation="tanh"
        )
    )
    assert model.output_shape == (None, 8, 8, 1)
    return model


def make_d():
    model = tf.keras.Sequential()
    model.add(layers.Conv2D(4, (5, 5), strides=(2, 2), padding="same", input_shape=[8, 8, 1]))
    model.add(layers.LeakyReLU())
    model.add(layers.Dropout(0.3))
    model.add(layers.Flatten())
    model.add(layers.Dense(1))
    return model


G, D = make_g(), make_d()
ce = tf.keras.losses.BinaryCrossentropy(from_logits=True)
go, do = tf.keras.optimizers.Adam(1e-4), tf.keras.optimizers.Adam(1e-4)
prefix = os.path.join("./training_checkpoints", "ckpt")
ck = tf.train.Checkpoint(
    generator_optimizer=go, discriminator_optimizer=do, generator=G, discriminator=D
)


@tf.function
def train_step(images):
    noise = tf.random.normal([8, 10])
    with tf.GradientTape() as gt, tf.GradientTape() as dt:
        gi = G(noise, training=True)
        r = D(images, training=True)
        f = D(gi, training=True)
        gl = ce(tf.ones_like(f), f)
        dl = ce(tf.ones_like(r), r) + ce(tf.zeros_like(f), f)
    go.apply_gradients(zip(gt.gradient(gl, G.trainable_variables), G.trainable_variables))
    do.apply_gradients(zip(dt.gradient(dl, D.trainable_variables), D.trainable_variables))


ds = (
    tf.data.Dataset.from_tensor_slices(np.random.rand(16, 8, 8, 1).astype("float32"))
    .shuffle(16)
    .batch(8)
)
for e in range(2):
    for b in ds:
        train_step(b)
    ck.save(file_prefix=prefix)
ck.restore(tf.train.latest_checkpoint("./training_checkpoints")).assert_consumed()
assert (
    G(tf.random.normal([1, 10]), training=False).shape == (1, 8, 8, 1) and int(go.iterations) == 4
)
