"""Muon: updates of matrices with all directions alike."""

from collections.abc import Sequence
from typing import Any, Unpack

from tahr import ops
from tahr.core.arguments import checked
from tahr.core.matching import from_file, matcher
from tahr.core.ranges import BelowOne, Index
from tahr.core.registry import known_as
from tahr.core.typing import Tensor, TensorLike
from tahr.core.variables import Variable
from tahr.optimizers.adam import Adam
from tahr.optimizers.groups import written
from tahr.optimizers.optimizer import Optimizer
from tahr.optimizers.shared import PLACES, SharedArguments, by_name
from tahr.optimizers.state import Slots


@known_as("keras.optimizers")
class Muon(Adam):
    """Moves matrices by the orthogonal matrix nearest to their momentum, all else as Adam does.

    Args:
        learning_rate: a number, a schedule, or a callable.
        adam_beta_1: Adam's decay of the average of gradients.
        adam_beta_2: Adam's decay of the average of squares.
        adam_weight_decay: the weight decay of what Adam moves.
        epsilon: keeps Adam's division finite.
        weight_decay: the weight decay of matrices.
        exclude_layers: regular expressions for the paths of matrices that Adam is to move.
        exclude_embeddings: whether Adam is to move embeddings.
        muon_a: the first coefficient of the iteration that makes a matrix orthogonal.
        muon_b: the second.
        muon_c: the third.
        adam_lr_ratio: Adam's learning rate as a share of the other.
        momentum: the decay of the momentum of matrices.
        ns_steps: how many iterations make a matrix orthogonal.
        nesterov: whether the momentum looks ahead.
        rms_rate: the root mean square of an update by a rate of 1; None to leave it be.
        **shared: what every optimizer takes.

    Source: Jordan et al. (2024), "Muon"; Liu et al. (2025), "Muon is scalable for LLM
    training", eq. 4.
    """

    @checked
    def __init__(
        self,
        learning_rate: Any = 0.001,
        adam_beta_1: BelowOne = 0.9,
        adam_beta_2: BelowOne = 0.999,
        adam_weight_decay: float | None = 0.004,
        epsilon: float = 1e-7,
        weight_decay: float | None = 0.004,
        *rest: Any,
        exclude_layers: Sequence[str] | None = None,
        exclude_embeddings: bool = True,
        muon_a: float = 3.4445,
        muon_b: float = -4.775,
        muon_c: float = 2.0315,
        adam_lr_ratio: float = 1,
        momentum: BelowOne = 0.95,
        ns_steps: Index = 5,
        nesterov: bool = True,
        rms_rate: float | None = 0.2,
        **shared: Unpack[SharedArguments],
    ) -> None:
        super().__init__(
            learning_rate,
            adam_beta_1,
            adam_beta_2,
            epsilon,
            False,
            weight_decay,
            **by_name(self, rest, shared, PLACES[1:]),
        )
        self.adam_beta_1 = adam_beta_1
        self.adam_beta_2 = adam_beta_2
        self.adam_weight_decay = adam_weight_decay
        self.exclude_layers: list[str] = list(exclude_layers or ())
        self.exclude_embeddings = exclude_embeddings
        self.muon_a: float = muon_a
        self.muon_b: float = muon_b
        self.muon_c: float = muon_c
        self.adam_lr_ratio = adam_lr_ratio
        self.momentum = momentum
        self.ns_steps = ns_steps
        self.nesterov = nesterov
        self.rms_rate = rms_rate

    def build(self, variables: Sequence[Variable]) -> None:
        if self.built:
            return
        Optimizer.build(self, variables)
        made: dict[str, list[Any]] = {"momentum": [], "velocity": []}
        for variable in variables:
            made["momentum"].append(self.add_variable_from_reference(variable, "momentum"))
            by_adam = self._moves_by_adam(variable)
            slot = self.add_variable_from_reference(variable, "velocity") if by_adam else None
            made["velocity"].append(slot)
        self._slots |= made

    def slots(self) -> Sequence[Slots]:
        return ()

    def _moves_by_adam(self, variable: Variable) -> bool:
        if len(variable.shape) != 2:
            return True
        if self.exclude_embeddings and "embedding" in variable.path.lower():
            return True
        return bool(matcher(tuple(self.exclude_layers), anywhere=True)(variable.path))

    def decay_of(self, variable: Variable) -> float | None:
        return self.adam_weight_decay if self._moves_by_adam(variable) else self.weight_decay

    def update_step(self, gradient: Tensor, variable: Variable, learning_rate: TensorLike) -> None:
        if self._moves_by_adam(variable):
            rate = ops.multiply(learning_rate, self.adam_lr_ratio)
            super().update_step(gradient, variable, rate)
            return
        slot = self.slot("momentum", variable)
        momentum = ops.add(ops.multiply(slot, self.momentum), gradient)
        slot.assign(momentum)
        if self.nesterov:
            momentum = ops.add(ops.multiply(momentum, self.momentum), gradient)
        update = self.lr_adjust(self.zeropower_via_newtonschulz5(momentum, self.ns_steps))
        variable.assign_sub(ops.multiply(update, learning_rate))

    def lr_adjust(self, x: Tensor) -> Tensor:
        """Brings the root mean square of an orthogonal matrix to `rms_rate`.

        Args:
            x: the matrix.
        """
        if self.rms_rate is None:
            return x
        return ops.multiply(x, self.rms_rate * max(x.shape) ** 0.5)

    def transpose_last_axis(self, X: Tensor) -> Tensor:
        """Swaps the last two axes."""
        return ops.swapaxes(X, -1, -2)

    def zeropower_via_newtonschulz5(self, x: Tensor, steps: int) -> Tensor:
        """Brings all singular values of a matrix near to 1, by an odd polynomial.

        Args:
            x: the matrix.
            steps: how often the polynomial is applied.
        """
        tall = x.shape[-2] > x.shape[-1]
        x = self.transpose_last_axis(x) if tall else x
        x = ops.divide(x, ops.add(ops.sqrt(ops.sum(ops.square(x))), 1e-7))
        for _ in range(steps):
            square = ops.matmul(x, self.transpose_last_axis(x))
            fourth = ops.multiply(ops.matmul(square, square), self.muon_c)
            factor = ops.add(ops.multiply(square, self.muon_b), fourth)
            x = ops.add(ops.multiply(x, self.muon_a), ops.matmul(factor, x))
        return self.transpose_last_axis(x) if tall else x

    def get_config(self) -> dict[str, Any]:
        paths = [variable.path for variable in self._trainable_variables]
        excluded = [written(p, paths, anywhere=True) for p in self.exclude_layers]
        return {**super().get_config(), "exclude_layers": excluded}

    @classmethod
    def from_config(cls, config: dict[str, Any], custom_objects: Any = None) -> Any:
        from_file(config.get("exclude_layers") or (), "exclude_layers")
        return super().from_config(config, custom_objects)
