"""A quantized form of a weight: which variables it has, and how they multiply."""

from abc import ABC, abstractmethod
from collections.abc import Mapping
from typing import Any, NamedTuple

import numpy as np

from tahr import ops
from tahr.core import current
from tahr.core.typing import Tensor
from tahr.core.variables import Variable
from tahr.layers.adapters.layout import Layout
from tahr.layers.adapters.weighted import Weighted


class Spec(NamedTuple):
    """A variable of a form.

    Args:
        attribute: of the layer, without what its weight is called: "{}_scale".
        shape: of the variable.
        dtype: of the variable.
        initial: what it begins with: zeros or ones.
    """

    attribute: str
    shape: tuple[int, ...]
    dtype: str
    initial: str = "zeros"


class Form(ABC):
    """One way to keep the weight of a layer in fewer bits."""

    @abstractmethod
    def specs(self, layer: Weighted, layout: Layout) -> list[Spec]:
        """Returns the variables, in the order of files; the first stands for the weight."""

    @abstractmethod
    def values(self, layer: Weighted, layout: Layout, weight: np.ndarray) -> Mapping[str, Any]:
        """Returns what the variables are for a weight, by attribute; computed on the host."""

    @abstractmethod
    def product(self, layer: Weighted, layout: Layout, inputs: Tensor) -> Tensor:
        """Multiplies the inputs."""

    @abstractmethod
    def floats(self, layer: Weighted, layout: Layout) -> Tensor:
        """Returns the weight of floats that the variables stand for."""

    def bias(self, layer: Weighted, bias: Variable) -> Any:
        """Returns what is added to the outputs for a bias: the bias itself by default."""
        return bias

    def shown(self, layer: Weighted, layout: Layout) -> Any:
        """Returns what the layer shows as its weight: floats by default."""
        return self.floats(layer, layout)


def on_host(array: Any) -> np.ndarray:
    """Returns a tensor of any engine as a NumPy array."""
    return np.asarray(current.to_numpy(ops.convert_to_tensor(array)))
