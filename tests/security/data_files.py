"""Files of data sets that mean harm: arrays, and pickles in them."""

import gzip
import io
import os
import pickle
import struct
import tarfile
import zipfile
from collections.abc import Callable
from pathlib import Path

import numpy as np

from tests.security.reads import Builder, Reads


class _Runs:
    def __reduce__(self) -> object:
        return os.system, ("touch harm",)


def _array(says: str, content: bytes = b"") -> bytes:
    head = says.encode() + b"\n"
    return b"\x93NUMPY\x01\x00" + struct.pack("<H", len(head)) + head + content


def _numbers(shape: str, kind: str = "<f8", content: bytes = b"") -> bytes:
    return _array(f"{{'descr': '{kind}', 'fortran_order': False, 'shape': {shape}, }}", content)


def _pickled(content: bytes) -> bytes:
    return _numbers("(1,)", "|O", content)


def _of(content: Callable[[], bytes]) -> Builder:
    def build(folder: Path) -> Reads:
        from tahr.datasets.ragged import read_lists
        from tahr.datasets.reading import read_npz

        path = folder / "a.npz"
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr("x.npy", content())
        return {"read_npz": lambda: read_npz(path, ["x"]),
                "read_lists": lambda: read_lists(path, ["x"])}  # fmt: skip

    return build


def _pictures(folder: Path) -> Reads:
    from tahr.datasets.cifar import read

    buffer, path = io.BytesIO(), folder / "a.tar.gz"
    with tarfile.open(fileobj=buffer, mode="w") as archive:
        info = tarfile.TarInfo("a")
        info.size = 64 << 20
        archive.addfile(info, io.BytesIO(bytes(info.size)))
    path.write_bytes(gzip.compress(buffer.getvalue()))
    return {"cifar": lambda: read(path, ["a"], 1)}


def _word_index(folder: Path) -> Reads:
    from tahr.datasets.reading import read_word_index

    path = folder / "words.json"
    path.write_text('{"a":' * 50_000, encoding="utf-8")
    return {"read_word_index": lambda: read_word_index(path)}


FILES: dict[str, Builder] = {
    "terabytes": _of(lambda: _numbers("(1000000000000,)")),
    "more than can be counted": _of(lambda: _numbers("(4294967296, 4294967296)")),
    "a negative length": _of(lambda: _numbers("(-1,)")),
    "elements of no bytes": _of(lambda: _numbers("(1000000000000,)", "S0")),
    "elements of gigabytes": _of(lambda: _numbers("(1,)", "S2000000000")),
    "a header that is code": _of(lambda: _array("__import__('os').system('touch harm')")),
    "a header that computes": _of(
        lambda: _array("{'descr': '<f8', 'fortran_order': False, 'shape': (9**9**9,), }")
    ),
    "a header of brackets": _of(lambda: _array("(" * 9000)),
    "records of gigabytes": _of(lambda: _array(
        "{'descr': [('a', '<f8', (1000000000,))], 'fortran_order': False, 'shape': (1,), }"
    )),
    "zeros": _of(lambda: bytes(40 << 20)),
    "a pickle that runs": _of(lambda: _pickled(pickle.dumps(_Runs()))),
    "a pickle that runs, in an array": _of(
        lambda: _pickled(pickle.dumps(np.array([_Runs()], object)))
    ),
    "a pickle of a module's": _of(lambda: _pickled(b"cos\nsystem\n(Vtouch harm\ntR.")),
    "a pickle that makes an instance": _of(lambda: _pickled(b"(ios\nsystem\n.")),
    "a pickle by a number": _of(lambda: _pickled(b"\x82\x01.")),
    "a pickle that asks its reader": _of(lambda: _pickled(b"Px\n.")),
    "a pickle with a far place": _of(lambda: _pickled(b"\x80\x04]r\xff\xff\xff\x02.")),
    "a pickle of gigabytes": _of(
        lambda: _pickled(b"\x80\x05\x96" + struct.pack("<Q", 2**33) + b".")
    ),
    "a pickle of lists in lists": _of(lambda: _pickled(b"]" * 2_000_000 + b".")),
    "a pickle that reaches into a class": _of(
        lambda: _pickled(b"\x80\x04\x8c\x05numpy\x8c\x0edtype.__init__\x93.")
    ),
    "pictures of zeros": _pictures,
    "a word index of brackets": _word_index,
}  # fmt: skip
