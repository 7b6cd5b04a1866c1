"""Shapes, and making tensors."""

import numpy as np

from tests.contract.case import ANY, NUMBERS, Case, bools, normal, uniform, whole


def _reshape(x: np.ndarray, *shape: int, **more) -> Case:
    return Case("reshape", (x,), lambda v: v.reshape(shape), {"shape": shape}, note=str(shape),
                gradient=x.size > 0, **more)  # fmt: skip


def _transpose(x: np.ndarray, *axes: int, **more) -> Case:
    return Case("transpose", (x,), lambda v: v.transpose(axes), {"axes": axes}, note=str(axes),
                gradient=True, **more)  # fmt: skip


def _broadcast(x: np.ndarray, *shape: int, **more) -> Case:
    return Case("broadcast_to", (x,), lambda v: np.broadcast_to(v, shape), {"shape": shape},
                note=str(shape), gradient=x.size > 0, **more)  # fmt: skip


def _concatenate(axis: int, *xs: np.ndarray, **more) -> Case:
    return Case("concatenate", xs, lambda *vs: np.concatenate(vs, axis),
                call=lambda e, *ts: e.concatenate(ts, axis), note=str(axis), gradient=True,
                **more)  # fmt: skip


def _pad(x: np.ndarray, *pads: tuple[int, int], value: float = 0, **more) -> Case:
    return Case("pad", (x,), lambda v: np.pad(v, pads, constant_values=value) if pads else v,
                {"pads": pads, "value": value}, note=f"{pads}{value}", **more)  # fmt: skip


def _flip(x: np.ndarray, *axes: int, **more) -> Case:
    return Case("flip", (x,), lambda v: np.flip(v, axes), {"axes": axes}, note=str(axes),
                gradient=True, **more)  # fmt: skip


def _cast(x: np.ndarray, dtype: str, numpys: str, **more) -> Case:
    return Case("cast", (x,), lambda v: v.astype(numpys), {"dtype": dtype}, gives=dtype,
                note=dtype, **more)  # fmt: skip


def _full(shape: tuple[int, ...], value: float, dtype: str) -> Case:
    return Case("full", (), lambda: np.full(shape, value),
                {"shape": shape, "value": value, "dtype": dtype}, gives=dtype,
                note=f"{shape}{value}{dtype}")  # fmt: skip


def _arange(start: float, stop: float, step: float, dtype: str) -> Case:
    return Case("arange", (), lambda: np.arange(start, stop, step),
                {"start": start, "stop": stop, "step": step, "dtype": dtype}, gives=dtype,
                note=f"{start}{stop}{step}{dtype}")  # fmt: skip


CASES = [
    _reshape(normal(2, 6), 3, 4, dtypes=ANY),
    _reshape(normal(2, 6), -1),
    _reshape(normal(2, 6), 2, -1, 3),
    _reshape(normal(1, 1)),
    _reshape(np.array(2.0), 1, 1),
    _reshape(normal(0, 3), 3, 0, 2),
    _reshape(normal(4, 0), 0, 7),
    _transpose(normal(2, 3), 1, 0, dtypes=ANY),
    _transpose(normal(2, 3, 4), 2, 0, 1),
    _transpose(np.array(2.0)),
    _broadcast(normal(3), 2, 3, dtypes=ANY),
    _broadcast(normal(2, 1, 3), 2, 4, 3),
    _broadcast(np.array(2.0), 2, 2),
    _broadcast(normal(1, 3), 0, 3),
    _concatenate(0, normal(2, 3), normal(1, 3), dtypes=ANY),
    _concatenate(1, normal(2, 3), normal(2, 0), normal(2, 1)),
    _concatenate(0, normal(2)),
    _pad(normal(2, 3), (1, 0), (0, 2), dtypes=NUMBERS, gradient=True),
    _pad(normal(2, 3), (0, 0), (1, 1), value=-np.inf),
    _pad(normal(2, 3), (0, 0), (0, 0), value=1),
    _pad(normal(0, 3), (1, 1), (0, 0), value=5),
    _pad(bools(2), (1, 1), value=True),
    _pad(np.array(1.0)),
    _flip(normal(2, 3), 0, dtypes=ANY),
    _flip(normal(2, 3, 2), 0, 2),
    _cast(uniform(-3, 3, 2, 3), "int32", "int64", dtypes=("float32", "bfloat16", "float16")),
    _cast(uniform(-3, 3, 2, 3), "bool", "bool", dtypes=ANY),
    _cast(whole(0, 9, 4), "float32", "float64"),
    _cast(bools(4), "float16", "float64"),
    _cast(bools(4), "int32", "int64"),
    _cast(whole(0, 9, 4), "bfloat16", "float64"),
    _cast(whole(0, 9, 4), "uint8", "uint8"),
    _cast(np.array([0.5, 1.5, -2.0]), "float8_e4m3fn", "float64"),
    _cast(np.array([0.5, 1.5, -2.0]), "float8_e5m2", "float64"),
    Case("cast", (normal(3),), lambda v: 2 * v, gradient=True, note="there and back",
         dtypes=("float32",), call=lambda e, x: e.add(x, e.cast(e.cast(x, "bfloat16"), "float32")),
         slope=lambda v: 2 * v, scale=2000),
    _full((2, 3), 1.5, "float32"),
    _full((), -2, "int32"),
    _full((0, 2), 1, "bfloat16"),
    _full((2,), True, "bool"),
    _full((2,), -np.inf, "float16"),
    _arange(0, 5, 1, "int32"),
    _arange(5, 0, -2, "int32"),
    _arange(0, 1, 0.25, "float32"),
    _arange(2, 2, 1, "int32"),
    _arange(3, 1, 1, "float32"),
    _arange(0, 4, 1, "bfloat16"),
]  # fmt: skip
