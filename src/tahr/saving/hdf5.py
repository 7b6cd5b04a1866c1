"""HDF5 files read with distrust: what they hold is checked before it is touched."""

import io
from collections.abc import Iterator, Mapping, MutableMapping
from typing import TYPE_CHECKING, Any, BinaryIO

import h5py
from h5py import h5d

from tahr.core.dtypes import NAMES, SIZES
from tahr.core.errors import SavingError
from tahr.core.specs import show

if TYPE_CHECKING:
    import numpy as np

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
        self.left = file.seek(0, io.SEEK_END)
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

    def group(self, path: str) -> "Group | None":
        """Gives the arrays in a group; None where there is none of that path."""
        found: Any = self._file
        for name in path.split("/"):
            if name not in found:
                return None
            found = self.inside(found, name)
            if not isinstance(found, h5py.Group):
                raise self.wrong("an array where a group belongs", found.name)
        return Group(self, found)

    def inside(self, group: h5py.Group, name: str) -> Any:
        """Gives what a group holds under a name.

        Raises:
            SavingError: it is a link to somewhere else.
        """
        link = group.get(name, getlink=True)
        if not isinstance(link, h5py.HardLink):
            raise self.wrong("the file links to something outside of itself", f"{group.name}/{name}")
        try:
            return group[name]
        except (OSError, RuntimeError, KeyError, ValueError) as error:
            raise self.wrong("the file is damaged", f"{group.name}/{name}: {error}") from None

    def wrong(self, what: str, got: object, expected: object = None) -> SavingError:
        """Gives the error for something in the file that does not belong there."""
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


class Group(Mapping[str, "np.ndarray"]):
    """The arrays of one group by name; each is checked when it is asked for."""

    def __init__(self, weights: Weights, group: h5py.Group) -> None:
        self._weights = weights
        self._group = group

    def __iter__(self) -> Iterator[str]:
        return iter(self._group)

    def __len__(self) -> int:
        return len(self._group)

    def __contains__(self, name: object) -> bool:
        return name in self._group

    @property
    def path(self) -> str:
        """Where it stands in the file."""
        return str(self._group.name)

    def shape(self, name: str) -> tuple[int, ...]:
        """Gives the shape of an array without reading it."""
        return tuple(self._dataset(name).shape)

    def __getitem__(self, name: str) -> "np.ndarray":
        dataset = self._dataset(name)
        label = f"{self.path}/{name}"
        kind = self._dtype(dataset, label)
        nbytes = dataset.size * dataset.dtype.itemsize
        if dataset.id.get_storage_size() < nbytes:
            raise self._weights.wrong("an array claims more data than the file holds", label)
        self._weights.take(nbytes, label)
        try:
            array = dataset[()]
        except (OSError, RuntimeError, ValueError) as error:
            raise self._weights.wrong("the file is damaged", f"{label}: {error}") from None
        return array if kind is None else array.view(kind)

    def _dataset(self, name: str) -> h5py.Dataset:
        if name not in self._group:
            raise KeyError(name)
        found = self._weights.inside(self._group, name)
        label = f"{self.path}/{name}"
        if not isinstance(found, h5py.Dataset) or found.shape is None:
            raise self._weights.wrong("something else where an array belongs", label)
        layout = found.id.get_create_plist()
        plain = layout.get_layout() in (h5d.CONTIGUOUS, h5d.COMPACT)
        if not plain or layout.get_external_count() or layout.get_nfilters():
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
            import ml_dtypes

            return getattr(ml_dtypes, name)
        if dtype.kind == "b":
            return None
        raise self._weights.wrong(
            "an array holds something that is not numbers", f"{label}: dtype {dtype}"
        )


def _noted_dtype(dataset: h5py.Dataset) -> str | None:
    if "dtype" not in dataset.attrs or dataset.attrs.get_id("dtype").shape != ():
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
        import numpy as np

        array = np.asarray(value)
        dataset = self._group.create_dataset(name, data=array)
        if array.dtype.name in ODD:
            dataset.attrs["dtype"] = array.dtype.name

    def __getitem__(self, name: str) -> Any:
        return self._group[name][()]

    def __delitem__(self, name: str) -> None:
        del self._group[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._group)

    def __len__(self) -> int:
        return len(self._group)
