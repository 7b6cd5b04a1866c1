"""The table of a model that has no graph, and what it says before training."""

import numpy as np

from tahr import layers, models


class Pair(models.Model):
    def __init__(self):
        super().__init__()
        self.convolve = layers.Conv2D(4, 3)
        self.flatten = layers.Flatten()
        self.last = layers.Dense(3)

    def call(self, inputs, training=None):
        return self.last(self.flatten(self.convolve(inputs)))


class Named(models.Model):
    def __init__(self):
        super().__init__()
        self.dense = layers.Dense(3)

    def call(self, inputs):
        return self.dense(inputs["a"]) + self.dense(inputs["b"])


def text(model):
    lines = []
    model.summary(print_fn=lines.append)
    return "\n".join(lines)


def test_a_subclass_that_was_called_shows_shapes_and_work():
    model = Pair()
    assert "?" in text(model)
    model(np.zeros((2, 8, 8, 1), "float32"))
    found = text(model)
    for shape in ("(None, 6, 6, 4)", "(None, 144)", "(None, 3)"):
        assert shape in found
    assert "?" not in found
    assert "FLOPs and" in found


def test_a_layer_used_twice_counts_twice():
    model = Named()
    model({"a": np.ones((2, 5)), "b": np.ones((2, 5))})
    once = layers.Dense(3)
    x = layers.Input((5,))
    alone = text(models.Model(x, once(x)))
    assert "(None, 3)" in text(model)
    assert "33" in alone
    assert "66" in text(model)


def test_an_optimizer_takes_no_memory_before_training():
    model = models.Sequential([layers.Input((3,)), layers.Dense(2)])
    model.compile("adam", "mse")
    assert "Optimizer" not in text(model)
    model.fit(np.ones((4, 3)), np.ones((4, 2)), verbose=0)
    assert "Optimizer: 18" in text(model)
