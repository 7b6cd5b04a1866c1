"""MNIST: 70,000 handwritten digits, grey, 28×28 (LeCun, Cortes, Burges 1998)."""

from tahr.core.tracebacks import ends_at_user
from tahr.datasets.reading import Split, fetched, read_npz


@ends_at_user
def load_data(path: str = "mnist.npz") -> tuple[Split, Split]:
    """Loads the digits.

    Args:
        path: the file, in `KERAS_HOME/datasets` unless absolute; it is downloaded where it is
            not there.

    Returns:
        ((x_train, y_train), (x_test, y_test)): uint8 images (60000, 28, 28) and labels
        (60000,), then 10,000 of them to test with.

    Raises:
        DataError: the file cannot be fetched or read.
    """
    names = ("x_train", "y_train", "x_test", "y_test")
    x_train, y_train, x_test, y_test = read_npz(fetched("mnist.npz", path), names)
    return (x_train, y_train), (x_test, y_test)
