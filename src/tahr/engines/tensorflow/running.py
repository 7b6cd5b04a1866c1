"""Compiling, tracing and devices."""

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from typing import Any

import numpy as np
from tensorflow.python.framework.func_graph import FuncGraph

from tahr.core import trees
from tahr.core.dtypes import STRING
from tahr.core.processor import multiplies_bfloat16
from tahr.core.specs import TensorSpec, is_known
from tahr.core.variables import Variable
from tahr.engines.base import Device, Effort, Engine
from tahr.engines.stand_ins import evaluated
from tahr.engines.tensorflow import open_calls, placement
from tahr.engines.tensorflow.compiling import CompiledGraphs
from tahr.engines.tensorflow.starting import tf
from tahr.engines.tensorflow.widening import DTYPES, Tensor

PIPELINE = "Dataset"
"""How the names of the graphs begin that `tf.data` traces."""


class Running(Engine[Tensor]):
    """How a function of tensors is made fast, and where it runs."""

    bfloat16_pays = ("gpu", "tpu", "cpu") if multiplies_bfloat16() else ("gpu", "tpu")

    def compile(
        self,
        function: Callable[..., Any],
        donate: tuple[int, ...] = (),
        effort: Effort = "quick",
    ) -> Callable[..., Any]:
        return CompiledGraphs(function, self.asarray, effort)

    def evaluate_spec(self, function: Callable[..., Any], specs: list[TensorSpec]) -> Any:
        return evaluated(lambda found: _traced(function, found), specs)

    def in_pipeline(
        self,
        function: Callable[[Any], Any],
        tensor: Tensor,
        foretold: Callable[[TensorSpec], TensorSpec],
    ) -> Any:
        if tensor.shape.rank is None or not tensor.graph.name.startswith(PIPELINE):
            return NotImplemented
        is_text = tensor.dtype == tf.string
        dtype = STRING if is_text else self.dtype_of(tensor)
        spec = foretold(TensorSpec(tensor.shape.as_list(), dtype))
        kind = tf.string if spec.dtype == STRING else DTYPES[spec.dtype]

        def run(array: Any) -> Any:
            found = np.asarray(function(array))
            return np.char.encode(found.astype(str), "utf-8") if kind == tf.string else found

        result = tf.numpy_function(run, [tensor], kind)
        result.set_shape([int(n) if is_known(n) else None for n in spec.shape])
        return result

    def has_open_lengths(self, tree: Any) -> bool:
        return tf.inside_function() and any(map(_is_open, trees.leaves(tree)))

    def with_open_lengths(
        self, function: Callable[[Any], Any], inputs: Any, variables: Sequence[Variable]
    ) -> Any:
        return open_calls.call(self, function, inputs, variables)

    def eagerly(self) -> AbstractContextManager[None]:
        return tf.init_scope()

    def profile(self, folder: str) -> AbstractContextManager[Any]:
        return tf.profiler.experimental.Profile(folder)

    def wait(self, tree: Any) -> None:
        for leaf in trees.leaves(tree):
            if isinstance(leaf, tf.Tensor) and not leaf.backing_device.endswith("CPU:0"):
                # What a GPU was asked for first is done first.
                tf.reshape(leaf, (-1,))[:1].numpy()

    def devices(self) -> list[Device]:
        return list(placement.known())

    def device(self, name: Device) -> AbstractContextManager[None]:
        return tf.device(placement.find(name))

    def put(self, tensor: Tensor, device: Device) -> Tensor:
        with tf.device(placement.find(device)):
            return tf.identity(tensor)

    def versions(self) -> dict[str, str]:
        return {"tensorflow": str(tf.__version__)}


def _traced(function: Callable[..., Any], specs: list[TensorSpec]) -> Any:
    with FuncGraph("spec").as_default():
        return function(*(tf.compat.v1.placeholder(DTYPES[s.dtype], s.shape) for s in specs))


def _is_open(leaf: Any) -> bool:
    if not isinstance(leaf, tf.Tensor) or leaf.shape.rank is None:
        return False
    return not leaf.shape.is_fully_defined()
