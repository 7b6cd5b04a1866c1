"""HDF5 files read with distrust: what they hold is checked before it is touched."""

import io
from collections.abc import Generator, Iterator, Mapping, MutableMapping
from contextlib import contextmanager
from typing import Any, BinaryIO

import h5py
import ml_dtypes
import numpy as np
from h5py import h5d

from tahr.core.dtypes import NAMES, SIZES
from tahr.core.errors import SavingError

SIGNATURE = b"\x89HDF\r\n\x1a\n"
PLAIN_KINDS = "biuf"
ODD = tuple(name for name in NAMES if name.startswith(("bfloat", "float8")))
"""Dtypes HDF5 has no word for: written as opaque bytes, with the name beside them."""


class Weights:
    """An open HDF5 file of arrays, of which only plain groups and plain arrays are seen.

    Links out of the file and soft links, arrays kept in other files, virtual, compressed and
    chunked arrays, and dtypes that are not numbers are refused. No more is read in all than the
    file is long, whatever it claims.

    Args:
        file: an open file.
        where: its name, for errors.

    Raises:
        SavingError: it is no HDF5 file, or a damaged one.
    """

    def __init__(self, file: BinaryIO, where: str) -> None:
        self.where = where
        self.left: int = file.seek(0, io.SEEK_END)
        self._bytes = file
        self._longest: int | None = None
        file.seek(0)
        if file.read(len(SIGNATURE)) != SIGNATURE:
            raise SavingError("the weights are not in HDF5 form", where=where)
        try:
            self._file = h5py.File(file, "r")
        except (OSError, RuntimeError, ValueError) as error:
            raise SavingError(
                "the file is damaged or cut short",
                where=where,
                got=str(error),
                todo="copy or download it again",
            ) from None

    def close(self) -> None:
        """Closes the file."""
        self._file.close()

    @property
    def root(self) -> h5py.Group:
        """The outermost group."""
        return self._file

    def longest_heap(self) -> int:
        """Returns how long the longest heap of texts in the file says that it is, in bytes."""
        if self._longest is None:
            place = self._bytes.tell()
            self._longest = _longest_heap(self._bytes)
            self._bytes.seek(place)
        return self._longest

    def array(self, group: h5py.Group, path: str) -> "tuple[Group, str]":
        """Returns the group in which an array stands, and its name there.

        Raises:
            SavingError: there is none, or it is a link to somewhere else.
        """
        *outer, name = path.split("/")
        for part in outer:
            with self.reading(path):
                found = part in group
            inner = self.inside(group, part) if found else None
            if not isinstance(inner, h5py.Group):
                raise self.wrong("an array is missing", path)
            group = inner
        if name not in Group(self, group):
            raise self.wrong("an array is missing", path)
        return Group(self, group), name

    def group(self, path: str) -> "Group | None":
        """Returns the arrays in a group; None where there is none of that path."""
        found: Any = self._file
        for name in path.split("/"):
            with self.reading(path):
                if name not in found:
                    return None
            found = self.inside(found, name)
            if not isinstance(found, h5py.Group):
                raise self.wrong("an array where a group belongs", found.name)
        return Group(self, found)

    def inside(self, group: h5py.Group, name: str) -> Any:
        """Returns what a group holds under a name.

        Raises:
            SavingError: it is a link to somewhere else.
        """
        label = f"{group.name}/{name}"
        with self.reading(label):
            if isinstance(group.get(name, getlink=True), h5py.HardLink):
                return group[name]
        raise self.wrong("the file links to something outside of itself", label)

    @contextmanager
    def reading(self, label: str) -> Generator[None]:
        """Turns what HDF5 raises about damage into one error."""
        try:
            yield
        except SavingError:
            raise
        except (OSError, RuntimeError, KeyError, ValueError, TypeError) as error:
            raise self.wrong("the file is damaged", f"{label}: {error}") from None

    def wrong(self, what: str, got: object, expected: object = None) -> SavingError:
        """Returns the error for something in the file that does not belong there."""
        return SavingError(
            what,
            where=self.where,
            expected=expected,
            got=got,
            todo="do not use this file unless you know where it comes from",
        )

    def take(self, nbytes: int, name: str) -> None:
        """Counts bytes that are about to be read."""
        self.left -= nbytes
        if self.left < 0:
            raise self.wrong("the arrays claim more data than the file holds", name)


class Group(Mapping[str, np.ndarray]):
    """The arrays of one group by name; each is checked when it is asked for."""

    def __init__(self, weights: Weights, group: h5py.Group) -> None:
        self._weights = weights
        self._group = group
        self._path = str(group.name)

    def __iter__(self) -> Iterator[str]:
        with self._weights.reading(self.path):
            return iter(sorted(self._group.keys()))

    def __len__(self) -> int:
        with self._weights.reading(self.path):
            return len(self._group)

    def __contains__(self, name: object) -> bool:
        with self._weights.reading(self.path):
            return name in self._group

    @property
    def path(self) -> str:
        """Where it stands in the file."""
        return self._path

    def shape(self, name: str) -> tuple[int, ...]:
        """Returns the shape of an array without reading it."""
        return tuple(self._dataset(name).shape or ())

    def groups(self) -> Iterator["Group"]:
        """Returns the groups right inside this one."""
        for name in self:
            found = self._weights.inside(self._group, name)
            if isinstance(found, h5py.Group):
                yield Group(self._weights, found)

    def listed(self) -> Iterator[tuple[str, tuple[int, ...], str, int]]:
        """Returns name, shape, dtype and bytes of each array in the group, reading none."""
        for name in self:
            if isinstance(self._weights.inside(self._group, name), h5py.Group):
                continue
            dataset, label = self._dataset(name), f"{self.path}/{name}"
            with self._weights.reading(label):
                odd = self._dtype(dataset, label)
                size = int(dataset.size or 0) * dataset.dtype.itemsize
            kind = dataset.dtype.name if odd is None else np.dtype(odd).name
            yield name, tuple(dataset.shape or ()), kind, size

    def __getitem__(self, name: str) -> np.ndarray:
        dataset = self._dataset(name)
        label = f"{self.path}/{name}"
        with self._weights.reading(label):
            kind = self._dtype(dataset, label)
            nbytes = dataset.size * dataset.dtype.itemsize
            stored = dataset.id.get_storage_size()
        if stored < nbytes:
            raise self._weights.wrong("an array claims more data than the file holds", label)
        self._weights.take(nbytes, label)
        with self._weights.reading(label):
            array = dataset[()]
        return array if kind is None else array.view(kind)

    def _dataset(self, name: str) -> h5py.Dataset:
        if name not in self:
            raise KeyError(name)
        found = self._weights.inside(self._group, name)
        label = f"{self.path}/{name}"
        with self._weights.reading(label):
            if not isinstance(found, h5py.Dataset) or found.shape is None:
                raise self._weights.wrong("something else where an array belongs", label)
            layout = found.id.get_create_plist()
            plain = layout.get_layout() in (h5d.CONTIGUOUS, h5d.COMPACT)
            plain = plain and not layout.get_external_count() and not layout.get_nfilters()
        if not plain:
            raise self._weights.wrong(
                "an array is chunked, compressed, virtual or kept in another file",
                label,
                expected="arrays stored whole, as Keras writes them",
            )
        return found

    def _dtype(self, dataset: h5py.Dataset, label: str) -> Any | None:
        """Checks that an array is of numbers; gives the dtype of what HDF5 has no word for."""
        dtype = dataset.dtype
        if dtype.kind in PLAIN_KINDS and dtype.metadata is None and dtype.subdtype is None:
            return None
        name = _noted_dtype(dataset)
        if name in ODD and dtype.kind == "V" and not dtype.fields and SIZES[name] == dtype.itemsize:
            return getattr(ml_dtypes, name)
        if dtype.kind == "b":
            return None
        raise self._weights.wrong(
            "an array holds something that is not numbers", f"{label}: dtype {dtype}"
        )


HEAP = b"GCOL"
BLOCK = 1 << 22


def _longest_heap(file: BinaryIO) -> int:
    """Looks for the heaps of texts in a file; each says how long it is behind its mark."""
    end = file.seek(0, io.SEEK_END)
    longest, before = 0, b""
    file.seek(0)
    while block := file.read(BLOCK):
        block = before + block
        at = block.find(HEAP)
        while at >= 0:
            length = int.from_bytes(block[at + 8 : at + 16], "little")
            longest = max(longest, min(length, end))
            at = block.find(HEAP, at + 1)
        before = block[-16:]
    return longest


def _noted_dtype(dataset: h5py.Dataset) -> str | None:
    if "dtype" not in dataset.attrs:
        return None
    kept = dataset.attrs.get_id("dtype")
    if kept.shape != () or h5py.check_string_dtype(kept.dtype) is None:
        return None
    noted = dataset.attrs["dtype"]
    return noted if isinstance(noted, str) else None


class Writer(MutableMapping[str, Any]):
    """The arrays of one group that is being written.

    Args:
        group: an open group.
    """

    def __init__(self, group: h5py.Group) -> None:
        self._group = group

    def __setitem__(self, name: str, value: Any) -> None:
        array = np.asarray(value)
        dataset = self._group.create_dataset(name, data=array)
        if array.dtype.name in ODD:
            dataset.attrs["dtype"] = array.dtype.name

    def __getitem__(self, name: str) -> Any:
        return self._group[name][()]

    def __delitem__(self, name: str) -> None:
        del self._group[name]

    def __iter__(self) -> Iterator[str]:
        return iter(list(self._group.keys()))

    def __len__(self) -> int:
        return len(self._group)
