"""Small helpers of Keras 1 and 2 about files."""

from pathlib import Path


def ask_to_proceed_with_overwrite(filepath: str | Path) -> bool:
    """Asks on the terminal whether a file may be overwritten.

    Args:
        filepath: the file.

    Returns:
        Whether the answer was yes.
    """
    answer = ""
    while answer not in ("y", "n"):
        answer = input(f"{filepath} is there already. Overwrite it? [y/n] ").strip().lower()
    return answer == "y"
