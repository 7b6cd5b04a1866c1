"""A file is written whole, or what was there before stays."""

import errno
import io
import os
import resource
import sys

import numpy as np
import pytest

import tahr
from tahr import layers
from tahr.core import files
from tahr.core.errors import SavingError


def small(units=2):
    return tahr.Sequential([layers.Input((4,)), layers.Dense(units)])


SAVES = {
    "m.keras": lambda model, path, **o: model.save(path, **o),
    "m.weights.h5": lambda model, path, **o: model.save_weights(path, **o),
}


@pytest.fixture(params=SAVES)
def saved(request, tmp_path):
    path = tmp_path / request.param
    SAVES[request.param](small(), path)
    return path, SAVES[request.param]


def intact(path, before):
    assert path.read_bytes() == before
    assert list(path.parent.iterdir()) == [path]


@pytest.mark.parametrize("call", ["fsync", "write"])
def test_a_full_disk_leaves_the_old_file(saved, call, monkeypatch):
    path, save = saved
    before = path.read_bytes()

    def full(*_):
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    if call == "fsync":
        monkeypatch.setattr(files.os, "fsync", full)
    else:
        real = files.Path.open

        def opened(self, mode="r", *args):
            file = real(self, mode, *args)
            return Full(file) if "x" in mode else file

        monkeypatch.setattr(files.Path, "open", opened)
    with pytest.raises(SavingError, match="No space left") as caught:
        save(small(3), path)
    assert "as it was" in str(caught.value)
    assert "free some space" in str(caught.value)
    intact(path, before)


class Full(io.RawIOBase):
    """A file on a disk with room for a thousand bytes more."""

    def __init__(self, file):
        self.file, self.room = file, 1000

    def writable(self):
        return True

    def seekable(self):
        return True

    def tell(self):
        return self.file.tell()

    def seek(self, *args):
        return self.file.seek(*args)

    def write(self, data):
        self.room -= len(data)
        if self.room < 0:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        return self.file.write(data)

    def close(self):
        self.file.close()
        super().close()


def test_a_limit_of_the_system_leaves_the_old_file(saved):
    path, save = saved
    before = path.read_bytes()
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (2000, limits[1]))
    try:
        with pytest.raises(SavingError, match="too large"):
            save(small(3), path)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)
    intact(path, before)


def test_an_interruption_leaves_the_old_file(tmp_path):
    path = tmp_path / "note"
    path.write_bytes(b"old")
    with pytest.raises(KeyboardInterrupt), files.atomic_write(path) as file:
        file.write(b"new")
        raise KeyboardInterrupt
    intact(path, b"old")


def test_a_folder_that_cannot_be_written(saved, tmp_path):
    path, save = saved
    for place in (tmp_path / "missing" / path.name, path / path.name):
        with pytest.raises(SavingError, match="cannot be written"):
            save(small(), place)
    with pytest.raises(SavingError, match="cannot be written"):
        save(small(), f"/proc/{path.name}")


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write anywhere")
def test_a_folder_that_must_not_be_written(saved):
    path, save = saved
    path.parent.chmod(0o500)
    try:
        with pytest.raises(SavingError, match="may write to"):
            save(small(3), path)
    finally:
        path.parent.chmod(0o700)


def test_no_overwriting_unless_asked(saved, monkeypatch):
    path, save = saved
    before = path.read_bytes()
    with pytest.raises(SavingError, match="not to be overwritten"):
        save(small(3), path, overwrite=False)
    monkeypatch.setattr(sys, "stdin", Terminal())
    monkeypatch.setattr("builtins.input", lambda _: "n")
    with pytest.raises(SavingError, match="not to be overwritten"):
        save(small(3), path, overwrite=False)
    intact(path, before)
    monkeypatch.setattr("builtins.input", lambda _: "y")
    save(small(3), path, overwrite=False)
    assert path.read_bytes() != before


class Terminal(io.StringIO):
    def isatty(self):
        return True


def test_only_files_are_replaced(tmp_path):
    (tmp_path / "m.keras").mkdir()
    with pytest.raises(SavingError, match="no file"):
        small().save(tmp_path / "m.keras")
    os.mkfifo(tmp_path / "pipe.keras")
    with pytest.raises(SavingError, match="no file"):
        small().save(tmp_path / "pipe.keras")


def test_links_are_followed_and_modes_are_kept(saved):
    path, save = saved
    path.chmod(0o640)
    link = path.with_name(f"link{''.join(path.suffixes)}")
    link.symlink_to(path)
    model = small(3)
    save(model, link)
    assert link.is_symlink()
    assert path.stat().st_mode & 0o777 == 0o640
    other = small(3)
    other.load_weights(path)
    np.testing.assert_array_equal(other.get_weights()[0], model.get_weights()[0])


def test_a_save_that_fails_lets_go_of_what_it_wrote(saved, monkeypatch):
    path, save = saved
    views = []

    class Kept(io.BytesIO):
        def getbuffer(self):
            views.append(super().getbuffer())
            return views[-1]

    def full(*_):
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(io, "BytesIO", Kept)
    monkeypatch.setattr(files.os, "fsync", full)
    with pytest.raises(SavingError):
        save(small(3), path)
    (view,) = views
    with pytest.raises(ValueError, match="released"):
        view.tobytes()


def test_it_lets_go_while_the_error_is_known(saved, monkeypatch):
    path, save = saved
    kept = []

    class Kept(io.BytesIO):
        def getbuffer(self):
            kept.append(self)
            return super().getbuffer()

    monkeypatch.setattr(io, "BytesIO", Kept)
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (2000, limits[1]))
    try:
        with pytest.raises(SavingError) as caught:
            save(small(3), path)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)
    assert caught.value.__traceback__ is not None
    kept[0].truncate(0)  # refused while anything has a view of it
