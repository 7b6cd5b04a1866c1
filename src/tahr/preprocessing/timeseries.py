"""Data sets of the windows of a series."""

from typing import Any

import numpy as np

from tahr.core import current, seeds
from tahr.core.errors import ArgumentError, told
from tahr.core.tracebacks import ends_at_user
from tahr.training.data.batched import Batched
from tahr.training.data.elements import ElementSpec
from tahr.training.data.picked import Shuffled
from tahr.training.data.pipeline import Dataset
from tahr.training.data.stages import Read, Stage


class Windows:
    """The windows of a series by number, and the targets of each.

    Args:
        data: the series, along the first axis.
        targets: by the place where a window starts; None for none.
        starts: of the windows.
        steps: the places in a window, from its start.
    """

    def __init__(
        self, data: np.ndarray, targets: np.ndarray | None, starts: np.ndarray, steps: np.ndarray
    ) -> None:
        self._data, self._targets, self._starts, self._steps = data, targets, starts, steps

    def __call__(self, index: int) -> Any:
        start = self._starts[index]
        window = self._data[start + self._steps]
        return window if self._targets is None else (window, self._targets[start])

    def many(self, places: np.ndarray) -> Any:
        """Returns several windows in one array, and their targets in one."""
        starts = self._starts[places]
        windows = self._data[starts[:, None] + self._steps]
        return windows if self._targets is None else (windows, self._targets[starts])

    @property
    def spec(self) -> Any:
        """The shapes and dtypes of a window and its target."""
        shape = (len(self._steps), *self._data.shape[1:])
        window = ElementSpec(shape, self._data.dtype.name)
        if self._targets is None:
            return window
        return window, ElementSpec(self._targets.shape[1:], self._targets.dtype.name)


@ends_at_user
def timeseries_dataset_from_array(
    data: Any,
    targets: Any,
    sequence_length: int,
    sequence_stride: int = 1,
    sampling_rate: int = 1,
    batch_size: int | None = 128,
    shuffle: bool = False,
    seed: int | None = None,
    start_index: int | None = None,
    end_index: int | None = None,
    format: str = "tf",
) -> Dataset:
    """Makes a data set of the windows of a series.

    Args:
        data: the series, an array whose first axis is time.
        targets: an array: `targets[i]` belongs to the window that starts at step i; None for none.
        sequence_length: how many steps a window has.
        sequence_stride: how far apart windows start.
        sampling_rate: how far apart the steps in a window are.
        batch_size: windows a batch; None for single ones.
        shuffle: whether windows come in a random order, another each pass.
        seed: of the order.
        start_index: the first step that is used.
        end_index: the step before which the used ones end.
        format: unused, kept for Keras's signature: every engine takes the data set.

    Returns:
        A `Dataset` of windows `(batch, sequence_length, ...)`, or of (windows, targets).

    Raises:
        ArgumentError: an argument makes no sense, or no window fits in.

    Example:
        >>> data = timeseries_dataset_from_array([1, 2, 3, 4], [2, 3, 4], 2)
        >>> [(x.tolist(), y.tolist()) for x, y in data]
        [([[1, 2], [2, 3], [3, 4]], [2, 3, 4])]
    """
    values = _array(data)
    wanted = None if targets is None else _array(targets)
    for name, value in (
        ("sequence_length", sequence_length),
        ("sequence_stride", sequence_stride),
        ("sampling_rate", sampling_rate),
        ("batch_size", 1 if batch_size is None else batch_size),
    ):
        if not hasattr(value, "__index__") or value < 1:
            raise ArgumentError(f"{name} must be a positive integer", got=told(value))
    first, last = _bounds(len(values), start_index, end_index)
    span = (sequence_length - 1) * sampling_rate + 1
    stop = last - span + 1
    if wanted is not None:
        stop = min(stop, first + len(wanted))
    starts = np.arange(first, stop, sequence_stride)
    if not len(starts):
        raise ArgumentError(
            "the series is shorter than one window",
            expected=f"{span} steps or more",
            got=f"{last - first} steps" + ("" if wanted is None else f", {len(wanted)} targets"),
        )
    steps = np.arange(0, span, sampling_rate)
    windows = Windows(values, wanted, starts, steps)
    stage: Stage = Read(windows, len(starts), windows.spec)
    if shuffle:
        number = seeds.default_seed() if seed is None else int(seed)
        stage = Shuffled(stage, len(starts), number, anew=True)
    return Dataset(stage if batch_size is None else Batched(stage, int(batch_size)))


def _array(data: Any) -> np.ndarray:
    values = data.to_numpy() if hasattr(data, "to_numpy") else current.to_numpy(data)
    return np.asarray(values)


def _bounds(length: int, start: int | None, end: int | None) -> tuple[int, int]:
    first, last = 0 if start is None else start, length if end is None else end
    if not 0 <= first < length or not 0 < last <= length or first >= last:
        raise ArgumentError(
            "start_index and end_index lie in the series, one before the other",
            expected=f"0 to {length}",
            got=f"start_index={start}, end_index={end}",
        )
    return int(first), int(last)
