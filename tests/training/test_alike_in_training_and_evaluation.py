"""A step that learns nothing gives the figures of an evaluation: masks and weights count alike."""

import numpy as np
import pytest

import tahr
from tahr import layers, metrics, ops
from tahr.core import current
from tahr.core.masks import get_mask
from tahr.training.step.gradients import value_and_grad

ENGINES = [n for n in ("jax", "torch", "tensorflow", "pytensor") if n in current.can_train()]
RNG = np.random.default_rng(1)
X = RNG.uniform(0.5, 1, size=(6, 4, 1)).astype("float32")
X[1, 1:] = X[4, 2:] = 0
Y = RNG.uniform(size=(6, 4, 1)).astype("float32")
COUNTS = X[..., 0] != 0
BY_SAMPLE = RNG.uniform(0.5, 2, 6).astype("float32")
BY_STEP = RNG.uniform(0.5, 2, (6, 4)).astype("float32")


def network(outputs=1):
    inputs = layers.Input((4, 1))
    masked = layers.Masking(0.0)(inputs)
    heads = [
        layers.Dense(1, kernel_initializer="ones", use_bias=False, name=name)(masked)
        for name in "ab"[:outputs]
    ]
    return tahr.Model(inputs, dict(zip("ab", heads, strict=False)) if outputs > 1 else heads[0])


def compiled(model, engine):
    by_output = {name: ["mae"] for name in "ab"} if len(model.outputs) > 1 else ["mae"]
    model.to(engine).compile(
        tahr.optimizers.SGD(0.0), "mse", metrics=by_output, weighted_metrics=by_output
    )
    return model


def figures(model, y, weight, batch_size):
    given = {"sample_weight": weight, "batch_size": batch_size, "verbose": 0}
    fit = model.fit(X, y, shuffle=False, **given).history
    return {k: v[0] for k, v in fit.items()}, model.evaluate(X, y, return_dict=True, **given)


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("weight", [None, BY_STEP], ids=["plain", "by step"])
def test_masked_steps_count_in_neither(engine, weight):
    model = compiled(network(), engine)
    fit, evaluated = figures(model, Y, weight, batch_size=6)
    error = np.abs(X - Y)[..., 0]
    assert evaluated["mae"] == pytest.approx(error[COUNTS].mean(), rel=1e-5)
    assert fit == pytest.approx(evaluated, rel=1e-5)
    assert list(fit) == list(evaluated) == ["loss", "mae", "weighted_mae"]
    if weight is not None:
        wanted = np.average(error[COUNTS], weights=weight[COUNTS])
        assert evaluated["weighted_mae"] == pytest.approx(wanted, rel=1e-5)


@pytest.mark.parametrize("outputs", [1, 2])
@pytest.mark.parametrize("batch_size", [6, 4])
def test_batches_that_are_filled_up_and_outputs_in_dicts(outputs, batch_size):
    model = compiled(network(outputs), "jax")
    y = Y if outputs == 1 else {"a": Y, "b": 2 * Y}
    weight = BY_STEP if outputs == 1 else {"a": BY_STEP, "b": BY_STEP}
    fit, evaluated = figures(model, y, weight, batch_size)
    assert fit == pytest.approx(evaluated, rel=1e-5)
    name = "mae" if outputs == 1 else "a_mae"
    assert fit[name] == pytest.approx(np.abs(X - Y)[..., 0][COUNTS].mean(), rel=1e-5)


def test_single_batches_alike():
    model = compiled(network(), "jax")
    trained = model.train_on_batch(X, Y, sample_weight=BY_STEP, return_dict=True)
    assert trained == pytest.approx(
        model.test_on_batch(X, Y, sample_weight=BY_STEP, return_dict=True), rel=1e-6
    )


def test_a_step_of_ones_own_sees_the_mask():
    class Own(tahr.Model):
        def train_step(self, data):
            x, y = data

            def loss():
                y_pred = self(x, training=True)
                return self.compute_loss(x, y, y_pred), y_pred

            (value, y_pred), _ = value_and_grad(loss, self.trainable_variables, has_aux=True)
            for metric in self.metrics:
                if metric.name == "loss":
                    metric.update_state(value)
                else:
                    metric.update_state(y, y_pred)
            return {m.name: m.result() for m in self.metrics}

    inner = network()
    model = Own(inner.inputs, inner.outputs)
    model.compile(tahr.optimizers.SGD(0.0), "mse", metrics=["mae"])
    wanted = np.abs(X - Y)[..., 0][COUNTS].mean()
    assert model.train_on_batch(X, Y, return_dict=True)["mae"] == pytest.approx(wanted, rel=1e-5)


def test_metrics_overridden_see_the_mask():
    class Own(tahr.Model):
        def compute_metrics(self, x, y, y_pred, sample_weight=None):
            mask = ops.cast(get_mask(y_pred), "float32")
            found = super().compute_metrics(x, y, y_pred, sample_weight)
            return {**found, "steps": ops.sum(mask)}

    inner = network()
    model = Own(inner.inputs, inner.outputs)
    model.compile(tahr.optimizers.SGD(0.0), "mse", metrics=[metrics.MeanAbsoluteError()])
    assert model.train_on_batch(X, Y, return_dict=True)["steps"] == COUNTS.sum()
    assert model.evaluate(X, Y, verbose=0, return_dict=True)["steps"] == COUNTS.sum()


@pytest.mark.parametrize("engine", ENGINES)
def test_a_mask_comes_out_with_its_tensor(engine):
    with current.using(engine):
        layer = layers.Dense(1)
        layer.build((None, None, 1))

        def run():
            outputs = layer(layers.Masking(0.0)(X))
            return ops.sum(outputs), {"outputs": outputs, "nothing": None, "number": 1.0}

        (_, aux), _ = value_and_grad(run, layer.trainable_variables, has_aux=True)
        np.testing.assert_array_equal(current.to_numpy(get_mask(aux["outputs"])), COUNTS)
