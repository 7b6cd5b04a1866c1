"""Names of figures in the logs as Keras 1 and 2 called them."""

SHORT = {
    "acc": "accuracy",
    "lr": "learning_rate",
    "mse": "mean_squared_error",
    "mae": "mean_absolute_error",
    "mape": "mean_absolute_percentage_error",
}
BOTH_WAYS = SHORT | {long: short for short, long in SHORT.items()}


def other_names(name: str) -> tuple[str, ...]:
    """Returns the other names a figure may have.

    Example:
        >>> other_names("val_acc")
        ('val_accuracy',)
    """
    prefix = "val_" if name.startswith("val_") else ""
    other = BOTH_WAYS.get(name.removeprefix("val_"))
    return (f"{prefix}{other}",) if other else ()
