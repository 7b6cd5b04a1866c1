"""A model as a classifier of scikit-learn."""

from typing import Any, Self

import numpy as np
from sklearn.base import ClassifierMixin
from sklearn.utils import Tags
from sklearn.utils.multiclass import check_classification_targets
from sklearn.utils.validation import validate_data

from tahr.models import Model
from tahr.wrappers.base import SKLearnBase


class SKLearnClassifier(ClassifierMixin, SKLearnBase):
    """A model as a classifier of scikit-learn.

    A model is copied before it is trained, with new weights; one that has weights can be asked
    without `fit`. The function that makes a model sees `y` as one column for each class. A model
    gets its labels as it takes them: the numbers of the classes for a sparse crossentropy, 0 and 1
    for a single output, and one column for each class otherwise.

    Attributes:
        model_: the trained model.
        history_: the figures of every epoch, by name.
        classes_: the labels, sorted.

    Example:
        >>> from tahr import Sequential, layers
        >>> def make(X, y, units=8):
        ...     model = Sequential([
        ...         layers.Input(X.shape[1:]), layers.Dense(units, activation="relu"),
        ...         layers.Dense(y.shape[1], activation="softmax"),
        ...     ])
        ...     model.compile("adam", "categorical_crossentropy")
        ...     return model
        >>> X, y = np.array([[0.0], [1.0], [0.1], [0.9]]), np.array(["no", "yes", "no", "yes"])
        >>> classifier = SKLearnClassifier(make, model_kwargs={"units": 4}).fit(X, y)
        >>> classifier.predict(X).shape, classifier.classes_.tolist()
        ((4,), ['no', 'yes'])
    """

    def __sklearn_tags__(self) -> Tags:
        tags = super().__sklearn_tags__()
        tags.classifier_tags.poor_score = True
        return tags

    def fit(self, X: Any, y: Any, **kwargs: Any) -> Self:
        """Trains the model.

        Args:
            X: `(samples, features)`, or with more axes.
            y: `(samples,)`, labels of any kind.
            **kwargs: of `model.fit`.
        """
        X, y = validate_data(self, X, y, allow_nd=True)
        check_classification_targets(y)
        self.classes_, codes = np.unique(y, return_inverse=True)
        columns = np.eye(len(self.classes_), dtype="float32")[codes]
        return self._trained(X, columns, lambda model: _labels(model, codes, columns), **kwargs)

    def predict(self, X: Any) -> np.ndarray:
        """Returns the class of each sample, `(samples,)`.

        Args:
            X: `(samples, features)`, or with more axes.
        """
        scores = self._outputs(X)
        codes = scores[:, 0] > 0.5 if self._is_single(scores) else scores.argmax(axis=1)
        return self._labels_of(codes.astype("int64"))

    def decision_function(self, X: Any) -> np.ndarray:
        """Returns the scores of the classes: the outputs of the model.

        Args:
            X: `(samples, features)`, or with more axes.

        Returns:
            `(samples, classes)`; of two classes, by how much the second one is ahead, `(samples,)`.
        """
        scores = self._outputs(X)
        if self._is_single(scores):
            return scores[:, 0] - 0.5
        return scores[:, 1] - scores[:, 0] if scores.shape[1] == 2 else scores

    def _is_single(self, scores: np.ndarray) -> bool:
        return scores.shape[1] == 1 and len(getattr(self, "classes_", (0, 1))) == 2

    def _labels_of(self, codes: np.ndarray) -> np.ndarray:
        return self.classes_[codes] if hasattr(self, "classes_") else codes


def _labels(model: Model, codes: np.ndarray, columns: np.ndarray) -> np.ndarray:
    """Returns labels in the form in which a model takes them."""
    loss = model.get_compile_config() or {}
    if "sparse" in str(loss.get("loss")).lower():
        return codes
    outputs = model.known_outputs()
    if columns.shape[1] == 2 and outputs is not None and outputs.shape[-1] == 1:
        return codes[:, None].astype("float32")
    return columns
