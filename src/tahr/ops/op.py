"""`@op`: what turns a plain function over primitives into an operation of every engine."""

import functools
import inspect
from collections.abc import Callable, Iterator, Sequence
from enum import Enum
from typing import Any, Literal, ParamSpec, TypeAlias, TypeVar, cast, get_args, get_origin

from tahr.core import current, dtypes, trees
from tahr.core.errors import DtypeError, TahrError
from tahr.core.operators import OPS, name_of, register
from tahr.core.rows import rows_apart
from tahr.core.specs import TensorSpec, Unknown
from tahr.core.suggesting import reworded
from tahr.core.tracebacks import at_users_line
from tahr.core.typing import Tensor
from tahr.core.variables import Variable
from tahr.engines.base import Engine
from tahr.engines.literals import INT32
from tahr.ops.operation import record
from tahr.ops.symbolic import SymbolicTensor

P = ParamSpec("P")
R = TypeVar("R")
SCALARS = {bool: "bool", int: "int", float: "float", Unknown: "int"}


class Rule(Enum):
    """What happens to the dtypes of an op's tensors before it runs."""

    KEEP = "each keeps its own"
    PROMOTE = "all get the one they have in common"
    FLOAT = "all get the float they have in common"


Rows: TypeAlias = Literal["each", "axis"]
"""How an op leaves rows apart: element by element, or all axes but the one it is given."""

_Slot: TypeAlias = "tuple[int, str, _Kind, bool]"


class _Kind(Enum):
    ONE = 1
    MANY = 2
    TREE = 3
    REST = 4


def _kind(annotation: object) -> _Kind | None:
    if "tensors" in getattr(annotation, "__metadata__", ()):
        return _Kind.TREE
    if annotation is Tensor or Tensor in get_args(annotation):
        return _Kind.ONE
    if getattr(get_origin(annotation), "__name__", "") != "Sequence":
        return None
    return _Kind.MANY if any(_kind(a) for a in get_args(annotation)) else None


def _slots(function: Callable[..., Any]) -> list[_Slot]:
    """Lists which parameters are tensors: place, name, kind, and whether None is one too."""
    found = []
    for i, p in enumerate(inspect.signature(function, eval_str=True).parameters.values()):
        kind = _kind(p.annotation)
        if kind is not None:
            optional = type(None) in get_args(p.annotation) or kind is _Kind.TREE
            kind = _Kind.REST if p.kind is p.VAR_POSITIONAL else kind
            found.append((i, p.name, kind, optional))
    return found


def _arguments(function: Callable[..., Any], slots: list[_Slot]) -> tuple[str, ...]:
    """Lists the parameters that are no tensors."""
    tensors = {name for _, name, _, _ in slots}
    return tuple(name for name in inspect.signature(function).parameters if name not in tensors)


def op(
    *,
    rule: Rule = Rule.KEEP,
    apart: tuple[str, ...] = (),
    open: tuple[str, ...] = (),
    rows: Rows | None = None,
) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Makes a function over primitives and other ops into an operation.

    Parameters annotated `Tensor`, `TensorLike` (or None), `Sequence[TensorLike]` or
    `TensorTree` are tensors: they arrive converted to the current engine and promoted by the
    rule. Where one is symbolic, the call is recorded instead. Where the engine has a native
    version of that name, it runs in the function's place: those of Tahr's own ops are by their
    name, those of others by `"module:name"`, which files use too.

    Args:
        rule: how dtypes are promoted.
        apart: parameters that keep their dtype whatever the rule: masks, indices.
        open: parameters whose Python numbers arrive as they are, for the op to find a dtype for.
        rows: how it leaves the rows of a batch apart; None where it does not, or may not.

    Raises:
        ArgumentError: another op of the same module has the function's name.

    Example:
        >>> from tahr.core.typing import TensorLike
        >>> @op(rule=Rule.PROMOTE)
        ... def difference(x: TensorLike, y: TensorLike) -> Tensor:
        ...     return current.engine().subtract(x, y)
        >>> float(difference(3, 1.5))
        1.5
    """

    def decorate(function: Callable[P, R]) -> Callable[P, R]:
        name, called, closed = name_of(function), function.__name__, (*apart, *open)
        slots = _slots(function)
        direct = 0 if open else _direct(slots, apart)
        common: Callable[..., Any] = function

        def run(engine: Engine[Any], args: Sequence[Any], kwargs: dict[str, Any]) -> Any:
            try:
                native = engine.native.get(name)
                result = native(*args, **kwargs) if native else NotImplemented
                return common(*args, **kwargs) if result is NotImplemented else result
            except TahrError as error:
                raise error.at(called) from error.__cause__
            except IndexError:  # where `for row in tensor` ends
                raise
            except Exception:
                _explain(engine, function, args, kwargs)
                raise

        def convert_and_run(args: tuple[Any, ...], kwargs: dict[str, Any]) -> Any:
            groups = [_read(args, kwargs, slot) for slot in slots]
            if any(isinstance(t, SymbolicTensor) for group in groups for t in group[0]):
                return record(wrapper, args, kwargs)
            engine = current.engine()
            pairs = list(zip(slots, groups, strict=True))
            alone = [t for s, g in pairs if s[1] in apart for t in g[0]]
            unsettled = [t for s, g in pairs if s[1] in open for t in g[0]]
            together = [t for s, g in pairs if s[1] not in closed for t in g[0]]
            try:
                kept, rest = _convert(engine, alone, Rule.KEEP), _convert(engine, together, rule)
                landed = iter([_landed(engine, t) for t in unsettled])
            except _SparseError:
                kept = rest = landed = None
            if kept is None or rest is None or landed is None:
                return _of_sparse(wrapper, args, kwargs)
            new: list[Any] = list(args)
            for slot, (tensors, rebuild) in pairs:
                source = kept if slot[1] in apart else landed if slot[1] in open else rest
                _write(new, kwargs, slot, rebuild([next(source) for _ in tensors]))
            return run(engine, new, kwargs)

        @functools.wraps(function)
        def wrapper(*args: Any, **kwargs: Any) -> Any:
            try:
                if direct and len(args) >= direct:
                    engine = current.engine()
                    tensors = _ready(engine, args[:direct], rule)
                    if tensors is not None:
                        return run(engine, (*tensors, *args[direct:]), kwargs)
                return convert_and_run(args, kwargs)
            except Exception as error:
                better = reworded(error, function, called, kwargs)
                try:
                    raise better
                except Exception:
                    at_users_line(better)
                    raise

        _describe(wrapper, rows, _arguments(function, slots))
        register(function, wrapper)
        return cast("Callable[P, R]", wrapper)

    return decorate


def _describe(wrapper: Any, rows: Rows | None, arguments: tuple[str, ...]) -> None:
    wrapper.rows, wrapper.arguments = rows, arguments
    if rows is not None:
        rows_apart(wrapper)


def _direct(slots: list[_Slot], apart: tuple[str, ...]) -> int:
    """Returns how many tensors a call begins with, where that is all there are; else 0."""
    plain = not apart and all(s[0] == i and s[2] is _Kind.ONE for i, s in enumerate(slots))
    return len(slots) if plain else 0


def _ready(engine: Engine[Any], values: Sequence[Any], rule: Rule) -> Sequence[Any] | None:
    """Returns tensors that need no conversion, which is most calls; None where one does."""
    for value in values:
        if not engine.is_tensor(value):
            values = [v.value if type(v) is Variable else v for v in values]
            if not all(map(engine.is_tensor, values)):
                return None
            break
    if rule is Rule.KEEP:
        return values
    if rule is Rule.FLOAT and engine.dtype_of(values[0]) not in dtypes.FLOATS:
        return None
    dtype = values[0].dtype
    for value in values[1:]:
        if value.dtype != dtype:
            return None
    return values


SPARSE: dict[Callable[..., Any], Callable[..., Any]] = {}
"""What ops do where an argument is sparse; `NotImplemented` leaves the case to the dense op."""


class _SparseError(Exception):
    """An argument is sparse."""


def _of_sparse(wrapper: Callable[..., Any], args: tuple[Any, ...], kwargs: dict[str, Any]) -> Any:
    """Runs an op on arguments of which some are sparse: as such where it can, else made dense."""
    version = SPARSE.get(wrapper)
    result = NotImplemented if version is None else version(*args, **kwargs)
    if result is not NotImplemented:
        return result
    args, kwargs = trees.map(dense, (args, kwargs))
    return wrapper(*args, **kwargs)


def dense(value: Any) -> Any:
    """Returns a sparse tensor or matrix as a dense tensor of the engine in use; others as is."""
    engine = current.engine()
    if engine.is_tensor(value) or current.coordinates(value) is None:
        return value
    landed = current.as_tensor(value)
    return engine.dense(engine.coordinates(landed)) if engine.is_sparse(landed) else landed


def _explain(
    engine: Engine[Any], function: Callable[..., Any], args: Sequence[Any], kwargs: dict[str, Any]
) -> None:
    """Finds out what is wrong with a call that an engine could not do.

    The spec engine knows what every primitive wants, and says it in the same words whichever
    framework failed.
    """

    def as_spec(leaf: Any) -> Any:
        return TensorSpec(leaf.shape, engine.dtype_of(leaf)) if engine.is_tensor(leaf) else leaf

    if engine.name == "spec":
        return
    specs = trees.map(as_spec, (args, kwargs))
    try:
        with current.using("spec"):
            function(*specs[0], **specs[1])
    except TahrError as error:
        raise error.at(function.__name__) from None
    except Exception:
        return


_Group = tuple[list[Any], Callable[[list[Any]], Any]]


def _read(args: tuple[Any, ...], kwargs: dict[str, Any], slot: _Slot) -> _Group:
    index, name, kind, optional = slot
    if kind is _Kind.REST:
        return list(args[index:]), list
    value = args[index] if index < len(args) else kwargs.get(name)
    if value is None:
        if not optional and (index < len(args) or name in kwargs):
            raise DtypeError(f"expected a tensor for {name}", got="None")
        return [], lambda _: None
    if kind is _Kind.ONE:
        return [value], lambda new: new[0]
    if kind is _Kind.MANY and isinstance(value, list | tuple):
        return list(value), list
    if kind is _Kind.MANY:
        return [value], lambda new: new[0]
    leaves, structure = trees.flatten(value)
    return leaves, functools.partial(trees.unflatten, structure)


def _write(args: list[Any], kwargs: dict[str, Any], slot: _Slot, value: Any) -> None:
    index, name, kind, _ = slot
    if kind is _Kind.REST:
        args[index:] = value
    elif index < len(args):
        args[index] = value
    elif name in kwargs:
        kwargs[name] = value


def _convert(engine: Engine[Any], tensors: list[Any], rule: Rule) -> Iterator[Any]:
    plain = [_landed(engine, t) for t in tensors]
    if rule is Rule.KEEP:
        return iter([_settled(engine, t) for t in plain])
    names = [SCALARS.get(type(t)) or engine.dtype_of(t) for t in plain]
    target = dtypes.result_type(*names)
    if rule is Rule.FLOAT:
        target = dtypes.to_float(target)
    return iter(
        [
            t if n == target and type(t) not in SCALARS else engine.asarray(t, target)
            for t, n in zip(plain, names, strict=True)
        ]
    )


def _landed(engine: Engine[Any], value: Any) -> Any:
    """Returns a tensor of the engine, or a Python scalar whose dtype is still open."""
    if isinstance(value, Variable):
        return value.value
    if engine.is_tensor(value) or value is None or type(value) in SCALARS:
        return value
    if isinstance(value, int):
        return int(value)
    if not getattr(value, "shape", True) and hasattr(value, "item"):
        scalar = _open_scalar(value)
        if scalar is not None:
            return scalar
    if _holds_tensors(engine, value):
        return OPS["stack"](list(value))
    moved = current.as_tensor(value, _listed(value))
    if engine.is_sparse(moved):
        raise _SparseError
    return moved


def _open_scalar(value: Any) -> float | None:
    """Unpacks NumPy's 64-bit scalars, which are what Python scalars turn into unasked."""
    if dtypes.standardize(value.dtype) in ("float64", "int64"):
        return value.item()
    return None


def _listed(value: Any) -> str | None:
    if not isinstance(value, list | tuple):
        return None
    leaves = trees.leaves(value)
    kinds = {SCALARS.get(type(leaf)) for leaf in leaves}
    if None in kinds:
        return None
    return _own_dtype(leaves, dtypes.result_type(*kinds)) if kinds else dtypes.floatx()


def to_tensor(value: Any, dtype: str | None = None) -> Any:
    """Converts whatever an op accepts to a tensor of the current engine; sparse stays sparse."""
    engine = current.engine()
    if not engine.is_tensor(value) and current.coordinates(value) is not None:
        return current.as_tensor(value, dtype)
    if dtype is not None and not _holds_tensors(engine, value):
        value = value.value if isinstance(value, Variable) else value
        return engine.asarray(value, dtype)
    found = _settled(engine, _landed(engine, value))
    return found if dtype is None else engine.asarray(found, dtype)


def _holds_tensors(engine: Engine[Any], value: Any) -> bool:
    if not isinstance(value, list | tuple):
        return False
    return any(engine.is_tensor(v) or isinstance(v, Variable) for v in trees.leaves(value))


def _settled(engine: Engine[Any], value: Any) -> Any:
    if type(value) in SCALARS:
        return engine.asarray(value, _own_dtype([value], dtypes.standardize(SCALARS[type(value)])))
    return value


def _own_dtype(values: list[Any], usual: str) -> str:
    """Returns the dtype of Python's numbers: integers too large for the usual one have 64 bits."""
    is_large = usual == "int32" and any(int(v) not in INT32 for v in values)
    return "int64" if is_large else usual
