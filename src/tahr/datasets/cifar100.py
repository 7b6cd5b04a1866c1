"""CIFAR-100: 60,000 colour pictures of 100 kinds of things, 32×32 (Krizhevsky 2009)."""

from tahr.core.errors import ArgumentError
from tahr.core.tracebacks import ends_at_user
from tahr.datasets import cifar
from tahr.datasets.reading import Split, fetched

LABELS = {"coarse": 0, "fine": 1}
"""Which of the two label bytes is which."""


@ends_at_user
def load_data(label_mode: str = "fine") -> tuple[Split, Split]:
    """Loads the pictures.

    Args:
        label_mode: "fine" for 100 classes, "coarse" for 20.

    Returns:
        ((x_train, y_train), (x_test, y_test)): uint8 pictures (50000, 32, 32, 3) and labels
        (50000, 1), then 10,000 of them to test with.

    Raises:
        ArgumentError: there are no such labels.
        DataError: the file cannot be fetched or read.
    """
    if label_mode not in LABELS:
        raise ArgumentError(
            f"label_mode cannot be {label_mode!r}", expected=" or ".join(map(repr, LABELS))
        )
    path = fetched("cifar-100-binary.tar.gz")
    train, test = (
        cifar.read(path, (f"cifar-100-binary/{part}.bin",), 2, LABELS[label_mode])
        for part in ("train", "test")
    )
    return train, test
