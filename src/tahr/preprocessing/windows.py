"""Windows of a sequence in batches, as `TimeseriesGenerator` makes them."""

import json
from typing import Any

import numpy as np

from tahr.core.errors import ArgumentError, SavingError, TahrError
from tahr.core.json_text import parse, parse_config
from tahr.core.tracebacks import ends_at_user, methods_end_at_user
from tahr.training.data.dataset import PyDataset


@methods_end_at_user(("__init__", "__getitem__"))
class TimeseriesGenerator(PyDataset):
    """Batches of windows of a sequence, each with the target of the step behind it.

    `keras.utils.timeseries_dataset_from_array` is what does this today.

    Args:
        data: `(steps, ...)`.
        targets: as many.
        length: steps of a window.
        sampling_rate: between the steps that are taken.
        stride: from each window to the next.
        start_index: where the first window begins.
        end_index: of the last target; the last by default.
        shuffle: whether windows are drawn at random.
        reverse: whether the steps of a window are in reverse order.
        batch_size: windows at a time.

    Raises:
        ArgumentError: there are as many targets as steps, or there is no window.

    Example:
        >>> data = np.arange(6.0)
        >>> x, y = TimeseriesGenerator(data, data, length=2, batch_size=3)[0]
        >>> x.tolist(), y.tolist()
        ([[0.0, 1.0], [1.0, 2.0], [2.0, 3.0]], [2.0, 3.0, 4.0])
    """

    def __init__(
        self,
        data: Any,
        targets: Any,
        length: int,
        sampling_rate: int = 1,
        stride: int = 1,
        start_index: int = 0,
        end_index: int | None = None,
        shuffle: bool = False,
        reverse: bool = False,
        batch_size: int = 128,
    ) -> None:
        super().__init__()
        if len(data) != len(targets):
            raise ArgumentError(
                "there are not as many targets as steps",
                where="TimeseriesGenerator",
                got=f"{len(data)} steps, {len(targets)} targets",
            )
        self.data = data
        self.targets = targets
        self.length = length
        self.sampling_rate = sampling_rate
        self.stride = stride
        self.start_index = start_index + length
        self.end_index = len(data) - 1 if end_index is None else end_index
        self.shuffle = shuffle
        self.reverse = reverse
        self.batch_size = batch_size
        if self.start_index > self.end_index:
            raise ArgumentError(
                "there is no window of this length",
                where="TimeseriesGenerator",
                expected=f"length + start_index up to {self.end_index}",
                got=self.start_index,
            )

    def __len__(self) -> int:
        step = self.batch_size * self.stride
        return (self.end_index - self.start_index + step) // step

    def __getitem__(self, index: int) -> tuple[np.ndarray, np.ndarray]:
        rows = self._rows(index)
        samples = np.array(
            [self.data[row - self.length : row : self.sampling_rate] for row in rows]
        )
        targets = np.array([self.targets[row] for row in rows])
        return (samples[:, ::-1] if self.reverse else samples), targets

    def _rows(self, index: int) -> np.ndarray:
        if self.shuffle:
            return np.random.randint(self.start_index, self.end_index + 1, size=self.batch_size)
        step = self.batch_size * self.stride
        first = self.start_index + step * index
        return np.arange(first, min(first + step, self.end_index + 1), self.stride)

    def get_config(self) -> dict[str, Any]:
        """Returns the arguments, data and targets as JSON."""
        return {
            "data": json.dumps(np.asarray(self.data).tolist()),
            "targets": json.dumps(np.asarray(self.targets).tolist()),
            "length": self.length,
            "sampling_rate": self.sampling_rate,
            "stride": self.stride,
            "start_index": self.start_index,
            "end_index": self.end_index,
            "shuffle": self.shuffle,
            "reverse": self.reverse,
            "batch_size": self.batch_size,
        }

    def to_json(self, **kwargs: Any) -> str:
        """Returns the configuration as JSON.

        Args:
            **kwargs: what `json.dumps` takes.
        """
        config = {"class_name": type(self).__name__, "config": self.get_config()}
        return json.dumps(config, **kwargs)


@ends_at_user
def timeseries_generator_from_json(json_string: str) -> TimeseriesGenerator:
    """Makes a generator from what `to_json` wrote.

    Args:
        json_string: that text.

    Raises:
        SavingError: it is something else.
    """
    where = "json_string"
    config = parse_config(json_string, where)
    try:
        for name in ("data", "targets"):
            config[name] = np.array(parse(config[name], where))
        config["start_index"] -= config["length"]
        return TimeseriesGenerator(**config)
    except TahrError:
        raise
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        raise SavingError("this is no generator of windows", where=where, got=error) from None
