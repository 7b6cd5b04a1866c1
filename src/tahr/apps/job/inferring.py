"""What a table is for: which column is to be told, and what each column is."""

import re

from tahr.apps.data.columns import FEW, ColumnProfile
from tahr.apps.data.profile import Profile
from tahr.apps.job.problems import wrong

NAMES = (
    "target", "label", "labels", "class", "y", "outcome", "output", "result", "response", "income",
    "price", "churn", "churned", "survived", "sentiment", "rating", "score", "category", "type",
    "default", "diagnosis", "species", "quality", "value",
)  # fmt: skip
"""What a target is often called, the likeliest first."""
USELESS = frozenset(("constant", "identifier", "empty"))


def target_of(profile: Profile) -> tuple[str, str]:
    """Returns the column that is most likely to be told, and why.

    Raises:
        JobError: no column could be.
    """
    able = [c for c in profile.columns if c.type in {"number", "category", "binary", "set"}]
    if not able:
        raise wrong("no column could be a target: name one with --target", profile.source)
    by_name = {re.sub(r"[^a-z]", "", column.name.lower()): column for column in able}
    for name in NAMES:
        if name in by_name and (name != "y" or len(by_name[name].name) == 1):
            return by_name[name].name, "it is called so"
    if any(column.files for column in profile.columns):
        return able[0].name, "what the names of the files say first"
    return able[-1].name, "it is the last column that could be"


def input_type(column: ColumnProfile) -> str:
    """Returns the type of feature that a column is as an input."""
    if column.type == "array":
        return "image" if len(column.shape) in (2, 3) else "array"
    return column.type


def output_type(column: ColumnProfile, profile: Profile) -> str:
    """Returns the type of feature that a column is as an output.

    Few different whole numbers are classes; numbers beside nothing but times are a series.
    """
    if column.type != "number":
        return column.type
    others = {c.type for c in profile.columns if c.name != column.name} - USELESS
    if profile.order is not None and others == {"date"}:
        return "series"
    if column.distinct == 2:
        return "binary"
    values = [value for value, _ in column.counts]
    whole = all(re.fullmatch(r"-?\d+(\.0+)?", value) for value in values)
    return "category" if whole and column.distinct <= FEW else "number"
