"""Fitting: `fit`, `evaluate`, `predict` and their single-batch forms, as a model offers them."""

from collections.abc import Collection, Mapping
from pathlib import Path
from typing import Any

from tahr.compat.keywords import Samples
from tahr.core.errors import ArgumentError
from tahr.core.notices import unheard
from tahr.core.spelling import accepts_old_spellings
from tahr.core.suggesting import names_of, unknown_arguments
from tahr.training import loop, padding
from tahr.training.callbacks.callbacks import CallbackList
from tahr.training.callbacks.history import History
from tahr.training.data.adapt import about_batch_size, adapt, arrays_of, is_array_like
from tahr.training.data.adapters import adapted
from tahr.training.data.batch import Batch
from tahr.training.data.batches import Batches
from tahr.training.data.class_weight import sample_weights
from tahr.training.data.numbers import whole, whole_or_none
from tahr.training.data.split import train_validation_split
from tahr.training.data.unpack import unpack_x_y_sample_weight
from tahr.training.hosting import hosted
from tahr.training.logs import as_float
from tahr.training.placed import Placed
from tahr.training.resuming import backup_of, engine_of
from tahr.training.running import run


class Fitting(Placed):
    """What a user calls to train and use a model."""

    def reset_metrics(self) -> None:
        """Starts every metric anew."""
        for metric in self.metrics:
            metric.reset_state()

    def listed(self, figures: Mapping[str, Any]) -> Any:
        """Returns figures in the order of `metrics_names`; one by itself."""
        raise NotImplementedError

    def plan(self, steps: int) -> None:
        """Says how many steps of training are to come, as far as is known."""
        raise NotImplementedError

    @accepts_old_spellings
    def fit(
        self,
        x: Any = None,
        y: Any = None,
        batch_size: int | None = None,
        epochs: int = 1,
        verbose: str | int = "auto",
        callbacks: Any = None,
        validation_split: float = 0.0,
        validation_data: Any = None,
        shuffle: bool | str = True,
        class_weight: Mapping[int, float] | None = None,
        sample_weight: Any = None,
        initial_epoch: int = 0,
        steps_per_epoch: int | None = None,
        validation_steps: int | None = None,
        validation_batch_size: int | None = None,
        validation_freq: int | list[int] = 1,
        engine: str | None = None,
        checkpoint: str | Path | None = None,
        resume: bool = False,
        debug: bool = False,
        on_interrupt: str = "raise",
    ) -> History:
        """Trains the model.

        Args:
            x: inputs: arrays, lists or dicts of them, a data set, or a generator of batches.
            y: targets, where x is arrays.
            batch_size: samples a batch; 32 by default.
            epochs: the number of the last epoch.
            verbose: 0 for silence, 1 for a progress bar, 2 for a line an epoch; "auto" is 1.
            callbacks: called before and after epochs and batches.
            validation_split: the fraction at the end of the arrays to validate on.
            validation_data: (x, y) or (x, y, sample_weight) or a data set to validate on.
            shuffle: whether to reorder the samples each epoch.
            class_weight: a weight by class.
            sample_weight: a weight a sample.
            initial_epoch: the epoch to go on from.
            steps_per_epoch: batches an epoch; all by default.
            validation_steps: batches a validation; all by default.
            validation_batch_size: samples a batch there; `batch_size` by default.
            validation_freq: validate every so many epochs, or in these.
            engine: moves the model there, as `to` does; "auto" takes the engine measured to
                be the fastest.
            checkpoint: a folder to keep checkpoints in: after each epoch, once a minute, and
                when Ctrl-C or SIGTERM ends training. They stay there when it has ended.
            resume: whether to go on from the newest checkpoint there, mid-epoch too; where
                there is none yet, training begins. The numbers are those of a run that was
                never interrupted.
            debug: whether to look at every step, which takes several times as long. The first
                that brings forth a NaN or an infinity is an error: it names the tensor and what
                gave it, and the weights are as before. A NaN that stays inside the model is a
                line in the log.
            on_interrupt: what Ctrl-C leads to, once the step in hand is done and a checkpoint is
                written: "raise" for KeyboardInterrupt, so that the lines behind `fit` do not
                take a model for trained that is not; "return" for the figures so far, as is
                handy in a notebook. SIGTERM ends the process in either case.

        Returns:
            The figures of every epoch.

        Raises:
            DataError: the data cannot be used.
            ShapeError: the data does not fit the model.
            LossError: with `debug`, something is no longer a number.
            KeyboardInterrupt: Ctrl-C was pressed.

        Example:
            >>> import numpy as np
            >>> from tahr import layers, models
            >>> model = models.Sequential([layers.Dense(1)])
            >>> model.compile("sgd", "mse")
            >>> history = model.fit(np.ones((8, 2)), np.ones(8), epochs=3, verbose=0)
            >>> len(history.history["loss"])
            3
        """
        loop.needs_compile(self)
        epochs, initial_epoch = whole(epochs, "epochs", 0), whole(initial_epoch, "initial_epoch", 0)
        steps_per_epoch = whole_or_none(steps_per_epoch, "steps_per_epoch")
        validation_steps = whole_or_none(validation_steps, "validation_steps")
        validates = _epochs_to_validate(validation_freq)
        if engine is not None:
            self.to(engine)
        x = adapted(x)
        if validation_split and validation_data is None:
            if not is_array_like(x):
                raise ArgumentError("validation_split needs arrays in memory", got=type(x))
            weights = arrays_of(sample_weight, "sample_weight")
            parts = (arrays_of(x, "x", self.takes_text), arrays_of(y, "y"), weights)
            adapt(*parts, text=self.takes_text)
            (x, y, sample_weight), validation_data = train_validation_split(parts, validation_split)
        text = self.takes_text
        batches = adapt(
            x, y, sample_weight, batch_size, steps_per_epoch, shuffle, class_weight, text
        )
        about_batch_size(x, batch_size)
        batches = hosted(self, batches, again=epochs - initial_epoch > 1)
        validation = _validation(
            validation_data, validation_batch_size or batch_size, validation_steps, text
        )
        if validation is None:
            ways = {
                "validation_steps": validation_steps,
                "validation_batch_size": validation_batch_size,
                "validation_freq": None if validation_freq == 1 else validation_freq,
            }
            unheard("fit", ways, " without `validation_data`")
        else:
            validation = hosted(self, validation, again=epochs - initial_epoch > 1)
        backup = backup_of(callbacks, checkpoint, resume)
        plan = loop.Plan(initial_epoch, epochs, validation, validates)
        self.plan(max(0, epochs - initial_epoch) * (batches.steps or 0))
        if self.is_automatic:
            before = engine_of(backup)
            if before is None:
                self.take_fastest(batches, epochs - initial_epoch)
            else:
                self.to(before)
        with self.placed():
            return loop.fit(self, batches, plan, callbacks, verbose, backup, debug, on_interrupt)

    @accepts_old_spellings
    def evaluate(
        self,
        x: Any = None,
        y: Any = None,
        batch_size: int | None = None,
        verbose: str | int = "auto",
        sample_weight: Any = None,
        steps: int | None = None,
        callbacks: Any = None,
        return_dict: bool = False,
        **kwargs: Any,
    ) -> Any:
        """Returns the loss and metrics on data the model does not learn from.

        Args:
            x: inputs, as for `fit`.
            y: targets, where x is arrays.
            batch_size: samples a batch; 32 by default.
            verbose: 0 for silence, 1 for a progress bar, 2 for a line; "auto" is 1.
            sample_weight: a weight a sample.
            steps: batches; all by default.
            callbacks: called before and after batches.
            return_dict: whether to give figures by name.
            **kwargs: none.

        Returns:
            The loss, or a list of the loss and each metric, or a dict.

        Raises:
            DataError: the data cannot be used.
            ShapeError: the data does not fit the model.
        """
        if kwargs:
            raise unknown_arguments("evaluate", kwargs, names_of(Fitting.evaluate))
        loop.needs_compile(self)
        steps = whole_or_none(steps, "steps")
        x = adapted(x)
        batches = adapt(x, y, sample_weight, batch_size, steps, text=self.takes_text, anew=True)
        about_batch_size(x, batch_size)
        batches = hosted(self, batches)
        with self.placed(), batches:
            calls = CallbackList.of(callbacks, self, verbose, steps=batches.steps)
            with calls.shown():
                logs = loop.evaluate(self, batches, calls)
        return logs if return_dict else self.listed(logs)

    @accepts_old_spellings
    def predict(
        self,
        x: Any,
        batch_size: int | None = None,
        verbose: str | int = "auto",
        steps: int | None = None,
        callbacks: Any = None,
    ) -> Any:
        """Returns the outputs for inputs.

        Args:
            x: inputs, as for `fit`.
            batch_size: samples a batch; 32 by default.
            verbose: 0 for silence, 1 for a progress bar, 2 for a line; "auto" is 1.
            steps: batches; all by default.
            callbacks: called before and after batches.

        Returns:
            NumPy arrays in the structure of the outputs, as many rows as inputs.

        Raises:
            DataError: the data cannot be used.
            ShapeError: the data does not fit the model.
        """
        steps = whole_or_none(steps, "steps")
        x = adapted(x)
        batches = adapt(x, None, None, batch_size, steps, text=self.takes_text, anew=True)
        about_batch_size(x, batch_size)
        batches = hosted(self, batches)
        with self.placed():
            calls = CallbackList.of(callbacks, self, verbose, steps=batches.steps)
            with calls.shown():
                return loop.predict(self, batches, calls)

    # One batch.

    def train_on_batch(
        self,
        x: Any,
        y: Any = None,
        sample_weight: Any = None,
        class_weight: Mapping[int, float] | None = None,
        return_dict: bool = False,
    ) -> Any:
        """Learns from one batch.

        Args:
            x: inputs.
            y: targets.
            sample_weight: a weight a sample.
            class_weight: a weight by class.
            return_dict: whether to give figures by name.

        Returns:
            The loss, or a list of the loss and each metric, or a dict: those of this batch.
        """
        loop.needs_compile(self)
        return self._on_batch("train", x, y, sample_weight, class_weight, return_dict)

    def test_on_batch(
        self, x: Any, y: Any = None, sample_weight: Any = None, return_dict: bool = False
    ) -> Any:
        """Evaluates one batch.

        Args:
            x: inputs.
            y: targets.
            sample_weight: a weight a sample.
            return_dict: whether to give figures by name.

        Returns:
            As `train_on_batch`.
        """
        loop.needs_compile(self)
        return self._on_batch("test", x, y, sample_weight, None, return_dict)

    def predict_on_batch(self, x: Any) -> Any:
        """Returns the outputs for one batch.

        Args:
            x: inputs.

        Returns:
            NumPy arrays in the structure of the outputs.
        """
        with self.placed():
            batch = _single(self, x, None, None, None)
            return loop.to_host(padding.predict(self, batch, batch.size, alone=True))

    def _on_batch(
        self,
        kind: str,
        x: Any,
        y: Any,
        sample_weight: Any,
        class_weight: Mapping[int, float] | None,
        return_dict: bool,
    ) -> Any:
        with self.placed():
            batch = _single(self, x, y, sample_weight, class_weight)
            self.reset_metrics()
            logs = run(self, kind, batch)
        found = {name: as_float(value) for name, value in logs.items()}
        return found if return_dict else self.listed(found)


def _single(model: Fitting, x: Any, y: Any, sample_weight: Any, class_weight: Any) -> Batch:
    x, y = arrays_of(x, "x", model.takes_text), arrays_of(y, "y")
    weights = arrays_of(sample_weight, "sample_weight")
    if class_weight:
        weights = sample_weights(y, class_weight, weights)
    whole = adapt(x, y, weights, batch_size=2**62, text=model.takes_text)
    return next(iter(hosted(model, whole).epoch()))


def _validation(data: Any, batch_size: int | None, steps: int | None, text: bool) -> Batches | None:
    if data is None:
        return None
    parts = (data, None, None)
    if isinstance(data, list | tuple):
        parts = unpack_x_y_sample_weight(tuple(data))
        steps = None if isinstance(steps, Samples) else steps
    return adapt(*parts, batch_size=batch_size, steps=steps, text=text, anew=True, again=True)


def _epochs_to_validate(freq: Any) -> Any:
    if isinstance(freq, Collection) and not isinstance(freq, str):
        return lambda epoch: (epoch + 1) in freq
    every = whole(freq, "validation_freq", 1)
    return lambda epoch: (epoch + 1) % every == 0
