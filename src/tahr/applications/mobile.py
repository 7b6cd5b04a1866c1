"""What MobileNets share: weights for several widths and sizes of pictures."""

from collections.abc import Sequence
from dataclasses import replace

from tahr.applications.asked import Asked, sides_of
from tahr.core.ranges import Range

USUAL = 224
FRACTION = Range(0, 1)


def side_of(asked: Asked, trained: Sequence[int]) -> int:
    """Returns the side of the pictures whose weights are meant.

    Args:
        asked: what the user asks.
        trained: the sides of pictures that there are weights for.
    """
    given = asked.input_shape
    if given is None and asked.input_tensor is not None:
        given = asked.input_tensor.shape[1:]
    if given is None or len(given) != 3:
        return USUAL
    height, width = sides_of(given)
    return height if height is not None and height == width and height in trained else USUAL


def named(asked: Asked, name: str | None, kind: str, alpha: float, side: int) -> Asked:
    """Returns what is asked, with the name that Keras gives a network by its width and pictures.

    Args:
        asked: what the user asks.
        name: the name that the user gives, if any.
        kind: of the network.
        alpha: how many times as wide it is.
        side: of the pictures where the user says none.
    """
    usual = side if asked.include_top else None
    height = usual if asked.input_shape is None else sides_of(asked.input_shape)[0]
    return replace(asked, name=name or f"{kind}_{alpha:.2f}_{height}")


def check_width(asked: Asked, alpha: float, trained: Sequence[float]) -> None:
    """Checks how many times as wide a network is to be.

    Raises:
        ArgumentError: it would have no width, or there are no weights for it.
    """
    asked.check("alpha", alpha, Range(0, above=True))
    if asked.pretrained and alpha not in trained:
        raise asked.wrong(
            "there are no weights of ImageNet for this width",
            expected=", ".join(map(str, trained)),
            got=f"alpha={alpha}",
        )
