"""Weights trained on ImageNet, and the names of its classes: Keras's files."""

from pathlib import Path
from urllib.parse import urljoin

from tahr.applications.asked import Asked
from tahr.applications.hashes import HASHES
from tahr.core.config import keras_home
from tahr.core.errors import DataError
from tahr.core.json_text import parse_object
from tahr.datasets.download import fetch
from tahr.models.model import Functional

STORE = "https://storage.googleapis.com/tensorflow/keras-applications/"
KERNELS = "_weights_tf_dim_ordering_tf_kernels"
"""What the names of older files have behind the model's."""
CLASSES = "https://storage.googleapis.com/download.tensorflow.org/data/imagenet_class_index.json"
CLASSES_HASH = "c2c37ea517e94d9795004a39431a14cb"


def load(model: Functional, asked: Asked, file: str, mark: str) -> None:
    """Loads the weights that a user asks for.

    Args:
        model: the model.
        asked: what is asked.
        file: the address of those of ImageNet below that of all, without its ending.
        mark: what the file without the head has behind its name.

    Raises:
        DataError: they cannot be downloaded.
        SavingError: they do not fit the model.
    """
    if asked.weights is None:
        return
    if not asked.pretrained:
        model.load_weights(Path(asked.weights).expanduser())
        return
    stem = _kept_as(file).removesuffix(KERNELS)
    digest = HASHES[stem][0 if asked.include_top else 1] if stem in HASHES else None
    address = f"{file}{'' if asked.include_top else mark}.h5"
    model.load_weights(_fetched(urljoin(STORE, address), digest))


def _fetched(url: str, digest: str | None) -> Path:
    """Returns a file in `KERAS_HOME/models`, downloaded where it is not there yet."""
    return fetch(keras_home() / "models" / _kept_as(url), url, digest)


def _kept_as(address: str) -> str:
    """Returns what Keras calls a file on disk: a NASNet otherwise than on the net."""
    name = address.rpartition("/")[2]
    return name.lower().replace("-", "_") if name.startswith("NASNet") else name


def class_index() -> list[tuple[str, str]]:
    """Returns the WordNet identifier and the name of each class of ImageNet.

    Raises:
        DataError: the list cannot be downloaded or read.
    """
    path = _fetched(CLASSES, CLASSES_HASH)
    try:
        found = parse_object(path.read_text(encoding="utf-8"), str(path))
        rows = [found[str(number)] for number in range(1000)]
        return [(str(identifier), str(name)) for identifier, name in rows]
    except (OSError, ValueError, LookupError, TypeError) as error:
        raise DataError(
            "the names of the classes cannot be read", where=str(path), got=error
        ) from None
