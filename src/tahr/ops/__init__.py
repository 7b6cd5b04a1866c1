"""Every tensor function, written once: the names of `keras.ops`."""

from typing import TYPE_CHECKING

from tahr.compat import missing as _missing
from tahr.core.variables import Variable
from tahr.ops import nn, sparse
from tahr.ops.arithmetic import (
    add,
    arctan2,
    divide,
    divide_no_nan,
    floor_divide,
    fmax,
    fmin,
    fmod,
    heaviside,
    hypot,
    ldexp,
    logaddexp,
    logaddexp2,
    maximum,
    minimum,
    mod,
    multiply,
    power,
    subtract,
    true_divide,
)
from tahr.ops.bitwise import (
    bitwise_and,
    bitwise_invert,
    bitwise_left_shift,
    bitwise_not,
    bitwise_or,
    bitwise_right_shift,
    bitwise_xor,
    left_shift,
    right_shift,
)
from tahr.ops.comparison import (
    allclose,
    equal,
    greater,
    greater_equal,
    isclose,
    isin,
    less,
    less_equal,
    not_equal,
)
from tahr.ops.complexes import (
    angle,
    conj,
    conjugate,
    imag,
    real,
)
from tahr.ops.control import cond, map, switch, vectorized_map
from tahr.ops.conversion import (
    array,
    cast,
    convert_to_numpy,
    convert_to_tensor,
    copy,
    dtype,
    is_tensor,
    ndim,
    saturate_cast,
    shape,
    size,
    stop_gradient,
)
from tahr.ops.counting import (
    bincount,
    histogram,
    unique,
)
from tahr.ops.creation import (
    arange,
    empty,
    empty_like,
    full,
    full_like,
    geomspace,
    linspace,
    logspace,
    meshgrid,
    ones,
    ones_like,
    vander,
    zeros,
    zeros_like,
)
from tahr.ops.elementwise import (
    abs,
    absolute,
    cbrt,
    clip,
    fabs,
    isfinite,
    isinf,
    isnan,
    isneginf,
    isposinf,
    isreal,
    nan_to_num,
    negative,
    reciprocal,
    rsqrt,
    sign,
    signbit,
    sqrt,
    square,
)
from tahr.ops.exponential import (
    exp,
    exp2,
    expm1,
    log,
    log1p,
    log2,
    log10,
)
from tahr.ops.fft import (
    fft,
    fft2,
    ifft,
    ifft2,
    irfft,
    rfft,
)
from tahr.ops.gradients import custom_gradient
from tahr.ops.indexing import (
    get_item,
    nonzero,
    select,
    take,
    take_along_axis,
    unravel_index,
    where,
)
from tahr.ops.integers import (
    gcd,
    lcm,
)
from tahr.ops.joining import (
    append,
    array_split,
    concatenate,
    dsplit,
    dstack,
    hsplit,
    hstack,
    split,
    stack,
    unstack,
    vsplit,
    vstack,
)
from tahr.ops.linalg import (
    cholesky,
    cholesky_inverse,
    det,
    eigh,
    inv,
    logdet,
    lstsq,
    matrix_rank,
    pinv,
    qr,
    slogdet,
    solve,
    solve_triangular,
    svd,
)
from tahr.ops.logical import (
    logical_and,
    logical_not,
    logical_or,
    logical_xor,
)
from tahr.ops.loops import associative_scan, fori_loop, scan, while_loop
from tahr.ops.lu import lu_factor
from tahr.ops.nans import (
    nanargmax,
    nanargmin,
    nancumprod,
    nancumsum,
    nanmax,
    nanmean,
    nanmin,
    nanprod,
    nanstd,
    nansum,
    nanvar,
)
from tahr.ops.nn import (
    adaptive_average_pool,
    adaptive_max_pool,
    average_pool,
    batch_normalization,
    binary_crossentropy,
    categorical_crossentropy,
    celu,
    conv,
    conv_transpose,
    ctc_decode,
    ctc_loss,
    depth_to_space,
    depthwise_conv,
    dot_product_attention,
    elu,
    fold,
    gelu,
    glu,
    gru,
    hard_shrink,
    hard_sigmoid,
    hard_silu,
    hard_swish,
    hard_tanh,
    layer_normalization,
    leaky_relu,
    log_sigmoid,
    log_softmax,
    lstm,
    max_pool,
    mish,
    moments,
    multi_hot,
    normalize,
    normalize_batch,
    one_hot,
    psnr,
    relu,
    relu6,
    rms_normalization,
    selu,
    separable_conv,
    sigmoid,
    silu,
    soft_shrink,
    softmax,
    softplus,
    softsign,
    space_to_depth,
    sparse_categorical_crossentropy,
    sparse_plus,
    sparse_sigmoid,
    sparsemax,
    squareplus,
    swish,
    tanh_shrink,
    threshold,
    unfold,
)
from tahr.ops.norms import cdist, norm
from tahr.ops.padding import (
    pad,
    roll,
)
from tahr.ops.placing import (
    scatter,
    scatter_update,
    slice,
    slice_update,
)
from tahr.ops.products import (
    cross,
    dot,
    einsum,
    inner,
    kron,
    matmul,
    outer,
    tensordot,
    vdot,
)
from tahr.ops.quantiles import (
    median,
    nanmedian,
    nanpercentile,
    nanquantile,
    percentile,
    quantile,
)
from tahr.ops.rearrange import rearrange
from tahr.ops.reductions import (
    all,
    amax,
    amin,
    any,
    argmax,
    argmin,
    count_nonzero,
    logsumexp,
    max,
    mean,
    min,
    prod,
    ptp,
    sum,
)
from tahr.ops.rounding import (
    ceil,
    floor,
    round,
    trunc,
)
from tahr.ops.running import cumprod, cumsum
from tahr.ops.segments import (
    segment_max,
    segment_min,
    segment_prod,
    segment_sum,
)
from tahr.ops.shapes import (
    broadcast_to,
    expand_dims,
    flip,
    fliplr,
    flipud,
    moveaxis,
    ravel,
    repeat,
    reshape,
    rot90,
    squeeze,
    swapaxes,
    tile,
    transpose,
)
from tahr.ops.signals import (
    extract_sequences,
    istft,
    stft,
)
from tahr.ops.sorting import (
    argpartition,
    argsort,
    digitize,
    in_top_k,
    searchsorted,
    sort,
    top_k,
)
from tahr.ops.special import (
    erf,
    erfc,
    erfinv,
    i0,
)
from tahr.ops.statistics import (
    average,
    corrcoef,
    correlate,
    diff,
    std,
    trapezoid,
    var,
)
from tahr.ops.triangles import (
    diag,
    diagflat,
    diagonal,
    eye,
    identity,
    trace,
    tri,
    tril,
    triu,
)
from tahr.ops.trigonometry import (
    arccos,
    arccosh,
    arcsin,
    arcsinh,
    arctan,
    arctanh,
    cos,
    cosh,
    deg2rad,
    rad2deg,
    sin,
    sinc,
    sinh,
    tan,
    tanh,
)
from tahr.ops.updates import adam_update
from tahr.ops.windows import (
    bartlett,
    blackman,
    hamming,
    hanning,
    kaiser,
)

if not TYPE_CHECKING:
    __getattr__ = _missing.names_of(__name__)
