"""`.keras` files whose archive means harm."""

import io
import struct
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

from tests.security.reads import Builder, Reads, small

Members = list[tuple[str, Any]]
WEIGHTS = "model.weights.h5"


def _of(make: Callable[[Members], bytes], *readers: str) -> Builder:
    def build(folder: Path) -> Reads:
        from tahr import models

        model, path = small(), folder / "m.keras"
        model.save(path)
        with zipfile.ZipFile(path) as archive:
            good = [(name, archive.read(name)) for name in archive.namelist()]
        path.write_bytes(make(good))
        calls: Reads = {
            "load_model": lambda: models.load_model(path),
            "load_weights": lambda: model.load_weights(path),
        }
        return {name: call for name, call in calls.items() if name in (readers or calls)}

    return build


def _packed(members: Members, packing: int = zipfile.ZIP_STORED) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", packing) as archive:
        for name, content in members:
            archive.writestr(name, content)
    return buffer.getvalue()


def _with(name: str, content: bytes = b"x") -> Builder:
    return _of(lambda good: _packed([*good, (name, content)]))


def _grown(name: str, size: int, *readers: str) -> Builder:
    def make(good: Members) -> bytes:
        changed = [(n, c + b" " * size if n == name else c) for n, c in good]
        return _packed(changed, zipfile.ZIP_DEFLATED)

    return _of(make, *readers)


def _instead(name: str, content: bytes) -> Builder:
    changed: Callable[[Members], bytes] = lambda good: _packed(  # noqa: E731
        [(n, content if n == name else c) for n, c in good], zipfile.ZIP_DEFLATED
    )
    return _of(changed, "load_model")


def _local_name(good: Members) -> bytes:
    """Has the weights another name where they begin than in the directory."""
    data = bytearray(_packed(good))
    at = data.find(WEIGHTS.encode())
    data[at : at + len(WEIGHTS)] = b"../../etc/passwd"
    return bytes(data)


def _overlapping(good: Members) -> bytes:
    """Has the directory say that all begins where the first begins."""
    data = bytearray(_packed([*good, ("assets/a", b"x")]))
    at = data.rfind(b"PK\1\2")
    data[at + 42 : at + 46] = struct.pack("<I", 0)
    return bytes(data)


def _longer(good: Members) -> bytes:
    """Has the directory say that a member is longer than the file."""
    data = bytearray(_packed(good))
    at = data.rfind(b"PK\1\2")
    data[at + 20 : at + 28] = struct.pack("<II", 2**31, 2**31)
    return bytes(data)


def _twice(good: Members) -> bytes:
    import warnings

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return _packed([*good, ("config.json", b"{}"), (WEIGHTS, b"")])


FILES: dict[str, Builder] = {
    "a name that leads out": _with("../../evil.py"),
    "a name from the root": _with("/etc/passwd"),
    "a name that leads out of the assets": _with("assets/../../evil"),
    "a name of another system": _with("assets\\..\\..\\evil"),
    "a pickle beside it": _with("model.pkl"),
    "another case": _with("CONFIG.JSON"),
    "a member twice": _of(_twice),
    "another name where it begins": _of(_local_name),
    "parts that share their bytes": _of(_overlapping),
    "a part longer than the file": _of(_longer),
    "something before the archive": _of(lambda good: b"#!/bin/sh\n" + _packed(good)),
    "a vast configuration": _grown("config.json", 60 << 20, "load_model"),
    "vast weights": _grown(WEIGHTS, 40 << 20),
    "a packing that is slow": _of(lambda good: _packed(good, zipfile.ZIP_LZMA)),
    "a key twice": _instead("config.json", b'{"class_name": "a", "class_name": "b", "config": {}}'),
    "wide characters": _instead("config.json", '{"class_name": "a"}'.encode("utf-16")),
    "deep brackets": _instead("config.json", b"[" * 100_000),
    "a long number": _instead("config.json", b'{"a": ' + b"9" * 100_000 + b"}"),
    "many objects": _instead("config.json", b'{"a": [' + b"{}," * 1_000_000 + b"0]}"),
    "half a character": _instead("config.json", b'{"class_name": "\\ud800", "config": {}}'),
    "no model": _instead("config.json", b'{"class_name": "Adam", "config": {}}'),
}
