"""Keyword arguments as Keras 1 and 2 called them."""

from typing import Any

from tahr.compat.positions import KERNELS
from tahr.core.errors import ArgumentError
from tahr.core.notices import notice, old_spelling

COMPARING = (
    "equal", "greater", "greater_equal", "less", "less_equal", "maximum", "minimum", "not_equal",
)  # fmt: skip
"""Functions of two tensors, which `keras.backend` called x and y."""

RENAMED: dict[str, tuple[str, ...]] = {
    "lr": ("learning_rate",),
    "nb_epoch": ("epochs",),
    "nb_words": ("num_words",),
    "nb_classes": ("num_classes",),
    "output_dim": ("units",),
    "nb_filter": ("filters",),
    "filter_length": ("kernel_size",),
    "border_mode": ("padding",),
    "subsample": ("strides",),
    "subsample_length": ("strides",),
    "atrous_rate": ("dilation_rate",),
    "pool_length": ("pool_size",),
    "stride": ("strides",),
    "length": ("size",),
    "dim_ordering": ("data_format",),
    "init": (
        "kernel_initializer", "embeddings_initializer", "depthwise_initializer",
        "pointwise_initializer", "alpha_initializer",
    ),
    "inner_init": ("recurrent_initializer",),
    "forget_bias_init": ("unit_forget_bias",),
    "beta_init": ("beta_initializer",),
    "gamma_init": ("gamma_initializer",),
    "bias": ("use_bias",),
    "W_regularizer": ("kernel_regularizer", "embeddings_regularizer"),
    "U_regularizer": ("recurrent_regularizer",),
    "b_regularizer": ("bias_regularizer",),
    "W_constraint": ("kernel_constraint", "embeddings_constraint"),
    "b_constraint": ("bias_constraint",),
    "inner_activation": ("recurrent_activation",),
    "dropout_W": ("dropout",),
    "dropout_U": ("recurrent_dropout",),
    "p": ("rate",),
    "sigma": ("stddev",),
    "m": ("max_value",),
    "l": ("l1", "l2"),
    "input": ("inputs",),
    "output": ("outputs",),
    "show_accuracy": ("metrics",),
    "val_samples": ("validation_steps", "steps"),
    "nb_val_samples": ("validation_steps",),
    "samples_per_epoch": ("steps_per_epoch",),
    "batch_input_shape": ("batch_shape",),
    "Input.input_shape": ("shape",),
    "InputLayer.input_shape": ("shape",),
    "LeakyReLU.alpha": ("negative_slope",),
    "ReduceLROnPlateau.epsilon": ("min_delta",),
    "channel_index": ("channel_axis",),
    "col_index": ("col_axis",),
    "row_index": ("row_axis",),
    "load_img.grayscale": ("color_mode",),
    "update.force": ("finalize",),
    "MinMaxNorm.low": ("min_value",),
    "MinMaxNorm.high": ("max_value",),
    "multi_hot.num_tokens": ("num_classes",),
    "expand_dims.dim": ("axis",),
    "random_normal.std": ("stddev",),
    "random_uniform.low": ("minval",),
    "random_uniform.high": ("maxval",),
    "resize_images.X": ("x",),
    "resize_volumes.X": ("x",),
    "moving_average_update.variable": ("x",),
    "pattern_broadcast.broatcastable": ("broadcastable",),
    "Reshape.dims": ("target_shape",),
    "relu.alpha": ("negative_slope",),
    "to_categorical.y": ("x",),
    "set_epsilon.e": ("value",),
    "set_floatx.floatx": ("value",),
    **{f"{name}.{old}": (new,) for name in COMPARING for old, new in (("x", "x1"), ("y", "x2"))},
}  # fmt: skip
"""What a keyword is called today, everywhere or of one owner.

It applies where the new name exists and the old does not.
"""

FIRST_ONLY = frozenset({
    "inner_init", "inner_activation", "forget_bias_init", "dropout_W", "dropout_U",
    "W_regularizer", "U_regularizer", "b_regularizer", "consume_less",
})  # fmt: skip
"""Keywords by which a recurrent layer is known to be meant as in Keras 1."""

_GATES = {"recurrent_activation": "older_hard_sigmoid"}
DEFAULTS_THEN: dict[str, dict[str, Any]] = {
    "GRU": {**_GATES, "reset_after": False},
    "LSTM": _GATES,
    "ConvLSTM2D": _GATES,
}
"""What arguments of such a layer are where they are not given."""

TOGETHER = dict.fromkeys(KERNELS, "kernel_size")
"""Keywords that are one today."""

VALUES: dict[str, dict[Any, Any]] = {
    "color_mode": {True: "grayscale", False: "rgb"},
    "data_format": {"th": "channels_first", "tf": "channels_last", "default": None},
    "metrics": {True: ["accuracy"], False: None},
    "reduction": {"auto": "sum_over_batch_size"},
    "output_mode": {"binary": "multi_hot", "tf-idf": "tf_idf"},
    "unit_forget_bias": {"one": True, "ones": True, "zero": False, "zeros": False},
}
"""What a value is called today, by today's name of the keyword."""

OPTIMIZERS = (
    "Adadelta", "Adafactor", "Adagrad", "Adam", "AdamW", "Adamax", "Ftrl", "Lion", "Nadam",
    "RMSprop", "SGD",
)  # fmt: skip
"""Those that tf.keras had, which compiled their updates on request: a step is compiled anyway."""

NOT_NEEDED: dict[str, tuple[Any, ...] | None] = {
    "consume_less": ("cpu", "mem", "gpu"),
    "implementation": (0, 1, 2),
    "lora_alpha": (None,),
    "lora_rank": (None,),
    "quantization_config": (None,),
    "compile.sample_weight_mode": None,
    "target_tensors": (None,),
    "time_major": (False,),
    "BatchNormalization.mode": (0,),
    **{
        f"{name}.{argument}": None
        for name in ("conv1d", "conv2d", "conv3d", "conv2d_transpose", "atrous_conv2d")
        for argument in ("image_shape", "volume_shape", "filter_shape")
    },
    **{f"{name}.jit_compile": None for name in OPTIMIZERS},
    "CallbackList.queue_length": None,
    "Embedding.sparse": (False, None),
    "ModelCheckpoint.options": (None,),
    "ProgbarLogger.count_mode": None,
    "ProgbarLogger.stateful_metrics": None,
    "dynamic": (False, None),
    "IntegerLookup.has_input_vocabulary": None,
    "IntegerLookup.vocabulary_size": None,
    "to_categorical.dtype": ("float32",),
    "StringLookup.has_input_vocabulary": None,
    "StringLookup.vocabulary_size": None,
    "TextVectorization.vocabulary_size": None,
}
"""Keywords that say nothing beyond what happens anyway, and the values of which that is true.

`consume_less` and `implementation` chose among ways to the same numbers; weights are told to be of
samples or of steps by their shape; `BatchNormalization(mode=0)` is the way that is left. Files of
Keras say of layers that make no use of them `lora_rank` and the like, and how large a vocabulary
is that stands there, too.
"""

SAVED: dict[str, dict[str, tuple[Any, ...]]] = {
    "save": {
        "save_format": (None, "keras", "h5", "keras_v3", "tf"),
        "include_optimizer": (True,),
        "signatures": (None,),
    },
    "save_weights": {
        "save_format": (None, "keras", "h5", "keras_v3", "tf"),
        "options": (None,),
    },
}
"""By method: keywords that say how to save, and the values that are what happens anyway."""

NO_EFFECT = {
    "class_mode": "the loss and the metrics say it",
    "max_q_size": "give it to the PyDataset that is trained on",
    "max_queue_size": "give it to the PyDataset that is trained on",
    "nb_worker": "give `workers` to the PyDataset that is trained on",
    "pickle_safe": "give `use_multiprocessing` to the PyDataset that is trained on",
    "theano_mode": "steps are compiled by the engine in use",
    "use_multiprocessing": "give it to the PyDataset that is trained on",
    "workers": "give it to the PyDataset that is trained on",
    "load_data.test_split": "the data is split already",
    "TensorBoard.batch_size": "weights are written as they are",
    "TensorBoard.embeddings_data": "the vectors of embeddings are written as they are",
    "TensorBoard.embeddings_layer_names": "all embeddings are written",
    "TensorBoard.profile": "say which batches with `profile_batch`",
    "TensorBoard.write_grads": "gradients are not written",
}
"""Keywords that change nothing, of `METHODS` or of one owner, and what to do instead."""

MEANT: dict[str, dict[str, dict[Any, str]]] = {
    "BatchNormalization": {"mode": {1: "SampleNormalization", 2: "OwnBatchNormalization"}}
}
"""By layer, keywords of which a value means a layer of another name."""

GONE = {
    "BatchNormalization.mode": "it was 0, 1 or 2",
    "time_major": "transpose the input and the output: layers.Permute((2, 1))",
    "target_tensors": "give the targets to fit",
}
"""Keywords of which a value means what no argument does today, and what to do instead."""

METHODS = ("compile", "fit", "evaluate", "predict")


class Samples(int):
    """A number of samples where today a number of batches is asked for."""


COUNTS = {
    "samples_per_epoch": "steps_per_epoch=, a number of batches",
    "val_samples": "validation_steps= or steps=, a number of batches",
    "nb_val_samples": "validation_steps=, a number of batches",
}
"""Keywords that count samples where today batches are counted, and what is said of them."""

COUNTED_IN_SAMPLES = tuple(COUNTS)


def translate(owner: str, keywords: dict[str, Any], known: frozenset[str]) -> dict[str, Any]:
    """Returns keywords in today's spelling.

    Args:
        owner: the function or class that is called.
        keywords: what it is called with.
        known: the names it takes.

    Example:
        >>> translate("Adam", {"lr": 0.1}, frozenset({"learning_rate"}))
        {'learning_rate': 0.1}
        >>> translate("Conv2D", {"nb_row": 3, "nb_col": 5}, frozenset({"kernel_size"}))
        {'kernel_size': (3, 5)}
    """
    result: dict[str, Any] = {}
    for name, value in _joined(keywords, known).items():
        if name in known:
            result[name] = value
        elif not _says_nothing(owner, name, value):
            today = RENAMED.get(f"{owner}.{name}") or RENAMED.get(name, ())
            new = [n for n in today if n in known and n not in keywords]
            if new:
                old_spelling(f"{name}=", COUNTS.get(name) or "=, ".join(new) + "=")
            result |= {n: _today(name, n, value) for n in new or [name]}
    if owner in DEFAULTS_THEN and keywords.keys() & FIRST_ONLY:
        then = DEFAULTS_THEN[owner]
        result = {**then, **result}
        if result["recurrent_activation"] == "hard_sigmoid":
            result["recurrent_activation"] = then["recurrent_activation"]
    return result


def _joined(keywords: dict[str, Any], known: frozenset[str]) -> dict[str, Any]:
    for names, new in TOGETHER.items():
        if new in known and new not in keywords and keywords.keys() >= set(names):
            rest = {name: value for name, value in keywords.items() if name not in names}
            old_spelling("=, ".join(names) + "=", f"{new}=(...)")
            return {new: tuple(keywords[name] for name in names), **rest}
    return keywords


def _says_nothing(owner: str, name: str, value: Any) -> bool:
    for key in (name, f"{owner}.{name}"):
        values = NOT_NEEDED.get(key, ())
        if values is None or any(value is v or value == v for v in values):
            return True
    gone = GONE.get(f"{owner}.{name}") or GONE.get(name)
    if gone is not None:
        raise ArgumentError(f"`{name}={value!r}` is there no more", where=owner, todo=gone)
    instead = NO_EFFECT.get(f"{owner}.{name}" if owner not in METHODS else name)
    if instead is None:
        return False
    notice(f"`{name}` has no effect in `{owner}`: {instead}")
    return True


def _today(old: str, new: str, value: Any) -> Any:
    if old in COUNTED_IN_SAMPLES and isinstance(value, int):
        return Samples(value)
    table = VALUES.get(new, {})
    if not isinstance(value, str | bool) or value not in table:
        return value
    if isinstance(value, str):
        old_spelling(f"{new}={value!r}", f"{new}={table[value]!r}")
    return table[value]
