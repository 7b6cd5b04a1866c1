"""What lies beyond the edges of an image: which element stands at a place outside."""

from collections.abc import Callable

from tahr.core.current import engine
from tahr.core.typing import Tensor
from tahr.ops.padding import MODES

Places = Callable[[Tensor, int], Tensor]

FILLS: dict[str, Places] = {
    "constant": MODES["edge"],
    "nearest": MODES["edge"],
    "wrap": MODES["wrap"],
    "mirror": MODES["reflect"],
    "reflect": MODES["symmetric"],
}
"""Which element is read for a place, by the fill mode; what is constant is put there afterwards."""


def inside(places: Tensor, length: int) -> Tensor:
    """Returns which places lie within an axis."""
    run = engine()
    first = run.greater_equal(places, run.full((), 0, "int32"))
    return run.logical_and(first, run.less(places, run.full((), length, "int32")))
