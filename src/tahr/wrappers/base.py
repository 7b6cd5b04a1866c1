"""What all estimators have in common: how a model is made, trained and asked."""

import inspect
import random
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import numpy as np
from sklearn.base import BaseEstimator
from sklearn.utils import Tags, check_random_state
from sklearn.utils.validation import check_is_fitted, validate_data

from tahr.core import seeds
from tahr.core.docstrings import completed
from tahr.core.errors import ArgumentError, told
from tahr.core.notices import unheard
from tahr.models import Model, clone_model


class SKLearnBase(BaseEstimator):
    """A model as an estimator of scikit-learn.

    Args:
        model: a compiled model; or a function that is called with `X`, `y` and `model_kwargs` and
            returns one, made for the shapes of these.
        warm_start: whether `fit` goes on with the model it has trained before.
        model_kwargs: what the function is called with besides.
        fit_kwargs: what `model.fit` is called with: `epochs`, `batch_size`, ...
        random_state: a seed of all that `fit` draws: weights, dropout, the order of samples; with
            it two fits give the same. None draws anew.
    """

    # What `fit` hands on is in no signature that scikit-learn reads: it is told of it here.
    __metadata_request__fit = dict.fromkeys(
        name for name in inspect.signature(Model.fit).parameters if name not in ("self", "x", "y")
    )

    def __init_subclass__(cls, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        if cls.__module__.startswith("tahr."):
            cls.__doc__ = completed(cls)

    def __init__(
        self,
        model: Model | Callable[..., Model],
        warm_start: bool = False,
        model_kwargs: Mapping[str, Any] | None = None,
        fit_kwargs: Mapping[str, Any] | None = None,
        random_state: Any = None,
    ) -> None:
        self.model = model
        self.warm_start = warm_start
        self.model_kwargs = model_kwargs
        self.fit_kwargs = fit_kwargs
        self.random_state = random_state

    def __sklearn_tags__(self) -> Tags:
        tags = super().__sklearn_tags__()
        tags.non_deterministic = self.random_state is None
        tags.input_tags.sparse = False
        return tags

    def __sklearn_is_fitted__(self) -> bool:
        return hasattr(self, "model_") or self._is_ready()

    def _is_ready(self) -> bool:
        """Returns whether the model that was given has weights, and so can be used as it is."""
        return isinstance(self.model, Model) and self.model.built

    @property
    def epoch_(self) -> int:
        """How many epochs the model has been trained for, all fits together where it went on."""
        return len(next(iter(self.history_.values()), ()))

    def _trained(
        self, X: np.ndarray, y: Any, targets: Callable[[Model], Any], **kwargs: Any
    ) -> Any:
        """Trains the model on checked data.

        Args:
            X: `(samples, ...)`.
            y: targets as the function that makes the model is to see them.
            targets: gives targets as the model takes them.
            **kwargs: of `model.fit`; these come before `fit_kwargs`.

        Returns:
            The estimator.
        """
        goes_on = self.warm_start and hasattr(self, "model_")
        options = {"verbose": 0, **(self.fit_kwargs or {}), **kwargs}
        with _drawing_from(self.random_state):
            model = self.model_ if goes_on else self._made(X, y)
            history = model.fit(X, targets(model), **options)
        before = self.history_ if goes_on else {}
        self.model_ = model
        self.history_ = {
            name: [*before.get(name, ()), *values] for name, values in history.history.items()
        }
        return self

    def _made(self, X: np.ndarray, y: Any) -> Model:
        if isinstance(self.model, Model):
            unheard(type(self).__name__, {"model_kwargs": self.model_kwargs}, " beside a model")
            return _anew(self.model)
        if not callable(self.model):
            raise ArgumentError(
                "this is no model",
                where=type(self).__name__,
                expected="a compiled model, or a function that returns one",
                got=told(self.model),
            )
        made = self.model(X=X, y=y, **(self.model_kwargs or {}))
        if isinstance(made, Model) and made.compilation is not None:
            return made
        raise ArgumentError(
            "the function returned no compiled model",
            where=type(self).__name__,
            got=told(made),
            todo="call model.compile(...) in it, and return the model",
        )

    def _outputs(self, X: Any) -> np.ndarray:
        """Returns what the model gives for inputs as a user passes them.

        Raises:
            NotFittedError: there is no trained model.
        """
        check_is_fitted(self)
        if hasattr(self, "model_"):
            X = validate_data(self, X, reset=False, allow_nd=True)
            return self.model_.predict(X, verbose=0)
        return self.model.predict(np.asarray(X), verbose=0)  # type: ignore[union-attr]


@contextmanager
def _drawing_from(random_state: Any) -> Iterator[None]:
    """Has what is drawn inside the block depend on a seed; what is drawn after it does not.

    Args:
        random_state: an integer or a `numpy.random.RandomState`; None changes nothing.
    """
    if random_state is None:
        yield
        return
    seed = int(check_random_state(random_state).randint(2**31 - 1))
    before = random.getstate(), np.random.get_state()
    seeds.set_random_seed(seed)
    try:
        yield
    finally:
        random.setstate(before[0])
        np.random.set_state(before[1])
        seeds.look_away()


def _anew(model: Model) -> Model:
    """Returns a model of the same layers with new weights, compiled in the same way.

    Raises:
        ArgumentError: it is not compiled.
    """
    config = model.get_compile_config()
    if config is None:
        raise ArgumentError(
            "the model is not compiled yet",
            where=model.name,
            todo='call compile(optimizer="adam", loss=...) first',
        )
    made = clone_model(model)
    made.compile_from_config(config)
    return made
