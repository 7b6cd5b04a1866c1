"""The names of figures: no two alike, and in the order in which lists hold them."""

from collections.abc import Iterable


def free(names: tuple[str, ...], taken: Iterable[str]) -> str:
    """Returns the first of some names that is not taken, or the last with a number.

    Example:
        >>> free(("mae", "weighted_mae"), ["mae"]), free(("mae",), ["mae", "mae_1"])
        ('weighted_mae', 'mae_2')
    """
    names = tuple(dict.fromkeys(names))
    for name in names:
        if name not in taken:
            return name
    number = 1
    while f"{names[-1]}_{number}" in taken:
        number += 1
    return f"{names[-1]}_{number}"


def in_order(names: Iterable[str], figures: Iterable[str]) -> list[str]:
    """Returns the names of figures in the order in which lists hold them, as in Keras.

    Args:
        names: of the metrics, in their order; these figures come first.
        figures: the names in the logs.

    Example:
        >>> in_order(["loss", "mae", "a_loss"], ["a_loss", "a_mae", "loss"])
        ['loss', 'a_loss', 'a_mae']
    """
    present = set(figures)
    first = [name for name in dict.fromkeys(names) if name in present]
    return [*first, *sorted(present - set(first))]
