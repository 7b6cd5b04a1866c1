"""The table of Keras's names is that of Keras's public API."""

import json

from tahr.compat.missing import AGAIN, has_keras
from tahr.compat.names_of_keras import MODULES, NAMES


def test_the_table_is_that_of_the_api(shared):
    api = json.loads((shared / "api" / "keras-3.15.1.json").read_text(encoding="utf-8"))
    alone = ("ops.image.", "ops.linalg.", "applications.")
    for path in api:
        module = path.rpartition(".")[0]
        if not path.startswith(alone) or module == "applications":
            assert has_keras(path), path
        assert module in ("", *MODULES), module


def test_every_name_is_one_of_a_module():
    assert set(NAMES) <= {"", *MODULES}
    assert set(AGAIN) <= set(MODULES)
    assert not has_keras("layers.Densee")
    assert not has_keras("nonsense")
