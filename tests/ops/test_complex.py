"""Complex numbers: their parts, making them, computing with them, on each engine that has them."""

import numpy as np
import pytest

import tahr
from tahr import layers, models, ops
from tahr.core.errors import DtypeError, EngineError, ShapeError
from tests.contract.conftest import INSTALLED

C = np.array([[1 + 2j, 3 - 1j], [0.5j, -2]], "complex64")
R = np.array([[1.0, 2.0], [0.5, 3.0]], "float32")
TURN = np.array([[0.0, 1.0], [-1.0, 0.0]], "float32")


@pytest.fixture(params=INSTALLED, autouse=True)
def engine(request):
    with tahr.engine(request.param):
        yield request.param


def numbers(tensor):
    return ops.convert_to_numpy(tensor)


NAMES = ("real", "imag", "conj", "angle", "abs", "isreal", "exp", "square")


@pytest.mark.parametrize("name", NAMES)
def test_elements_are_numpys(name):
    found, wanted = numbers(getattr(ops, name)(C)), getattr(np, name)(C)
    assert found.dtype == wanted.dtype
    np.testing.assert_allclose(found, wanted, rtol=1e-5, atol=1e-6)


@pytest.mark.parametrize("name", ["add", "subtract", "multiply", "divide", "matmul"])
@pytest.mark.parametrize("other", [C + 1, R, np.array([[1, 2], [3, 4]], "int32")])
def test_pairs_are_numpys(name, other):
    found = numbers(getattr(ops, name)(C, other))
    assert found.dtype == "complex64"
    np.testing.assert_allclose(found, getattr(np, name)(C, other), rtol=1e-5, atol=1e-6)


def test_what_becomes_a_tensor_of_which_dtype():
    assert ops.convert_to_tensor(C).dtype == ops.convert_to_tensor(1j).dtype
    assert numbers(ops.convert_to_tensor([1 + 2j, 3])).dtype == "complex64"
    assert numbers(ops.multiply(C, 1j)).tolist() == (C * np.complex64(1j)).tolist()
    assert numbers(ops.cast(C, "float32")).tolist() == C.real.tolist()
    assert numbers(ops.cast(R, "complex64")).tolist() == R.astype("complex64").tolist()
    assert tahr.backend.result_type("complex64", "float32", "int8") == "complex64"
    assert tahr.backend.result_type("complex64", "float64") == "complex128"


def test_parts_and_back():
    pairs = ops.view_as_real(C)
    assert numbers(pairs).tolist() == np.stack([C.real, C.imag], -1).tolist()
    assert numbers(ops.view_as_complex(pairs)).tolist() == C.tolist()
    assert numbers(ops.view_as_real(R))[..., 1].tolist() == [[0, 0], [0, 0]]
    back = numbers(ops.polar(ops.abs(C), ops.angle(C)))
    np.testing.assert_allclose(back, C, rtol=1e-5, atol=1e-6)


def test_eigenvalues_turn_and_vectors_are_scaled_by_them():
    for matrix in (TURN, np.stack([TURN, R]), R.astype("float16"), C):
        values, vectors = map(numbers, ops.eig(matrix))
        assert values.dtype == vectors.dtype == "complex64"
        np.testing.assert_allclose(
            matrix @ vectors, vectors * values[..., None, :], rtol=1e-3, atol=1e-4
        )
    assert sorted(numbers(ops.linalg.eig(TURN)[0]).imag.round(5)) == [-1, 1]


def test_what_is_refused():
    with pytest.raises(ShapeError, match="a last axis of length 2"):
        ops.view_as_complex(np.ones((2, 3), "float32"))
    with pytest.raises(ShapeError, match="square"):
        ops.eig(np.ones((2, 3), "float32"))
    with pytest.raises(DtypeError, match="expected real numbers"):
        ops.polar(C, C)


def test_inside_of_a_model(engine):
    x = layers.Input((3, 2))
    model = models.Model(x, ops.abs(ops.view_as_complex(x)))
    assert model.output.dtype == "float32"
    data = np.array([[[3, 4], [0, 0], [5, 12]]], "float32")
    if engine == "pytensor":
        with pytest.raises(EngineError, match="compiles no complex numbers"):
            model.predict(data, verbose=0)
        return
    assert model.predict(data, verbose=0).tolist() == [[5, 0, 13]]


SQUARE = C + np.eye(2, dtype="complex64")
ON_MATRICES = {
    "pinv": np.linalg.pinv,
    "slogdet": np.linalg.slogdet,
    "lstsq": lambda a: np.linalg.lstsq(a, a)[0],
    "norm": np.linalg.norm,
    "corrcoef": np.corrcoef,
    "vdot": lambda a: np.vdot(a, a),
    "var": np.var,
    "std": np.std,
    "nanvar": np.nanvar,
    "nanstd": np.nanstd,
}


@pytest.mark.parametrize("name", ON_MATRICES)
def test_matrices_are_numpys(name, engine):
    if engine == "pytensor" and name in ("pinv", "lstsq", "slogdet"):
        pytest.skip("PyTensor decomposes no complex matrices")
    given = (SQUARE, SQUARE) if name in ("lstsq", "vdot") else (SQUARE,)
    found = getattr(ops, name)(*given)
    wanted = ON_MATRICES[name](SQUARE)
    found, wanted = (x if isinstance(x, tuple) else (x,) for x in (found, wanted))
    for one, other in zip(found, wanted, strict=True):
        assert np.iscomplexobj(numbers(one)) == np.iscomplexobj(other)
        np.testing.assert_allclose(numbers(one), other, rtol=1e-4, atol=1e-5)


def test_the_factors_of_a_complex_matrix_give_it_back(engine):
    if engine == "pytensor":
        pytest.skip("PyTensor cannot repeat steps over complex matrices")
    factors, swaps = (numbers(part) for part in ops.lu_factor(SQUARE))
    order = np.arange(2)
    for row, other in enumerate(swaps):
        order[[row, other]] = order[[other, row]]
    product = (np.tril(factors, -1) + np.eye(2)) @ np.triu(factors)
    np.testing.assert_allclose(product, SQUARE[order], rtol=1e-5, atol=1e-6)
