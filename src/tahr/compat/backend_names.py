"""Names of `keras.backend` in Keras 1 and 2, and what each means today.

A name of the first table is the same function as that of `keras.ops`. A name of the second has
other arguments or another meaning: it stands in a module of `tahr.backend`.
"""

SAME = dict.fromkeys(
    (
        "abs", "all", "any", "cast", "cos", "equal", "exp", "greater", "greater_equal", "less",
        "less_equal", "log", "logsumexp", "max", "maximum", "mean", "min", "minimum",
        "not_equal", "prod", "round", "sigmoid", "sign", "sin", "softplus", "softsign", "square",
        "squeeze", "std", "sum", "tanh", "transpose", "var",
    ),
    "",
) | {"lesser": "less", "lesser_equal": "less_equal"}  # fmt: skip
"""By the old name, that in `keras.ops`; "" where it is the same."""

SAID = {
    "axes": {
        "arange": "keras.ops.arange",
        "argmax": "keras.ops.argmax",
        "argmin": "keras.ops.argmin",
        "batch_flatten": "keras.ops.reshape(x, (len(x), -1))",
        "concatenate": "keras.ops.concatenate",
        "cumprod": "keras.ops.cumprod",
        "cumsum": "keras.ops.cumsum",
        "expand_dims": "keras.ops.expand_dims",
        "flatten": "keras.ops.ravel",
        "gather": "keras.ops.take(x, indices, axis=0)",
        "ndim": "len(x.shape)",
        "one_hot": "keras.ops.one_hot",
        "pattern_broadcast": "not needed: shapes say it",
        "permute_dimensions": "keras.ops.transpose",
        "repeat": "keras.layers.RepeatVector",
        "repeat_elements": "keras.ops.repeat",
        "reset_uids": "keras.utils.clear_session",
        "reshape": "keras.ops.reshape",
        "reverse": "keras.ops.flip",
        "size": "keras.ops.size",
        "slice": "keras.ops.slice, or x[start:stop]",
        "stack": "keras.ops.stack",
        "tile": "keras.ops.tile",
    },
    "control": {
        "control_dependencies": "not needed: what is computed first follows from what needs it",
        "eager:as_it_is": "not needed: there is one mode",
        "foldl": "keras.ops.fold",
        "foldr": "keras.ops.fold of keras.ops.flip(x, 0)",
        "map_fn": "keras.ops.map",
        "rnn": "keras.ops.scan, or keras.layers.RNN",
        "switch": "keras.ops.where or keras.ops.cond",
        "symbolic:as_it_is": "not needed: there is one mode",
    },
    "convolutions": {
        "atrous_conv2d": "keras.ops.conv(..., dilation_rate=)",
        "conv1d": "keras.ops.conv",
        "conv2d": "keras.ops.conv",
        "conv2d_transpose": "keras.ops.conv_transpose",
        "conv3d": "keras.ops.conv",
        "conv3d_transpose": "keras.ops.conv_transpose",
        "deconv2d:conv2d_transpose": "keras.ops.conv_transpose",
        "depthwise_conv2d": "keras.ops.depthwise_conv",
        "local_conv1d": "keras.ops.einsum",
        "local_conv2d": "keras.ops.einsum",
        "pool2d": "keras.ops.max_pool or average_pool",
        "pool3d": "keras.ops.max_pool or average_pool",
        "separable_conv1d": "keras.ops.separable_conv",
        "separable_conv2d": "keras.ops.separable_conv",
    },
    "crossentropies": {
        "binary_crossentropy": "keras.ops.binary_crossentropy",
        "binary_focal_crossentropy": "keras.losses.binary_focal_crossentropy",
        "categorical_crossentropy": "keras.ops.categorical_crossentropy",
        "categorical_focal_crossentropy": "keras.losses.categorical_focal_crossentropy",
        "classification_error": "1 - keras.metrics.categorical_accuracy",
        "sparse_categorical_crossentropy": "keras.ops.sparse_categorical_crossentropy",
    },
    "drawing": {
        "dropout": "keras.random.dropout",
        "random_bernoulli:random_binomial": "keras.random.binomial",
        "random_binomial": "keras.random.binomial",
        "random_normal": "keras.random.normal",
        "random_uniform": "keras.random.uniform",
        "truncated_normal": "keras.random.truncated_normal",
    },
    "elementwise": {
        "clip": "keras.ops.clip",
        "elu": "keras.ops.elu",
        "hard_sigmoid": "keras.ops.clip(0.2 * x + 0.5, 0, 1)",
        "identity": "keras.ops.copy",
        "in_top_k": "keras.ops.in_top_k(targets, predictions, k)",
        "l2_normalize": "keras.ops.normalize",
        "pow": "keras.ops.power",
        "print_tensor": "print",
        "relu": "keras.ops.relu, or keras.layers.ReLU",
        "softmax": "keras.ops.softmax",
        "sqrt": "keras.ops.sqrt",
        "stop_gradient": "keras.ops.stop_gradient",
    },
    "functions": {
        "Function": "keras.Model(inputs, outputs)",
        "function": "keras.Model(inputs, outputs)",
        "gradients": "tahr.value_and_grad(function, variables)",
    },
    "labels": {
        "ctc_batch_cost": "keras.losses.CTC",
        "ctc_decode": "keras.ops.ctc_decode",
        "ctc_label_dense_to_sparse": "scipy.sparse.coo_array",
    },
    "normalizing": {
        "batch_normalization": "keras.ops.batch_normalization",
        "normalize_batch_in_training": "keras.ops.moments and keras.ops.batch_normalization",
    },
    "padding": {
        "asymmetric_spatial_2d_padding": "keras.ops.pad",
        "asymmetric_temporal_padding": "keras.ops.pad",
        "resize_images": "keras.ops.image.resize",
        "resize_volumes": "keras.ops.repeat",
        "spatial_2d_padding": "keras.ops.pad",
        "spatial_3d_padding": "keras.ops.pad",
        "temporal_padding": "keras.ops.pad",
    },
    "phases": {
        "in_test_phase": "training= in the call of a layer",
        "in_train_phase": "training= in the call of a layer",
        "learning_phase": "training= in the call of a layer",
        "learning_phase_scope": "model(x, training=...)",
        "set_learning_phase": "model(x, training=...)",
    },
    "sessions": {
        "Session": "not needed: models run by themselves",
        "disable_tf_random_generator:nothing": "not needed: there is one generator",
        "enable_tf_random_generator:nothing": "not needed: there is one generator",
        "eval:evaluate": "keras.ops.convert_to_numpy",
        "get_session": "not needed: models run by themselves",
        "image_dim_ordering": "keras.config.image_data_format",
        "is_tf_random_generator_enabled:yes": "not needed: there is one generator",
        "legacy_weight_ordering:no": "not needed: there is one order",
        "manual_variable_initialization:nothing": "not needed: variables draw their own values",
        "normalize_data_format": "keras.config.image_data_format",
        "set_image_dim_ordering": "keras.config.set_image_data_format",
        "set_legacy_weight_ordering:nothing": "not needed: there is one order",
        "set_session": "not needed: models run by themselves",
        "v1_variable_initialization:nothing": "not needed: variables draw their own values",
    },
    "symbols": {
        "int_shape": "x.shape",
        "is_placeholder": "keras.utils.is_keras_tensor",
        "is_tensor": "keras.ops.is_tensor",
        "is_variable": "isinstance(x, keras.Variable)",
        "placeholder": "keras.Input",
        "shape": "keras.ops.shape",
    },
    "variables": {
        "batch_get_value": "v.numpy(), or model.get_weights()",
        "batch_set_value": "v.assign(value), or model.set_weights(values)",
        "cast_to_floatx": "keras.ops.cast",
        "constant": "keras.ops.convert_to_tensor",
        "count_params": "keras.ops.size",
        "dtype": "x.dtype",
        "eye": "keras.ops.eye",
        "get_value": "v.numpy()",
        "get_variable_shape": "v.shape",
        "is_sparse": "x.sparse",
        "moving_average_update": "v.assign(...)",
        "ones": "keras.ops.ones",
        "ones_like": "keras.ops.ones_like",
        "random_normal_variable": "keras.Variable(keras.random.normal(shape))",
        "random_uniform_variable": "keras.Variable(keras.random.uniform(shape))",
        "set_value": "v.assign(value)",
        "to_dense": "keras.ops.convert_to_tensor(x, sparse=False)",
        "update": "v.assign(value)",
        "update_add": "v.assign_add(value)",
        "update_sub": "v.assign_sub(value)",
        "variable": "keras.Variable",
        "zeros": "keras.ops.zeros",
        "zeros_like": "keras.ops.zeros_like",
    },
    "products": {
        "batch_dot": "keras.layers.dot, or keras.ops.einsum",
        "bias_add": "keras.ops.add",
        "dot": "keras.ops.matmul or keras.ops.tensordot",
    },
}  # fmt: skip
"""By module of `tahr.backend` and old name, what to write today; behind a colon its name there."""

TODAY = {name: f"keras.ops.{new or name}" for name, new in SAME.items()} | {
    old.partition(":")[0]: today for names in SAID.values() for old, today in names.items()
}
"""By old name, what to write today."""

PLACES = (
    {"name_scope": ("tahr.core.names", "scope")}
    | {name: ("tahr.ops", new or name) for name, new in SAME.items()}
    | {
        old.partition(":")[0]: (f"tahr.backend.{module}", old.rpartition(":")[2])
        for module, names in SAID.items()
        for old in names
    }
)
"""By old name, the module of what it leads to and its name there."""
