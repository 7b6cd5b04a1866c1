"""Random tensors in the words of old programs."""

from typing import Any

from tahr import ops
from tahr.backend.symbols import with_shape
from tahr.core.config import floatx
from tahr.core.typing import Tensor
from tahr.ops import random
from tahr.ops.random.seeds import SeedGenerator

_STREAMS: dict[int, SeedGenerator] = {}
"""By seed, where the numbers of calls with that seed come from: each call goes on."""


def _stream(seed: Any) -> Any:
    if not isinstance(seed, int):
        return seed
    if seed not in _STREAMS:
        _STREAMS[seed] = SeedGenerator(seed)
    return _STREAMS[seed]


def random_normal(
    shape: Any, mean: float = 0.0, stddev: float = 1.0, dtype: object = None, seed: Any = None
) -> Tensor:
    """Draws from a normal distribution.

    Args:
        shape: lengths, of symbolic tensors too.
        mean: of the distribution.
        stddev: its standard deviation.
        dtype: the configured float type by default.
        seed: of the first call; those that follow go on from there.
    """
    return with_shape(
        lambda n: random.normal(n, mean, stddev, dtype or floatx(), _stream(seed)), shape
    )


def truncated_normal(
    shape: Any, mean: float = 0.0, stddev: float = 1.0, dtype: object = None, seed: Any = None
) -> Tensor:
    """Draws from a normal distribution, nothing farther out than two standard deviations.

    Args:
        shape: lengths, of symbolic tensors too.
        mean: of the distribution.
        stddev: its standard deviation.
        dtype: the configured float type by default.
        seed: of the first call; those that follow go on from there.
    """
    return with_shape(
        lambda n: random.truncated_normal(n, mean, stddev, dtype or floatx(), _stream(seed)), shape
    )


def random_uniform(
    shape: Any, minval: float = 0.0, maxval: float = 1.0, dtype: object = None, seed: Any = None
) -> Tensor:
    """Draws numbers that are spread evenly.

    Args:
        shape: lengths, of symbolic tensors too.
        minval: the least.
        maxval: the end, which is not reached.
        dtype: the configured float type by default.
        seed: of the first call; those that follow go on from there.
    """
    return with_shape(
        lambda n: random.uniform(n, minval, maxval, dtype or floatx(), _stream(seed)), shape
    )


def random_binomial(shape: Any, p: float = 0.0, dtype: object = None, seed: Any = None) -> Tensor:
    """Draws ones and zeros.

    Args:
        shape: lengths, of symbolic tensors too.
        p: how likely a one is.
        dtype: the configured float type by default.
        seed: of the first call; those that follow go on from there.
    """
    kind = dtype or floatx()
    return ops.cast(ops.less(random_uniform(shape, seed=seed), p), kind)


def dropout(x: Any, level: float, noise_shape: Any = None, seed: Any = None) -> Tensor:
    """Sets a part of the elements to zero and makes the rest larger by as much.

    Args:
        x: tensor.
        level: how large that part is.
        noise_shape: the shape in which is drawn what is dropped; that of the tensor by default.
        seed: of the first call; those that follow go on from there.
    """
    return random.dropout(x, level, noise_shape, _stream(seed))
