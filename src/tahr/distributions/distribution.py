"""What every distribution has."""

from collections.abc import Sequence

import numpy as np

from tahr import ops
from tahr.core import trees
from tahr.core.config import floatx
from tahr.core.dtypes import is_float, result_type
from tahr.core.errors import ArgumentError, ShapeError, told
from tahr.core.specs import broadcast
from tahr.core.typing import Tensor, TensorLike
from tahr.distributions.parts import OfParts
from tahr.ops.random.seeds import Seed

Shape = tuple[int, ...]


class Distribution(OfParts):
    """A probability distribution of which each element of a batch may have other parameters.

    A subclass names its parameters in `parts`, keeps them as attributes, and defines `draw`,
    `log_prob` and the moments that it has. A distribution is a tree of its parameters, so compiled
    functions take and return distributions.
    """

    @property
    def batch_shape(self) -> Shape:
        """The shape to which the parameters broadcast."""
        shapes = [tuple(getattr(self, part).shape) for part in self.parts]
        found = broadcast(*shapes)
        if found is None:
            raise ShapeError(
                "the parameters do not broadcast", where=type(self).__name__, got=shapes
            )
        return found

    @property
    def event_shape(self) -> Shape:
        """The shape of one draw: () for a number."""
        return ()

    @property
    def reparameterized(self) -> bool:
        """Whether gradients flow from samples to the parameters."""
        return False

    @property
    def dtype(self) -> str:
        """The dtype of the parameters."""
        return ops.dtype(trees.leaves(self)[0])

    def sample(self, shape: int | Sequence[int] = (), seed: Seed = None) -> Tensor:
        """Draws at random.

        Args:
            shape: how many draws, one length or several.
            seed: an integer, a `SeedGenerator`, or None for the default generator.

        Returns:
            A tensor of `(*shape, *batch_shape, *event_shape)`.

        Example:
            >>> from tahr.distributions import Normal
            >>> Normal([0.0, 5.0], 1.0).sample(3, seed=1).shape
            (3, 2)
        """
        lengths = (shape,) if isinstance(shape, int) else tuple(shape)
        return self.draw((*lengths, *self.batch_shape), seed)

    def draw(self, shape: Shape, seed: Seed) -> Tensor:
        """Draws, for `sample`, as many as a shape says that ends with the batch's own."""
        raise self._unknown("sample")

    def log_prob(self, value: TensorLike) -> Tensor:
        """Returns the logarithm of the density, or of the probability, of values.

        Args:
            value: a tensor that broadcasts with `(*batch_shape, *event_shape)`.

        Returns:
            A tensor without the axes of events.
        """
        raise self._unknown("log_prob")

    def prob(self, value: TensorLike) -> Tensor:
        """Returns the density, or the probability, of values."""
        return ops.exp(self.log_prob(value))

    def mean(self) -> Tensor:
        """Returns the expected value, of `(*batch_shape, *event_shape)`."""
        raise self._unknown("mean")

    def variance(self) -> Tensor:
        """Returns the variance of each element, of `(*batch_shape, *event_shape)`."""
        raise self._unknown("variance")

    def stddev(self) -> Tensor:
        """Returns the standard deviation of each element."""
        return ops.sqrt(self.variance())

    def entropy(self) -> Tensor:
        """Returns the entropy in nats, of the batch's shape."""
        raise self._unknown("entropy")

    def kl_divergence(
        self, other: "Distribution", samples: int | None = None, seed: Seed = None
    ) -> Tensor:
        """Returns the Kullback-Leibler divergence of this distribution from another, in nats.

        Args:
            other: a distribution of the same events.
            samples: estimate it by the mean over so many draws, for pairs without a closed form.
            seed: of these draws.

        Returns:
            A tensor of the batch's shape.

        Raises:
            ArgumentError: this pair has no closed form, and no samples are asked for.

        Example:
            >>> from tahr.distributions import Normal
            >>> float(Normal(1.0, 1.0).kl_divergence(Normal(0.0, 1.0)))
            0.5
        """
        if samples is not None:
            drawn = self.sample(samples, seed)
            return ops.mean(ops.subtract(self.log_prob(drawn), other.log_prob(drawn)), axis=0)
        found = self.divergence(other)
        if found is None:
            raise ArgumentError(
                f"the divergence of {type(self).__name__} from {type(other).__name__} has no "
                "closed form",
                todo="estimate it: kl_divergence(p, q, samples=1000)",
            )
        return found

    def divergence(self, other: "Distribution") -> Tensor | None:
        """Returns the divergence from another distribution; None where no closed form is known."""
        return None

    def _unknown(self, what: str) -> ArgumentError:
        return ArgumentError(
            f"{type(self).__name__} has no {what} in closed form",
            todo="estimate it from samples: distribution.sample(1000)",
        )

    def __repr__(self) -> str:
        return f"<{type(self).__name__} batch={self.batch_shape} event={self.event_shape}>"


def parameters(*values: TensorLike) -> list[Tensor]:
    """Returns parameters as tensors of one float type.

    Example:
        >>> [p.dtype.name for p in parameters(0, [1.0, 2.0])]
        ['float32', 'float32']
    """
    tensors = [ops.convert_to_tensor(value) for value in values]
    floats = [ops.dtype(t) for t in tensors if is_float(ops.dtype(t))]
    wanted = result_type(*floats) if floats else floatx()
    return [ops.cast(t, wanted) for t in tensors]


def positive(name: str, value: TensorLike, where: str) -> None:
    """Refuses numbers of a program that are not above zero; tensors are not looked at.

    Raises:
        ArgumentError: one is zero or less.
    """
    if isinstance(value, int | float | list | tuple | np.ndarray) and not np.all(
        np.asarray(value) > 0
    ):
        raise ArgumentError(f"{name} must be above 0", where=where, got=told(value))
