"""Layers, by Keras's names."""

from tahr.compat.families import family as _family
from tahr.compat.public import publish as _publish
from tahr.layers.activations.elu import ELU as ELU
from tahr.layers.activations.leaky_relu import LeakyReLU as LeakyReLU
from tahr.layers.activations.prelu import PReLU as PReLU
from tahr.layers.activations.relu import ReLU as ReLU
from tahr.layers.activations.softmax import Softmax as Softmax
from tahr.layers.attention.attention import (
    AdditiveAttention as AdditiveAttention,
    Attention as Attention,
)
from tahr.layers.attention.grouped_query import GroupedQueryAttention as GroupQueryAttention
from tahr.layers.attention.multi_head import MultiHeadAttention as MultiHeadAttention
from tahr.layers.base.input_spec import InputSpec as InputSpec
from tahr.layers.base.layer import Layer as Layer
from tahr.layers.convolutional.conv import (
    Conv1D as Conv1D,
    Conv2D as Conv2D,
    Conv3D as Conv3D,
)
from tahr.layers.convolutional.conv_transpose import (
    Conv1DTranspose as Conv1DTranspose,
    Conv2DTranspose as Conv2DTranspose,
    Conv3DTranspose as Conv3DTranspose,
)
from tahr.layers.convolutional.depthwise_conv import (
    DepthwiseConv1D as DepthwiseConv1D,
    DepthwiseConv2D as DepthwiseConv2D,
)
from tahr.layers.convolutional.separable_conv import (
    SeparableConv1D as SeparableConv1D,
    SeparableConv2D as SeparableConv2D,
)
from tahr.layers.core.activation import Activation as Activation
from tahr.layers.core.class_probabilities import ClassProbabilities as ClassProbabilities
from tahr.layers.core.dense import Dense as Dense
from tahr.layers.core.einsum_dense import EinsumDense as EinsumDense
from tahr.layers.core.embedding import Embedding as Embedding
from tahr.layers.core.ensemble_dense import EnsembleDense as EnsembleDense
from tahr.layers.core.identity import Identity as Identity
from tahr.layers.core.input_layer import (
    Input as Input,
    InputLayer as InputLayer,
)
from tahr.layers.core.lambda_layer import Lambda as Lambda
from tahr.layers.core.masking import Masking as Masking
from tahr.layers.core.reversible_embedding import ReversibleEmbedding as ReversibleEmbedding
from tahr.layers.core.ternary_dense import TernaryDense as TernaryDense
from tahr.layers.core.tfsm_layer import TFSMLayer as TFSMLayer
from tahr.layers.core.torch_module_wrapper import TorchModuleWrapper as TorchModuleWrapper
from tahr.layers.core.wrapper import Wrapper as Wrapper
from tahr.layers.former.activations import (
    ParametricSoftplus as ParametricSoftplus,
    SReLU as SReLU,
    ThresholdedReLU as ThresholdedReLU,
)
from tahr.layers.former.batch_normalization import (
    OwnBatchNormalization as OwnBatchNormalization,
    SampleNormalization as SampleNormalization,
)
from tahr.layers.former.conv_lstm_cells import (
    ConvLSTM1DCell as ConvLSTM1DCell,
    ConvLSTM2DCell as ConvLSTM2DCell,
    ConvLSTM3DCell as ConvLSTM3DCell,
)
from tahr.layers.former.gates import (
    Highway as Highway,
    MaxoutDense as MaxoutDense,
)
from tahr.layers.former.locally_connected import (
    LocallyConnected1D as LocallyConnected1D,
    LocallyConnected2D as LocallyConnected2D,
)
from tahr.layers.former.merging import _Merge as _Merge
from tahr.layers.frameworks.flax_layer import FlaxLayer as FlaxLayer
from tahr.layers.frameworks.jax_layer import JaxLayer as JaxLayer
from tahr.layers.merging.concatenate import (
    Concatenate as Concatenate,
    concatenate as concatenate,
)
from tahr.layers.merging.dot import (
    Dot as Dot,
    dot as dot,
)
from tahr.layers.merging.elementwise import (
    Add as Add,
    Average as Average,
    Maximum as Maximum,
    Minimum as Minimum,
    Multiply as Multiply,
    Subtract as Subtract,
    add as add,
    average as average,
    maximum as maximum,
    minimum as minimum,
    multiply as multiply,
    subtract as subtract,
)
from tahr.layers.normalization.batch import BatchNormalization as BatchNormalization
from tahr.layers.normalization.group import GroupNormalization as GroupNormalization
from tahr.layers.normalization.layer_norm import LayerNormalization as LayerNormalization
from tahr.layers.normalization.rms import RMSNormalization as RMSNormalization
from tahr.layers.normalization.spectral import SpectralNormalization as SpectralNormalization
from tahr.layers.normalization.unit import UnitNormalization as UnitNormalization
from tahr.layers.pooling.adaptive_pooling import (
    AdaptiveAveragePooling1D as AdaptiveAveragePooling1D,
    AdaptiveAveragePooling2D as AdaptiveAveragePooling2D,
    AdaptiveAveragePooling3D as AdaptiveAveragePooling3D,
    AdaptiveMaxPooling1D as AdaptiveMaxPooling1D,
    AdaptiveMaxPooling2D as AdaptiveMaxPooling2D,
    AdaptiveMaxPooling3D as AdaptiveMaxPooling3D,
)
from tahr.layers.pooling.average_pooling import (
    AveragePooling1D as AveragePooling1D,
    AveragePooling2D as AveragePooling2D,
    AveragePooling3D as AveragePooling3D,
)
from tahr.layers.pooling.global_pooling import (
    GlobalAveragePooling1D as GlobalAveragePooling1D,
    GlobalAveragePooling2D as GlobalAveragePooling2D,
    GlobalAveragePooling3D as GlobalAveragePooling3D,
    GlobalMaxPooling1D as GlobalMaxPooling1D,
    GlobalMaxPooling2D as GlobalMaxPooling2D,
    GlobalMaxPooling3D as GlobalMaxPooling3D,
)
from tahr.layers.pooling.max_pooling import (
    MaxPooling1D as MaxPooling1D,
    MaxPooling2D as MaxPooling2D,
    MaxPooling3D as MaxPooling3D,
)
from tahr.layers.preprocessing.category_encoding import CategoryEncoding as CategoryEncoding
from tahr.layers.preprocessing.discretization import Discretization as Discretization
from tahr.layers.preprocessing.hashed_crossing import HashedCrossing as HashedCrossing
from tahr.layers.preprocessing.hashing import Hashing as Hashing
from tahr.layers.preprocessing.image.base import (
    BaseImagePreprocessingLayer as BaseImagePreprocessingLayer,
)
from tahr.layers.preprocessing.image.colour.adaptive import (
    ContrastLimitedAdaptiveHistogramEqualization as ContrastLimitedAdaptiveHistogramEqualization,
)
from tahr.layers.preprocessing.image.colour.auto_contrast import AutoContrast as AutoContrast
from tahr.layers.preprocessing.image.colour.blur import RandomGaussianBlur as RandomGaussianBlur
from tahr.layers.preprocessing.image.colour.brightness import RandomBrightness as RandomBrightness
from tahr.layers.preprocessing.image.colour.contrast import RandomContrast as RandomContrast
from tahr.layers.preprocessing.image.colour.equalization import Equalization as Equalization
from tahr.layers.preprocessing.image.colour.grayscale import (
    RandomColorDegeneration as RandomColorDegeneration,
    RandomGrayscale as RandomGrayscale,
)
from tahr.layers.preprocessing.image.colour.hue import (
    RandomHue as RandomHue,
    RandomSaturation as RandomSaturation,
)
from tahr.layers.preprocessing.image.colour.inversion import RandomInvert as RandomInvert
from tahr.layers.preprocessing.image.colour.jitter import RandomColorJitter as RandomColorJitter
from tahr.layers.preprocessing.image.colour.posterization import (
    RandomPosterization as RandomPosterization,
)
from tahr.layers.preprocessing.image.colour.sharpness import RandomSharpness as RandomSharpness
from tahr.layers.preprocessing.image.colour.solarization import Solarization as Solarization
from tahr.layers.preprocessing.image.erasing import RandomErasing as RandomErasing
from tahr.layers.preprocessing.image.geometry.crops import (
    CenterCrop as CenterCrop,
    RandomCrop as RandomCrop,
)
from tahr.layers.preprocessing.image.geometry.elastic import (
    RandomElasticTransform as RandomElasticTransform,
)
from tahr.layers.preprocessing.image.geometry.flip import RandomFlip as RandomFlip
from tahr.layers.preprocessing.image.geometry.perspective import (
    RandomPerspective as RandomPerspective,
)
from tahr.layers.preprocessing.image.geometry.resizing import Resizing as Resizing
from tahr.layers.preprocessing.image.geometry.rotation import RandomRotation as RandomRotation
from tahr.layers.preprocessing.image.geometry.shear import RandomShear as RandomShear
from tahr.layers.preprocessing.image.geometry.translation import (
    RandomTranslation as RandomTranslation,
)
from tahr.layers.preprocessing.image.geometry.zoom import RandomZoom as RandomZoom
from tahr.layers.preprocessing.image.max_boxes import MaxNumBoundingBoxes as MaxNumBoundingBoxes
from tahr.layers.preprocessing.image.mixing.cut_mix import CutMix as CutMix
from tahr.layers.preprocessing.image.mixing.mix_up import MixUp as MixUp
from tahr.layers.preprocessing.image.policies.aug_mix import AugMix as AugMix
from tahr.layers.preprocessing.image.policies.rand_augment import RandAugment as RandAugment
from tahr.layers.preprocessing.integer_lookup import IntegerLookup as IntegerLookup
from tahr.layers.preprocessing.mel_spectrogram import MelSpectrogram as MelSpectrogram
from tahr.layers.preprocessing.normalization import Normalization as Normalization
from tahr.layers.preprocessing.periodic import PeriodicEncoding as PeriodicEncoding
from tahr.layers.preprocessing.piecewise_linear import (
    PiecewiseLinearEncoding as PiecewiseLinearEncoding,
)
from tahr.layers.preprocessing.pipeline import Pipeline as Pipeline
from tahr.layers.preprocessing.rescaling import Rescaling as Rescaling
from tahr.layers.preprocessing.stft_spectrogram import STFTSpectrogram as STFTSpectrogram
from tahr.layers.preprocessing.string_lookup import StringLookup as StringLookup
from tahr.layers.preprocessing.text_vectorization import TextVectorization as TextVectorization
from tahr.layers.probability.distribution_parameters import (
    DistributionParameters as DistributionParameters,
)
from tahr.layers.recurrent.bidirectional import Bidirectional as Bidirectional
from tahr.layers.recurrent.conv_lstm import (
    ConvLSTM1D as ConvLSTM1D,
    ConvLSTM2D as ConvLSTM2D,
    ConvLSTM3D as ConvLSTM3D,
)
from tahr.layers.recurrent.gru import (
    GRU as GRU,
    GRUCell as GRUCell,
)
from tahr.layers.recurrent.lstm import (
    LSTM as LSTM,
    LSTMCell as LSTMCell,
)
from tahr.layers.recurrent.rnn import RNN as RNN
from tahr.layers.recurrent.simple_rnn import (
    SimpleRNN as SimpleRNN,
    SimpleRNNCell as SimpleRNNCell,
)
from tahr.layers.recurrent.stacked import StackedRNNCells as StackedRNNCells
from tahr.layers.recurrent.time_distributed import TimeDistributed as TimeDistributed
from tahr.layers.recurrent.tree_lstm import TreeLSTM as TreeLSTM
from tahr.layers.regularization.activity import ActivityRegularization as ActivityRegularization
from tahr.layers.regularization.alpha_dropout import AlphaDropout as AlphaDropout
from tahr.layers.regularization.dropout import Dropout as Dropout
from tahr.layers.regularization.noise import (
    GaussianDropout as GaussianDropout,
    GaussianNoise as GaussianNoise,
)
from tahr.layers.regularization.spatial_dropout import (
    SpatialDropout1D as SpatialDropout1D,
    SpatialDropout2D as SpatialDropout2D,
    SpatialDropout3D as SpatialDropout3D,
)
from tahr.layers.reshaping.cropping import (
    Cropping1D as Cropping1D,
    Cropping2D as Cropping2D,
    Cropping3D as Cropping3D,
)
from tahr.layers.reshaping.flatten import Flatten as Flatten
from tahr.layers.reshaping.permute import Permute as Permute
from tahr.layers.reshaping.repeat_vector import RepeatVector as RepeatVector
from tahr.layers.reshaping.reshape import Reshape as Reshape
from tahr.layers.reshaping.up_sampling import (
    UpSampling1D as UpSampling1D,
    UpSampling2D as UpSampling2D,
    UpSampling3D as UpSampling3D,
)
from tahr.layers.reshaping.zero_padding import (
    ZeroPadding1D as ZeroPadding1D,
    ZeroPadding2D as ZeroPadding2D,
    ZeroPadding3D as ZeroPadding3D,
)

NAMED, get, serialize, deserialize = _family("keras.layers", "layer")
_publish(__name__)
