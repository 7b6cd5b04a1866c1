"""A graph of a file as plain data, which a configuration can hold, and the weights apart."""

from collections import Counter
from dataclasses import dataclass, field
from importlib import import_module
from typing import Any, TypeAlias

import numpy as np

from tahr.core.errors import SavingError
from tahr.models.onnx.nodes import DTYPES, OPERATORS
from tahr.models.onnx.reading import array, damaged

OTHERS = ("Constant", "Loop")
"""Operators that the layer of a graph runs itself."""
STATISTICS = slice(3, 5)
"""Which inputs of a batch normalization are no weights that training changes."""

Names: TypeAlias = tuple[set[str], ...]
"""What is known in a graph: the names of each graph around it, and its own."""


@dataclass
class Described:
    """A graph.

    Args:
        graph: nodes, inputs, outputs and what stands for each constant, as plain data.
        constants: arrays that shapes and the like are made of, by key, as plain data.
        weights: the others, by key.
        fixed: the keys of weights that training leaves alone.
    """

    graph: dict[str, Any] = field(default_factory=dict)
    constants: dict[str, Any] = field(default_factory=dict)
    weights: dict[str, np.ndarray] = field(default_factory=dict)
    fixed: set[str] = field(default_factory=set)


def described(graph: Any, where: str) -> Described:
    """Describes a graph.

    Args:
        graph: as the `onnx` package has it.
        where: the file it is from.

    Raises:
        SavingError: operators are not known, which are listed all at once; or nodes take what is
            not there.
    """
    unknown = Counter(_unknown(graph))
    if unknown:
        listed = ", ".join(f"{name} ({n} times)" for name, n in sorted(unknown.items()))
        raise SavingError(
            "the file has operators that are not known",
            where=where,
            expected=f"of {len(OPERATORS) + len(OTHERS)} operators of ONNX's own",
            got=listed[:2000],
            todo="run it by onnxruntime, or export it with simpler operators",
        )
    made = Described()
    made.graph = _graph(graph, made, where, "", ())
    return made


def _unknown(graph: Any) -> list[str]:
    found: list[str] = []
    for node in graph.node:
        own = node.domain in ("", "ai.onnx")
        if not own or (node.op_type not in OPERATORS and node.op_type not in OTHERS):
            found.append(node.op_type if own else f"{node.domain}.{node.op_type}")
        for attribute in node.attribute:
            if attribute.HasField("g"):
                found += _unknown(attribute.g)
    return found


def _graph(graph: Any, made: Described, where: str, path: str, outside: Names) -> dict[str, Any]:
    held: dict[str, str] = {}
    for tensor in graph.initializer:
        held[tensor.name] = _keep(made, f"{path}{tensor.name}", array(tensor, where))
    inputs = [one.name for one in graph.input if one.name not in held]
    own = {*inputs, *held, ""}
    there = (*outside, own)
    nodes: list[dict[str, Any]] = []
    for number, node in enumerate(graph.node):
        missing = [name for name in node.input if not _is_in(name, there)]
        if missing:
            raise damaged(where, f"node {node.name or number} takes {missing[0]!r}, "
                          "which nothing before it gives")  # fmt: skip
        if node.op_type == "Constant":
            held[node.output[0]] = _keep(made, f"{path}{node.output[0]}", _constant(node, where))
        else:
            nodes.append(_node(node, made, where, f"{path}{number}/", there))
            if node.op_type == "BatchNormalization":
                made.fixed |= {held[n] for n in node.input[STATISTICS] if n in held}
        own |= set(node.output)
    outputs = [one.name for one in graph.output]
    lost = [name for name in outputs if not _is_in(name, there)]
    if lost:
        raise damaged(where, f"nothing gives the output {lost[0]!r}")
    return {"nodes": nodes, "inputs": inputs, "outputs": outputs, "held": held}


def _is_in(name: str, there: Names) -> bool:
    return any(name in names for names in there)


def _node(node: Any, made: Described, where: str, path: str, there: Names) -> dict[str, Any]:
    helper: Any = import_module("onnx.helper")
    attributes: dict[str, Any] = {}
    body = None
    for one in node.attribute:
        if one.HasField("g"):
            body = _graph(one.g, made, where, path, there)
        elif one.HasField("t"):
            attributes[one.name] = written(array(one.t, where))
        else:
            attributes[one.name] = _plain(helper.get_attribute_value(one))
    return {"op": node.op_type, "inputs": list(node.input), "outputs": list(node.output),
            "attributes": attributes, "body": body}  # fmt: skip


def _plain(value: Any) -> Any:
    if isinstance(value, bytes):
        return value.decode(errors="replace")
    return [_plain(one) for one in value] if not isinstance(value, int | float | str) else value


def _constant(node: Any, where: str) -> np.ndarray:
    helper: Any = import_module("onnx.helper")
    if len(node.attribute) != 1:
        raise damaged(where, "a constant without a value")
    one = node.attribute[0]
    if one.HasField("t"):
        return array(one.t, where)
    value = helper.get_attribute_value(one)
    kind = {"value_int": "int64", "value_ints": "int64"}.get(one.name, "float32")
    try:
        return np.asarray(value, kind)
    except ValueError as error:
        raise damaged(where, f"a constant of {one.name}") from error


def _keep(made: Described, key: str, value: np.ndarray) -> str:
    """Keeps an array: several floats are weights, anything else is a constant."""
    if value.dtype.name in DTYPES.values() and value.dtype.kind not in "biu" and value.size > 1:
        made.weights[key] = value
    else:
        made.constants[key] = written(value)
    return key


def written(value: np.ndarray) -> dict[str, Any]:
    """Returns an array as plain data."""
    return {"dtype": value.dtype.name, "shape": list(value.shape), "values": value.ravel().tolist()}


def restored(value: Any) -> Any:
    """Returns the array that `written` wrote, and anything else as it is."""
    if isinstance(value, dict) and value.keys() == {"dtype", "shape", "values"}:
        return np.asarray(value["values"], value["dtype"]).reshape(value["shape"])
    return value
