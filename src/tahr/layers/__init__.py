"""Layers, by Keras's names."""

from typing import TYPE_CHECKING, Any

from tahr.compat import missing as _missing
from tahr.core import serialization
from tahr.core.tracebacks import ends_at_user as _ends_at_user

# activations
from tahr.layers.activations.elu import ELU
from tahr.layers.activations.leaky_relu import LeakyReLU
from tahr.layers.activations.prelu import PReLU
from tahr.layers.activations.relu import ReLU
from tahr.layers.activations.softmax import Softmax

# attention
from tahr.layers.attention.attention import AdditiveAttention, Attention
from tahr.layers.attention.multi_head import MultiHeadAttention

# base
from tahr.layers.base.input_spec import InputSpec
from tahr.layers.base.layer import Layer

# convolutional
from tahr.layers.convolutional.conv import (
    Conv1D,
    Conv2D,
    Conv3D,
)
from tahr.layers.convolutional.conv_transpose import (
    Conv1DTranspose,
    Conv2DTranspose,
    Conv3DTranspose,
    Convolution1DTranspose,
    Convolution2DTranspose,
    Convolution3DTranspose,
)
from tahr.layers.convolutional.depthwise_conv import DepthwiseConv1D, DepthwiseConv2D
from tahr.layers.convolutional.old_names import (
    AtrousConvolution1D,
    AtrousConvolution2D,
    Convolution1D,
    Convolution2D,
    Convolution3D,
    Deconvolution2D,
    SeparableConvolution2D,
)
from tahr.layers.convolutional.separable_conv import (
    SeparableConv1D,
    SeparableConv2D,
    SeparableConvolution1D,
)

# core
from tahr.layers.core.activation import Activation
from tahr.layers.core.dense import Dense
from tahr.layers.core.einsum_dense import EinsumDense
from tahr.layers.core.embedding import Embedding
from tahr.layers.core.identity import Identity
from tahr.layers.core.input_layer import Input, InputLayer
from tahr.layers.core.lambda_layer import Lambda
from tahr.layers.core.masking import Masking
from tahr.layers.core.tfsm_layer import TFSMLayer
from tahr.layers.core.torch_module_wrapper import TorchModuleWrapper
from tahr.layers.core.wrapper import Wrapper

# frameworks
from tahr.layers.frameworks.flax_layer import FlaxLayer
from tahr.layers.frameworks.jax_layer import JaxLayer

# merging
from tahr.layers.merging.concatenate import Concatenate, concatenate
from tahr.layers.merging.dot import Dot, dot
from tahr.layers.merging.elementwise import (
    Add,
    Average,
    Maximum,
    Minimum,
    Multiply,
    Subtract,
    add,
    average,
    maximum,
    minimum,
    multiply,
    subtract,
)

# normalization
from tahr.layers.normalization.batch import BatchNormalization
from tahr.layers.normalization.group import GroupNormalization
from tahr.layers.normalization.layer_norm import LayerNormalization
from tahr.layers.normalization.rms import RMSNormalization
from tahr.layers.normalization.unit import UnitNormalization

# pooling
from tahr.layers.pooling.average_pooling import (
    AveragePooling1D,
    AveragePooling2D,
    AveragePooling3D,
    AvgPool1D,
    AvgPool2D,
    AvgPool3D,
)
from tahr.layers.pooling.global_pooling import (
    GlobalAveragePooling1D,
    GlobalAveragePooling2D,
    GlobalAveragePooling3D,
    GlobalAvgPool1D,
    GlobalAvgPool2D,
    GlobalAvgPool3D,
    GlobalMaxPool1D,
    GlobalMaxPool2D,
    GlobalMaxPool3D,
    GlobalMaxPooling1D,
    GlobalMaxPooling2D,
    GlobalMaxPooling3D,
)
from tahr.layers.pooling.max_pooling import (
    MaxPool1D,
    MaxPool2D,
    MaxPool3D,
    MaxPooling1D,
    MaxPooling2D,
    MaxPooling3D,
)

# preprocessing
from tahr.layers.preprocessing.category_encoding import CategoryEncoding
from tahr.layers.preprocessing.discretization import Discretization
from tahr.layers.preprocessing.hashed_crossing import HashedCrossing
from tahr.layers.preprocessing.hashing import Hashing
from tahr.layers.preprocessing.integer_lookup import IntegerLookup
from tahr.layers.preprocessing.normalization import Normalization
from tahr.layers.preprocessing.rescaling import Rescaling
from tahr.layers.preprocessing.string_lookup import StringLookup
from tahr.layers.preprocessing.text_vectorization import TextVectorization

# recurrent
from tahr.layers.recurrent.bidirectional import Bidirectional
from tahr.layers.recurrent.gru import GRU, GRUCell
from tahr.layers.recurrent.lstm import LSTM, LSTMCell
from tahr.layers.recurrent.rnn import RNN
from tahr.layers.recurrent.simple_rnn import SimpleRNN, SimpleRNNCell
from tahr.layers.recurrent.stacked import StackedRNNCells
from tahr.layers.recurrent.time_distributed import TimeDistributed

# regularization
from tahr.layers.regularization.activity import ActivityRegularization
from tahr.layers.regularization.alpha_dropout import AlphaDropout
from tahr.layers.regularization.dropout import Dropout
from tahr.layers.regularization.noise import GaussianDropout, GaussianNoise
from tahr.layers.regularization.spatial_dropout import (
    SpatialDropout1D,
    SpatialDropout2D,
    SpatialDropout3D,
)

# reshaping
from tahr.layers.reshaping.cropping import Cropping1D, Cropping2D, Cropping3D
from tahr.layers.reshaping.flatten import Flatten
from tahr.layers.reshaping.permute import Permute
from tahr.layers.reshaping.repeat_vector import RepeatVector
from tahr.layers.reshaping.reshape import Reshape
from tahr.layers.reshaping.up_sampling import UpSampling1D, UpSampling2D, UpSampling3D
from tahr.layers.reshaping.zero_padding import ZeroPadding1D, ZeroPadding2D, ZeroPadding3D


@_ends_at_user
def get(identifier: Any) -> Layer | None:
    """Finds a layer from its name, a configuration, a class or a layer.

    Raises:
        ArgumentError: nothing is called so.

    Example:
        >>> get("flatten").data_format
        'channels_last'
    """
    return serialization.find(identifier, TABLE, "layer")


@_ends_at_user
def serialize(layer: Layer) -> Any:
    """Writes a layer as a configuration.

    Example:
        >>> serialize(Flatten(name="flat"))["class_name"]
        'Flatten'
    """
    return serialization.serialize(layer)


@_ends_at_user
def deserialize(config: Any, custom_objects: dict[str, Any] | None = None) -> Any:
    """Makes a layer from what `serialize` wrote.

    Raises:
        SavingError: the configuration names what is neither Tahr's own nor registered.

    Example:
        >>> deserialize({"class_name": "ReLU", "config": {"max_value": 6.0}}).max_value
        6.0
    """
    return serialization.deserialize(config, custom_objects, table=TABLE)


TABLE = serialization.table_of(
    *(item for item in globals().values() if isinstance(item, type) and issubclass(item, Layer))
)
"""Every layer by its names."""

if not TYPE_CHECKING:
    __getattr__ = _missing.names_of(__name__)
