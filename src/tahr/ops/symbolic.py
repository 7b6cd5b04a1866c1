"""Symbolic tensors and the graph that ops and layers record about them."""

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any

from tahr.core import constructors, current, names, trees
from tahr.core.dtypes import standardize
from tahr.core.errors import ArgumentError, TahrError
from tahr.core.forms import Form, add_form
from tahr.core.masks import get_mask, set_mask
from tahr.core.operators import OPS
from tahr.core.penalties import collecting
from tahr.core.portable import Portable
from tahr.core.scopes import StateScope
from tahr.core.specs import TensorSpec, opened, show
from tahr.core.suggesting import unknown_arguments
from tahr.core.tracebacks import methods_end_at_user
from tahr.core.typing import Shape
from tahr.core.valueless import Valueless

if TYPE_CHECKING:
    from tahr.ops.operation import Operation


class UnknownLengthError(TahrError, TypeError):
    """A length was asked for that is not known before the model runs."""


class NeedsGraphError(ArgumentError):
    """What was asked for is found in a graph, and the tensor stands in none."""


@methods_end_at_user(("__init__", "__len__", "__iter__", "__bool__"))
class SymbolicTensor(Portable, Valueless):
    """A tensor that stands for a value to come: a node's output in a graph of layers and ops.

    Args:
        shape: lengths, None where unknown.
        dtype: any spelling of a dtype.
        sparse: whether the values will be sparse.
        ragged: whether rows will differ in length.
        record_history: unused, kept for Keras's signature.
        name: for messages and pictures.
        ragged_rank: of the tensor that it stands for, where rows differ in length.
        row_splits_dtype: likewise.
        **kwargs: nothing.

    Raises:
        ArgumentError: an argument is none of these.

    Example:
        >>> SymbolicTensor((None, 3), name="x")
        <KerasTensor shape=(None, 3), dtype=float32, sparse=False, ragged=False, name=x>
    """

    shape: Shape = ()
    dtype: str = "float32"
    sparse: bool = False
    ragged: bool = False
    ragged_rank: int | None = None
    row_splits_dtype: str | None = None
    node: "Node | None" = None
    """The call it came of."""

    mask: "SymbolicTensor | None" = None
    """What is known of the mask that the value will carry; no part of any graph."""

    def __init__(
        self,
        shape: Iterable[int | None],
        dtype: object = "float32",
        sparse: bool = False,
        ragged: bool = False,
        record_history: bool = True,
        name: str | None = None,
        ragged_rank: int | None = None,
        row_splits_dtype: str | None = None,
        **kwargs: object,
    ) -> None:
        if kwargs:
            raise unknown_arguments("KerasTensor", kwargs, constructors.names(SymbolicTensor))
        self.shape = tuple(shape)
        if any(length is not None and length < 0 for length in self.shape):
            raise ArgumentError(
                "the lengths of a shape are zero or more, or None", where="shape", got=self.shape
            )
        self.dtype = standardize(dtype)
        self.sparse = sparse
        self.ragged = ragged
        self.ragged_rank = ragged_rank
        self.row_splits_dtype = row_splits_dtype
        self.name: str = name or names.auto_name("keras_tensor")
        self.index = 0

    def __getstate__(self) -> dict[str, Any]:
        """Returns what a pickle takes along: calls come with their graph, or it nested as deep."""
        node = self.node if self.node is not None and not self.node.inputs else None
        return {**super().__getstate__(), "node": node}

    no_values = "a symbolic tensor has no values yet"
    or_else = ", or put the code in a layer"

    def _refuse(self, what: str, todo: str, framework: str | None = None) -> Exception:
        return TahrError(what, got=repr(self), todo=todo)

    @property
    def ndim(self) -> int:
        """The number of dimensions."""
        return len(self.shape)

    @property
    def spec(self) -> TensorSpec:
        """Its shape and dtype alone."""
        return TensorSpec(self.shape, self.dtype)

    def reshape(self, newshape: Shape) -> "SymbolicTensor":
        """Returns it in another shape."""
        return OPS["reshape"](self, newshape)

    def squeeze(self, axis: int | None = None) -> "SymbolicTensor":
        """Returns it without its axes of length one."""
        return OPS["squeeze"](self, axis)

    @property
    def T(self) -> "SymbolicTensor":  # noqa: N802
        """It with its axes in reverse order."""
        return OPS["transpose"](self)

    def __len__(self) -> int:
        if not self.shape or self.shape[0] is None:
            raise UnknownLengthError(
                "the length of the first dimension is not known yet",
                got=repr(self),
                todo="use ops.shape(tensor)[0], which is known once the model runs",
            )
        return self.shape[0]

    def __iter__(self) -> Any:
        if not self.shape or self.shape[0] is None:
            raise ArgumentError(
                "cannot loop over a symbolic tensor whose first length is not known",
                got=repr(self),
                todo="use an op that takes it whole, such as ops.sum, or ops.map",
            )
        return (self[i] for i in range(self.shape[0]))

    def __bool__(self) -> bool:
        raise TahrError(
            "a symbolic tensor has no truth value",
            got=repr(self),
            todo="use ops.where or ops.cond in place of `if`",
        )

    def __repr__(self) -> str:
        flags = f"sparse={self.sparse}, ragged={self.ragged}, name={self.name}"
        return f"<KerasTensor shape={show(self.shape)}, dtype={self.dtype}, {flags}>"


class Node:
    """One call of an operation in a graph: its arguments, and the outputs that came of it.

    Args:
        operation: the layer or op that was called.
        args: positional arguments, trees with symbolic tensors in them.
        kwargs: keyword arguments, likewise.
        outputs: a tree of symbolic tensors.
    """

    def __init__(
        self, operation: "Operation", args: tuple[Any, ...], kwargs: dict[str, Any], outputs: Any
    ) -> None:
        self.operation: Any = operation
        self.args: Any = args
        self.kwargs: Any = kwargs
        self.outputs: Any = outputs
        self._connect()
        operation.nodes.append(self)

    def _connect(self) -> None:
        self.inputs: list[SymbolicTensor] = symbolic_leaves((self.args, self.kwargs))
        for index, tensor in enumerate(trees.leaves(self.outputs)):
            tensor.node = self
            tensor.index = index

    def __getstate__(self) -> tuple[Any, ...]:
        return self.operation, self.args, self.kwargs, self.outputs

    def __setstate__(self, state: tuple[Any, ...]) -> None:
        self.operation, self.args, self.kwargs, self.outputs = state
        self._connect()
        known = vars(self.operation).setdefault("nodes", [])
        if not any(node is self for node in known):
            known.append(self)

    def filled(self, values: dict[int, Any]) -> tuple[tuple[Any, ...], dict[str, Any]]:
        """Returns the arguments with values, by tensor id, in the place of symbolic tensors."""
        return trees.map(
            lambda leaf: values[id(leaf)] if isinstance(leaf, SymbolicTensor) else leaf,
            (self.args, self.kwargs),
        )


def symbolic_leaves(tree: Any) -> list[SymbolicTensor]:
    """Lists the symbolic tensors in a tree."""
    return [leaf for leaf in trees.leaves(tree) if isinstance(leaf, SymbolicTensor)]


def sources(tree: Any) -> list[SymbolicTensor]:
    """Lists the symbolic tensors that those in a tree come from, in the order they are met."""
    found: dict[int, SymbolicTensor] = {}
    seen: set[int] = set()
    stack = list(reversed(trees.leaves(tree)))
    while stack:
        tensor = stack.pop()
        if id(tensor) in seen:
            continue
        seen.add(id(tensor))
        parents = tensor.node.inputs if tensor.node else []
        if not parents:
            found[id(tensor)] = tensor
        stack.extend(reversed(parents))
    return list(found.values())


def is_symbolic(tree: Any) -> bool:
    """Returns whether any leaf of a tree is a symbolic tensor."""
    return any(isinstance(leaf, SymbolicTensor) for leaf in trees.leaves(tree))


def to_specs(tree: Any) -> Any:
    """Returns a tree with specs in the place of symbolic tensors, which carry their masks."""

    def spec(leaf: Any) -> Any:
        if not isinstance(leaf, SymbolicTensor):
            return leaf
        found = leaf.spec
        set_mask(found, None if leaf.mask is None else leaf.mask.spec)
        return found

    return trees.map(spec, tree)


def to_symbolic(tree: Any, name: str | None = None) -> Any:
    """Returns a tree with new symbolic tensors in the place of specs.

    Symbolic tensors that nothing has made yet, as `compute_output_spec` returns them, are new.
    """
    taken: set[int] = set()

    def made(leaf: Any) -> SymbolicTensor:
        fresh = isinstance(leaf, SymbolicTensor) and leaf.node is None and id(leaf) not in taken
        if fresh and name is None:
            taken.add(id(leaf))
            leaf.shape = opened(leaf.shape)
            return leaf
        tensor = SymbolicTensor(opened(leaf.shape), leaf.dtype, name=name)
        mask = leaf.mask if isinstance(leaf, SymbolicTensor) else get_mask(leaf)
        if mask is not None:
            tensor.mask = SymbolicTensor(opened(mask.shape), mask.dtype, name="mask")
        return tensor

    return trees.map(made, tree)


def described(tree: Any) -> Any:
    """Returns a tree with symbolic tensors in the place of specs, and the rest as it is."""
    return trees.map(lambda x: to_symbolic(x) if isinstance(x, TensorSpec) else x, tree)


def specs_of(function: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:
    """Runs a function on the spec engine; whatever state it writes is dropped."""
    with current.using("spec"), StateScope(), collecting():
        return function(*to_specs(args), **to_specs(kwargs))


def _write(tensor: SymbolicTensor) -> dict[str, Any]:
    return {"shape": tensor.shape, "dtype": tensor.dtype, "keras_history": None}


add_form(
    Form(
        "__keras_tensor__",
        lambda value: isinstance(value, SymbolicTensor),
        _write,
        lambda config: SymbolicTensor(config["shape"], config["dtype"]),
    )
)
