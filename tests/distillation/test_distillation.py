"""Students that learn from teachers."""

import numpy as np
import pytest

import tahr
from tahr import layers, losses, ops
from tahr.core import current
from tahr.core.errors import ArgumentError
from tahr.distillation import (
    DistillationLoss,
    Distiller,
    FeatureDistillation,
    LogitsDistillation,
)

ENGINES = [name for name in ("jax", "torch", "tensorflow") if current.installed(name)]
RNG = np.random.default_rng(0)
X = RNG.normal(size=(24, 5)).astype("float32")
Y = RNG.integers(0, 3, 24)
T, S = RNG.normal(size=(2, 4, 3)).astype("float32")
CROSSENTROPY = {"class_name": "SparseCategoricalCrossentropy", "config": {"from_logits": True}}


def net(name, units=8, out=3):
    inside = [layers.Dense(units, "relu", name=f"{name}_in"), layers.Dropout(0.1)]
    return tahr.Sequential([layers.Input((5,)), *inside, layers.Dense(out)], name=name)


def distiller(*given, **more):
    found = given or (LogitsDistillation(), FeatureDistillation("mse", "big_in", "small_in"))
    made = Distiller(net("big"), net("small"), list(found), **more)
    made.compile("adam", losses.get(CROSSENTROPY), metrics=["accuracy"])
    return made


def softmax(x):
    e = np.exp(x)
    return e / e.sum(-1, keepdims=True)


def test_logits_are_compared_as_the_paper_says():
    p, q = softmax(T / 3), softmax(S / 3)
    kl = (p * np.log(p / q)).sum(-1).mean()
    assert float(LogitsDistillation().compute_loss(T, S)) == pytest.approx(9 * kl, rel=1e-4)
    entropy = -(p * np.log(q)).sum(-1).mean()
    for loss in ("categorical_crossentropy", losses.CategoricalCrossentropy(from_logits=True)):
        found = float(LogitsDistillation(3.0, loss).compute_loss(T, S))
        assert found == pytest.approx(9 * entropy, rel=1e-4)


def test_the_gradient_keeps_its_size_at_any_temperature():
    from tahr.training.step.gradients import value_and_grad

    def size(temperature):
        logits = tahr.Variable(S * 0.01)
        loss = LogitsDistillation(temperature)
        _, (gradient,) = value_and_grad(lambda: loss.compute_loss(T * 0.01, logits), [logits])
        return float(ops.max(ops.abs(gradient)))

    assert size(2.0) == pytest.approx(size(10.0), rel=0.05)


@pytest.mark.skipif("jax" not in ENGINES, reason="needs an engine")
def test_other_losses_are_those_of_keras():
    keras = pytest.importorskip("keras", reason="keras is not installed")
    theirs = keras.distillation
    for mine, other in (
        (LogitsDistillation(2.0, "mse"), theirs.LogitsDistillation(2.0, "mse")),
        (FeatureDistillation(), theirs.FeatureDistillation()),
        (FeatureDistillation("mae"), theirs.FeatureDistillation("mae")),
        (FeatureDistillation("cosine_similarity"), theirs.FeatureDistillation("cosine_similarity")),
    ):
        expected = float(other.compute_loss(T, S))
        assert float(mine.compute_loss(T, S)) == pytest.approx(expected, rel=1e-5)
        assert mine.get_config() == other.get_config()


def test_several_outputs_have_their_losses():
    one = float(LogitsDistillation().compute_loss(T, S))
    two = LogitsDistillation(loss=["kl_divergence", None])
    assert float(two.compute_loss([T, T], [S, S])) == pytest.approx(one)
    both = LogitsDistillation().compute_loss({"a": T, "b": T}, {"a": S, "b": S})
    assert float(both) == pytest.approx(2 * one)
    named = LogitsDistillation(loss={"a": "kl_divergence", "b": None})
    assert float(named.compute_loss({"a": T, "b": T}, {"a": S, "b": S})) == pytest.approx(one)


@pytest.mark.parametrize("engine", ENGINES)
def test_a_student_learns_and_the_teacher_does_not(engine):
    tahr.utils.set_random_seed(4)
    model = distiller().to(engine)
    before = model.teacher.get_weights()
    history = model.fit(X, Y, epochs=12, verbose=0).history
    assert set(history) == {"loss", "accuracy", "student_loss", "distillation_loss"}
    assert history["loss"][-1] < history["loss"][0]
    expected = 0.5 * np.array(history["student_loss"]) + 0.5 * np.array(
        history["distillation_loss"]
    )
    np.testing.assert_allclose(history["loss"], expected, rtol=1e-4)
    after = model.teacher.get_weights()
    assert all(np.array_equal(a, b) for a, b in zip(before, after, strict=True))
    assert model.trainable_variables == model.student.trainable_variables
    found = model.predict(X, verbose=0)
    np.testing.assert_allclose(found, model.student.predict(X, verbose=0), rtol=1e-5, atol=1e-6)


def test_losses_are_weighted():
    parts = (LogitsDistillation(), FeatureDistillation("mse", "big_in", "small_in"))
    model = distiller(*parts, distillation_loss_weights=[2.0, 0.5], student_loss_weight=0.25)
    figures = model.evaluate(X, Y, verbose=0, return_dict=True)
    big, small = model.teacher, model.student
    inner = [tahr.Model(m.inputs, m.get_layer(f"{m.name}_in").output) for m in (big, small)]
    logits = float(parts[0].compute_loss(big.predict(X, verbose=0), small.predict(X, verbose=0)))
    features = float(parts[1].compute_loss(*(m.predict(X, verbose=0) for m in inner)))
    taught = 2 * logits + 0.5 * features
    assert figures["distillation_loss"] == pytest.approx(taught, rel=1e-4)
    total = 0.25 * figures["student_loss"] + 0.75 * taught
    assert figures["loss"] == pytest.approx(total, rel=1e-4)


def test_a_student_runs_once_in_a_step():
    normal = layers.BatchNormalization(momentum=0.5, name="normal")
    student = tahr.Sequential([layers.Input((5,)), normal, layers.Dense(3)])
    loss = FeatureDistillation("mse", "big_in", "normal")
    model = Distiller(net("big", units=5), student, loss)
    model.compile("sgd", losses.get(CROSSENTROPY))
    model.train_on_batch(X, Y)
    np.testing.assert_allclose(normal.moving_mean.numpy(), 0.5 * X.mean(0), rtol=1e-3, atol=1e-5)


def test_a_distiller_is_saved_and_trained_on(tmp_path):
    model = distiller()
    model.fit(X, Y, epochs=2, verbose=0)
    model.save(tmp_path / "both.keras")
    again = tahr.models.load_model(tmp_path / "both.keras")
    np.testing.assert_allclose(again.predict(X, verbose=0), model.predict(X, verbose=0), rtol=1e-5)
    assert again.get_config() == model.get_config()
    assert again.distillation_losses[1].teacher_layer_name == "big_in"
    assert again.evaluate(X, Y, verbose=0)[0] == pytest.approx(
        model.evaluate(X, Y, verbose=0)[0], rel=1e-5
    )
    assert len(again.fit(X, Y, epochs=1, verbose=0).epoch) == 1


def test_losses_of_ones_own_and_no_labels():
    class Gap(DistillationLoss):
        def compute_loss(self, teacher_outputs, student_outputs, **kwargs):
            return ops.mean(ops.abs(teacher_outputs - student_outputs))

    model = Distiller(net("big"), net("small"), Gap(), student_loss_weight=0.0)
    model.compile("adam")
    history = model.fit(X, epochs=3, verbose=0).history
    assert history["loss"] == pytest.approx(history["distillation_loss"])
    assert history["student_loss"][0] == 0


@pytest.mark.parametrize(
    ("make", "words"),
    [
        (lambda: LogitsDistillation(0.0), "temperature"),
        (lambda: LogitsDistillation(loss=None), "nothing to compare"),
        (lambda: FeatureDistillation(loss=[None, None]), "nothing to compare"),
        (lambda: Distiller(3, net("s"), LogitsDistillation()), "teacher is no model"),
        (lambda: Distiller(net("t"), net("s"), "mse"), "no loss of distillation"),
        (
            lambda: Distiller(net("t"), net("s"), LogitsDistillation(), [1, 2]),
            "one weight for each",
        ),
        (
            lambda: Distiller(net("t"), net("s"), LogitsDistillation(), None, 2),
            "student_loss_weight",
        ),
        (lambda: Distiller(net("t"), net("s", out=4), LogitsDistillation()), "different shapes"),
        (
            lambda: Distiller(net("t"), net("s"), FeatureDistillation("mse", "no", "s_in")),
            "no layer 'no'",
        ),
        (lambda: LogitsDistillation().compute_loss([T, T], [S]), "the same outputs"),
        (
            lambda: LogitsDistillation(loss=["mse"]).compute_loss([T, T], [S, S]),
            "one for each output",
        ),
    ],
)
def test_what_does_not_fit_is_told(make, words):
    with pytest.raises(ArgumentError, match=words):
        make()
