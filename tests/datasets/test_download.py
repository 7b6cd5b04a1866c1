"""Files are fetched once, checked, and never overwritten."""

import gc
import hashlib
import logging
import subprocess
import sys
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

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
    with pytest.raises(DataError, match="not what it should be") as caught:
        download.fetch("numbers.bin", source.as_uri(), "0" * 64)
    assert caught.value.got == hashlib.sha256(CONTENT).hexdigest()
    assert list(store.iterdir()) == []


def test_what_cannot_be_fetched_leaves_nothing(store, tmp_path):
    with pytest.raises(DataError, match="cannot be downloaded") as caught:
        download.fetch("numbers.bin", (tmp_path / "missing").as_uri())
    assert str(store / "numbers.bin") in caught.value.todo
    assert list(store.iterdir()) == []


@pytest.mark.parametrize("url", ["nowhere://example/numbers.bin", "numbers.bin"])
@pytest.mark.parametrize("digest", [None, "0" * 64])
def test_an_address_of_no_kind_leaves_nothing(store, url, digest):
    with pytest.raises(DataError, match="cannot be downloaded"):
        download.fetch("numbers.bin", url, digest)
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


class _Answer(BaseHTTPRequestHandler):
    """A server that knows one file, and breaks off half way through another."""

    def do_GET(self):
        known = self.path in ("/numbers.bin", "/cut.bin")
        self.send_response(200 if known else 404)
        self.send_header("Content-Length", str(len(CONTENT)))
        self.end_headers()
        self.wfile.write(CONTENT if self.path == "/numbers.bin" else CONTENT[:100])

    def log_message(self, *_):
        """Says nothing."""


@pytest.fixture
def server():
    found = ThreadingHTTPServer(("127.0.0.1", 0), _Answer)
    threading.Thread(target=found.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{found.server_port}"
    found.shutdown()
    found.server_close()


def test_a_file_comes_from_a_server_without_a_word(store, server, capfd):
    digest = hashlib.sha256(CONTENT).hexdigest()
    assert download.fetch("numbers.bin", f"{server}/numbers.bin", digest).read_bytes() == CONTENT
    assert capfd.readouterr() == ("", ""), "where nobody looks at a terminal"


@pytest.mark.filterwarnings("ignore:.*socket")  # requests leaves it to the collector
@pytest.mark.parametrize("name", ["cut.bin", "missing.bin"])
def test_what_a_server_does_not_give_leaves_nothing(store, server, name):
    with pytest.raises(DataError, match="cannot be downloaded") as caught:
        download.fetch("numbers.bin", f"{server}/{name}")
    assert caught.value.where.endswith(name)
    del caught
    gc.collect()
    assert list(store.iterdir()) == []


def test_nothing_is_imported_for_downloads_before_the_first():
    code = "import sys, tahr.datasets; assert not {'pooch', 'requests'} & set(sys.modules)"
    subprocess.run([sys.executable, "-c", code], check=True)
