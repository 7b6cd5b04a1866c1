"""Distributions: densities, moments, entropies and divergences, held against SciPy's."""

from typing import Any

import numpy as np
import pytest
from scipy import integrate, stats

import tahr
from tahr import distributions as d, ops
from tahr.core import current
from tahr.core.errors import ArgumentError, ShapeError

ENGINES = ("jax", "torch", "tensorflow", "numpy", "pytensor")
TRAINING = ("jax", "torch", "tensorflow")
A, B = np.array([0.6, 2.0, 7.5], "float32"), np.array([1.5, 0.7, 3.0], "float32")
REAL = np.array([-1.2, 0.3, 2.4], "float32")
POSITIVE = np.array([0.2, 1.7, 4.1], "float32")
SHARES = np.array([0.1, 0.45, 0.9], "float32")

CASES = {
    "normal": (lambda: d.Normal(A, B), stats.norm(A, B), REAL),
    "student t": (
        lambda: d.StudentT(A + 2, 1.0, B),
        stats.t(A.astype("float64") + 2, 1.0, B),
        REAL,
    ),
    "gamma": (lambda: d.Gamma(A, B), stats.gamma(A, scale=1 / B), POSITIVE),
    "beta": (lambda: d.Beta(A, B), stats.beta(A, B), SHARES),
    "bernoulli": (lambda: d.Bernoulli(probs=SHARES), stats.bernoulli(SHARES), [0.0, 1.0, 1.0]),
    "log-normal": (lambda: d.LogNormal(A / 8, B), stats.lognorm(B, scale=np.exp(A / 8)), POSITIVE),
}


@pytest.fixture(params=ENGINES)
def engine(request: pytest.FixtureRequest) -> Any:
    with current.using(request.param):
        yield request.param


@pytest.mark.parametrize("name", CASES)
def test_densities_and_moments(engine: str, name: str) -> None:
    make, theirs, values = CASES[name]
    mine = make()
    logs = theirs.logpmf if name == "bernoulli" else theirs.logpdf
    for got, wanted in (
        (mine.log_prob(values), logs(values)),
        (mine.prob(values), np.exp(logs(values))),
        (mine.mean(), theirs.mean()),
        (mine.variance(), theirs.var()),
        (mine.stddev(), theirs.std()),
        (mine.entropy(), theirs.entropy()),
    ):
        np.testing.assert_allclose(ops.convert_to_numpy(got), wanted, rtol=2e-5, atol=2e-6)


def test_the_normal_distribution_function_and_its_inverse(engine: str) -> None:
    mine, theirs = d.Normal(A, B), stats.norm(A, B)
    np.testing.assert_allclose(
        ops.convert_to_numpy(mine.cdf(REAL)), theirs.cdf(REAL), rtol=1e-5, atol=1e-6
    )
    np.testing.assert_allclose(
        ops.convert_to_numpy(mine.quantile(SHARES)), theirs.ppf(SHARES), rtol=1e-5, atol=1e-5
    )


def test_classes(engine: str) -> None:
    probs = np.array([[0.2, 0.5, 0.3], [0.0, 1.0, 0.0]], "float32")
    mine = d.Categorical(probs=probs)
    with np.errstate(divide="ignore"):
        np.testing.assert_allclose(ops.convert_to_numpy(mine.prob([1, 1])), [0.5, 1.0], rtol=1e-6)
        np.testing.assert_allclose(ops.convert_to_numpy(mine.mean()), [1.1, 1.0], rtol=1e-6)
        entropy = ops.convert_to_numpy(mine.entropy())
    np.testing.assert_allclose(entropy, [stats.entropy(probs[0]), 0.0], rtol=1e-6, atol=1e-7)
    drawn = ops.convert_to_numpy(mine.sample(4000, seed=3))
    assert drawn.shape == (4000, 2)
    assert set(drawn[:, 1]) == {1}
    np.testing.assert_allclose(np.bincount(drawn[:, 0]) / 4000, probs[0], atol=0.03)


PAIRS = {
    "normal": (lambda: (d.Normal(0.5, 1.2), d.Normal(-0.3, 0.8)), (-9, 9)),
    "gamma": (lambda: (d.Gamma(2.5, 1.2), d.Gamma(1.5, 0.8)), (1e-6, 60)),
    "beta": (lambda: (d.Beta(2.5, 1.5), d.Beta(1.5, 3.0)), (1e-6, 1 - 1e-6)),
    "log-normal": (lambda: (d.LogNormal(0.1, 0.5), d.LogNormal(0.3, 0.8)), (1e-6, 60)),
}


@pytest.mark.parametrize("name", PAIRS)
def test_divergences_are_the_integrals_that_define_them(name: str) -> None:
    make, limits = PAIRS[name]
    with current.using("numpy"):
        p, q = make()
        ends = (*limits, 200001)
        x = np.linspace(*ends[:2], ends[2])
        logs = [ops.convert_to_numpy(each.log_prob(x)).astype("float64") for each in (p, q)]
        wanted = integrate.trapezoid(np.exp(logs[0]) * (logs[0] - logs[1]), x)
        assert float(d.kl_divergence(p, q)) == pytest.approx(wanted, rel=2e-3)


def test_divergences_of_choices(engine: str) -> None:
    p, q = np.array([0.2, 0.8]), np.array([0.5, 0.5])
    wanted = stats.entropy(p, q)
    classes = d.kl_divergence(d.Categorical(probs=p), d.Categorical(probs=q))
    assert float(classes) == pytest.approx(wanted, rel=1e-5)
    coins = d.kl_divergence(d.Bernoulli(probs=p[1]), d.Bernoulli(probs=q[1]))
    assert float(coins) == pytest.approx(wanted, rel=1e-5)
    both = d.Independent(d.Bernoulli(probs=p)), d.Independent(d.Bernoulli(probs=q))
    assert float(d.kl_divergence(*both)) == pytest.approx(2 * wanted, rel=1e-5)


def test_a_divergence_without_a_closed_form_is_estimated_when_asked() -> None:
    p, q = d.StudentT(8.0), d.Normal(0.0, 1.0)
    with pytest.raises(ArgumentError, match="no closed form"):
        d.kl_divergence(p, q)
    x = np.linspace(-60, 60, 200001)
    t = stats.t(8.0)
    wanted = integrate.trapezoid(t.pdf(x) * (t.logpdf(x) - stats.norm.logpdf(x)), x)
    found = float(d.kl_divergence(p, q, samples=20000, seed=1))
    assert found == pytest.approx(wanted, abs=0.02)


@pytest.mark.parametrize("name", CASES)
def test_samples_are_distributed_so(engine: str, name: str) -> None:
    make, theirs, _ = CASES[name]
    drawn = ops.convert_to_numpy(make().sample((40, 50), seed=11))
    assert drawn.shape == (40, 50, 3)
    if name == "bernoulli":
        np.testing.assert_allclose(drawn.mean((0, 1)), theirs.mean(), atol=0.04)
        return
    shares = theirs.cdf(drawn.reshape(-1, 3).astype("float64"))
    for column in shares.T:
        assert stats.kstest(column, "uniform").pvalue > 1e-4


def test_mixtures(engine: str) -> None:
    weights, centres, widths = np.array([0.3, 0.7]), np.array([-1.0, 2.0]), np.array([0.5, 1.0])
    mine = d.Mixture(d.Categorical(probs=weights), d.Normal(centres, widths))
    density = (weights * stats.norm(centres, widths).pdf(np.array([[0.1], [1.0]]))).sum(-1)
    np.testing.assert_allclose(ops.convert_to_numpy(mine.prob([0.1, 1.0])), density, rtol=1e-5)
    assert float(mine.mean()) == pytest.approx(1.1, rel=1e-5)
    assert float(mine.variance()) == pytest.approx(2.665, rel=1e-5)
    drawn = ops.convert_to_numpy(mine.sample(4000, seed=5))
    assert drawn.mean() == pytest.approx(1.1, abs=0.1)
    assert drawn.var() == pytest.approx(2.665, abs=0.2)


def test_mixtures_of_vectors() -> None:
    components = d.Independent(d.Normal(np.zeros((4, 3, 2)), 1.0))
    mine = d.Mixture(d.Categorical(logits=np.zeros((4, 3))), components)
    assert (mine.batch_shape, mine.event_shape) == ((4,), (2,))
    assert mine.sample(5, seed=1).shape == (5, 4, 2)
    assert mine.log_prob(np.zeros((4, 2))).shape == (4,)
    assert mine.mean().shape == mine.variance().shape == (4, 2)


@pytest.mark.parametrize(
    "bijection",
    [
        d.Affine(0.5, -2.0), d.Exp(), d.Softplus(), d.Sigmoid(), d.Tanh(),
        d.Chain([d.Softplus(), d.Affine(1.0, 3.0)]),
    ],
    ids=repr,
)  # fmt: skip
def test_bijections_go_back_and_know_their_slope(bijection: d.Bijection) -> None:
    x = np.array([-1.5, -0.2, 0.7], "float64")
    with current.using("numpy"):
        y = ops.convert_to_numpy(bijection.forward(x))
        np.testing.assert_allclose(bijection.inverse(y), x, rtol=1e-5, atol=1e-5)
        high, low = (ops.convert_to_numpy(bijection.forward(x + h)) for h in (1e-3, -1e-3))
        slope = np.log(np.abs(high.astype("float64") - low) / 2e-3)
        np.testing.assert_allclose(bijection.log_slope(x), slope, rtol=1e-2, atol=2e-3)


@pytest.mark.parametrize("engine", TRAINING)
def test_gradients_flow_through_samples(engine: str) -> None:
    """The slope of a mean over draws is that of the expected value in closed form."""
    cases = (
        (d.Normal, (0.5, 1.5), (1.0, 0.0)),
        (d.Gamma, (2.0, 1.6), (1 / 1.6, -2.0 / 1.6**2)),
        (d.Gamma, (30.0, 2.0), (1 / 2.0, -30.0 / 2.0**2)),
        (d.Beta, (2.0, 3.0), (3.0 / 25, -2.0 / 25)),
        (d.LogNormal, (0.1, 0.4), (1.1972174, 0.4788870)),
    )
    with current.using(engine):
        for make, values, wanted in cases:
            weights = [ops.Variable(value) for value in values]

            def mean(make: Any = make, weights: Any = weights) -> Any:
                return ops.mean(make(*weights).sample(20000, seed=2))

            _, slopes = tahr.value_and_grad(mean, weights)
            found = [float(ops.convert_to_numpy(slope)) for slope in slopes]
            np.testing.assert_allclose(found, wanted, rtol=0.05, atol=0.03)


@pytest.mark.parametrize("engine", TRAINING)
def test_compiled_functions_take_and_return_them(engine: str) -> None:
    with current.using(engine):

        @tahr.jit
        def moved(given: d.Normal) -> d.Normal:
            return d.Normal(ops.add(given.loc, 1.0), given.scale)

        found = moved(d.Normal([0.0, 2.0], [1.0, 3.0]))
        assert isinstance(found, d.Normal)
        assert ops.convert_to_numpy(found.loc).tolist() == [1.0, 3.0]


@pytest.mark.parametrize(
    ("make", "words"),
    [
        (lambda: d.Normal(0.0, -1.0), "scale must be above 0"),
        (lambda: d.Gamma([1.0, 0.0]), "concentration must be above 0"),
        (lambda: d.Bernoulli(probs=1.2), "from 0 to 1"),
        (d.Categorical, "either logits or probs"),
        (lambda: d.Categorical(logits=[0.0], probs=[1.0]), "either logits or probs"),
        (lambda: d.Independent(d.Normal(0.0, 1.0)), "no 1 axes"),
        (lambda: d.Mixture(d.Categorical([0.0, 0.0]), d.Normal([0.0], 1.0)), "one weight"),
        (lambda: d.Head("norml"), "normal"),
        (lambda: d.Transformed(d.Normal(0.0, 1.0), d.Exp()).entropy(), "no entropy"),
    ],
)
def test_mistakes_are_told(make: Any, words: str) -> None:
    with pytest.raises(ArgumentError, match=words):
        make()


def test_parameters_that_do_not_broadcast_are_told() -> None:
    with pytest.raises(ShapeError, match="do not broadcast"):
        d.Normal(np.zeros(3), np.ones(2)).sample()


def test_too_few_outputs_are_told() -> None:
    with pytest.raises(ShapeError, match=r"\(\.\.\., 2\)"):
        d.Head("normal")(np.zeros((4, 3), "float32"))
