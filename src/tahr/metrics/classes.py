"""Whether predictions have the classes that a metric is to look at."""

from tahr.core.errors import ShapeError


def check_classes(there: int, class_id: int | None = None, best: int | None = None) -> None:
    """Refuses a class, or a number of best classes, that there is not.

    Args:
        there: how many classes predictions have.
        class_id: the number of a class.
        best: how many of the best classes are looked at.

    Raises:
        ShapeError: there are fewer classes.

    Example:
        >>> check_classes(3, class_id=2, best=3)
    """
    if class_id is not None and class_id >= there:
        raise ShapeError(
            "predictions have no such class",
            expected=f"class_id from 0 to {there - 1}",
            got=f"class_id={class_id}",
        )
    if best is not None and best > there:
        raise ShapeError(
            "predictions have fewer classes than are to be looked at",
            expected=f"{there} or fewer",
            got=best,
        )
