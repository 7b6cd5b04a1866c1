"""Archives that mean harm, unpacked by `get_file`."""

import bz2
import gzip
import io
import lzma
import stat
import struct
import tarfile
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path

from tests.security.reads import Builder, Reads

VAST = 100 << 20


def _of(name: str, make: Callable[[], bytes]) -> Builder:
    def build(folder: Path) -> Reads:
        from tahr.utils import get_file

        origin = folder / "there" / name
        origin.parent.mkdir()
        origin.write_bytes(make())

        def read() -> object:
            return get_file(name, origin.as_uri(), extract=True, cache_dir=folder)

        return {"get_file": read}

    return build


def _tar(*members: tuple[str, bytes, bytes, str]) -> bytes:
    """Returns an archive of members: name, content, type, where a link leads."""
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w") as archive:
        for name, content, kind, link in members:
            info = tarfile.TarInfo(name)
            info.type, info.linkname, info.size = kind, link, len(content)
            archive.addfile(info, io.BytesIO(content))
    return buffer.getvalue()


def _file(name: str, content: bytes = b"x") -> tuple[str, bytes, bytes, str]:
    return name, content, tarfile.REGTYPE, ""


def _claims(size: int, kind: bytes = tarfile.REGTYPE) -> bytes:
    info = tarfile.TarInfo("vast")
    info.size, info.type = size, kind
    return info.tobuf(tarfile.GNU_FORMAT)


def _zip(*members: tuple[str | zipfile.ZipInfo, bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members:
            archive.writestr(name, content)
    return buffer.getvalue()


def _link() -> zipfile.ZipInfo:
    info = zipfile.ZipInfo("link")
    info.external_attr = (stat.S_IFLNK | 0o777) << 16
    info.create_system = 3
    return info


def _shared(count: int, size: int) -> bytes:
    """Returns a zip archive of many names for the same packed bytes."""
    pack = zlib.compressobj(9, zlib.DEFLATED, -15)
    body = pack.compress(bytes(size)) + pack.flush()
    facts = (zlib.crc32(bytes(size)), len(body), size)
    data = struct.pack("<4sHHHHHIIIHH", b"PK\3\4", 20, 0, 8, 0, 0, *facts, 1, 0) + b"0" + body
    entries = b"".join(
        struct.pack("<4sHHHHHHIIIHHHHHII", b"PK\1\2", 20, 20, 0, 8, 0, 0, *facts, len(str(n)),
                    0, 0, 0, 0, 0, 0) + str(n).encode()
        for n in range(count)
    )  # fmt: skip
    end = struct.pack("<4sHHHHIIH", b"PK\5\6", 0, 0, count, count, len(entries), len(data), 0)
    return data + entries + end


FILES: dict[str, Builder] = {
    "tar: a name that leads out": _of("a.tar", lambda: _tar(_file("../../evil"))),
    "tar: a name from the root": _of("a.tar", lambda: _tar(_file("/tmp/evil"))),
    "tar: a link, and a file behind it": _of("a.tar", lambda: _tar(
        ("link", b"", tarfile.SYMTYPE, "/tmp"), _file("link/evil")
    )),
    "tar: a second name of a file": _of("a.tar", lambda: _tar(
        ("link", b"", tarfile.LNKTYPE, "/etc/passwd")
    )),
    "tar: a device": _of("a.tar", lambda: _tar(("device", b"", tarfile.CHRTYPE, ""))),
    "tar: a pipe": _of("a.tar", lambda: _tar(("pipe", b"", tarfile.FIFOTYPE, ""))),
    "tar: a file twice": _of("a.tar", lambda: _tar(_file("a"), _file("a"))),
    "tar: a file with holes": _of(
        "a.tar", lambda: _claims(512, tarfile.GNUTYPE_SPARSE) + bytes(9999)
    ),
    "tar: a vast file": _of("a.tar", lambda: _claims(2**40) + bytes(10_240)),
    "tar: a vast name": _of("a.tar.gz", lambda: gzip.compress(
        _claims(VAST, tarfile.GNUTYPE_LONGNAME) + bytes(VAST)
    )),
    "tar: vast words before a file": _of("a.tar.gz", lambda: gzip.compress(
        _claims(VAST, tarfile.XHDTYPE) + bytes(VAST)
    )),
    "tar: zeros in gzip": _of("a.tar.gz", lambda: gzip.compress(_tar(_file("z", bytes(VAST))))),
    "tar: zeros in bzip2": _of("a.tar.bz2", lambda: bz2.compress(_tar(_file("z", bytes(VAST))))),
    "tar: zeros in xz": _of(
        "a.tar.xz", lambda: lzma.compress(_tar(_file("z", bytes(VAST))), preset=0)
    ),
    "tar: files by the thousand": _of("a.tar.gz", lambda: gzip.compress(
        b"".join(tarfile.TarInfo(str(n)).tobuf() for n in range(20_000))
    )),
    "zip: a name that leads out": _of("a.zip", lambda: _zip(("../../evil", b"x"))),
    "zip: a name of another system": _of("a.zip", lambda: _zip(("..\\..\\evil", b"x"))),
    "zip: a name from the root": _of("a.zip", lambda: _zip(("/tmp/evil", b"x"))),
    "zip: a drive": _of("a.zip", lambda: _zip(("C:/evil", b"x"))),
    "zip: a link": _of("a.zip", lambda: _zip((_link(), b"/etc"))),
    "zip: a folder that is a file": _of("a.zip", lambda: _zip(("a", b"x"), ("a/b", b"x"))),
    "zip: zeros": _of("a.zip", lambda: _zip(("z", bytes(VAST)))),
    "zip: many names for the same zeros": _of("a.zip", lambda: _shared(60, 16 << 20)),
    "no archive": _of("a.tar", lambda: b"x" * 5000),
}  # fmt: skip
