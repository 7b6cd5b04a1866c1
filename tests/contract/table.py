"""All cases of the contract."""

from tests.contract import (
    cases_control,
    cases_elementwise,
    cases_indexing,
    cases_linalg,
    cases_reductions,
    cases_shapes,
    cases_windows,
)

FAMILIES = (
    cases_elementwise,
    cases_reductions,
    cases_shapes,
    cases_indexing,
    cases_linalg,
    cases_windows,
    cases_control,
)
CASES = [case for family in FAMILIES for case in family.CASES]

ELSEWHERE = {
    "is_tensor": "test_runtime: no tensor comes out",
    "is_concrete": "test_runtime: no tensor comes out",
    "asarray": "test_runtime, and every other case: what goes in is no tensor yet",
    "to_numpy": "test_runtime, and every other case: what comes out is no tensor any more",
    "dtype_of": "test_runtime, and every other case: no tensor comes out",
    "random_bits": "test_runtime: every engine has its own numbers",
    "value_and_grad": "test_primitives: every gradient there goes through it",
    "compile": "test_primitives: every case there goes through it",
    "evaluate_spec": "test_runtime: gives specs",
    "wait": "test_runtime: gives nothing",
    "devices": "test_runtime: gives names",
    "device": "test_runtime: gives a context",
    "put": "test_runtime: needs a device",
    "versions": "test_runtime: gives names",
}
"""The primitives that no row of the table can hold, and where they are tested instead."""
