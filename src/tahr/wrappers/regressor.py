"""A model as a regressor of scikit-learn."""

from typing import Any, Self

import numpy as np
from sklearn.base import RegressorMixin
from sklearn.utils import Tags
from sklearn.utils.validation import validate_data

from tahr.wrappers.base import SKLearnBase


class SKLearnRegressor(RegressorMixin, SKLearnBase):
    """A model as a regressor of scikit-learn.

    A model is copied before it is trained, with new weights; one that has weights can be asked
    without `fit`.

    Attributes:
        model_: the trained model.
        history_: the figures of every epoch, by name.

    Example:
        >>> from tahr import Sequential, layers
        >>> model = Sequential([layers.Input((2,)), layers.Dense(1)])
        >>> model.compile("sgd", "mse")
        >>> regressor = SKLearnRegressor(model, fit_kwargs={"epochs": 3})
        >>> regressor.fit(np.ones((8, 2)), np.ones(8)).predict(np.ones((4, 2))).shape
        (4,)
    """

    def __sklearn_tags__(self) -> Tags:
        tags = super().__sklearn_tags__()
        tags.regressor_tags.poor_score = True
        tags.target_tags.multi_output = True
        return tags

    def fit(self, X: Any, y: Any, **kwargs: Any) -> Self:
        """Trains the model.

        Args:
            X: `(samples, features)`, or with more axes.
            y: `(samples,)` or `(samples, targets)`, numbers.
            **kwargs: of `model.fit`.
        """
        X, y = validate_data(self, X, y, allow_nd=True, multi_output=True, y_numeric=True)
        self._target_axes = y.ndim
        column = y[:, None] if y.ndim == 1 else y
        return self._trained(X, column, lambda _: column, **kwargs)

    def predict(self, X: Any) -> np.ndarray:
        """Returns the number for each sample, in the shape of the targets.

        Args:
            X: `(samples, features)`, or with more axes.
        """
        found = self._outputs(X)
        found = found.astype("float64")  # the precision scikit-learn asks of regressors
        return found[:, 0] if found.ndim == 2 and self._is_flat(found) else found

    def _is_flat(self, found: np.ndarray) -> bool:
        return getattr(self, "_target_axes", 1) == 1 and found.shape[1] == 1
