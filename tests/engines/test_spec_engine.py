"""What is the spec engine's own business."""

import os
import subprocess
import sys
from pathlib import Path

import tahr
from tahr.core.specs import TensorSpec, opened
from tahr.engines.spec import ENGINE

FORBIDDEN = ("numpy", "scipy", "ml_dtypes", "jax", "torch", "tensorflow")


def test_it_imports_no_array_library() -> None:
    code = (
        "import sys; from tahr.engines.spec import ENGINE; from tahr.core.specs import TensorSpec\n"
        "ENGINE.matmul(ENGINE.asarray([[1.0, 2.0]]), TensorSpec((2, 3)))\n"
        f"print([m for m in {FORBIDDEN!r} if m in sys.modules])"
    )
    environment = os.environ | {"PYTHONPATH": str(Path(tahr.__file__).parents[1])}
    out = subprocess.check_output([sys.executable, "-c", code], text=True, env=environment)
    assert out.strip() == "[]"


def test_slices_of_unknown_axes() -> None:
    x = TensorSpec((None, 3))
    rows = x.shape[0]
    known = ((slice(5), 5), (slice(-2, None), 2), (slice(4, 0, -2), 2), (slice(None, -4, -1), 3))
    for index, length in known:
        assert opened(ENGINE.get_item(x, (index,)).shape) == (length, 3)
    for index in (slice(1, None), slice(None, -1), slice(-7, 5), slice(rows), slice(2, rows - 1)):
        assert opened(ENGINE.get_item(x, (index,)).shape) == (None, 3)
    assert ENGINE.get_item(x, (slice(None),)).shape[0] == rows


def test_arithmetic_on_unknown_lengths_goes_through() -> None:
    x = TensorSpec((None, 4, 4, 2))
    padded = ENGINE.pad(x, ((1, 0), (0, 0), (0, 0), (0, 0)), 0)
    assert opened(padded.shape) == (None, 4, 4, 2)
    assert padded.shape[0] == x.shape[0] + 1
    assert opened(ENGINE.arange(0, x.shape[0], 1, "int32").shape) == (None,)
    assert opened(ENGINE.concatenate([x, x], 0).shape) == (None, 4, 4, 2)
    assert opened(ENGINE.full((x.shape[0], 2), 0, "float32").shape) == (None, 2)
