"""Probability distributions over tensors: densities, samples, entropies and divergences."""

from tahr.compat.public import publish as _publish
from tahr.distributions.bernoulli import Bernoulli as Bernoulli
from tahr.distributions.beta import Beta as Beta
from tahr.distributions.bijections import (
    Affine as Affine,
    Bijection as Bijection,
    Chain as Chain,
    Exp as Exp,
    Sigmoid as Sigmoid,
    Softplus as Softplus,
    Tanh as Tanh,
)
from tahr.distributions.categorical import Categorical as Categorical
from tahr.distributions.distribution import Distribution as Distribution
from tahr.distributions.divergence import kl_divergence as kl_divergence
from tahr.distributions.gamma import Gamma as Gamma
from tahr.distributions.heads import Head as Head
from tahr.distributions.independent import Independent as Independent
from tahr.distributions.mixture import Mixture as Mixture
from tahr.distributions.normal import Normal as Normal
from tahr.distributions.student_t import StudentT as StudentT
from tahr.distributions.transformed import LogNormal as LogNormal, Transformed as Transformed

_publish(__name__)
