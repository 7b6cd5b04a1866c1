"""`import tahr.as_keras`, before the first `import keras`: from here on, Keras is Tahr.

For notebooks, servers and a `conftest.py`; `tahr run program.py` does the same for a program as it
is. `import keras`, `import tf_keras`, `from tensorflow import keras` and packages that stand on
Keras get Tahr, in the processes that this one starts too. Keras itself may be installed beside it.

Example:
    >>> import tahr.as_keras
    >>> import keras
    >>> keras.layers is tahr.layers
    True
"""

import sys

from tahr.apps.cli import imports
from tahr.compat.modules import ROOTS
from tahr.core.errors import TahrError

__all__ = ["TooLateError"]


class TooLateError(TahrError, ImportError):
    """Keras itself has been imported before."""


def _given_out() -> list[str]:
    """Returns which modules of Keras itself this process has imported."""
    return [name for name in ROOTS if getattr(sys.modules.get(name), "__file__", None) is not None]


if _given_out():
    raise TooLateError(
        f"{_given_out()[0]} has been imported already, so this program has Keras itself",
        todo="write `import tahr.as_keras` above the first import of Keras, or of a package "
        "that imports it",
    )
imports.install()
