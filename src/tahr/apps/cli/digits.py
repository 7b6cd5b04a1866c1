"""Handwritten digits for the demo: MNIST where it is on disk, else scikit-learn's own."""

from dataclasses import dataclass

import numpy as np

from tahr.core.extras import required
from tahr.datasets import download, mnist

MOST = 10_000
"""Images to train on, so that the demo stays within a minute."""

TESTED = 360
"""Images of scikit-learn's 1,797 to test with."""

BLOCKS = " ▀▄█"
"""A pixel above a pixel: none, the upper, the lower, both."""


@dataclass(frozen=True)
class Digits:
    """Images (n, height, width, 1), from 0 to 1, and what they show.

    Attributes:
        name: where they come from.
        epochs: how often they need to be seen.
    """

    name: str
    epochs: int
    x_train: np.ndarray
    y_train: np.ndarray
    x_test: np.ndarray
    y_test: np.ndarray


def load() -> Digits:
    """Loads the digits; nothing is downloaded.

    Raises:
        MissingExtraError: neither MNIST nor scikit-learn is there.
    """
    if (download.folder() / "mnist.npz").is_file():
        return _mnist()
    required("sklearn", "demo")
    from sklearn.datasets import load_digits

    pixels, numbers = load_digits(return_X_y=True)
    order = np.random.default_rng(0).permutation(len(pixels))
    images = _scaled(np.asarray(pixels)[order].reshape(-1, 8, 8), 16)
    labels = np.asarray(numbers)[order]
    parts = (images[TESTED:], labels[TESTED:], images[:TESTED], labels[:TESTED])
    return Digits("UCI digits, 8x8 (scikit-learn)", 24, *parts)


def _mnist() -> Digits:
    (x_train, y_train), (x_test, y_test) = mnist.load_data()
    parts = (_scaled(x_train[:MOST], 255), y_train[:MOST], _scaled(x_test, 255), y_test)
    return Digits("MNIST, 28x28", 5, *parts)


def _scaled(images: np.ndarray, largest: int) -> np.ndarray:
    return (images / largest).astype("float32")[..., None]


def in_text(image: np.ndarray) -> list[str]:
    """Draws an image in lines of block characters, two pixels each.

    Args:
        image: (height, width), from 0 to 1; large ones are drawn at half their size.

    Example:
        >>> in_text(np.array([[1.0, 0.0], [1.0, 1.0]]))
        ['█▄']
    """
    if len(image) > 16:
        image = image.reshape(len(image) // 2, 2, -1, 2).mean(axis=(1, 3))
    dark = image > 0.35
    pairs = zip(dark[0::2], dark[1::2], strict=True)
    return [
        "".join(BLOCKS[int(a) + 2 * int(b)] for a, b in zip(*pair, strict=True)) for pair in pairs
    ]
