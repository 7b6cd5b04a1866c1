"""Updates of weights that an engine may do in one go."""

from tahr.core.typing import Tensor, TensorLike
from tahr.ops.arithmetic import add, multiply, subtract, true_divide
from tahr.ops.elementwise import sqrt, square
from tahr.ops.op import Rule, op


@op(rule=Rule.FLOAT)
def adam_update(
    weight: TensorLike,
    gradient: TensorLike,
    momentum: TensorLike,
    velocity: TensorLike,
    rate: TensorLike,
    beta_1: float = 0.9,
    beta_2: float = 0.999,
    epsilon: float = 1e-7,
) -> tuple[Tensor, Tensor, Tensor]:
    """One update of Adam: a weight and its two moving averages.

    Args:
        weight: tensor of any shape.
        gradient: a tensor like it, as are the next two.
        momentum: the moving average of gradients.
        velocity: the moving average of squared gradients.
        rate: a scalar: the learning rate, corrected for averages that began at zero.
        beta_1: the decay of the average of gradients.
        beta_2: the decay of the average of squares.
        epsilon: keeps the division finite.

    Returns:
        The new weight, momentum and velocity.

    Example:
        >>> [round(float(t), 4) for t in adam_update(1.0, 2.0, 0.0, 0.0, 0.1)]
        [0.6838, 0.2, 0.004]

    Source: Kingma and Ba (2015), "Adam", algorithm 1 in the order of section 2.
    """
    momentum = moving_average(momentum, gradient, beta_1)
    velocity = moving_average(velocity, square(gradient), beta_2)
    step = true_divide(multiply(momentum, rate), add(sqrt(velocity), epsilon))
    return subtract(weight, step), momentum, velocity


def moving_average(average: TensorLike, value: TensorLike, decay: float) -> Tensor:
    """Returns a moving average after one more value: decay average + (1 - decay) value."""
    return add(average, multiply(subtract(value, average), 1.0 - decay))
