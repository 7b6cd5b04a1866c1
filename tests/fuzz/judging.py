"""What is right of Tahr, where Keras does the same or refuses, and what is a bug of Keras's own."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np

from tahr.core.errors import TahrError

Run = Callable[[], list[np.ndarray]]


@dataclass(frozen=True)
class Outcome:
    """What came of a program: arrays, or an error."""

    arrays: list[np.ndarray] | None
    error: Exception | None = None


def outcome(run: Run) -> Outcome:
    try:
        return Outcome(run())
    except Exception as error:
        return Outcome(None, error)


def verdict(ours: Outcome, theirs: Outcome) -> str | None:
    """Says what is wrong of ours; None where nothing is."""
    if ours.error is not None and not isinstance(ours.error, TahrError):
        return f"untyped: {type(ours.error).__name__}: {str(ours.error)[:300]}"
    if theirs.arrays is None:
        return None
    if ours.arrays is None:
        return f"refused: {str(ours.error)[:300]}"
    shapes = [[a.shape for a in found] for found in (ours.arrays, theirs.arrays)]
    if shapes[0] != shapes[1]:
        return f"shapes: {shapes[0]}, Keras {shapes[1]}"
    for one, other in zip(ours.arrays, theirs.arrays, strict=True):
        size = max(1.0, float(np.abs(np.nan_to_num(other)).max(initial=0.0)))
        if not np.allclose(one, other, rtol=1e-5, atol=1e-5 * size, equal_nan=True):
            gap = np.nanmax(np.abs(np.asarray(one, "float64") - other))
            return f"values: off by {gap}"
    return None


@dataclass(frozen=True)
class Excuse:
    """A difference from Keras that is meant.

    Args:
        fits: of the layer's name, its arguments and the verdict.
        reason: why Tahr is right.
    """

    fits: Callable[[str, dict[str, Any], str], bool]
    reason: str


EXCUSES = [
    Excuse(
        lambda name, given, said: name == "PReLU" and said.startswith("refused"),
        "Keras shares another axis than the one that a negative shared_axes, or 0, names",
    ),
    Excuse(
        lambda name, given, said: name == "RMSNormalization" and given.get("axis", -1) != -1,
        "Keras grows an axis where RMSNormalization is not along the last",
    ),
    Excuse(
        lambda name, given, said: said.startswith("refused") and given.get("activation") is object,
        "a class that makes no tensor is no activation",
    ),
    Excuse(
        lambda name, given, said: said.startswith("refused") and "window is larger" in said,
        "Keras says so of symbolic tensors only, and computes on none of an array's places",
    ),
    Excuse(
        lambda name, given, said: said.startswith("refused") and "seed must be an integer" in said,
        "Keras looks at a seed only when a number is drawn, which a rate of 0 never does",
    ),
    Excuse(
        lambda name, given, said: (
            said.startswith("refused") and given.get("axis") in ("", [None], 0.5, 1.5)
        ),
        "an axis is an integer",
    ),
    Excuse(
        lambda name, given, said: "dropout must be from 0 to 1" in said,
        "Keras takes a rate below 0 for none",
    ),
    Excuse(
        lambda name, given, said: name == "Masking" and given.get("mask_value") == (0,),
        "Masking is by one number",
    ),
    Excuse(
        lambda name, given, said: (
            name == "Rescaling" and [None] in (given.get("offset"), given.get("scale"))
        ),
        "what is no number cannot be added or multiplied",
    ),
    Excuse(
        lambda name, given, said: said.startswith("refused") and "this is no regularizer" in said,
        "Keras asks for a regularizer only where there is something to penalize",
    ),
    Excuse(
        lambda name, given, said: name == "Reshape" and isinstance(given["target_shape"], dict),
        "the keys of a dict are no shape",
    ),
    Excuse(
        lambda name, given, said: said.startswith("refused symbolically") and "axis 0" in said,
        "weights for each sample cannot be made before the number of samples is known",
    ),
]


def is_meant(name: str, given: dict[str, Any], said: str) -> bool:
    return any(excuse.fits(name, given, said) for excuse in EXCUSES)
