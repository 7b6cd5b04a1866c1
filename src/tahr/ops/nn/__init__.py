"""Activations, losses, normalization, convolution, pooling and attention."""

from tahr.ops.nn.adaptive import adaptive_average_pool, adaptive_max_pool
from tahr.ops.nn.attention import dot_product_attention
from tahr.ops.nn.convolution import conv, conv_transpose, depthwise_conv, separable_conv
from tahr.ops.nn.crossentropy import (
    binary_crossentropy,
    categorical_crossentropy,
    sparse_categorical_crossentropy,
)
from tahr.ops.nn.ctc import ctc_decode, ctc_loss
from tahr.ops.nn.encoding import multi_hot, one_hot
from tahr.ops.nn.gates import gelu, glu, hard_silu, hard_swish, mish, silu, swish
from tahr.ops.nn.normalization import (
    batch_normalization,
    layer_normalization,
    moments,
    normalize,
    normalize_batch,
    rms_normalization,
)
from tahr.ops.nn.patches import depth_to_space, fold, space_to_depth, unfold
from tahr.ops.nn.pooling import average_pool, max_pool
from tahr.ops.nn.psnr import psnr
from tahr.ops.nn.rectifiers import (
    celu,
    elu,
    leaky_relu,
    relu,
    relu6,
    selu,
    softplus,
    sparse_plus,
    squareplus,
)
from tahr.ops.nn.recurrence import gru, lstm
from tahr.ops.nn.shrinking import hard_shrink, soft_shrink, tanh_shrink, threshold
from tahr.ops.nn.sigmoids import (
    hard_sigmoid,
    hard_tanh,
    log_sigmoid,
    sigmoid,
    softsign,
    sparse_sigmoid,
)
from tahr.ops.nn.softmax import log_softmax, softmax, sparsemax
