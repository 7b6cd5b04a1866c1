"""Sessions and settings that old programs speak to."""

from typing import Any

from tahr.backend.formats import place_of
from tahr.backend.functions import Function
from tahr.backend.symbols import listed
from tahr.backend.variables import Update, get_value
from tahr.compat.settings import SETTINGS
from tahr.config import set_image_data_format
from tahr.core import trees
from tahr.core.config import image_data_format
from tahr.core.errors import ArgumentError
from tahr.core.variables import Variable
from tahr.ops.symbolic import SymbolicTensor

ORDERINGS = SETTINGS["values"]


class Session:
    """Computes symbolic tensors, as `function` does, for programs that call `sess.run`."""

    graph: Any = None

    def run(self, fetches: Any, feed_dict: dict[Any, Any] | None = None, **kwargs: Any) -> Any:
        """Computes tensors.

        Args:
            fetches: symbolic tensors or variables; one, or several in a list or dict.
            feed_dict: arrays, by the symbolic tensors they stand for.
            **kwargs: unused.

        Returns:
            NumPy arrays, in the structure of `fetches`; None for what is no tensor.
        """
        fed = dict(feed_dict or {})
        leaves, structure = trees.flatten(fetches)
        wanted = [x for x in leaves if isinstance(x, SymbolicTensor | Variable)]
        updates = [x for x in leaves if isinstance(x, Update)]
        found = iter(Function(list(fed), wanted, updates)(list(fed.values())))
        return trees.unflatten(
            structure,
            [next(found) if isinstance(x, SymbolicTensor | Variable) else None for x in leaves],
        )

    def close(self) -> None:
        """Does nothing: there is nothing to close."""

    def __enter__(self) -> "Session":
        """Returns itself."""
        return self

    def __exit__(self, *error: object) -> None:
        """Does nothing."""


_SESSION = Session()


def get_session(op_input_list: Any = ()) -> Session:
    """Returns what computes symbolic tensors.

    Args:
        op_input_list: unused.
    """
    return _SESSION


def set_session(session: Any) -> None:
    """Does nothing: an engine finds its devices, and its memory, by itself.

    Args:
        session: unused.
    """


def image_dim_ordering() -> str:
    """Returns where the channels are: "tf" for last, "th" for first."""
    return next(old for old, new in ORDERINGS.items() if new == image_data_format())


def set_image_dim_ordering(dim_ordering: str) -> None:
    """Sets where the channels are.

    Args:
        dim_ordering: "tf" for last, "th" for first.

    Raises:
        ArgumentError: it is neither.
    """
    if dim_ordering not in ORDERINGS:
        raise ArgumentError(
            f"dim_ordering cannot be {dim_ordering!r}", expected=" or ".join(ORDERINGS)
        )
    set_image_data_format(ORDERINGS[dim_ordering])


def normalize_data_format(value: str | None) -> str:
    """Returns a checked data format, the configured one for None."""
    return place_of(value)


def evaluate(x: Any) -> Any:
    """Returns the value of a variable, a tensor, or a symbolic tensor that needs no input."""
    if isinstance(x, SymbolicTensor):
        return Function([], listed(x))([])[0]
    return get_value(x)


def nothing(*_: Any, **__: Any) -> None:
    """Does nothing: there is nothing left to choose."""


def no(*_: Any) -> bool:
    """Returns False."""
    return False


def yes(*_: Any) -> bool:
    """Returns True."""
    return True
