"""Every tensor function, written once: the names of `keras.ops`."""

from tahr.compat.public import gather as _gather, publish as _publish
from tahr.core.variables import Variable as Variable
from tahr.ops import (
    image as image,
    linalg as linalg,
    nn as nn,
    numpy as numpy,
    sparse as sparse,
)
from tahr.ops.arithmetic import (
    add as add,
    arctan2 as arctan2,
    divide as divide,
    divide_no_nan as divide_no_nan,
    floor_divide as floor_divide,
    fmax as fmax,
    fmin as fmin,
    fmod as fmod,
    heaviside as heaviside,
    hypot as hypot,
    ldexp as ldexp,
    logaddexp as logaddexp,
    logaddexp2 as logaddexp2,
    maximum as maximum,
    minimum as minimum,
    mod as mod,
    multiply as multiply,
    power as power,
    subtract as subtract,
    true_divide as true_divide,
)
from tahr.ops.bitwise import (
    bitwise_and as bitwise_and,
    bitwise_invert as bitwise_invert,
    bitwise_left_shift as bitwise_left_shift,
    bitwise_not as bitwise_not,
    bitwise_or as bitwise_or,
    bitwise_right_shift as bitwise_right_shift,
    bitwise_xor as bitwise_xor,
    left_shift as left_shift,
    right_shift as right_shift,
)
from tahr.ops.comparison import (
    allclose as allclose,
    equal as equal,
    greater as greater,
    greater_equal as greater_equal,
    isclose as isclose,
    isin as isin,
    less as less,
    less_equal as less_equal,
    not_equal as not_equal,
)
from tahr.ops.complexes import (
    angle as angle,
    conj as conj,
    conjugate as conjugate,
    imag as imag,
    polar as polar,
    real as real,
    view_as_complex as view_as_complex,
    view_as_real as view_as_real,
)
from tahr.ops.control import (
    cond as cond,
    map as map,
    switch as switch,
    vectorized_map as vectorized_map,
)
from tahr.ops.conversion import (
    array as array,
    cast as cast,
    convert_to_numpy as convert_to_numpy,
    convert_to_tensor as convert_to_tensor,
    copy as copy,
    dtype as dtype,
    is_tensor as is_tensor,
    ndim as ndim,
    saturate_cast as saturate_cast,
    shape as shape,
    size as size,
    stop_gradient as stop_gradient,
)
from tahr.ops.counting import (
    bincount as bincount,
    histogram as histogram,
    unique as unique,
)
from tahr.ops.creation import (
    arange as arange,
    empty as empty,
    empty_like as empty_like,
    full as full,
    full_like as full_like,
    geomspace as geomspace,
    linspace as linspace,
    logspace as logspace,
    meshgrid as meshgrid,
    ones as ones,
    ones_like as ones_like,
    vander as vander,
    zeros as zeros,
    zeros_like as zeros_like,
)
from tahr.ops.elementwise import (
    abs as abs,
    absolute as absolute,
    cbrt as cbrt,
    clip as clip,
    fabs as fabs,
    isfinite as isfinite,
    isinf as isinf,
    isnan as isnan,
    isneginf as isneginf,
    isposinf as isposinf,
    isreal as isreal,
    nan_to_num as nan_to_num,
    negative as negative,
    reciprocal as reciprocal,
    rsqrt as rsqrt,
    sign as sign,
    signbit as signbit,
    sqrt as sqrt,
    square as square,
)
from tahr.ops.exponential import (
    exp as exp,
    exp2 as exp2,
    expm1 as expm1,
    log as log,
    log1p as log1p,
    log2 as log2,
    log10 as log10,
)
from tahr.ops.fft import (
    fft as fft,
    fft2 as fft2,
    ifft as ifft,
    ifft2 as ifft2,
    irfft as irfft,
    rfft as rfft,
)
from tahr.ops.forward import jvp as jvp
from tahr.ops.gamma_functions import (
    digamma as digamma,
    gammainc as gammainc,
    lgamma as lgamma,
)
from tahr.ops.gradients import custom_gradient as custom_gradient
from tahr.ops.indexing import (
    get_item as get_item,
    nonzero as nonzero,
    select as select,
    take as take,
    take_along_axis as take_along_axis,
    unravel_index as unravel_index,
    where as where,
)
from tahr.ops.integers import (
    gcd as gcd,
    lcm as lcm,
)
from tahr.ops.joining import (
    append as append,
    array_split as array_split,
    column_stack as column_stack,
    concatenate as concatenate,
    dsplit as dsplit,
    dstack as dstack,
    hsplit as hsplit,
    hstack as hstack,
    split as split,
    stack as stack,
    unstack as unstack,
    vsplit as vsplit,
    vstack as vstack,
)
from tahr.ops.linalg import (
    cholesky as cholesky,
    cholesky_inverse as cholesky_inverse,
    det as det,
    eig as eig,
    eigh as eigh,
    inv as inv,
    logdet as logdet,
    lstsq as lstsq,
    matrix_power as matrix_power,
    matrix_rank as matrix_rank,
    pinv as pinv,
    qr as qr,
    slogdet as slogdet,
    solve as solve,
    solve_triangular as solve_triangular,
    svd as svd,
)
from tahr.ops.logical import (
    logical_and as logical_and,
    logical_not as logical_not,
    logical_or as logical_or,
    logical_xor as logical_xor,
)
from tahr.ops.loops import (
    associative_scan as associative_scan,
    fori_loop as fori_loop,
    scan as scan,
    while_loop as while_loop,
)
from tahr.ops.lu import lu_factor as lu_factor
from tahr.ops.nans import (
    nanargmax as nanargmax,
    nanargmin as nanargmin,
    nancumprod as nancumprod,
    nancumsum as nancumsum,
    nanmax as nanmax,
    nanmean as nanmean,
    nanmin as nanmin,
    nanprod as nanprod,
    nanstd as nanstd,
    nansum as nansum,
    nanvar as nanvar,
)
from tahr.ops.nn import (
    adaptive_average_pool as adaptive_average_pool,
    adaptive_max_pool as adaptive_max_pool,
    average_pool as average_pool,
    batch_normalization as batch_normalization,
    binary_crossentropy as binary_crossentropy,
    categorical_crossentropy as categorical_crossentropy,
    celu as celu,
    conv as conv,
    conv_transpose as conv_transpose,
    ctc_decode as ctc_decode,
    ctc_loss as ctc_loss,
    depth_to_space as depth_to_space,
    depthwise_conv as depthwise_conv,
    dot_product_attention as dot_product_attention,
    elu as elu,
    fold as fold,
    gelu as gelu,
    glu as glu,
    gru as gru,
    hard_shrink as hard_shrink,
    hard_sigmoid as hard_sigmoid,
    hard_silu as hard_silu,
    hard_tanh as hard_tanh,
    layer_normalization as layer_normalization,
    leaky_relu as leaky_relu,
    log_sigmoid as log_sigmoid,
    log_softmax as log_softmax,
    lstm as lstm,
    max_pool as max_pool,
    mish as mish,
    moments as moments,
    multi_hot as multi_hot,
    normalize as normalize,
    normalize_batch as normalize_batch,
    one_hot as one_hot,
    psnr as psnr,
    relu as relu,
    relu6 as relu6,
    rms_normalization as rms_normalization,
    selu as selu,
    separable_conv as separable_conv,
    sigmoid as sigmoid,
    silu as silu,
    soft_shrink as soft_shrink,
    softmax as softmax,
    softplus as softplus,
    softsign as softsign,
    space_to_depth as space_to_depth,
    sparse_categorical_crossentropy as sparse_categorical_crossentropy,
    sparse_plus as sparse_plus,
    sparse_sigmoid as sparse_sigmoid,
    sparsemax as sparsemax,
    squareplus as squareplus,
    tanh_shrink as tanh_shrink,
    threshold as threshold,
    unfold as unfold,
)
from tahr.ops.norms import (
    cdist as cdist,
    norm as norm,
)
from tahr.ops.padding import (
    pad as pad,
    roll as roll,
)
from tahr.ops.placing import (
    scatter as scatter,
    scatter_update as scatter_update,
    slice as slice,
    slice_update as slice_update,
)
from tahr.ops.products import (
    cross as cross,
    dot as dot,
    einsum as einsum,
    inner as inner,
    kron as kron,
    matmul as matmul,
    outer as outer,
    tensordot as tensordot,
    vdot as vdot,
)
from tahr.ops.quantiles import (
    median as median,
    nanmedian as nanmedian,
    nanpercentile as nanpercentile,
    nanquantile as nanquantile,
    percentile as percentile,
    quantile as quantile,
)
from tahr.ops.rearrange import rearrange as rearrange
from tahr.ops.reductions import (
    all as all,
    amax as amax,
    amin as amin,
    any as any,
    argmax as argmax,
    argmin as argmin,
    count_nonzero as count_nonzero,
    logsumexp as logsumexp,
    max as max,
    mean as mean,
    min as min,
    prod as prod,
    ptp as ptp,
    sum as sum,
)
from tahr.ops.rounding import (
    ceil as ceil,
    floor as floor,
    round as round,
    trunc as trunc,
)
from tahr.ops.running import (
    cumprod as cumprod,
    cumsum as cumsum,
)
from tahr.ops.segments import (
    segment_max as segment_max,
    segment_min as segment_min,
    segment_prod as segment_prod,
    segment_sum as segment_sum,
)
from tahr.ops.shapes import (
    broadcast_to as broadcast_to,
    expand_dims as expand_dims,
    flip as flip,
    fliplr as fliplr,
    flipud as flipud,
    moveaxis as moveaxis,
    ravel as ravel,
    repeat as repeat,
    reshape as reshape,
    rot90 as rot90,
    squeeze as squeeze,
    swapaxes as swapaxes,
    tile as tile,
    transpose as transpose,
)
from tahr.ops.signals import (
    extract_sequences as extract_sequences,
    istft as istft,
    stft as stft,
)
from tahr.ops.sorting import (
    argpartition as argpartition,
    argsort as argsort,
    digitize as digitize,
    in_top_k as in_top_k,
    searchsorted as searchsorted,
    sort as sort,
    top_k as top_k,
)
from tahr.ops.special import (
    erf as erf,
    erfc as erfc,
    erfinv as erfinv,
    i0 as i0,
)
from tahr.ops.statistics import (
    average as average,
    corrcoef as corrcoef,
    correlate as correlate,
    diff as diff,
    std as std,
    trapezoid as trapezoid,
    var as var,
)
from tahr.ops.triangles import (
    diag as diag,
    diagflat as diagflat,
    diagonal as diagonal,
    eye as eye,
    identity as identity,
    trace as trace,
    tri as tri,
    tril as tril,
    triu as triu,
)
from tahr.ops.trigonometry import (
    arccos as arccos,
    arccosh as arccosh,
    arcsin as arcsin,
    arcsinh as arcsinh,
    arctan as arctan,
    arctanh as arctanh,
    cos as cos,
    cosh as cosh,
    deg2rad as deg2rad,
    rad2deg as rad2deg,
    sin as sin,
    sinc as sinc,
    sinh as sinh,
    tan as tan,
    tanh as tanh,
)
from tahr.ops.updates import adam_update as adam_update
from tahr.ops.vectorizing import vectorize as vectorize
from tahr.ops.windows import (
    bartlett as bartlett,
    blackman as blackman,
    hamming as hamming,
    hanning as hanning,
    kaiser as kaiser,
)
from tahr.ops.words import (
    nextafter as nextafter,
    view as view,
)

_publish(__name__, "image", "linalg", "nn", "numpy")
_gather(__name__, "linalg", "numpy")
