"""Archives of data that mean harm are refused with one clear error, and touch nothing outside."""

import gzip
import importlib
import io
import stat
import tarfile
import zipfile

import numpy as np
import pytest

from tahr import utils
from tahr.core.errors import DataError
from tahr.datasets import fashion_mnist, ragged, reading

unpacking = importlib.import_module("tahr.utils.get_file")


def tar_of(path, *members, mode="w"):
    with tarfile.open(path, mode) as archive:
        for name, kind, content in members:
            info = tarfile.TarInfo(name)
            info.type, info.size = kind, len(content) if kind == tarfile.REGTYPE else 0
            info.linkname = content.decode() if kind != tarfile.REGTYPE else ""
            archive.addfile(info, io.BytesIO(content))
    return path


def zip_of(path, *members, packing=zipfile.ZIP_DEFLATED):
    with zipfile.ZipFile(path, "w", packing) as archive:
        for name, content, mode in members:
            info = zipfile.ZipInfo(name)
            info.external_attr, info.compress_type = mode << 16, packing
            archive.writestr(info, content)
    return path


LINK = stat.S_IFLNK | 0o777
HARM = {
    "tar out of it": lambda p: tar_of(p, ("../out.txt", tarfile.REGTYPE, b"x")),
    "tar absolute": lambda p: tar_of(p, ("/tmp/out.txt", tarfile.REGTYPE, b"x")),
    "tar link": lambda p: tar_of(p, ("a", tarfile.SYMTYPE, b"/etc/passwd")),
    "tar link inside": lambda p: tar_of(p, ("a", tarfile.SYMTYPE, b"b")),
    "tar hard link": lambda p: tar_of(p, ("a", tarfile.LNKTYPE, b"../../secret")),
    "tar through a link": lambda p: tar_of(
        p, ("a", tarfile.SYMTYPE, b".."), ("a/out.txt", tarfile.REGTYPE, b"x")
    ),
    "tar device": lambda p: tar_of(p, ("a", tarfile.CHRTYPE, b"")),
    "tar pipe": lambda p: tar_of(p, ("a", tarfile.FIFOTYPE, b"")),
    "zip out of it": lambda p: zip_of(p, ("../out.txt", "x", 0o644)),
    "zip link": lambda p: zip_of(p, ("a", "/etc/passwd", LINK)),
}


@pytest.mark.parametrize("harm", HARM)
def test_what_leaves_its_folder(harm, tmp_path, monkeypatch):
    monkeypatch.setenv("KERAS_HOME", str(tmp_path / "home"))
    path = HARM[harm](tmp_path / "bad.archive")
    with pytest.raises(DataError, match="cannot be unpacked"):
        utils.get_file("bad.archive", path.as_uri(), extract=True)
    left = {p.name for p in (tmp_path / "home" / "datasets").rglob("*")}
    assert left <= {"bad.archive"}
    assert not (tmp_path / "home" / "out.txt").exists()


@pytest.mark.parametrize("kind", ["tar.gz", "tar.xz", "zip"])
def test_what_grows(kind, tmp_path, monkeypatch):
    monkeypatch.setenv("KERAS_HOME", str(tmp_path / "home"))
    monkeypatch.setattr(unpacking, "FREE", 1 << 20)
    monkeypatch.setattr(unpacking, "GROWTH", 10)
    path, content = tmp_path / f"bad.{kind}", bytes(8 << 20)
    if kind == "zip":
        zip_of(path, ("a", content, 0o644))
    else:
        tar_of(path, ("a", tarfile.REGTYPE, content), mode=f"w:{kind[4:]}")
    with pytest.raises(DataError, match="would grow"):
        utils.get_file(path.name, path.as_uri(), extract=True)


@pytest.mark.parametrize("kind", ["tar.gz", "tar.xz", "tar.bz2", "zip"])
def test_damaged_archives(kind, tmp_path, monkeypatch):
    monkeypatch.setenv("KERAS_HOME", str(tmp_path / "home"))
    path, content = tmp_path / f"bad.{kind}", np.random.default_rng(0).bytes(5000)
    if kind == "zip":
        zip_of(path, ("a", content, 0o644))
    else:
        tar_of(path, ("a", tarfile.REGTYPE, content), mode=f"w:{kind[4:]}")
    data = path.read_bytes()
    pick = np.random.default_rng(1)
    for number in range(25):
        damaged = bytearray(data)
        for place in pick.integers(0, len(data), 3):
            damaged[place] ^= 1 << int(pick.integers(8))
        bad = tmp_path / f"bad{number}.{kind}"
        bad.write_bytes(damaged[: int(pick.integers(1, len(data)))] if number % 2 else damaged)
        try:
            utils.get_file(bad.name, bad.as_uri(), extract=True)
        except DataError:
            continue


def header(shape, kind="'<f4'"):
    text = f"{{'descr': {kind}, 'fortran_order': False, 'shape': {shape}, }}\n".encode()
    return b"\x93NUMPY\x01\x00" + len(text).to_bytes(2, "little") + text


@pytest.mark.parametrize(
    "content",
    [header("(1000000000000,)"), header("(-1,)"), header("(2,)") + b"1234", header("(1,)", "'O'"),
     header("(10**9,)"), header("(" * 200), b"\x93NUMPY\x01\x00", b"", b"x" * 100],
    ids=range(9),
)  # fmt: skip
def test_arrays_that_claim_what_is_not_there(content, tmp_path):
    path = zip_of(tmp_path / "bad.npz", ("x.npy", content, 0o644))
    for read in (reading.read_npz, ragged.read_lists):
        with pytest.raises(DataError, match="cannot be read"):
            read(path, ["x"])


def test_arrays_that_grow(tmp_path, monkeypatch):
    monkeypatch.setattr(reading, "FREE", 1 << 16)
    np.savez_compressed(tmp_path / "bad.npz", x=np.zeros(1 << 22))
    for read in (reading.read_npz, ragged.read_lists):
        with pytest.raises(DataError, match="grows to"):
            read(tmp_path / "bad.npz", ["x"])


def test_files_that_grow(tmp_path, monkeypatch):
    monkeypatch.setattr(fashion_mnist, "LARGEST", 1000)
    path = tmp_path / "bad.gz"
    path.write_bytes(gzip.compress(bytes(1 << 20)))
    monkeypatch.setattr(fashion_mnist, "fetched", lambda *_: path)
    with pytest.raises(DataError, match="IDX"):
        fashion_mnist.load_data()


def test_word_indices_that_are_none(tmp_path):
    for text in ("[" * 100_000, "[1]", "{", '{"a": [' + "{}," * 10):
        (tmp_path / "words.json").write_text(text)
        with pytest.raises(DataError, match="word index"):
            reading.read_word_index(tmp_path / "words.json")
