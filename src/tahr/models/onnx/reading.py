"""What a file of ONNX holds, read as data: nothing in it is believed before it is checked."""

import math
from collections import Counter
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from typing import Any

import numpy as np

from tahr.core.errors import SavingError
from tahr.core.extras import required

LONGEST, PIECE = 2**31 - 1, 2**20
NODES, DEEPEST = 50_000, 6
LISTED = ("float_data", "int32_data", "int64_data", "double_data", "uint64_data", "string_data")


def read(source: Any) -> tuple[Any, str]:
    """Reads and checks a file.

    Args:
        source: a path, or a file that is open for bytes.

    Returns:
        The graph as the `onnx` package has it, and where it comes from.

    Raises:
        MissingExtraError: onnx is not installed.
        SavingError: it is damaged, too large, or keeps weights in other files.
    """
    required("onnx", "onnx")
    onnx: Any = import_module("onnx")
    where = str(source) if isinstance(source, str | Path) else "the open file"
    content = _content(source, where)
    try:
        model = onnx.load_from_string(content)
    except Exception as error:
        raise damaged(where, f"{type(error).__name__}: {error}") from error
    if model.functions:
        raise SavingError("the file defines operators of its own", where=where)
    counts = Counter[str]()
    for graph, depth in _graphs(model.graph, where):
        counts["nodes"] += len(graph.node)
        if counts["nodes"] > NODES or depth > DEEPEST:
            raise damaged(where, f"more than {NODES} nodes, or graphs in graphs too deep")
        for tensor in _tensors(graph):
            _check(tensor, where, onnx)
    if not model.graph.output:
        raise damaged(where, "it has no outputs")
    return model.graph, where


def damaged(where: str, why: str) -> SavingError:
    """Returns the error of a file that cannot be what it claims to be."""
    return SavingError(
        "this is no sound file of ONNX",
        where=where,
        got=why[:300],
        todo="export the model again; do not use a file unless you know where it comes from",
    )


def _content(source: Any, where: str) -> bytes:
    try:
        if hasattr(source, "read"):
            content = _all_of(source)
        elif not Path(source).is_file():
            raise SavingError("the file cannot be read", where=where, got="there is no such file")
        else:
            with Path(source).open("rb") as file:
                content = _all_of(file)
    except OSError as error:
        raise SavingError("the file cannot be read", where=where, got=error.strerror) from error
    if len(content) > LONGEST or not content:
        raise damaged(where, "it is empty" if not content else f"more than {LONGEST} bytes")
    return content


def _all_of(file: Any) -> bytes:
    """Reads a file piece by piece: what it may be at most is more than most machines have free."""
    pieces: list[bytes] = []
    left = LONGEST + 1
    while left > 0 and (piece := file.read(PIECE)):
        pieces.append(piece)
        left -= len(piece)
    return b"".join(pieces)


def _graphs(graph: Any, where: str, depth: int = 0) -> Iterator[tuple[Any, int]]:
    yield graph, depth
    if depth > DEEPEST:
        return
    for node in graph.node:
        for attribute in node.attribute:
            for inner in (*([attribute.g] if attribute.HasField("g") else []), *attribute.graphs):
                yield from _graphs(inner, where, depth + 1)


def _tensors(graph: Any) -> Iterator[Any]:
    yield from graph.initializer
    for sparse in graph.sparse_initializer:
        yield sparse.values
    for node in graph.node:
        for attribute in node.attribute:
            if attribute.HasField("t"):
                yield attribute.t
            yield from attribute.tensors


def _check(tensor: Any, where: str, onnx: Any) -> None:
    """Refuses numbers that stand in other files, or are not there."""
    if tensor.data_location == onnx.TensorProto.EXTERNAL or tensor.external_data:
        raise SavingError(
            "the file keeps weights in other files, which are not read",
            where=f"{where}, {tensor.name}",
            todo="save it in one piece: onnx.save_model(model, path, save_as_external_data=False)",
        )
    if any(n < 0 for n in tensor.dims):
        raise damaged(where, f"{tensor.name} has the shape {list(tensor.dims)}")
    held = len(tensor.raw_data) + sum(len(getattr(tensor, name)) for name in LISTED)
    if math.prod(tensor.dims) > 2 * held:
        raise damaged(where, f"{tensor.name} has the shape {list(tensor.dims)}, and {held} bytes")


def array(tensor: Any, where: str) -> np.ndarray:
    """Returns the numbers of a tensor in a file.

    Raises:
        SavingError: they are damaged.
    """
    helper: Any = import_module("onnx.numpy_helper")
    try:
        return np.asarray(helper.to_array(tensor))
    except Exception as error:
        raise damaged(where, f"{tensor.name}: {error}") from error
