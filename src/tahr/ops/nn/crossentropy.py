"""Cross-entropies, from probabilities or from logits."""

from tahr.core.config import epsilon
from tahr.core.current import engine
from tahr.core.typing import Tensor, TensorLike
from tahr.ops.arithmetic import add, multiply, subtract, true_divide
from tahr.ops.axes import axis_of, dims, rank
from tahr.ops.elementwise import clip, negative
from tahr.ops.exponential import log
from tahr.ops.nn.encoding import one_hot
from tahr.ops.nn.origins import prefers_logits
from tahr.ops.nn.rectifiers import softplus
from tahr.ops.nn.softmax import log_softmax
from tahr.ops.nn.spatial import check_same_shape
from tahr.ops.op import Rule, op


def _inside(probabilities: TensorLike) -> Tensor:
    return clip(probabilities, epsilon(), 1.0 - epsilon())


@prefers_logits("sigmoid")
@op(rule=Rule.FLOAT)
def binary_crossentropy(
    target: TensorLike, output: TensorLike, from_logits: bool = False
) -> Tensor:
    """Returns `-t log(p) - (1 - t) log(1 - p)` element by element.

    Args:
        target: probabilities, of any shape.
        output: predicted probabilities, kept `epsilon()` away from 0 and 1, or logits.
        from_logits: whether output holds logits.

    Returns:
        A tensor like output.

    Raises:
        ShapeError: target has another shape than output.

    Example:
        >>> [round(float(l), 4) for l in binary_crossentropy([1.0, 0.0], [0.5, 0.5])]
        [0.6931, 0.6931]

    Source: Good 1952, "Rational decisions", section 5.
    """
    check_same_shape(dims(target), dims(output), "target and output")
    if from_logits:
        return subtract(softplus(output), multiply(output, target))
    chance = _inside(output)
    yes = multiply(target, log(chance))
    no = multiply(subtract(1.0, target), log(subtract(1.0, chance)))
    return negative(add(yes, no))


def _log_probabilities(output: TensorLike, from_logits: bool, axis: int) -> Tensor:
    if from_logits:
        return log_softmax(output, axis)
    total = engine().sum(output, (axis_of(axis, rank(output)),), True)
    return log(_inside(true_divide(output, total)))


@prefers_logits("softmax")
@op(rule=Rule.FLOAT)
def categorical_crossentropy(
    target: TensorLike, output: TensorLike, from_logits: bool = False, axis: int = -1
) -> Tensor:
    """Returns `-sum(t log(p))` over the classes.

    Args:
        target: a distribution over classes, of the shape of output.
        output: predicted probabilities, made to sum to one and kept `epsilon()` away from 0
            and 1, or logits.
        from_logits: whether output holds logits.
        axis: where the classes are.

    Returns:
        A tensor like output without the axis.

    Raises:
        ShapeError: target has another shape than output.

    Example:
        >>> round(float(categorical_crossentropy([0.0, 1.0], [0.5, 0.5])), 4)
        0.6931
    """
    check_same_shape(dims(target), dims(output), "target and output")
    logs = _log_probabilities(output, from_logits, axis)
    return negative(engine().sum(multiply(target, logs), (axis_of(axis, rank(output)),), False))


@prefers_logits("softmax")
@op()
def sparse_categorical_crossentropy(
    target: TensorLike, output: TensorLike, from_logits: bool = False, axis: int = -1
) -> Tensor:
    """Returns `-log(p[t])`, the classes given by number.

    Args:
        target: integers, of the shape of output without the axis, or with length one there.
        output: predicted probabilities, made to sum to one and kept `epsilon()` away from 0
            and 1, or logits.
        from_logits: whether output holds logits.
        axis: where the classes are.

    Returns:
        A tensor like output without the axis; zero where target is no class.

    Raises:
        ShapeError: the shapes do not fit.

    Example:
        >>> round(float(sparse_categorical_crossentropy([1], [[0.5, 0.5]])[0]), 4)
        0.6931
    """
    place, classes = axis_of(axis, rank(output)), dims(output)
    numbers = target
    if rank(target) == rank(output) and dims(target)[-1] == 1:
        numbers = engine().reshape(target, dims(target)[:-1])
    check_same_shape(dims(numbers), classes[:place] + classes[place + 1 :], "target and output")
    logs = _log_probabilities(output, from_logits, axis)
    chosen = one_hot(numbers, classes[place], place, dtype="bool")
    nothing = engine().full((), 0.0, engine().dtype_of(logs))
    return negative(engine().sum(engine().where(chosen, logs, nothing), (place,), False))
