"""Methods that models had in Keras 1 and 2, by what does the same today."""

from typing import Any

FITTING = (
    "steps_per_epoch", "epochs", "verbose", "callbacks", "validation_data", "validation_steps",
    "validation_freq", "class_weight", "max_queue_size", "workers", "use_multiprocessing",
    "shuffle", "initial_epoch",
)  # fmt: skip
"""What followed the generator in Keras 2, by position."""
FITTING_FIRST = (
    "samples_per_epoch", "nb_epoch", "verbose", "callbacks", "validation_data", "nb_val_samples",
    "class_weight", "max_q_size", "nb_worker", "pickle_safe", "initial_epoch",
)  # fmt: skip
"""And in Keras 1, which is known by its words."""
JUDGING = ("steps", "callbacks", "max_queue_size", "workers", "use_multiprocessing", "verbose")


class OldMethods:
    """Methods of earlier versions, each in terms of today's."""

    def fit_generator(self: Any, generator: Any, *args: Any, **kwargs: Any) -> Any:
        """Trains on a generator, as `fit` does.

        Args:
            generator: of batches, or a `PyDataset`.
            *args: what followed it in Keras 2, or in Keras 1 where a keyword is of Keras 1.
            **kwargs: what `fit` takes, in any spelling.

        Returns:
            The history.
        """
        first = (set(FITTING_FIRST) - set(FITTING)) & kwargs.keys()
        names = FITTING_FIRST if first else FITTING
        return self.fit(generator, **dict(zip(names, args, strict=False)), **kwargs)

    def evaluate_generator(self: Any, generator: Any, *args: Any, **kwargs: Any) -> Any:
        """Returns the figures on a generator, as `evaluate` does.

        Args:
            generator: of batches, or a `PyDataset`.
            *args: the number of batches, and what followed it in Keras 2.
            **kwargs: what `evaluate` takes, in any spelling.
        """
        given = {"verbose": 0, **dict(zip(JUDGING, args, strict=False)), **kwargs}
        return self.evaluate(generator, **given)

    def predict_generator(self: Any, generator: Any, *args: Any, **kwargs: Any) -> Any:
        """Returns the outputs for a generator, as `predict` does.

        Args:
            generator: of batches, or a `PyDataset`.
            *args: the number of batches, and what followed it in Keras 2.
            **kwargs: what `predict` takes, in any spelling.
        """
        given = {"verbose": 0, **dict(zip(JUDGING, args, strict=False)), **kwargs}
        return self.predict(generator, **given)

    def predict_proba(self: Any, x: Any, batch_size: int = 32, verbose: Any = 0) -> Any:
        """Returns what `predict` does.

        Args:
            x: inputs.
            batch_size: samples at a time.
            verbose: whether a bar is shown.
        """
        return self.predict(x, batch_size=batch_size, verbose=verbose)

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

    def reset_states(self: Any) -> None:
        """Sets the states of all stateful layers inside to zero."""
        for layer in self.flatten_layers():
            if layer is not self and getattr(layer, "stateful", False):
                layer.reset_states()
