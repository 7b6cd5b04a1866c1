"""Optional libraries: there when installed, and a line on how to install them when not."""

from importlib.util import find_spec

from tahr.core.errors import MissingExtraError


def required(package: str, extra: str) -> None:
    """Raises unless a package is installed.

    Args:
        package: its import name.
        extra: the extra of Tahr that brings it.

    Raises:
        MissingExtraError: it is not installed.

    Example:
        >>> required("json", "none")
    """
    if find_spec(package) is None:
        raise MissingExtraError(
            f"{package} is needed for this and not installed",
            todo=f"pip install 'tahr[{extra}]'",
        )
