"""Data sets of numbers and pictures."""

import gzip
import io
import tarfile

import numpy as np
import pytest

from tahr.core.config import CONFIG
from tahr.core.errors import ArgumentError, DataError
from tahr.datasets import (
    boston_housing,
    california_housing,
    cifar10,
    cifar100,
    fashion_mnist,
    mnist,
)

RANDOM = np.random.default_rng(0)
IMAGES = RANDOM.integers(0, 256, (7, 28, 28), dtype="uint8")
LABELS = RANDOM.integers(0, 10, 7, dtype="uint8")


def test_mnist(store):
    parts = {"x_train": IMAGES, "y_train": LABELS, "x_test": IMAGES[:2], "y_test": LABELS[:2]}
    np.savez(store / "mnist.npz", **parts)
    np.savez(store / "other.npz", **parts)
    for found in (
        mnist.load_data(),
        mnist.load_data("other.npz"),
        mnist.load_data(store / "mnist.npz"),
    ):
        (x_train, y_train), (x_test, y_test) = found
        np.testing.assert_array_equal(x_train, IMAGES)
        np.testing.assert_array_equal(y_train, LABELS)
        assert x_train.dtype == "uint8"
        assert (len(x_test), len(y_test)) == (2, 2)


@pytest.mark.parametrize("content", [b"", b"no zip file", b"PK\x03\x04 broken"])
def test_a_broken_file_is_one_error_and_stays(store, content):
    path = store / "mnist.npz"
    path.write_bytes(content)
    with pytest.raises(DataError, match="cannot be read"):
        mnist.load_data()
    assert path.read_bytes() == content


class Trap:
    """Unpickling it would raise."""

    def __reduce__(self):
        return (pytest.fail, ("a pickle in a file was run",))


def test_objects_are_never_unpickled(store):
    trap = np.array([Trap()], dtype=object)
    names = ("x_train", "y_train", "x_test", "y_test")
    np.savez(store / "mnist.npz", **dict.fromkeys(names, trap))
    with pytest.raises(DataError, match="cannot be read"):
        mnist.load_data()


def test_a_missing_file_tells_where_to_put_it(store):
    with pytest.raises(DataError, match=r"mnist\.npz"):
        mnist.load_data()


def idx(array):
    head = bytes([0, 0, 8, array.ndim]) + np.array(array.shape, ">u4").tobytes()
    return head + array.tobytes()


def test_fashion_mnist(store):
    folder = store / "fashion-mnist"
    folder.mkdir()
    for part in ("train", "t10k"):
        (folder / f"{part}-images-idx3-ubyte.gz").write_bytes(gzip.compress(idx(IMAGES)))
        (folder / f"{part}-labels-idx1-ubyte.gz").write_bytes(gzip.compress(idx(LABELS)))
    (x_train, y_train), (x_test, _) = fashion_mnist.load_data()
    np.testing.assert_array_equal(x_train, IMAGES)
    np.testing.assert_array_equal(y_train, LABELS)
    assert x_test.shape == IMAGES.shape
    (folder / "train-labels-idx1-ubyte.gz").write_bytes(b"nothing")
    with pytest.raises(DataError, match="no gzip file"):
        fashion_mnist.load_data()


@pytest.mark.parametrize("content", [b"", idx(LABELS)[:-1], idx(LABELS) + b"x", idx(IMAGES)])
def test_broken_idx_files_are_refused(content):
    with pytest.raises(DataError, match="no IDX file"):
        fashion_mnist.idx(content, 1, "here")


def archive(path, members):
    with tarfile.open(path, "w:gz") as file:
        for name, content in members.items():
            info = tarfile.TarInfo(name)
            info.size = len(content)
            file.addfile(info, io.BytesIO(content))


def records(labels, pictures):
    return np.concatenate([labels, pictures.reshape(len(pictures), -1)], axis=1).tobytes()


@pytest.fixture
def pictures():
    return RANDOM.integers(0, 256, (6, 3, 32, 32), dtype="uint8")


def test_cifar10(store, pictures):
    labels = np.arange(6, dtype="uint8")[:, None]
    members = {
        f"cifar-10-batches-bin/data_batch_{i + 1}.bin": records(
            labels[i : i + 1], pictures[i : i + 1]
        )
        for i in range(5)
    }
    members["cifar-10-batches-bin/test_batch.bin"] = records(labels[5:], pictures[5:])
    archive(store / "cifar-10-binary.tar.gz", members)
    (x_train, y_train), (_, y_test) = cifar10.load_data()
    np.testing.assert_array_equal(x_train, pictures[:5].transpose(0, 2, 3, 1))
    assert y_train.ravel().tolist() == [0, 1, 2, 3, 4]
    assert y_test.tolist() == [[5]]
    CONFIG.set("image_data_format", "channels_first")
    try:
        np.testing.assert_array_equal(cifar10.load_data()[1][0], pictures[5:])
    finally:
        CONFIG.set("image_data_format", "channels_last")


def test_cifar100_has_two_kinds_of_labels(store, pictures):
    labels = np.array([[1, 10], [2, 20], [3, 30]] * 2, dtype="uint8")
    content = records(labels, pictures)
    parts = {f"cifar-100-binary/{name}.bin": content for name in ("train", "test")}
    archive(store / "cifar-100-binary.tar.gz", parts)
    assert cifar100.load_data()[0][1].ravel().tolist() == [10, 20, 30] * 2
    assert cifar100.load_data("coarse")[1][1].ravel().tolist() == [1, 2, 3] * 2
    with pytest.raises(ArgumentError, match="label_mode"):
        cifar100.load_data("medium")


@pytest.mark.parametrize("content", [b"x" * 3072, b"x" * 5])
def test_broken_cifar_records_are_refused(store, content):
    parts = {f"cifar-100-binary/{name}.bin": content for name in ("train", "test")}
    archive(store / "cifar-100-binary.tar.gz", parts)
    with pytest.raises(DataError, match="broken records"):
        cifar100.load_data()


def test_links_in_archives_are_not_followed(store):
    with tarfile.open(store / "cifar-100-binary.tar.gz", "w:gz") as file:
        info = tarfile.TarInfo("cifar-100-binary/train.bin")
        info.type, info.linkname = tarfile.SYMTYPE, "/etc/passwd"
        file.addfile(info)
    with pytest.raises(DataError, match="no plain file"):
        cifar100.load_data()


@pytest.mark.parametrize("module", [boston_housing, california_housing])
def test_houses_are_shuffled_and_split(store, module):
    x = np.arange(1000.0).reshape(500, 2)
    np.savez(store / f"{module.__name__.rpartition('.')[2]}.npz", x=x, y=x[:, 0])
    (x_train, y_train), (x_test, y_test) = module.load_data(test_split=0.25, seed=3)
    order = np.arange(500)
    np.random.RandomState(3).shuffle(order)
    np.testing.assert_array_equal(np.concatenate([x_train, x_test]), x[order])
    np.testing.assert_array_equal(np.concatenate([y_train, y_test]), x[order, 0])
    assert (len(x_train), len(x_test)) == (375, 125)


def test_california_comes_in_two_sizes(store):
    x = np.zeros((700, 8), "float32")
    np.savez(store / "california_housing.npz", x=x, y=x[:, 0])
    assert len(california_housing.load_data("small")[0][0]) == 480
    with pytest.raises(ArgumentError, match="version"):
        california_housing.load_data("huge")
