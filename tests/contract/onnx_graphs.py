"""Functions of arrays as graphs of ONNX, run by onnxruntime: many in one graph and one session."""

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from tahr.core import current, trees
from tahr.core.specs import TensorSpec
from tests.contract.case import Case, outputs
from tests.contract.limits import limited
from tests.contract.limits_onnx import PRIMITIVES, ROWS
from tests.contract.reference import reference
from tests.contract.row import Row, called, started
from tests.contract.running import compare
from tests.contract.test_primitives import check

Function = Callable[[list[Any]], list[Any]]
Checked = Callable[[list[np.ndarray]], None]
Program = tuple[Function, list[np.ndarray], Checked]
NAME = "onnx"


def run(programs: Sequence[tuple[Function, list[np.ndarray]]]) -> list[list[np.ndarray]]:
    """Writes functions into one graph and runs it.

    Args:
        programs: each a function of a list of tensors, and what it is called on.
    """
    import onnxruntime

    from tahr.engines.onnx.writing import written

    inputs = [[np.asarray(x) for x in arrays] for _, arrays in programs]
    counts: list[int] = []

    def all_of_them(given: list[list[Any]]) -> list[Any]:
        found = [list(function(own)) for (function, _), own in zip(programs, given, strict=True)]
        counts[:] = [len(results) for results in found]
        return [x for results in found for x in results]

    specs = trees.map(lambda x: TensorSpec(x.shape, x.dtype), inputs)
    flat = trees.leaves(inputs)
    names = [f"input_{n}" for n in range(len(flat))]
    content = written(all_of_them, specs, names, None)
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    options.log_severity_level = 4
    options.graph_optimization_level = onnxruntime.GraphOptimizationLevel.ORT_ENABLE_BASIC
    session = onnxruntime.InferenceSession(content, options, providers=["CPUExecutionProvider"])
    results = iter(session.run(None, dict(zip(names, map(_held, flat), strict=True))))
    return [[next(results) for _ in range(count)] for count in counts]


def _held(x: np.ndarray) -> np.ndarray:
    return x.astype("float32") if x.dtype.name == "bfloat16" else x


def engine() -> Any:
    """Returns the onnx engine."""
    from tahr.engines.onnx import ENGINE

    return ENGINE


def primitive(case: Case, dtype: str) -> Program:
    """Returns a primitive's program, and what holds its results to account."""
    arrays, writer, numpy = case.cast(dtype), engine(), current.load("numpy")

    def held(results: list[np.ndarray]) -> None:
        check(case, dtype, numpy, results, arrays)

    return lambda xs: outputs(case.run(writer, *xs)), arrays, held


def row(one: Row, dtype: str) -> Program | None:
    """Returns a row's program; None where there is nothing to compute in this dtype."""
    wanted, writer = reference(one, dtype), engine()
    if wanted is None or not wanted.values or limited(NAME, one, dtype):
        return None
    with one.policy(dtype), current.using("numpy"):
        subject = one.make()
        inputs, state = one.inputs(dtype), started(subject, dtype)

    def function(tensors: list[Any]) -> list[Any]:
        with one.policy(dtype):
            return called(subject, writer, tensors[: len(inputs)], tensors[len(inputs) :])

    def held(results: list[np.ndarray]) -> None:
        assert [x.dtype.name for x in results] == [_in_files(d) for d in wanted.dtypes]
        compare(one, dtype, writer, results, wanted.values)

    return function, [*inputs, *state], held


def _in_files(dtype: str) -> str:
    return "float32" if dtype == "bfloat16" else dtype


def is_limited(one: Case | Row) -> bool:
    """Returns whether the engine is said not to do this."""
    if isinstance(one, Case):
        return one.primitive in PRIMITIVES or str(one) in PRIMITIVES
    name = f"{one.family}.{one.name}"
    return name in ROWS or f"{name}[{one.note}]" in ROWS
