"""Losses: what they refuse, and that they run wherever a step runs."""

import numpy as np
import pytest
from hypothesis import given, settings, strategies as st

from tahr import losses, ops
from tahr.core import current, registry
from tahr.core.errors import ArgumentError, DataError, ShapeError
from tahr.core.specs import TensorSpec
from tahr.ops.symbolic import SymbolicTensor

LABELS = {"CTC": ((4, 2), (4, 5, 5)), "Circle": ((4,), (4, 5))}
SPARSE = {"SparseCategoricalCrossentropy", "CategoricalGeneralizedCrossEntropy"}
NAMES = [
    cls.__name__
    for cls in dict.fromkeys(losses.NAMED.table.values())
    if isinstance(cls, type) and cls.__name__ not in ("Loss", "LossFunctionWrapper")
]  # fmt: skip


def data(name):
    """Labels and predictions that a loss can take."""
    rng = np.random.default_rng(0)
    true, predicted = LABELS.get(name, ((4,) if name in SPARSE else (4, 5), (4, 5)))
    whole = rng.integers(1, 3, true) if len(true) < 2 or name == "CTC" else rng.integers(0, 2, true)
    return whole.astype("int32"), rng.uniform(0.1, 0.9, predicted).astype("float32")


@pytest.mark.parametrize("name", NAMES)
def test_a_step_can_compile_and_differentiate_it(name):
    engine = current.engine()
    loss = getattr(losses, name)()
    labels, predictions = (engine.asarray(x) for x in data(name))

    def step(true, predicted):
        return engine.value_and_grad(lambda p: (loss(true, p[0]), None), [predicted])

    (value, _), (gradient,) = engine.compile(step)(labels, predictions)
    assert float(value) == pytest.approx(float(loss(labels, predictions)), rel=1e-5)
    assert np.isfinite(np.asarray(gradient)).all()
    assert np.abs(np.asarray(gradient)).sum() > 0


@pytest.mark.parametrize("name", NAMES)
def test_shapes_follow_without_a_framework(name):
    labels, predictions = data(name)
    with current.using("spec"):
        specs = [TensorSpec((None, *x.shape[1:]), x.dtype) for x in (labels, predictions)]
        if name == "Circle":
            specs = [TensorSpec(x.shape, x.dtype) for x in (labels, predictions)]
        assert getattr(losses, name)()(*specs).shape == ()


@pytest.mark.parametrize("name", [n for n in NAMES if n != "CTC"])
def test_numpy_gives_the_same(name):
    labels, predictions = data(name)
    there = float(getattr(losses, name)()(labels, predictions))
    with current.using("numpy"):
        here = float(getattr(losses, name)()(labels, predictions))
    assert here == pytest.approx(there, rel=1e-5, abs=1e-6)


def test_functions_take_symbolic_tensors():
    true, predicted = SymbolicTensor((None, 3)), SymbolicTensor((None, 3))
    assert losses.mean_squared_error(true, predicted).shape == (None,)
    assert losses.BinaryCrossentropy()(true, predicted).shape == ()


@settings(deadline=None, max_examples=15)
@given(
    st.sampled_from(["mean_squared_error", "huber", "log_cosh", "poisson"]),
    st.lists(st.integers(1, 3), min_size=1, max_size=2),
)
def test_reductions_agree(name, shape):
    rng = np.random.default_rng(len(shape))
    true, predicted = (rng.uniform(0.1, 1.0, shape).astype("float32") for _ in range(2))
    loss = [
        losses.LossFunctionWrapper(getattr(losses, name), reduction=reduction)(true, predicted)
        for reduction in ("none", "sum", "sum_over_batch_size")
    ]
    each = np.asarray(loss[0])
    assert each.shape == tuple(shape[:-1])
    assert float(loss[1]) == pytest.approx(each.sum(), rel=1e-4)
    assert float(loss[2]) == pytest.approx(each.mean(), rel=1e-4)


class TestLabels:
    """What `check_labels` refuses."""

    @pytest.mark.parametrize(
        ("labels", "row", "advice"),
        [
            ([0, 1, 3, 4], 2, "give the last layer 5 outputs"),
            ([1, 2, 3], 2, "subtract 1"),
            ([0, -1, 1], 1, "ignore_class=-1"),
            ([[0], [2], [7]], 2, "8 outputs"),
            ([[0, 1], [9, 0]], 1, "10 outputs"),
            ([0.0, 1.5], 1, "regression"),
        ],
    )
    def test_refused(self, labels, row, advice):
        loss = losses.SparseCategoricalCrossentropy()
        with pytest.raises(DataError, match=f"in row {row} names no class") as caught:
            loss.check_labels(np.array(labels), 3)
        assert "0..2" in str(caught.value)
        assert advice in str(caught.value)

    def test_nan_is_refused(self):
        with pytest.raises(DataError, match="label nan in row 1"):
            losses.SparseCategoricalCrossentropy().check_labels(np.array([0.0, np.nan]), 3)

    @pytest.mark.parametrize("labels", [[0, 1, 2], [[2], [1]], [0.0, 2.0], [], [True, False]])
    def test_accepted(self, labels):
        losses.SparseCategoricalCrossentropy().check_labels(np.array(labels), 3)

    def test_ignored_classes_are_accepted(self):
        loss = losses.SparseCategoricalCrossentropy(ignore_class=-1)
        loss.check_labels(np.array([0, -1]), 3)
        with pytest.raises(DataError, match="label -2"):
            loss.check_labels(np.array([0, -1, -2]), 3)

    def test_without_a_number_of_outputs(self):
        loss = losses.LossFunctionWrapper(losses.sparse_categorical_crossentropy)
        loss.check_labels(np.array([0, 1000]), None)
        with pytest.raises(DataError, match="0 or more"):
            loss.check_labels(np.array([0, -3]), None)

    def test_other_losses_take_any(self):
        losses.MeanSquaredError().check_labels(np.array([-1.5, 99.0]), 3)


class TestErrors:
    """What is refused when a loss is made or called."""

    def test_reduction(self):
        with pytest.raises(ArgumentError, match="reduction cannot be 'average'"):
            losses.MeanSquaredError(reduction="average")

    @pytest.mark.parametrize("name", ["mean_squared", "MSEE", 3])
    def test_name(self, name):
        with pytest.raises(ArgumentError, match=r"no loss is called|this is no loss"):
            losses.get(name)

    @pytest.mark.parametrize("q", [0, 1, -1, 2])
    def test_q(self, q):
        with pytest.raises(ArgumentError, match="q must be a number above 0 and below 1"):
            losses.CategoricalGeneralizedCrossEntropy(q)

    def test_base(self):
        with pytest.raises(NotImplementedError, match="has no `call` method"):
            losses.Loss()([1.0], [1.0])

    def test_sequence_shapes(self):
        with pytest.raises(ShapeError, match="another number of axes"):
            losses.ctc([1, 2], [[0.0, 1.0]])

    def test_structures(self):
        with pytest.raises(DataError, match="another number of label tensors"):
            losses.MeanSquaredError()({"a": np.ones(2)}, {"a": np.ones(2), "b": np.ones(2)})


class Weighted(losses.Loss):
    """A loss of a user's own, over two outputs."""

    def call(self, y_true, y_pred):
        return sum(ops.mean(ops.square(t - p), -1) for t, p in zip(y_true, y_pred, strict=True))


def test_a_loss_over_several_outputs():
    one, two = np.ones((4, 2), "float32"), np.zeros((4, 3), "float32")
    assert float(Weighted()([one, two], [two[:, :2], two])) == 1.0


def test_a_function_of_ones_own_is_saved_by_its_name():
    @registry.register_serializable("tests")
    def half(y_true, y_pred, by=2.0):
        return ops.mean(ops.absolute(y_true - y_pred), -1) / by

    loss = losses.LossFunctionWrapper(half, by=4.0, name="half")
    again = losses.deserialize(losses.serialize(loss))
    assert again.get_config() == loss.get_config()
    assert float(again([[4.0]], [[0.0]])) == 1.0


def test_none_is_none():
    assert losses.get(None) is None
    assert losses.get(losses.MeanSquaredError).name == "mean_squared_error"
    instance = losses.Huber()
    assert losses.get(instance) is instance
    assert repr(instance) == "<Huber name=huber_loss>"
