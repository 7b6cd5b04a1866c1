"""A function as a file of ONNX."""

import warnings
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import spox

from tahr.core import current, trees
from tahr.core.errors import EngineError
from tahr.core.specs import TensorSpec, making_a_graph
from tahr.engines.onnx import ENGINE, opsets
from tahr.engines.onnx.lengths import meet, writing
from tahr.engines.onnx.symbols import Symbolic, argument, op, sharing, symbolic
from tahr.version import __version__

LONGEST = 2**31 - 1
"""How many bytes a file of ONNX may have: longer ones keep weights in files beside it."""


def written(
    function: Callable[[Any], Any],
    specs: Any,
    names: Sequence[str],
    outputs: Sequence[str] | None,
    opset: int | None = None,
) -> bytes:
    """Returns what a file holds that computes a function.

    Args:
        function: of one tree of tensors; returns another.
        specs: of the inputs, a tree; lengths may be open, and stay so.
        names: of the inputs.
        outputs: names of what it returns; numbered by default.
        opset: the edition of the operators; by default the oldest that has them all.

    Raises:
        ArgumentError: there is no such edition.
        EngineError: something in it has no counterpart in ONNX, or in this edition.
    """
    edition = opsets.checked(opset)
    while True:
        try:
            with opsets.using(edition):
                model = _built(function, specs, names, outputs)
            break
        except opsets.NewerOpsetError as error:
            if opset is not None or error.needs <= edition:
                raise
            edition = error.needs
    model.producer_name = "tahr"
    model.producer_version = __version__
    for imported in model.opset_import:
        if not imported.domain:
            imported.version = edition
    if model.ByteSize() > LONGEST:
        raise EngineError(
            "the model is too large for one file of ONNX, which has less than 2 GiB",
            got=f"{model.ByteSize()} bytes",
            todo="export another format, or quantize the model first",
        )
    return model.SerializeToString()


def _built(
    function: Callable[[Any], Any], specs: Any, names: Sequence[str], outputs: Sequence[str] | None
) -> Any:
    leaves, structure = trees.flatten(specs)
    with _quietly(), sharing(), writing(), making_a_graph(), current.using(ENGINE):
        inputs = [_input(spec, name) for spec, name in zip(leaves, names, strict=True)]
        for tensor in inputs:
            meet(tensor)
        returned = function(trees.unflatten(structure, inputs))
        found = [symbolic(leaf) for leaf in trees.leaves(returned)]
    if not all(isinstance(tensor, Symbolic) for tensor in found):
        raise EngineError("something other than tensors is returned, which no file can hold")
    labels = outputs if outputs and len(outputs) == len(found) else _numbered(len(found))
    return spox.build(
        {name: tensor.variable for name, tensor in zip(names, inputs, strict=True)},
        {name: op.identity(t.variable) for name, t in zip(labels, found, strict=True)},
    )


@contextmanager
def _quietly() -> Iterator[None]:
    """Passes over what spox says of loops, whose shapes are said once more behind them."""
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", "Output type for variable .* was not concrete")
        yield


def _input(spec: TensorSpec, name: str) -> Symbolic:
    axes = range(len(spec.shape))
    return argument(spec, ["batch" if axis == 0 else f"length_{axis}" for axis in axes])


def _numbered(count: int) -> list[str]:
    return ["output"] if count == 1 else [f"output_{i}" for i in range(count)]
