"""Data sets of the text files in a folder."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from tahr.core.dtypes import STRING
from tahr.core.tracebacks import ends_at_user
from tahr.preprocessing.folders import INFERRED
from tahr.preprocessing.reading import Data, from_folder, unreadable
from tahr.training.data.elements import ElementSpec

ENDINGS = (".txt",)


class TextReader:
    """Reads text files.

    Args:
        max_length: characters that are kept of each; None for all.
    """

    def __init__(self, max_length: int | None) -> None:
        self._max_length = max_length

    def __call__(self, path: str) -> str:
        try:
            text = Path(path).read_bytes().decode("utf-8")
        except (OSError, UnicodeDecodeError) as error:
            todo = "write it in UTF-8, or remove it"
            raise unreadable(path, "text in UTF-8", error, todo) from error
        return text[: self._max_length]


@ends_at_user
def text_dataset_from_directory(
    directory: str | Path,
    labels: Any = INFERRED,
    label_mode: str | None = "int",
    class_names: Sequence[str] | None = None,
    batch_size: int | None = 32,
    max_length: int | None = None,
    shuffle: bool = True,
    seed: int | None = None,
    validation_split: float | None = None,
    subset: str | None = None,
    follow_links: bool = False,
    format: str = "tf",
    verbose: bool = True,
) -> Data:
    """Makes a data set of the text files (`.txt`, UTF-8) in a folder, read when they are needed.

    Args:
        directory: the folder; with labels of its own, it has one folder for each class.
        labels: "inferred", a list of class numbers, or None, as in `image_dataset_from_directory`.
        label_mode: "int", "categorical", "binary" or None, as there.
        class_names: the folders that are classes, in the order of their numbers.
        batch_size: texts a batch; None for single ones.
        max_length: characters that are kept of each text.
        shuffle: whether to mix the files, and the texts anew in each pass.
        seed: of the order; files have that of Keras with the same seed.
        validation_split: the fraction of files to validate on.
        subset: "training" or "validation", or "both" for a list of the two.
        follow_links: whether to go into folders that are links.
        format: unused, kept for Keras's signature: every engine takes the data set.
        verbose: whether to say how many files there are.

    Returns:
        A `Dataset` of strings `(batch,)`, or of (strings, labels), with `class_names` and
        `file_paths`; two of them with `subset="both"`.

    Raises:
        ArgumentError: an argument makes no sense.
        DataError: there is no such folder, or no text in it. When it is read: a file is no UTF-8.

    Example:
        >>> import pathlib, tempfile
        >>> top = pathlib.Path(tempfile.mkdtemp())
        >>> for name, text in (("bad", "so dull"), ("good", "so fine")):
        ...     (top / name).mkdir()
        ...     _ = (top / name / "1.txt").write_text(text)
        >>> data = text_dataset_from_directory(top, shuffle=False, verbose=False)
        >>> [(texts.tolist(), labels.tolist()) for texts, labels in data]
        [(['so dull', 'so fine'], [0, 1])]
    """
    return from_folder(
        directory,
        ENDINGS,
        TextReader(max_length),
        ElementSpec((), STRING),
        labels=labels,
        label_mode=label_mode,
        class_names=class_names,
        batch_size=batch_size,
        shuffle=shuffle,
        seed=seed,
        validation_split=validation_split,
        subset=subset,
        follow_links=follow_links,
        verbose=verbose,
    )
