"""A function of one's own as a compiled step: a loop by hand as fast as `train_on_batch`."""

import functools
from collections.abc import Callable, Hashable
from dataclasses import dataclass, field
from typing import Any, ParamSpec, TypeVar, cast

from tahr.core import current, trees
from tahr.core.errors import ArgumentError
from tahr.core.scopes import state_scope
from tahr.core.tracebacks import ends_at_user
from tahr.core.tracking import changes
from tahr.core.variables import Variable
from tahr.training.step.report import signature
from tahr.training.step.step import Step

P = ParamSpec("P")
R = TypeVar("R")
MISSING: Any = object()
"""Stands for a tensor among leaves."""


@ends_at_user
def jit(function: Callable[P, R]) -> Callable[P, R]:
    """Compiles a function of tensors that may read and assign variables.

    Whatever state it touches is taken care of: weights, optimizers, metrics, random generators.
    `value_and_grad` may be used inside. It is compiled once for each set of shapes and dtypes of
    the arrays it is given, and for each value of everything else: numbers, strings and flags of
    Python are part of the program, as is whatever it reads that is no variable. The memory of
    the variables that it assigns is used again, so arrays taken out of them before must not be
    used afterwards. The engine in use runs it; one that compiles nothing runs it as it is.

    Args:
        function: takes and returns trees of tensors.

    Returns:
        A function with the same parameters.

    Raises:
        ArgumentError: what is given is no function; or an argument of the call is neither an array
            nor can tell whether it equals another.

    Example:
        >>> from tahr import layers, ops, optimizers
        >>> import numpy as np
        >>> dense, optimizer = layers.Dense(1), optimizers.SGD(0.1)
        >>> dense.build((None, 2))
        >>> @jit
        ... def step(x, y):
        ...     def loss():
        ...         return ops.mean(ops.square(dense(x) - y))
        ...     weights = dense.trainable_variables
        ...     value, gradients = value_and_grad(loss, weights)
        ...     optimizer.apply(gradients, weights)
        ...     return value
        >>> from tahr.training.step.gradients import value_and_grad
        >>> x, y = np.ones((4, 2), "float32"), np.zeros((4, 1), "float32")
        >>> first, second = float(step(x, y)), float(step(x, y))
        >>> second < first
        True
    """
    if not callable(function):
        raise ArgumentError("only a function can be compiled", where="jit", got=repr(function))
    programs: dict[Hashable, _Program] = {}

    @ends_at_user
    @functools.wraps(function)
    def jitted(*args: Any, **kwargs: Any) -> Any:
        engine = current.engine()
        if not engine.compiles or state_scope() is not None:
            return function(*args, **kwargs)
        leaves, structure = trees.flatten((args, kwargs))
        tensors = [leaf for leaf in leaves if _is_array(leaf)]
        rest = tuple(MISSING if _is_array(leaf) else leaf for leaf in leaves)
        kinds = tuple(map(type, rest))
        key = (engine.name, current.device(), structure, signature(tensors)[1:], rest, kinds)
        program = programs.get(_hashable(key, rest))
        if program is None or not program.is_current():
            program = programs[key] = _Program(function, structure, rest)
        return program(*[engine.asarray(t) for t in tensors])

    return cast("Callable[P, R]", jitted)


@dataclass
class _Program:
    """A function compiled for one set of shapes, and one of everything else.

    Args:
        function: what is compiled.
        structure: the tree of its arguments.
        rest: the leaves of that tree, `MISSING` where a tensor stands.
    """

    function: Callable[..., Any]
    structure: Any
    rest: tuple[Any, ...]
    results: tuple[Any, list[Any]] = (None, [])
    step: Step | None = None
    _changes: Any = None
    _trained: list[bool] = field(default_factory=list)

    def is_current(self) -> bool:
        """Returns whether what it trains is still to be trained."""
        if self._changes != changes():
            self._changes = changes()
            return self._trained == self._flags()
        return True

    def _flags(self) -> list[bool]:
        return [v.trainable for v in self.step.variables] if self.step else []

    def __call__(self, *tensors: Any) -> Any:
        """Runs it."""
        if self.step is None:
            self.step = self._prepared(tensors)
            self._changes, self._trained = changes(), self._flags()
        outputs = iter(self.step(*tensors))
        structure, rest = self.results
        return trees.unflatten(structure, [next(outputs) if r is MISSING else r for r in rest])

    def _prepared(self, tensors: tuple[Any, ...]) -> Step:
        step = Step(self._run, list, current.engine(), settle=True)
        step.prepare(*tensors)
        return step if step.assigns else step.without_donation()

    def _run(self, *tensors: Any) -> list[Any]:
        """Runs the function as it is written, and returns its tensors alone."""
        given = iter(tensors)
        leaves = [next(given) if leaf is MISSING else leaf for leaf in self.rest]
        args, kwargs = trees.unflatten(self.structure, leaves)
        found, structure = trees.flatten(self.function(*args, **kwargs))
        found = [leaf.value if isinstance(leaf, Variable) else leaf for leaf in found]
        is_tensor = [current.engine().is_tensor(leaf) for leaf in found]
        pairs = list(zip(found, is_tensor, strict=True))
        self.results = structure, [MISSING if tensor else leaf for leaf, tensor in pairs]
        return [leaf for leaf, tensor in pairs if tensor]


def _is_array(leaf: Any) -> bool:
    return hasattr(leaf, "shape") and hasattr(leaf, "dtype") and not isinstance(leaf, Variable)


def _hashable(key: Hashable, rest: tuple[Any, ...]) -> Hashable:
    try:
        hash(key)
    except TypeError:
        known = [leaf for leaf in rest if type(leaf).__hash__ is None]
        raise ArgumentError(
            "an argument of a compiled function cannot be told from others",
            expected="arrays, or values of Python that can be compared, in lists and dicts",
            got=", ".join(map(repr, known)) or None,
        ) from None
    return key
