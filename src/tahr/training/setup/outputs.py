"""Matching what is given per output (losses, metrics, weights, targets) with the outputs."""

from typing import Any

from tahr.core import trees
from tahr.core.errors import ArgumentError, DataError
from tahr.training.setup.names import free


def names_of(y_pred: Any, given: list[str] | None) -> list[str]:
    """Returns a name for each output: its key, the model's name for it, or its number."""
    flat = trees.leaves(y_pred)
    if isinstance(y_pred, dict):
        return (
            sorted(y_pred)
            if len(y_pred) == len(flat)
            else [f"output_{i}" for i in range(len(flat))]
        )
    if given and len(given) == len(flat):
        return _apart(given)
    return ["output"] if len(flat) == 1 else [f"output_{i}" for i in range(len(flat))]


def _apart(names: list[str]) -> list[str]:
    """Returns names none of which stands twice, as those of two outputs of one inner model do.

    Example:
        >>> _apart(["tower", "tower"])
        ['tower', 'tower_1']
    """
    found: list[str] = []
    for name in names:
        found.append(free((name,), found))
    return found


def labels_of(names: list[str], given: list[str] | None) -> list[str]:
    """Returns what stands for each output in the names of figures; nothing for a mere number.

    Args:
        names: of the outputs, as `names_of` gives them.
        given: the model's names for its outputs.

    Example:
        >>> labels_of(["tower", "tower_1"], ["tower", "tower"]), labels_of(["output_0"], None)
        (['tower', 'tower'], [''])
    """
    if given and _apart(given) == names:
        return given
    return ["" if name.removeprefix("output_").isdecimal() else name for name in names]


def foreseen_names(outputs: Any, given: list[str] | None, hints: list[Any]) -> list[str]:
    """Returns a name for each output, as far as can be told before a model is called.

    Args:
        outputs: of the model, where they are known.
        given: the model's names for them.
        hints: losses or metrics by output, which say how many there are where nothing else does.
    """
    if outputs is not None:
        return names_of(outputs, given)
    for hint in hints:
        if isinstance(hint, dict):
            return sorted(hint)
    loss, *others = hints
    hints = [[*([item] for item in loss)] if isinstance(loss, list | tuple) else None, *others]
    return names_of([None] * max(1, *map(_outputs_in, hints)), given)


def _outputs_in(hint: Any) -> int:
    """Returns how many outputs a list by output has; 0 for a list of metrics of one."""
    many = isinstance(hint, list | tuple) and any(isinstance(one, list | tuple) for one in hint)
    return len(hint) if many else 0


def per_output(value: Any, y_pred: Any, names: list[str], argument: str) -> list[Any]:
    """Spreads an argument over the outputs.

    Args:
        value: one for all, a list by position, or a dict by key or output name.
        y_pred: the outputs.
        names: their names.
        argument: what the value was given as, for the error.

    Returns:
        One for each output, None where there is none.

    Raises:
        ArgumentError: a list of another length, or a name that no output has.
    """
    if isinstance(value, dict):
        return _by_name(value, names, argument)
    if isinstance(value, list | tuple):
        if len(value) != len(names):
            raise ArgumentError(
                f"{argument} has another length than there are outputs",
                expected=f"{len(names)}: {', '.join(names)}",
                got=len(value),
            )
        return list(value)
    return [value] * len(names)


def _by_name(value: dict[str, Any], names: list[str], argument: str) -> list[Any]:
    unknown = [key for key in value if key not in names]
    if unknown:
        raise ArgumentError(
            f"{argument} names an output the model does not have: {', '.join(map(repr, unknown))}",
            expected=", ".join(names),
        )
    return [value.get(name) for name in names]


def targets_of(y: Any, names: list[str]) -> list[Any]:
    """Returns the targets of each output.

    Raises:
        DataError: there are more or fewer than outputs.
    """
    if isinstance(y, dict):
        return [y.get(name) for name in names]
    if len(names) == 1 and not isinstance(y, list | tuple):
        return [y]
    flat = trees.leaves(y)
    if len(flat) != len(names):
        raise DataError(
            "another number of targets than the model has outputs",
            expected=f"{len(names)}: {', '.join(names)}",
            got=len(flat),
        )
    return flat
