"""Connectionist temporal classification in the words of old programs: the blank comes last."""

from typing import Any

import numpy as np
from scipy import sparse

from tahr import ops
from tahr.backend import beams
from tahr.backend.symbols import lengths_of, recorded
from tahr.core import current
from tahr.core.config import epsilon
from tahr.core.errors import ArgumentError, told
from tahr.core.typing import Tensor
from tahr.ops.symbolic import SymbolicTensor


def ctc_batch_cost(y_true: Any, y_pred: Any, input_length: Any, label_length: Any) -> Tensor:
    """Returns minus the log-probability of each label sequence.

    Args:
        y_true: integers `(batch, labels)`.
        y_pred: probabilities `(batch, time, classes)`, the last class for no label.
        input_length: `(batch, 1)`: how many times count.
        label_length: `(batch, 1)`: how many labels count.

    Returns:
        `(batch, 1)`.

    Source: Graves et al. 2006, "Connectionist temporal classification".
    """
    blank = lengths_of(y_pred)[-1] - 1
    target, times, labels = (ops.cast(x, "int32") for x in (y_true, input_length, label_length))
    found = ops.ctc_loss(target, _logs(y_pred), _flat(labels), _flat(times), mask_index=blank)
    return ops.expand_dims(found, 1)


def ctc_decode(
    y_pred: Any,
    input_length: Any,
    greedy: bool = True,
    beam_width: int = 100,
    top_paths: int = 1,
    merge_repeated: bool = False,
) -> tuple[list[Tensor], Tensor]:
    """Finds the likeliest labels.

    Args:
        y_pred: probabilities `(batch, time, classes)`, the last class for no label.
        input_length: `(batch,)`: how many times count.
        greedy: whether the likeliest class of each time is taken.
        beam_width: how many beginnings are kept, where it is not greedy.
        top_paths: how many results there are, where it is not greedy.
        merge_repeated: whether equal labels of a result that follow each other become one, where
            it is not greedy.

    Returns:
        For each result integers `(batch, time)`, -1 behind the labels; and the log-probabilities
        `(batch, results)`, for a greedy one minus the sum of the likeliest logits.

    Raises:
        ArgumentError: it is not greedy, and there are no values yet.
    """

    if not greedy:
        return _searched(y_pred, input_length, beam_width, top_paths, merge_repeated)
    return recorded(_greedy, y_pred, input_length)


def _greedy(y_pred: Any, input_length: Any) -> tuple[list[Tensor], Tensor]:
    times = _flat(ops.cast(input_length, "int32"))
    blank = lengths_of(y_pred)[-1] - 1
    labels, scores = ops.ctc_decode(_logs(y_pred), times, mask_index=blank)
    return [ops.cast(path, "int64") for path in ops.unstack(labels, axis=0)], scores


def _searched(
    y_pred: Any, input_length: Any, width: int, paths: int, merge_repeated: bool
) -> tuple[list[Tensor], Tensor]:
    """Searches on the host, which needs values."""
    engine = current.engine()
    logs, times = _logs(y_pred), _flat(input_length)
    if isinstance(logs, SymbolicTensor) or engine.name == "spec" or not engine.is_concrete(logs):
        raise ArgumentError(
            "a search for labels needs values",
            where="keras.backend.ctc_decode",
            got=told(y_pred),
            todo="decode what predict returns, or use greedy=True",
        )
    lengths = current.to_numpy(ops.convert_to_tensor(times))
    found, scores = beams.search(current.to_numpy(logs), lengths, width, paths, merge_repeated)
    return [ops.convert_to_tensor(path) for path in found], ops.convert_to_tensor(scores)


def ctc_label_dense_to_sparse(labels: Any, label_lengths: Any) -> Any:
    """Returns label sequences as a sparse matrix of SciPy.

    Args:
        labels: integers `(batch, labels)`.
        label_lengths: `(batch,)`: how many count.
    """
    values = current.to_numpy(ops.convert_to_tensor(labels))
    counts = current.to_numpy(ops.convert_to_tensor(label_lengths)).reshape(-1, 1)
    rows, columns = np.nonzero(np.arange(values.shape[1]) < counts)
    return sparse.coo_array((values[rows, columns], (rows, columns)), shape=values.shape)


def _logs(y_pred: Any) -> Tensor:
    return ops.log(ops.add(y_pred, epsilon()))


def _flat(lengths: Any) -> Any:
    return ops.squeeze(lengths, axis=-1) if len(ops.shape(lengths)) == 2 else lengths
