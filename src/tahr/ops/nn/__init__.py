"""Activations, losses, normalization, convolution, pooling and attention."""

from tahr.compat.public import publish as _publish
from tahr.ops.complexes import polar as polar
from tahr.ops.nn.adaptive import (
    adaptive_average_pool as adaptive_average_pool,
    adaptive_max_pool as adaptive_max_pool,
)
from tahr.ops.nn.attention import dot_product_attention as dot_product_attention
from tahr.ops.nn.convolution import (
    conv as conv,
    conv_transpose as conv_transpose,
    depthwise_conv as depthwise_conv,
    separable_conv as separable_conv,
)
from tahr.ops.nn.crossentropy import (
    binary_crossentropy as binary_crossentropy,
    categorical_crossentropy as categorical_crossentropy,
    sparse_categorical_crossentropy as sparse_categorical_crossentropy,
)
from tahr.ops.nn.ctc import (
    ctc_decode as ctc_decode,
    ctc_loss as ctc_loss,
)
from tahr.ops.nn.encoding import (
    multi_hot as multi_hot,
    one_hot as one_hot,
)
from tahr.ops.nn.gates import (
    gelu as gelu,
    glu as glu,
    hard_silu as hard_silu,
    mish as mish,
    silu as silu,
)
from tahr.ops.nn.normalization import (
    batch_normalization as batch_normalization,
    layer_normalization as layer_normalization,
    moments as moments,
    normalize as normalize,
    normalize_batch as normalize_batch,
    rms_normalization as rms_normalization,
)
from tahr.ops.nn.patches import (
    depth_to_space as depth_to_space,
    fold as fold,
    space_to_depth as space_to_depth,
    unfold as unfold,
)
from tahr.ops.nn.pooling import (
    average_pool as average_pool,
    max_pool as max_pool,
)
from tahr.ops.nn.psnr import psnr as psnr
from tahr.ops.nn.rectifiers import (
    celu as celu,
    elu as elu,
    leaky_relu as leaky_relu,
    relu as relu,
    relu6 as relu6,
    selu as selu,
    softplus as softplus,
    sparse_plus as sparse_plus,
    squareplus as squareplus,
)
from tahr.ops.nn.recurrence import (
    gru as gru,
    lstm as lstm,
)
from tahr.ops.nn.shrinking import (
    hard_shrink as hard_shrink,
    soft_shrink as soft_shrink,
    tanh_shrink as tanh_shrink,
    threshold as threshold,
)
from tahr.ops.nn.sigmoids import (
    hard_sigmoid as hard_sigmoid,
    hard_tanh as hard_tanh,
    log_sigmoid as log_sigmoid,
    sigmoid as sigmoid,
    softsign as softsign,
    sparse_sigmoid as sparse_sigmoid,
)
from tahr.ops.nn.softmax import (
    log_softmax as log_softmax,
    softmax as softmax,
    sparsemax as sparsemax,
)

_publish(__name__)
