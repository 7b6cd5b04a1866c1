"""Where Keras's data sets come from, and their checksums."""

STORE = "https://storage.googleapis.com/tensorflow/tf-keras-datasets/"
CIFAR = "https://www.cs.toronto.edu/~kriz/"

FILES = {
    "mnist.npz": (
        STORE,
        "731c5ac602752760c8e48fbffcf8c3b850d9dc2a2aedcf2cc48468fc17b673d1",
    ),
    "boston_housing.npz": (
        STORE,
        "f553886a1f8d56431e820c5b82552d9d95cfcb96d1e678153f8839538947dff5",
    ),
    "california_housing.npz": (
        STORE,
        "1a2e3a52e0398de6463aebe6f4a8da34fb21fbb6b934cf88c3425e766f2a1a6f",
    ),
    "imdb.npz": (
        STORE,
        "69664113be75683a8fe16e3ed0ab59fda8886cb3cd7ada244f7d9544e4676b9f",
    ),
    "imdb_word_index.json": (STORE, "bfafd718b763782e994055a2d397834f"),
    "reuters.npz": (
        STORE,
        "d6586e694ee56d7a4e65172e12b3e987c03096cb01eab99753921ef915959916",
    ),
    "reuters_word_index.json": (STORE, "4d44cc38712099c9e383dc6e5f11a921"),
    "train-images-idx3-ubyte.gz": (STORE, None),
    "train-labels-idx1-ubyte.gz": (STORE, None),
    "t10k-images-idx3-ubyte.gz": (STORE, None),
    "t10k-labels-idx1-ubyte.gz": (STORE, None),
    "cifar-10-binary.tar.gz": (
        CIFAR,
        "c4a38c50a1bc5f3a1c5537f2155ab9d68f9f25eb1ed8d9ddda3db29a59bca1dd",
    ),
    "cifar-100-binary.tar.gz": (
        CIFAR,
        "58a81ae192c23a4be8b1804d68e518ed807d710a4eb253b1f2a199162a40d8ec",
    ),
}
"""The folder of each file on the net, and its SHA-256 or MD5; None where none is published."""
