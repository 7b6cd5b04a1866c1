"""TensorFlow's checkpoints of Tahr's objects.

TensorFlow writes what it can track: objects with named children, and values at the ends. Here
layers, optimizers and variables are seen as such, by the names that `tf.keras` gave them, and their
children are found whenever TensorFlow asks, so that what is built later counts too.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from tensorflow.python.trackable.base import Trackable

from tahr.core import current
from tahr.core.errors import ArgumentError, SavingError
from tahr.core.tracking import HOLDERS, Stateful
from tahr.core.typing import is_dict
from tahr.core.variables import Variable
from tahr.engines.tensorflow.deferred import defer
from tahr.engines.tensorflow.starting import tf
from tahr.engines.tensorflow.widening import DTYPES

VALUE = "VARIABLE_VALUE"
LATEST = "checkpoint"
"""The file beside checkpoints by which `tf.train.latest_checkpoint` finds the last one."""


class Seen(Trackable):
    """One of Tahr's objects, as TensorFlow tracks it.

    Args:
        of: a variable, or what holds some.
        known: those made before, by the `id` of the object, so that each has one.
    """

    def __init__(self, of: Any, known: dict[int, "Seen"]) -> None:
        self.of = of
        self._known = known
        self._holders: dict[str, Seen] = {}
        if not isinstance(of, (dict, *HOLDERS)):
            known[id(of)] = self

    def _trackable_children(self, save_type: str = "checkpoint", **kwargs: Any) -> dict[str, Any]:
        return {name: self._child(name, child) for name, child in _children(self.of)}

    def _child(self, name: str, child: Any) -> Any:
        """Returns a child; a list or dict may be another each time it is asked for."""
        if not isinstance(child, (dict, *HOLDERS)):
            return seen(child, self._known)
        made = self._holders.get(name)
        if made is None:
            made = self._holders[name] = Seen(child, self._known)
        made.of = child
        return made

    def _lookup_dependency(self, name: str, cached_dependencies: Any = None) -> Any:
        return self._trackable_children().get(name)

    def _serialize_to_tensors(self) -> dict[str, Any]:
        if not isinstance(self.of, Variable):
            return {}
        return {VALUE: tf.constant(self.of.numpy(), DTYPES[self.of.dtype])}

    def _restore_from_tensors(self, restored_tensors: dict[str, Any]) -> None:
        if isinstance(self.of, Variable):
            self.of.assign(restored_tensors[VALUE].numpy())


def seen(thing: Any, known: dict[int, Seen]) -> Any:
    """Returns what TensorFlow tracks for an object; its own objects as they are.

    Args:
        thing: of Tahr's or of TensorFlow's.
        known: what was made before.
    """
    if isinstance(thing, Trackable):
        return thing
    return known.get(id(thing)) or Seen(thing, known)


def _children(thing: Any) -> Iterator[tuple[str, Any]]:
    """Returns the named children of an object, as `tf.keras` called them."""
    if isinstance(thing, Variable):
        return
    if is_dict(thing):
        yield from ((str(name), child) for name, child in thing.items() if _holds(child))
    elif isinstance(thing, HOLDERS):
        yield from ((str(place), child) for place, child in enumerate(thing) if _holds(child))
    elif hasattr(thing, "apply_gradients"):
        yield "_iterations", thing.iterations
        yield "_variables", [v for v in thing.variables if v is not thing.iterations]
    elif getattr(thing, "graph", None) is not None:
        yield from _of_graph(thing)
    else:
        yield from _of_parts(thing)


def _of_graph(model: Any) -> Iterator[tuple[str, Any]]:
    with_weights = 0
    for place, layer in enumerate(model.layers):
        if layer.weights:  # TensorFlow writes a layer under the first of its names
            yield f"layer_with_weights-{with_weights}", layer
            with_weights += 1
        yield f"layer-{place}", layer
    if model.optimizer is not None:
        yield "optimizer", model.optimizer


def _of_parts(thing: Any) -> Iterator[tuple[str, Any]]:
    own: list[Variable] = list(getattr(thing, "own_variables", ()))
    names = {variable.name for variable in own}
    yield from ((variable.name, variable) for variable in own)
    for name, part in thing.named_parts():
        plain = name.removeprefix("_")
        if plain not in names and not isinstance(part, Variable) and _holds(part):
            yield plain, part


OURS = (Stateful, Variable)


def _holds(part: Any, kinds: tuple[type, ...] = (*OURS, Trackable)) -> bool:
    """Returns whether there may be variables in something, of some kinds of objects."""
    if is_dict(part):
        return any(_holds(child, kinds) for child in part.values())
    if isinstance(part, HOLDERS):
        return any(_holds(child, kinds) for child in part)
    return isinstance(part, kinds)


class Checkpoint(tf.train.Checkpoint):  # type: ignore[misc]
    """TensorFlow's own class, which takes Tahr's layers, models, optimizers and variables too.

    Args:
        root: what the names in the file begin at.
        **kwargs: what it holds, by name.
    """

    def __init__(self, root: Any = None, **kwargs: Any) -> None:
        self.__dict__["_seen"] = {}  # a dict set as an attribute would be taken for a part
        given = {name: self._made(value) for name, value in kwargs.items()}
        super().__init__(None if root is None else self._made(root), **given)
        self.__dict__["_is_made"] = True

    def _made(self, value: Any) -> Any:
        return seen(value, vars(self)["_seen"]) if _holds(value, OURS) else value

    def __getattribute__(self, name: str) -> Any:
        found = super().__getattribute__(name)
        if not isinstance(found, Seen) or "_is_made" not in vars(self):
            return found
        return found.of

    def read(self, save_path: Any, options: Any = None) -> Any:
        """Reads what a checkpoint holds; variables that are made later get their values then."""
        status = super().read(save_path, options)
        if save_path is not None:
            defer(self, str(save_path))
        return status

    def __setattr__(self, name: str, value: Any) -> None:
        super().__setattr__(name, value if name.startswith("_") else self._made(value))


def save_weights(model: Any, path: Path) -> None:
    """Writes the weights of a model and the state of its optimizer.

    Args:
        model: built.
        path: how the names of the files begin.
    """
    with current.using("tensorflow"):
        Checkpoint(root=model).write(str(path))
    latest = f'model_checkpoint_path: "{path.name}"\n'
    (path.parent / LATEST).write_text(f"{latest}all_{latest.replace('path', 'paths')}")


def load_weights(model: Any, path: Path) -> Any:
    """Reads what a checkpoint holds of a model.

    Args:
        model: built.
        path: how the names of the files begin.

    Returns:
        TensorFlow's status.

    Raises:
        SavingError: not all weights of the model are there.
    """
    with current.using("tensorflow"):
        status = Checkpoint(root=model).read(str(path))
    try:
        status.assert_existing_objects_matched()
    except AssertionError as error:
        raise SavingError(
            "the checkpoint does not hold all weights of the model", where=str(path), got=error
        ) from None
    return status


_save: Any = tf.saved_model.save


def saved(obj: Any, export_dir: Any, signatures: Any = None, options: Any = None) -> None:
    """Does what `tf.saved_model.save` does, for models of Tahr's too.

    Args:
        obj: a model, or an object of TensorFlow's.
        export_dir: the folder.
        signatures: endpoints, of an object of TensorFlow's.
        options: a `tf.saved_model.SaveOptions`.

    Raises:
        ArgumentError: endpoints of a model are asked for, which have a class of their own.
    """
    if not isinstance(obj, Stateful):
        _save(obj, export_dir, signatures, options)
        return
    if signatures is not None:
        raise ArgumentError(
            "endpoints of a model of one's own making are written otherwise",
            where="tf.saved_model.save",
            got=f"signatures={signatures!r}",
            todo="use keras.export.ExportArchive: track(model), add_endpoint(name, function, "
            "input_signature), write_out(folder)",
        )
    model: Any = obj
    model.export(export_dir, verbose=False)


def share() -> None:
    """Lets programs give `tf.train.Checkpoint` and `tf.saved_model.save` what is Tahr's."""
    tf.train.Checkpoint = Checkpoint
    tf.saved_model.save = saved
