"""Elementwise primitives."""

from typing import Any

import numpy as np
from scipy.special import erf

from tests.contract.case import ANY, FLOATS, NUMBERS, Case, bools, uniform, whole

SPECIAL = np.array([np.nan, np.inf, -np.inf, 0.0, -0.0])
NAN = np.array([np.nan, 1.0, np.nan, 2.0])
TWO = np.array([1.0, np.nan, np.nan, 2.0])

UNARY: dict[str, tuple[Any, float, float, tuple[str, ...], bool]] = {
    "abs": (np.abs, 0.5, 3, NUMBERS, True),
    "negative": (np.negative, -3, 3, NUMBERS, True),
    "sign": (np.sign, -3, 3, NUMBERS, False),
    "square": (np.square, -3, 3, NUMBERS, True),
    "sqrt": (np.sqrt, 0.1, 3, FLOATS, True),
    "rsqrt": (lambda x: 1 / np.sqrt(x), 0.1, 3, FLOATS, True),
    "exp": (np.exp, -3, 3, FLOATS, True),
    "expm1": (np.expm1, -3, 3, FLOATS, True),
    "log": (np.log, 0.1, 3, FLOATS, True),
    "log1p": (np.log1p, -0.5, 3, FLOATS, True),
    "sin": (np.sin, -3, 3, FLOATS, True),
    "cos": (np.cos, -3, 3, FLOATS, True),
    "tan": (np.tan, -1, 1, FLOATS, True),
    "asin": (np.arcsin, -0.9, 0.9, FLOATS, True),
    "acos": (np.arccos, -0.9, 0.9, FLOATS, True),
    "atan": (np.arctan, -3, 3, FLOATS, True),
    "sinh": (np.sinh, -3, 3, FLOATS, True),
    "cosh": (np.cosh, -3, 3, FLOATS, True),
    "tanh": (np.tanh, -3, 3, FLOATS, True),
    "asinh": (np.arcsinh, -3, 3, FLOATS, True),
    "acosh": (np.arccosh, 1.2, 3, FLOATS, True),
    "atanh": (np.arctanh, -0.9, 0.9, FLOATS, True),
    "floor": (np.floor, -3, 3, NUMBERS, False),
    "ceil": (np.ceil, -3, 3, NUMBERS, False),
    "round": (np.rint, -3, 3, NUMBERS, False),
    "erf": (erf, -2, 2, FLOATS, True),
    "isnan": (np.isnan, -3, 3, NUMBERS, False),
    "isinf": (np.isinf, -3, 3, NUMBERS, False),
    "isfinite": (np.isfinite, -3, 3, NUMBERS, False),
    "logical_not": (np.logical_not, -1, 1, ANY, False),
}
EDGES = ("square", "rsqrt", "tanh", "round", "erf", "isnan")
"""Those that engines tend to write themselves; the rest is the framework's, one like another."""
PREDICATES = ("isnan", "isinf", "isfinite", "logical_not")

BINARY: dict[str, tuple[Any, tuple[str, ...], bool]] = {
    "add": (np.add, NUMBERS, True),
    "subtract": (np.subtract, NUMBERS, True),
    "multiply": (np.multiply, NUMBERS, True),
    "divide": (np.divide, FLOATS, True),
    "floor_divide": (np.floor_divide, NUMBERS, False),
    "mod": (np.mod, NUMBERS, True),
    "atan2": (np.arctan2, FLOATS, True),
    "maximum": (np.maximum, NUMBERS, True),
    "minimum": (np.minimum, NUMBERS, True),
    "equal": (np.equal, ANY, False),
    "not_equal": (np.not_equal, ANY, False),
    "less": (np.less, NUMBERS, False),
    "less_equal": (np.less_equal, NUMBERS, False),
    "greater": (np.greater, NUMBERS, False),
    "greater_equal": (np.greater_equal, NUMBERS, False),
    "logical_and": (np.logical_and, ("bool",), False),
    "logical_or": (np.logical_or, ("bool",), False),
}
COMPARISONS = ("equal", "not_equal", "less", "less_equal", "greater", "greater_equal")
BOOLEAN = (*COMPARISONS, "logical_and", "logical_or")
BITS = {
    "bitwise_and": np.bitwise_and,
    "bitwise_or": np.bitwise_or,
    "bitwise_xor": np.bitwise_xor,
}
SHIFTS = {"left_shift": np.left_shift, "right_shift": np.right_shift}


def _unary() -> list[Case]:
    cases = []
    for name, (reference, low, high, dtypes, smooth) in UNARY.items():
        gives = "bool" if name in PREDICATES else None
        sign = -1 if name == "abs" else 1
        x = uniform(low, high, 2, 3)
        x[0] *= sign
        cases += [
            Case(name, (x,), reference, dtypes=dtypes, gives=gives, gradient=smooth, scale=3),
            Case(name, (SPECIAL,), reference, gives=gives, note="special"),
        ]
        if name in EDGES:
            cases += [
                Case(name, (uniform(low, high),), reference, gives=gives),
                Case(name, (uniform(low, high, 0, 3),), reference, gives=gives),
            ]
    cases.append(Case("round", (np.array([0.5, 1.5, 2.5, -0.5, -1.5]),), np.rint, note="halves"))
    for x in (whole(-9, 9, 4), whole(0, 9, 4, dtype="uint8"), bools(4)):
        cases.append(Case("bitwise_not", (x,), _not_as(x.dtype), note=x.dtype.name))
    return cases


def _not_as(dtype: Any) -> Any:
    return lambda x: np.invert(x.astype(dtype))


def _apart(*shape: int) -> np.ndarray:
    """Draws numbers that no quotient of two of them is near an integer."""
    return uniform(0.55, 0.95, *shape)


def _binary() -> list[Case]:
    cases = []
    for name, (reference, dtypes, smooth) in BINARY.items():
        gives = "bool" if name in BOOLEAN else None
        x, y = uniform(1.1, 3.9, 2, 3), _apart(2, 3)
        x[0] *= -1
        y[:, 0] *= -1
        whole_dtypes = tuple(d for d in dtypes if d in ("int32", "bool"))
        cases += [
            Case(name, (x, y), reference, dtypes=_floats(dtypes), gives=gives, gradient=smooth)
            if _floats(dtypes)
            else Case(name, (bools(2, 3), bools(2, 3)), reference, gives=gives),
            Case(name, (_apart(2, 1, 3), 2 + _apart(4, 1)), reference, dtypes=dtypes[:1],
                 gives=gives, gradient=smooth, note="broadcast"),
            Case(name, (_apart(), 2 + _apart(3)), reference, dtypes=dtypes[:1], gives=gives),
            Case(name, (_apart(0, 3), _apart(1, 3)), reference, dtypes=dtypes[:1], gives=gives),
        ]  # fmt: skip
        if whole_dtypes:
            signs = np.array([7.0, -7, 7, -7, 3, 1]), np.array([2.0, 2, -2, -2, 3, 5])
            cases.append(Case(name, signs, reference, dtypes=whole_dtypes, gives=gives))
        if name in ("maximum", "minimum", *COMPARISONS):
            cases.append(Case(name, (NAN, TWO), reference, gives=gives, note="nan"))
    return cases


def _floats(dtypes: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(d for d in dtypes if d not in ("int32", "bool"))


def _bits() -> list[Case]:
    cases = []
    for name, reference in BITS.items():
        cases += [
            Case(name, (whole(-9, 9, 2, 3), whole(-9, 9, 3)), reference, note="int32"),
            Case(name, (bools(2, 3), bools(2, 3)), reference, note="bool"),
        ]
    for name, reference in SHIFTS.items():
        cases += [
            Case(name, (whole(-99, 99, 2, 3), whole(0, 5, 3)), reference, note="int32"),
            Case(name, tuple(whole(0, 5, 4, dtype="uint32") for _ in "xy"), reference),
        ]
    return cases


ZERO = np.array([1.0, -1.0, 0.0])

CASES = [
    *_unary(),
    *_binary(),
    *_bits(),
    Case("divide", (ZERO, ZERO * 0), np.divide, note="by zero"),
    Case("power", (uniform(0.5, 2, 2, 3), uniform(-2, 2, 3)), np.power, dtypes=FLOATS,
         gradient=True),
    Case("power", (np.array([-2.0, 0, 2, 0]), np.array([3.0, 0, 10, 2])), np.power,
         dtypes=("float32", "int32"), note="whole"),
    Case("where", (bools(2, 3), uniform(1, 2, 2, 3), uniform(1, 2, 2, 3)), np.where, dtypes=NUMBERS,
         gives="varying", gradient=True, note="same"),
    Case("where", (bools(2, 1), uniform(1, 2, 3), uniform(1, 2)), np.where, gives="float32",
         gradient=True, note="broadcast"),
    Case("where", (bools(2), bools(2), bools(2)), np.where, note="bool"),
]  # fmt: skip
