"""Configurations of layers as Keras 1, Keras 2 and tf.keras wrote them into files."""

from typing import Any

from tahr.compat.aliases import KERAS_1

CLASSES = {
    **KERAS_1["layers"],
    "BatchNormalizationV1": "BatchNormalization",
    "BatchNormalizationV2": "BatchNormalization",
    "CuDNNGRU": "GRU",
    "CuDNNLSTM": "LSTM",
    "Model": "Functional",
}
"""What a class is called today."""

MERGES = {
    "ave": "Average",
    "concat": "Concatenate",
    "dot": "Dot",
    "max": "Maximum",
    "mul": "Multiply",
    "sum": "Add",
}
"""Keras 1's layer `Merge`, by its mode."""

SILENT = (
    "Cropping2D", "Cropping3D", "UpSampling2D", "UpSampling3D", "ZeroPadding2D", "ZeroPadding3D",
)  # fmt: skip
"""Layers of Keras 1 that did not always write where channels stand."""

ARGUMENTS: dict[str, dict[str, str]] = {
    "AtrousConvolution1D": {"atrous_rate": "dilation_rate"},
    "AtrousConvolution2D": {"atrous_rate": "dilation_rate"},
    "BatchNormalization": {
        "beta_init": "beta_initializer",
        "gamma_init": "gamma_initializer",
    },
    "Concatenate": {"concat_axis": "axis"},
    "Dot": {"dot_axes": "axes"},
    "Embedding": {
        "W_constraint": "embeddings_constraint",
        "W_regularizer": "embeddings_regularizer",
        "init": "embeddings_initializer",
    },
    "InputLayer": {"batch_input_shape": "batch_shape", "input_dtype": "dtype"},
    "SeparableConv2D": {
        "depthwise_init": "depthwise_initializer",
        "pointwise_init": "pointwise_initializer",
    },
    "*": {
        "W_constraint": "kernel_constraint",
        "W_regularizer": "kernel_regularizer",
        "U_regularizer": "recurrent_regularizer",
        "b_constraint": "bias_constraint",
        "b_regularizer": "bias_regularizer",
        "bias": "use_bias",
        "border_mode": "padding",
        "dim_ordering": "data_format",
        "dropout_U": "recurrent_dropout",
        "dropout_W": "dropout",
        "filter_length": "kernel_size",
        "init": "kernel_initializer",
        "inner_activation": "recurrent_activation",
        "inner_init": "recurrent_initializer",
        "nb_filter": "filters",
        "output_dim": "units",
        "p": "rate",
        "pool_length": "pool_size",
        "stride": "strides",
        "subsample": "strides",
        "subsample_length": "strides",
    },
}
"""What an argument of a class is called today; "*" holds for all that have not both."""

KEPT = {"Embedding": ("output_dim", "input_dim")}
"""Old names that are those of today in some class."""

VALUES: dict[str, dict[Any, Any]] = {
    "data_format": {"th": "channels_first", "tf": "channels_last"},
    "distribution": {"normal": "truncated_normal"},
}
"""What a value is called today."""

IDLE: dict[str, tuple[Any, ...]] = {
    "arguments": ({},),
    "autocast": (True, False),
    "batch_size": (None,),
    "build_input_shape": (...,),
    "concat_axis": (...,),
    "consume_less": (...,),
    "dot_axes": (...,),
    "dropout": (0, 0.0, None),
    "dtype": (...,),
    "experimental_run_tf_function": (...,),
    "forget_bias_init": (...,),
    "fused": (...,),
    "groups": (1,),
    "implementation": (...,),
    "kernel_initializer": (...,),
    "key_shape": (...,),
    "query_shape": (...,),
    "softmax_robust_masking": (...,),
    "value_shape": (...,),
    "input_dtype": (...,),
    "is_legacy_optimizer": (...,),
    "jit_compile": (...,),
    "layers": (None, []),
    "mode": (0, 2, "sum", "concat", "mul", "ave", "max", "dot"),
    "mode_type": ("raw",),
    "node_indices": (...,),
    "output_mask": (None,),
    "output_mask_type": (...,),
    "output_shape_type": (...,),
    "ragged": (False, None),
    "renorm": (False,),
    "renorm_clipping": (None,),
    "renorm_momentum": (...,),
    "return_runtime": (...,),
    "sparse": (False, None),
    "tensor_indices": (...,),
    "time_major": (False,),
    "transform_bias": (...,),
    "virtual_batch_size": (None,),
}
"""Arguments that no longer exist, and the values for which nothing is lost; `...` for any.

Nothing is lost by None or False, either.
"""

DEFAULTS: dict[str, dict[str, Any]] = {
    "CuDNNGRU": {"reset_after": True, "recurrent_activation": "sigmoid"},
    "CuDNNLSTM": {"recurrent_activation": "sigmoid"},
    "GRU": {"reset_after": False, "recurrent_activation": "older_hard_sigmoid"},
    "GRUCell": {"reset_after": False, "recurrent_activation": "older_hard_sigmoid"},
    "LSTM": {"recurrent_activation": "older_hard_sigmoid"},
    "LSTMCell": {"recurrent_activation": "older_hard_sigmoid"},
}
"""What an argument was where a file does not say it and today's default is another."""

ACTIVATIONS = {"hard_sigmoid": "older_hard_sigmoid"}
"""Activations that are another function today."""

RECURRENT = ("Bidirectional", "ConvLSTM2D", "GRU", "LSTM", "RNN", "SimpleRNN")
"""Layers that were called on their input and the state they begin with, as one list."""

FUNCTION_LAYERS = ("TFOpLambda", "SlicingOpLambda")
"""What tf.keras called a function of TensorFlow in a graph."""

FUNCTIONS: dict[str, tuple[str, ...]] = {
    "__operators__.add": ("add", "y"),
    "math.abs": ("absolute",),
    "math.add": ("add", "y"),
    "math.divide": ("true_divide", "y"),
    "math.exp": ("exp",),
    "math.log": ("log",),
    "math.maximum": ("maximum", "y"),
    "math.minimum": ("minimum", "y"),
    "math.multiply": ("multiply", "y"),
    "math.negative": ("negative",),
    "math.pow": ("power", "y"),
    "math.sigmoid": ("sigmoid",),
    "math.sqrt": ("sqrt",),
    "math.square": ("square",),
    "math.subtract": ("subtract", "y"),
    "math.tanh": ("tanh",),
    "math.truediv": ("true_divide", "y"),
    "nn.relu": ("relu",),
    "nn.sigmoid": ("sigmoid",),
    "nn.tanh": ("tanh",),
    "tanh": ("tanh",),
}
"""The op that a function of TensorFlow is, and the arguments it takes beside the first tensor."""
