"""Which files there are: their suffixes, and what to say about any other."""

from pathlib import Path

from tahr.core.errors import SavingError
from tahr.core.suggesting import closest

MODEL = ".keras"
WEIGHTS = ".weights.h5"
OLDER = (".h5", ".hdf5")
"""Keras 1's, Keras 2's and tf.keras's; ".weights.h5" ends so, too."""
LATER = {
    ".json": "weights in several files come with a later release",
    ".tf": "TensorFlow's SavedModel is not read: save the model as .keras from Keras",
    ".pb": "TensorFlow's SavedModel is not read: save the model as .keras from Keras",
    ".pkl": "pickles hold code, and code from a file is never run",
    ".pickle": "pickles hold code, and code from a file is never run",
}


def kind_of(path: str | Path, *allowed: str) -> str:
    """Returns the suffix of a path.

    Args:
        path: a file, there or not.
        *allowed: `MODEL`, `WEIGHTS`, which goes before `OLDER`.

    Raises:
        SavingError: the suffix is another.

    Example:
        >>> kind_of("net.weights.h5", WEIGHTS)
        '.weights.h5'
    """
    text = str(path)
    if "://" in text:
        raise SavingError(
            "only files on this computer can be used",
            where=text,
            todo="copy the file from or to there yourself",
        )
    weights = text.endswith(WEIGHTS) and WEIGHTS not in allowed
    for suffix in allowed:
        if text.endswith(suffix) and not weights:
            return suffix
    raise SavingError(
        "this kind of file cannot be used here",
        where=text,
        expected=f"a name that ends in {' or '.join(allowed)}",
        got=f"the suffix {Path(text).suffix!r}" if Path(text).suffix else "no suffix",
        todo="these are weights alone: build the model, and call its load_weights or save_weights"
        if weights
        else LATER.get(Path(text).suffix),
    )


def there(path: str | Path) -> Path:
    """Returns a path to a file to read.

    Raises:
        SavingError: it is not there, or is no file.
    """
    found = Path(path)
    if found.is_file():
        return found
    what = "this is a folder, not a file" if found.is_dir() else "there is no such file"
    raise SavingError(
        what,
        where=str(path),
        expected="a file that save() has written",
        todo=_nearest(found),
    )


def _nearest(path: Path) -> str | None:
    """Returns which file beside a path that is not there may be meant."""
    if not path.parent.is_dir():
        return f"there is no folder {str(path.parent)!r} here, in {str(Path.cwd())!r}"
    near = closest(path.name, [f.name for f in path.parent.iterdir() if f.is_file()])
    return near.removeprefix("; ") or None
