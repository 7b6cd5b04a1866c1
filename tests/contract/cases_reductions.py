"""Reductions and running sums."""

import numpy as np

from tests.contract.case import FLOATS, NUMBERS, Case, bools, distinct, uniform, whole

AXES = ((0,), (1, 2), (0, 1, 2), (), (1,))


def _case(name: str, x: np.ndarray, axes: tuple[int, ...], keepdims: bool, **more) -> Case:
    numpys = getattr(np, name)
    return Case(
        name,
        (x,),
        lambda v: numpys(v, axis=axes, keepdims=keepdims),
        {"axes": axes, "keepdims": keepdims},
        note=f"{axes}{'keep' * keepdims}",
        **more,
    )


def _cases() -> list[Case]:
    cases = []
    for name in ("sum", "prod", "max", "min"):
        x = uniform(0.5, 1.5, 2, 3, 2) if name == "prod" else distinct(2, 3, 4) / 4
        for axes in AXES:
            first = axes == (1, 2)
            cases.append(
                _case(name, x, axes, first, dtypes=NUMBERS if first else ("float32",),
                      gradient=True, scale=3)
            )  # fmt: skip
        cases += [
            _case(name, np.array(3.0), (), False),
            _case(name, uniform(0, 1, 0, 3), (1,), False),
            _case(name, np.array([1, np.nan, np.inf]), (0,), False),
            _case(name, whole(0, 3, 3, 4, dtype="int8"), (1,), False),
            _case(name, whole(1, 3, 3, 4, dtype="uint8"), (0,), True),
        ]
    for name in ("sum", "prod"):
        cases.append(_case(name, uniform(0, 1, 0, 3), (0,), False))
    for name in ("any", "all"):
        for axes in AXES[:4]:
            cases.append(_case(name, bools(2, 3, 2), axes, axes == (0,), gives="bool"))
        cases.append(_case(name, bools(0, 3), (0,), False, gives="bool"))
    return cases


def _ordered() -> list[Case]:
    cases = []
    ties = np.array([[1.0, 3, 3, 0], [2, 0, 0, 2]])
    for name in ("argmax", "argmin"):
        numpys = getattr(np, name)
        for x, axis in ((distinct(2, 3, 4), 1), (ties, 1), (uniform(0, 1, 3, 0), 0)):
            cases.append(
                Case(name, (x,), lambda v, f=numpys, a=axis: f(v, axis=a), {"axis": axis},
                     dtypes=NUMBERS, gives="int32")
            )  # fmt: skip
        nan = np.array([0.0, np.nan, 9.0, np.nan])
        cases.append(Case(name, (nan,), numpys, {"axis": 0}, gives="int32", note="nan"))
    for name in ("cumsum", "cumprod"):
        numpys = getattr(np, name)
        for axis in (0, 1):
            cases.append(
                Case(name, (uniform(0.5, 1.5, 3, 4),), lambda v, f=numpys, a=axis: f(v, axis=a),
                     {"axis": axis}, dtypes=NUMBERS, gradient=True, note=str(axis), scale=2)
            )  # fmt: skip
        cases += [
            Case(name, (uniform(0, 1, 0, 2),), lambda v, f=numpys: f(v, axis=0), {"axis": 0}),
            Case(name, (whole(0, 3, 4, dtype="int8"),), numpys, {"axis": 0}, note="int8"),
        ]
    return cases


MANY = np.full((3000,), 1.0)

CASES = [
    *_cases(),
    *_ordered(),
    Case("sum", (MANY,), np.sum, {"axes": (0,), "keepdims": False}, dtypes=FLOATS, note="many"),
]
