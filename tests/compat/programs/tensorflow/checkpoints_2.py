"""Checkpoints and SavedModels as programs of tf.keras in TensorFlow 2 write and read them."""

import os

import numpy as np
import tensorflow as tf
from tensorflow.keras import layers

assert tf.keras.backend.backend() == "tensorflow"


def made():
    model = tf.keras.Sequential([layers.Dense(3, input_shape=(4,)), layers.Dense(1)])
    model.compile("adam", "mse")
    return model


x, y = np.random.rand(8, 4).astype("float32"), np.random.rand(8, 1)
model, other = made(), made()
path = "training_1/cp.ckpt"
kept = tf.keras.callbacks.ModelCheckpoint(filepath=path, save_weights_only=True)
model.fit(x, y, epochs=2, verbose=0, callbacks=[kept])
assert set(os.listdir("training_1")) == {
    "checkpoint",
    "cp.ckpt.index",
    "cp.ckpt.data-00000-of-00001",
}
other.load_weights(path).expect_partial()
assert np.allclose(other.predict(x, verbose=0), model.predict(x, verbose=0), atol=1e-6)
names = [name for name, _ in tf.train.list_variables(path)]
assert "layer_with_weights-0/kernel/.ATTRIBUTES/VARIABLE_VALUE" in names

model.save_weights("training_2/cp-{epoch:04d}.ckpt".format(epoch=0))
latest = tf.train.latest_checkpoint("training_2")
assert latest == os.path.join("training_2", "cp-0000.ckpt")
other.load_weights(latest)
model.save_weights("easy", save_format="tf")
other.load_weights("./easy")

model.save("saved/my_model")
assert "saved_model.pb" in os.listdir("saved/my_model")
again = tf.keras.models.load_model("saved/my_model")
assert np.allclose(again.predict(x, verbose=0), model.predict(x, verbose=0), atol=1e-6)
served = tf.saved_model.load("saved/my_model").signatures["serving_default"]
outputs = list(served(tf.constant(x)).values())
assert np.allclose(outputs[0], model.predict(x, verbose=0), atol=1e-5)
model.save("old.h5", save_format="h5")
tf.keras.models.load_model("old.h5")
tf.saved_model.save(model, "plain")
assert tf.saved_model.load("plain").signatures

net, step = made(), tf.Variable(1)
adam = tf.keras.optimizers.Adam(0.1)
checkpoint = tf.train.Checkpoint(step=step, optimizer=adam, net=net)
manager = tf.train.CheckpointManager(checkpoint, "./tf_ckpts", max_to_keep=3)
checkpoint.restore(manager.latest_checkpoint)


def learn():
    with tf.GradientTape() as tape:
        loss = tf.reduce_mean(tf.abs(net(x) - y))
    adam.apply_gradients(zip(tape.gradient(loss, net.trainable_variables), net.trainable_variables))
    step.assign_add(1)


learn()
manager.save()
before, moments = net(x).numpy(), [v.numpy() for v in adam.variables]
learn()
assert not np.allclose(before, net(x).numpy())
checkpoint.restore(manager.latest_checkpoint).assert_consumed()
assert np.allclose(before, net(x).numpy()) and int(checkpoint.step) == 2
assert checkpoint.net is net
assert all(np.allclose(a, v.numpy()) for a, v in zip(moments, adam.variables))
