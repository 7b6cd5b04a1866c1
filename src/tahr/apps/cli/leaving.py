"""How a command leaves the command line for good."""

from collections.abc import Callable


class Leave(BaseException):
    """Leaves the command line and goes on with a function."""

    def __init__(self, function: Callable[[], None]) -> None:
        super().__init__(function)
        self.function = function
