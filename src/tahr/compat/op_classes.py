"""Ops as Keras 3 names them in files.

A file writes an op in a graph as a class in one of Keras's modules. Some arguments belong to
the class (`axis` of `Sum`), and stand in its configuration; the others belong to the call. Mostly
the class is the op's name in camel case, and its arguments are those that are no tensors.
"""

from tahr.core.operators import OPS

MODULE = "keras.src.ops."

IN: dict[str, str] = {
    "core": (
        "cast convert_to_tensor saturate_cast scatter scatter_update slice slice_update "
        "stop_gradient unstack"
    ),
    "einops": "rearrange",
    "image": (
        "affine_transform crop_images elastic_transform extract_patches gaussian_blur "
        "hsv_to_rgb map_coordinates pad_images perspective_transform resize rgb_to_grayscale "
        "rgb_to_hsv scale_and_translate sobel_edges ssim"
    ),
    "linalg": (
        "cholesky cholesky_inverse det eig eigh inv lstsq lu_factor matrix_rank norm pinv qr "
        "solve solve_triangular svd"
    ),
    "math": (
        "cdist erf erfc erfinv extract_sequences fft fft2 ifft2 in_top_k irfft istft logdet "
        "logsumexp rfft rsqrt segment_max segment_min segment_prod segment_sum stft top_k "
        "view_as_complex view_as_real"
    ),
    "nn": (
        "adaptive_average_pool adaptive_max_pool average_pool batch_normalization "
        "binary_crossentropy categorical_crossentropy celu conv conv_transpose ctc_decode "
        "ctc_loss depth_to_space depthwise_conv dot_product_attention elu fold gelu glu "
        "hard_shrink hard_sigmoid hard_silu hard_tanh layer_normalization leaky_relu "
        "log_sigmoid log_softmax max_pool moments multi_hot normalize one_hot polar psnr relu "
        "relu6 rms_normalization selu separable_conv sigmoid silu soft_shrink softmax "
        "softplus softsign space_to_depth sparse_categorical_crossentropy sparse_plus "
        "sparse_sigmoid sparsemax squareplus tanh_shrink threshold unfold"
    ),
    "numpy": (
        "abs absolute add all allclose amax amin angle any append arange arccos arccosh "
        "arcsin arcsinh arctan arctan2 arctanh argmax argmin argpartition argsort array "
        "array_split average bincount bitwise_and bitwise_invert bitwise_left_shift "
        "bitwise_not bitwise_or bitwise_right_shift bitwise_xor broadcast_to cbrt ceil clip "
        "concatenate conj conjugate copy corrcoef correlate cos cosh count_nonzero cross "
        "cumprod cumsum deg2rad diag diagflat diagonal diff digitize divide divide_no_nan dot "
        "dsplit dstack einsum empty_like equal exp exp2 expand_dims expm1 fabs flip fliplr "
        "flipud floor floor_divide fmax fmin fmod full full_like gcd geomspace get_item "
        "greater greater_equal heaviside histogram hsplit hstack hypot i0 imag inner isclose "
        "isfinite isin isinf isnan isneginf isposinf isreal kron lcm ldexp left_shift less "
        "less_equal linspace log log10 log1p log2 logaddexp logaddexp2 logical_and "
        "logical_not logical_or logical_xor logspace matmul max maximum mean median meshgrid "
        "min minimum mod moveaxis multiply nan_to_num nanargmax nanargmin nancumprod "
        "nancumsum nanmax nanmean nanmedian nanmin nanpercentile nanprod nanquantile nanstd "
        "nansum nanvar ndim negative nextafter nonzero not_equal ones_like outer pad "
        "percentile power prod ptp quantile rad2deg ravel real reciprocal repeat reshape "
        "right_shift roll rot90 round searchsorted select sign signbit sin sinc sinh size "
        "slogdet sort split sqrt square squeeze stack std subtract sum swapaxes take "
        "take_along_axis tan tanh tensordot tile trace transpose trapezoid tril triu "
        "true_divide trunc unique unravel_index vander var vdot view vsplit vstack where "
        "zeros_like"
    ),
}
"""The ops that have a class in each module."""

BARE = {
    "linalg": "jvp",
    "numpy": "bartlett blackman empty eye hamming hanning identity kaiser ones tri vectorize zeros",
}
"""The ops of modules that have no class: they take no tensors, or functions."""

NEWER = {
    "image": "reconstruct_patches",
    "linalg": "matrix_power",
    "math": "gammainc",
    "numpy": "column_stack",
}
"""The ops that Keras 3.16 has besides."""

CLASSES = {
    "hsv_to_rgb": "HSVToRGB",
    "rgb_to_grayscale": "RGBToGrayscale",
    "rgb_to_hsv": "RGBToHSV",
    "ssim": "SSIM",
    "svd": "SVD",
    "cdist": "CDist",
    "fft": "FFT",
    "fft2": "FFT2",
    "ifft2": "IFFT2",
    "irfft": "IRFFT",
    "istft": "ISTFT",
    "rfft": "RFFT",
    "stft": "STFT",
    "batch_normalization": "BatchNorm",
    "ctc_decode": "CTCDecode",
    "ctc_loss": "CTCLoss",
    "layer_normalization": "LayerNorm",
    "psnr": "PSNR",
    "rms_normalization": "RMSNorm",
    "allclose": "AllClose",
    "isin": "IsIn",
    "searchsorted": "SearchSorted",
}
"""Classes that are not the op's name in camel case."""

BESIDE = {
    "slice": "shape",
    "slice_update": "",
    "rearrange": "",
    "dot_product_attention": "is_causal flash_attention attn_logits_soft_cap",
    "layer_normalization": "axis epsilon rms_scaling",
    "multi_hot": "num_classes axis dtype sparse",
    "psnr": "max_val",
    "bincount": "weights minlength sparse",
    "clip": "x_min x_max",
    "einsum": "subscripts",
    "get_item": "",
    "isclose": "equal_nan",
    "pad": "pad_width mode",
    "trapezoid": "x dx axis",
}
"""Arguments of classes that are not those of the op which are no tensors."""

WHOLE = ("layer_normalization", "rms_normalization")
"""Ops whose class is to be given all tensors, None for those left out."""

SAME = {
    "abs": "absolute",
    "conj": "conjugate",
    "divide": "true_divide",
    "bitwise_invert": "bitwise_not",
    "left_shift": "bitwise_left_shift",
    "right_shift": "bitwise_right_shift",
    "array": "convert_to_tensor",
    "empty_like": "zeros_like",
}
"""Ops with two names, and the one they go by in a graph."""

HOME = {op: MODULE + module for module, ops in IN.items() for op in ops.split()}
"""The module of each op that Keras has."""


def held_by(module: str) -> list[str]:
    """Lists the ops of one of Keras's modules.

    Example:
        >>> held_by("linalg")[-2:]
        ['jvp', 'matrix_power']
    """
    return [op for table in (IN, BARE, NEWER) for op in table.get(module, "").split()]


def _class(op: str) -> str:
    return CLASSES.get(op) or "".join(part[:1].upper() + part[1:] for part in op.split("_"))


NAMES = {(module, _class(op)): op for op, module in HOME.items()}
"""The op that a module and class stand for."""


def class_of(op: str) -> tuple[str, str, tuple[str, ...]] | None:
    """Returns the module, the class and the class's arguments of an op; None for one of Tahr's own.

    Example:
        >>> from tahr import ops
        >>> class_of("sum")
        ('keras.src.ops.numpy', 'Sum', ('axis', 'keepdims'))
    """
    if op not in HOME:
        return None
    own = getattr(OPS.get(SAME.get(op, op)), "arguments", ())
    beside = BESIDE[op].split() if op in BESIDE else own
    return HOME[op], _class(op), tuple(beside)


def op_of(module: object, name: object) -> str | None:
    """Returns the op that a class in a file stands for; None where it is no op.

    Example:
        >>> op_of("keras.src.ops.numpy", "Divide")
        'true_divide'
    """
    op = NAMES.get((str(module), str(name)))
    return op if op is None else SAME.get(op, op)
