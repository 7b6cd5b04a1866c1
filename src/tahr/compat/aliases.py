"""Names of functions and classes as earlier Keras versions had them beside today's."""

from collections.abc import Iterable

from tahr.core.names import snake_case

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
    "cosine_proximity": "cosine_similarity",
}
_GATES = {"swish": "silu", "hard_swish": "hard_silu"}
ALIASES: dict[str, dict[str, str]] = {
    "losses": {**_LOSSES, "huber_loss": "huber"},
    "metrics": {**_LOSSES, "acc": "accuracy", "ACC": "accuracy"},
    "initializers": {
        "normal": "RandomNormal",
        "uniform": "RandomUniform",
        "zero": "Zeros",
        "one": "Ones",
        "IdentityInitializer": "Identity",
        "OrthogonalInitializer": "Orthogonal",
        "STFTInitializer": "STFT",
    },
    "regularizers": {
        "l1_l2": "L1L2",
        "l1l2": "L1L2",
        "ActivityRegularizer": "L1L2",
        "WeightRegularizer": "L1L2",
        "activity_l1": "L1",
        "activity_l2": "L2",
        "activity_l1l2": "L1L2",
        "L1L2Regularizer": "L1L2",
    },
    "constraints": {"maxnorm": "MaxNorm", "nonneg": "NonNeg", "unitnorm": "UnitNorm"},
    "activations": _GATES,
    "ops": _GATES,
    "ops.nn": _GATES,
    "layers": {
        **{
            f"{kind}Pool{n}D": f"{kind}Pooling{n}D"
            for kind in ("Max", "GlobalMax")
            for n in (1, 2, 3)
        },
        **{
            f"{kind}AvgPool{n}D": f"{kind}AveragePooling{n}D"
            for kind in ("", "Global")
            for n in (1, 2, 3)
        },
        **{f"Convolution{n}DTranspose": f"Conv{n}DTranspose" for n in (1, 2, 3)},
        "SeparableConvolution1D": "SeparableConv1D",
        "AbstractRNNCell": "Layer",
        "Deconv3D": "Conv3DTranspose",
        "Deconvolution3D": "Conv3DTranspose",
        "PreprocessingLayer": "Layer",
        "SyncBatchNormalization": "BatchNormalization",
    },
    "optimizers": {
        "adadelta": "Adadelta",
        "adagrad": "Adagrad",
        "adam": "Adam",
        "adamax": "Adamax",
        "nadam": "Nadam",
        "rmsprop": "RMSprop",
        "sgd": "SGD",
    },
    "models": {"Container": "Model", "Network": "Model"},
}
"""By public module, what a name is called today."""

KERAS_1: dict[str, dict[str, str]] = {
    "layers": {
        "AtrousConv1D": "Conv1D",
        "AtrousConv2D": "Conv2D",
        "AtrousConvolution1D": "Conv1D",
        "AtrousConvolution2D": "Conv2D",
        "Convolution1D": "Conv1D",
        "Convolution2D": "Conv2D",
        "Convolution3D": "Conv3D",
        "Deconv2D": "Conv2DTranspose",
        "Deconvolution2D": "Conv2DTranspose",
        "SeparableConvolution2D": "SeparableConv2D",
        "TimeDistributedDense": "Dense",
        "CuDNNLSTM": "LSTM",
        "CuDNNGRU": "GRU",
    },
}
"""Likewise of classes whose arguments stood in an order of their own (`positions.py`)."""

ABOVE = {"layers": {"Merge": "tahr.models.merge", "merge": "tahr.models.merge"}}
"""By public module, old names that a module holds which stands above it in the house."""

TODAYS = {
    "layers.Merge": "layers.Add, layers.Concatenate and their like",
    "layers.merge": "layers.add, layers.concatenate and their like",
}
"""What says the same as an old name, where no one name does."""

KEPT_LAYERS = (
    "ConvLSTM1DCell", "ConvLSTM2DCell", "ConvLSTM3DCell",
    "Highway", "LocallyConnected1D", "LocallyConnected2D", "MaxoutDense", "OwnBatchNormalization",
    "ParametricSoftplus", "SReLU", "SampleNormalization", "ThresholdedReLU",
)  # fmt: skip
"""Layers that only earlier versions have: `layers/former/`."""

LOWER = frozenset({"initializers", "regularizers", "constraints"})
"""Modules whose classes have a second name in lower case: `glorot_uniform`, `l2`, `max_norm`."""


def aliases_of(module: str, names: Iterable[str]) -> dict[str, str]:
    """Returns the other names of what a public module holds, each with today's.

    Args:
        module: the public module, as `losses`.
        names: today's names in it.

    Example:
        >>> aliases_of("regularizers", ["L1", "L2"])["activity_l2"]
        'L2'
        >>> aliases_of("constraints", ["MaxNorm"])
        {'max_norm': 'MaxNorm', 'maxnorm': 'MaxNorm'}
    """
    known = set(names)
    lower = {snake_case(name): name for name in known if name[:1].isupper()}
    others = {**(lower if module in LOWER else {}), **ALIASES.get(module, {})}
    return {old: new for old, new in others.items() if new in known and old not in known}
