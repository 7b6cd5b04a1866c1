"""Event files: what TensorBoard reads.

A file is a sequence of records, each a protocol buffer. The records are made by the `tensorboard`
package, without what of it would import TensorFlow.
"""

import itertools
import os
import socket
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from importlib import import_module
from pathlib import Path
from typing import Any, ClassVar

import numpy as np

from tahr.core.errors import SavingError
from tahr.core.extras import required
from tahr.core.files import writing
from tahr.core.portable import LeftBehind, Portable
from tahr.training.callbacks.images import as_bytes, png

BUCKETS = 30
"""As many columns has a histogram."""
IMAGES = 3
"""As many images has a tag at most."""
NUMBERS = itertools.count()


def proto(name: str) -> Any:
    """Returns the protocol buffers of a file of TensorFlow's: "event", "graph", ...

    Raises:
        MissingExtraError: tensorboard is not installed.
    """
    required("tensorboard", "tensorboard")
    return import_module(f"tensorboard.compat.proto.{name}_pb2")


class EventFile(Portable):
    """A file of events in a folder, made when the first event is written.

    Args:
        folder: where.

    Raises:
        MissingExtraError: tensorboard is not installed.
        SavingError: in training, where an event cannot be written.
    """

    left_behind: ClassVar[LeftBehind] = {"_writer": lambda: None}

    def __init__(self, folder: Path) -> None:
        self.folder = self._path = folder
        self._event = proto("event").Event
        self._writer: Any = None

    def scalar(self, tag: str, value: float, step: int) -> None:
        """Writes a number."""
        self._tensor(tag, "scalar", np.asarray(value, "float32"), step)

    def histogram(self, tag: str, values: np.ndarray, step: int) -> None:
        """Writes how values are spread; what is not finite is left out."""
        flat = values.astype("float64").ravel()
        counts, edges = np.histogram(flat[np.isfinite(flat)], BUCKETS)
        self._tensor(tag, "histogram", np.stack([edges[:-1], edges[1:], counts], 1), step)

    def image(self, tag: str, images: np.ndarray, step: int) -> None:
        """Writes images `(n, height, width, channels)`, the first few, from dark to bright."""
        height, width = images.shape[1:3]
        pictures = [png(image) for image in as_bytes(images[:IMAGES])]
        strings = [str(width).encode(), str(height).encode(), *pictures]
        self._tensor(tag, "image", np.array(strings, object), step)

    def graph(self, definition: Any) -> None:
        """Writes the graph of a model."""
        self._write(graph_def=definition.SerializeToString())

    def flush(self) -> None:
        """Leaves everything with the operating system."""
        if self._writer is not None:
            with self._writing():
                self._writer.flush()

    def close(self) -> None:
        """Closes the file; the next event begins another."""
        writer, self._writer = self._writer, None
        if writer is not None:
            with self._writing():
                writer.close()

    @contextmanager
    def _writing(self) -> Iterator[None]:
        """Lets go of the file where it cannot be written."""
        try:
            with writing(self._path):
                yield
        except SavingError:
            writer, self._writer = self._writer, None
            if writer is not None:
                with suppress(OSError):
                    writer.close()
            raise

    def _tensor(self, tag: str, kind: str, array: np.ndarray, step: int) -> None:
        metadata: Any = import_module(f"tensorboard.plugins.{kind}.metadata")
        make: Callable[..., Any] = import_module("tensorboard.util.tensor_util").make_tensor_proto
        summary = proto("summary").Summary()
        about = metadata.create_summary_metadata(display_name=None, description=None)
        summary.value.add(tag=tag, metadata=about, tensor=make(array))
        self._write(summary=summary, step=step)

    def _write(self, **content: Any) -> None:
        writer = self._writer or self._opened()
        event = self._event(wall_time=time.time(), **content)
        with self._writing():
            writer.write(event.SerializeToString())

    def _opened(self) -> Any:
        records: Any = import_module("tensorboard.summary.writer.record_writer")
        place = f"{int(time.time()):010d}.{socket.gethostname()}.{os.getpid()}.{next(NUMBERS)}"
        self._path = self.folder / f"events.out.tfevents.{place}"
        with self._writing():
            self.folder.mkdir(parents=True, exist_ok=True)
            self._writer = records.RecordWriter(self._path.open("wb"))
        self._write(file_version="brain.Event:2")
        return self._writer
