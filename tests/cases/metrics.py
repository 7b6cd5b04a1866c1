"""Metrics: their options, and what labels and predictions they are updated with."""

import numpy as np


def batch(kind, shape, rng):
    """Labels and predictions of some kind."""
    shares = rng.random(shape).astype("float32")
    shares /= shares.sum(-1, keepdims=True)
    classes = rng.integers(0, shape[-1], shape[:-1])
    return {
        "classes": lambda: (classes, shares),
        "one_hot": lambda: (np.eye(shape[-1], dtype="float32")[classes], shares),
        "binary": lambda: (rng.integers(0, 2, shape).astype("float32"), shares),
        "vector": lambda: (
            rng.integers(0, 2, shape[0]).astype("float32"),
            rng.random(shape[0]).astype("float32"),
        ),
        "real": lambda: (rng.normal(size=shape).astype("float32"), shares),
        "positive": lambda: (rng.random(shape).astype("float32"), shares),
        "equal": lambda: (rng.integers(0, 2, shape), rng.integers(0, 2, shape)),
        "logits": lambda: (classes, rng.normal(size=shape).astype("float32")),
        "ids": lambda: (classes, np.argsort(shares, axis=-1)),
        "maps": lambda: (classes, rng.integers(0, 3, shape[:-1])),
    }[kind]()


MEANS = [
    ("Accuracy", {}, "equal"),
    ("BinaryAccuracy", {"threshold": 0.3}, "binary"),
    ("CategoricalAccuracy", {}, "one_hot"),
    ("SparseCategoricalAccuracy", {}, "classes"),
    ("TopKCategoricalAccuracy", {"k": 2}, "one_hot"),
    ("SparseTopKCategoricalAccuracy", {"k": 2}, "classes"),
    ("SparseTopKCategoricalAccuracy", {"k": 2, "from_sorted_ids": True}, "ids"),
    ("MeanSquaredError", {}, "real"),
    ("RootMeanSquaredError", {}, "real"),
    ("MeanAbsoluteError", {}, "real"),
    ("MeanAbsolutePercentageError", {}, "real"),
    ("MeanSquaredLogarithmicError", {}, "positive"),
    ("LogCoshError", {}, "real"),
    ("CosineSimilarity", {}, "real"),
    ("BinaryCrossentropy", {"label_smoothing": 0.1}, "binary"),
    ("CategoricalCrossentropy", {"label_smoothing": 0.1}, "one_hot"),
    ("SparseCategoricalCrossentropy", {}, "classes"),
    ("SparseCategoricalCrossentropy", {"from_logits": True}, "logits"),
    ("KLDivergence", {}, "positive"),
    ("Poisson", {}, "positive"),
    ("Hinge", {}, "binary"),
    ("SquaredHinge", {}, "binary"),
    ("CategoricalHinge", {}, "one_hot"),
    ("PearsonCorrelation", {}, "real"),
    ("ConcordanceCorrelation", {}, "real"),
]
CONFUSION = [
    *[(f"{right}{answer}", options, "binary")
      for right in ("True", "False") for answer in ("Positives", "Negatives")
      for options in ({}, {"thresholds": [0.5, 0.1, 0.3]})],
    *[(name, options, "binary")
      for name in ("Precision", "Recall")
      for options in (
          {}, {"thresholds": 0.2}, {"thresholds": [0.2, 0.4]}, {"top_k": 2}, {"class_id": 1},
          {"top_k": 1, "class_id": 2}, {"top_k": 2, "thresholds": 0.4},
      )],
    *[("AUC", {"curve": curve, "summation_method": method, "num_thresholds": points}, "vector")
      for curve in ("ROC", "PR", "PRGAIN")
      for method in ("interpolation", "minoring", "majoring") for points in (200, 7)],
    ("AUC", {"thresholds": [0.2, 0.3, 0.9]}, "vector"),
    ("AUC", {"multi_label": True}, "binary"),
    ("AUC", {"multi_label": True, "num_labels": 3, "label_weights": [0.5, 1.0, 2.0]}, "binary"),
    ("AUC", {"multi_label": True, "curve": "PR"}, "binary"),
    ("AUC", {"label_weights": [0.5, 1.0, 2.0]}, "binary"),
    ("AUC", {"from_logits": True}, "vector"),
    ("SensitivityAtSpecificity", {"specificity": 0.6}, "vector"),
    ("SpecificityAtSensitivity", {"sensitivity": 0.6, "num_thresholds": 9}, "vector"),
    ("PrecisionAtRecall", {"recall": 0.4}, "vector"),
    ("PrecisionAtRecall", {"recall": 0.4, "num_thresholds": 1}, "vector"),
    ("RecallAtPrecision", {"precision": 0.4}, "vector"),
    ("RecallAtPrecision", {"precision": 0.4, "class_id": 1}, "binary"),
    *[("FBetaScore", {"average": average, "beta": 2.0, "threshold": threshold}, "one_hot")
      for average in (None, "micro", "macro", "weighted") for threshold in (None, 0.3)],
    ("F1Score", {}, "one_hot"),
    ("R2Score", {}, "real"),
    ("R2Score", {"class_aggregation": None, "num_regressors": 2}, "real"),
    ("R2Score", {"class_aggregation": "variance_weighted_average"}, "real"),
]  # fmt: skip
OVERLAPS = [
    ("IoU", {"num_classes": 3, "target_class_ids": [0, 2]}, "maps"),
    ("MeanIoU", {"num_classes": 3}, "maps"),
    ("MeanIoU", {"num_classes": 3, "ignore_class": 1, "dtype": "float32"}, "maps"),
    ("MeanIoU", {"num_classes": 3, "sparse_y_pred": False}, "classes"),
    ("OneHotIoU", {"num_classes": 3, "target_class_ids": [0, 2]}, "one_hot"),
    ("OneHotMeanIoU", {"num_classes": 3}, "one_hot"),
    ("BinaryIoU", {"target_class_ids": [0, 1], "threshold": 0.3}, "binary"),
    ("BinaryIoU", {"target_class_ids": [1], "threshold": 0.3}, "binary"),
]
