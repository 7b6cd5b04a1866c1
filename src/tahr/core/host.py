"""Arrays on the host, in the few forms of them that engines know."""

from typing import TYPE_CHECKING, Any

from tahr.core.errors import DataError

if TYPE_CHECKING:
    import numpy as np

WIDEST = 8
"""Bytes of the widest numbers that an engine computes with."""


def native(array: "np.ndarray") -> "np.ndarray":
    """Returns an array in this machine's order of bytes, with at most 64 bits a number.

    Args:
        array: of any dtype NumPy has; as it is where there is nothing to do.

    Example:
        >>> import numpy as np
        >>> native(np.array([1.5], ">f4")).dtype == np.dtype("float32")
        True
    """
    kind = array.dtype
    if kind.kind == "f" and kind.itemsize > WIDEST:
        return array.astype("float64")
    return array if kind.isnative else array.astype(kind.newbyteorder("="))


def check_fits(value: Any, target: "np.dtype[Any]", engine: str) -> None:
    """Refuses integers that would become others in the dtype they are to be kept in.

    Args:
        value: an array or a number.
        target: the dtype.
        engine: who keeps them in it, for the error.

    Raises:
        DataError: one of them lies beyond its limits.
    """
    import numpy as np

    if target.kind not in "iu" or not np.size(value):
        return
    least, most = int(np.min(value)), int(np.max(value))
    limits = np.iinfo(target)
    if limits.min <= least and most <= limits.max:
        return
    raise DataError(
        f"whole numbers beyond the {target.itemsize * 8} bits that the {engine} engine keeps",
        expected=f"{limits.min} to {limits.max}",
        got=f"{getattr(value, 'dtype', 'numbers')} from {least} to {most}",
        todo="subtract what they have in common (of timestamps the first one), or convert them "
        'with .astype("float32"), or set jax_enable_x64, or take an engine with 64 bits',
    )
