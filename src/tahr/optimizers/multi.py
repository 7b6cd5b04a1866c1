"""Different optimizers for different weights."""

from collections.abc import Hashable, Iterator, Mapping, MutableMapping, Sequence
from typing import Any

from tahr.core.errors import ArgumentError, told
from tahr.core.matching import from_file
from tahr.core.registry import known_as
from tahr.core.serialization import deserialize, serialize
from tahr.core.spelling import Configured
from tahr.core.typing import Tensor
from tahr.core.variables import Variable
from tahr.optimizers.groups import Group, check_groups, the_one, written
from tahr.optimizers.loss_scale import LossScaleOptimizer
from tahr.optimizers.optimizer import Optimizer


@known_as("keras.optimizers")
class OptimizerMap(MutableMapping[Any, Optimizer], metaclass=Configured):
    """Optimizers by patterns for the paths of weights, or by layers.

    Args:
        default_optimizer: for weights whose path fits no pattern.
        optimizer_map: optimizers by regular expressions, which have to fit the whole path, or
            by layers.

    Raises:
        ArgumentError: something is no optimizer, or one that wraps others.

    Example:
        >>> from tahr.optimizers import SGD, Adam
        >>> optimizers = OptimizerMap(Adam(), {".*/bias": SGD()})
        >>> type(optimizers["dense/bias"]).__name__, type(optimizers["dense/kernel"]).__name__
        ('SGD', 'Adam')
    """

    def __init__(
        self, default_optimizer: Optimizer, optimizer_map: Mapping[Any, Optimizer] | None = None
    ) -> None:
        self._default = _checked(default_optimizer)
        self.by_group: dict[Any, Optimizer] = {
            k: _checked(v) for k, v in (optimizer_map or {}).items()
        }
        self.paths: list[str] = []

    @property
    def default_optimizer(self) -> Optimizer:
        """The optimizer of weights that nothing else is for."""
        return self._default

    def __getitem__(self, key: Group) -> Optimizer:
        if not isinstance(key, str):
            return self.by_group[key]
        return the_one(self.by_group, key, self.default_optimizer)

    def __setitem__(self, key: Group, optimizer: Optimizer) -> None:
        self.by_group[key] = _checked(optimizer)

    def __delitem__(self, key: Group) -> None:
        del self.by_group[key]

    def __iter__(self) -> Iterator[Group]:
        return iter(self.by_group)

    def __len__(self) -> int:
        return len(self.by_group)

    def get_config(self) -> dict[str, Any]:
        """Returns what `from_config` needs to make it again."""
        return {
            "default_optimizer": serialize(self.default_optimizer),
            "optimizer_map": serialize(
                {written(k, self.paths): v for k, v in self.by_group.items()}
            ),
        }

    @classmethod
    def from_config(cls, config: dict[str, Any], custom_objects: Any = None) -> "OptimizerMap":
        """Makes a map from its configuration."""
        read: dict[str, Any] = {n: deserialize(v, custom_objects) for n, v in config.items()}
        if read.get("optimizer_map"):
            from_file(read["optimizer_map"], "optimizer_map")
        return cls(**read)


@known_as("keras.optimizers")
class MultiOptimizer(Optimizer):
    """Updates each weight by the optimizer its path is mapped to.

    Args:
        optimizer_map: optimizers by patterns for paths.
        loss_scale_factor: what the loss is multiplied with, and all of them divide by.
        name: for paths and files.

    Example:
        >>> from tahr.optimizers import SGD, Adam
        >>> optimizer = MultiOptimizer(OptimizerMap(SGD(1.0), {"b": Adam()}))
        >>> a, b = Variable([1.0], name="a"), Variable([1.0], name="b")
        >>> optimizer.apply([[0.5], [0.5]], [a, b])
        >>> a.numpy().tolist(), round(float(b.numpy()[0]), 4)
        ([0.5], 0.999)
    """

    def __init__(
        self,
        optimizer_map: OptimizerMap,
        loss_scale_factor: float | None = None,
        name: str | None = None,
    ) -> None:
        self.optimizer_map = optimizer_map
        super().__init__(0.0, loss_scale_factor=loss_scale_factor, name=name)

    @property
    def loss_scale_factor(self) -> float | None:
        """What the loss is multiplied with, for all of them."""
        return self._loss_scale_factor

    @loss_scale_factor.setter
    def loss_scale_factor(self, factor: float | None) -> None:
        self._loss_scale_factor = factor
        for optimizer in self.optimizers:
            optimizer.loss_scale_factor = factor

    @property
    def optimizers(self) -> list[Optimizer]:
        """The optimizers of the map, the default one last."""
        every = [*self.optimizer_map.values(), self.optimizer_map.default_optimizer]
        return list({id(optimizer): optimizer for optimizer in every}.values())

    @property
    def variables(self) -> list[Variable]:
        return [*self._variables, *(v for inner in self.optimizers for v in inner.variables)]

    @property
    def learning_rate(self) -> Any:
        """None of its own: each optimizer of the map has one."""
        raise AttributeError("a MultiOptimizer has no learning rate: its optimizers have")

    @learning_rate.setter
    def learning_rate(self, rate: Any) -> None:
        raise AttributeError("a MultiOptimizer has no learning rate: its optimizers have")

    def build(self, variables: Sequence[Variable]) -> None:
        if self.built:
            return
        super().build(variables)
        for optimizer in self.optimizers:
            optimizer.add_slots_for([v for v in variables if self._of(v) is optimizer])

    def bind_weights(self, weights: Sequence[Variable]) -> None:
        super().bind_weights(weights)
        check_groups(self.optimizer_map.by_group, weights, self.name)
        self.optimizer_map.paths = [variable.path for variable in weights]
        for optimizer in self.optimizers:
            optimizer.bind_weights(weights)

    def set_rate_factors(self, factors: Mapping[Any, float]) -> None:
        for optimizer in self.optimizers:
            optimizer.set_rate_factors(factors)

    def rate_factor(self, variable: Variable) -> float:
        return self._of(variable).rate_factor(variable)

    @property
    def recipe(self) -> Hashable:
        return tuple(optimizer.recipe for optimizer in self.optimizers)

    def has_slots_for(self, variable: Variable) -> bool:
        return self._of(variable).has_slots_for(variable)

    def _of(self, variable: Variable) -> Optimizer:
        return self.optimizer_map[variable.path]

    def _apply(self, pairs: list[tuple[Tensor, Variable]]) -> None:
        for optimizer in self.optimizers:
            own = [(g, v) for g, v in pairs if self._of(v) is optimizer]
            optimizer.apply([g for g, _ in own], [v for _, v in own])

    def finalize_variable_values(self, var_list: Sequence[Variable]) -> None:
        for variable in var_list:
            self._of(variable).finalize_variable_values([variable])

    @classmethod
    def from_config(cls, config: dict[str, Any], custom_objects: Any = None) -> Any:
        table = deserialize(config["optimizer_map"], custom_objects)
        return cls(**{**config, "optimizer_map": table})


def _checked(value: Any) -> Optimizer:
    if isinstance(value, MultiOptimizer | LossScaleOptimizer):
        raise ArgumentError(
            f"a {type(value).__name__} cannot be one of several optimizers",
            where="OptimizerMap",
            todo="wrap the MultiOptimizer of them all in it",
        )
    if isinstance(value, Optimizer):
        return value
    raise ArgumentError("this is no optimizer", where="OptimizerMap", got=told(value))
