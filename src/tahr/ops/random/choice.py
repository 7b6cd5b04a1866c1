"""Random choices: what is dropped, drawn and moved about."""

from collections.abc import Sequence

from tahr.core import dtypes
from tahr.core.current import engine
from tahr.core.errors import ArgumentError, ShapeError
from tahr.core.specs import show
from tahr.core.typing import Tensor, TensorLike
from tahr.ops.arithmetic import multiply, subtract
from tahr.ops.axes import axis_of, dims, dtype_of, rank
from tahr.ops.elementwise import negative
from tahr.ops.exponential import log
from tahr.ops.op import Rule, op
from tahr.ops.random.bits import inside
from tahr.ops.random.seeds import WORD, Seed, key_of


@op(rule=Rule.FLOAT)
def dropout(
    inputs: TensorLike,
    rate: float,
    noise_shape: Sequence[int | None] | None = None,
    seed: Seed = None,
) -> Tensor:
    """Sets random elements to zero, and scales up the others so that the mean stays.

    Args:
        inputs: tensor of any shape.
        rate: how likely an element goes, 0 to 1.
        noise_shape: a shape that broadcasts with inputs: elements that share a number of it
            go together. None stands for the length inputs have.
        seed: an integer, a `SeedGenerator`, or None for the default generator.

    Returns:
        A tensor like inputs.

    Raises:
        ArgumentError: the rate is not between 0 and 1.

    Example:
        >>> sorted(set(dropout([1.0] * 99, 0.5, seed=1).tolist()))
        [0.0, 2.0]

    Source: Srivastava et al. 2014, "Dropout: a simple way to prevent neural networks from
    overfitting", section 10.
    """
    if not 0 <= rate <= 1:
        raise ArgumentError("the rate is not between 0 and 1", where="dropout", got=rate)
    run, nothing = engine(), engine().full((), 0.0, dtype_of(inputs))
    if rate in (0, 1):
        return multiply(inputs, 1.0 - rate)
    wanted = dims(inputs) if noise_shape is None else noise_shape
    shape = tuple(
        n if given is None else given for n, given in zip(dims(inputs), wanted, strict=True)
    )
    kept = 1.0 - rate
    bound = run.full((), min(round(kept * WORD), WORD - 1), "uint32")
    stays = run.less(run.random_bits(key_of(seed), shape), bound)
    return run.where(stays, multiply(inputs, 1.0 / kept), nothing)


@op()
def categorical(
    logits: TensorLike, num_samples: int, dtype: object = "int32", seed: Seed = None
) -> Tensor:
    """Draws class indices with probabilities given by logits.

    Args:
        logits: `(batch, classes)`, logarithms of chances up to a constant.
        num_samples: how many are drawn for each row.
        dtype: an integer dtype.
        seed: an integer, a `SeedGenerator`, or None for the default generator.

    Returns:
        `(batch, num_samples)`.

    Raises:
        ShapeError: logits have not two axes.

    Example:
        >>> categorical([[0.0, -1000.0]], 3, seed=1).tolist()
        [[0, 0, 0]]

    Source: Gumbel 1954, "Statistical theory of extreme values"; Maddison et al. 2014, "A*
    sampling", section 2.
    """
    if rank(logits) != 2:
        raise ShapeError(
            "expected a row of logits for each example",
            where="categorical",
            expected="(batch, classes)",
            got=show(dims(logits)),
        )
    run, (batch, classes) = engine(), dims(logits)
    wide = dtypes.result_type(dtypes.to_float(dtype_of(logits)), "float32")
    chance = inside(key_of(seed), (batch, num_samples, classes), wide)
    rows = run.reshape(run.asarray(logits, wide), (batch, 1, classes))
    drawn = run.argmax(subtract(rows, log(negative(log(chance)))), 2)
    return run.asarray(drawn, dtypes.standardize(dtype))


@op()
def shuffle(x: TensorLike, axis: int = 0, seed: Seed = None) -> Tensor:
    """Shuffles the slices along an axis.

    Args:
        x: tensor of any shape.
        axis: whose slices move.
        seed: an integer, a `SeedGenerator`, or None for the default generator.

    Returns:
        A tensor like x.

    Example:
        >>> sorted(shuffle([1, 2, 3], seed=1).tolist())
        [1, 2, 3]
    """
    run, place = engine(), axis_of(axis, rank(x))
    order = run.argsort(run.random_bits(key_of(seed), (dims(x)[place],)), 0)
    return run.take(x, order, place)
