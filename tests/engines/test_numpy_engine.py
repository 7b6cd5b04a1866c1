"""What is the NumPy engine's own business."""

import numpy as np
import pytest

from tahr.core.errors import ArgumentError, DtypeError, EngineError
from tahr.core.specs import TensorSpec
from tahr.core.valueless import NoValueError
from tahr.engines.numpy import ENGINE, windows


def test_it_says_that_it_cannot_train() -> None:
    with pytest.raises(EngineError, match="cannot train") as caught:
        ENGINE.value_and_grad(lambda values: (values[0], None), [np.ones(())])
    assert "jax, torch, tensorflow or pytensor" in str(caught.value)
    assert not ENGINE.gradients


def test_singular_matrices_are_an_error() -> None:
    with pytest.raises(ArgumentError, match="solve has no result"):
        ENGINE.solve(np.zeros((2, 2), "float32"), np.ones((2, 1), "float32"))
    with pytest.raises(ArgumentError, match="cholesky has no result"):
        ENGINE.cholesky(-np.eye(2, dtype="float32"))


def test_a_spec_has_no_values() -> None:
    with pytest.raises(NoValueError, match="no values"):
        ENGINE.asarray(TensorSpec((2,)))


def test_complex_numbers_are_refused() -> None:
    with pytest.raises(DtypeError, match="two tensors"):
        ENGINE.asarray(np.ones(2, np.complex64))


def test_a_batch_too_large_to_lay_out_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    random = np.random.default_rng(0)
    x = random.normal(size=(5, 6, 6, 4)).astype("float32")
    kernel = random.normal(size=(3, 3, 2, 6)).astype("float32")
    settings = ((1, 1), ((0, 0), (1, 1)), (1, 1), 2)
    whole = ENGINE.conv(x, kernel, *settings)
    monkeypatch.setattr(windows, "PATCH_ELEMENTS", 2000)
    np.testing.assert_allclose(ENGINE.conv(x, kernel, *settings), whole, rtol=1e-5, atol=1e-5)


def test_loops_over_nothing_give_empty_results() -> None:
    start, none = np.zeros(2, "float32"), np.zeros((0, 2), "float32")
    state, ys = ENGINE.scan(lambda s, x: (s + x, (s * x, None)), start, none, 0)
    assert state is start
    assert (ys[0].shape, ys[0].dtype, ys[1]) == ((0, 2), np.float32, None)
    assert ENGINE.vmap(lambda x: ENGINE.cast(x, "int32"), (0,))(none).shape == (0, 2)


def test_blocks_that_stick_out_are_moved_inside() -> None:
    x = np.arange(5.0)
    assert ENGINE.slice(x, [np.array(4)], (3,)).tolist() == [2, 3, 4]
    assert ENGINE.slice_update(x, [np.array(-2)], np.ones(2)).tolist() == [1, 1, 2, 3, 4]


def test_double_precision_stays() -> None:
    x = np.linspace(0.1, 1, 4)
    for result in (
        ENGINE.exp(x),
        ENGINE.sum(x, (0,), False),
        ENGINE.erf(x),
        *ENGINE.top_k(x, 2)[:1],
    ):
        assert result.dtype == np.float64
