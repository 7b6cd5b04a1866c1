"""Integers written as vectors of zeros and ones."""

from tahr.core.config import floatx
from tahr.core.current import engine
from tahr.core.dtypes import standardize
from tahr.core.errors import ArgumentError
from tahr.core.spelling import accepts_old_spellings
from tahr.core.typing import Tensor, TensorLike
from tahr.ops.axes import axis_of, dims, dtype_of, rank
from tahr.ops.mostly_zeros import hits, makes_sparse, occurring
from tahr.ops.op import op


@op()
def one_hot(
    x: TensorLike, num_classes: int, axis: int = -1, dtype: object = None, sparse: bool = False
) -> Tensor:
    """Returns a one where the class is, zeros elsewhere.

    Args:
        x: integers of any shape; those that are no class give zeros only.
        num_classes: how many classes there are.
        axis: where the classes stand in the result.
        dtype: of the result; the configured float type by default.
        sparse: whether the result is a sparse tensor.

    Returns:
        A tensor with one axis more than x.

    Raises:
        EngineError: a sparse tensor is asked of an engine that has none.

    Example:
        >>> one_hot([0, 2], 3).tolist()
        [[1.0, 0.0, 0.0], [0.0, 0.0, 1.0]]
    """
    run, place = engine(), axis_of(axis, rank(x) + 1)
    numbers = run.cast(x, "int32") if dtype_of(x) == "bool" else x
    wanted = floatx() if dtype is None else standardize(dtype)
    if sparse and makes_sparse("one_hot"):
        return hits(numbers, num_classes, place, wanted)
    column = tuple(num_classes if i == place else 1 for i in range(rank(x) + 1))
    classes = run.reshape(run.arange(0, num_classes, 1, dtype_of(numbers)), column)
    spread = run.reshape(numbers, (*dims(x)[:place], 1, *dims(x)[place:]))
    hit = run.equal(spread, classes)
    return hit if wanted == "bool" else run.cast(hit, wanted)


@op()
@accepts_old_spellings
def multi_hot(
    inputs: TensorLike,
    num_classes: int | None = None,
    axis: int = -1,
    dtype: object = None,
    sparse: bool = False,
    **kwargs: int,
) -> Tensor:
    """Returns a one for every class that occurs.

    Args:
        inputs: integers, `(classes in it,)` or `(batch, classes in it, ...)`.
        num_classes: how many classes there are.
        axis: where the classes stand in the result.
        dtype: of the result; the configured float type by default.
        sparse: whether the result is a sparse tensor; its classes stand last.
        **kwargs: nothing; old names are translated.

    Raises:
        EngineError: a sparse tensor is asked of an engine that has none.
        ArgumentError: its classes are not to stand last.

    Example:
        >>> multi_hot([0, 2, 2], 3).tolist()
        [1.0, 0.0, 1.0]
    """
    wanted = floatx() if dtype is None else standardize(dtype)
    if sparse and makes_sparse("multi_hot"):
        if axis_of(axis, rank(inputs) + 1) != rank(inputs):
            raise ArgumentError(
                "the classes of a sparse tensor stand last",
                where="multi_hot",
                expected=-1,
                got=axis,
            )
        return occurring(inputs, num_classes or 0, wanted)
    over = 1 if rank(inputs) > 1 else 0
    marks = one_hot(inputs, num_classes or 0, axis, dtype="int32")
    counted = engine().max(marks, (over,), False)
    return engine().cast(counted, wanted)
