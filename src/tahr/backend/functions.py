"""Functions between symbolic tensors, and their gradients, as old programs ask for them."""

from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np

from tahr import ops
from tahr.backend import phases
from tahr.backend.symbols import listed
from tahr.backend.variables import Update
from tahr.core import current, trees
from tahr.core.errors import ArgumentError, told
from tahr.core.scopes import StateScope
from tahr.core.tracebacks import ends_at_user, methods_end_at_user
from tahr.core.variables import Variable
from tahr.models.graph import Graph, needs_nothing
from tahr.models.inputs import conformed
from tahr.ops.operation import Operation
from tahr.ops.symbolic import NeedsGraphError, Node, SymbolicTensor
from tahr.optimizers.old_methods import Descent
from tahr.training.step.jitted import jit
from tahr.utils.symbols import get_source_inputs


@methods_end_at_user(("__init__", "__call__"))
class Function:
    """What leads from symbolic tensors to others, to be called with arrays.

    Args:
        inputs: symbolic tensors; `learning_phase()` may be among them.
        outputs: symbolic tensors that come of them, or variables; alone or in a list or dict.
        updates: pairs of a variable and its next value, or what `update` returned.
        name: unused: errors name the symbolic tensors.
        **kwargs: of sessions and compilers that there are no more; unused.

    Raises:
        ArgumentError: the outputs need another input.
    """

    def __init__(
        self,
        inputs: Any,
        outputs: Any,
        updates: Sequence[Any] | None = None,
        name: str | None = None,
        **kwargs: Any,
    ) -> None:
        self.inputs: list[Any] = listed(inputs)
        self.outputs = outputs
        self._updates = [_due(update) for update in updates or () if _is_due(update)]
        needed = [update.value for update in self._updates]
        self._leaves, self._structure = trees.flatten([outputs, needed])
        self._wanted = [leaf for leaf in self._leaves if isinstance(leaf, SymbolicTensor)]
        self._fed = [t for t in self.inputs if isinstance(t, SymbolicTensor)]
        self._graph: Graph | None = Graph(self._fed, self._wanted) if self._wanted else None
        self._run = jit(self._computed)

    def __call__(self, inputs: Any = (), *more: Any) -> Any:
        """Runs it.

        Args:
            inputs: an array for each input, in a list.
            *more: arrays, where they are given one by one.

        Returns:
            NumPy arrays, in the structure of the outputs.
        """
        values = [*listed(inputs), *more] if more else listed(inputs)
        if len(self.inputs) == 1 and (isinstance(inputs, np.ndarray) or _are_numbers(values)):
            values = [inputs]
        if len(values) != len(self.inputs):
            raise ArgumentError(
                "another number of arrays than the function has inputs",
                where="keras.backend.function",
                expected=len(self.inputs),
                got=len(values),
            )
        training = bool(phases.SAID.training)
        fed = []
        for tensor, value in zip(self.inputs, values, strict=True):
            if isinstance(tensor, phases.Phase):
                training = bool(np.any(value))
                fed.append(training)
            elif isinstance(tensor, SymbolicTensor):
                fed.append(conformed(value, tensor, tensor.name))
        found, _ = self._run(fed, training)
        return trees.map(current.to_numpy, found)

    def _computed(self, fed: list[Any], training: bool) -> Any:
        with phases.running(training):
            made = self._graph.run(fed) if self._graph else []
        rest = iter(made)
        leaves = [
            next(rest) if isinstance(leaf, SymbolicTensor) else ops.convert_to_tensor(leaf)
            for leaf in self._leaves
        ]
        outputs, news = trees.unflatten(self._structure, leaves)
        for due, new in zip(self._updates, news, strict=True):
            due.carry_out(new)
        return outputs, training


def _are_numbers(values: list[Any]) -> bool:
    return len(values) != 1 and all(isinstance(v, int | float) for v in values)


class _Step:
    """A step of an optimizer.

    Args:
        descent: as `get_updates` returned it.
    """

    def __init__(self, descent: Descent) -> None:
        self._optimizer = descent.optimizer
        pairs = zip(descent.variables, gradients(descent.loss, descent.variables), strict=True)
        known = [(variable, slope) for variable, slope in pairs if slope is not None]
        self._variables = [variable for variable, _ in known]
        self.value = [slope for _, slope in known]

    def carry_out(self, value: Any) -> None:
        """Changes the variables, by their gradients."""
        self._optimizer.apply(value, self._variables)


def _is_due(update: Any) -> bool:
    """Returns whether an update is still to come: one of values has happened already."""
    return isinstance(update, Update | Descent | tuple | list)


def _due(update: Any) -> Update | _Step:
    if isinstance(update, Descent):
        return _Step(update)
    return update if isinstance(update, Update) else Update(*update)


def function(
    inputs: Any,
    outputs: Any,
    updates: Sequence[Any] | None = None,
    name: str | None = None,
    **kwargs: Any,
) -> Function:
    """Makes a function that takes arrays for symbolic tensors, and gives those of others.

    Args:
        inputs: symbolic tensors; `learning_phase()` may be among them.
        outputs: symbolic tensors that come of them, or variables; alone or in a list or dict.
        updates: pairs of a variable and its next value, or what `update` returned.
        name: unused.
        **kwargs: unused.

    Example:
        >>> from tahr import layers
        >>> x = layers.Input((2,))
        >>> [y] = function([x], [x * 2.0])([[[1.0, 2.0]]])
        >>> y.tolist()
        [[2.0, 4.0]]
    """
    return Function(inputs, outputs, updates, name, **kwargs)


class Gradients(Operation):
    """The gradients of a symbolic tensor's sum, as a node of the graph.

    Args:
        graph: leads from what the tensor comes of to the tensor.
        places: where in the inputs of the graph those stand that are differentiated by.
        variables: by what is differentiated besides.
    """

    def __init__(self, graph: Graph, places: list[int], variables: list[Variable]) -> None:
        super().__init__()
        self.graph = graph
        self._places = places
        self._differentiated = variables

    def compute_output_spec(self, *args: Any, **kwargs: Any) -> Any:
        like = [self.graph.flat_inputs[place] for place in self._places]
        return [SymbolicTensor(t.shape, t.dtype) for t in (*like, *self._differentiated)]

    def call(self, inputs: list[Any]) -> Any:
        count = len(self._places)

        def pure(values: list[Any]) -> tuple[Any, None]:
            fed = dict(zip(self._places, values[:count], strict=True))
            pairs = zip(self._differentiated, values[count:], strict=True)
            with StateScope(pairs):
                found = self.graph.run([fed.get(i, x) for i, x in enumerate(inputs)])
            return ops.sum(found), None

        start = [inputs[place] for place in self._places]
        start += [variable.value for variable in self._differentiated]
        return current.engine().value_and_grad(pure, start)[1]


@ends_at_user
def gradients(loss: Any, variables: Any) -> list[Any]:
    """Returns the gradients of a symbolic tensor, or of the sum of its elements.

    Args:
        loss: what comes of a model.
        variables: symbolic tensors that it comes of, or variables; one or a list.

    Returns:
        A list of symbolic tensors; None for what the loss does not depend on.

    Raises:
        ArgumentError: the loss is no symbolic tensor.

    Example:
        >>> from tahr import layers
        >>> x = layers.Input((2,))
        >>> [gradient] = gradients(x * x, x)
        >>> function([x], [gradient])([[[1.0, 2.0]]])[0].tolist()
        [[2.0, 4.0]]
    """
    if not isinstance(loss, SymbolicTensor):
        raise NeedsGraphError(
            "a gradient is of a symbolic tensor",
            where="keras.backend.gradients",
            expected="what comes of a model's input or of a placeholder",
            got=told(loss),
            todo="differentiate values with tahr.value_and_grad(function, variables)",
        )
    wanted = listed(variables)
    wrong = [one for one in wanted if not isinstance(one, SymbolicTensor | Variable)]
    if wrong:
        raise ArgumentError(
            "a gradient is with respect to symbolic tensors or variables",
            where="keras.backend.gradients",
            got=told(wrong[0]),
        )
    met, used = _walked(loss, {id(one) for one in wanted})
    tensors = _once(t for t in wanted if isinstance(t, SymbolicTensor) and id(t) in met)
    weights = _once(v for v in wanted if isinstance(v, Variable) and id(v) in used)
    if not tensors and not weights:
        return [None for _ in wanted]
    sources = [t for t in get_source_inputs(loss) if id(t) in met and not needs_nothing(t)]
    inputs = _once([*tensors, *sources])
    operation = Gradients(Graph(inputs, loss), list(range(len(tensors))), weights)
    outputs = operation.compute_output_spec()
    Node(operation, (inputs,), {}, outputs)
    found = {id(one): new for one, new in zip([*tensors, *weights], outputs, strict=True)}
    return [found.get(id(one)) for one in wanted]


def _once(tensors: Iterable[Any]) -> list[Any]:
    return list({id(t): t for t in tensors}.values())


def _walked(loss: SymbolicTensor, ends: set[int]) -> tuple[set[int], set[int]]:
    """Returns the ids of the tensors and variables a tensor comes of, not going beyond some."""
    met: set[int] = set()
    used: set[int] = set()
    stack = [loss]
    while stack:
        tensor = stack.pop()
        if id(tensor) in met:
            continue
        met.add(id(tensor))
        if tensor.node is None or (id(tensor) in ends and tensor is not loss):
            continue
        node = tensor.node
        used |= {id(v) for v in getattr(node.operation, "variables", ())}
        used.add(id(getattr(node.operation, "held", None)))
        used |= {id(v) for v in trees.leaves((node.args, node.kwargs)) if isinstance(v, Variable)}
        stack.extend(node.inputs)
    return met, used
