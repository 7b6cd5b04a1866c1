"""Methods that models had in Keras 1 and 2, by what does the same today."""

from typing import Any

from tahr.compat.methods import noted
from tahr.compat.orders import FIT_GENERATOR, FIT_GENERATOR_FIRST, JUDGE_GENERATOR, placed


class Stateful:
    """Says of a model whether a layer in it keeps states, unless the model says it itself."""

    def __get__(self, model: Any, kind: type | None = None) -> Any:
        """Returns whether one does; False for a class."""
        if model is None:
            return False
        return any(layer.stateful for layer in model.flatten_layers() if layer is not model)


class OldMethods:
    """Methods of earlier versions, each in terms of today's."""

    stateful: Stateful = Stateful()

    @noted
    def fit_generator(self: Any, generator: Any, *args: Any, **kwargs: Any) -> Any:
        """Trains on a generator, as `fit` does.

        Args:
            generator: of batches, or a `PyDataset`.
            *args: what followed it in Keras 2, or in Keras 1 where a keyword is of Keras 1.
            **kwargs: what `fit` takes, in any spelling.

        Returns:
            The history.
        """
        first = (set(FIT_GENERATOR_FIRST) - set(FIT_GENERATOR)) & kwargs.keys()
        names = FIT_GENERATOR_FIRST if first else FIT_GENERATOR
        return self.fit(generator, **placed("fit_generator", names, args), **kwargs)

    @noted
    def evaluate_generator(self: Any, generator: Any, *args: Any, **kwargs: Any) -> Any:
        """Returns the figures on a generator, as `evaluate` does.

        Args:
            generator: of batches, or a `PyDataset`.
            *args: the number of batches, and what followed it in Keras 2.
            **kwargs: what `evaluate` takes, in any spelling.
        """
        given = {"verbose": 0, **placed("evaluate_generator", JUDGE_GENERATOR, args), **kwargs}
        return self.evaluate(generator, **given)

    @noted
    def predict_generator(self: Any, generator: Any, *args: Any, **kwargs: Any) -> Any:
        """Returns the outputs for a generator, as `predict` does.

        Args:
            generator: of batches, or a `PyDataset`.
            *args: the number of batches, and what followed it in Keras 2.
            **kwargs: what `predict` takes, in any spelling.
        """
        given = {"verbose": 0, **placed("predict_generator", JUDGE_GENERATOR, args), **kwargs}
        return self.predict(generator, **given)

    @noted
    def predict_proba(self: Any, x: Any, batch_size: int = 32, verbose: Any = 0) -> Any:
        """Returns what `predict` does.

        Args:
            x: inputs.
            batch_size: samples at a time.
            verbose: whether a bar is shown.
        """
        return self.predict(x, batch_size=batch_size, verbose=verbose)

    @noted
    def predict_classes(self: Any, x: Any, batch_size: int = 32, verbose: Any = 0) -> Any:
        """Returns the number of the likeliest class, or whether the one class is likely.

        Args:
            x: inputs.
            batch_size: samples at a time.
            verbose: whether a bar is shown.

        Returns:
            Integers `(batch, ...)`; `(batch, ..., 1)` for an output of length one.
        """
        found = self.predict(x, batch_size=batch_size, verbose=verbose)
        return found.argmax(axis=-1) if found.shape[-1] > 1 else (found > 0.5).astype("int32")

    @noted
    def reset_states(self: Any) -> None:
        """Sets the states of all stateful layers inside to zero."""
        for layer in self.flatten_layers():
            if layer is not self and getattr(layer, "stateful", False):
                layer.reset_states()
