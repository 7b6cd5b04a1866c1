"""Metrics: state, steps, engines, errors."""

import numpy as np
import pytest

from tahr import metrics, ops
from tahr.core import current
from tahr.core.errors import ArgumentError, ShapeError
from tahr.core.scopes import StateScope
from tahr.core.specs import TensorSpec

NEEDS = {
    "IoU": (2, [1]), "MeanIoU": (2,), "OneHotIoU": (5, [1]), "OneHotMeanIoU": (5,),
    "SensitivityAtSpecificity": (0.5,), "SpecificityAtSensitivity": (0.5,),
    "PrecisionAtRecall": (0.5,), "RecallAtPrecision": (0.5,),
}  # fmt: skip
ALONE = {"Metric", "Mean", "Sum", "MeanMetricWrapper"}
NAMES = sorted({c.__name__ for c in metrics.NAMED.table.values() if isinstance(c, type)} - ALONE)


def made(name):
    return getattr(metrics, name)(*NEEDS.get(name, ()))


def data(name, seed=0):
    rng = np.random.default_rng(seed)
    sparse = name.startswith("Sparse")
    true = rng.integers(0, 2, (8,) if sparse else (8, 5)).astype("float32")
    maps = name in ("IoU", "MeanIoU")
    predicted = rng.integers(0, 2, (8, 5)) if maps else rng.uniform(0.05, 0.95, (8, 5))
    return true, predicted.astype("float32")


@pytest.mark.parametrize("name", NAMES)
def test_it_runs_inside_a_compiled_step(name):
    engine = current.engine()
    eager, pure = made(name), made(name)
    batches = [[engine.asarray(x) for x in data(name, seed)] for seed in range(3)]
    for batch in batches:
        eager.update_state(*batch)
    with current.using("spec"), StateScope():
        pure.update_state(*(TensorSpec(x.shape, x.dtype) for x in data(name)))
    before = [v.numpy().copy() for v in pure.variables]
    step = engine.compile(pure.stateless_update_state)
    state = pure.stateless_reset_state()
    for batch in batches:
        state = step(state, *batch)
    found = engine.compile(pure.stateless_result)(state)
    np.testing.assert_allclose(np.asarray(found), np.asarray(eager.result()), rtol=1e-5)
    for variable, value in zip(pure.variables, before, strict=True):
        np.testing.assert_array_equal(variable.numpy(), value)
        assert not variable.trainable


@pytest.mark.parametrize("name", NAMES)
def test_numpy_gives_the_same(name):
    there, here = made(name), made(name)
    there.update_state(*data(name))
    with current.using("numpy"):
        here.update_state(*data(name))
        found = np.asarray(here.result())
    np.testing.assert_allclose(found, np.asarray(there.result()), rtol=1e-5, atol=1e-6)


@pytest.mark.parametrize("name", NAMES)
def test_a_reset_metric_is_as_new(name):
    used, new = made(name), made(name)
    used.update_state(*data(name, 1))
    used.reset_state()
    for metric in (used, new):
        metric.update_state(*data(name, 2))
    np.testing.assert_array_equal(np.asarray(used.result()), np.asarray(new.result()))


@pytest.mark.parametrize("name", [n for n in NAMES if n not in ("PearsonCorrelation",)])
def test_an_empty_metric_has_a_finite_result(name):
    assert np.isfinite(np.asarray(made(name).result())).all()


class Held(metrics.Metric):
    """A metric that holds others."""

    def __init__(self):
        super().__init__(name="held")
        self.mean = metrics.Mean(name="inner")
        self.others = [metrics.Sum(name="sum"), {"deep": metrics.Sum(name="deep")}]
        self.own = self.add_weight(name="own")

    def update_state(self, values):
        self.own.assign_add(1.0)
        self.mean.update_state(values)
        self.others[0].update_state(values)

    def result(self):
        return {"mean": self.mean.result(), "sum": self.others[0].result(), "n": self.own.value}


def test_metrics_in_metrics_share_their_state():
    metric = Held()
    paths = [v.path for v in metric.variables]
    assert paths == ["held/own", "inner/total", "inner/count", "sum/total", "deep/total"]
    metric.update_state([1.0, 3.0])
    assert {k: float(v) for k, v in metric.result().items()} == {"mean": 2.0, "sum": 4.0, "n": 1.0}
    metric.reset_state()
    assert all(not v.numpy().any() for v in metric.variables)


def test_calling_updates_and_gives_the_result():
    metric = metrics.Mean()
    assert float(metric([1.0, 2.0])) == 1.5
    assert float(metric([6.0])) == 3.0


def test_the_state_must_have_as_many_values_as_variables():
    with pytest.raises(ValueError, match="zip"):
        metrics.Mean().stateless_update_state([0.0], [1.0])


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (lambda: metrics.Precision(thresholds=1.5), "between 0 and 1"),
        (lambda: metrics.FalsePositives(thresholds=[0.1, -1]), "between 0 and 1"),
        (lambda: metrics.AUC(curve="lift"), "curve cannot be 'lift'"),
        (lambda: metrics.AUC(summation_method="best"), "summation_method"),
        (lambda: metrics.AUC(num_thresholds=1), "more than 1"),
        (lambda: metrics.AUC(num_labels=3), "multi_label"),
        (lambda: metrics.AUC(thresholds=[2.0]), "between 0 and 1"),
        (lambda: metrics.BinaryAccuracy(threshold=1.0), "above 0 and below 1"),
        (lambda: metrics.PrecisionAtRecall(1.5), "recall must be a number from 0 to 1"),
        (lambda: metrics.PrecisionAtRecall(0.5, num_thresholds=0), "a positive integer"),
        (lambda: metrics.FBetaScore(average="mean"), "average cannot be"),
        (lambda: metrics.FBetaScore(beta=-1.0), "beta is a float"),
        (lambda: metrics.FBetaScore(threshold=2.0), "threshold is a float"),
        (lambda: metrics.R2Score(class_aggregation="mean"), "class_aggregation"),
        (lambda: metrics.R2Score(num_regressors=-1), "of 0 or more"),
        (lambda: metrics.IoU(2, [0, 2]), "class 2 is none"),
        (lambda: metrics.get("accuracyy"), "no metric is called"),
    ],
)
def test_arguments(make, message):
    with pytest.raises(ArgumentError, match=message):
        make()


@pytest.mark.parametrize("name", ["FBetaScore", "R2Score"])
def test_one_weight_counts_for_all_samples(name):
    true, predicted = np.eye(3, dtype="float32"), np.eye(3, dtype="float32")[::-1] + 0.25
    one, each = getattr(metrics, name)(), getattr(metrics, name)()
    one.update_state(true, predicted, sample_weight=2.0)
    each.update_state(true, predicted, sample_weight=np.full(3, 2.0))
    np.testing.assert_allclose(one.result(), each.result(), rtol=1e-6)


@pytest.mark.parametrize("name", ["FBetaScore", "R2Score"])
def test_matrices_are_wanted(name):
    with pytest.raises(ShapeError, match="matrices"):
        getattr(metrics, name)().update_state([1.0, 0.0], [1.0, 0.0])


@pytest.mark.parametrize("method", ["update_state", "result"])
def test_the_base_has_no_meaning(method):
    with pytest.raises(NotImplementedError, match=method):
        getattr(metrics.Metric(), method)()


def test_a_function_becomes_a_metric():
    metric = metrics.MeanMetricWrapper(
        lambda true, predicted, power: ops.power(ops.absolute(true - predicted), power), power=3
    )
    assert float(metric(ops.zeros(2), ops.convert_to_tensor([1.0, 3.0]))) == 14.0


def test_labels_outside_the_classes_are_never_among_the_best():
    scores = np.array([[0.1, 0.9], [0.9, 0.1], [np.nan, 1.0]], "float32")
    found = metrics.sparse_top_k_categorical_accuracy([-1, 5, 1], scores, k=2)
    assert np.asarray(found).tolist() == [0.0, 0.0, 1.0]


def test_ties_go_to_every_class_that_has_them():
    found = metrics.sparse_top_k_categorical_accuracy([0, 1], [[0.5, 0.5], [0.5, 0.5]], k=1)
    assert np.asarray(found).tolist() == [1.0, 1.0]


def test_area_of_a_perfect_and_of_a_useless_ranking():
    assert float(metrics.AUC()([0, 0, 1, 1], [0.1, 0.2, 0.8, 0.9])) == pytest.approx(1.0)
    assert float(metrics.AUC()([0, 1, 0, 1], [0.5, 0.5, 0.5, 0.5])) == pytest.approx(0.5)


def test_area_is_that_of_scikit_learn():
    from sklearn.metrics import roc_auc_score

    rng = np.random.default_rng(0)
    true = rng.integers(0, 2, 300)
    scores = np.clip(0.3 * true + rng.uniform(0, 0.7, 300), 0, 1).astype("float32")
    found = float(metrics.AUC(num_thresholds=1000)(true, scores))
    assert found == pytest.approx(roc_auc_score(true, scores), abs=2e-3)


def test_maps_take_one_weight_a_sample():
    true, predicted = (np.random.default_rng(n).integers(0, 3, (4, 2, 3)) for n in range(2))
    weights = np.arange(4.0)
    one, other = metrics.MeanIoU(3, dtype="float32"), metrics.MeanIoU(3, dtype="float32")
    one.update_state(true, predicted, sample_weight=weights)
    each = np.broadcast_to(weights[:, None, None], true.shape)
    other.update_state(true, predicted, sample_weight=each)
    assert float(one.result()) == pytest.approx(float(other.result()))
