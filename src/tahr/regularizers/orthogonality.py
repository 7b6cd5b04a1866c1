"""A penalty on vectors that are not orthogonal."""

from typing import Literal

from tahr.core.arguments import checked
from tahr.core.errors import ShapeError
from tahr.core.registry import known_as
from tahr.core.specs import show
from tahr.core.typing import Tensor
from tahr.ops.arithmetic import multiply, subtract
from tahr.ops.axes import dims, dtype_of
from tahr.ops.conversion import convert_to_tensor
from tahr.ops.elementwise import absolute
from tahr.ops.nn.normalization import normalize
from tahr.ops.products import matmul
from tahr.ops.reductions import sum as total
from tahr.ops.shapes import transpose
from tahr.ops.triangles import eye
from tahr.regularizers.base import Regularizer
from tahr.regularizers.norms import factor_of


@known_as("keras.regularizers", "OrthogonalRegularizer", "orthogonal_regularizer")
class OrthogonalRegularizer(Regularizer):
    """The mean of |cosine| over all pairs of rows, or columns, times a factor.

    Args:
        factor: the factor.
        mode: "rows" or "columns".

    Raises:
        ArgumentError: an argument is none of these.
        ShapeError: on calling, where the weight is no matrix.

    Example:
        >>> float(OrthogonalRegularizer(0.5)([[1.0, 0.0], [1.0, 0.0]]))
        0.5

    Source: Brock et al. 2017, "Neural photo editing with introspective adversarial networks",
    section 3.2.
    """

    @checked
    def __init__(self, factor: float = 0.01, mode: Literal["rows", "columns"] = "rows") -> None:
        self.factor: float = factor_of(factor, 0.01, "factor")
        self.mode = mode

    def __call__(self, x: Tensor) -> Tensor:
        x = convert_to_tensor(x)
        if len(dims(x)) != 2:
            raise ShapeError(
                "only a matrix has rows and columns", where=type(self).__name__, got=show(dims(x))
            )
        vectors = normalize(x if self.mode == "rows" else transpose(x), axis=1)
        count = dims(vectors)[0]
        others = subtract(1.0, eye(count, dtype=dtype_of(vectors)))
        cosines = multiply(matmul(vectors, transpose(vectors)), others)
        return multiply(self.factor / (count * (count - 1)), total(absolute(cosines)))
