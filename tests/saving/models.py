"""Models of many kinds to save."""

import numpy as np

import tahr
from tahr import layers, ops


@tahr.saving.register_keras_serializable("saved")
class Block(layers.Layer):
    """Layers in attributes, lists and dicts, and a counter; built when it is called."""

    def __init__(self, units, **kwargs):
        super().__init__(**kwargs)
        self.units = units
        self.first = layers.Dense(units)
        self.many = [layers.Dense(units), layers.Dropout(0.5)]
        self.named = {"last": layers.Dense(units)}

    def call(self, x):
        for layer in (self.first, *self.many, self.named["last"]):
            x = layer(x)
        return x


@tahr.saving.register_keras_serializable("saved")
class Net(tahr.Model):
    def __init__(self, units=3):
        super().__init__()
        self.block = Block(units)
        self.head = layers.Dense(1)

    def call(self, x, training=False):
        return self.head(self.block(x))


def chain():
    return tahr.Sequential([
        layers.Input((4,)), layers.Dense(8, activation="relu"), layers.Dropout(0.4),
        layers.BatchNormalization(), layers.Dense(1),
    ])  # fmt: skip


def late_chain():
    model = tahr.Sequential([layers.Dense(3), layers.Dense(1)])
    model(np.ones((1, 4), "float32"))
    return model


def graph():
    x = tahr.Input((4,))
    shared = layers.Dense(4)
    y = ops.relu(shared(shared(x)) * 0.5)[:, ::2]
    return tahr.Model(x, layers.Dense(1)(ops.concatenate([y, x], axis=-1)))


def nested():
    inner = tahr.Sequential([layers.Input((3,)), layers.Dense(3)])
    x = tahr.Input((4,))
    return tahr.Model(x, layers.Dense(1)(inner(layers.Dense(3)(x))))


def subclassed():
    model = Net(units=2)
    model(np.ones((1, 4), "float32"))
    return model


def half():
    return tahr.Sequential([
        layers.Input((4,)), layers.Dense(3, dtype="bfloat16"), layers.Dense(1, dtype="float32"),
    ])  # fmt: skip


KINDS = (chain, late_chain, graph, nested, subclassed, half)


def samples(rows=16):
    rng = np.random.default_rng(0)
    return rng.normal(size=(rows, 4)).astype("float32"), rng.normal(size=(rows, 1)).astype(
        "float32"
    )
