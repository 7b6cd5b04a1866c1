"""Names of functions and classes as earlier Keras versions had them beside today's."""

_ERRORS = {
    "mse": "mean_squared_error",
    "mae": "mean_absolute_error",
    "mape": "mean_absolute_percentage_error",
    "msle": "mean_squared_logarithmic_error",
    "kld": "kl_divergence",
    "bce": "binary_crossentropy",
}
_LOSSES = {
    **_ERRORS,
    **{short.upper(): name for short, name in _ERRORS.items()},
    "kullback_leibler_divergence": "kl_divergence",
    "logcosh": "log_cosh",
}
SHORT: dict[str, dict[str, str]] = {
    "losses": _LOSSES,
    "metrics": _LOSSES,
    "objectives": _LOSSES,
    "initializers": {
        "normal": "RandomNormal",
        "uniform": "RandomUniform",
        "zero": "Zeros",
        "one": "Ones",
    },
}
"""By module, what a name is called today."""
