"""Files of ONNX that mean harm."""

import io
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import onnx
from onnx import helper, numpy_helper

from tests.security.reads import Builder, Reads

node: Callable[..., Any] = helper.make_node


def _graph(
    nodes: Sequence[Any], shape: Sequence[int | None] = (None, 4), **constants: Any
) -> Callable[[], Any]:
    def make() -> Any:
        held = [
            c if isinstance(c, onnx.TensorProto) else numpy_helper.from_array(np.asarray(c), name)
            for name, c in constants.items()
        ]
        ends = [helper.make_tensor_value_info("x", 1, list(shape))]
        last = [helper.make_tensor_value_info("y", 1, None)]
        return helper.make_model(helper.make_graph(nodes, "g", ends, last, held))

    return make


def _of(make: Callable[[], Any]) -> Builder:
    def build(folder: Path) -> Reads:
        from tahr.models.onnx.graph import load_onnx

        made = make()
        path = folder / "a.onnx"
        path.write_bytes(made if isinstance(made, bytes) else made.SerializeToString())
        return {
            "load_onnx": lambda: load_onnx(path),
            "load_onnx of an open file": lambda: load_onnx(io.BytesIO(path.read_bytes())),
        }

    return build


def _elsewhere() -> Any:
    tensor = numpy_helper.from_array(np.ones((4, 4), "float32"), "w")
    tensor.ClearField("raw_data")
    tensor.data_location = onnx.TensorProto.EXTERNAL
    entry = tensor.external_data.add()
    entry.key, entry.value = "location", "/etc/hostname"
    return tensor


def _short(**facts: Any) -> Any:
    tensor = onnx.TensorProto()
    tensor.name, tensor.data_type = "w", facts.get("kind", 1)
    tensor.dims.extend(facts["dims"])
    tensor.raw_data = b"\0" * 16
    return tensor


def _thin() -> Any:
    tensor = onnx.SparseTensorProto()
    tensor.values.CopyFrom(numpy_helper.from_array(np.ones(1, "float32"), "w"))
    tensor.indices.CopyFrom(numpy_helper.from_array(np.array([0]), "i"))
    tensor.dims.extend([10**6, 10**6])
    return tensor


def _chain(op: str, count: int, *, same: bool = True, **attributes: Any) -> list[Any]:
    return [
        node(op, [f"c{n}", f"c{n}" if same else "c0"], [f"c{n + 1}"], **attributes)
        for n in range(count)
    ]


LENGTHS = node("Shape", ["x"], ["c0"])
FILES: dict[str, Builder] = {
    "weights in another file": _of(_graph([node("MatMul", ["x", "w"], ["y"])], w=_elsewhere())),
    "a constant in another file": _of(_graph(
        [node("Constant", [], ["w"], value=_elsewhere()), node("MatMul", ["x", "w"], ["y"])]
    )),
    "weights that are not there": _of(_graph(
        [node("MatMul", ["x", "w"], ["y"])], w=_short(dims=[10**6, 10**6])
    )),
    "a dtype that is none": _of(_graph(
        [node("Add", ["x", "w"], ["y"])], w=_short(dims=[4], kind=999)
    )),
    "a thin array of terabytes": _of(_graph(
        [node("Constant", [], ["w"], sparse_value=_thin()), node("MatMul", ["x", "w"], ["y"])]
    )),
    "code": _of(_graph([helper.make_node("PyOp", ["x"], ["y"], domain="ai.onnx.contrib")])),
    "lengths doubled again and again": _of(_graph(
        [*_chain("Concat", 34, axis=0), node("Add", ["x", "c34"], ["y"])], c0=np.arange(4)
    )),
    "lengths squared again and again": _of(_graph(
        [LENGTHS, *_chain("Mul", 40), node("Reshape", ["x", "c40"], ["y"])], (9, 9)
    )),
    "lengths to the power of lengths": _of(_graph(
        [LENGTHS, *_chain("Pow", 6), node("Reshape", ["x", "c6"], ["y"])], (9, 9)
    )),
    "a table of gigabytes": _of(_graph(
        [node("Add", ["a", "b"], ["c"]), node("Add", ["x", "c"], ["y"])],
        a=np.arange(30_000)[:, None], b=np.arange(30_000)[None],
    )),
    "places of places": _of(_graph(
        [*(node("Gather", [f"c{n}", "i"], [f"c{n + 1}"]) for n in range(6)),
         node("Add", ["x", "c6"], ["y"])],
        c0=np.arange(100), i=np.arange(10_000).reshape(100, 100) % 100,
    )),
    "parts by the million": _of(_graph(
        [node("Split", ["x"], ["y"], num_outputs=10**8)], (10**9, 4)
    )),
    "axes by the thousand": _of(_graph(
        [node("Unsqueeze", ["x", "a"], ["y"])], a=np.arange(50_000)
    )),
    "a circle": _of(_graph([node("Relu", ["y"], ["z"]), node("Relu", ["z"], ["y"])])),
    "an attribute that is missing": _of(_graph([node("Concat", ["x", "x"], ["y"])])),
    "lengths that are none": _of(lambda: b"\x0a\xff\xff\xff\xff\x0f" + b"a" * 100),
    "no file of ONNX": _of(lambda: b"\xff" * 1000),
}  # fmt: skip
