"""Dtype names and the one promotion table.

The table is the lattice that Keras 3 and JAX document: a node may turn into any node that
an arrow leads to, and two dtypes meet at their nearest common one. Python scalars are *weak*
(`"int"`, `"float"`): they take the dtype of what they meet.
"""

from collections.abc import Hashable
from functools import cache, lru_cache
from typing import Any

from tahr.core.config import floatx
from tahr.core.errors import DtypeError
from tahr.core.tracebacks import ends_at_user

ARROWS: dict[str, tuple[str, ...]] = {
    "bool": ("int",),
    "int": ("uint8", "int8"),
    "uint8": ("int16", "uint16"),
    "uint16": ("int32", "uint32"),
    "uint32": ("int64", "uint64"),
    "uint64": ("float",),
    "int8": ("int16",),
    "int16": ("int32",),
    "int32": ("int64",),
    "int64": ("float",),
    "float": ("float8_e4m3fn", "float8_e5m2", "bfloat16", "float16"),
    "float8_e4m3fn": (),
    "float8_e5m2": (),
    "bfloat16": ("float32",),
    "float16": ("float32",),
    "float32": ("float64", "complex64"),
    "float64": ("complex128",),
    "complex64": ("complex128",),
    "complex128": (),
}
WEAK = ("int", "float")
STRING = "string"
"""The dtype of text, which stays on the host: nothing can be computed with it."""
TEXT_KINDS = "OUST"
"""Kinds of NumPy's dtypes that may hold text."""
FLOATS = ("float8_e4m3fn", "float8_e5m2", "bfloat16", "float16", "float32", "float64")
INTEGERS = ("uint8", "uint16", "uint32", "uint64", "int8", "int16", "int32", "int64")
NAMES = ("bool", *INTEGERS, *FLOATS)
COMPLEX = {"complex64": "float32", "complex128": "float64"}
"""The dtypes of complex numbers, and that of their parts: engines may lack them, layers do."""
_REAL_SIZES = {"bool": 1} | {
    n: int("".join(c for c in n.split("_")[0] if c.isdigit())) // 8 for n in NAMES[1:]
}
SIZES = _REAL_SIZES | {name: 2 * _REAL_SIZES[part] for name, part in COMPLEX.items()}
FLOAT_LIMITS = {
    "float8_e4m3fn": 448.0,
    "float8_e5m2": 57344.0,
    "bfloat16": (2 - 2**-7) * 2.0**127,
    "float16": 65504.0,
    "float32": (2 - 2**-23) * 2.0**127,
    "float64": (2 - 2**-52) * 2.0**1023,
}
PYTHON_TYPES: dict[object, str] = {
    bool: "bool",
    int: "int",
    float: "float",
    complex: "complex64",
    str: STRING,
}


@ends_at_user
def standardize(dtype: object) -> str:
    """Returns the name of a dtype, however it is spelled.

    Args:
        dtype: a name, a Python type, or the dtype object of any array library;
            None means the configured float type.

    Returns:
        One of `NAMES` or of `COMPLEX`, or "string" for text.

    Raises:
        DtypeError: the dtype is none that Tahr computes with.

    Example:
        >>> import numpy as np
        >>> standardize(np.dtype("int8")), standardize(float), standardize("bfloat16")
        ('int8', 'float32', 'bfloat16')
    """
    if dtype is None:
        return floatx()
    name = _spelled(dtype)
    if name in WEAK:
        return floatx() if name == "float" else "int32"
    if name not in SIZES and name != STRING:
        raise DtypeError("not a dtype Tahr computes with", expected=", ".join(NAMES), got=dtype)
    return name


def _spelled(dtype: Any) -> str:
    if isinstance(dtype, str):
        return dtype
    if isinstance(dtype, type) and dtype in PYTHON_TYPES:
        return PYTHON_TYPES[dtype]
    try:
        return _named(dtype)
    except TypeError:  # not hashable
        return _named.__wrapped__(dtype)


@lru_cache(typed=True)
def _named(dtype: Hashable) -> str:
    if getattr(dtype, "kind", "") in tuple(TEXT_KINDS):
        return STRING
    name = getattr(dtype, "name", None) or getattr(dtype, "__name__", None) or str(dtype)
    return str(name).removeprefix("torch.")


@cache
def _above(node: str) -> frozenset[str]:
    return frozenset({node}).union(*(_above(up) for up in ARROWS[node]))


@cache
def _join(names: frozenset[str]) -> str:
    common = frozenset(ARROWS).intersection(*(_above(n) for n in names))
    for candidate in common:
        if common <= _above(candidate):
            return candidate
    raise DtypeError("no dtype holds all of these; cast one of them", got=", ".join(sorted(names)))


@ends_at_user
def result_type(*dtypes: object) -> str:
    """Returns the dtype that values of these dtypes have in common.

    Args:
        *dtypes: dtype names or objects; `"int"` and `"float"`, or the Python types, are weak.

    Returns:
        A name; the configured float type when none is given.

    Raises:
        DtypeError: two 8-bit float formats have none in common.

    Example:
        >>> result_type("int32", "float16"), result_type("uint8", "int8"), result_type("int8", bool)
        ('float16', 'int16', 'int8')

    Source: Keras 3, "dtype promotion"; JAX, "Type promotion semantics".
    """
    if not dtypes:
        return floatx()
    names = frozenset(d if d in ARROWS else _weak_or_name(d) for d in dtypes)  # type: ignore[misc]
    joined = _join(names)
    if joined in WEAK:
        return standardize(joined)
    return joined


def _weak_or_name(dtype: object) -> str:
    name = _spelled(dtype)
    name = name if name in ARROWS else standardize(dtype)
    if name == STRING:
        raise no_number()
    return name


def no_number() -> DtypeError:
    """Returns the error for text where something is to be computed."""
    return DtypeError(
        "nothing can be computed with text",
        expected="numbers",
        got="dtype string",
        todo="turn it into numbers first, with StringLookup, TextVectorization or Hashing",
    )


def is_float(dtype: object) -> bool:
    """Returns whether a dtype is a floating-point one."""
    return _spelled(dtype) in (*FLOATS, "float")


def is_integer(dtype: object) -> bool:
    """Returns whether a dtype is an integer one (`bool` is not)."""
    return _spelled(dtype) in (*INTEGERS, "int")


def to_float(dtype: str) -> str:
    """Returns the float dtype that a float-valued function of this dtype returns."""
    return dtype if dtype in FLOATS or dtype in COMPLEX else floatx()


def to_complex(dtype: str) -> str:
    """Returns the dtype of complex numbers whose parts have a dtype, or need no wider one.

    Example:
        >>> to_complex("float16"), to_complex("float64")
        ('complex64', 'complex128')
    """
    return result_type(to_float(dtype), "complex64")


def largest(dtype: str) -> float:
    """Returns the largest finite number of a dtype.

    Example:
        >>> largest("int8"), largest("uint8"), largest("float16")
        (127, 255, 65504.0)
    """
    if dtype in FLOAT_LIMITS:
        return FLOAT_LIMITS[dtype]
    bits = 8 * SIZES[dtype]
    return 1 if dtype == "bool" else 2 ** (bits - (not dtype.startswith("u"))) - 1


def smallest(dtype: str) -> float:
    """Returns the smallest finite number of a dtype: the most negative one.

    Example:
        >>> smallest("int8"), smallest("uint8"), smallest("float16")
        (-128, 0, -65504.0)
    """
    if dtype in FLOAT_LIMITS:
        return -FLOAT_LIMITS[dtype]
    return -largest(dtype) - 1 if dtype.startswith("int") else 0
