"""The programs that try each package, where it is installed."""

from importlib.util import find_spec

import pytest
from scripts.package_tables import ENGINES, WORKS, about, table
from scripts.try_packages import outcome, package_of, programs

from tahr.core import current


def test_every_program_says_what_it_tries():
    assert len({about(program) for program in programs()}) == len(programs()) > 15
    assert all(about(program).endswith(".") for program in programs())


def test_the_table_tells_what_failed_and_whether_keras_does_too():
    tried = {
        "keras-rs 0.4": {
            "keras_rs_layers": {
                "jax": WORKS, "torch": "KeyError: 1", "torch, Keras itself": "KeyError: 1",
            },
        },
    }  # fmt: skip
    shown = table(tried)
    assert "| works | no (1) | not tried |" in shown
    assert shown.endswith("1. `KeyError: 1` (so it does on Keras itself)")


@pytest.mark.soak  # each starts a process and trains
@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("program", programs(), ids=lambda program: program.stem)
def test_programs_run(program, engine):
    if find_spec(package_of(program)) is None:
        pytest.skip(f"{package_of(program)} is not installed")
    if not current.installed(engine):
        pytest.skip(f"{engine} is not installed")
    assert outcome(program, engine) == WORKS
