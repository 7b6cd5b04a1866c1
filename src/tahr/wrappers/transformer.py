"""A model as a transformer of scikit-learn."""

from typing import Any, Self

import numpy as np
from sklearn.base import ClassNamePrefixFeaturesOutMixin, TransformerMixin
from sklearn.utils.validation import validate_data

from tahr.wrappers.base import SKLearnBase


class SKLearnTransformer(ClassNamePrefixFeaturesOutMixin, TransformerMixin, SKLearnBase):
    """A model as a transformer of scikit-learn, such as one that gives embeddings.

    A model is copied before it is trained, with new weights; one that has weights can be asked
    without `fit`, or put into scikit-learn's `FrozenEstimator`, so that it stays as it is.

    Attributes:
        model_: the trained model.
        history_: the figures of every epoch, by name.

    Example:
        >>> from tahr import Sequential, layers
        >>> encoder = Sequential([layers.Input((3,)), layers.Dense(2)])
        >>> SKLearnTransformer(encoder).transform(np.ones((4, 3))).shape
        (4, 2)
    """

    def fit(self, X: Any, y: Any = None, **kwargs: Any) -> Self:
        """Trains the model.

        Args:
            X: `(samples, features)`, or with more axes.
            y: targets; None for a model that adds its loss itself.
            **kwargs: of `model.fit`.
        """
        if y is None:
            X = validate_data(self, X, allow_nd=True)
            self._trained(X, None, lambda _: None, **kwargs)
        else:
            X, y = validate_data(self, X, y, allow_nd=True, multi_output=True)
            column = y[:, None] if y.ndim == 1 else y
            self._trained(X, column, lambda _: column, **kwargs)
        self._n_features_out = self.transform(X[:1]).shape[1]
        return self

    def transform(self, X: Any) -> np.ndarray:
        """Returns what the model gives for each sample, `(samples, outputs)`.

        Args:
            X: `(samples, features)`, or with more axes.
        """
        found = self._outputs(X)
        given = getattr(X, "dtype", None)
        if isinstance(given, np.dtype) and given.kind == "f":
            found = found.astype(given)
        return found.reshape(len(found), -1) if found.ndim != 2 else found

    def predict(self, X: Any) -> np.ndarray:
        """Returns the same as `transform`."""
        return self.transform(X)
