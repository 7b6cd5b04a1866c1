"""The table of Keras's names is that of Keras's public API."""

import json

from tahr.compat.missing import has_keras, names_in
from tahr.compat.names_of_keras import MODULES, NAMES

PARTS = ("linalg", "nn", "numpy")
"""Modules that hold names of `ops` once more."""


def test_the_table_is_that_of_the_api(shared):
    api = json.loads((shared / "api" / "keras-3.15.1.json").read_text(encoding="utf-8"))
    for path in api:
        module = path.rpartition(".")[0]
        if not path.startswith("applications.") or module == "applications":
            assert has_keras(path), path
        assert module in ("", *MODULES), module


def test_every_name_is_one_of_a_module():
    assert set(NAMES) <= {"", *MODULES}
    assert set(names_in("ops.image")).isdisjoint(names_in("ops"))
    assert all(set(names_in(f"ops.{part}")) <= set(names_in("ops")) for part in PARTS)
    assert not has_keras("layers.Densee")
    assert not has_keras("nonsense")
