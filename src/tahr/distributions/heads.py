"""Distributions whose parameters a network computes."""

from collections.abc import Callable, Mapping
from typing import Literal, TypeAlias

from tahr import ops
from tahr.core.arguments import checked
from tahr.core.errors import ShapeError
from tahr.core.ranges import Count
from tahr.core.tracebacks import methods_end_at_user
from tahr.core.typing import Tensor, TensorLike
from tahr.distributions.bernoulli import Bernoulli
from tahr.distributions.beta import Beta
from tahr.distributions.categorical import Categorical
from tahr.distributions.distribution import Distribution
from tahr.distributions.gamma import Gamma
from tahr.distributions.independent import Independent
from tahr.distributions.mixture import Mixture
from tahr.distributions.normal import Normal
from tahr.distributions.student_t import StudentT
from tahr.distributions.transformed import LogNormal

Kind: TypeAlias = Literal[
    "normal", "log_normal", "student_t", "bernoulli", "categorical", "beta", "gamma"
]
SMALLEST = 1e-6
"""The least that a positive parameter can be."""


def _any(x: Tensor) -> Tensor:
    return x


def _positive(x: Tensor) -> Tensor:
    return ops.add(ops.softplus(x), SMALLEST)


def _above_two(x: Tensor) -> Tensor:
    return ops.add(_positive(x), 2.0)


PARAMETERS: Mapping[
    Kind, tuple[Callable[..., Distribution], tuple[Callable[[Tensor], Tensor], ...]]
] = {
    "normal": (Normal, (_any, _positive)),
    "log_normal": (LogNormal, (_any, _positive)),
    "student_t": (StudentT, (_above_two, _any, _positive)),
    "bernoulli": (Bernoulli, (_any,)),
    "categorical": (Categorical, (_any,)),
    "beta": (Beta, (_positive, _positive)),
    "gamma": (Gamma, (_positive, _positive)),
}
"""How each is made, and how any number becomes each of its parameters."""


@methods_end_at_user(("__init__", "__call__"))
class Head:
    """Makes a distribution of the outputs of a network.

    Args:
        distribution: which one.
        events: the length of a draw; the number of classes for "categorical".
        components: more than 1 for a mixture of so many.

    Attributes:
        size: how many outputs it takes.

    Raises:
        ArgumentError: there is no such distribution, or a number is not positive.

    Example:
        >>> head = Head("normal", events=2)
        >>> head.size, head(ops.zeros((5, 4))).event_shape
        (4, (2,))
        >>> Head("normal", events=2, components=3).size
        15

    Source: Bishop 1994, "Mixture density networks", section 3.
    """

    @checked
    def __init__(self, distribution: Kind, events: Count = 1, components: Count = 1) -> None:
        self.distribution: Kind = distribution
        self.events = events
        self.components = components

    @property
    def size(self) -> int:
        """How many numbers make one distribution."""
        each = self.events * len(PARAMETERS[self.distribution][1])
        return each if self.components == 1 else self.components * (each + 1)

    def __call__(self, outputs: TensorLike) -> Distribution:
        """Makes the distribution.

        Args:
            outputs: any numbers, of `(..., size)`.

        Returns:
            A distribution of a batch `(...)`.

        Raises:
            ShapeError: the last axis is of another length.
        """
        raw = ops.convert_to_tensor(outputs)
        if raw.shape[-1] != self.size:
            raise ShapeError(
                "these are not the parameters of the distribution",
                where=f"Head({self.distribution!r})",
                expected=f"(..., {self.size})",
                got=tuple(raw.shape),
            )
        if self.components == 1:
            return self._made(raw)
        logits, rest = raw[..., : self.components], raw[..., self.components :]
        rows = (*rest.shape[:-1], self.components, rest.shape[-1] // self.components)
        return Mixture(Categorical(logits), self._made(ops.reshape(rest, rows)))

    def _made(self, raw: Tensor) -> Distribution:
        make, kinds = PARAMETERS[self.distribution]
        parts = ops.split(raw, len(kinds), axis=-1)
        made = make(*(kind(part) for kind, part in zip(kinds, parts, strict=True)))
        return made if self.distribution == "categorical" else Independent(made)
