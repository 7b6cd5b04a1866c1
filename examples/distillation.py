"""Distillation: a small network learns from what a large one has found out.

The student is trained on the softened probabilities of the teacher along with the labels.
Source: Hinton, Vinyals and Dean, 2015, https://arxiv.org/abs/1503.02531, section 2.
"""

import numpy as np

import tahr
from tahr import layers, losses, ops

TEMPERATURE = 3.0
LABELLED = 0.1


class Distiller(tahr.Model):
    """A student with a teacher beside it, whose weights stay as they are."""

    def __init__(self, student, teacher):
        super().__init__()
        self.student = student
        self.teacher = teacher
        teacher.trainable = False

    def call(self, x, training=False):
        return self.student(x, training=training)

    def compute_loss(self, x, y, y_pred, sample_weight=None, training=True):
        labelled = super().compute_loss(x, y, y_pred, sample_weight, training)
        soft = ops.softmax(self.teacher(x, training=False) / TEMPERATURE)
        softened = ops.softmax(y_pred / TEMPERATURE)
        taught = ops.mean(losses.kl_divergence(soft, softened)) * TEMPERATURE**2
        return LABELLED * labelled + (1 - LABELLED) * taught


def network(width, depth):
    hidden = [layers.Dense(width, "tanh") for _ in range(depth)]
    return tahr.Sequential([*hidden, layers.Dense(3)])


def spirals(count):
    """Points on three spirals."""
    kinds = np.random.randint(0, 3, count)
    along = np.random.uniform(0.1, 1, count)
    angles = kinds * 2 * np.pi / 3 + 4 * along + np.random.normal(0, 0.15, count)
    points = along[:, None] * np.stack([np.cos(angles), np.sin(angles)], axis=1)
    return points.astype("float32"), kinds


tahr.utils.set_random_seed(1)
x, y = spirals(1536)
loss = losses.SparseCategoricalCrossentropy(from_logits=True)

teacher = network(64, 2)
teacher.compile(tahr.optimizers.Adam(0.01), loss, metrics=["accuracy"])
teacher.fit(x, y, epochs=20, verbose=0)

student = network(16, 1)
distiller = Distiller(student, teacher)
distiller.compile(tahr.optimizers.Adam(0.02), loss, metrics=["accuracy"])
distiller.fit(x, y, epochs=20, verbose=0)

fresh = spirals(1024)
teacher.trainable = True
scores = [model.evaluate(*fresh, verbose=0, return_dict=True) for model in (teacher, distiller)]
sizes = [model.count_params() for model in (teacher, student)]
print(f"{sizes[0]} weights teach {sizes[1]}; accuracy on fresh points:")
for name, score in zip(("teacher", "student"), scores, strict=True):
    print(f"{name} {score['accuracy']:.2f}", end="\n" if name == "student" else ", ")
