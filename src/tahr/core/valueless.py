"""Tensors without values: what Python, NumPy and frameworks ask of them, and cannot have."""

from types import TracebackType
from typing import Any

from tahr.core.errors import EngineError, TahrError
from tahr.core.operators import OPS, Operators
from tahr.core.suggesting import UnknownAttributeError, closest, public
from tahr.core.tracebacks import ends_at_user, methods_end_at_user

FRAMEWORKS = {"jax": "JAX", "torch": "PyTorch", "tensorflow": "TensorFlow"}
"""Frameworks whose functions a user may call by mistake, by the engine of that name."""

METHODS = {
    "numpy": "; there are values once the model runs: ops.convert_to_numpy(model(x))",
    "item": "; there are values once the model runs: model(x).item()",
    "backward": "; gradients are tahr.value_and_grad(...), or PyTorch's backward on its own engine",
    "assign": "; only variables are assigned to: self.add_weight(...).assign(value)",
    "to": "; what computes is chosen for the model: model.to(...)",
    "view": "; use ops.reshape(tensor, shape)",
    "size": "; use tensor.shape",
    "permute": "; use ops.transpose(tensor, axes)",
    "unsqueeze": "; use ops.expand_dims(tensor, axis)",
    "get_shape": "; use tensor.shape",
}
"""What is asked of tensors elsewhere, and what to ask here."""

UFUNCS = {
    "add": "add", "subtract": "subtract", "multiply": "multiply", "divide": "true_divide",
    "true_divide": "true_divide", "floor_divide": "floor_divide", "remainder": "mod",
    "power": "power", "matmul": "matmul", "equal": "equal", "not_equal": "not_equal",
    "less": "less", "less_equal": "less_equal", "greater": "greater",
    "greater_equal": "greater_equal", "bitwise_and": "bitwise_and", "bitwise_or": "bitwise_or",
    "bitwise_xor": "bitwise_xor",
}  # fmt: skip
"""What NumPy calls where one of Python's operators stands between an array and a tensor."""


class NoValueError(Exception):
    """A tensor was asked for its values while a computation is only being described.

    It is none of `TahrError`, since the engine's own tracing may know what to do, and is shown
    where that fails too; and no TypeError, which JAX would put its own words in place of.

    Args:
        error: what to say.
        framework: the engine whose framework asked; None for Python and NumPy.
    """

    def __init__(self, error: TahrError, framework: str | None = None) -> None:
        super().__init__(str(error))
        self.framework = framework


@methods_end_at_user((
    "__array__", "__float__", "__int__", "__complex__", "__format__", "__setitem__", "__getattr__",
    "__array_ufunc__", "__array_function__", "__tf_tensor__", "__torch_function__",
))  # fmt: skip
class Valueless(Operators):
    """A tensor of which the shape and dtype alone are known."""

    no_values = "a tensor has no values while a model is being described or compiled"
    """How an error begins."""
    or_else = ""
    """How the advice to use an op ends."""

    def _refuse(self, what: str, todo: str, framework: str | None = None) -> Exception:
        """Returns the error for somebody who asks for values."""
        raise NotImplementedError

    def __array__(self, *_: object, **__: object) -> Any:
        raise self._no_numpy(None)

    def __float__(self) -> float:
        raise self._no_number("float")

    def __int__(self) -> int:
        raise self._no_number("int")

    def __complex__(self) -> complex:
        raise self._no_number("complex")

    def __format__(self, spec: str) -> str:
        if spec:
            raise self._no_number("format")
        return str(self)

    def __setitem__(self, key: Any, value: Any) -> None:
        raise self._refuse(
            "a tensor cannot be changed in place",
            "make a new one: ops.where(condition, value, tensor), ops.slice_update or "
            "ops.scatter_update",
        )

    def __array_ufunc__(self, ufunc: Any, method: str, *inputs: Any, **kwargs: Any) -> Any:
        """Is what NumPy calls for `array + tensor`, and for its own functions."""
        name = UFUNCS.get(ufunc.__name__)
        if name is None or method != "__call__" or kwargs:
            raise self._no_numpy(ufunc.__name__)
        return OPS[name](*inputs)

    def __array_function__(self, function: Any, _: Any, args: Any, kwargs: Any) -> Any:
        """Is what NumPy calls for its functions; those that ask for shapes alone go through."""
        try:
            return function._implementation(*args, **kwargs)
        except (TahrError, NoValueError):
            raise self._no_numpy(function.__name__) from None

    @property
    @ends_at_user
    def __jax_array__(self) -> Any:
        raise self._no_framework("jax", None)

    def __tf_tensor__(self, *_: object, **__: object) -> Any:
        raise self._no_framework("tensorflow", None)

    @classmethod
    def __torch_function__(cls, function: Any, _: Any, args: Any = (), kwargs: Any = None) -> Any:
        found = next((a for a in args if isinstance(a, cls)), None)
        name = getattr(function, "__name__", None)
        raise (cls.__new__(cls) if found is None else found)._no_framework("torch", name)

    def __getattr__(self, name: str) -> Any:
        raise UnknownAttributeError("a tensor", name, lambda: _remark(self, name))

    def _no_numpy(self, function: str | None) -> Exception:
        known = function is not None and function in OPS
        name = f"ops.{function} in place of np.{function}" if known else "a function of `ops`"
        return self._refuse(
            f"{self.no_values}, so NumPy cannot work on it",
            f"use {name}{self.or_else}",
        )

    def _no_number(self, kind: str) -> Exception:
        return self._refuse(
            f"{self.no_values}, so there is no number for {kind}()",
            "compute with it by `ops`; its number is there once the model has run",
        )

    def _no_framework(self, framework: str, function: str | None) -> Exception:
        name = f"ops.{function}" if function in OPS else "a function of `ops`"
        return self._refuse(
            f"{self.no_values}, so {FRAMEWORKS[framework]} cannot work on it",
            f"use {name}, or call {FRAMEWORKS[framework]} in the `call` of a layer of a model that "
            f'is on that engine: model.to("{framework}")',
            framework,
        )


def _remark(tensor: Any, name: str) -> str:
    if name in METHODS:
        return METHODS[name]
    return f"; use ops.{name}(tensor)" if name in OPS else closest(name, public(tensor))


def clearer(first: BaseException | None, second: Exception, engine: str) -> Exception:
    """Returns the error to show where both describing and an engine's tracing have failed.

    Args:
        first: what came of describing.
        second: what came of tracing, which may speak of the framework's own tensors.
        engine: whose tracing it was.

    Example:
        >>> str(clearer(NoValueError(TahrError("no value")), ValueError("tracer"), "jax"))
        'no value'
    """
    if isinstance(second, TahrError) or not isinstance(first, Exception):
        return second
    if isinstance(first, NoValueError) and first.framework != engine:
        return first
    foreign = _framework_in(second.__traceback__, engine)
    if foreign is not None:
        return EngineError(
            f"{FRAMEWORKS[foreign]} was given tensors of the {engine} engine",
            got=f"{type(second).__name__}: {str(second).splitlines()[0]}" if str(second) else None,
            todo=f'run the model on {FRAMEWORKS[foreign]}: fit(..., engine="{foreign}") or '
            f'model.to("{foreign}"); or use `ops` and tahr.value_and_grad, which run on every '
            "engine",
        )
    same_name = getattr(first, "name", None) == getattr(second, "name", None)
    if isinstance(first, AttributeError) and isinstance(second, AttributeError) and same_name:
        return first
    return first if str(first) == str(second) else second


def _framework_in(traceback: TracebackType | None, engine: str) -> str | None:
    """Finds the framework, other than the engine's, in whose code an error was raised."""
    found = None
    while traceback is not None:
        filename = traceback.tb_frame.f_code.co_filename
        for name in FRAMEWORKS:
            if f"-packages/{name}/" in filename.replace("\\", "/"):
                found = found or name
        traceback = traceback.tb_next
    return found if found != engine else None
