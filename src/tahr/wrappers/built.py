"""Estimators of Keras 1 and 2: a function that makes a model, and its arguments beside it."""

import inspect
from collections.abc import Callable, Mapping
from typing import Any, Self

import numpy as np
from sklearn.base import BaseEstimator, ClassifierMixin, RegressorMixin

from tahr.core.errors import ArgumentError, told
from tahr.core.spelling import modern
from tahr.core.tracebacks import methods_end_at_user
from tahr.models import Model

METHODS = ("fit", "predict", "evaluate")
"""Methods of a model whose arguments an estimator may be given."""


@methods_end_at_user(("__init__", "fit", "set_params"))
class BaseWrapper(BaseEstimator):
    """An estimator of scikit-learn out of a function that returns a compiled model.

    Args:
        build_fn: the function, or an object that is called like one; a subclass may be called
            itself.
        **sk_params: arguments of it, and of `fit`, `predict` and `evaluate`.

    Raises:
        ArgumentError: an argument is none of these.
    """

    def __init__(self, build_fn: Callable[..., Any] | None = None, **sk_params: Any) -> None:
        self.build_fn = build_fn
        self.sk_params = sk_params
        self.check_params(sk_params)

    def _builder(self) -> Callable[..., Any]:
        if self.build_fn is not None:
            return self.build_fn
        if callable(self):
            return self
        raise ArgumentError(
            "nothing makes the model",
            where=type(self).__name__,
            todo="give build_fn, a function that returns a compiled model",
        )

    def check_params(self, params: Mapping[str, Any]) -> None:
        """Raises where something takes none of these arguments.

        Args:
            params: by name.

        Raises:
            ArgumentError: nothing takes one of them.
        """
        own = inspect.signature(self._builder()).parameters
        if any(p.kind is p.VAR_KEYWORD for p in own.values()):
            return
        methods = [self._of_method(name, params) for name in METHODS]
        known = {*own, *(name for found in methods for name in found[1])}
        wrong = [name for name in params if name not in known]
        if wrong:
            raise ArgumentError(
                f"nothing takes the argument {', '.join(map(repr, wrong))}",
                where=type(self).__name__,
                expected=f"arguments of {told(self._builder())}, or of fit, predict and evaluate",
            )

    def _of_method(
        self, name: str, given: Mapping[str, Any]
    ) -> tuple[dict[str, Any], dict[str, str]]:
        """Returns the arguments that a method of a model takes, and which they came from."""
        method = inspect.unwrap(getattr(Model, name))
        names = frozenset(inspect.signature(method).parameters)
        found: dict[str, Any] = {}
        origins: dict[str, str] = {}
        for old, value in given.items():
            for new, meant in modern(name, method, {old: value}).items():
                if new in names:
                    found[new], origins[old] = meant, new
        return found, origins

    def get_params(self, deep: bool = True, **params: Any) -> dict[str, Any]:
        """Returns the arguments.

        Args:
            deep: unused.
            **params: unused.
        """
        return {**self.sk_params, "build_fn": self.build_fn}

    def set_params(self, **params: Any) -> Self:
        """Sets arguments.

        Args:
            **params: by name.
        """
        given = {**self.sk_params, "build_fn": self.build_fn, **params}
        self.build_fn = given.pop("build_fn")
        self.check_params(given)
        self.sk_params = given
        return self

    def filter_sk_params(
        self, fn: Callable[..., Any], override: Mapping[str, Any] | None = None
    ) -> dict[str, Any]:
        """Returns those arguments that a function takes.

        Args:
            fn: the function.
            override: what comes before them.
        """
        known = inspect.signature(fn).parameters
        found = {name: value for name, value in self.sk_params.items() if name in known}
        return {**found, **(override or {})}

    def _for(self, name: str, kwargs: Mapping[str, Any]) -> dict[str, Any]:
        """Returns what a method of the model is called with."""
        return {"verbose": 0, **self._of_method(name, {**self.sk_params, **kwargs})[0]}

    def fit(self, x: Any, y: Any, **kwargs: Any) -> Any:
        """Makes a model and trains it.

        Args:
            x: inputs.
            y: targets.
            **kwargs: of `model.fit`; these come before those given at first.

        Returns:
            The history.
        """
        builder = self._builder()
        self.model: Any = builder(**self.filter_sk_params(builder))
        targets = np.asarray(y)
        loss = str((self.model.get_compile_config() or {}).get("loss"))
        if "categorical_crossentropy" in loss and "sparse" not in loss and targets.ndim != 2:
            targets = np.eye(int(targets.max()) + 1, dtype="float32")[targets.astype(int)]
        given = {"verbose": 1, **self._of_method("fit", {**self.sk_params, **kwargs})[0]}
        self.history: Any = self.model.fit(x, targets, **given)
        return self.history

    def __sklearn_is_fitted__(self) -> bool:
        return hasattr(self, "model")


class KerasClassifier(ClassifierMixin, BaseWrapper):
    """A classifier of scikit-learn out of a function that returns a compiled model.

    Args:
        build_fn: the function.
        **sk_params: arguments of it, and of `fit`, `predict` and `evaluate`.

    Example:
        >>> from tahr import Sequential, layers
        >>> def make(units=2):
        ...     model = Sequential([layers.Input((1,)), layers.Dense(units, "sigmoid"),
        ...                         layers.Dense(1, "sigmoid")])
        ...     model.compile("adam", "binary_crossentropy", metrics=["accuracy"])
        ...     return model
        >>> classifier = KerasClassifier(make, units=3, epochs=1, verbose=0)
        >>> _ = classifier.fit(np.array([[0.0], [1.0]]), np.array([3, 4]))
        >>> classifier.classes_.tolist(), classifier.predict_proba(np.zeros((2, 1))).shape
        ([3, 4], (2, 2))
    """

    def fit(self, x: Any, y: Any, sample_weight: Any = None, **kwargs: Any) -> Any:
        """Makes a model and trains it.

        Args:
            x: inputs.
            y: labels `(samples,)`, or a column for each class.
            sample_weight: how much each sample counts.
            **kwargs: of `model.fit`.

        Returns:
            The history.
        """
        labels = np.asarray(y)
        if labels.ndim == 2 and labels.shape[1] > 1:
            self.classes_ = np.arange(labels.shape[1])
        else:
            self.classes_, numbers = np.unique(labels, return_inverse=True)
            labels = numbers.reshape(labels.shape)
        self.n_classes_: int = len(self.classes_)
        if sample_weight is not None:
            kwargs["sample_weight"] = sample_weight
        return super().fit(x, labels, **kwargs)

    def predict(self, x: Any, **kwargs: Any) -> np.ndarray:
        """Returns the class of each sample.

        Args:
            x: inputs.
            **kwargs: of `model.predict`.
        """
        found = self.model.predict(x, **self._for("predict", kwargs))
        single = found.shape[-1] == 1
        numbers = (found > 0.5).astype("int32") if single else found.argmax(axis=-1)
        return self.classes_[numbers]

    def predict_proba(self, x: Any, **kwargs: Any) -> np.ndarray:
        """Returns the probability of each class.

        Args:
            x: inputs.
            **kwargs: of `model.predict`.
        """
        found = self.model.predict(x, **self._for("predict", kwargs))
        return np.hstack([1 - found, found]) if found.shape[1] == 1 else found

    def score(self, x: Any, y: Any, sample_weight: Any = None, **kwargs: Any) -> float:  # type: ignore[override]
        """Returns the accuracy.

        Args:
            x: inputs.
            y: labels.
            sample_weight: how much each sample counts.
            **kwargs: of `model.evaluate`.

        Raises:
            ArgumentError: the model computes no accuracy.
        """
        labels = np.asarray(y)
        if labels.ndim != 2 or labels.shape[1] == 1:
            labels = np.searchsorted(self.classes_, labels)
        loss = str((self.model.get_compile_config() or {}).get("loss"))
        if "categorical_crossentropy" in loss and "sparse" not in loss and labels.ndim != 2:
            labels = np.eye(len(self.classes_), dtype="float32")[labels]
        if sample_weight is not None:
            kwargs["sample_weight"] = sample_weight
        given = {**self._for("evaluate", kwargs), "return_dict": True}
        figures = self.model.evaluate(x, labels, **given)
        for name, value in figures.items():
            if name in ("acc", "accuracy"):
                return float(value)
        raise ArgumentError(
            "the model computes no accuracy",
            where=type(self).__name__,
            todo='compile it with metrics=["accuracy"]',
        )


class KerasRegressor(RegressorMixin, BaseWrapper):
    """A regressor of scikit-learn out of a function that returns a compiled model.

    Args:
        build_fn: the function.
        **sk_params: arguments of it, and of `fit`, `predict` and `evaluate`.
    """

    def predict(self, x: Any, **kwargs: Any) -> np.ndarray:
        """Returns the outputs, `(samples,)` where the model has one.

        Args:
            x: inputs.
            **kwargs: of `model.predict`.
        """
        found = self.model.predict(x, **self._for("predict", kwargs))
        return np.squeeze(found, axis=-1) if found.shape[-1] == 1 else found

    def score(self, x: Any, y: Any, sample_weight: Any = None, **kwargs: Any) -> float:  # type: ignore[override]
        """Returns minus the loss.

        Args:
            x: inputs.
            y: targets.
            sample_weight: how much each sample counts.
            **kwargs: of `model.evaluate`.
        """
        if sample_weight is not None:
            kwargs["sample_weight"] = sample_weight
        found = self.model.evaluate(x, y, **self._for("evaluate", kwargs))
        return -float(found[0] if isinstance(found, list) else found)
