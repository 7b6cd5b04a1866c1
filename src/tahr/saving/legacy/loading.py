"""Weights out of the older HDF5 files: all that fit, or none."""

import logging
from collections.abc import Iterable
from logging import Logger
from typing import Any

from tahr.core.errors import SavingError
from tahr.core.notices import notice
from tahr.saving.hdf5 import Weights
from tahr.saving.legacy.layout import read_layers
from tahr.saving.legacy.matching import Match, match

log: Logger = logging.getLogger("tahr")
FEW = 5


def load(
    model: Any,
    weights: Weights,
    by_name: bool = False,
    skip_mismatch: bool = False,
    skip: Iterable[object] = (),
) -> None:
    """Reads the weights of an older file into a model.

    Args:
        model: a model that is built.
        weights: the open file.
        by_name: whether layers are found by their names rather than their places; then the model
            and the file may each have layers that the other has not.
        skip_mismatch: whether what does not fit is left as it is, with a warning.
        skip: layers to leave as they are.

    Raises:
        SavingError: something does not fit.
    """
    found = match(model, read_layers(weights), by_name, skip)
    wrong = found.misfits if by_name else [*found.misfits, *_unpaired(found)]
    if wrong and not skip_mismatch:
        raise SavingError(
            "the file does not fit the model",
            where=weights.where,
            got="\n              ".join([*wrong[:FEW], *_more(wrong)]),
            todo="load it into a model of the same layers, or pass skip_mismatch=True",
        )
    if by_name and not found.values:
        raise SavingError(
            "no layer of the model is called as one in the file",
            where=weights.where,
            expected=", ".join(found.missing[:FEW]),
            got=", ".join(found.unexpected[:FEW]) or "no layers",
        )
    for row in wrong:
        notice(f"left as it is: {row}")
    if by_name and found.missing:
        names = [*found.missing[:FEW], *(["…"] if len(found.missing) > FEW else [])]
        notice(
            f"{weights.where}: {len(found.values)} weights were loaded; no layer in the file is "
            f"called {', '.join(names)}, which stay as they were"
        )
    for variable, value in found.values:
        variable.assign(value)
    log.info(
        "%s: %d weights loaded; in the model alone: %s; in the file alone: %s",
        weights.where, len(found.values), found.missing, found.unexpected,
    )  # fmt: skip


def _unpaired(found: Match) -> list[str]:
    rows = [f"{name}: in the model alone" for name in found.missing]
    return rows + [f"{name}: in the file alone" for name in found.unexpected]


def _more(rows: list[str]) -> list[str]:
    return [f"and {len(rows) - FEW} more"] if len(rows) > FEW else []
