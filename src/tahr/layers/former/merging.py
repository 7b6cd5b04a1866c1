"""What programs of Keras 2 made merging layers of their own of."""

from typing import Any

from tahr.core.mistaken import missing_method
from tahr.core.typing import Tensor
from tahr.layers.merging.base import Merging


class _Merge(Merging):  # type: ignore[reportUnusedClass]
    """The base of layers that join tensors: a subclass writes `_merge_function`."""

    def _merge_function(self, inputs: list[Tensor]) -> Any:
        raise missing_method(self, "_merge_function")

    def merged(self, inputs: list[Tensor]) -> Tensor:
        return self._merge_function(inputs)
