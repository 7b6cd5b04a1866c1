"""Layers that run on the host: text cannot be computed with anywhere else."""

from typing import Any

import numpy as np

from tahr.core import current, trees
from tahr.core.dtypes import STRING
from tahr.core.errors import DtypeError, EngineError
from tahr.core.rows import rows_apart
from tahr.core.scopes import state_scope
from tahr.core.specs import TensorSpec
from tahr.core.texts import as_text, holds_text, is_text
from tahr.core.tracebacks import ends_at_user
from tahr.layers.base.layer import Layer
from tahr.ops.symbolic import SymbolicTensor

HOST = ("numpy", "cpu")


@rows_apart
class HostLayer(Layer):
    """A layer whose `call` gets NumPy arrays and returns some, whatever the engine.

    In a graph it runs before the compiled step (`models/cut.py`). A subclass says by `foretold`
    what comes of a spec.

    Args:
        **kwargs: what every layer takes.
    """

    on_host = True
    """Whether a graph is to run it before what the engine compiles."""

    def raw(self, inputs: Any) -> Any:
        """Returns what was passed as an array of the host's: of text, or of numbers."""
        if is_text(inputs):
            return as_text(inputs, self.name)
        return np.asarray(inputs) if isinstance(inputs, list | tuple) else current.to_numpy(inputs)

    def foretold(self, spec: TensorSpec) -> TensorSpec:
        """Returns the spec of what comes of an input."""
        raise NotImplementedError

    def computed(self, inputs: np.ndarray) -> np.ndarray:
        """Returns what comes of an array."""
        raise NotImplementedError

    def in_graph(self, inputs: Any, texts: Any) -> Any:
        """Returns what comes of a tensor of an engine that writes a graph with text in it.

        Args:
            inputs: the tensor.
            texts: the engine's functions of text.

        Raises:
            EngineError: what the layer does cannot be written so.
        """
        raise not_in_graph(self, f"what {type(self).__name__} computes of its data")

    @ends_at_user
    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        """Runs the layer on the host, or records it.

        Args:
            *args: text or numbers: a string, lists, arrays, columns of data frames.
            **kwargs: none.

        Returns:
            A tensor of the engine in use; an array of strings, where text comes of it.
        """
        if not args or any(_is_open(leaf) for leaf in trees.leaves(args)):
            piped = self._in_pipeline(*args) if len(args) == 1 else NotImplemented
            return super().__call__(*args, **kwargs) if piped is NotImplemented else piped
        engine = current.engine()
        with current.using(*HOST):
            outputs = super().__call__(self.raw(args[0]), *args[1:], **kwargs)
        return trees.map(lambda a: a if holds_text(a) else engine.asarray(a), outputs)

    def _in_pipeline(self, value: Any) -> Any:
        """Puts the layer into a pipeline of data, such as `tf.data.Dataset.map` makes."""
        source = current.owner(value)
        if source is None or source.is_concrete(value) or state_scope() is not None:
            return NotImplemented

        def run(array: np.ndarray) -> Any:
            with current.using(*HOST):
                return Layer.__call__(self, self.raw(array))

        return source.in_pipeline(run, value, self.foretold)

    def call(self, inputs: Any) -> Any:
        leaves = trees.leaves(inputs)
        if current.engine().name == "spec":
            return self.foretold(inputs)
        if not all(isinstance(leaf, np.ndarray) for leaf in leaves):
            texts = current.engine().texts
            if texts is not None:
                return self.in_graph(inputs, texts)
            raise _under_way(self)
        return self.computed(inputs)

    def _accepted(self, value: Any) -> Any:
        return value


def _is_open(value: Any) -> bool:
    """Returns whether a value is not known yet: symbolic, a spec, or being traced."""
    if isinstance(value, SymbolicTensor | TensorSpec):
        return True
    engine = current.owner(value)
    return engine is not None and not engine.is_concrete(value)


def _under_way(layer: Layer) -> DtypeError:
    return DtypeError(
        f"{type(layer).__name__} runs on the host, before what the engine compiles",
        where=layer.name,
        expected="data, or what comes of data without weights",
        got="a tensor that is computed in a compiled step",
        todo="make it part of a functional or Sequential model, from its input on, or call it on "
        "the data before training: layer(x), or dataset.map(layer)",
    )


def not_in_graph(layer: Layer, what: str) -> EngineError:
    """Returns the error of a layer that a graph with text in it cannot hold.

    Args:
        layer: it.
        what: what of it has no counterpart there.
    """
    name = current.engine().name.upper()
    return EngineError(
        f"{name} has no operator for {what}",
        where=layer.name,
        todo="export the model behind this layer, and run the layer on the data before it",
    )


def text_spec(shape: Any) -> TensorSpec:
    """Returns the spec of text."""
    return TensorSpec(shape, STRING)
