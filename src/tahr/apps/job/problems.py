"""What is wrong with a job or its data: one line each, all of them at once."""

from collections.abc import Iterable
from dataclasses import dataclass

from tahr.core.errors import TahrError


@dataclass(frozen=True)
class Problem:
    """One mistake.

    Args:
        file: the file it is in.
        line: of the file, from 1; None where no line can be named.
        path: of the field, such as `training.epochs`.
        says: what is wrong, and what would be right.
    """

    file: str
    line: int | None
    path: str
    says: str

    def __str__(self) -> str:
        place = self.file if self.line is None else f"{self.file}:{self.line}"
        return f"{place}: {self.path}: {self.says}" if self.path else f"{place}: {self.says}"


class JobError(TahrError):
    """A job or its data cannot be worked with.

    Args:
        problems: all that was found.
    """

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems: tuple[Problem, ...] = tuple(problems)
        super().__init__("\n".join(map(str, self.problems)))


def wrong(says: str, file: object = "", path: str = "") -> JobError:
    """Returns the error for a single mistake.

    Args:
        says: what is wrong, and what would be right.
        file: the file or folder it is in.
        path: of the field or column.

    Example:
        >>> str(wrong("no such file", "adult.csv"))
        'adult.csv: no such file'
    """
    return JobError([Problem(str(file), None, path, says)])
