"""Scaling the loss so that small gradients survive in 16 bits."""

from collections.abc import Hashable, Mapping, Sequence
from typing import Any, Never

from tahr import initializers, ops
from tahr.core.arguments import checked
from tahr.core.errors import ArgumentError, told
from tahr.core.ranges import Count, Positive
from tahr.core.registry import known_as
from tahr.core.serialization import deserialize
from tahr.core.typing import Tensor, TensorLike
from tahr.core.variables import Variable
from tahr.optimizers.branching import branch
from tahr.optimizers.optimizer import Optimizer


@known_as("keras.optimizers")
class LossScaleOptimizer(Optimizer):
    """Multiplies the loss by a scale that grows until gradients overflow, and then halves.

    Gradients with an infinity or NaN in them are dropped.

    Args:
        inner_optimizer: the optimizer that is given the gradients, scaled back; its own
            `loss_scale_factor` is taken from it.
        initial_scale: the first scale.
        dynamic_growth_steps: after how many updates without overflow the scale doubles.
        name: for paths and files.
        **kwargs: nothing; all further arguments belong to the inner optimizer.

    Raises:
        ArgumentError: there is such an argument, one is out of its range, or what is to be given
            the gradients is no optimizer or scales a loss itself.

    Example:
        >>> from tahr.optimizers import SGD
        >>> optimizer = LossScaleOptimizer(SGD(0.5), initial_scale=8.0)
        >>> float(optimizer.scale_loss(2.0))
        16.0

    Source: Micikevicius et al. (2018), "Mixed precision training", section 3.2.
    """

    @checked
    def __init__(
        self,
        inner_optimizer: Optimizer,
        initial_scale: Positive = 2.0**15,
        dynamic_growth_steps: Count = 2000,
        name: str | None = None,
        **kwargs: Never,
    ) -> None:
        if kwargs:
            raise ArgumentError(
                f"LossScaleOptimizer takes no argument {', '.join(map(repr, kwargs))}",
                todo="give it to the inner optimizer",
            )
        given: Any = inner_optimizer
        if not isinstance(given, Optimizer) or isinstance(given, LossScaleOptimizer):
            raise ArgumentError(
                "the loss of this cannot be scaled",
                where="LossScaleOptimizer",
                expected="an optimizer that scales no loss itself, such as SGD()",
                got=told(given),
            )
        super().__init__(0.0, name=name)
        self.inner_optimizer = inner_optimizer
        self.inner_optimizer.loss_scale_factor = None
        self.initial_scale = initial_scale
        self._unscaled = False
        self.dynamic_growth_steps = dynamic_growth_steps

    @property
    def variables(self) -> list[Variable]:
        return [*self._variables, *self.inner_optimizer.variables]

    @property
    def iterations(self) -> Any:
        return self.inner_optimizer.iterations

    @property
    def learning_rate(self) -> Any:
        return self.inner_optimizer.learning_rate

    @learning_rate.setter
    def learning_rate(self, rate: Any) -> None:
        self.inner_optimizer.learning_rate = rate

    def build(self, variables: Sequence[Variable]) -> None:
        if self.built:
            return
        super().build(variables)
        self.step_counter: Variable = self.add_variable(dtype="int32", name="step_counter")
        first = initializers.Constant(self.initial_scale)
        self.dynamic_scale: Variable = self.add_variable(initializer=first, name="dynamic_scale")
        self.inner_optimizer.add_slots_for(variables)

    def bind_weights(self, weights: Sequence[Variable]) -> None:
        super().bind_weights(weights)
        self.inner_optimizer.bind_weights(weights)

    def set_rate_factors(self, factors: Mapping[Any, float]) -> None:
        self.inner_optimizer.set_rate_factors(factors)

    def rate_factor(self, variable: Variable) -> float:
        return self.inner_optimizer.rate_factor(variable)

    @property
    def recipe(self) -> Hashable:
        return self.inner_optimizer.recipe

    def apply(
        self,
        grads: Sequence[Tensor | None],
        trainable_variables: Sequence[Variable] | None = None,
    ) -> None:
        grads = list(grads)
        variables = self._targets(grads, trainable_variables)
        scale = self.dynamic_scale.value
        scaled = grads if self._unscaled else self._scaled_back(grads)
        self._unscaled = False
        if all(g is None for g in scaled):
            return

        def update() -> None:
            self.inner_optimizer.apply(scaled, variables)
            full = ops.equal(ops.add(self.step_counter, 1), self.dynamic_growth_steps)
            grown = ops.where(full, ops.multiply(scale, 2.0), scale)
            self.dynamic_scale.assign(grown)
            self.step_counter.assign(ops.where(full, 0, ops.add(self.step_counter, 1)))

        def drop() -> None:
            self.step_counter.assign(0)
            self.dynamic_scale.assign(ops.multiply(scale, 0.5))

        branch(self.check_finite(scaled), update, drop, [*variables, *self.variables])

    def _scaled_back(self, grads: Sequence[Tensor | None]) -> list[Tensor | None]:
        scale = ops.convert_to_tensor(self.loss_scale, "float32")
        return [None if g is None else ops.divide(g, ops.cast(scale, g.dtype)) for g in grads]

    @property
    def loss_scale(self) -> Any:
        """What the loss is multiplied by now."""
        return self.dynamic_scale.value if self.built else self.initial_scale

    dynamic = True

    def get_scaled_loss(self, loss: TensorLike) -> TensorLike:
        """Returns a loss times the scale: `scale_loss` by its older name.

        Args:
            loss: the loss.
        """
        return self.scale_loss(loss)

    def get_unscaled_gradients(self, grads: Sequence[Tensor | None]) -> list[Tensor | None]:
        """Returns gradients of a scaled loss as those of the loss, which `apply` then takes.

        Args:
            grads: the gradients; None for a weight that has none.
        """
        self._unscaled = True
        return self._scaled_back(grads)

    def check_finite(self, grads: Sequence[Tensor | None]) -> Tensor:
        """Returns whether all gradients are numbers, neither NaN nor infinite.

        Args:
            grads: the gradients; None for a weight that has none.

        Returns:
            A scalar.
        """
        finite = [ops.all(ops.isfinite(g)) for g in grads if g is not None]
        return ops.all(ops.stack(finite)) if finite else ops.convert_to_tensor(True)

    def scale_loss(self, loss: TensorLike) -> TensorLike:
        scale = self.dynamic_scale if self.built else self.initial_scale
        return ops.multiply(loss, scale)

    def finalize_variable_values(self, var_list: Sequence[Variable]) -> None:
        self.inner_optimizer.finalize_variable_values(var_list)

    @classmethod
    def from_config(cls, config: dict[str, Any], custom_objects: Any = None) -> Any:
        inner = deserialize(config["inner_optimizer"], custom_objects)
        return cls(**{**config, "inner_optimizer": inner})
