"""Trainer: what a user calls to train, evaluate and use a model."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any, ClassVar, Self

from tahr.core import current, trees
from tahr.core.config import CONFIG
from tahr.core.errors import ArgumentError, told
from tahr.core.notices import unheard
from tahr.core.portable import LeftBehind
from tahr.core.scopes import state_scope
from tahr.core.serialization import deserialize, serialize
from tahr.core.spelling import accepts_old_spellings
from tahr.core.suggesting import names_of, unknown_arguments
from tahr.core.tracebacks import at_users_line
from tahr.layers.base import calls as layer_calls
from tahr.training.callbacks.callbacks import CallbackList
from tahr.training.callbacks.history import History
from tahr.training.checkpoint.resuming import backup_of, engine_of
from tahr.training.choosing import fastest
from tahr.training.data.adapt import about_batch_size, adapt
from tahr.training.data.adapters import adapted
from tahr.training.data.batches import Batches
from tahr.training.data.numbers import whole, whole_or_none
from tahr.training.logs import as_float
from tahr.training.loop import fit as loop, judging, sampling
from tahr.training.loop.given import epochs_to_validate, held_out, single, validation_batches
from tahr.training.loop.hosting import hosted
from tahr.training.setup import precisions
from tahr.training.setup.checks import check_compiled
from tahr.training.setup.compiled import Compiled, compiled
from tahr.training.setup.doubts import about_last_layer
from tahr.training.step import padding
from tahr.training.step.report import CompileReport
from tahr.training.step.running import run
from tahr.training.step.session import forget_steps, prepared, session_of
from tahr.training.steps import Steps
from tahr.training.trainable import needs_compile

ONE = 1
"""What files say for "auto" steps in one call: Keras's default, which changes no result."""


class Trainer(Steps):
    """A layer that can be compiled, trained, evaluated and used.

    Args:
        engine: what computes, or "auto"; the engine in use where it runs by default.
        **kwargs: a layer's.
    """

    untracked: frozenset[str] = Steps.untracked | {"engine_report", "_session"}
    left_behind: ClassVar[LeftBehind] = {"_session": None}
    engine_report: fastest.Report | None = None
    """What the trials of `engine="auto"` found, once they have been made."""

    @property
    def is_automatic(self) -> bool:
        """Whether training looks for the fastest engine first."""
        return self._placement.is_automatic

    def to(self, engine: object = None, device: object = None) -> Self:
        """Moves the model to an engine, a device or both; its weights follow when next read.

        Training goes on where it was, with the same optimizer state, and a model that is built
        can be moved as often as one likes.

        Args:
            engine: the engine's name; "auto" to have the fastest found when training begins;
                or a device, "cpu" or "gpu:0", to stay with the engine; a `torch.device` is one.
            device: where to compute; the engine's default device by default.

        Returns:
            The model itself.

        Raises:
            EngineError: there is no such engine or device, or a framework is not installed.

        Example:
            >>> from tahr import layers, models
            >>> model = models.Sequential([layers.Input((3,)), layers.Dense(2)])
            >>> model.to("numpy").engine.name
            'numpy'
        """
        self._placement.move(engine, device)
        return self

    def take_fastest(self, batches: Batches, epochs: int) -> None:
        """Measures the engines on this model and data, and moves it to the fastest.

        Args:
            batches: what it is to be trained on.
            epochs: how often.
        """
        self.engine_report = fastest.find(session_of(self), batches, epochs)
        self.to(self.engine_report.engine)

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        """Runs or records the model; in inference, the third call of a kind is compiled.

        Args:
            *args: tensors first, then what `call` takes.
            **kwargs: what `call` takes; `training` and masks may be left out.

        Returns:
            What `call` returns.
        """
        try:
            if args and (self.host_part is not None or not self.built):
                args = (prepared(self, args[0]), *args[1:])
            if layer_calls.context() is not None or state_scope() is not None:
                return super().__call__(*args, **kwargs)
            return session_of(self).called(super().__call__, args, kwargs)
        except Exception as error:
            at_users_line(error)
            raise

    # Setting up.

    @accepts_old_spellings
    def compile(
        self,
        optimizer: Any = "rmsprop",
        loss: Any = None,
        loss_weights: Any = None,
        metrics: Any = None,
        weighted_metrics: Any = None,
        run_eagerly: bool = False,
        steps_per_execution: int | str = "auto",
        jit_compile: bool | str = "auto",
        auto_scale_loss: bool = True,
        precision: str | None = None,
    ) -> None:
        """Configures the model for training.

        Args:
            optimizer: name or object; or several, in a dict or in pairs: a regular expression
                for the whole path of weights, or a layer, and an optimizer for these. What
                "default" is given trains the rest.
            loss: name, function or `Loss`; or a list or dict of them by output.
            loss_weights: a number for each output.
            metrics: names, functions or `Metric`s, alone, in a list, or by output.
            weighted_metrics: the same, taking sample weights into account.
            run_eagerly: whether steps run uncompiled, for debugging.
            steps_per_execution: how many batches are handed to the engine in one call, callbacks
                being called once for all of them; "auto" lets the engine have many where that is
                faster and no callback wants to see every batch.
            jit_compile: how hard the engine compiles the steps, where it knows more than one way
                (PyTorch: True runs `torch.compile`, False replays a recording, "auto" starts
                with the recording and compiles it where `fit` is long enough to pay for that;
                TensorFlow: True compiles by XLA).
            auto_scale_loss: whether a model that computes in float16 with float32 weights has
                its optimizer wrapped in a `LossScaleOptimizer`, so that small gradients survive.
            precision: what the steps compute in: "bfloat16", "float16" or "float32" for all
                layers that were given no dtype of their own, whatever the global policy;
                "auto" for bfloat16 where the engine multiplies matrices faster in it on this
                device, and float32 elsewhere. Weights, optimizer, losses, metrics and what
                `predict` gives stay as they are. By default layers compute as their own
                policies say.

        Raises:
            ArgumentError: a name is unknown.
        """
        for output in trees.leaves(self.known_outputs()):
            about_last_layer(loss, getattr(getattr(output, "node", None), "operation", None))
        given = [metrics, weighted_metrics]
        check_compiled(optimizer, loss, loss_weights, given, jit_compile)
        more = {} if precision is None else {"precision": precisions.checked(precision, self.name)}
        self.compilation: Compiled | None = compiled(
            optimizer,
            loss,
            loss_weights,
            metrics,
            weighted_metrics,
            run_eagerly,
            self.names_of_outputs(),
            isinstance(self.known_outputs(), dict),
            steps_per_execution=_count(steps_per_execution),
            jit_compile=jit_compile,
            **more,
        )
        self.compilation.foresee(self.figures)
        self.compilation.trained = self.trainable_variables if self.built else []
        mixed = precision == "float16" or self.dtype_policy.name == "mixed_float16"
        if auto_scale_loss and mixed and self.optimizer is not None:
            self.compilation.scale_loss()
        forget_steps(self)

    @property
    def compile_report(self) -> CompileReport:
        """What has been compiled for the model, and what caused it."""
        return session_of(self).report

    def get_compile_config(self) -> dict[str, Any] | None:
        """Returns what `compile_from_config` needs; None for a model that is not compiled."""
        if self.compilation is None:
            return None
        given = {**self.compilation.arguments, "optimizer": self.compilation.given_optimizer()}
        if given["steps_per_execution"] == "auto":
            given["steps_per_execution"] = ONE
        return serialize(given)

    def compile_from_config(self, config: dict[str, Any]) -> None:
        """Compiles as the model was when it was saved."""
        given = deserialize(config)
        if given.get("steps_per_execution") == ONE:
            given["steps_per_execution"] = "auto"
        self.compile(**given)
        if self.optimizer is not None and self.built:
            self.optimizer.build(self.trainable_variables)

    # Running.

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
                that produces a NaN or an infinity raises an error that names the tensor and its
                origin, and the weights are as before. A NaN that stays inside the model is a
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
        needs_compile(self)
        epochs, initial_epoch = whole(epochs, "epochs", 0), whole(initial_epoch, "initial_epoch", 0)
        epochs = min(epochs, CONFIG.max_epochs or epochs)
        steps_per_epoch = whole_or_none(steps_per_epoch, "steps_per_epoch")
        validation_steps = whole_or_none(validation_steps, "validation_steps")
        validates = epochs_to_validate(validation_freq)
        if engine is not None:
            self.to(engine)
        parts = (adapted(x), y, sample_weight)
        if validation_split and validation_data is None:
            parts, validation_data = held_out(parts, validation_split, self.takes_text)
        batches = adapt(*parts, batch_size, steps_per_epoch, shuffle, class_weight, self.takes_text)
        about_batch_size(parts[0], batch_size)
        again = epochs - initial_epoch > 1
        batches = hosted(self, batches, again)
        validation = validation_batches(
            self, validation_data, batch_size, validation_batch_size, validation_steps, again
        )
        if validation is None and validation_freq != 1:
            unheard("fit", {"validation_freq": validation_freq}, " without `validation_data`")
        backup = backup_of(callbacks, checkpoint, resume)
        session = session_of(self)
        session.plan(max(0, epochs - initial_epoch) * (batches.steps or 0))
        if self.is_automatic:
            before = engine_of(backup)
            if before is None:
                self.take_fastest(batches, epochs - initial_epoch)
            else:
                self.to(before)
        plan = loop.Plan(initial_epoch, epochs, validation, validates)
        with self.placed(), session.validating_on(validation_data):
            return loop.fit(session, batches, plan, callbacks, verbose, backup, debug, on_interrupt)

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
            raise unknown_arguments("evaluate", kwargs, names_of(Trainer.evaluate))
        needs_compile(self)
        steps = whole_or_none(steps, "steps")
        x = adapted(x)
        batches = adapt(x, y, sample_weight, batch_size, steps, text=self.takes_text, anew=True)
        about_batch_size(x, batch_size)
        batches = hosted(self, batches)
        with self.placed(), batches:
            calls = CallbackList.of(callbacks, self, verbose, steps=batches.steps)
            with calls.shown():
                logs = judging.evaluate(session_of(self), batches, calls)
        return logs if return_dict else self.listed(logs)

    @accepts_old_spellings
    def predict(
        self,
        x: Any,
        batch_size: int | None = None,
        verbose: str | int = "auto",
        steps: int | None = None,
        callbacks: Any = None,
        samples: int | None = None,
        seed: int | None = None,
    ) -> Any:
        """Returns the outputs for inputs, or how far they spread where dropout is on.

        Args:
            x: inputs, as for `fit`.
            batch_size: samples a batch; 32 by default.
            verbose: 0 for silence, 1 for a progress bar, 2 for a line; "auto" is 1.
            steps: batches; all by default.
            callbacks: called before and after batches.
            samples: how often each batch is predicted with dropout active, in recurrent layers and
                attention too, all else as in prediction: Monte-Carlo dropout.
            seed: of these draws; the random state of the model stays as it was.

        Returns:
            NumPy arrays in the structure of the outputs; with `samples`, two of these, the mean and
            the standard deviation over the samples.

        Raises:
            DataError: the data cannot be used.
            ShapeError: the data does not fit the model.
            ArgumentError: there is nothing in the model that drops anything.

        Source: Gal & Ghahramani 2016, "Dropout as a Bayesian approximation", section 4.
        """
        steps = whole_or_none(steps, "steps")
        samples = sampling.checked(samples, seed)
        x = adapted(x)
        batches = adapt(x, None, None, batch_size, steps, text=self.takes_text, anew=True)
        about_batch_size(x, batch_size)
        batches = hosted(self, batches)
        with self.placed():
            calls = CallbackList.of(callbacks, self, verbose, steps=batches.steps)
            with calls.shown():
                if samples is None:
                    return judging.predict(session_of(self), batches, calls)
                return sampling.predict(session_of(self), batches, calls, samples, seed)

    # One batch.

    @accepts_old_spellings
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
        needs_compile(self)
        return self._on_batch("train", x, y, sample_weight, class_weight, return_dict)

    @accepts_old_spellings
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
        needs_compile(self)
        return self._on_batch("test", x, y, sample_weight, None, return_dict)

    def predict_on_batch(self, x: Any) -> Any:
        """Returns the outputs for one batch.

        Args:
            x: inputs.

        Returns:
            NumPy arrays in the structure of the outputs.
        """
        with self.placed():
            batch = single(self, x)
            return trees.map(
                current.to_numpy, padding.predict(session_of(self), batch, batch.size, alone=True)
            )

    def _on_batch(
        self, kind: str, x: Any, y: Any, sample_weight: Any, class_weight: Any, return_dict: bool
    ) -> Any:
        with self.placed():
            batch = single(self, x, y, sample_weight, class_weight)
            self.reset_metrics()
            session = session_of(self)
            logs = run(session, kind, batch)
            if kind == "train":
                session.ran_unplanned()
        found = {name: as_float(value) for name, value in logs.items()}
        return found if return_dict else self.listed(found)


def _count(value: int | str) -> int | str:
    if value == "auto" or (isinstance(value, int) and value >= 1):
        return value
    raise ArgumentError(
        "steps_per_execution cannot be this", expected='"auto", or 1 or more', got=told(value)
    )
