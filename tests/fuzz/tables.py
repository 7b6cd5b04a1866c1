"""What random programs are drawn from: layers with their arguments, and ops."""

from dataclasses import dataclass
from typing import Any

ACTIVATIONS = ["relu", "tanh", "softmax", "gelu", None, "elu", "sigmoid", "linear", "swish"]
PADDINGS = ["valid", "same"]
FORMATS = ["channels_last", None, "channels_first"]
SIZES = [1, 2, 3]
INITIALIZERS = ["zeros", "ones", "glorot_uniform"]
RULES = [None, "l1", "l2"]
BAD: list[Any] = [
    7,
    None,
    "zzz",
    -1,
    0,
    1.5,
    [],
    {"a": 1},
    (2, 2),
    "channels_first",
    float("nan"),
    (1, 2, 3),
    "",
    [None],
    -3,
    100,
    "same",
    0.5,
    (0,),
    object,
]
"""Values that most arguments cannot have."""

Table = dict[str, list[Any]]


@dataclass(frozen=True)
class Inner:
    """A layer as an argument of another one."""

    name: str
    given: dict[str, Any]

    def made(self, k: Any) -> Any:
        return getattr(k.layers, self.name)(**self.given)

    def __repr__(self) -> str:
        return f"{self.name}({self.given})"


WINDOW: Table = {"padding": PADDINGS, "data_format": FORMATS, "strides": SIZES}
CONV: Table = {
    **WINDOW,
    "dilation_rate": [1, 2],
    "activation": ACTIVATIONS,
    "use_bias": [True, False],
    "bias_initializer": INITIALIZERS,
    "bias_regularizer": RULES,
}
RECURRENT: Table = {
    "return_sequences": [True, False],
    "go_backwards": [True, False],
    "use_bias": [True, False],
    "return_state": [False, True],
    "unroll": [False, True],
    "activation": ["tanh", "relu"],
    "kernel_regularizer": RULES,
}
DENSE: Table = {
    "activation": ACTIVATIONS,
    "use_bias": [True, False],
    "kernel_initializer": INITIALIZERS,
    "kernel_regularizer": RULES,
}
GLOBAL: Table = {"data_format": FORMATS, "keepdims": [True, False]}

ATTENTION: Table = {
    "use_scale": [False, True],
    "return_attention_scores": [False],
    "dropout": [0.0],
}
CELLS = [
    Inner("LSTMCell", {"units": 2}),
    Inner("GRUCell", {"units": 3}),
    Inner("SimpleRNNCell", {"units": 1}),
]
TWICE = [
    Inner("LSTM", {"units": 2, "return_sequences": True}),
    Inner("GRU", {"units": 3}),
    Inner("SimpleRNN", {"units": 2, "go_backwards": True}),
    Inner("RNN", {"cell": CELLS[0]}),
    Inner("Dense", {"units": 2}),
]
EACH = [
    Inner("Dense", {"units": 2}),
    Inner("Flatten", {}),
    Inner("LSTM", {"units": 2}),
    Inner("Conv1D", {"filters": 2, "kernel_size": 2}),
    Inner("BatchNormalization", {}),
]

LAYERS: dict[str, tuple[int | tuple[int, ...], Table, Table]] = {
    "Dense": (2, {"units": SIZES}, DENSE),
    "EinsumDense": (
        3,
        {
            "equation": ["abc,cd->abd", "ab,bc->ac", "...c,cd->...d"],
            "output_shape": [(None, 4), 4, (4, 4)],
        },
        {"bias_axes": [None, "d"], "activation": ACTIVATIONS},
    ),
    "Activation": (3, {"activation": ACTIVATIONS}, {}),
    "Conv1D": (3, {"filters": [2, 4], "kernel_size": SIZES}, {**CONV, "groups": [1, 2]}),
    "Conv2D": (4, {"filters": [2, 4], "kernel_size": [*SIZES, (2, 3)]}, {**CONV, "groups": [1, 2]}),
    "Conv3D": (5, {"filters": [2], "kernel_size": [1, 2]}, CONV),
    "Conv1DTranspose": (3, {"filters": [2], "kernel_size": SIZES}, CONV),
    "Conv2DTranspose": (4, {"filters": [2], "kernel_size": SIZES}, CONV),
    "DepthwiseConv1D": (3, {"kernel_size": SIZES}, {**CONV, "depth_multiplier": [1, 2]}),
    "DepthwiseConv2D": (4, {"kernel_size": SIZES}, {**CONV, "depth_multiplier": [1, 2]}),
    "SeparableConv1D": (
        3,
        {"filters": [3], "kernel_size": SIZES},
        {**CONV, "depth_multiplier": [1, 2]},
    ),
    "SeparableConv2D": (
        4,
        {"filters": [3], "kernel_size": SIZES},
        {**CONV, "depth_multiplier": [1, 2]},
    ),
    "MaxPooling1D": (3, {}, {**WINDOW, "pool_size": SIZES}),
    "MaxPooling2D": (4, {}, {**WINDOW, "pool_size": [*SIZES, (2, 1)]}),
    "AveragePooling1D": (3, {"pool_size": SIZES}, WINDOW),
    "AveragePooling2D": (4, {"pool_size": SIZES}, WINDOW),
    "AveragePooling3D": (5, {"pool_size": SIZES}, WINDOW),
    "GlobalMaxPooling1D": (3, {}, GLOBAL),
    "GlobalAveragePooling1D": (3, {}, GLOBAL),
    "GlobalAveragePooling2D": (4, {}, GLOBAL),
    "GlobalMaxPooling3D": (5, {}, GLOBAL),
    "LSTM": (3, {"units": SIZES}, {**RECURRENT, "unit_forget_bias": [True, False]}),
    "GRU": (3, {"units": SIZES}, {**RECURRENT, "reset_after": [True, False]}),
    "SimpleRNN": (3, {"units": SIZES}, RECURRENT),
    "BatchNormalization": (
        3,
        {},
        {"axis": [-1, 1], "center": [True, False], "scale": [True, False]},
    ),
    "LayerNormalization": (
        3,
        {},
        {"axis": [-1, 1, [1, 2]], "center": [True, False], "epsilon": [0.1]},
    ),
    "GroupNormalization": (3, {}, {"groups": [1, 2, -1], "axis": [-1, 1], "scale": [True, False]}),
    "RMSNormalization": (3, {}, {"axis": [-1], "epsilon": [0.1]}),
    "UnitNormalization": (3, {}, {"axis": [-1, 1, [1, 2]]}),
    "Softmax": (3, {}, {"axis": [-1, 1, (1, 2)]}),
    "ReLU": (
        3,
        {},
        {"max_value": [None, 1.0], "negative_slope": [0.0, 0.1], "threshold": [0.0, 0.2]},
    ),
    "LeakyReLU": (3, {}, {"negative_slope": [0.1, 0.3]}),
    "ELU": (3, {}, {"alpha": [1.0, 0.5]}),
    "PReLU": (3, {}, {"shared_axes": [None, [1], [1, 2], 1], "alpha_initializer": INITIALIZERS}),
    "Dropout": (3, {"rate": [0.0, 0.5]}, {"noise_shape": [None, (2, 1, 4)], "seed": [1, None]}),
    "SpatialDropout1D": (3, {"rate": [0.0, 0.5]}, {"seed": [1]}),
    "GaussianNoise": (3, {"stddev": [0.0, 0.5]}, {"seed": [1]}),
    "GaussianDropout": (3, {"rate": [0.1, 0.5]}, {"seed": [1]}),
    "AlphaDropout": (3, {"rate": [0.1, 0.5]}, {"seed": [1]}),
    "ActivityRegularization": (3, {}, {"l1": [0.0, 0.1], "l2": [0.0, 0.1]}),
    "Flatten": (4, {}, {"data_format": FORMATS}),
    "Reshape": (3, {"target_shape": [(-1,), (2, -1), (4, 5), (5, 4)]}, {}),
    "Permute": (3, {"dims": [(2, 1), (1, 2)]}, {}),
    "RepeatVector": (2, {"n": SIZES}, {}),
    "UpSampling1D": (3, {}, {"size": SIZES}),
    "UpSampling2D": (
        4,
        {},
        {
            "size": [*SIZES, (1, 2)],
            "data_format": FORMATS,
            "interpolation": ["nearest", "bilinear"],
        },
    ),
    "ZeroPadding1D": (3, {}, {"padding": [1, (1, 2)]}),
    "ZeroPadding2D": (4, {}, {"padding": [1, (1, 2), ((1, 0), (2, 1))], "data_format": FORMATS}),
    "Cropping1D": (3, {}, {"cropping": [1, (1, 2)]}),
    "Cropping2D": (4, {}, {"cropping": [1, (1, 2), ((1, 0), (2, 1))], "data_format": FORMATS}),
    "Rescaling": (3, {"scale": [0.5, 2]}, {"offset": [0.0, 1.0]}),
    "Masking": (3, {}, {"mask_value": [0.0, 1.0]}),
    "Conv3DTranspose": (5, {"filters": [2], "kernel_size": [1, 2]}, CONV),
    "MaxPooling3D": (5, {}, {**WINDOW, "pool_size": [1, 2, (2, 1, 1)]}),
    "GlobalMaxPooling2D": (4, {}, GLOBAL),
    "GlobalAveragePooling3D": (5, {}, GLOBAL),
    "UpSampling3D": (5, {}, {"size": [1, 2, (1, 2, 1)], "data_format": FORMATS}),
    "ZeroPadding3D": (5, {}, {"padding": [1, (1, 2, 0)], "data_format": FORMATS}),
    "Cropping3D": (5, {}, {"cropping": [1, (1, 1, 0)], "data_format": FORMATS}),
    "SpatialDropout2D": (4, {"rate": [0.0, 0.5]}, {"seed": [1], "data_format": FORMATS}),
    "SpatialDropout3D": (5, {"rate": [0.0, 0.5]}, {"seed": [1], "data_format": FORMATS}),
    "Identity": (3, {}, {}),
    "Normalization": (
        3,
        {"mean": [0.0, 1.5, [1.0, 2.0, 3.0, 4.0]], "variance": [1.0, 2.0, [1.0, 2.0, 3.0, 4.0]]},
        {"axis": [-1, None, 2, (1, 2)], "invert": [False, True]},
    ),
    "RNN": (
        3,
        {"cell": [*CELLS, CELLS]},
        {key: RECURRENT[key] for key in ("return_sequences", "go_backwards", "return_state")},
    ),
    "Bidirectional": (
        3,
        {"layer": TWICE},
        {"merge_mode": ["concat", "sum", "mul", "ave", None]},
    ),
    "TimeDistributed": (4, {"layer": EACH}, {}),
    "Add": ((3, 3), {}, {}),
    "Subtract": ((3, 3), {}, {}),
    "Multiply": ((3, 3, 3), {}, {}),
    "Average": ((3, 3), {}, {}),
    "Maximum": ((3, 3), {}, {}),
    "Minimum": ((4, 4), {}, {}),
    "Concatenate": ((3, 3), {}, {"axis": [-1, 1, 2]}),
    "Dot": ((3, 3), {"axes": [1, 2, (1, 2), (2, 2), -1, (-1, 2)]}, {"normalize": [False, True]}),
    "Attention": ((3, 3), {}, {**ATTENTION, "score_mode": ["dot", "concat"]}),
    "AdditiveAttention": ((3, 3, 3), {}, ATTENTION),
    "MultiHeadAttention": (
        (3, 3),
        {"num_heads": [1, 2], "key_dim": SIZES},
        {"value_dim": [None, 3], "use_bias": [True, False], "output_shape": [None, 3, (2, 2)]},
    ),
    "Embedding": (2, {"input_dim": [9, 12], "output_dim": SIZES}, {"mask_zero": [True, False]}),
}
"""By name: the rank of the input or of each, the arguments that are needed, and those that may be
left out."""

ONE: list[tuple[str, dict[str, Any]]] = [
    ("relu", {}),
    ("tanh", {}),
    ("sigmoid", {}),
    ("exp", {}),
    ("square", {}),
    ("abs", {}),
    ("softplus", {}),
    ("sum", {"axis": -1, "keepdims": True}),
    ("mean", {"axis": 1, "keepdims": True}),
    ("softmax", {"axis": -1}),
    ("max", {"axis": -1, "keepdims": True}),
    ("flip", {"axis": 1}),
    ("roll", {"shift": 1, "axis": 1}),
    ("clip", {"x_min": -0.5, "x_max": 0.5}),
    ("cumsum", {"axis": 1}),
    ("sort", {"axis": -1}),
    ("negative", {}),
    ("logsumexp", {"axis": -1, "keepdims": True}),
    ("sin", {}),
    ("sign", {}),
    ("std", {"axis": -1, "keepdims": True}),
    ("log_softmax", {"axis": -1}),
    ("round", {"decimals": 1}),
    ("normalize", {"axis": -1}),
    ("leaky_relu", {"negative_slope": 0.2}),
    ("silu", {}),
    ("erf", {}),
]
TWO = ["add", "subtract", "multiply", "maximum", "minimum", "arctan2", "logaddexp"]
MERGES = ["Add", "Multiply", "Average", "Maximum", "Minimum", "Subtract", "Concatenate"]
