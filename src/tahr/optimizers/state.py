"""The state of an optimizer: a step counter, a learning rate, and slots beside the weights."""

import warnings
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, TypeAlias

from tahr import initializers
from tahr.core import current, names
from tahr.core.configurable import Configurable
from tahr.core.errors import ArgumentError, ShapeError
from tahr.core.portable import ByIdentity
from tahr.core.scopes import StateScope, state_scope
from tahr.core.specs import show
from tahr.core.tracking import Stateful, unique
from tahr.core.typing import Tensor, is_sequence
from tahr.core.variables import Variable

if TYPE_CHECKING:
    import numpy as np

Slots: TypeAlias = Mapping[str, Any]
"""Slots by name, with the initializer of each."""
Key: TypeAlias = tuple[Variable | None, str | None]
"""What tells a variable of an optimizer from its others: the weight it stands beside, its name."""


class OptimizerState(Stateful, Configurable):
    """Variables of an optimizer, in the order in which Keras saves them.

    Args:
        name: for paths and files; derived from the class by default.
    """

    untracked: frozenset[str] = frozenset(
        {"_trainable_variables", "_met", "_keys", "_waiting", "_copies"}
    )

    def __init__(self, name: str | None = None) -> None:
        self.name: str = name or names.auto_name(names.snake_case(type(self).__name__))
        self.built: bool = False
        self._variables: list[Variable] = []
        self._trainable_variables: list[Variable] = []
        self._places: ByIdentity[int] = ByIdentity()
        self._slots: dict[str, list[Variable]] = {}
        self._met: list[Variable] = []
        self._keys: ByIdentity[Key] = ByIdentity()
        self._waiting: dict[tuple[int, str | None], list[Variable]] = {}
        self._copies: list[Variable] = []

    @property
    def variables(self) -> list[Variable]:
        """All variables: step counter, learning rate, slots."""
        return list(self._variables)

    def add_variable(
        self,
        shape: Sequence[int] = (),
        initializer: Any = "zeros",
        dtype: Any = None,
        aggregation: str | None = "none",
        layout: Any = None,
        name: str | None = None,
    ) -> Variable:
        """Makes a variable of the optimizer's own.

        Args:
            shape: a scalar's by default.
            initializer: name, object or callable.
            dtype: the configured float type by default.
            aggregation: how replicas combine it.
            layout: unused, kept for Keras's signature.
            name: its own name.

        Returns:
            The variable.
        """
        return self._variable((None, name), tuple(shape), initializer, dtype, aggregation, name)

    def _variable(
        self,
        key: Key,
        shape: tuple[int, ...],
        initializer: Any,
        dtype: Any,
        aggregation: str | None,
        name: str | None,
    ) -> Variable:
        waiting = self._waiting.get(_hashable(key))
        if waiting:
            variable = waiting.pop(0)
        else:
            with names.scope(self.name):
                variable = Variable(
                    initializers.get(initializer) or initializers.Zeros(),
                    shape=shape,
                    dtype=dtype,
                    trainable=False,
                    autocast=False,
                    aggregation=aggregation,
                    name=name,
                )
            if isinstance(initializer, _Copied):
                self._copies.append(variable)
        self._keys[variable] = key
        self._variables.append(variable)
        return variable

    def add_variable_from_reference(
        self, reference_variable: Variable, name: str | None = None, initializer: Any = "zeros"
    ) -> Variable:
        """Makes a slot: a variable of the shape and dtype of a weight.

        Args:
            reference_variable: the weight.
            name: what follows the weight's path in the slot's name.
            initializer: name, object or callable.

        Returns:
            The variable.
        """
        path = reference_variable.path.replace("/", "_")
        return self._variable(
            (reference_variable, name),
            reference_variable.shape,
            initializer,
            reference_variable.dtype,
            "none",
            f"{path}_{name or 'var'}",
        )

    def add_optimizer_variables(
        self,
        trainable_variables: Sequence[Variable],
        name: str | Sequence[str],
        initializer: Any = "zeros",
    ) -> Any:
        """Makes a slot, or several, for each of some weights.

        Args:
            trainable_variables: the weights.
            name: of the slot, or several names.
            initializer: one for all, or one for each name.

        Returns:
            A list of slots, or a tuple of lists where several names were given.
        """
        wanted = [name] if isinstance(name, str) else list(name)
        given = list(initializer) if is_sequence(initializer) else [initializer] * len(wanted)
        made = self._add_slots(trainable_variables, dict(zip(wanted, given, strict=True)))
        return made[0] if isinstance(name, str) else tuple(made)

    def _add_slots(self, variables: Sequence[Variable], slots: Slots) -> list[list[Variable]]:
        made: dict[str, list[Variable]] = {name: [] for name in slots}
        for variable in variables:
            for name, initializer in slots.items():
                slot = self.add_variable_from_reference(variable, name, initializer)
                made[name].append(slot)
        self._slots |= made
        return list(made.values())

    def slot(self, name: str, variable: Variable) -> Variable:
        """Returns the slot of a name beside a weight.

        Raises:
            ArgumentError: the optimizer was not built for this weight.
        """
        return self._slots[name][self._get_variable_index(variable)]

    def build(self, variables: Sequence[Variable]) -> None:
        """Makes the slots for the weights that are to be trained."""
        raise NotImplementedError

    def bind_weights(self, weights: Sequence[Variable]) -> None:
        """Takes down which weights the model has, trained now or not, in their order.

        Raises:
            ArgumentError: a pattern or a layer that was given fits none of them.
        """
        self._met = list(weights)

    def add_slots_for(self, variables: Sequence[Variable]) -> None:
        """Makes slots for weights not seen before; all there is stays, with its values.

        The optimizer is built once more, for all weights it then knows, and finds again what it
        made before: so the order is that of one built for all of them at once, in the order of
        the model where `bind_weights` has told it.

        Args:
            variables: weights, known ones among them.
        """
        if not self.built:
            self.build(variables)
            return
        if all(v in self._places for v in variables):
            return
        places = {id(v): place for place, v in enumerate(self._met)}
        known = unique([*variables, *self._trainable_variables])
        old, self._variables = self._variables, []
        for variable in old:
            key = self._keys.get(variable, (None, variable.name))
            self._waiting.setdefault(_hashable(key), []).append(variable)
        self.built = False
        self.build(sorted(known, key=lambda v: places.get(id(v), len(places))))
        found = {id(v) for v in self._variables}
        self._variables = [*(v for v in old if id(v) not in found), *self._variables]
        self._waiting = {}

    def _remember(self, variables: Sequence[Variable]) -> None:
        self._trainable_variables = list(variables)
        self._places = ByIdentity((v, place) for place, v in enumerate(variables))

    def has_slots_for(self, variable: Variable) -> bool:
        """Returns whether there are slots for a weight."""
        return variable in self._places

    def _get_variable_index(self, variable: Variable) -> int:
        place = self._places.get(variable)
        if place is not None:
            return place
        raise ArgumentError(
            f"the optimizer has never seen the variable {variable.path}",
            where=self.name,
            expected=f"one of the {len(self._places)} variables it was built with",
            todo="make a new optimizer, or build this one with all variables it is to train",
        )

    def copied(self, variable: Variable) -> Callable[..., Any]:
        """Returns an initializer of slots: the value the weight has when the slot is first read.

        `settle_copies` reads them, before anything is assigned to the weights.
        """
        return _Copied(variable)

    def settle_copies(self) -> None:
        """Draws the slots that begin at the value of their weight, before that changes.

        A step that runs as a pure function has drawn them before it began.
        """
        if state_scope() is None:
            for slot in self._copies:
                slot.own_value()

    def stateless_apply(
        self,
        optimizer_variables: Sequence[Tensor],
        grads: Sequence[Tensor],
        trainable_variables: Sequence[Tensor],
    ) -> tuple[list[Tensor], list[Tensor]]:
        """Applies gradients as a pure function.

        Args:
            optimizer_variables: values of `variables`.
            grads: a gradient for each variable the optimizer was built with.
            trainable_variables: the values of those.

        Returns:
            (their new values, new values of `variables`).

        Raises:
            ArgumentError: the optimizer is not built, or a list has another length.
        """
        if not self.built:
            raise ArgumentError(
                "the optimizer must be built before it can be used without its state",
                where=self.name,
                todo="call optimizer.build(model.trainable_variables) first",
            )
        weights, own = self._trainable_variables, self.variables
        for variables, values in ((own, optimizer_variables), (weights, trainable_variables)):
            self._check_count(variables, values)
        asarray = current.engine().asarray
        values = [asarray(value) for value in (*optimizer_variables, *trainable_variables)]
        with StateScope(zip((*own, *weights), values, strict=True)):
            self.apply(grads)
            return [v.value for v in weights], [v.value for v in own]

    def apply(
        self,
        grads: Sequence[Tensor | None],
        trainable_variables: Sequence[Variable] | None = None,
    ) -> None:
        """Updates weights by their gradients."""
        raise NotImplementedError

    def _check_count(self, variables: Sequence[Variable], values: Sequence[Any]) -> None:
        if len(variables) != len(values):
            raise ArgumentError(
                "another number of values than there are variables",
                where=self.name,
                expected=len(variables),
                got=len(values),
            )

    def set_weights(self, weights: "Sequence[np.ndarray]") -> None:
        """Sets all variables, in their order; either all or none.

        Raises:
            ArgumentError: there are more or fewer arrays than variables.
            ShapeError: an array has another shape than its variable.
        """
        self._check_count(self.variables, weights)
        for variable, value in zip(self.variables, weights, strict=True):
            shape = tuple(getattr(value, "shape", ()))
            if shape != variable.shape:
                raise ShapeError(
                    "the array does not fit the variable",
                    where=variable.path,
                    expected=show(variable.shape),
                    got=show(shape),
                )
        self._assign_all(weights)

    def save_own_variables(self, store: Any) -> None:
        """Writes the variables into a mapping, by number."""
        for number, variable in enumerate(self.variables):
            store[str(number)] = variable.numpy()

    def load_own_variables(self, store: Any) -> None:
        """Reads the variables from a mapping, by number; warns where their numbers differ."""
        saved = len(store.keys())
        if saved != len(self.variables):
            warnings.warn(
                f"the state of the optimizer {self.name} is not loaded: it has "
                f"{len(self.variables)} variables, and {saved} were saved",
                stacklevel=2,
            )
            return
        self._assign_all(store[str(number)] for number in range(saved))

    def _assign_all(self, values: Iterable[Any]) -> None:
        for variable, value in zip(self.variables, values, strict=True):
            variable.assign(value)

    def assign(self, variable: Variable, value: Any) -> None:
        """Sets a variable."""
        variable.assign(value)

    def assign_add(self, variable: Variable, value: Any) -> None:
        """Adds to a variable."""
        variable.assign_add(value)

    def assign_sub(self, variable: Variable, value: Any) -> None:
        """Subtracts from a variable."""
        variable.assign_sub(value)


class _Copied:
    """Draws the value that a weight has then."""

    def __init__(self, variable: Variable) -> None:
        self._variable = variable

    def draw(self, shape: Sequence[int], dtype: object) -> Any:
        return current.to_numpy(self._variable.own_value())

    __call__ = draw


def _hashable(key: Key) -> tuple[int, str | None]:
    return id(key[0]), key[1]
