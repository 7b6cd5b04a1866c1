"""Models: sequential, functional, subclassed; graphs, summaries, pictures."""

from typing import TYPE_CHECKING, Any

from tahr import saving
from tahr.compat import missing as _missing
from tahr.compat.aliases import ALIASES as _ALIASES
from tahr.models import feature_space as _feature_space  # files name it
from tahr.models.clone import clone_model
from tahr.models.configuration import model_from_json
from tahr.models.model import Functional, Model
from tahr.models.sequential import Sequential

if TYPE_CHECKING:
    from tahr.models.onnx.graph import load_onnx
    from tahr.saving import load_model, save_model

__all__ = [
    "Functional", "Model", "Sequential", "clone_model", "load_model", "load_onnx",
    "model_from_json", "save_model",
]  # fmt: skip

_MISSING = _missing.names_of(__name__, _ALIASES["models"])


def __getattr__(name: str) -> Any:
    """Returns what stands in `saving`, which reaches for HDF5 only when it is used."""
    if name == "load_onnx":
        from tahr.models.onnx.graph import load_onnx

        return load_onnx
    if name in __all__:
        return getattr(saving, name)
    return _MISSING(name)
