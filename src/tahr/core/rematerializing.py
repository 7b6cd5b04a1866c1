"""Which layers compute their insides anew in the backward pass, rather than keep them."""

from collections.abc import Generator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, Literal

from tahr.core.arguments import checked
from tahr.core.ranges import Count

Mode = Literal["full", "activations", "larger_than", "list_of_layers"]

_scope: ContextVar["RematScope | None"] = ContextVar("remat_scope", default=None)
_inside: ContextVar[bool] = ContextVar("inside_remat", default=False)


class RematScope:
    """Has layers made or called inside the block compute anew, in the backward pass, what they do.

    What is computed inside a layer is not kept for the gradients, so a model takes less memory and
    more time. A layer inside of one that computes anew does it with that.

    Args:
        mode: "full" for all layers but whole models, "activations" for the activation functions of
            layers alone, "larger_than" for layers whose outputs are larger than a threshold,
            "list_of_layers" for those named; None for none, inside a block for others.
        output_size_threshold: how many numbers the outputs of a layer have at most that keeps its
            inside.
        layer_names: the names of layers.

    Raises:
        ArgumentError: there is no such mode.

    Example:
        >>> import tahr
        >>> with RematScope(mode="full"):
        ...     model = tahr.Sequential([tahr.Input((4,)), tahr.layers.Dense(8, "gelu")])
        >>> model.count_params()
        40

    Source: Chen et al. 2016, "Training deep nets with sublinear memory cost".
    """

    @checked
    def __init__(
        self,
        mode: Mode | None = "full",
        output_size_threshold: Count = 1024,
        layer_names: Sequence[str] | None = None,
    ) -> None:
        self.mode = mode
        self.output_size_threshold: int = int(output_size_threshold)
        self.layer_names: tuple[str, ...] = tuple(layer_names or ())
        self._tokens: list[Any] = []

    def __getstate__(self) -> dict[str, Any]:
        """Returns what a pickle or a copy takes along: nothing of blocks that are open."""
        return {**vars(self), "_tokens": []}

    def __enter__(self) -> "RematScope":
        """Opens the block."""
        self._tokens.append(_scope.set(self))
        return self

    def __exit__(self, *error: object) -> None:
        """Closes the block."""
        _scope.reset(self._tokens.pop())


def remat_scope() -> RematScope | None:
    """Returns the innermost open block."""
    return _scope.get()


@contextmanager
def computing_anew() -> Generator[None]:
    """Says inside the block that what is computed there will be computed anew as a whole."""
    token = _inside.set(True)
    try:
        yield
    finally:
        _inside.reset(token)


def is_computing_anew() -> bool:
    """Returns whether a layer further out computes anew what is under way."""
    return _inside.get()
