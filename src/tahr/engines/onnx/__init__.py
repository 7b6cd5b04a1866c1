"""ONNX: running a model on this engine writes its graph. It computes nothing by itself.

Outside of a graph tensors are NumPy's arrays, and so are weights and whatever is computed from them
alone; inside they are `Symbolic`.
"""

from collections.abc import Callable
from importlib.metadata import version
from types import MappingProxyType
from typing import Any

from tahr.core.errors import EngineError
from tahr.core.specs import TensorSpec, is_known
from tahr.engines.base import WITH_COMPLEX
from tahr.engines.numpy import NumpyEngine
from tahr.engines.onnx import control, texts
from tahr.engines.onnx.dispatch import is_symbolic, primitive
from tahr.engines.onnx.elementwise import ELEMENTWISE
from tahr.engines.onnx.indexing import INDEXING
from tahr.engines.onnx.lengths import is_writing, length
from tahr.engines.onnx.linalg import LINALG
from tahr.engines.onnx.reductions import REDUCTIONS
from tahr.engines.onnx.shapes import SHAPES
from tahr.engines.onnx.symbols import Symbolic, integers, op
from tahr.engines.onnx.windows import WINDOWS

MISSING = (
    "solve", "solve_triangular", "cholesky", "qr", "svd", "eigh", "random_bits", *WITH_COMPLEX,
)  # fmt: skip
"""Primitives that ONNX has no operator for."""


class OnnxEngine(NumpyEngine):
    """Writes down what is computed from the inputs of a graph, and computes the rest by NumPy."""

    name = "onnx"
    gradients = False
    compiles = False
    native = MappingProxyType({})
    texts = texts

    def is_tensor(self, value: object) -> bool:
        return isinstance(value, Symbolic) or super().is_tensor(value)

    def is_concrete(self, tensor: Any) -> bool:
        return not isinstance(tensor, Symbolic)

    def version(self, tensor: Any) -> int | None:
        return 0 if isinstance(tensor, Symbolic) else super().version(tensor)

    def asarray(self, value: Any, dtype: str | None = None) -> Any:
        if is_writing() and isinstance(value, int) and not is_known(value):
            number = op.squeeze(length(value), integers(0))
            whole: Any = Symbolic(number, TensorSpec((), "int64"))
            return self.cast(whole, dtype or "int32")
        if not isinstance(value, Symbolic):
            return super().asarray(value, dtype)
        return value if dtype in (None, value.dtype) else self.cast(value, dtype)  # type: ignore[arg-type]

    def to_numpy(self, tensor: Any) -> Any:
        return tensor.__array__() if isinstance(tensor, Symbolic) else super().to_numpy(tensor)

    def dtype_of(self, x: Any) -> str:
        return x.dtype if isinstance(x, Symbolic) else super().dtype_of(x)

    def scan(
        self,
        step: Callable[[Any, Any], tuple[Any, Any]],
        state: Any,
        xs: Any,
        length: int,
        reverse: bool = False,
    ) -> tuple[Any, Any]:
        if is_symbolic((state, xs, length)):
            return control.scanned(step, state, xs, length, reverse)
        return super().scan(step, state, xs, length, reverse)

    def while_loop(
        self,
        condition: Callable[[Any], Any],
        body: Callable[[Any], Any],
        state: Any,
        limit: int | None = None,
    ) -> Any:
        if is_writing() and is_symbolic((state, condition(state), body(state))):
            return control.looped(condition, body, state)
        return super().while_loop(condition, body, state, limit)

    def cond(self, predicate: Any, yes: Callable[[], Any], no: Callable[[], Any]) -> Any:
        if is_symbolic(predicate):
            return control.chosen(predicate, yes, no)
        return super().cond(predicate, yes, no)

    def vmap(
        self, function: Callable[..., Any], in_axes: tuple[int | None, ...]
    ) -> Callable[..., Any]:
        plain = super().vmap(function, in_axes)

        def mapped(*args: Any) -> Any:
            if is_writing() and in_axes:
                return control.mapped(self, function, in_axes, args)
            return plain(*args)

        return mapped

    def stop_gradient(self, x: Any) -> Any:
        return x

    def custom_gradient(
        self, function: Callable[..., tuple[Any, Callable[..., Any]]]
    ) -> Callable[..., Any]:
        return lambda *tensors: function(*tensors)[0]

    def versions(self) -> dict[str, str]:
        return {"onnx": version("onnx"), "spox": version("spox")}


def _missing(name: str) -> Callable[..., Any]:
    def refuse(*_: Any, **__: Any) -> Any:
        raise EngineError(f"ONNX has no operator for {name}", todo="export to another format")

    return refuse


_TABLES = (
    ELEMENTWISE,
    REDUCTIONS,
    SHAPES,
    INDEXING,
    LINALG,
    WINDOWS,
    {n: _missing(n) for n in MISSING},
)
for _table in _TABLES:
    for _name, _function in _table.items():
        setattr(OnnxEngine, _name, staticmethod(primitive(_name, _function)))

ENGINE = OnnxEngine()
