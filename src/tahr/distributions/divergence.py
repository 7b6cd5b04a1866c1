"""The Kullback-Leibler divergence as a function."""

from tahr.core.tracebacks import ends_at_user
from tahr.core.typing import Tensor
from tahr.distributions.distribution import Distribution
from tahr.ops.random.seeds import Seed


@ends_at_user
def kl_divergence(
    p: Distribution, q: Distribution, samples: int | None = None, seed: Seed = None
) -> Tensor:
    """Returns the Kullback-Leibler divergence of one distribution from another, in nats.

    Args:
        p: the distribution over which the mean is taken.
        q: the other, of the same events.
        samples: estimate it by the mean over so many draws of p.
        seed: of these draws.

    Raises:
        ArgumentError: the pair has no closed form, and no samples are asked for.

    Example:
        >>> from tahr.distributions import Bernoulli
        >>> round(float(kl_divergence(Bernoulli(probs=0.5), Bernoulli(probs=0.25))), 4)
        0.1438

    Source: Kullback & Leibler 1951, "On information and sufficiency".
    """
    return p.kl_divergence(q, samples, seed)
