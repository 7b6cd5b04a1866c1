"""What was chosen for a job where it said `auto`, and why."""

from dataclasses import asdict, dataclass, field
from typing import Any, TypeVar

Value = TypeVar("Value")


@dataclass(frozen=True)
class Decision:
    """One choice.

    Args:
        field: of the job, such as `training.batch_size`.
        value: what was chosen.
        why: by which measurement, rule, or rule of thumb.
    """

    field: str
    value: Any
    why: str

    def to_dict(self) -> dict[str, Any]:
        """Returns plain values, for JSON."""
        return asdict(self)


@dataclass
class Decisions:
    """Choices in the order in which they are made; what a job says itself is never changed."""

    made: list[Decision] = field(default_factory=list)

    def settle(self, path: str, given: Any, chosen: Value, why: str) -> Value:
        """Returns what is given, or, for "auto", what is chosen, which is noted.

        Example:
            >>> Decisions().settle("training.epochs", "auto", 5, "a rule of thumb")
            5
        """
        if given != "auto":
            return given
        self.made.append(Decision(path, chosen, why))
        return chosen
