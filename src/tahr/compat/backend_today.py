"""The functions of `keras.backend` of Keras 1 and 2, each by what computes the same in Keras 3.

For programs that are rewritten. An entry reads as a call and what stands in its place today, where
an argument that was not given is left out; a name after `keras.` is one of Keras's.
"""

AS_THEY_ARE = (
    "abs", "all", "any", "cos", "cumprod", "cumsum", "elu", "equal", "exp", "eye", "greater",
    "greater_equal", "hard_sigmoid", "less", "less_equal", "log", "logsumexp", "max",
    "maximum", "mean", "min", "minimum", "not_equal", "ones", "ones_like", "prod", "round",
    "selu", "shape", "sigmoid", "sign", "sin", "softmax", "softplus", "softsign", "sqrt", "square",
    "squeeze", "stack", "std", "stop_gradient", "sum", "tanh", "tile", "transpose", "var", "zeros",
    "zeros_like", "reshape", "cast", "binary_crossentropy", "categorical_crossentropy",
    "sparse_categorical_crossentropy", "arange",
)  # fmt: skip
"""Functions of the same name, arguments and meaning in `keras.ops`."""

AS_WRITTEN = {
    "argmax(x, axis=-1)": "keras.ops.argmax(x, axis=axis)",
    "argmin(x, axis=-1)": "keras.ops.argmin(x, axis=axis)",
    "batch_dot(x, y, axes)": "keras.layers.dot([x, y], axes=axes)",
    "batch_flatten(x)": "keras.layers.Flatten()(x)",
    "bias_add(x, bias)": "(x + bias)",
    "clip(x, min_value, max_value)": "keras.ops.clip(x, min_value, max_value)",
    "concatenate(tensors, axis=-1)": "keras.ops.concatenate(tensors, axis=axis)",
    "constant(value, dtype, shape)": "keras.ops.convert_to_tensor(value, dtype=dtype)",
    "count_params(x)": "keras.ops.size(x)",
    "dot(x, y)": "keras.ops.dot(x, y)",
    "dropout(x, level, noise_shape, seed)": (
        "keras.random.dropout(x, level, noise_shape=noise_shape, seed=seed)"
    ),
    "dtype(x)": "keras.backend.standardize_dtype(x.dtype)",
    "eval(x)": "keras.ops.convert_to_numpy(x)",
    "expand_dims(x, axis=-1)": "keras.ops.expand_dims(x, axis=axis)",
    "flatten(x)": "keras.ops.reshape(x, (-1,))",
    "gather(reference, indices)": "keras.ops.take(reference, indices, axis=0)",
    "get_value(x)": "keras.ops.convert_to_numpy(x)",
    "identity(x, name)": "x",
    "image_dim_ordering()": "keras.config.image_data_format()",
    "in_top_k(predictions, targets, k)": "keras.ops.in_top_k(targets, predictions, k)",
    "int_shape(x)": "x.shape",
    "l2_normalize(x, axis)": "keras.ops.normalize(x, axis=axis)",
    "map_fn(fn, elems, name, dtype)": "keras.ops.map(fn, elems)",
    "name_scope(name)": "keras.name_scope(name)",
    "ndim(x)": "len(x.shape)",
    "one_hot(indices, num_classes)": "keras.ops.one_hot(indices, num_classes)",
    "permute_dimensions(x, pattern)": "keras.ops.transpose(x, pattern)",
    "pow(x, a)": "keras.ops.power(x, a)",
    "print_tensor(x, message)": "x",
    "random_normal(shape, mean, stddev, dtype, seed)": (
        "keras.random.normal(shape, mean=mean, stddev=stddev, dtype=dtype, seed=seed)"
    ),
    "random_normal_variable(shape, mean, scale, dtype, name, seed)": (
        "keras.Variable(keras.random.normal(shape, mean=mean, stddev=scale, seed=seed))"
    ),
    "random_uniform(shape, minval, maxval, dtype, seed)": (
        "keras.random.uniform(shape, minval=minval, maxval=maxval, dtype=dtype, seed=seed)"
    ),
    "random_uniform_variable(shape, low, high, dtype, name, seed)": (
        "keras.Variable(keras.random.uniform(shape, minval=low, maxval=high, seed=seed))"
    ),
    "relu(x, alpha, max_value, threshold)": (
        "keras.activations.relu(x, negative_slope=alpha, max_value=max_value, threshold=threshold)"
    ),
    "repeat(x, n)": "keras.layers.RepeatVector(n)(x)",
    "repeat_elements(x, rep, axis)": "keras.ops.repeat(x, rep, axis=axis)",
    "reverse(x, axes)": "keras.ops.flip(x, axis=axes)",
    "set_image_dim_ordering(dim_ordering)": "keras.config.set_image_data_format(dim_ordering)",
    "set_value(x, value)": "x.assign(value)",
    "sum_of_squares(x)": "keras.ops.sum(keras.ops.square(x))",
    "truncated_normal(shape, mean, stddev, dtype, seed)": (
        "keras.random.truncated_normal(shape, mean=mean, stddev=stddev, dtype=dtype, seed=seed)"
    ),
    "update(x, new_x)": "x.assign(new_x)",
    "update_add(x, increment)": "x.assign_add(increment)",
    "update_sub(x, decrement)": "x.assign_sub(decrement)",
    "variable(value, dtype, name)": "keras.Variable(value, dtype=dtype, name=name)",
}
"""Functions that are called otherwise; a default stands where today's is another."""

NO_FUNCTION = {
    "conv1d": "keras.ops.conv(x, kernel, strides, padding)",
    "conv2d": "keras.ops.conv(x, kernel, strides, padding)",
    "conv3d": "keras.ops.conv(x, kernel, strides, padding)",
    "ctc_batch_cost": "keras.losses.CTC, or keras.ops.ctc_loss",
    "ctc_decode": "keras.ops.ctc_decode",
    "foldl": "a loop, or keras.ops.scan",
    "foldr": "a loop, or keras.ops.scan",
    "function": "keras.Model(inputs, outputs), called or with predict",
    "get_session": "nothing: there are no sessions",
    "gradients": "the engine's own: jax.grad, torch.autograd.grad or tf.GradientTape",
    "in_test_phase": "the argument `training` of call",
    "in_train_phase": "the argument `training` of call",
    "learning_phase": "the argument `training` of call, or model(x, training=True)",
    "manual_variable_initialization": "nothing: weights are initialized when they are made",
    "placeholder": "keras.Input",
    "pool2d": "keras.ops.max_pool or keras.ops.average_pool",
    "pool3d": "keras.ops.max_pool or keras.ops.average_pool",
    "resize_images": "keras.layers.UpSampling2D, or keras.ops.image.resize",
    "rnn": "keras.layers.RNN, or keras.ops.scan",
    "set_learning_phase": "the argument `training` of call, or layer.trainable = False",
    "set_session": "nothing: there are no sessions",
    "spatial_2d_padding": "keras.ops.pad, or keras.layers.ZeroPadding2D",
    "switch": "keras.ops.where for tensors, keras.ops.cond for functions",
    "temporal_padding": "keras.ops.pad, or keras.layers.ZeroPadding1D",
}
"""Functions that need another form of the program, and what does their work."""
