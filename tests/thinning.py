"""Which tests a usual run leaves to long ones, and which of those have their turn today.

It is told by a hash of a test's name: a new test changes nothing for the others.
"""

import re
from hashlib import blake2b

import pytest

THINNED = (
    "tests/parity/(?!applications/)",
    "tests/contract/test_rows.py",
    "tests/contract/test_onnx.py",
    "tests/contract/test_primitives.py",
    "tests/contract/test_agreement.py",
    "tests/contract/test_imports.py::test_no_order",
    "tests/docs/test_examples.py::test_examples_.*learn",
    "tests/cli/test_doctor.py",
    "tests/cli/test_imports.py",
    "tests/cli/test_programs.py",
    "tests/compat/test_programs.py",
    "tests/choosing/test_devices.py",
    "tests/distributions/",
    "tests/engines/",
    r"tests/layers/test_images.py::.*\[",
    "tests/layers/test_left_by_loops.py",
    r"tests/layers/test_recurrent_masks.py::.*\[",
    "tests/losses/",
    "tests/metrics/",
    r"tests/models/test_text_forms.py::.*\[",
    "tests/models/test_text_inputs.py",
    "tests/ops/test_engines.py::test_native_versions",
    r"tests/ops/test_nn_shapes.py::.*\[",
    "tests/ops/test_random.py",
    r"tests/ops/test_recurrent_gradients.py::.*\[",
    "tests/ops/test_sparse.py",
    "tests/optimizers/",
    r"tests/quantizers/.*\[",
    "tests/training/test_pickling.py",
    "tests/training/test_precision.py",
    "tests/training/test_sparse.py",
    "tests/saving/test_export.py",
    "tests/saving/test_fuzz.py",
    "tests/saving/test_hostile_files.py",
    "tests/training/data/test_workers.py",
    "tests/training/test_compiling.py",
    "tests/training/test_filling.py",
    "tests/training/test_nonfinite.py",
    "tests/training/test_freezing.py",
)
"""Tests of which one in twelve is in a usual run and the others are under `make soak`: a run of all
takes longer than the fifteen minutes there are for it on two cores."""
FAMILY = re.compile("|".join(THINNED))
EVERY = 12
TURNS = 7
"""In so many days each of the others has its turn once."""


def number(nodeid: str) -> int:
    """Returns a test's number, the same on every machine and on every day.

    Args:
        nodeid: its name.
    """
    return int.from_bytes(blake2b(nodeid.encode(), digest_size=8).digest(), "big")


def is_left_out(nodeid: str) -> bool:
    """Returns whether usual runs leave a test out.

    Args:
        nodeid: its name.
    """
    return FAMILY.match(nodeid) is not None and number(nodeid) % EVERY != 0


def has_its_turn(nodeid: str, day: int) -> bool:
    """Returns whether a test that is left out has its turn on a day.

    Args:
        nodeid: its name.
        day: any count of days.
    """
    return number(nodeid) // EVERY % TURNS == day % TURNS


def pytest_addoption(parser: pytest.Parser) -> None:
    """Adds `--turn` and `--one-in`."""
    parser.addoption(
        "--turn", type=int, metavar="DAY",
        help="run, of the tests that usual runs leave out, those whose turn it is on a day",
    )  # fmt: skip
    parser.addoption(
        "--one-in", type=int, metavar="N", help="run one in N of the tests that have parameters"
    )


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Puts all but one in twelve tests of the longest families under `make soak`."""
    usual = [item for item in items if item.get_closest_marker("soak") is None]
    left_out = [item for item in usual if is_left_out(item.nodeid)]
    for item in left_out:
        item.add_marker(pytest.mark.soak)
    day, few = config.getoption("turn"), config.getoption("one_in")
    if day is not None:
        _keep(config, items, [item for item in left_out if has_its_turn(item.nodeid, day)])
    if few is not None:
        _keep(config, items, [item for item in items if _is_one_in(few, item.nodeid)])


def _is_one_in(few: int, nodeid: str) -> bool:
    return "[" not in nodeid or number(nodeid) // (EVERY * TURNS) % few == 0


def _keep(config: pytest.Config, items: list[pytest.Item], kept: list[pytest.Item]) -> None:
    among = set(kept)
    config.hook.pytest_deselected(items=[item for item in items if item not in among])
    items[:] = [item for item in items if item in among]
