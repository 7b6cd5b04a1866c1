"""Computing in 16 bits with weights in 32: the names of `keras.mixed_precision`."""

from typing import TYPE_CHECKING

from tahr.compat import missing as _missing
from tahr.core.policies import DTypePolicy, dtype_policy, set_dtype_policy
from tahr.optimizers import LossScaleOptimizer

Policy = DTypePolicy
global_policy = dtype_policy
set_global_policy = set_dtype_policy

__all__ = [
    "DTypePolicy", "LossScaleOptimizer", "Policy", "dtype_policy", "global_policy",
    "set_dtype_policy", "set_global_policy",
]  # fmt: skip

if not TYPE_CHECKING:
    __getattr__ = _missing.names_of(__name__)
