"""How Keras 1 and 2 laid out the arrays of a layer, where today's layers have them otherwise."""

from collections.abc import Callable, Sequence
from typing import Any, TypeAlias

import numpy as np

Arrays: TypeAlias = list[np.ndarray]
Change: TypeAlias = Callable[[Any, Arrays], Arrays]


def _joined(order: Sequence[int], gates: int) -> Change:
    """Joins the arrays of gates, three for each (Keras 1), in the order of today's gates."""

    def change(_: Any, arrays: Arrays) -> Arrays:
        if len(arrays) != 3 * gates:
            return arrays
        kinds = [[arrays[3 * gate + kind] for gate in order] for kind in range(3)]
        return [np.concatenate(kind, axis=-1) for kind in kinds]

    return change


def _conv1d(layer: Any, arrays: Arrays) -> Arrays:
    """(length, 1, channels, filters), or before that (filters, channels, length, 1)."""
    kernel, *rest = arrays
    if kernel.ndim != 4:
        return arrays
    if kernel.shape[:2] != (layer.kernel_size[0], 1) or kernel.shape[3] != layer.filters:
        kernel = kernel.transpose(2, 3, 1, 0)
    return [kernel[:, 0], *rest]


def _channels_first(axes: Sequence[int]) -> Change:
    """Where channels came first, kernels were (filters, channels, ...).

    A file of channels that came last may be read where they come first: weights of ImageNet that
    do not say who wrote them.
    """

    def change(layer: Any, arrays: Arrays) -> Arrays:
        if layer.data_format != "channels_first":
            return arrays
        turned = arrays[0].transpose(axes)
        kernel = layer.weights[0]
        return [turned if turned.shape == kernel.shape else arrays[0], *arrays[1:]]

    return change


def _transposed(layer: Any, arrays: Arrays) -> Arrays:
    axes = (0, 1, 3, 2) if layer.data_format == "channels_last" else (2, 3, 0, 1)
    return [arrays[0].transpose(axes), *arrays[1:]]


def _by_place(layer: Any, arrays: Arrays) -> Arrays:
    """Where channels came first, the biases were used as if their filters came first, too."""
    kernel, *biases = arrays
    if layer.data_format != "channels_first":
        return arrays
    turned = [bias.reshape(bias.shape[-1], *bias.shape[:-1]) for bias in biases]
    return [kernel, *(np.moveaxis(bias, 0, -1) for bias in turned)]


def _highway(_: Any, arrays: Arrays) -> Arrays:
    """Keras before 1.1 had each kernel followed by its bias."""
    if len(arrays) == 4 and arrays[1].ndim == 1:
        return [arrays[0], arrays[2], arrays[1], arrays[3]]
    return arrays


KERAS_1: dict[str, Change] = {
    "Conv1D": _conv1d,
    "Conv2D": _channels_first((2, 3, 1, 0)),
    "Conv2DTranspose": _transposed,
    "Conv3D": _channels_first((2, 3, 4, 1, 0)),
    "GRU": _joined((0, 1, 2), 3),
    "Highway": _highway,
    "LSTM": _joined((0, 2, 1, 3), 4),
}
"""What Keras 1 wrote, by today's class. The gates of its LSTM were input, cell, forget, output."""

FLIPPED = ("Conv1D", "Conv2D", "Conv3D", "Conv2DTranspose")
"""Theano convolves, all others correlate: its kernels are the other way round in space."""

GATES = {"LSTM": 4, "GRU": 3}


def modern(layer: Any, arrays: Arrays, version: int, backend: str) -> Arrays:
    """Returns the arrays of a layer as today's layer has them.

    Args:
        layer: a layer without layers in it.
        arrays: as they stand in the file.
        version: the first number of the Keras that wrote them.
        backend: what computed there.
    """
    name = type(layer).__name__
    if version < 2 and name in KERAS_1 and arrays:
        arrays = KERAS_1[name](layer, arrays)
    if version < 3 and backend == "theano" and name in FLIPPED and arrays:
        kernel = arrays[0]
        arrays = [np.flip(kernel, tuple(range(kernel.ndim - 2))), *arrays[1:]]
    if version < 3 and name == "LocallyConnected2D" and arrays:
        arrays = _by_place(layer, arrays)
    if version < 3 and name in GATES:
        arrays = _from_cudnn(layer, arrays, GATES[name])
    return arrays


def _from_cudnn(layer: Any, arrays: Arrays, gates: int) -> Arrays:
    """Turns round the gates of CuDNNLSTM and CuDNNGRU, whose bias is twice as long as others."""
    if len(arrays) != 3 or arrays[2].shape != (2 * gates * layer.units,):
        return arrays
    kernel, recurrent, bias = arrays
    turned = [part.T.reshape(part.shape, order="F") for part in np.split(kernel, gates, 1)]
    inner = [part.T for part in np.split(recurrent, gates, 1)]
    both = bias.reshape(2, -1)
    return [
        np.concatenate(turned, 1),
        np.concatenate(inner, 1),
        both if gates == GATES["GRU"] else both.sum(0),
    ]
