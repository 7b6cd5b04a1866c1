"""Arguments that make no sense are one clear error where a thing is made, not numbers later."""

import numpy as np
import pytest

import tahr
from tahr import callbacks, constraints, initializers, layers, losses, metrics, optimizers
from tahr.core.errors import DataError, TahrError

ONES = np.ones((2, 2), "float32")
CASES = {
    "layers": [
        lambda: layers.Dropout(0.5, noise_shape=(1, 0)),
        lambda: layers.Reshape((-1, -1)),
        lambda: layers.Reshape((None, -1)),
        lambda: layers.MultiHeadAttention(2, 2, output_shape=0),
        lambda: layers.EinsumDense("abc,cd->abd", output_shape=(None, 0)),
        lambda: layers.HashedCrossing(3, output_mode="count"),
        lambda: layers.MaxNumBoundingBoxes(3, "xyxy"),
        lambda: layers.RNN([]),
        lambda: layers.StackedRNNCells([]),
    ],
    "metrics": [
        lambda: metrics.Precision(top_k=0),
        lambda: metrics.Precision(class_id=-1),
        lambda: metrics.Recall(top_k=-1),
        lambda: metrics.Recall(class_id=-5),
        lambda: metrics.Precision(thresholds=[]),
        lambda: metrics.TruePositives(thresholds=[]),
        lambda: metrics.Precision(class_id=7)(ONES, ONES),
        lambda: metrics.Precision(top_k=3)(ONES, ONES),
        lambda: metrics.SensitivityAtSpecificity(0.5, class_id=5)(ONES, ONES),
        lambda: metrics.SensitivityAtSpecificity(0.5, class_id=-1),
        lambda: metrics.PrecisionAtRecall(0.5, class_id=-1),
        lambda: metrics.AUC(multi_label=True, num_labels=0),
        lambda: metrics.TopKCategoricalAccuracy(0),
        lambda: metrics.SparseTopKCategoricalAccuracy(-1),
        lambda: metrics.MeanIoU(0),
        lambda: metrics.OneHotMeanIoU(-1),
        lambda: metrics.IoU(2, [-1]),
        lambda: metrics.IoU(2, []),
        lambda: metrics.BinaryIoU(threshold=2),
        lambda: metrics.BinaryCrossentropy(label_smoothing=2),
        lambda: metrics.CategoricalCrossentropy(label_smoothing=-1),
        lambda: metrics.MeanMetricWrapper(3),
    ],
    "losses": [
        lambda: losses.BinaryFocalCrossentropy(alpha=2),
        lambda: losses.CategoricalFocalCrossentropy(alpha=-1),
        lambda: losses.CategoricalFocalCrossentropy(alpha=[0.5, -1.0]),
        lambda: losses.Tversky(alpha=-1),
        lambda: losses.Tversky(beta=-1),
        lambda: losses.Tversky(axis="a"),
        lambda: losses.Dice(axis="x"),
        lambda: losses.CosineSimilarity(axis="x"),
    ],
    "initializers": [
        lambda: initializers.Orthogonal(gain="x"),
        lambda: initializers.Identity(gain="x"),
        lambda: initializers.Constant("x"),
        lambda: initializers.STFT(window="x"),
        lambda: initializers.RandomUniform(minval="x"),
    ],
    "constraints": [
        lambda: constraints.MaxNorm(axis="x"),
        lambda: constraints.UnitNorm(axis="x"),
        lambda: constraints.MinMaxNorm(2, 1),
    ],
    "optimizers": [
        lambda: optimizers.Adam(loss_scale_factor=-1),
        lambda: optimizers.Adam(loss_scale_factor=0),
        lambda: optimizers.Adafactor(beta_2_decay=1),
        lambda: optimizers.Adafactor(clip_threshold=-1),
        lambda: optimizers.Muon(momentum=2),
        lambda: optimizers.Muon(ns_steps=-1),
        lambda: optimizers.ScheduleFreeAdamW(warmup_steps=-1),
        lambda: optimizers.LossScaleOptimizer("adam"),
        lambda: optimizers.LossScaleOptimizer(optimizers.SGD(), initial_scale=-1),
        lambda: optimizers.LossScaleOptimizer(optimizers.SGD(), dynamic_growth_steps=0),
        lambda: optimizers.LossScaleOptimizer(optimizers.LossScaleOptimizer(optimizers.SGD())),
        lambda: optimizers.schedules.CosineDecay(0.1, 5, warmup_steps=-1),
        lambda: optimizers.schedules.CosineDecayRestarts(0.1, 5, t_mul=-1),
    ],
    "callbacks": [
        lambda: callbacks.ReduceLROnPlateau(factor=-1),
        lambda: callbacks.ReduceLROnPlateau(cooldown=-1),
        lambda: callbacks.ReduceLROnPlateau(min_lr=-1),
        lambda: callbacks.LambdaCallback(on_epoch_end=3),
    ],
    "variables": [lambda: tahr.Variable(ONES, aggregation="median")],
    "places": [
        lambda: metrics.CategoricalCrossentropy(axis=5).update_state(ONES, ONES),
        lambda: tahr.utils.normalize(ONES, axis=4),
        lambda: tahr.utils.pad_sequences([[1]], maxlen=-1),
        lambda: callbacks.RemoteMonitor(root=3),
        lambda: tahr.KerasTensor((-1,)),
        lambda: layers.STFTSpectrogram(window="x"),
        lambda: callbacks.ModelCheckpoint("a"),
    ],
}


@pytest.mark.parametrize("family", CASES)
def test_refused(family):
    accepted = []
    for number, make in enumerate(CASES[family]):
        try:
            make()
        except TahrError:
            continue
        accepted.append(number)
    assert not accepted


@pytest.mark.parametrize("mode", ["one_hot", "multi_hot", "count"])
@pytest.mark.parametrize("numbers", [[3, 1], [-1, 0]])
def test_a_number_of_no_category(mode, numbers):
    with pytest.raises(DataError, match=r"0\.\.2"):
        layers.CategoryEncoding(3, output_mode=mode)(np.array(numbers))


def test_more_classes_than_there_are_count_as_all():
    metric = metrics.TopKCategoricalAccuracy(5)
    assert float(metric(np.eye(2, dtype="float32"), ONES)) == 1.0
