"""Keyword arguments as Keras 1 and 2 called them."""

from typing import Any

RENAMED = {
    "lr": "learning_rate",
    "nb_epoch": "epochs",
    "nb_words": "num_words",
    "output_dim": "units",
    "nb_filter": "filters",
    "filter_length": "kernel_size",
    "border_mode": "padding",
    "subsample": "strides",
    "subsample_length": "strides",
    "pool_length": "pool_size",
    "stride": "strides",
    "dim_ordering": "data_format",
    "init": "kernel_initializer",
    "inner_init": "recurrent_initializer",
    "bias": "use_bias",
    "W_regularizer": "kernel_regularizer",
    "U_regularizer": "recurrent_regularizer",
    "b_regularizer": "bias_regularizer",
    "W_constraint": "kernel_constraint",
    "b_constraint": "bias_constraint",
    "inner_activation": "recurrent_activation",
    "dropout_W": "dropout",
    "dropout_U": "recurrent_dropout",
    "p": "rate",
    "input": "inputs",
    "output": "outputs",
    "show_accuracy": "metrics",
    "val_samples": "validation_steps",
    "samples_per_epoch": "steps_per_epoch",
    "epsilon": "min_delta",
}
"""What a keyword is called today. It applies where the new name exists and the old does not."""

VALUES: dict[str, dict[Any, Any]] = {
    "data_format": {"th": "channels_first", "tf": "channels_last"},
    "metrics": {True: ["accuracy"], False: None},
}
"""What a value is called today, by today's name of the keyword."""


def translate(owner: str, keywords: dict[str, Any], known: frozenset[str]) -> dict[str, Any]:
    """Gives keywords in today's spelling.

    Args:
        owner: the function or class that is called.
        keywords: what it is called with.
        known: the names it takes.

    Example:
        >>> translate("Adam", {"lr": 0.1}, frozenset({"learning_rate"}))
        {'learning_rate': 0.1}
    """
    result: dict[str, Any] = {}
    for name, value in keywords.items():
        new = RENAMED.get(name, name)
        if name in known or new not in known or new in keywords:
            result[name] = value
            continue
        table = VALUES.get(new, {})
        result[new] = table.get(value, value) if isinstance(value, str | bool) else value
    return result
