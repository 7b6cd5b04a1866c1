"""CIFAR-10: 60,000 colour pictures of 10 kinds of things, 32×32 (Krizhevsky 2009)."""

from tahr.core.tracebacks import ends_at_user
from tahr.datasets import cifar
from tahr.datasets.reading import Split, fetched

TRAIN = tuple(f"cifar-10-batches-bin/data_batch_{number}.bin" for number in range(1, 6))
TEST = ("cifar-10-batches-bin/test_batch.bin",)


@ends_at_user
def load_data() -> tuple[Split, Split]:
    """Loads the pictures.

    Returns:
        ((x_train, y_train), (x_test, y_test)): uint8 pictures (50000, 32, 32, 3) and labels
        (50000, 1), then 10,000 of them to test with.

    Raises:
        DataError: the file cannot be fetched or read.
    """
    path = fetched("cifar-10-binary.tar.gz")
    return cifar.read(path, TRAIN, labels=1), cifar.read(path, TEST, labels=1)
