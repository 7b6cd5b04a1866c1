"""What is put around pictures before strides of two, as TensorFlow's padding "same" does."""

from tahr.applications.building import channels
from tahr.ops.symbolic import SymbolicTensor

Edges = tuple[tuple[int, int], tuple[int, int]]


def edges(x: SymbolicTensor, size: int) -> Edges:
    """Returns how many rows and columns go before and behind.

    Args:
        x: pictures, of known height and width or not.
        size: of the kernel, odd.

    Example:
        >>> edges(SymbolicTensor((None, 8, 7, 3)), 3)
        ((0, 1), (1, 1))
    """
    first = 1 if channels() == 3 else 2
    half = size // 2
    height, width = (half - 1 + (n or 0) % 2 for n in x.shape[first : first + 2])
    return (height, half), (width, half)
