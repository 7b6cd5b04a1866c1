"""The state of a layer: its variables and those of the layers inside it."""

from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any, ClassVar

from tahr.core import current, trees
from tahr.core.errors import ArgumentError, ShapeError
from tahr.core.portable import LeftBehind
from tahr.core.scopes import StateScope
from tahr.core.specs import show
from tahr.core.spelling import ENTRANCES
from tahr.core.tracebacks import methods_end_at_user
from tahr.core.tracking import GeneratorBase, MetricBase, Stateful, changed, changes, held, unique
from tahr.core.variables import Variable

if TYPE_CHECKING:
    import numpy as np

    from tahr.layers.base.layer import Layer


@methods_end_at_user(ENTRANCES)
class LayerState(Stateful):
    """Collects variables, by kind, from a layer and the layers in its attributes."""

    untracked: frozenset[str] = frozenset({
        "nodes", "_arguments", "_variables", "_losses", "_trained", "_one_variable", "input_spec",
    })  # fmt: skip

    left_behind: ClassVar[LeftBehind] = {"_losses": list, "_trained": None}

    name: str
    built: bool
    _variables: list[Variable]
    _losses: list[Any]
    _penalties: tuple[Callable[[], Any], ...]
    _trainable: bool
    _metrics_of_own: list[Any]
    _trained: tuple[int, Hashable] = (-1, None)

    def sublayers(self) -> "Iterator[Layer]":
        """Returns the layers in this one's attributes."""
        return held(self, LayerState)

    def flatten_layers(self) -> "list[Layer]":
        """Returns this layer and all inside it, outer ones first."""
        found: dict[int, Any] = {}
        pending: list[Any] = [self]
        while pending:
            layer = pending.pop(0)
            if id(layer) not in found:
                found[id(layer)] = layer
                pending = [*layer.sublayers(), *pending]
        return list(found.values())

    @property
    def own_variables(self) -> list[Variable]:
        """The weights made by or standing in this layer itself, those made trainable first."""
        found = unique([*self._variables, *held(self, Variable)])
        return sorted(found, key=lambda v: not v.made_trainable)

    @property
    def trainable(self) -> bool:
        """Whether training changes the weights.

        Setting it reaches the weights that were made trainable and all layers inside. A model
        may be frozen and thawed between two calls of `fit` or in a callback, without another
        `compile`: the next step follows, and the optimizer keeps what it knew of the weights.
        """
        return self._trainable

    @trainable.setter
    def trainable(self, value: bool) -> None:
        changed()
        self._trainable = bool(value)
        for variable in self.own_variables:
            if variable.made_trainable:
                variable.trainable = self._trainable
        for layer in self.sublayers():
            layer.trainable = value

    @property
    def weights(self) -> list[Variable]:
        """All weights: this layer's, then those of each layer inside."""
        inner = [v for layer in self.sublayers() for v in layer.weights]
        return unique([*self.own_variables, *inner])

    @property
    def variables(self) -> list[Variable]:
        """All weights, then the state of random generators."""
        generators = [g for layer in self.flatten_layers() for g in held(layer, GeneratorBase)]
        return unique([*self.weights, *(v for g in generators for v in g.variables)])

    @property
    def trainable_variables(self) -> list[Variable]:
        """The weights that training changes."""
        if not self._trainable:
            return []
        own = [v for v in self.own_variables if v.trainable]
        inner = [v for layer in self.sublayers() for v in layer.trainable_variables]
        return unique([*own, *inner])

    @property
    def trained_now(self) -> Hashable:
        """What is trained and what is frozen, as a key for programs that depend on it.

        A layer without trained weights may compute otherwise when it is frozen, as batch
        normalization does.
        """
        if self._trained[0] != changes():
            flags = tuple(layer._trainable for layer in self.flatten_layers())
            found = flags, tuple(id(v) for v in self.trainable_variables)
            self._trained = (changes(), found)
        return self._trained[1]

    @property
    def non_trainable_variables(self) -> list[Variable]:
        """The variables that training leaves alone, or that layers update themselves."""
        trained = {id(v) for v in self.trainable_variables}
        return [v for v in self.variables if id(v) not in trained]

    @property
    def trainable_weights(self) -> list[Variable]:
        """The weights that training changes; setting it says what they are, as in Keras 1."""
        return self.trainable_variables

    @trainable_weights.setter
    def trainable_weights(self, value: Sequence[Variable]) -> None:
        self._say_weights(value, trainable=True)

    @property
    def non_trainable_weights(self) -> list[Variable]:
        """The weights that training leaves alone; setting it says what they are, as in Keras 1."""
        trained = {id(v) for v in self.trainable_variables}
        return [v for v in self.weights if id(v) not in trained]

    @non_trainable_weights.setter
    def non_trainable_weights(self, value: Sequence[Variable]) -> None:
        self._say_weights(value, trainable=False)

    def _say_weights(self, value: Sequence[Variable], trainable: bool) -> None:
        changed()
        self._variables = unique([*self._variables, *value])
        for variable in value:
            variable.trainable = trainable

    @property
    def metrics(self) -> list[Any]:
        """The metrics in the attributes of this layer and of those inside it."""
        found = [m for layer in self.flatten_layers() for m in held(layer, MetricBase)]
        return unique(found)

    @property
    def metrics_variables(self) -> list[Variable]:
        """The state of the metrics."""
        return [v for m in self.metrics for v in m.variables]

    @property
    def losses(self) -> list[Any]:
        """What the last call added to the loss, and the penalties on weights."""
        added = [loss for layer in self.flatten_layers() for loss in layer._losses]
        penalties = [v.regularizer(v) for v in self.trainable_variables if v.regularizer]
        more = [compute() for layer in self.flatten_layers() for compute in layer._penalties]
        return [*added, *more, *penalties]

    def clear_losses(self) -> None:
        """Forgets what earlier calls added to the loss."""
        for layer in self.flatten_layers():
            layer._losses.clear()

    def count_params(self) -> int:
        """Counts the numbers in the weights.

        Raises:
            ArgumentError: the layer or model has not been built, so it has none yet.
        """
        if not self.built:
            raise ArgumentError(
                "there are no weights to count yet",
                where=self.name,
                todo="build it first: call it on data, or build(input_shape)",
            )
        return sum(v.size for v in self.weights)

    def get_weights(self) -> "list[np.ndarray]":
        """Returns all weights as NumPy arrays, in the order of `weights`."""
        return [v.numpy() for v in self.weights]

    def set_weights(self, weights: "Sequence[np.ndarray]") -> None:
        """Sets all weights, in the order of `weights`; either all or none.

        Raises:
            ArgumentError: there are more or fewer arrays than weights.
            ShapeError: an array has another shape than its weight.
        """
        for variable, value in self._paired(weights):
            variable.assign(value)

    def begin_with(self, weights: "Sequence[np.ndarray]") -> None:
        """Sets the first value of all weights, inside a scope too: `set_weights` for `build`."""
        for variable, value in self._paired(weights):
            variable.begin_with(value)

    def _paired(self, weights: "Sequence[np.ndarray]") -> "list[tuple[Variable, np.ndarray]]":
        variables = self.weights
        if len(weights) != len(variables):
            raise ArgumentError(
                "another number of arrays than there are weights",
                where=self.name,
                expected=len(variables),
                got=len(weights),
            )
        for variable, value in zip(variables, weights, strict=True):
            shape = tuple(getattr(value, "shape", ()))
            if hasattr(value, "shape") and shape != variable.shape:
                raise ShapeError(
                    "the array does not fit the weight",
                    where=variable.path,
                    expected=show(variable.shape),
                    got=show(shape),
                )
        return list(zip(variables, weights, strict=True))

    @property
    def saved_variables(self) -> list[Variable]:
        """The layer's own weights as files hold them, by number."""
        return self.own_variables

    def saved_values(self) -> "list[np.ndarray]":
        """Returns what files hold of the layer's own weights."""
        return [variable.numpy() for variable in self.saved_variables]

    def restored(self) -> None:
        """Is told that the weights were read from a file."""

    def save_own_variables(self, store: Any) -> None:
        """Writes this layer's own weights into a mapping, by number."""
        for number, value in enumerate(self.saved_values()):
            store[str(number)] = value

    def load_own_variables(self, store: Any) -> None:
        """Reads this layer's own weights from a mapping, by number."""
        own = self.saved_variables
        if len(store.keys()) != len(own):
            raise ArgumentError(
                "another number of saved weights than the layer has",
                where=self.name,
                expected=", ".join(f"{v.name} {show(v.shape)}" for v in own) or "none",
                got=len(store.keys()),
            )
        for number, variable in enumerate(own):
            variable.assign(store[str(number)])
        self.restored()

    def with_state(
        self, function: Callable[[], Any], bound: Iterable[tuple[Variable, Any]]
    ) -> tuple[Any, StateScope]:
        """Runs a function with variables bound to other values; gives the scope it ran in."""
        engine = current.engine()
        pairs = [(v, trees.map(engine.asarray, value)) for v, value in bound]
        with StateScope(pairs) as scope:
            return function(), scope
