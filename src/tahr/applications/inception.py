"""Branches of convolutions side by side, as tables (Szegedy et al. 2015)."""

from collections.abc import Sequence
from typing import TypeAlias

from tahr import layers
from tahr.applications.building import channels
from tahr.core.ranges import Padding
from tahr.ops.symbolic import SymbolicTensor

Step: TypeAlias = tuple[int, int, int] | tuple[int, int, int, int] | str
"""Filters, rows and columns of a convolution, and its strides where they are not 1; or a pooling:
"average" of neighbours, or "max", which halves height and width."""
Branch: TypeAlias = Sequence[Step]


def convolved(
    x: SymbolicTensor,
    filters: int,
    rows: int,
    columns: int,
    strides: int = 1,
    *,
    padding: Padding | None = None,
    name: str | None = None,
) -> SymbolicTensor:
    """Convolves, normalizes, and leaves out what is negative.

    Args:
        x: features.
        filters: how many channels come out.
        rows: of the kernel.
        columns: of the kernel.
        strides: down and to the right.
        padding: "same" where the strides are 1, else "valid", by default.
        name: of the convolution; all are numbered by default.
    """
    edge: Padding = padding or ("same" if strides == 1 else "valid")
    norm, active = (None, None) if name is None else (f"{name}_bn", f"{name}_ac")
    x = layers.Conv2D(filters, (rows, columns), strides, edge, use_bias=False, name=name)(x)
    x = layers.BatchNormalization(axis=channels(), scale=False, name=norm)(x)
    return layers.Activation("relu", name=active)(x)


def branch(x: SymbolicTensor, steps: Branch) -> SymbolicTensor:
    """Takes features through a branch."""
    for step in steps:
        if step == "average":
            x = layers.AveragePooling2D(3, strides=1, padding="same")(x)
        elif isinstance(step, str):
            x = layers.MaxPooling2D(3, strides=2)(x)
        else:
            x = convolved(x, *step)
    return x


def joined(parts: Sequence[SymbolicTensor], name: str | None = None) -> SymbolicTensor:
    """Puts the channels of branches behind each other."""
    return layers.Concatenate(axis=channels(), name=name)(parts)


def mixed(x: SymbolicTensor, table: Sequence[Branch], name: str) -> SymbolicTensor:
    """Takes features through branches, and joins what comes out."""
    return joined([branch(x, steps) for steps in table], name)


def stem(x: SymbolicTensor) -> SymbolicTensor:
    """Brings pictures to an eighth of their height and width, and 192 channels."""
    x = convolved(x, 32, 3, 3, 2)
    x = convolved(x, 32, 3, 3, padding="valid")
    x = convolved(x, 64, 3, 3)
    x = layers.MaxPooling2D(3, strides=2)(x)
    x = convolved(x, 80, 1, 1, padding="valid")
    x = convolved(x, 192, 3, 3, padding="valid")
    return layers.MaxPooling2D(3, strides=2)(x)
