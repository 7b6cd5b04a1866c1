"""The layer that changes nothing."""

from typing import Any

from tahr.core.registry import known_as
from tahr.core.rows import rows_apart
from tahr.layers.base.layer import Layer


@known_as("keras.layers", "Identity")
@rows_apart
class Identity(Layer):
    """Returns what it is given: a placeholder where a layer is expected.

    Input: any shape. Output: the same.

    Example:
        >>> Identity()([1.0, 2.0]).tolist()
        [1.0, 2.0]
    """

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.supports_masking = True

    def call(self, inputs: Any) -> Any:
        return inputs
