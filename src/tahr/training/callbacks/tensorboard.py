"""Event files for TensorBoard."""

import time
from contextlib import ExitStack
from pathlib import Path
from typing import Any, ClassVar

from tahr.core import constructors
from tahr.core.errors import ArgumentError, told
from tahr.core.portable import LeftBehind
from tahr.core.spelling import accepts_old_spellings
from tahr.core.suggesting import unknown_arguments
from tahr.training.callbacks.callback import Callback, Figures, now_and_then
from tahr.training.callbacks.embeddings import write_embeddings
from tahr.training.callbacks.event_file import EventFile
from tahr.training.callbacks.images import as_images
from tahr.training.callbacks.model_graph import definition
from tahr.training.callbacks.rates import number, shown_rates
from tahr.training.callbacks.state import arguments


class TensorBoard(Callback):
    """Writes figures, weights, the graph and profiles for TensorBoard.

    Figures of training are in the folder `train`, those of validation in `validation`.

    Args:
        log_dir: the folder.
        histogram_freq: after how many epochs how the weights are spread is written; 0 for never.
        write_graph: whether to write the graph of the model.
        write_images: whether weights are also written as images, as often as histograms.
        write_steps_per_second: whether to write how many batches there are a second.
        update_freq: "epoch"; or "batch" or a number for figures every so many batches as well.
        profile_batch: the number of a batch, or of the first and the last, counted from one
            through all epochs, that the engine's profiler records; 0 for none.
        embeddings_freq: after how many epochs the vectors of embeddings are written; 0 for never.
        embeddings_metadata: a file of labels for them, or files by the names of layers.
        **kwargs: arguments of earlier Keras versions that change nothing.

    Raises:
        ArgumentError: an argument cannot be used.
        MissingExtraError: tensorboard is not installed.
    """

    left_behind: ClassVar[LeftBehind] = {
        "_profile": ExitStack,
        "_recording": bool,
    }

    @accepts_old_spellings
    def __init__(
        self,
        log_dir: str | Path = "logs",
        histogram_freq: int = 0,
        write_graph: bool = True,
        write_images: bool = False,
        write_steps_per_second: bool = False,
        update_freq: str | int = "epoch",
        profile_batch: int | tuple[int, int] = 0,
        embeddings_freq: int = 0,
        embeddings_metadata: Any = None,
        **kwargs: Any,
    ) -> None:
        super().__init__()
        self.log_dir: str = str(log_dir)
        self.histogram_freq = histogram_freq
        self.write_graph = write_graph
        self.write_images = write_images
        self.write_steps_per_second = write_steps_per_second
        self.update_freq: str | int = 1 if update_freq == "batch" else update_freq
        self.profile_batch = profile_batch
        self.embeddings_freq = embeddings_freq
        self.embeddings_metadata = embeddings_metadata
        self._profiled = _span(profile_batch)
        _check(self.update_freq)
        if kwargs:
            raise unknown_arguments("TensorBoard", kwargs, constructors.names(TensorBoard))
        self._train = EventFile(Path(log_dir) / "train")
        self._validation = EventFile(Path(log_dir) / "validation")
        self._profile = ExitStack()
        self._recording = False
        self._to_record = False
        self._batches = 0
        self._first = 0
        self._described = False
        self._epoch_began = self._batch_began = 0.0
        self._epoch_steps = 0

    _settings = arguments(__init__) | {"_profiled", "_epoch_began", "_batch_began", "_recording"}

    @property
    def needs_every_batch(self) -> bool:
        chosen = self.update_freq != "epoch" or bool(self._profiled[0])
        return chosen or super().needs_every_batch

    def on_train_begin(self, logs: Figures = None) -> None:
        self._batches = 0
        self._described = False
        self._to_record = bool(self._profiled[0])

    def on_train_end(self, logs: Figures = None) -> None:
        self._profile.close()
        self._train.close()
        self._validation.close()

    @now_and_then
    def on_train_batch_begin(self, batch: int, logs: Figures = None) -> None:
        self._batches += 1
        self._first = batch
        self._batch_began = time.perf_counter()
        if self._to_record and self._batches >= self._profiled[0]:
            self._profile.enter_context(self.model.engine.profile(self.log_dir))
            self._to_record, self._recording = False, True

    @now_and_then
    def on_train_batch_end(self, batch: int, logs: Figures = None) -> None:
        before = self._batches - 1
        self._batches += batch - self._first
        if self._recording and self._batches >= self._profiled[1]:
            self._wait()
            self._profile.close()
            self._recording = False
        freq = self.update_freq
        if isinstance(freq, int) and self._batches // freq > before // freq:
            self._figures(self._batches - before, logs)

    def _figures(self, batches: int, logs: Figures) -> None:
        """Writes the figures of the last of some batches that ran in one call."""
        if self.write_steps_per_second:
            self._wait()
            pace = batches / max(time.perf_counter() - self._batch_began, 1e-9)
            self._train.scalar("batch_steps_per_second", pace, self._batches)
        for name, value in (logs or {}).items():
            self._train.scalar(f"batch_{name}", value, self._batches)

    def on_epoch_begin(self, epoch: int, logs: Figures = None) -> None:
        self._epoch_began = time.perf_counter()
        self._epoch_steps = self._steps()
        self._describe()

    def on_epoch_end(self, epoch: int, logs: Figures = None) -> None:
        self._describe()
        figures = {**(logs or {}), **shown_rates(self.model)}
        if self.write_steps_per_second:
            seconds = max(time.perf_counter() - self._epoch_began, 1e-9)
            figures["steps_per_second"] = (self._steps() - self._epoch_steps) / seconds
        for name, value in figures.items():
            folder = self._validation if name.startswith("val_") else self._train
            folder.scalar(f"epoch_{name.removeprefix('val_')}", value, epoch)
        if self.histogram_freq and epoch % self.histogram_freq == 0:
            self._weights(epoch)
        if self.embeddings_freq and epoch % self.embeddings_freq == 0:
            write_embeddings(self._train.folder, self.model, self.embeddings_metadata)
        self._train.flush()
        self._validation.flush()

    def on_test_end(self, logs: Figures = None) -> None:
        if self.model.optimizer is None:
            return
        for name, value in (logs or {}).items():
            self._validation.scalar(f"evaluation_{name}_vs_iterations", value, self._steps())
        self._validation.flush()

    def _steps(self) -> int:
        return int(number(self.model.optimizer.iterations))

    def _wait(self) -> None:
        self.model.engine.wait([v.held for v in self.model.variables if v.held is not None])

    def _describe(self) -> None:
        """Writes the graph, once, as soon as the model is built."""
        if self.write_graph and not self._described and self.model.built:
            self._train.graph(definition(self.model))
            self._described = True

    def _weights(self, epoch: int) -> None:
        for weight in self.model.weights:
            name, value = weight.path.replace(":", "_"), weight.numpy()
            self._train.histogram(f"{name}/histogram", value, epoch)
            images = as_images(value) if self.write_images else None
            if images is not None:
                self._train.image(f"{name}/image", images, epoch)


def _check(update_freq: object) -> None:
    if update_freq != "epoch" and (not isinstance(update_freq, int) or update_freq < 1):
        raise ArgumentError(
            "update_freq cannot be this", expected='"epoch", "batch" or a number', got=update_freq
        )


def _span(given: Any) -> tuple[int, int]:
    """Returns the first and the last batch to profile."""
    numbers = given.split(",") if isinstance(given, str) else given
    try:
        pair = (
            tuple(map(int, numbers)) if isinstance(numbers, list | tuple) else (int(numbers),) * 2
        )
    except (TypeError, ValueError):
        pair = ()
    if len(pair) != 2 or not 0 <= pair[0] <= pair[1]:
        raise ArgumentError(
            "profile_batch cannot be this",
            expected="a number, or those of the first and the last batch",
            got=told(given),
        )
    return pair[0], pair[1]
