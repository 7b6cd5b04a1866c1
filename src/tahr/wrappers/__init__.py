"""Models as estimators of scikit-learn: the names of `keras.wrappers`."""

from importlib import import_module
from typing import TYPE_CHECKING, Any

from tahr.compat import missing as _missing
from tahr.core.extras import required as _required

if TYPE_CHECKING:
    from tahr.wrappers.classifier import SKLearnClassifier
    from tahr.wrappers.regressor import SKLearnRegressor
    from tahr.wrappers.transformer import SKLearnTransformer

__all__ = ["SKLearnClassifier", "SKLearnRegressor", "SKLearnTransformer"]

_MISSING = _missing.names_of(__name__)


def __getattr__(name: str) -> Any:
    """Imports scikit-learn when one of the estimators is asked for.

    Raises:
        MissingExtraError: it is not installed.
    """
    if name not in __all__:
        return _MISSING(name)
    _required("sklearn", "sklearn")
    module = name.removeprefix("SKLearn").lower()
    return getattr(import_module(f"{__name__}.{module}"), name)


def __dir__() -> list[str]:
    return [*__all__]
