"""HDF5 files of weights that mean harm."""

import struct
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import h5py
import numpy as np

from tests.security.reads import Builder, Reads, small

KERNEL = "layers/dense/vars/0"
Change = Callable[[Any, Path], object]


def _of(change: Change, after: Callable[[bytes], bytes] = bytes) -> Builder:
    """Returns what writes good weights, changes them, and reads them in every way."""

    def build(folder: Path) -> Reads:
        from tahr import models
        from tahr.saving.editor import KerasFileEditor

        model, path = small(), folder / "bad.weights.h5"
        model.save(folder / "good.keras")
        model.save_weights(path)
        model.save_weights(folder / "other.weights.h5")
        (folder / "raw.bin").write_bytes(bytes(4096))
        with h5py.File(path, "a") as file:
            change(file, folder)
        path.write_bytes(after(path.read_bytes()))
        whole = folder / "bad.keras"
        with zipfile.ZipFile(folder / "good.keras") as old, zipfile.ZipFile(whole, "w") as new:
            for name in old.namelist():
                is_weights = name.endswith(".h5")
                new.writestr(name, path.read_bytes() if is_weights else old.read(name))
        return {
            "load_weights": lambda: model.load_weights(path),
            "load_weights of .keras": lambda: model.load_weights(whole),
            "load_model": lambda: models.load_model(whole),
            "KerasFileEditor": lambda: KerasFileEditor(path),
        }

    return build


def _kernel(**options: Any) -> Change:
    def change(file: Any, folder: Path) -> None:
        del file[KERNEL]
        file.create_dataset(KERNEL, **options)

    return change


def _outside(file: Any, folder: Path) -> None:
    del file[KERNEL]
    raw = str(folder / "raw.bin")
    file.create_dataset(KERNEL, (4, 3), "f4", external=[(raw, 0, 48)])


def _linked(name: str, link: Callable[[Path], Any]) -> Change:
    def change(file: Any, folder: Path) -> None:
        del file[name]
        file[name] = link(folder / "other.weights.h5")

    return change


def _virtual(file: Any, folder: Path) -> None:
    layout = h5py.VirtualLayout((4, 3), "f4")
    layout[:] = h5py.VirtualSource(str(folder / "other.weights.h5"), KERNEL, (4, 3))
    del file[KERNEL]
    file.create_virtual_dataset(KERNEL, layout)


def _no_superblock(data: bytes) -> bytes:
    return data[:8] + b"\xff" * 40 + data[48:]


def _long_end(data: bytes) -> bytes:
    return data[:40] + struct.pack("<Q", 2**62) + data[48:]


FILES: dict[str, Builder] = {
    "numbers in another file": _of(_outside),
    "a link to another file": _of(
        _linked(KERNEL, lambda other: h5py.ExternalLink(str(other), f"/{KERNEL}"))
    ),
    "a group in another file": _of(
        _linked("layers", lambda other: h5py.ExternalLink(str(other), "/layers"))
    ),
    "a soft link": _of(_linked(KERNEL, lambda _: h5py.SoftLink("/layers/dense_1/vars/0"))),
    "a soft link to itself": _of(_linked(KERNEL, lambda _: h5py.SoftLink(f"/{KERNEL}"))),
    "a virtual array": _of(_virtual),
    "gigabytes of zeros, packed": _of(_kernel(
        shape=(20_000, 20_000), dtype="f4", chunks=(1000, 1000), compression="gzip"
    )),
    "gigabytes that are not there": _of(_kernel(shape=(4, 3 * 10**9), dtype="f4")),
    "references": _of(_kernel(shape=(4, 3), dtype=h5py.ref_dtype)),
    "references to regions": _of(_kernel(shape=(4, 3), dtype=h5py.regionref_dtype)),
    "records": _of(_kernel(data=np.zeros((4, 3), [("a", "f4"), ("b", "f4")]))),
    "lists of any length": _of(_kernel(shape=(4, 3), dtype=h5py.vlen_dtype(np.float32))),
    "texts": _of(_kernel(data=np.array([["a"] * 3] * 4, object), dtype=h5py.string_dtype())),
    "arrays of arrays": _of(_kernel(shape=(4, 3), dtype=np.dtype(("f4", (1000, 1000, 100))))),
    "nothing": _of(_kernel(data=h5py.Empty("f4"))),
    "a type in place of an array": _of(_linked(KERNEL, lambda _: np.dtype("f8"))),
    "a number in place of a group": _of(_linked("layers", lambda _: 1.0)),
    "a filter that is not known": _of(_kernel(
        shape=(4, 3), dtype="i4", chunks=(2, 3), scaleoffset=True
    )),
    "a head that is none": _of(lambda *_: None, _no_superblock),
    "an end that is not there": _of(lambda *_: None, _long_end),
    "half of it": _of(lambda *_: None, lambda data: data[: len(data) // 2]),
}  # fmt: skip
