"""Quantizers: what maps floats to numbers of fewer bits, and how models are quantized."""

from typing import Any as _Any

from tahr.compat.families import family as _family
from tahr.compat.public import publish as _publish
from tahr.quantizers.abs_max import (
    AbsMaxQuantizer as AbsMaxQuantizer,
    abs_max_quantize as abs_max_quantize,
)
from tahr.quantizers.base import Quantizer as Quantizer
from tahr.quantizers.calibrated import AWQConfig as AWQConfig, GPTQConfig as GPTQConfig
from tahr.quantizers.configs import (
    Float8QuantizationConfig as Float8QuantizationConfig,
    Int4QuantizationConfig as Int4QuantizationConfig,
    Int8QuantizationConfig as Int8QuantizationConfig,
    QuantizationConfig as QuantizationConfig,
)
from tahr.quantizers.fake import fake_quant_with_min_max_vars as fake_quant_with_min_max_vars
from tahr.quantizers.float8 import (
    compute_float8_amax_history as compute_float8_amax_history,
    compute_float8_scale as compute_float8_scale,
    quantize_and_dequantize as quantize_and_dequantize,
)
from tahr.quantizers.grouped import (
    abs_max_quantize_grouped_with_zero_point as abs_max_quantize_grouped_with_zero_point,
)
from tahr.quantizers.packing import (
    pack_int2 as pack_int2,
    pack_int4 as pack_int4,
    pack_ternary as pack_ternary,
    unpack_int2 as unpack_int2,
    unpack_int4 as unpack_int4,
    unpack_ternary as unpack_ternary,
)
from tahr.quantizers.report import QuantizationReport as QuantizationReport


def _get(identifier: _Any, **kwargs: _Any) -> _Any:
    """Finds a quantizer or a configuration of quantization.

    Args:
        identifier: a name, a configuration, a class, an instance, or None.
        **kwargs: what a class is made with that is given by its name.

    Raises:
        ArgumentError: nothing is called so.

    Example:
        >>> from tahr import quantizers
        >>> quantizers.get("abs_max_quantizer", axis=0).axis
        (0,)
    """
    if kwargs and identifier in NAMED.table:
        return NAMED.table[identifier](**kwargs)
    return NAMED.find(identifier)


NAMED, get, serialize, deserialize = _family(
    "keras.quantizers", "quantizer", get=_get, written="initializer"
)
_publish(__name__)
