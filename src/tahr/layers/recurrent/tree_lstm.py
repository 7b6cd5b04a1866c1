"""Long short-term memory over trees."""

from collections.abc import Callable
from typing import Any, Literal

from tahr import activations, ops
from tahr.core.arguments import checked
from tahr.core.errors import ArgumentError, ShapeError, told
from tahr.core.ranges import Count, Fraction, Seed
from tahr.core.registry import known_as
from tahr.core.rows import rows_apart
from tahr.core.scopes import drops
from tahr.core.typing import Shape, Tensor
from tahr.core.variables import Variable
from tahr.layers.base.checks import length_of_last, positive
from tahr.layers.base.layer import Layer
from tahr.layers.base.weight_rules import WeightRules
from tahr.layers.recurrent.cell import Recurrence
from tahr.layers.recurrent.forgetting import with_open_forget_gate
from tahr.layers.recurrent.topology import PADDING, ROOT, Topology, picked
from tahr.ops import random
from tahr.ops.loops import scan
from tahr.ops.random.seeds import SeedGenerator

GATES = 4


@known_as("tahr.layers")
@rows_apart
class TreeLSTM(Recurrence, Layer):
    """Runs long short-term memory up trees, from the leaves to the root.

    The trees of a batch come as arrays of nodes and of their parents, so one program serves trees
    of all shapes. Nodes are computed one after the other, the deepest first, in all trees at once.

    Args:
        children: "sum" where a node adds up the outputs of any number of children; or how many
            children a node has at most, each with weights of its own. Their order is that of the
            nodes; those beyond the last are left out.
        recurrent_activation: of the gates.
        recurrent_initializer: for the weights on the children's outputs, `(units, 4 * units)`, or
            `(children * units, (3 + children) * units)`.
        unit_forget_bias: whether the bias of the forget gates starts at one.
        dropout: fraction of the inputs to drop in training, the same at every node of a tree.
        recurrent_dropout: fraction of the children's outputs to drop in training, likewise.
        return_nodes: whether the outputs of all nodes are given, or the root's alone.
        return_state: whether the output and the carry of the root are given too.

    Call with `[nodes, parents]`: `(batch, nodes, inputs)` and whole numbers `(batch, nodes)`, the
    index of each node's parent, -1 for a root and -2 for padding; the first root counts. A mask of
    the nodes says which have an input: it is taken for zero elsewhere.

    Output: `(batch, units)`, or `(batch, nodes, units)`, and the root's output and carry.

    Raises:
        ArgumentError: units or children is not a positive integer, or the inputs are not two.
        ShapeError: the parents do not fit the nodes.

    Example:
        >>> import numpy as np
        >>> nodes = np.ones((1, 5, 3), "float32")
        >>> parents = np.array([[2, 2, -1, 2, -2]])  # three children, their root, padding
        >>> TreeLSTM(4)([nodes, parents]).shape
        (1, 4)

    Source: Tai, Socher & Manning 2015, "Improved semantic representations from tree-structured long
    short-term memory networks", equations 2 to 8 for "sum" and 9 to 14 otherwise.
    """

    @checked
    def __init__(
        self,
        units: Count,
        children: int | Literal["sum"] = "sum",
        activation: Any = "tanh",
        recurrent_activation: Any = "sigmoid",
        use_bias: bool = True,
        kernel_initializer: Any = "glorot_uniform",
        recurrent_initializer: Any = "orthogonal",
        bias_initializer: Any = "zeros",
        unit_forget_bias: bool = True,
        kernel_regularizer: Any = None,
        recurrent_regularizer: Any = None,
        bias_regularizer: Any = None,
        kernel_constraint: Any = None,
        recurrent_constraint: Any = None,
        bias_constraint: Any = None,
        dropout: Fraction = 0.0,
        recurrent_dropout: Fraction = 0.0,
        seed: Seed | None = None,
        return_nodes: bool = False,
        return_state: bool = False,
        **kwargs: Any,
    ) -> None:
        super().__init__(**kwargs)
        self.units: int = int(units)
        self.children: int | str = (
            "sum" if children == "sum" else positive(children, "children", self)
        )
        self.activation: Callable[..., Any] = activations.get(activation)
        self.recurrent_activation: Callable[..., Any] = activations.get(recurrent_activation)
        self.use_bias = use_bias
        self.unit_forget_bias = unit_forget_bias
        self.kernel_rules: WeightRules = WeightRules(
            self, "kernel", kernel_initializer, kernel_regularizer, kernel_constraint
        )
        self.recurrent_rules: WeightRules = WeightRules(
            self, "recurrent", recurrent_initializer, recurrent_regularizer, recurrent_constraint
        )
        self.bias_rules: WeightRules = WeightRules(
            self, "bias", bias_initializer, bias_regularizer, bias_constraint
        )
        self.dropout: float = float(dropout)
        self.recurrent_dropout: float = float(recurrent_dropout)
        self.seed = seed
        self.seed_generator: SeedGenerator | None = (
            SeedGenerator(seed) if dropout or recurrent_dropout else None
        )
        self.return_nodes = return_nodes
        self.return_state = return_state
        self.supports_masking = True

    def build(self, input_shape: Any) -> None:
        listed = all(isinstance(shape, list | tuple) for shape in input_shape)
        if not listed or len(input_shape) != 2:
            raise ArgumentError(
                "trees come as nodes and their parents",
                where=self.name,
                expected="[nodes, parents]",
                got=told(input_shape),
            )
        nodes, parents = map(tuple, input_shape)
        if len(nodes) != 3 or len(parents) != 2:
            raise ShapeError(
                "the parents do not fit the nodes",
                where=self.name,
                expected="(batch, nodes, inputs) and (batch, nodes)",
                got=f"{nodes} and {parents}",
            )
        inputs, units = length_of_last(nodes, self), self.units
        slots = self.slots
        self.kernel: Variable = self.kernel_rules.make((inputs, GATES * units))
        self.recurrent_kernel: Variable = self.recurrent_rules.make(
            (slots * units, (GATES - 1 + slots) * units), name="recurrent_kernel"
        )
        self.bias: Variable | None = self._make_bias((GATES * units,)) if self.use_bias else None

    def _make_bias(self, shape: Shape) -> Variable:
        if not self.unit_forget_bias:
            return self.bias_rules.make(shape)  # type: ignore[arg-type]
        own = self.bias_initializer  # type: ignore[attr-defined]
        return self.bias_rules.make(shape, initializer=with_open_forget_gate(own, self.units))  # type: ignore[arg-type]

    @property
    def slots(self) -> int:
        """How many children have weights of their own; one where all share them."""
        return self.children if isinstance(self.children, int) else 1

    def call(self, inputs: list[Tensor], mask: Any = None, training: bool = False) -> Any:
        nodes, parents = inputs
        parents = ops.cast(parents, "int32")
        topology = Topology.of(parents)
        projected = picked(self._projected(nodes, mask, training), topology.order)
        run = self._summed if self.children == "sum" else self._in_slots
        outputs, carries = run(projected, topology, self._kept(nodes, training))
        is_root = ops.equal(parents, ROOT)
        root = self._root(outputs, topology, is_root)
        output = root
        if self.return_nodes:
            there = ops.expand_dims(ops.not_equal(parents, PADDING), -1)
            output = ops.where(there, picked(outputs, topology.places), 0.0)
        if not self.return_state:
            return output
        return output, root, self._root(carries, topology, is_root)

    def _projected(self, nodes: Tensor, mask: Any, training: bool) -> Tensor:
        """Returns what the inputs alone decide."""
        has_input = mask[0] if isinstance(mask, list | tuple) else mask
        if drops(training) and self.dropout:
            shape = (nodes.shape[0], 1, nodes.shape[2])
            nodes = random.dropout(nodes, self.dropout, noise_shape=shape, seed=self.seed_generator)
        if has_input is not None:
            nodes = ops.where(ops.expand_dims(has_input, -1), nodes, 0.0)
        outputs = ops.matmul(nodes, self.kernel)
        return outputs if self.bias is None else ops.add(outputs, self.bias)

    def _kept(self, nodes: Tensor, training: bool) -> Tensor | None:
        """Returns the factors of the dropout between nodes."""
        if not drops(training) or not self.recurrent_dropout:
            return None
        ones = ops.ones((nodes.shape[0], self.units), dtype=self.compute_dtype)
        return random.dropout(ones, self.recurrent_dropout, seed=self.seed_generator)

    def _summed(
        self, projected: Tensor, topology: Topology, kept: Tensor | None
    ) -> tuple[Tensor, Tensor]:
        """Runs up the trees; each node adds its output, and what of its carry is kept, to others'.

        What a parent keeps of a child's carry depends on that child alone besides the parent's
        input, so the child gives it along as soon as it is known.
        """
        units, nodes = self.units, projected.shape[1]
        inner, forget = _apart(self.recurrent_kernel, units)
        own, forgets = _apart(projected, units)
        above = picked(forgets, ops.minimum(topology.parents, nodes - 1))

        def step(waiting: Tensor, x: tuple[Tensor, ...]) -> tuple[Tensor, tuple[Tensor, Tensor]]:
            place, gates, keeping, parent = x
            outputs, carries = ops.split(ops.take(waiting, place, axis=1), 2, axis=-1)
            total = ops.add(gates, ops.matmul(outputs, inner))
            output, carry = self._gated(total, carries)
            given = output if kept is None else ops.multiply(output, kept)
            gate = self.recurrent_activation(ops.add(keeping, ops.matmul(given, forget)))
            update = ops.concatenate([given, ops.multiply(gate, carry)], axis=-1)
            return _added(waiting, [parent], update), (output, carry)

        return self._up(step, (own, above), topology.parents, (2 * units,))

    def _in_slots(
        self, projected: Tensor, topology: Topology, kept: Tensor | None
    ) -> tuple[Tensor, Tensor]:
        """Runs up the trees; each node leaves its output and carry with its parent, by place."""
        units, slots, nodes = self.units, self.slots, projected.shape[1]
        own, forgets = _apart(projected, units)
        fits = ops.less(topology.siblings, slots)
        parents = ops.where(fits, topology.parents, nodes)
        siblings = ops.where(fits, topology.siblings, 0)

        def step(waiting: Tensor, x: tuple[Tensor, ...]) -> tuple[Tensor, tuple[Tensor, Tensor]]:
            place, gates, keeping, sibling, parent = x
            outputs, carries = ops.split(ops.take(waiting, place, axis=1), 2, axis=-1)
            flat = ops.reshape(outputs, (outputs.shape[0], slots * units))
            products = ops.matmul(flat, self.recurrent_kernel)
            enter, between, rest = ops.split(products, (units, (1 + slots) * units), axis=-1)
            forget = ops.reshape(between, (outputs.shape[0], slots, units))
            gate = self.recurrent_activation(ops.add(ops.expand_dims(keeping, 1), forget))
            total = ops.add(gates, ops.concatenate([enter, rest], axis=-1))
            output, carry = self._gated(total, ops.sum(ops.multiply(gate, carries), axis=1))
            given = output if kept is None else ops.multiply(output, kept)
            update = ops.concatenate([given, carry], axis=-1)
            return _added(waiting, [parent, sibling], update), (output, carry)

        return self._up(step, (own, forgets, siblings), parents, (slots, 2 * units))

    def _gated(self, total: Tensor, kept: Tensor) -> tuple[Tensor, Tensor]:
        """Returns the output and the carry of a node, out of its gates and what is kept."""
        enter, candidate, leave = ops.split(total, 3, axis=-1)
        gate = self.recurrent_activation
        carry = ops.add(kept, ops.multiply(gate(enter), self.activation(candidate)))
        return ops.multiply(gate(leave), self.activation(carry)), carry

    def _up(
        self, step: Any, given: tuple[Tensor, ...], parents: Tensor, room: tuple[int, ...]
    ) -> tuple[Tensor, Tensor]:
        """Runs a step at each place, `room` for each node to receive from its children."""
        batch, nodes = parents.shape
        waiting = ops.zeros((batch, nodes + 1, *room), dtype=ops.dtype(given[0]))
        columns = [ops.swapaxes(x, 0, 1) for x in (*given, parents)]
        xs = (ops.arange(nodes, dtype="int32"), *columns)
        _, (outputs, carries) = scan(step, waiting, xs)
        return ops.swapaxes(outputs, 0, 1), ops.swapaxes(carries, 0, 1)

    def _root(self, outputs: Tensor, topology: Topology, is_root: Tensor) -> Tensor:
        first = ops.expand_dims(ops.argmax(ops.cast(is_root, "int32"), axis=1), 1)
        found = ops.squeeze(picked(outputs, picked(topology.places, first)), 1)
        return ops.where(ops.any(is_root, axis=1, keepdims=True), found, 0.0)

    def compute_mask(self, inputs: list[Tensor], previous_mask: Any = None) -> Any:
        own = ops.not_equal(inputs[1], PADDING) if self.return_nodes else None
        return [own, None, None] if self.return_state else own


def _apart(x: Any, units: int) -> tuple[Tensor, Tensor]:
    """Returns the columns of all gates but the forget gate, and those of the forget gate."""
    enter, forget, rest = ops.split(x, (units, 2 * units), axis=-1)
    return ops.concatenate([enter, rest], axis=-1), forget


def _added(waiting: Tensor, place: list[Tensor], update: Tensor) -> Tensor:
    """Adds an update to each row at a place of its own."""
    rows = ops.arange(waiting.shape[0], dtype="int32")
    return ops.scatter_update(waiting, ops.stack([rows, *place], axis=-1), update, reduction="add")
