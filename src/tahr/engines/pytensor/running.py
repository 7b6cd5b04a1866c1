"""Control flow, gradients and compiling."""

from collections.abc import Callable, Iterable
from importlib.metadata import version
from typing import Any

from pytensor.gradient import NullTypeGradError, grad
from pytensor.tensor.variable import TensorVariable

from tahr.core import trees
from tahr.core.dtypes import is_float
from tahr.core.errors import EngineError, ShapeError
from tahr.core.specs import TensorSpec
from tahr.engines.base import Effort
from tahr.engines.numpy import NumpyEngine
from tahr.engines.pytensor import control
from tahr.engines.pytensor.compiling import CompiledGraphs, foretold
from tahr.engines.pytensor.overriding import with_gradient
from tahr.engines.pytensor.symbols import Symbolic, imported, no_values, pt, symbolic
from tahr.engines.pytensor.tracing import is_tracing, mode, variables
from tahr.engines.stand_ins import evaluated


class Running(NumpyEngine):
    """What is done at once on arrays, and described where a computation is being described."""

    def is_tensor(self, value: object) -> bool:
        return isinstance(value, Symbolic) or super().is_tensor(value)

    def is_concrete(self, tensor: Any) -> bool:
        return not isinstance(tensor, Symbolic)

    def version(self, tensor: Any) -> int | None:
        return super().version(tensor) if self.is_concrete(tensor) else 0

    def asarray(self, value: Any, dtype: str | None = None) -> Any:
        found: Any = imported(value) if isinstance(value, TensorVariable) else value
        if not isinstance(found, Symbolic):
            return super().asarray(found, dtype)
        tensor: Any = found
        return tensor if dtype is None or dtype == found.dtype else self.cast(tensor, dtype)

    def to_numpy(self, tensor: Any) -> Any:
        if isinstance(tensor, Symbolic):
            raise no_values(tensor)
        return super().to_numpy(tensor)

    def dtype_of(self, x: Any) -> str:
        return x.dtype if isinstance(x, Symbolic) else super().dtype_of(x)

    def traces_loops(self, length: object) -> bool:
        return is_tracing()

    def scan(
        self,
        step: Callable[[Any, Any], tuple[Any, Any]],
        state: Any,
        xs: Any,
        length: int,
        reverse: bool = False,
    ) -> tuple[Any, Any]:
        run = control.scanned if is_tracing() else super().scan
        return run(step, state, xs, length, reverse)

    def while_loop(
        self,
        condition: Callable[[Any], Any],
        body: Callable[[Any], Any],
        state: Any,
        limit: int | None = None,
    ) -> Any:
        run = control.looped if is_tracing() else super().while_loop
        return run(condition, body, state)

    def cond(self, predicate: Any, yes: Callable[[], Any], no: Callable[[], Any]) -> Any:
        run = super().cond if self.is_concrete(predicate) else control.chosen
        return run(predicate, yes, no)

    def vmap(
        self, function: Callable[..., Any], in_axes: tuple[int | None, ...]
    ) -> Callable[..., Any]:
        at_once = super().vmap(function, in_axes)

        def run(*args: Any) -> Any:
            if is_tracing():
                return control.vectorized(function, in_axes, args)
            return at_once(*args)

        return run

    def stop_gradient(self, x: Any) -> Any:
        if not isinstance(x, Symbolic):
            return x
        return Symbolic(with_gradient([x.variable], [], lambda _: [])[0], x)

    def custom_gradient(
        self, function: Callable[..., tuple[Any, Callable[..., Any]]]
    ) -> Callable[..., Any]:
        at_once = super().custom_gradient(function)

        def run(*tensors: Any) -> Any:
            if not is_tracing():
                return at_once(*tensors)
            inside = trees.each(symbolic, tensors)
            out, gradient = function(*inside)
            found, structure = trees.split(out)
            results = [symbolic(one) for one in found]

            def tree(variables: Iterable[Any]) -> Any:
                return trees.unflatten(structure, map(Symbolic, variables, results))

            def pull(*upstreams: Any) -> list[Any]:
                return variables(trees.each(symbolic, gradient(tree(upstreams))))

            return tree(with_gradient(variables(results), variables(inside), pull))

        return run

    def value_and_grad(
        self, function: Callable[[list[Any]], tuple[Any, Any]], values: list[Any]
    ) -> tuple[tuple[Any, Any], list[Any]]:
        """Differentiates; outside of a trace it compiles what it is given, for this one call."""
        if not is_tracing():
            return self.compile(lambda found: self.value_and_grad(function, found))(values)
        inside = [Symbolic(pt.tensor_copy(symbolic(v).variable), symbolic(v)) for v in values]
        scalar, others = function(inside)
        scalar = symbolic(scalar)
        if scalar.shape or not is_float(scalar.dtype):
            raise ShapeError(
                "only a float scalar can be differentiated",
                expected="shape (), a float dtype",
                got=scalar,
                todo="reduce the loss with a mean or a sum",
            )
        try:
            gradients: Any = grad(
                scalar.variable, variables(inside), disconnected_inputs="ignore", add_names=False
            )
        except (NullTypeGradError, NotImplementedError) as error:
            raise EngineError(
                "PyTensor has no gradient of this computation", got=str(error)
            ) from None
        return (scalar, others), [Symbolic(g, v) for g, v in zip(gradients, inside, strict=True)]

    def compile(
        self,
        function: Callable[..., Any],
        donate: tuple[int, ...] = (),
        effort: Effort = "quick",
    ) -> Callable[..., Any]:
        return CompiledGraphs(function, super().asarray, effort)

    def evaluate_spec(self, function: Callable[..., Any], specs: list[TensorSpec]) -> Any:
        return evaluated(lambda found: foretold(function, found, mode()), specs)

    def versions(self) -> dict[str, str]:
        return {"pytensor": version("pytensor"), **super().versions()}
