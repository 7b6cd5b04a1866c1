"""Names of figures in the logs as Keras 1 and 2 called them."""

SHORT = {
    "acc": "accuracy",
    "lr": "learning_rate",
    "mse": "mean_squared_error",
    "mae": "mean_absolute_error",
    "mape": "mean_absolute_percentage_error",
    "msle": "mean_squared_logarithmic_error",
}
BOTH_WAYS = SHORT | {long: short for short, long in SHORT.items()}


def other_names(name: str) -> tuple[str, ...]:
    """Returns the other names a figure may have, that of an output before it or not.

    Example:
        >>> other_names("val_acc"), other_names("val_head_mean_absolute_error")
        (('val_accuracy',), ('val_head_mae',))
    """
    for word, other in BOTH_WAYS.items():
        before = name.removesuffix(word)
        if before != name and (not before or before.endswith("_")):
            return (f"{before}{other}",)
    return ()
