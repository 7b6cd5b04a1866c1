"""Optimizers of tf.keras over variables of TensorFlow's own: linear regression from scratch."""

import numpy as np
import tensorflow as tf

w, b = tf.Variable([1.0, 2.0]), tf.Variable(0.0, name="b")
sgd = tf.keras.optimizers.SGD(0.1, momentum=0.9)
for _ in range(3):
    with tf.GradientTape() as tape:
        loss = tf.reduce_sum(w**2) + b
    sgd.apply_gradients(zip(tape.gradient(loss, [w, b]), [w, b]))
assert np.allclose(w.numpy(), [0.062, 0.124], atol=1e-6)
assert np.allclose(b.numpy(), -(0.1 + 0.19 + 0.271), atol=1e-6)
assert len(sgd.variables) == 4  # iterations, learning rate, two momenta

adam = tf.keras.optimizers.Adam(0.1)
adam.minimize(lambda: tf.reduce_sum(w**2), [w])
assert np.allclose(w.numpy(), [-0.038, 0.024], atol=1e-4)


@tf.function
def learn():
    with tf.GradientTape() as tape:
        loss = tf.reduce_sum(w**2)
    adam.apply_gradients([(tape.gradient(loss, w), w)])
    return loss


first = float(learn())
for _ in range(20):
    last = float(learn())
assert last < first
