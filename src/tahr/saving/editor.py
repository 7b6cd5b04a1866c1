"""Looking into a file of weights, and changing it, without the model it belongs to."""

import io
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, TypeVar

import h5py
import numpy as np

from tahr.core.errors import SavingError, told
from tahr.core.files import atomic_write, lent, may_write
from tahr.core.specs import show
from tahr.core.suggesting import closest
from tahr.core.tracebacks import methods_end_at_user
from tahr.core.tracking import GeneratorBase
from tahr.saving import paths, state, store
from tahr.saving.hdf5 import Group, Weights, Writer
from tahr.saving.legacy import texts

T = TypeVar("T")
VARS = "vars"
DEEPEST = 64
"""Groups within groups that a file may have."""


@methods_end_at_user((
    "__init__", "summary", "compare", "rename_object", "delete_object", "add_object",
    "delete_weight", "add_weights", "save", "resave_weights",
))  # fmt: skip
class KerasFileEditor:
    """Shows what a file of weights holds, changes it, and writes it anew.

    The file is read as any other is: nothing in it is run, and what is not plain arrays in plain
    groups is refused. It stays as it is; `save` writes another.

    Args:
        filepath: a `.weights.h5` or `.keras` file of Keras 3's kind.

    Attributes:
        weights_dict: the arrays of each object by their names, by the object's path.

    Raises:
        SavingError: it is no such file, it is damaged or not harmless.

    Example:
        >>> import tempfile
        >>> from tahr import Sequential, layers
        >>> model = Sequential([layers.Input((2,)), layers.Dense(1)])
        >>> path = tempfile.mkdtemp() + "/old.weights.h5"
        >>> model.save_weights(path)
        >>> editor = KerasFileEditor(path)
        >>> editor.rename_object("dense", "head")
        >>> list(editor.weights_dict), editor.weights_dict["layers/head"]["0"].shape
        (['layers/head'], (2, 1))
    """

    def __init__(self, filepath: str | Path) -> None:
        paths.kind_of(filepath, paths.WEIGHTS, paths.MODEL)
        self.filepath: str = str(filepath)
        self.weights_dict: dict[str, dict[str, np.ndarray]] = {}
        self._names: dict[str, str] = {}
        with store.open_weights(paths.there(filepath)) as weights:
            for path, group in _objects(weights):
                self.weights_dict[path] = {name: group[name] for name in group}
                name = group.name
                if name is not None:
                    self._names[path] = name

    # Looking.

    def summary(self) -> None:
        """Prints the objects with their arrays."""
        lines = [f"Weights file '{self.filepath}'"]
        for path, arrays in self.weights_dict.items():
            lines.append(f"  {path or 'the model'}")
            lines += [f"    {name}: {show(a.shape)} {a.dtype}" for name, a in arrays.items()]
        print("\n".join(lines))  # noqa: T201

    def compare(self, reference_model: Any) -> dict[str, Any]:
        """Prints in what the file differs from a model, and counts it.

        What the optimizer keeps is compared where both have it.

        Args:
            reference_model: a model that is built.

        Returns:
            `status`, "success" or "error"; `error_count`, how many arrays are missing, too many or
            of another shape; `match_count`, how many are as the model has them.
        """
        wanted, found = dict(_wanted(reference_model, self.weights_dict)), self.weights_dict
        if not any(map(_is_optimizers, found)) or not any(map(_is_optimizers, wanted)):
            wanted, found = _of_layers(wanted), _of_layers(found)
        errors: list[str] = []
        matches = 0
        for path in dict.fromkeys([*wanted, *found]):
            shapes, arrays = wanted.get(path, {}), found.get(path, {})
            for name in dict.fromkeys([*shapes, *arrays]):
                problem = _difference(shapes.get(name), arrays.get(name))
                matches += problem is None
                if problem is not None:
                    errors.append(f"{path or 'the model'}, {name}: {problem}")
        print("\n".join(errors or ["The file fits the model."]))  # noqa: T201
        status = "error" if errors else "success"
        return {"status": status, "error_count": len(errors), "match_count": matches}

    # Changing.

    def rename_object(self, object_name: str, new_name: str) -> None:
        """Gives an object another name, with all that is in it.

        Args:
            object_name: its name, or its whole path where several have that name.
            new_name: the last part of its path from now on.

        Raises:
            SavingError: there is no such object, several have that name, or one has the new name.
        """
        old = self._path_of(object_name)
        if not new_name or "/" in new_name:
            raise SavingError(
                "a new name is one part of a path", where="rename_object", got=told(new_name)
            )
        new = "/".join([*old.split("/")[:-1], new_name])
        if new in self._every_path():
            raise SavingError("there is an object of that name already", where=new)
        moved: dict[str, dict[str, np.ndarray]] = {}
        for path, arrays in self.weights_dict.items():
            inside = path == old or path.startswith(f"{old}/")
            moved[f"{new}{path.removeprefix(old)}" if inside else path] = arrays
        self.weights_dict = moved
        self._names = {}

    def delete_object(self, object_name: str) -> None:
        """Takes an object out, with all that is in it.

        Args:
            object_name: its name, or its whole path where several have that name.

        Raises:
            SavingError: there is no such object, or several have that name.
        """
        old = self._path_of(object_name)
        self.weights_dict = {
            path: arrays for path, arrays in self.weights_dict.items()
            if path != old and not path.startswith(f"{old}/")
        }  # fmt: skip

    def add_object(self, object_path: str, weights: Mapping[str, Any]) -> None:
        """Puts an object in.

        Args:
            object_path: its whole path: "layers/dense_2".
            weights: its arrays, by their names: "0", "1", ...

        Raises:
            SavingError: there is one already, the path is none, or something is no array.
        """
        parts = object_path.split("/")
        if not all(parts) or VARS in parts or ".." in parts:
            raise SavingError(
                "this is no path of an object", expected='"layers/dense_2"', got=told(object_path)
            )
        if object_path in self.weights_dict:
            raise SavingError(
                "there is such an object already",
                where=object_path,
                todo="add_weights puts arrays into it",
            )
        self.weights_dict[object_path] = _arrays(object_path, weights)

    def delete_weight(self, object_name: str, weight_name: str) -> None:
        """Takes an array out of an object.

        Args:
            object_name: the object's name, or its whole path where several have that name.
            weight_name: the array's: "0".

        Raises:
            SavingError: there is no such object or array.
        """
        arrays = self._arrays_of(object_name)
        if weight_name not in arrays:
            raise SavingError(
                f"there is no array {weight_name!r} in it",
                where=object_name,
                expected=", ".join(arrays) or "none",
            )
        del arrays[weight_name]

    def add_weights(self, object_name: str, weights: Mapping[str, Any]) -> None:
        """Puts arrays into an object; one of the same name is replaced.

        Args:
            object_name: the object's name, or its whole path where several have that name.
            weights: the arrays, by their names.

        Raises:
            SavingError: there is no such object, or something is no array.
        """
        self._arrays_of(object_name).update(_arrays(object_name, weights))

    # Writing.

    def save(self, filepath: str | Path) -> None:
        """Writes what there is now into a file.

        Args:
            filepath: a path that ends in `.weights.h5`.

        Raises:
            SavingError: the file cannot be written, or is of another kind.
        """
        paths.kind_of(filepath, paths.WEIGHTS)
        may_write(filepath)
        buffer = io.BytesIO()
        with h5py.File(buffer, "w") as file:
            for path, arrays in self.weights_dict.items():
                group = file.create_group(f"{path}/{VARS}" if path else VARS)
                if path in self._names:
                    group.attrs["name"] = self._names[path]
                Writer(group).update(arrays)
        with lent(buffer) as view, atomic_write(filepath) as file:
            file.write(view)

    def resave_weights(self, filepath: str | Path) -> None:
        """Does what `save` does, by its older name."""
        self.save(filepath)

    # Finding.

    def _every_path(self) -> list[str]:
        """Lists the paths of all objects, of those too that only hold others."""
        found: dict[str, None] = {}
        for path in self.weights_dict:
            parts = path.split("/")
            found |= {"/".join(parts[:end]): None for end in range(1, len(parts) + 1)}
        return [*found]

    def _path_of(self, name: str) -> str:
        every = self._every_path()
        if name in every:
            return name
        fitting = [path for path in every if path.rpartition("/")[2] == name]
        if len(fitting) == 1:
            return fitting[0]
        if fitting:
            raise SavingError(
                f"several objects are called {name!r}",
                where=self.filepath,
                expected="a whole path",
                got=", ".join(fitting),
            )
        near = closest(name, [*every, *(path.rpartition("/")[2] for path in every)])
        raise SavingError(f"no object is called {name!r}{near}", where=self.filepath)

    def _arrays_of(self, name: str) -> dict[str, np.ndarray]:
        return self.weights_dict.setdefault(self._path_of(name), {})


class _Named(Group):
    """The arrays of an object, and what the file says it is called."""

    def __init__(self, weights: Weights, group: h5py.Group) -> None:
        super().__init__(weights, group)
        noted = texts.short(weights, group, "name")
        self.name: str | None = noted


def _objects(weights: Weights) -> Iterator[tuple[str, _Named]]:
    """Yields the objects of a file that have arrays, each with its path.

    Raises:
        SavingError: the file is not of Keras 3's kind.
    """

    def inside(group: h5py.Group, path: tuple[str, ...]) -> Iterator[tuple[str, _Named]]:
        if len(path) > DEEPEST:
            raise weights.wrong("groups are nested too deeply", "/".join(path[:8]))
        for name in Group(weights, group):
            found = weights.inside(group, name)
            if not isinstance(found, h5py.Group):
                raise weights.wrong(
                    "an array stands outside of any object",
                    "/".join([*path, name]),
                    "a file of Keras 3's kind",
                )
            if name == VARS:
                arrays = _Named(weights, found)
                if len(arrays):
                    yield "/".join(path), arrays
            else:
                yield from inside(found, (*path, name))

    yield from inside(weights.root, ())


def _is_optimizers(path: str) -> bool:
    return path.partition("/")[0] == "optimizer"


def _of_layers(objects: Mapping[str, T]) -> dict[str, T]:
    return {path: arrays for path, arrays in objects.items() if not _is_optimizers(path)}


def _wanted(
    model: Any, found: Mapping[str, Any]
) -> Iterator[tuple[str, dict[str, tuple[int, ...]]]]:
    """Yields the shapes of the arrays that a model would save, by the path of each object.

    Random generators count only where the file has them: Keras does not save them.
    """
    for path, part in state.saved_parts(model):
        if isinstance(part, GeneratorBase) and path not in found:
            continue
        variables = state.variables_of(part)
        if variables is None:
            written: dict[str, Any] = {}
            state.write(part, written)
            yield path, {name: tuple(np.shape(value)) for name, value in written.items()}
        else:
            yield path, {str(n): tuple(v.shape) for n, v in enumerate(variables)}


def _difference(shape: tuple[int, ...] | None, array: np.ndarray | None) -> str | None:
    if shape is None:
        return "the model has no such array"
    if array is None:
        return f"{show(shape)} in the model, none in the file"
    if tuple(array.shape) != shape:
        return f"{show(shape)} in the model, {show(array.shape)} in the file"
    return None


def _arrays(where: str, weights: Mapping[str, Any]) -> dict[str, np.ndarray]:
    found = {name: np.asarray(value) for name, value in weights.items()}
    for name, array in found.items():
        plain = array.dtype.kind in "biuf" or array.dtype.name.startswith(("bfloat", "float8"))
        if not plain or not name or "/" in name:
            raise SavingError(
                "weights are arrays of numbers, by their names",
                where=where,
                got=f"{name!r}: {told(weights[name])}",
            )
    return found
