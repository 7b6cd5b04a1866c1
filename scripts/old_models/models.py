"""Small models of every layer family, as the Keras release that runs this spells them."""
# ruff: noqa  (it runs under Python 3.6 and Keras 0 to 2, and spells as they do)

import sys

import numpy as np

if "tf" in sys.argv[2:]:
    from tensorflow import keras
    from tensorflow.keras import backend as K
else:
    import keras
    from keras import backend as K


def containers():
    """Gathers the layers of Keras 0.x, which stood in modules of their own."""
    from importlib import import_module

    class Names:
        pass

    for part in (
        "core",
        "convolutional",
        "recurrent",
        "embeddings",
        "normalization",
        "advanced_activations",
        "noise",
    ):
        vars_of = vars(import_module("keras.layers." + part))
        for name in vars_of:
            if name[:1].isupper():
                setattr(Names, name, vars_of[name])
    return Names


if K.backend() == "theano" if hasattr(K, "backend") else K._BACKEND == "theano":
    import theano.ifelse  # Keras 1 names it and does not import it
try:
    L, M = keras.layers, keras.models
except AttributeError:
    L, M = containers(), __import__("keras.models", fromlist=["*"])
VERSION = [int(part) for part in getattr(keras, "__version__", "0.3").split(".")[:2]]
OLD = VERSION[0] < 2 and "tf" not in sys.argv[2:]
RNG = np.random.RandomState(0)
ROW, SEQUENCE, IMAGE, VOLUME = (5,), (4, 3), (6, 7, 2), (4, 5, 4, 2)
FIRST = (2, 6, 7)


def stack(*layers):
    model = M.Sequential()
    for layer in layers:
        model.add(layer)
    return model


def either(old, new):
    """Makes a layer as this release spells it."""
    return (old if OLD else new)()


def conv(first=False, **more):
    if OLD:
        order = "th" if first else "tf"
        return L.Convolution2D(
            3, 2, 3, dim_ordering=order, input_shape=FIRST if first else IMAGE, **more
        )
    order = "channels_first" if first else "channels_last"
    return L.Conv2D(3, (2, 3), data_format=order, input_shape=FIRST if first else IMAGE, **more)


def order(first):
    if OLD:
        return {"dim_ordering": "th" if first else "tf"}
    return {"data_format": "channels_first" if first else "channels_last"}


def names(**given):
    """Turns today's arguments into those of Keras 1."""
    table = {
        "units": "output_dim",
        "use_bias": "bias",
        "kernel_initializer": "init",
        "rate": "p",
        "recurrent_activation": "inner_activation",
        "kernel_regularizer": "W_regularizer",
        "recurrent_dropout": "dropout_U",
        "dropout": "dropout_W",
    }
    return {table.get(k, k): v for k, v in given.items()} if OLD else given


def rnn(kind, shape=SEQUENCE, **more):
    return getattr(L, kind)(input_shape=shape, **names(units=4, **more))


def dense(units, **more):
    return L.Dense(units, **more)


def graph(join):
    if OLD:
        from keras.engine import Input

        a, b = Input(ROW), Input(ROW)
        x, y = dense(4, name="left")(a), dense(4, name="right")(b)
        return M.Model(
            input=[a, b],
            output=dense(2, name="tail")(
                L.merge([x, y], mode=join, **({"dot_axes": 1} if join in ("dot", "cos") else {}))
            ),
        )
    a, b = L.Input(ROW), L.Input(ROW)
    x, y = dense(4, name="left")(a), dense(4, name="right")(b)
    kind = {
        "sum": "Add",
        "mul": "Multiply",
        "ave": "Average",
        "max": "Maximum",
        "concat": "Concatenate",
        "dot": "Dot",
        "cos": "Dot",
    }[join]
    extra = {"axes": 1, "normalize": join == "cos"} if kind == "Dot" else {}
    return M.Model([a, b], dense(2, name="tail")(getattr(L, kind)(**extra)([x, y])))


def made(inputs, outputs):
    return M.Model(input=inputs, output=outputs) if OLD else M.Model(inputs, outputs)


def entry(shape):
    if OLD:
        from keras.engine import Input

        return Input(shape)
    return L.Input(shape)


def shared():
    a, b = entry(ROW), entry(ROW)
    layer = dense(3, name="both")
    x = [layer(a), layer(b)]
    joined = L.merge(x, mode="concat") if OLD else L.Concatenate()(x)
    return made([a, b], [dense(2, name="p")(joined), dense(1, name="q")(x[0])])


def nested():
    inner = stack(dense(4, input_shape=ROW, activation="relu", name="i1"), dense(3, name="i2"))
    start = entry((3,))
    second = made(start, dense(3, activation="tanh", name="j1")(start))
    a = entry(ROW)
    return made(a, dense(2, name="out")(second(second(inner(a)))))


def nested_in_stack():
    start = entry(ROW)
    inner = made(start, dense(3, activation="tanh", name="j1")(start))
    return stack(inner, stack(dense(3, input_shape=(3,), name="k1")), dense(2, name="o"))


def merged_branches(mode):
    def build():
        if not OLD:
            raise AttributeError("Merge")
        left = stack(dense(3, input_shape=ROW, name="l1"))
        right = stack(dense(3, input_shape=ROW, name="r1"))
        more = {"dot_axes": 1} if mode in ("dot", "cos") else {}
        return stack(L.Merge([left, right], mode=mode, **more), dense(2, name="o"))

    return build


def container():
    model = M.Graph()
    model.add_input(name="a", input_shape=ROW)
    model.add_input(name="b", input_shape=ROW)
    model.add_node(L.Dense(4), name="x", input="a")
    model.add_node(L.Dense(4), name="y", input="b")
    model.add_node(L.Dense(3), name="z", inputs=["x", "y"], merge_mode="concat")
    model.add_node(L.Dense(2), name="w", inputs=["x", "y"], merge_mode="sum")
    model.add_output(name="out", input="z")
    model.add_output(name="more", input="w")
    return model


def optimizer(name):
    def build():
        model = stack(dense(4, input_shape=ROW, activation="relu"), dense(2))
        model.optimizer_name = name
        return model

    return build


CASES = {
    "dense": lambda: stack(
        dense(4, input_shape=ROW, activation="softmax"),
        L.Dropout(0.3),
        L.Activation("tanh"),
        dense(2, **names(use_bias=False)),
    ),
    "dense_input_dim": lambda: stack(
        dense(4, input_dim=5, activation="softplus"), dense(2, activation="hard_sigmoid")
    ),
    "activations": lambda: stack(
        dense(4, input_shape=ROW, activation="relu"),
        L.LeakyReLU(0.2),
        L.PReLU(),
        L.ELU(0.7),
        L.ThresholdedReLU(0.01),
        L.Activation("softsign"),
    ),
    "srelu": lambda: stack(dense(4, input_shape=ROW), L.SReLU()),
    "parametric": lambda: stack(dense(4, input_shape=ROW), L.ParametricSoftplus()),
    "prelu_shared": lambda: stack(conv(), L.PReLU(shared_axes=[1, 2])),
    "softmax_layer": lambda: stack(dense(4, input_shape=ROW), L.Softmax(), L.ReLU(max_value=0.5)),
    "highway": lambda: stack(dense(5, input_shape=ROW), L.Highway(activation="tanh")),
    "maxout": lambda: stack(L.MaxoutDense(3, nb_feature=2, input_shape=ROW)),
    "time_dense": lambda: stack(L.TimeDistributedDense(3, input_shape=SEQUENCE)),
    "time": lambda: stack(
        L.TimeDistributed(dense(3), input_shape=SEQUENCE), L.TimeDistributed(L.Activation("tanh"))
    ),
    "time_conv": lambda: stack(
        L.TimeDistributed(
            L.Convolution2D(3, 2, 2, dim_ordering="tf") if OLD else L.Conv2D(3, 2),
            input_shape=(3,) + IMAGE,
        ),
        L.TimeDistributed(L.Flatten()),
    ),
    "embedding": lambda: stack(L.Embedding(7, 3, input_length=4), L.Flatten(), dense(2)),
    "embedding_mask": lambda: stack(L.Embedding(7, 3, mask_zero=True, input_length=4), L.LSTM(4)),
    "lstm": lambda: stack(rnn("LSTM")),
    "lstm_sequences": lambda: stack(
        rnn("LSTM", return_sequences=True, activation="relu"), L.LSTM(3, go_backwards=True)
    ),
    "lstm_sigmoid": lambda: stack(
        rnn("LSTM", recurrent_activation="sigmoid", dropout=0.2, recurrent_dropout=0.1, unroll=True)
    ),
    "gru": lambda: stack(rnn("GRU", return_sequences=True), L.GRU(3)),
    "gru_after": lambda: stack(L.GRU(4, reset_after=True, input_shape=SEQUENCE)),
    "simple": lambda: stack(rnn("SimpleRNN", return_sequences=True), L.SimpleRNN(3)),
    "rnn_cells": lambda: stack(L.RNN([L.LSTMCell(3), L.GRUCell(2)], input_shape=SEQUENCE)),
    "no_bias_rnn": lambda: stack(
        L.LSTM(3, use_bias=False, input_shape=SEQUENCE, return_sequences=True),
        L.GRU(2, use_bias=False),
    ),
    "bi_lstm": lambda: stack(L.Bidirectional(rnn("LSTM"), input_shape=SEQUENCE)),
    "bi_gru_sum": lambda: stack(
        L.Bidirectional(rnn("GRU", return_sequences=True), merge_mode="sum", input_shape=SEQUENCE),
        dense(2) if not OLD else L.TimeDistributed(dense(2)),
    ),
    "stateful": lambda: stack(L.LSTM(3, stateful=True, batch_input_shape=(2,) + SEQUENCE)),
    "conv_lstm": lambda: stack(
        L.ConvLSTM2D(2, 2, 2, dim_ordering="tf", input_shape=(3,) + IMAGE)
        if OLD
        else L.ConvLSTM2D(2, 2, input_shape=(3,) + IMAGE)
    ),
    "bn": lambda: stack(dense(4, input_shape=ROW), L.BatchNormalization(), L.Activation("tanh")),
    "bn_no_scale": lambda: stack(
        dense(4, input_shape=ROW),
        L.BatchNormalization(scale=False, momentum=0.9, epsilon=0.01),
        L.BatchNormalization(center=False),
    ),
    "bn_axis_1": lambda: stack(conv(True), L.BatchNormalization(axis=1), L.Flatten(), dense(2)),
    "bn_mode_0": lambda: stack(L.BatchNormalization(mode=0, axis=1, input_shape=SEQUENCE)),
    "bn_mode_1": lambda: stack(L.BatchNormalization(mode=1, input_shape=ROW)),
    "bn_mode_2": lambda: stack(L.BatchNormalization(mode=2, input_shape=SEQUENCE)),
    "conv2d": lambda: stack(
        conv(activation="relu"), L.MaxPooling2D(**order(False)), L.Flatten(), dense(3)
    ),
    "conv2d_first": lambda: stack(conv(True), L.MaxPooling2D(**order(True)), L.Flatten(), dense(3)),
    "conv2d_same": lambda: stack(
        conv(
            **(
                {"border_mode": "same", "subsample": (2, 2)}
                if OLD
                else {"padding": "same", "strides": 2}
            )
        )
    ),
    "conv2d_first_average": lambda: stack(
        conv(True),
        L.ZeroPadding2D((1, 2), **order(True)),
        L.AveragePooling2D(**order(True)),
        L.UpSampling2D(**order(True)),
    ),
    "conv1d": lambda: stack(
        either(
            lambda: L.Convolution1D(3, 2, input_shape=SEQUENCE),
            lambda: L.Conv1D(3, 2, input_shape=SEQUENCE),
        ),
        L.MaxPooling1D(2),
        L.Flatten(),
        dense(2),
    ),
    "conv1d_causal": lambda: stack(
        L.Conv1D(3, 2, padding="causal", dilation_rate=2, input_shape=SEQUENCE)
    ),
    "atrous1d": lambda: stack(L.AtrousConvolution1D(3, 2, atrous_rate=2, input_shape=SEQUENCE)),
    "atrous2d": lambda: stack(
        L.AtrousConvolution2D(3, 2, 2, atrous_rate=(2, 2), dim_ordering="tf", input_shape=IMAGE)
    ),
    "dilated": lambda: stack(L.Conv2D(3, 2, dilation_rate=2, input_shape=IMAGE)),
    "conv3d": lambda: stack(
        either(
            lambda: L.Convolution3D(3, 2, 2, 3, dim_ordering="tf", input_shape=VOLUME),
            lambda: L.Conv3D(3, (2, 2, 3), input_shape=VOLUME),
        ),
        L.MaxPooling3D((2, 2, 1), **order(False)),
        L.Flatten(),
        dense(2),
    ),
    "conv3d_first": lambda: stack(
        either(
            lambda: L.Convolution3D(3, 2, 2, 3, dim_ordering="th", input_shape=(2, 4, 5, 4)),
            lambda: L.Conv3D(3, (2, 2, 3), data_format="channels_first", input_shape=(2, 4, 5, 4)),
        )
    ),
    "deconv": lambda: stack(
        either(
            lambda: L.Deconvolution2D(
                3, 2, 3, output_shape=(None, 7, 9, 3), dim_ordering="tf", input_shape=IMAGE
            ),
            lambda: L.Conv2DTranspose(3, (2, 3), input_shape=IMAGE),
        )
    ),
    "deconv_first": lambda: stack(
        either(
            lambda: L.Deconvolution2D(
                3, 2, 3, output_shape=(None, 3, 7, 9), dim_ordering="th", input_shape=FIRST
            ),
            lambda: L.Conv2DTranspose(3, (2, 3), data_format="channels_first", input_shape=FIRST),
        )
    ),
    "separable": lambda: stack(
        either(
            lambda: L.SeparableConvolution2D(
                3, 2, 2, depth_multiplier=2, dim_ordering="tf", input_shape=IMAGE
            ),
            lambda: L.SeparableConv2D(3, 2, depth_multiplier=2, input_shape=IMAGE),
        )
    ),
    "separable1d": lambda: stack(L.SeparableConv1D(3, 2, input_shape=SEQUENCE)),
    "depthwise": lambda: stack(L.DepthwiseConv2D(2, depth_multiplier=2, input_shape=IMAGE)),
    "local1d": lambda: stack(L.LocallyConnected1D(3, 2, input_shape=SEQUENCE)),
    "local2d": lambda: stack(
        either(
            lambda: L.LocallyConnected2D(3, 2, 2, dim_ordering="tf", input_shape=IMAGE),
            lambda: L.LocallyConnected2D(3, 2, input_shape=IMAGE),
        )
    ),
    "local2d_first": lambda: stack(
        either(
            lambda: L.LocallyConnected2D(3, 2, 2, dim_ordering="th", input_shape=FIRST),
            lambda: L.LocallyConnected2D(3, 2, data_format="channels_first", input_shape=FIRST),
        )
    ),
    "pooling": lambda: stack(conv(), L.GlobalAveragePooling2D(**order(False)), dense(2)),
    "global_max": lambda: stack(
        L.LSTM(3, return_sequences=True, input_shape=SEQUENCE), L.GlobalMaxPooling1D()
    ),
    "average1d": lambda: stack(
        L.AveragePooling1D(2, input_shape=SEQUENCE), L.UpSampling1D(2), L.ZeroPadding1D(1)
    ),
    "cropping": lambda: stack(
        L.Cropping2D(((1, 1), (1, 2)), input_shape=IMAGE, **order(False)),
        L.UpSampling2D((2, 2), **order(False)),
    ),
    "cropping1d": lambda: stack(L.Cropping1D((1, 1), input_shape=SEQUENCE)),
    "reshaping": lambda: stack(
        L.Reshape((2, 6), input_shape=SEQUENCE), L.Permute((2, 1)), L.Flatten(), L.RepeatVector(2)
    ),
    "masking": lambda: stack(L.Masking(0.0, input_shape=SEQUENCE), L.GRU(3)),
    "noise": lambda: stack(
        L.GaussianNoise(0.1, input_shape=ROW),
        L.GaussianDropout(0.1),
        dense(2, **names(kernel_regularizer=None)),
        L.ActivityRegularization(0.1, 0.1),
    ),
    "alpha": lambda: stack(dense(2, input_shape=ROW, activation="selu"), L.AlphaDropout(0.1)),
    "spatial": lambda: stack(L.SpatialDropout1D(0.2, input_shape=SEQUENCE), L.Flatten(), dense(2)),
    "shared": shared,
    "nested": nested,
    "nested_in_stack": nested_in_stack,
    "container": container,
    "layer_norm": lambda: stack(
        L.LayerNormalization(input_shape=ROW),
        dense(2, activation="gelu" if VERSION[1] > 3 else "elu"),
    ),
    "attention": lambda: made_attention(),
    "multihead": lambda: made_multihead(),
    "rescaling": lambda: stack(L.Rescaling(0.5, 1.0, input_shape=ROW), dense(2)),
    "unit": lambda: stack(dense(3, input_shape=ROW), L.UnitNormalization()),
    "einsum": lambda: stack(L.EinsumDense("ab,bc->ac", 3, bias_axes="c", input_shape=ROW)),
    "operators": lambda: operators(),
}
for _mode in ("sum", "mul", "ave", "max", "concat", "dot", "cos"):
    CASES["graph_" + _mode] = lambda mode=_mode: graph(mode)
    CASES["merge_" + _mode] = merged_branches(_mode)
for _name in ("SGD", "RMSprop", "Adagrad", "Adadelta", "Adam", "Adamax", "Nadam"):
    CASES["optimizer_" + _name.lower()] = optimizer(_name)


def made_attention():
    a, b = entry(SEQUENCE), entry(SEQUENCE)
    return made([a, b], L.AdditiveAttention()([L.Attention(use_scale=True)([a, b]), b]))


def made_multihead():
    a = entry(SEQUENCE)
    return made(a, L.MultiHeadAttention(2, 3)(a, a))


def operators():
    from tensorflow import math, nn

    a = entry(ROW)
    x = dense(5)(a)
    return made(a, dense(2)(nn.relu(x * 2.0 + a) - math.tanh(a) / 3.0))
