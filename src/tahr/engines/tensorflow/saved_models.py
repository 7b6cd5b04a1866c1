"""SavedModels: TensorFlow's files of graphs and weights."""

import logging
import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from tahr.core import trees
from tahr.core.specs import TensorSpec, opened
from tahr.core.variables import Variable
from tahr.engines.open_graphs import Open, lifted, lowered, opened_graph
from tahr.engines.tensorflow import ENGINE
from tahr.engines.tensorflow.open_graphs import OpenGraphs, lengths_of
from tahr.engines.tensorflow.starting import tf
from tahr.engines.tensorflow.widening import DTYPES, Tensor


def write(
    call: Callable[[Any], Any],
    variables: Sequence[Variable],
    specs: Any,
    names: Sequence[str],
    folder: Path,
) -> None:
    """Writes a function of variables and inputs, with an endpoint `serve`.

    Args:
        call: takes a tree of tensors, reads variables, returns a tree of tensors.
        variables: those it reads; they are in the file as variables of TensorFlow.
        specs: of the inputs, a tree; unknown lengths stay open.
        names: what the inputs are called in the endpoint.
        folder: where it goes.
    """
    module = tf.Module()
    module.variables_of_model = [
        tf.Variable(v.numpy(), trainable=v.trainable, dtype=DTYPES[v.dtype], name=v.name)
        for v in variables
    ]

    def serve(inputs: Any) -> Any:
        pairs = zip(variables, module.variables_of_model, strict=True)
        return _run(call, [(v, tf.convert_to_tensor(own)) for v, own in pairs], specs, inputs)

    leaves, structure = trees.flatten(specs)
    signature = trees.unflatten(
        structure,
        [
            tf.TensorSpec(opened(s.shape), DTYPES[s.dtype], name=plain(n))
            for s, n in zip(leaves, names, strict=True)
        ],
    )
    module.serve = tf.function(serve, input_signature=[signature], autograph=False)
    made = module.serve.get_concrete_function()
    with quietly():
        tf.saved_model.save(module, str(folder), {"serve": made, "serving_default": made})


def _run(
    call: Callable[[Any], Any],
    bound: list[tuple[Variable, Tensor]],
    specs: Any,
    inputs: Any,
) -> Any:
    tensors = trees.leaves(inputs)
    lengths = lengths_of(trees.leaves(specs), tensors)
    engine = OpenGraphs(ENGINE, lengths)  # type: ignore[reportAbstractUsage]
    state = [(v, Open(TensorSpec(v.shape, v.dtype), tensor)) for v, tensor in bound]
    with opened_graph(engine, state):
        return lowered(call(lifted(specs, inputs)))


def plain(name: str) -> str:
    """Returns a name that TensorFlow takes."""
    return re.sub(r"[^A-Za-z0-9_.]", "_", name)


@contextmanager
def quietly() -> Iterator[None]:
    """Keeps back TensorFlow's word that assets were written, of which there are none."""
    logger = logging.getLogger("tensorflow")
    before = logger.level
    logger.setLevel(logging.WARNING)
    try:
        yield
    finally:
        logger.setLevel(before)


def as_litert(folder: Path) -> bytes:
    """Returns what a file of LiteRT holds that computes what a SavedModel does.

    Args:
        folder: the SavedModel's.
    """
    converter = tf.lite.TFLiteConverter.from_saved_model(str(folder), signature_keys=["serve"])
    converter.target_spec.supported_ops = [
        tf.lite.OpsSet.TFLITE_BUILTINS, tf.lite.OpsSet.SELECT_TF_OPS
    ]  # fmt: skip
    with quietly():
        return converter.convert()


def read(folder: Path) -> Any:
    """Loads a SavedModel. It is a program: TensorFlow runs whatever graph it holds."""
    return tf.saved_model.load(str(folder))
