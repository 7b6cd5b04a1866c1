"""Losses: their options, and what labels they are called on."""

import numpy as np

TABLE = [
    ("MeanSquaredError", {}, "real"),
    ("MeanAbsoluteError", {}, "real"),
    ("MeanAbsolutePercentageError", {}, "real"),
    ("MeanSquaredLogarithmicError", {}, "real"),
    ("Huber", {}, "real"),
    ("Huber", {"delta": 0.3}, "real"),
    ("LogCosh", {}, "real"),
    ("CosineSimilarity", {}, "real"),
    ("BinaryCrossentropy", {}, "binary"),
    ("BinaryCrossentropy", {"label_smoothing": 0.1}, "binary"),
    ("BinaryCrossentropy", {"from_logits": True}, "binary"),
    ("BinaryFocalCrossentropy", {"apply_class_balancing": True, "gamma": 3.0}, "binary"),
    ("BinaryFocalCrossentropy", {"from_logits": True, "label_smoothing": 0.1}, "binary"),
    ("CategoricalCrossentropy", {}, "one_hot"),
    ("CategoricalCrossentropy", {"label_smoothing": 0.1, "from_logits": True}, "one_hot"),
    ("CategoricalFocalCrossentropy", {"alpha": 0.3, "gamma": 1.0}, "one_hot"),
    ("CategoricalFocalCrossentropy", {"from_logits": True}, "one_hot"),
    ("SparseCategoricalCrossentropy", {}, "classes"),
    ("SparseCategoricalCrossentropy", {"from_logits": True, "ignore_class": 1}, "classes"),
    ("CategoricalGeneralizedCrossEntropy", {"q": 0.7}, "classes"),
    ("KLDivergence", {}, "one_hot"),
    ("Poisson", {}, "binary"),
    ("Hinge", {}, "binary"),
    ("SquaredHinge", {}, "real"),
    ("CategoricalHinge", {}, "one_hot"),
]
WHOLE = [
    ("Dice", {}, "binary"),
    ("Dice", {"axis": (1, 2)}, "binary"),
    ("Tversky", {"alpha": 0.2, "beta": 0.9}, "binary"),
    ("Circle", {"gamma": 5.0}, "classes"),
]


def batch(kind, shape, seed=0):
    """Labels and predictions of some kind."""
    rng = np.random.default_rng(seed)
    shares = rng.random(shape).astype("float32") + 0.01
    shares /= shares.sum(-1, keepdims=True)
    classes = rng.integers(0, shape[-1], shape[:-1])
    labels = {
        "real": rng.normal(size=shape).astype("float32"),
        "binary": rng.integers(0, 2, shape).astype("float32"),
        "classes": classes,
        "one_hot": np.eye(shape[-1], dtype="float32")[classes],
    }[kind]
    return labels, shares
