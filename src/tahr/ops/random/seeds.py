"""Where the keys of random ops come from."""

from dataclasses import dataclass
from typing import Any, TypeAlias

from tahr.core import item_keys, names, seeds
from tahr.core.current import engine
from tahr.core.errors import ArgumentError, EngineError, told
from tahr.core.registry import known_as
from tahr.core.scopes import state_scope
from tahr.core.spelling import Configured
from tahr.core.tracking import GeneratorBase
from tahr.core.typing import Tensor
from tahr.core.variables import Variable

WORD = 2**32
SPREAD = 2654435761
"""Odd, and so far from a simple share of `WORD` that multiples of it fill it evenly."""


@known_as("keras.random", "SeedGenerator")
class SeedGenerator(GeneratorBase, metaclass=Configured):
    """A stream of random keys: a seed, and a counter that is state like a weight.

    While a worker prepares an item of data, keys follow from the seed and the item instead, so
    that they are the same however many workers there are.

    Args:
        seed: an integer; None draws one.
        name: of the generator; derived from the class by default.
        **kwargs: `backend` is taken and not needed.

    Raises:
        ArgumentError: the seed is no integer.

    Example:
        >>> generator = SeedGenerator(7)
        >>> generator.next().tolist(), generator.next().tolist()
        ([7, 0], [7, 1])
    """

    def __init__(self, seed: int | None = None, name: str | None = None, **kwargs: object) -> None:
        if seed is not None and not isinstance(seed, int):
            raise ArgumentError("a seed is an integer", where="SeedGenerator", got=told(seed))
        self.name: str = name or names.auto_name("seed_generator")
        self._given_seed = seed
        start = seeds.default_seed() if seed is None else seed
        with names.scope(self.name):
            self.state: Variable = Variable(
                _words(start, 0), dtype="uint32", trainable=False, name=seeds.STATE
            )
        item = item_keys.under_way()
        if item is not None:
            item.adopt(self)

    @property
    def variables(self) -> list[Variable]:
        """The seed and the counter."""
        return [self.state]

    def next(self, ordered: bool = True) -> Tensor:
        """Returns a key, a uint32 tensor of shape (2,), and moves the counter on.

        Args:
            ordered: kept for Keras's signature; keys always come in order.
        """
        item = item_keys.under_way()
        if item is not None and item.keys(self) and state_scope() is None:
            return engine().asarray(item.key(self, int(self.state.numpy()[0])), "uint32")
        key = self.state.value
        self.state.store(engine().add(key, engine().asarray(_words(0, 1), "uint32")))
        return key

    def next_on_host(self) -> tuple[int, int]:
        """Returns the next key as two integers."""
        seed, count = (int(word) for word in self.state.numpy())
        self.state.assign(_words(seed, count + 1))
        return seed, count

    def get_config(self) -> dict[str, Any]:
        """Returns the arguments that would make it again."""
        return {"seed": self._given_seed, "name": self.name}

    @classmethod
    def from_config(cls, config: dict[str, Any]) -> "SeedGenerator":
        """Makes one from its configuration."""
        return cls(**config)


Seed: TypeAlias = int | SeedGenerator | None
"""What a key comes of.

An integer is for one certain key, a generator for its next, None for the default generator's. Two
words in a tensor are a key too, as `SeedGenerator.next` and `jax.random.PRNGKey` make them; they
are no part of the type, by which an op would take the seed for one of its tensors.
"""


@dataclass
class _Default:
    generator: SeedGenerator | None = None
    generation: int = -1


_DEFAULT = _Default()


def _words(high: int, low: int) -> Any:
    import numpy as np

    return np.array([high % WORD, low % WORD], "uint32")


def default_generator() -> SeedGenerator:
    """Returns the generator of random ops that are given no seed; `set_random_seed` renews it."""
    now = seeds.generation()
    found = _DEFAULT.generator
    if found is None or now != _DEFAULT.generation:
        with names.fresh(), item_keys.beside():
            found = SeedGenerator(name="default_seed_generator")
        _DEFAULT.generator, _DEFAULT.generation = found, now
    return found


def key_of(seed: Seed) -> Tensor:
    """Returns the key of a random op.

    Raises:
        ArgumentError: the seed is neither an integer, a generator nor None.
        EngineError: there is no seed, and the op is being compiled outside a training step.
    """
    if isinstance(seed, SeedGenerator):
        return seed.next()
    if isinstance(seed, int):
        return engine().asarray(_words(seed, 0), "uint32")
    if seed is not None:
        return _given(seed)
    generator = default_generator()
    before = generator.state.value
    key = generator.next()
    if state_scope() is None and not engine().is_concrete(generator.state.value):
        generator.state.store(before)
        raise EngineError(
            "a random op without a seed is being compiled, and would give the same each time",
            todo="make a SeedGenerator, and give it as the seed",
        )
    return key


def _given(seed: Any) -> Tensor:
    """Returns a key that a program has made itself."""
    if tuple(getattr(seed, "shape", ())) != (2,) or isinstance(seed, str):
        raise ArgumentError(
            "a seed is an integer, a SeedGenerator or None",
            got=told(seed),
            todo="a key is a tensor of two words, as SeedGenerator.next() gives it",
        )
    return engine().asarray(seed, "uint32")


def split_seed(seed: Seed, number: int = 2) -> list[Seed]:
    """Returns seeds for several draws that one seed is given for.

    Args:
        seed: of the whole; a generator or None serves for each draw, as it moves on.
        number: how many draws there are.
    """
    if seed is None or isinstance(seed, SeedGenerator):
        return [seed] * number
    if not isinstance(seed, int):
        run, key = engine(), key_of(seed)
        steps = [run.asarray(_words(place * SPREAD, place), "uint32") for place in range(number)]
        return [run.add(key, step) for step in steps]
    return [(seed * SPREAD + place) % WORD for place in range(number)]
