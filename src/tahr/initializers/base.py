"""Initializers: what draws the first value of a weight."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from tahr.core import seeds
from tahr.core.configurable import Configurable
from tahr.core.current import engine
from tahr.core.dtypes import is_integer, standardize
from tahr.core.errors import ArgumentError, told
from tahr.core.registry import known_as
from tahr.core.serialization import deserialize, serialize
from tahr.core.typing import Tensor
from tahr.ops.random.seeds import SeedGenerator

if TYPE_CHECKING:
    import numpy as np

Lengths = Sequence[int]


@known_as("keras.initializers")
class Initializer(Configurable):
    """The base of initializers; yours overrides `__call__`.

    Example:
        >>> class Sevens(Initializer):
        ...     def __call__(self, shape, dtype=None, **kwargs):
        ...         return engine().full(tuple(shape), 7.0, dtype or "float32")
        >>> Sevens()((2,)).tolist()
        [7.0, 7.0]
    """

    def __call__(self, shape: Lengths, dtype: object = None, **kwargs: object) -> Tensor:
        """Returns a tensor of that shape and dtype; the configured float type by default."""
        raise NotImplementedError(f"{type(self).__name__} has no __call__ method")

    def _written(self, name: str) -> Any:
        return serialize(super()._written(name))

    def clone(self) -> Any:
        """Returns another of the same configuration."""
        return self.from_config(self.get_config())


class HostInitializer(Initializer):
    """An initializer that computes its numbers on the host, the same for every engine."""

    def __call__(self, shape: Lengths, dtype: object = None, **kwargs: object) -> Tensor:
        name = standardize(dtype)
        return engine().asarray(self._computed(shape, name), name)

    def draw(self, shape: Lengths, dtype: object = None) -> Any:
        """Returns the first value as a NumPy array, computed in 32 bits or more.

        A subclass that overrides `__call__` alone is asked that way.
        """
        name = standardize(dtype)
        if type(self).__call__ is not HostInitializer.__call__:
            return self(shape, dtype=name)
        return self._computed(shape, name)

    def _computed(self, shape: Lengths, name: str) -> Any:
        working = "float64" if name == "float64" else "float32"
        return self.numbers(tuple(map(int, shape)), working).astype(_numpy_dtype(name), copy=False)

    def numbers(self, shape: tuple[int, ...], dtype: str) -> "np.ndarray":
        """Returns the numbers in float32 or float64."""
        raise NotImplementedError(f"{type(self).__name__} has no numbers method")


def _numpy_dtype(name: str) -> Any:
    if name.startswith(("bfloat", "float8")):
        import ml_dtypes

        return getattr(ml_dtypes, name)
    return name


class RandomInitializer(HostInitializer):
    """An initializer whose numbers are a pure function of its seed.

    Args:
        seed: an integer; a `SeedGenerator`, which gives other numbers each time; None draws an
            integer now.
    """

    def __init__(self, seed: "int | SeedGenerator | dict[str, Any] | None" = None) -> None:
        if isinstance(seed, dict):
            seed = deserialize(seed)
        if seed is not None and not isinstance(seed, int | SeedGenerator):
            raise ArgumentError(
                "a seed is an integer or a SeedGenerator", where=type(self).__name__, got=told(seed)
            )
        self._given_seed = seed
        self.seed: int | SeedGenerator = seeds.default_seed() if seed is None else seed

    def _computed(self, shape: Lengths, name: str) -> Any:
        if is_integer(name) or name == "bool":
            raise ArgumentError(
                "random numbers cannot be drawn in this dtype",
                where=type(self).__name__,
                expected="a float dtype",
                got=name,
                todo="draw them in float32 and cast, or take another initializer",
            )
        return super()._computed(shape, name)

    def generator(self) -> "np.random.Generator":
        """Returns the host generator of the next numbers."""
        if isinstance(self.seed, SeedGenerator):
            return seeds.generator(*self.seed.next_on_host())
        return seeds.generator(abs(self.seed), int(self.seed < 0))
