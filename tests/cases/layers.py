"""Layers: how each is made, and on what shapes it is called."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

Shape = tuple[int, ...]
Make = Callable[[Any], Any]


@dataclass(frozen=True)
class Case:
    """One layer: how it is made from a `layers` module, its inputs, what can be compared.

    `call(layer, *inputs)` says how it is called where `layer(inputs)` is not how.
    """

    make: Make
    shapes: tuple[Shape, ...]
    training: bool = True
    gradients: bool = False
    integers: int = 0
    call: Callable[..., Any] | None = None


def case(make: Make, *shapes: Shape, **flags: Any) -> Case:
    return Case(make, shapes, **flags)


PICTURE = (2, 7, 8, 3)
SEQUENCE, IMAGE, VOLUME = (2, 6, 4), (2, 7, 8, 4), (2, 5, 6, 4, 2)
SIGNAL = (2, 40, 3)

CORE = {
    "dense": case(lambda L: L.Dense(3, "relu"), (2, 4), gradients=True),
    "dense sequence": case(lambda L: L.Dense(3, use_bias=False), SEQUENCE),
    "dense rules": case(
        lambda L: L.Dense(
            2, kernel_regularizer="l2", bias_constraint="non_neg", activity_regularizer="l2"
        ),
        (2, 4),
    ),
    "embedding": case(lambda L: L.Embedding(5, 3), (2, 4), integers=5),
    "embedding mask": case(lambda L: L.Embedding(5, 3, mask_zero=True), (2, 4), integers=5),
    "reversible embedding": case(
        lambda L: L.ReversibleEmbedding(5, 3, tie_weights=False), (2, 4), integers=5
    ),
    "activation": case(lambda L: L.Activation("gelu"), (2, 4)),
    "masking": case(lambda L: L.Masking(), SEQUENCE),
    "identity": case(lambda L: L.Identity(), (2, 4)),
}

ACTIVATIONS = {
    "relu": case(lambda L: L.ReLU(), (2, 4)),
    "relu all": case(lambda L: L.ReLU(0.5, negative_slope=0.1, threshold=0.2), (2, 4)),
    "leaky relu": case(lambda L: L.LeakyReLU(), (2, 4)),
    "prelu": case(lambda L: L.PReLU(), SEQUENCE, gradients=True),
    "prelu shared": case(lambda L: L.PReLU(shared_axes=[1, 2]), IMAGE),
    "elu": case(lambda L: L.ELU(0.5), (2, 4)),
    "softmax": case(lambda L: L.Softmax(), SEQUENCE),
    "softmax axis": case(lambda L: L.Softmax(axis=(1, 2)), SEQUENCE),
}

REGULARIZATION = {
    "dropout": case(lambda L: L.Dropout(0.5, seed=1), (2, 4), training=False),
    "dropout none": case(lambda L: L.Dropout(0), (2, 4)),
    "dropout noise": case(lambda L: L.Dropout(0.5, (None, 1)), (2, 4), training=False),
    "spatial 1d": case(lambda L: L.SpatialDropout1D(0.5), SEQUENCE, training=False),
    "spatial 2d": case(lambda L: L.SpatialDropout2D(0.5), IMAGE, training=False),
    "spatial 3d": case(lambda L: L.SpatialDropout3D(0.5), VOLUME, training=False),
    "gaussian dropout": case(lambda L: L.GaussianDropout(0.5, seed=3), (2, 4), training=False),
    "gaussian noise": case(lambda L: L.GaussianNoise(0.5), (2, 4), training=False),
    "alpha dropout": case(lambda L: L.AlphaDropout(0.5), (2, 4), training=False),
    "activity": case(lambda L: L.ActivityRegularization(0.1, 0.2), (2, 4)),
}

RESHAPING = {
    "flatten": case(lambda L: L.Flatten(), IMAGE),
    "flatten vector": case(lambda L: L.Flatten(), (3,)),
    "flatten first": case(lambda L: L.Flatten("channels_first"), IMAGE),
    "reshape": case(lambda L: L.Reshape((4, 2, 3)), SEQUENCE),
    "reshape inferred": case(lambda L: L.Reshape((-1, 3)), SEQUENCE),
    "permute": case(lambda L: L.Permute((3, 1, 2)), IMAGE),
    "repeat": case(lambda L: L.RepeatVector(3), (2, 4)),
    "pad 1d": case(lambda L: L.ZeroPadding1D((1, 2)), SEQUENCE),
    "pad 2d": case(lambda L: L.ZeroPadding2D(((1, 2), (3, 0))), IMAGE),
    "pad 2d first": case(lambda L: L.ZeroPadding2D((1, 2), "channels_first"), IMAGE),
    "pad 3d": case(lambda L: L.ZeroPadding3D(1), VOLUME),
    "crop 1d": case(lambda L: L.Cropping1D((1, 2)), SEQUENCE),
    "crop 2d": case(lambda L: L.Cropping2D(((1, 2), (0, 3))), IMAGE),
    "crop 2d first": case(lambda L: L.Cropping2D(1, "channels_first"), IMAGE),
    "crop 3d": case(lambda L: L.Cropping3D((1, 2, 1)), VOLUME),
    "up 1d": case(lambda L: L.UpSampling1D(3), SEQUENCE),
    "up 2d": case(lambda L: L.UpSampling2D((2, 3)), IMAGE),
    "up 2d first": case(lambda L: L.UpSampling2D(2, "channels_first"), IMAGE),
    "up 2d bilinear": case(lambda L: L.UpSampling2D((2, 3), interpolation="bilinear"), IMAGE),
    "up 2d bicubic": case(lambda L: L.UpSampling2D(3, interpolation="bicubic"), IMAGE),
    "up 2d lanczos": case(lambda L: L.UpSampling2D(2, interpolation="lanczos3"), IMAGE),
    "up 3d": case(lambda L: L.UpSampling3D((1, 2, 1)), VOLUME),
}

CONVOLUTIONAL = {
    "conv 1d": case(lambda L: L.Conv1D(3, 2, padding="causal"), SEQUENCE, gradients=True),
    "conv 1d dilated": case(
        lambda L: L.Conv1D(3, 2, padding="causal", dilation_rate=2, activation="tanh"), SEQUENCE
    ),
    "conv 2d": case(lambda L: L.Conv2D(3, 3), IMAGE, gradients=True),
    "conv 2d same": case(lambda L: L.Conv2D(3, (2, 3), strides=2, padding="SAME"), IMAGE),
    "conv 2d groups": case(lambda L: L.Conv2D(6, 3, groups=2, use_bias=False), IMAGE),
    "conv 2d dilated": case(lambda L: L.Conv2D(3, 2, dilation_rate=(2, 1), padding="same"), IMAGE),
    "conv 2d first": case(lambda L: L.Conv2D(3, 3, data_format="channels_first"), (2, 4, 7, 8)),
    "conv 3d": case(lambda L: L.Conv3D(3, 2, strides=(1, 2, 1), padding="same"), VOLUME),
    "transposed 1d": case(lambda L: L.Conv1DTranspose(3, 3, strides=2), SEQUENCE),
    "transposed 1d out": case(
        lambda L: L.Conv1DTranspose(3, 3, strides=2, padding="same", output_padding=1), SEQUENCE
    ),
    "transposed 2d": case(
        lambda L: L.Conv2DTranspose(3, 3, strides=2, padding="same"), IMAGE, gradients=True
    ),
    "transposed 2d first": case(
        lambda L: L.Conv2DTranspose(3, (2, 3), data_format="channels_first"), (2, 4, 5, 6)
    ),
    "transposed 3d": case(lambda L: L.Conv3DTranspose(3, 2, strides=2), VOLUME),
    "depthwise 1d": case(lambda L: L.DepthwiseConv1D(3, padding="same"), SEQUENCE),
    "depthwise 2d": case(
        lambda L: L.DepthwiseConv2D(3, strides=2, depth_multiplier=2), IMAGE, gradients=True
    ),
    "depthwise 2d first": case(
        lambda L: L.DepthwiseConv2D(2, data_format="channels_first"), (2, 4, 5, 6)
    ),
    "separable 1d": case(lambda L: L.SeparableConv1D(3, 2, depth_multiplier=2), SEQUENCE),
    "separable 2d": case(
        lambda L: L.SeparableConv2D(3, 3, padding="same", activation="relu"), IMAGE, gradients=True
    ),
}

POOLING = {
    "max 1d": case(lambda L: L.MaxPooling1D(), SEQUENCE),
    "max 2d": case(lambda L: L.MaxPool2D((2, 3), padding="same"), IMAGE, gradients=True),
    "max 2d strides": case(lambda L: L.MaxPooling2D(3, strides=1), IMAGE),
    "max 2d first": case(lambda L: L.MaxPooling2D(2, data_format="channels_first"), IMAGE),
    "max 3d": case(lambda L: L.MaxPooling3D(), VOLUME),
    "average 1d": case(lambda L: L.AveragePooling1D(3, 2, "same"), SEQUENCE),
    "average 2d": case(lambda L: L.AvgPool2D(2), IMAGE, gradients=True),
    "average 2d same": case(lambda L: L.AveragePooling2D(3, 2, "same"), IMAGE),
    "average 3d": case(lambda L: L.AveragePooling3D(2), VOLUME),
    "adaptive average 1d": case(lambda L: L.AdaptiveAveragePooling1D(4), SEQUENCE),
    "adaptive average 2d": case(lambda L: L.AdaptiveAveragePooling2D((3, 5)), IMAGE),
    "adaptive average 2d first": case(
        lambda L: L.AdaptiveAveragePooling2D(3, data_format="channels_first"), IMAGE, gradients=True
    ),
    "adaptive average 3d": case(lambda L: L.AdaptiveAveragePooling3D((2, 3, 1)), VOLUME),
    "adaptive max 1d": case(lambda L: L.AdaptiveMaxPooling1D(4), SEQUENCE),
    "adaptive max 2d": case(lambda L: L.AdaptiveMaxPooling2D((3, 5)), IMAGE, gradients=True),
    "adaptive max 3d": case(
        lambda L: L.AdaptiveMaxPooling3D(2, data_format="channels_first"), (2, 2, 5, 6, 4)
    ),
    "global max 1d": case(lambda L: L.GlobalMaxPooling1D(), SEQUENCE),
    "global max 2d": case(lambda L: L.GlobalMaxPool2D(keepdims=True), IMAGE),
    "global max 3d": case(lambda L: L.GlobalMaxPooling3D("channels_first"), VOLUME),
    "global average 1d": case(lambda L: L.GlobalAveragePooling1D(), SEQUENCE),
    "global average 2d": case(lambda L: L.GlobalAvgPool2D("channels_first", True), IMAGE),
    "global average 3d": case(lambda L: L.GlobalAveragePooling3D(), VOLUME),
}

NORMALIZATION = {
    "batch": case(lambda L: L.BatchNormalization(), IMAGE, gradients=True),
    "batch axis": case(lambda L: L.BatchNormalization(1, momentum=0.5, scale=False), SEQUENCE),
    "batch plain": case(lambda L: L.BatchNormalization(center=False, epsilon=0.1), (4, 3)),
    "batch frozen": case(lambda L: L.BatchNormalization(trainable=False), (4, 3)),
    "layer": case(lambda L: L.LayerNormalization(), SEQUENCE, gradients=True),
    "layer axes": case(lambda L: L.LayerNormalization(axis=[1, 2], scale=False), IMAGE),
    "group": case(lambda L: L.GroupNormalization(2), IMAGE, gradients=True),
    "group axis": case(lambda L: L.GroupNormalization(-1, axis=1, epsilon=0.1), SEQUENCE),
    "rms": case(lambda L: L.RMSNormalization(), SEQUENCE, gradients=True),
    "rms axes": case(lambda L: L.RMSNormalization(axis=(1, 2)), SEQUENCE),
    "unit": case(lambda L: L.UnitNormalization(), SEQUENCE),
    "spectral": case(
        lambda L: L.SpectralNormalization(L.Dense(3), power_iterations=2), (2, 4), gradients=True
    ),
    "spectral conv": case(lambda L: L.SpectralNormalization(L.Conv2D(3, 2)), IMAGE),
    "unit axes": case(lambda L: L.UnitNormalization(axis=(1, 2)), SEQUENCE),
}

MERGING = {
    "add": case(lambda L: L.Add(), (2, 3), (2, 3), (2, 3)),
    "add ranks": case(lambda L: L.Add(), (2, 4, 3), (2, 3)),
    "subtract": case(lambda L: L.Subtract(), (2, 3), (2, 3)),
    "multiply": case(lambda L: L.Multiply(), (2, 4, 1), (2, 1, 3)),
    "average": case(lambda L: L.Average(), (2, 3), (2, 3), (2, 3)),
    "maximum": case(lambda L: L.Maximum(), (2, 3), (2, 3), (2, 3)),
    "minimum": case(lambda L: L.Minimum(), (2, 3), (2, 3)),
    "concatenate": case(lambda L: L.Concatenate(), (2, 3), (2, 4), (2, 1)),
    "concatenate axis": case(lambda L: L.Concatenate(axis=1), (2, 3, 4), (2, 2, 4)),
    "dot": case(lambda L: L.Dot(1), (2, 3), (2, 3)),
    "dot matrices": case(lambda L: L.Dot((1, 2)), (2, 3, 4), (2, 5, 3)),
    "dot cosine": case(lambda L: L.Dot(-1, normalize=True), (2, 3, 5), (2, 4, 5)),
    "dot high": case(lambda L: L.Dot((3, 2)), (2, 3, 5, 4), (2, 6, 4)),
}

RECURRENT = {
    "simple": case(lambda L: L.SimpleRNN(3), SEQUENCE, gradients=True),
    "simple sequences": case(
        lambda L: L.SimpleRNN(3, return_sequences=True, go_backwards=True, use_bias=False),
        SEQUENCE,
    ),
    "gru": case(lambda L: L.GRU(3), SEQUENCE, gradients=True),
    "gru before": case(
        lambda L: L.GRU(3, reset_after=False, return_state=True), SEQUENCE, gradients=False
    ),
    "gru no bias": case(lambda L: L.GRU(3, use_bias=False, unroll=True), SEQUENCE),
    "lstm": case(lambda L: L.LSTM(3), SEQUENCE, gradients=True),
    "lstm states": case(
        lambda L: L.LSTM(3, return_sequences=True, return_state=True, unit_forget_bias=False),
        SEQUENCE,
    ),
    "lstm unrolled": case(
        lambda L: L.LSTM(3, unroll=True, return_sequences=True, recurrent_activation="relu"),
        SEQUENCE,
    ),
    "lstm dropout": case(
        lambda L: L.LSTM(3, dropout=0.5, recurrent_dropout=0.2, seed=1), SEQUENCE, training=False
    ),
    "conv lstm 1d": case(
        lambda L: L.ConvLSTM1D(2, 3, padding="same", dilation_rate=2), (2, 3, 6, 2), gradients=True
    ),
    "conv lstm 2d": case(
        lambda L: L.ConvLSTM2D(2, (3, 2), strides=2, return_sequences=True, return_state=True),
        (2, 3, 5, 6, 2),
    ),
    "conv lstm 2d first": case(
        lambda L: L.ConvLSTM2D(
            2, 3, padding="SAME", data_format="channels_first", go_backwards=True, use_bias=True
        ),
        (2, 3, 2, 5, 4),
        gradients=True,
    ),
    "conv lstm 3d": case(
        lambda L: L.ConvLSTM3D(1, 2, recurrent_activation="hard_sigmoid", use_bias=False),
        (2, 2, 3, 3, 4, 1),
    ),
    "conv lstm dropout": case(
        lambda L: L.ConvLSTM1D(2, 2, dropout=0.5, recurrent_dropout=0.2, seed=1),
        (2, 3, 5, 2),
        training=False,
    ),
    "bidirectional conv": case(
        lambda L: L.Bidirectional(L.ConvLSTM1D(2, 3, return_sequences=True)), (2, 3, 6, 2)
    ),
    "rnn": case(lambda L: L.RNN(L.GRUCell(3), return_sequences=True), SEQUENCE),
    "rnn stacked": case(
        lambda L: L.RNN([L.LSTMCell(3), L.SimpleRNNCell(2)]), SEQUENCE, gradients=True
    ),
    "bidirectional": case(lambda L: L.Bidirectional(L.LSTM(3)), SEQUENCE, gradients=True),
    "bidirectional sum": case(
        lambda L: L.Bidirectional(L.GRU(3, return_sequences=True), merge_mode="sum"), SEQUENCE
    ),
    "bidirectional both": case(
        lambda L: L.Bidirectional(L.SimpleRNN(3, return_state=True), merge_mode=None), SEQUENCE
    ),
    "time distributed": case(lambda L: L.TimeDistributed(L.Dense(3)), SEQUENCE, gradients=True),
    "time distributed conv": case(lambda L: L.TimeDistributed(L.Conv2D(2, 3)), (2, 3, 5, 5, 2)),
}

ATTENTION = {
    "attention": case(lambda L: L.Attention(), (2, 3, 4), (2, 5, 4), gradients=False),
    "attention key": case(
        lambda L: L.Attention(use_scale=True, score_mode="concat"), (2, 3, 4), (2, 5, 4), (2, 5, 4)
    ),
    "additive attention": case(lambda L: L.AdditiveAttention(), (2, 3, 4), (2, 5, 4)),
    "einsum dense": case(
        lambda L: L.EinsumDense("abc,cde->abde", (None, 3, 2), bias_axes="de"), SEQUENCE
    ),
    "einsum dense rest": case(
        lambda L: L.EinsumDense("...x,xy->...y", 5, activation="relu", bias_axes="y"), IMAGE
    ),
}

PREPROCESSING = {
    "rescaling": case(lambda L: L.Rescaling(0.5, offset=1.0), (2, 4)),
    "rescaling channels": case(lambda L: L.Rescaling([1.0, 2.0, 3.0, 4.0]), (2, 4)),
    "normalization": case(
        lambda L: L.Normalization(mean=[1.0, 2.0, 3.0, 4.0], variance=[1.0, 4.0, 1.0, 2.0]),
        SEQUENCE,
    ),
    "normalization back": case(
        lambda L: L.Normalization(None, mean=1.0, variance=4.0, invert=True), SEQUENCE
    ),
    "stft": case(lambda L: L.STFTSpectrogram(frame_length=8), SIGNAL, gradients=True),
    "stft same": case(
        lambda L: L.STFTSpectrogram("psd", 7, 3, 10, "hamming", True, "spectrum", "same"), SIGNAL
    ),
    "stft image": case(
        lambda L: L.STFTSpectrogram("stft", 8, fft_length=8, expand_dims=True), SIGNAL
    ),
    "stft first": case(
        lambda L: L.STFTSpectrogram(
            "magnitude", 8, window=None, scaling=None, data_format="channels_first"
        ),
        (2, 3, 40),
    ),
    "stft first image": case(
        lambda L: L.STFTSpectrogram("imag", 8, expand_dims=True, data_format="channels_first"),
        (2, 3, 40),
    ),
    "mel": case(lambda L: L.MelSpectrogram(64, 16, num_mel_bins=6, sampling_rate=800), (2, 200)),
    "mel magnitudes": case(
        lambda L: L.MelSpectrogram(
            64, 16, 50, None, 800, 6, 10.0, 300.0, power_to_db=False, mag_exp=1.0
        ),
        (2, 200),
    ),
    "mel decibels": case(
        lambda L: L.MelSpectrogram(
            64, 16, num_mel_bins=6, sampling_rate=800, top_db=6.0, min_power=0.1, ref_power=2.0
        ),
        (2, 200),
    ),
}

IMAGES = {
    "resizing": case(lambda L: L.Resizing(5, 9), PICTURE),
    "resizing crop": case(
        lambda L: L.Resizing(4, 3, "bicubic", crop_to_aspect_ratio=True), PICTURE
    ),
    "resizing pad": case(lambda L: L.Resizing(9, 4, pad_to_aspect_ratio=True), PICTURE),
    "center crop": case(lambda L: L.CenterCrop(4, 5), PICTURE),
    "center crop larger": case(lambda L: L.CenterCrop(9, 5), PICTURE),
    "center crop first": case(
        lambda L: L.CenterCrop(4, 5, data_format="channels_first"), (2, 3, 7, 8)
    ),
    "auto contrast": case(lambda L: L.AutoContrast((-4, 4)), PICTURE),
    "brightness": case(lambda L: L.RandomBrightness((0.2, 0.2), (-4, 4)), PICTURE),
    "degeneration": case(lambda L: L.RandomColorDegeneration((0.3, 0.3), (-4, 4)), PICTURE),
    "rotation": case(lambda L: L.RandomRotation((0.1, 0.1)), PICTURE),
    "translation": case(lambda L: L.RandomTranslation((0.2, 0.2), (-0.3, -0.3), "wrap"), PICTURE),
    "zoom": case(lambda L: L.RandomZoom((0.3, 0.3), (-0.2, -0.2), "constant"), PICTURE),
}

CASES = {
    **CORE,
    **ACTIVATIONS,
    **REGULARIZATION,
    **RESHAPING,
    **CONVOLUTIONAL,
    **POOLING,
    **NORMALIZATION,
    **MERGING,
    **RECURRENT,
    **ATTENTION,
    **PREPROCESSING,
    **IMAGES,
}


def masked(layer: Any, x: Any, signs: Any) -> Any:
    """Calls a layer with a mask: a random number for each step, and true where it is positive."""
    return layer(x, mask=signs > 0)


TREES = [[2, 2, -1, -2, -2], [-1, 0, 0, 1, 1], [4, 4, 4, 4, -1], [1, 2, 3, 4, -1]]
"""The parents of the nodes of four trees: a pair, three levels, a bush and a chain."""

APART = {
    "multi head": case(
        lambda L: L.MultiHeadAttention(2, 4), (2, 3, 4), (2, 5, 4), call=lambda f, q, v: f(q, v)
    ),
    "multi head causal": case(
        lambda L: L.MultiHeadAttention(2, 4, output_shape=5, use_bias=False),
        SEQUENCE,
        call=lambda f, x: f(x, x, use_causal_mask=True, return_attention_scores=True),
    ),
    "grouped query": case(
        lambda L: L.GroupQueryAttention(4, 6, 2),
        (2, 3, 4),
        (2, 5, 4),
        call=lambda f, q, v: f(q, v),
    ),
    "grouped query window": case(
        lambda L: L.GroupQueryAttention(4, 2, 1, sliding_window=2, use_gate=True, use_bias=False),
        SEQUENCE,
        call=lambda f, x: f(x, x, use_causal_mask=True, return_attention_scores=True),
    ),
    "multi head window": case(
        lambda L: L.MultiHeadAttention(2, 4, sliding_window=3, use_gate=True),
        SEQUENCE,
        call=lambda f, x: f(x, x),
    ),
    "reversible embedding back": case(
        lambda L: L.ReversibleEmbedding(7, 4, logit_soft_cap=2.0),
        SEQUENCE,
        call=lambda f, x: f(x, reverse=True),
    ),
    "conv lstm masked": case(
        lambda L: L.ConvLSTM1D(2, 3, padding="same", return_sequences=True),
        (2, 6, 5, 2),
        (2, 6),
        call=masked,
    ),
    **{
        f"tree lstm {children}": case(
            lambda L, children=children: L.TreeLSTM(3, children, return_nodes=True),
            (4, 5, 3),
            call=lambda f, x: f([x, TREES]),
        )
        for children in ("sum", 2)
    },
    "piecewise linear": case(lambda L: L.PiecewiseLinearEncoding([-1.5, -0.4, 0.3, 1.7]), (4, 5)),
    "periodic": case(lambda L: L.PeriodicEncoding([3.0, 7.5]), (4, 5)),
    "ensemble": case(lambda L: L.EnsembleDense(3, 2, "tanh", apart=True), (4, 5)),
    "ensemble inside": case(lambda L: L.EnsembleDense(3, 2), (4, 2, 5)),
    "classes": case(lambda L: L.ClassProbabilities(["a", "b", "c"]), (4, 3)),
    "classes of two": case(lambda L: L.ClassProbabilities(["no", "yes"]), (4, 1)),
    "classes together": case(lambda L: L.ClassProbabilities(["a", "b"], together=True), (4, 2)),
    "attention scores": case(
        lambda L: L.Attention(),
        (2, 3, 4),
        (2, 5, 4),
        call=lambda f, q, v: f([q, v], return_attention_scores=True),
    ),
    "lambda": case(lambda L: L.Lambda(lambda x: -x), (2, 4)),
    "softmax masked": case(lambda L: L.Softmax(), (2, 4), (2, 4), call=masked),
    "global average masked": case(
        lambda L: L.GlobalAveragePooling1D(), SEQUENCE, (2, 6), call=masked
    ),
    "lstm masked": case(
        lambda L: L.LSTM(3, return_sequences=True, return_state=True), SEQUENCE, (2, 6), call=masked
    ),
    "lstm masked backwards": case(
        lambda L: L.LSTM(3, go_backwards=True), SEQUENCE, (2, 6), call=masked
    ),
    "gru masked": case(lambda L: L.GRU(3, return_sequences=True), SEQUENCE, (2, 6), call=masked),
    "bidirectional masked": case(
        lambda L: L.Bidirectional(L.GRU(2, return_sequences=True)), SEQUENCE, (2, 6), call=masked
    ),
    "lstm state": case(
        lambda L: L.LSTM(4),
        SEQUENCE,
        (2, 4),
        (2, 4),
        call=lambda f, x, h, c: f(x, initial_state=[h, c]),
    ),
}
"""Layers that are called with more than their inputs."""
