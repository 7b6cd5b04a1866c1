"""Random tensors, each a pure function of a key: the names of `keras.random`."""

from tahr.ops.random.binomial import binomial
from tahr.ops.random.choice import categorical, dropout, shuffle
from tahr.ops.random.gamma import beta, gamma
from tahr.ops.random.normal import normal, truncated_normal
from tahr.ops.random.seeds import SeedGenerator
from tahr.ops.random.uniform import randint, uniform
