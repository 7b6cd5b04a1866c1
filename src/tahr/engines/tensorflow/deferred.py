"""Values of a checkpoint for variables that are made only later, as `tf.keras` gave them those."""

from collections.abc import Iterator
from contextlib import suppress
from typing import Any

from tensorflow.core.protobuf.trackable_object_graph_pb2 import TrackableObjectGraph
from tensorflow.python.trackable.base import Trackable

from tahr.core import awaited, current
from tahr.core.scopes import outside_of_state
from tahr.core.variables import Variable
from tahr.engines.tensorflow.starting import tf

OBJECTS = "_CHECKPOINTABLE_OBJECT_GRAPH"
"""The key under which a checkpoint says which objects it holds."""
Places = Iterator[tuple[Variable, str]]
"""Variables, and the keys of their values in the file."""


def defer(root: Trackable, path: str) -> None:
    """Gives variables below an object their values as soon as they are made.

    Args:
        root: what the names in the checkpoint begin at; what it holds now has been read.
        path: how the names of the files begin.
    """
    reader = tf.train.load_checkpoint(path)
    with suppress(tf.errors.NotFoundError):  # as in files of TensorFlow 1, which know no objects
        written = reader.get_tensor(OBJECTS)
        deferred = Deferred(root, reader, TrackableObjectGraph.FromString(written))
        if deferred.is_waiting():
            awaited.wait(deferred)


class Deferred:
    """What a checkpoint holds of objects that are not whole yet.

    Args:
        root: what the names in the checkpoint begin at.
        reader: gives the values in the file by their keys.
        written: the objects in the file.
    """

    def __init__(self, root: Trackable, reader: Any, written: Any) -> None:
        self._root, self._reader, self._nodes = root, reader, written.nodes
        self._wanted = {key for node in self._nodes if (key := _key(node)) is not None}
        self._wanted -= {key for _, key in self._places(self._root, 0, set())}

    def is_waiting(self) -> bool:
        """Returns whether the checkpoint holds values that nothing has asked for yet."""
        return bool(self._wanted)

    def __call__(self) -> bool:
        """Gives new variables their values; returns whether there are more to come."""
        for variable, key in self._places(self._root, 0, set()):
            if key in self._wanted:
                self._wanted.remove(key)
                with outside_of_state(), current.using("tensorflow"), tf.init_scope():
                    variable.assign(self._reader.get_tensor(key))
        return self.is_waiting()

    def _places(self, thing: Any, number: int, met: set[int]) -> Places:
        """Walks through objects and what is written of them side by side."""
        if number in met:
            return
        met.add(number)
        node = self._nodes[number]
        key, variable = _key(node), getattr(thing, "of", None)
        if isinstance(variable, Variable) and key is not None:
            yield variable, key
        elif key is not None:  # one of TensorFlow's own, which it has read itself
            self._wanted.discard(key)
        children = thing._trackable_children()
        for child in node.children:
            if child.local_name in children:
                yield from self._places(children[child.local_name], child.node_id, met)


def _key(node: Any) -> str | None:
    """Returns the key of the value that is written of an object, where there is one."""
    return next((attribute.checkpoint_key for attribute in node.attributes), None)
