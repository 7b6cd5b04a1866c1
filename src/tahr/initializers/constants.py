"""Initializers without chance."""

from typing import TYPE_CHECKING, Any

from tahr.core.arguments import checked
from tahr.core.errors import ArgumentError, ShapeError, told
from tahr.core.ranges import Number
from tahr.core.registry import known_as
from tahr.core.serialization import deserialize
from tahr.core.specs import show
from tahr.core.typing import TensorLike
from tahr.initializers.base import HostInitializer

if TYPE_CHECKING:
    import numpy as np


@known_as("keras.initializers", "Constant", "constant")
class Constant(HostInitializer):
    """Fills with a number, or with an array that broadcasts.

    Args:
        value: the number or array.

    Example:
        >>> Constant(3.0).draw((2,)).tolist()
        [3.0, 3.0]
    """

    def __init__(self, value: TensorLike = 0.0) -> None:
        if isinstance(value, str):
            raise ArgumentError(
                "a constant is a number, or an array of them", where="Constant", got=told(value)
            )
        self.value = value

    def numbers(self, shape: tuple[int, ...], dtype: str) -> "np.ndarray":
        import numpy as np

        from_value = np.asarray(self.value, dtype)
        return np.broadcast_to(from_value, shape).copy()

    @classmethod
    def from_config(cls, config: dict[str, Any]) -> Any:
        return cls(deserialize(config["value"]))


@known_as("keras.initializers", "Zeros", "zeros")
class Zeros(HostInitializer):
    """Fills with zeros.

    Example:
        >>> Zeros().draw((2,)).tolist()
        [0.0, 0.0]
    """

    def numbers(self, shape: tuple[int, ...], dtype: str) -> "np.ndarray":
        import numpy as np

        return np.zeros(shape, dtype)


@known_as("keras.initializers", "Ones", "ones")
class Ones(HostInitializer):
    """Fills with ones.

    Example:
        >>> Ones().draw((2,)).tolist()
        [1.0, 1.0]
    """

    def numbers(self, shape: tuple[int, ...], dtype: str) -> "np.ndarray":
        import numpy as np

        return np.ones(shape, dtype)


@known_as("keras.initializers", "Identity", "IdentityInitializer", "identity")
class Identity(HostInitializer):
    """Makes a matrix with a number on its diagonal and zeros elsewhere.

    Args:
        gain: the number.

    Raises:
        ShapeError: on drawing, where the shape is no matrix's.

    Example:
        >>> Identity(2.0).draw((2, 2)).tolist()
        [[2.0, 0.0], [0.0, 2.0]]
    """

    in_config_if_changed: tuple[str, ...] = ("gain",)

    @checked
    def __init__(self, gain: Number = 1.0) -> None:
        self.gain = gain

    def numbers(self, shape: tuple[int, ...], dtype: str) -> "np.ndarray":
        import numpy as np

        if len(shape) != 2:
            raise ShapeError("the identity is a matrix", where="Identity", got=show(shape))
        return self.gain * np.eye(*shape, dtype=dtype)
