"""Positional arguments as Keras 1 had them, where the kernel took one argument an axis.

`Convolution2D(32, 3, 5)` is a kernel of 3 by 5 there, and strides of 5 today. Under the names of
today (`Conv2D`) arguments have the meaning of today.
"""

from collections.abc import Callable, Iterable
from typing import Any

from tahr.compat.aliases import KERAS_1
from tahr.compat.orders import placed
from tahr.core.notices import old_spelling

KERNELS = (
    ("nb_row", "nb_col"),
    ("kernel_dim1", "kernel_dim2", "kernel_dim3"),
)
"""Keyword arguments that together are today's `kernel_size`."""

_RULES = "W_regularizer b_regularizer activity_regularizer W_constraint b_constraint bias"
_IMAGE = "init activation weights border_mode subsample"
_CUDNN = (
    "units kernel_initializer recurrent_initializer bias_initializer {}kernel_regularizer "
    "recurrent_regularizer bias_regularizer activity_regularizer kernel_constraint "
    "recurrent_constraint bias_constraint return_sequences return_state stateful"
)

_SECOND = {"AtrousConv1D": "AtrousConvolution1D", "AtrousConv2D": "AtrousConvolution2D"}
_SECOND["Deconv2D"] = "Deconvolution2D"

POSITIONS = {
    "Convolution1D": (
        "nb_filter filter_length init activation weights border_mode subsample_length "
        f"{_RULES} input_dim input_length"
    ),
    "AtrousConvolution1D": (
        "nb_filter filter_length init activation weights border_mode subsample_length "
        f"atrous_rate {_RULES} input_dim input_length"
    ),
    "Convolution2D": f"nb_filter nb_row nb_col {_IMAGE} dim_ordering {_RULES}",
    "AtrousConvolution2D": f"nb_filter nb_row nb_col {_IMAGE} atrous_rate dim_ordering {_RULES}",
    "Deconvolution2D": f"nb_filter nb_row nb_col output_shape {_IMAGE} dim_ordering {_RULES}",
    "SeparableConvolution2D": (
        f"nb_filter nb_row nb_col {_IMAGE} depth_multiplier dim_ordering "
        "depthwise_regularizer pointwise_regularizer b_regularizer activity_regularizer "
        "depthwise_constraint pointwise_constraint b_constraint bias"
    ),
    "Convolution3D": (
        f"nb_filter kernel_dim1 kernel_dim2 kernel_dim3 {_IMAGE} dim_ordering {_RULES}"
    ),
    "LocallyConnected1D": (
        "nb_filter filter_length init activation weights border_mode subsample_length "
        f"{_RULES} input_dim input_length"
    ),
    "LocallyConnected2D": f"nb_filter nb_row nb_col {_IMAGE} dim_ordering {_RULES}",
    "TimeDistributedDense": f"output_dim init activation weights {_RULES} input_dim input_length",
    "compile": "optimizer loss metrics loss_weights sample_weight_mode",
    "CuDNNGRU": _CUDNN.format(""),
    "CuDNNLSTM": _CUDNN.format("unit_forget_bias "),
    "SGD": "lr momentum decay nesterov",
    "RMSprop": "lr rho epsilon decay",
    "Adagrad": "lr epsilon decay",
    "Adam": "lr beta_1 beta_2 epsilon decay amsgrad",
    "Nadam": "lr beta_1 beta_2 epsilon schedule_decay",
}
POSITIONS |= {second: POSITIONS[first] for second, first in _SECOND.items()}
"""By a method or an old name of a layer: its arguments in Keras 1's order; of cuDNN's in 2's."""

KERAS_1_ONLY = (
    "AtrousConv1D", "AtrousConv2D", "AtrousConvolution1D", "AtrousConvolution2D", "CuDNNGRU",
    "CuDNNLSTM", "Deconv2D", "Deconvolution2D", "TimeDistributedDense",
)  # fmt: skip
"""Names that no later Keras has: their arguments can only be Keras 1's."""


def _is_number(value: Any) -> bool:
    return not isinstance(value, bool)


def _is_epsilon(value: Any) -> bool:
    return value is None or (isinstance(value, float) and 0 < value < 1e-3)


TELLING: dict[str, tuple[int, Callable[[Any], bool]]] = {
    "SGD": (2, _is_number),
    "RMSprop": (2, _is_epsilon),
    "Adagrad": (1, _is_epsilon),
    "Adam": (4, _is_number),
    "Nadam": (4, lambda value: value == 0.004),
}
"""By optimizer: the place at which the order is seen, and what stands there in the old one.

There a decay or an epsilon stood where today there is `nesterov`, `momentum` or `amsgrad`.
"""


def named(owner: str, args: tuple[Any, ...], keywords: dict[str, Any]) -> dict[str, Any] | None:
    """Returns Keras 1's arguments by name, or None where the arguments are today's.

    Args:
        owner: the old name of the layer.
        args: positional arguments.
        keywords: keyword arguments.

    Raises:
        TypeError: there are too many, or one is given twice.

    Example:
        >>> named("Convolution2D", (32, 3, 5), {"border_mode": "same"})
        {'nb_filter': 32, 'nb_row': 3, 'nb_col': 5, 'border_mode': 'same'}
        >>> named("Convolution2D", (32, (3, 5)), {})
    """
    names = POSITIONS.get(owner, "").split()
    if not names or not _is_keras_1(owner, names, args, keywords):
        return None
    given = placed(owner, names, args)
    kernel = next((k for k in KERNELS if k[0] in given), None)
    today = KERAS_1["layers"].get(owner, owner)
    if owner in TELLING:
        old_spelling(f"{owner}({', '.join(names)})", f"{owner}(learning_rate, decay=...)")
    elif owner == "compile":
        old_spelling("compile(optimizer, loss, metrics)", "compile(optimizer, loss, metrics=...)")
    elif kernel is None:
        old_spelling(owner, today)
    else:
        first = ", ".join(names[: 1 + len(kernel)])
        old_spelling(f"{owner}({first})", f"{today}({names[0]}, ({', '.join(kernel)}))")
    twice = given.keys() & keywords.keys()
    if twice:
        raise TypeError(f"{owner} got more than one value for {', '.join(sorted(twice))}")
    return {**given, **keywords}


def _is_keras_1(
    owner: str, names: list[str], args: tuple[Any, ...], keywords: dict[str, Any]
) -> bool:
    """Returns by what stands where: a third number is today's strides for sequences alone."""
    if owner == "compile":
        return len(args) > 2 and _names_metrics(args[2])
    if owner in TELLING:
        place, tells = TELLING[owner]
        return len(names) >= len(args) > place and tells(args[place])
    kernel = next((k for k in KERNELS if k[0] in names), ())
    if owner in KERAS_1_ONLY or any(name in keywords for name in kernel):
        return True
    if not kernel:
        return len(args) > 2 and (isinstance(args[2], str) or callable(args[2]))
    lengths = args[1 : 1 + len(kernel)]
    return len(lengths) == len(kernel) and all(_is_whole(length) for length in lengths)


def _names_metrics(value: Any) -> bool:
    """Returns whether an argument holds names or functions, which weights of losses never are."""
    held = value.values() if isinstance(value, dict) else value
    held = held if isinstance(held, Iterable) and not isinstance(held, str) else [held]
    return any(isinstance(one, str | list | tuple) or callable(one) for one in held)


def _is_whole(value: Any) -> bool:
    return hasattr(value, "__index__") and not isinstance(value, bool)
