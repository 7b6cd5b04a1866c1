"""Distributions that a network predicts: trained, saved, moved."""

from pathlib import Path
from typing import Any

import numpy as np
import pytest

import tahr
from tahr import distributions as d, layers, losses, ops
from tahr.distributions.heads import PARAMETERS

TRAINING = ("jax", "torch", "tensorflow")


def data() -> tuple[np.ndarray, np.ndarray]:
    """Returns numbers whose spread grows from 0.1 to 1.1 along x."""
    draw = np.random.default_rng(5)
    x = draw.uniform(0, 1, (2048, 1)).astype("float32")
    y = 2 * x + (0.1 + x) * draw.normal(size=x.shape).astype("float32")
    return x, y.astype("float32")


def model(kind: Any, **kwargs: Any) -> tahr.Sequential:
    made = tahr.Sequential(
        [
            layers.Input((1,)),
            layers.Dense(16, "tanh"),
            layers.DistributionParameters(kind, **kwargs),
        ]
    )
    made.compile(tahr.optimizers.Adam(0.02), losses.NegativeLogLikelihood(kind, **kwargs))
    return made


@pytest.mark.parametrize("engine", TRAINING)
def test_mean_and_spread_are_learned(engine: str, tmp_path: Path) -> None:
    tahr.utils.set_random_seed(3)
    x, y = data()
    made = model("normal")
    made.fit(x, y, batch_size=64, epochs=30, verbose=0, engine=engine)
    ends = np.array([[0.1], [0.9]], "float32")
    found = made.layers[-1].distribution_of(made.predict(ends, verbose=0))
    spread = ops.convert_to_numpy(found.stddev()).ravel()
    np.testing.assert_allclose(ops.convert_to_numpy(found.mean()).ravel(), [0.2, 1.8], atol=0.3)
    np.testing.assert_allclose(spread, [0.2, 1.0], rtol=0.3)
    made.save(tmp_path / "model.keras")
    again = tahr.saving.load_model(tmp_path / "model.keras")
    assert again.layers[-1].get_config()["distribution"] == "normal"
    assert "units" not in again.layers[-1].get_config()
    np.testing.assert_allclose(
        again.predict(ends, verbose=0), made.predict(ends, verbose=0), rtol=1e-5
    )
    assert again.evaluate(x, y, verbose=0) == pytest.approx(
        made.evaluate(x, y, verbose=0), rel=1e-5
    )


@pytest.mark.parametrize("kind", PARAMETERS)
@pytest.mark.parametrize("components", [1, 2])
def test_every_kind_trains_a_step(kind: str, components: int) -> None:
    draw = np.random.default_rng(1)
    x = draw.normal(size=(8, 1)).astype("float32")
    labels = {
        "categorical": draw.integers(0, 3, (8,)),
        "bernoulli": draw.integers(0, 2, (8, 3)).astype("float32"),
    }
    y = labels.get(kind, draw.uniform(0.1, 0.9, (8, 3)).astype("float32"))
    made = model(kind, events=3, components=components)
    before = made.evaluate(x, y, verbose=0)
    made.fit(x, y, epochs=30, verbose=0)
    assert np.isfinite(before)
    assert made.evaluate(x, y, verbose=0) < before


def test_labels_may_lack_the_axis_of_one_event() -> None:
    x, y = data()
    made = model("normal")
    assert made.evaluate(x, y[:, 0], verbose=0) == pytest.approx(made.evaluate(x, y, verbose=0))


def test_a_mixture_finds_two_branches() -> None:
    tahr.utils.set_random_seed(4)
    draw = np.random.default_rng(2)
    x = np.zeros((400, 1), "float32")
    y = np.where(draw.uniform(size=(400, 1)) < 0.25, -2.0, 1.0) + 0.1 * draw.normal(size=(400, 1))
    made = model("normal", components=2)
    made.fit(x, y, epochs=80, verbose=0)
    found = made.layers[-1].distribution_of(made.predict(x[:1], verbose=0))
    weights = ops.convert_to_numpy(found.weights.probs)[0]
    centres = ops.convert_to_numpy(found.components.mean())[0, :, 0]
    order = np.argsort(centres)
    np.testing.assert_allclose(centres[order], [-2.0, 1.0], atol=0.15)
    np.testing.assert_allclose(weights[order], [0.25, 0.75], atol=0.1)


@pytest.mark.parametrize("engine", TRAINING)
def test_a_divergence_as_a_loss_of_a_layer(engine: str) -> None:
    """A variational layer: its draw goes on, its distance from the prior is a loss."""

    class Drawn(layers.Layer):
        def __init__(self, **kwargs: Any) -> None:
            super().__init__(**kwargs)
            self.seeds = tahr.random.SeedGenerator(1)

        def call(self, x: Any) -> Any:
            found = d.Independent(d.Normal(x[:, :2], ops.exp(x[:, 2:])))
            prior = d.Independent(d.Normal(ops.zeros_like(x[:, :2]), 1.0))
            self.add_loss(ops.mean(d.kl_divergence(found, prior)))
            return found.sample(seed=self.seeds)

    tahr.utils.set_random_seed(1)
    made = tahr.Sequential([layers.Input((3,)), layers.Dense(4), Drawn(), layers.Dense(3)])
    made.compile(tahr.optimizers.Adam(0.02), "mse")
    x = np.random.default_rng(3).normal(size=(64, 3)).astype("float32")
    losses_ = made.fit(x, x, epochs=30, verbose=0, engine=engine).history["loss"]
    assert losses_[-1] < losses_[0]
