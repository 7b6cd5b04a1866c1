"""Callbacks that write where nothing can be written: one error that names the file."""

import contextlib
from importlib.util import find_spec

import pytest

from tahr.callbacks import CSVLogger, ModelCheckpoint, TensorBoard
from tahr.core.errors import SavingError

resource = pytest.importorskip("resource", reason="limits of files are Unix's")
board = pytest.mark.skipif(not find_spec("tensorboard"), reason="tensorboard is not installed")


@contextlib.contextmanager
def full(size):
    """No file can grow beyond so many bytes, as on a full disk."""
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, limits[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)


KINDS = {
    "csv": lambda path: CSVLogger(path / "log.csv"),
    "board": lambda path: TensorBoard(path / "board"),
    "embeddings": lambda path: TensorBoard(path / "board", write_graph=False),
    "model": lambda path: ModelCheckpoint(path / "deep" / "best.keras"),
}


@pytest.mark.parametrize("kind", [pytest.param(k, marks=board) if "b" in k else k for k in KINDS])
def test_a_folder_that_cannot_be_made(tmp_path, linear, fit, kind):
    (tmp_path / "file").write_text("no folder")
    with pytest.raises(SavingError, match="cannot be written") as caught:
        fit(linear(), KINDS[kind](tmp_path / "file"))
    assert str(tmp_path / "file") in str(caught.value)


def test_rows_before_a_full_disk_are_whole(tmp_path, linear, fit):
    path = tmp_path / "log.csv"
    with full(60), pytest.raises(SavingError, match="cannot be written"):
        fit(linear(), CSVLogger(path), epochs=9)
    text = path.read_text()
    assert 0 < len(text) < 60
    assert text.endswith("\n") and text.splitlines()[-1].count(",") == 2


@board
def test_events_on_a_full_disk(tmp_path, linear, fit):
    callback = TensorBoard(tmp_path, histogram_freq=1)
    with full(100), pytest.raises(SavingError, match="cannot be written") as caught:
        fit(linear(), callback, epochs=9)
    assert "events.out" in str(caught.value)
