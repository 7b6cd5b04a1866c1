"""Dense layers of several networks that share one kernel."""

from typing import Any

from tahr import activations, initializers, ops
from tahr.core.arguments import checked
from tahr.core.errors import ShapeError
from tahr.core.ranges import Count
from tahr.core.registry import known_as
from tahr.core.rows import rows_apart
from tahr.core.typing import Shape, Tensor
from tahr.core.variables import Variable
from tahr.layers.base.layer import Layer


@known_as("tahr.layers", "EnsembleDense")
@rows_apart
class EnsembleDense(Layer):
    """Dense layers of several networks, which share a kernel and differ by scales and biases.

    Member k computes `activation(((x * r[k]) @ kernel) * s[k] + bias[k])`. So an ensemble costs
    few weights more than one network, and its members still learn different things.

    Args:
        units: of each member.
        members: the number of networks.
        activation: applied at the end; none by default.
        kernel_initializer: draws the kernel.
        apart: whether the members begin with scales of random signs, as the first layer of an
            ensemble does; else they begin alike.
        **kwargs: what every layer takes.

    Input: `(batch, features)`, the same for all members, or `(batch, members, features)`.
    Output: `(batch, members, units)`.

    Raises:
        ShapeError: the input has another number of members.

    Example:
        >>> import numpy as np
        >>> EnsembleDense(3, members=4)(np.ones((2, 5), "float32")).shape
        (2, 4, 3)

    Source: Y. Wen, D. Tran and J. Ba, "BatchEnsemble", 2020; Y. Gorishniy, A. Kotelnikov and
    A. Babenko, "TabM: Advancing Tabular Deep Learning with Parameter-Efficient Ensembling", 2024.
    """

    @checked
    def __init__(
        self,
        units: Count,
        members: Count,
        activation: Any = None,
        kernel_initializer: Any = "he_normal",
        apart: bool = False,
        **kwargs: Any,
    ) -> None:
        super().__init__(**kwargs)
        self.units: int = int(units)
        self.members: int = int(members)
        self.activation: Any = activations.get(activation)
        self.kernel_initializer: Any = initializers.get(kernel_initializer)
        self.apart: bool = apart

    def build(self, input_shape: Shape) -> None:
        features = input_shape[-1]
        if len(input_shape) not in (2, 3) or (
            len(input_shape) == 3 and input_shape[1] != self.members
        ):
            raise ShapeError(
                "the input has another number of members",
                where=self.name,
                expected=f"(batch, features) or (batch, {self.members}, features)",
                got=input_shape,
            )
        signs = initializers.RandomUniform(-1.0, 1.0) if self.apart else "ones"
        self.kernel: Variable = self.add_weight(
            (features, self.units), self.kernel_initializer, name="kernel"
        )
        self.input_scale: Variable = self.add_weight(
            (self.members, features), signs, name="input_scale"
        )
        self.output_scale: Variable = self.add_weight(
            (self.members, self.units), "ones", name="output_scale"
        )
        self.bias: Variable = self.add_weight((self.members, self.units), "zeros", name="bias")

    def compute_output_shape(self, input_shape: Shape) -> Shape:
        return (input_shape[0], self.members, self.units)

    def call(self, inputs: Tensor) -> Tensor:
        x = ops.expand_dims(inputs, 1) if len(inputs.shape) == 2 else inputs
        x = ops.matmul(x * self.input_scale, self.kernel) * self.output_scale + self.bias
        return self.activation(x)
