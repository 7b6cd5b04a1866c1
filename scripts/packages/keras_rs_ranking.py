"""Losses and metrics of ranking, with masks and in fit."""

import keras
import keras_rs
import numpy as np

keras.utils.set_random_seed(0)
rng = np.random.default_rng(0)
labels, scores = rng.integers(0, 3, (4, 6)).astype("float32"), rng.normal(size=(4, 6))
mask = rng.random((4, 6)) > 0.2
for name in ("PairwiseHingeLoss", "PairwiseLogisticLoss", "PairwiseMeanSquaredError",
             "PairwiseSoftZeroOneLoss", "ListMLELoss"):  # fmt: skip
    loss = getattr(keras_rs.losses, name)()
    assert np.isfinite(float(loss({"labels": labels, "mask": mask}, scores))), name
    assert type(loss).from_config(loss.get_config()).name == loss.name
for name in ("NDCG", "DCG", "MeanReciprocalRank", "MeanAveragePrecision", "PrecisionAtK",
             "RecallAtK"):  # fmt: skip
    metric = getattr(keras_rs.metrics, name)(k=3)
    given = labels if "DCG" in name else (labels > 1).astype("float32")
    metric.update_state(given, scores)
    metric.update_state({"labels": given, "mask": mask}, scores)
    assert 0 <= float(metric.result()) < 20, name
model = keras.Sequential([keras.Input((6, 3)), keras.layers.Dense(8, activation="relu")])
model.add(keras.layers.Dense(1))
model.add(keras.layers.Reshape((6,)))
model.compile("adam", keras_rs.losses.PairwiseLogisticLoss(), [keras_rs.metrics.NDCG(k=3)])
features = rng.normal(size=(64, 6, 3)).astype("float32")
history = model.fit(features, features[..., 0], epochs=8, verbose=0)
assert history.history["loss"][-1] < history.history["loss"][0]
