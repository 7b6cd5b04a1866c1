"""Files are fetched once, checked, and never overwritten."""

import hashlib
import logging

import pytest

from tahr.core.errors import DataError
from tahr.datasets import download
from tahr.datasets.files import FILES

CONTENT = b"numbers" * 1000


@pytest.fixture
def source(tmp_path):
    path = tmp_path / "source.bin"
    path.write_bytes(CONTENT)
    return path


@pytest.mark.parametrize("algorithm", ["sha256", "md5", None])
def test_a_file_is_fetched_once(store, source, algorithm):
    digest = algorithm and hashlib.new(algorithm, CONTENT).hexdigest()
    path = download.fetch("numbers.bin", source.as_uri(), digest)
    assert path == store / "numbers.bin"
    assert path.read_bytes() == CONTENT
    source.unlink()
    assert download.fetch("numbers.bin", source.as_uri(), digest) == path


def test_another_content_is_refused_and_leaves_nothing(store, source):
    with pytest.raises(DataError, match="not what it should be"):
        download.fetch("numbers.bin", source.as_uri(), "0" * 64)
    assert list(store.iterdir()) == []


def test_what_cannot_be_fetched_leaves_nothing(store, tmp_path):
    with pytest.raises(DataError, match="cannot be downloaded") as caught:
        download.fetch("numbers.bin", (tmp_path / "missing").as_uri())
    assert str(store / "numbers.bin") in caught.value.todo
    assert list(store.iterdir()) == []


def test_a_folder_that_cannot_be_made_is_one_error(store, source):
    (store / "file").write_text("")
    with pytest.raises(DataError, match="cannot be downloaded"):
        download.fetch("file/numbers.bin", source.as_uri())


def test_another_local_file_is_used_with_a_warning(store, source, caplog):
    (store / "numbers.bin").write_bytes(b"my own")
    with caplog.at_level(logging.WARNING, "tahr"):
        path = download.fetch("numbers.bin", source.as_uri(), "0" * 64)
    assert path.read_bytes() == b"my own"
    assert len(caplog.records) == 1
    assert "not the official file" in caplog.text
    assert "\n" not in caplog.records[0].getMessage()


def test_checksums_have_a_known_length():
    assert {len(digest) for _, digest in FILES.values() if digest} <= {32, 64}
    assert all(base.startswith("https://") for base, _ in FILES.values())
