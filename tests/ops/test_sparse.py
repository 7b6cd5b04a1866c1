"""Ops and layers on sparse tensors and matrices give what they give on the same numbers dense."""

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
import scipy.sparse

import tahr
from tahr import layers, ops
from tahr.core import current
from tahr.core.errors import ArgumentError, EngineError

ENGINES = ("jax", "tensorflow", "torch", "numpy")
WHERE_SPARSE = ("jax", "tensorflow")
KEEPS = np.arange(30, dtype="float32").reshape(6, 5) + 1


def matrix(seed: int) -> Any:
    return scipy.sparse.random(
        6, 5, 0.4, format="csr", dtype="float32", random_state=np.random.default_rng(seed)
    )


STAYS_SPARSE: dict[str, Callable[[Any, Any], Any]] = {
    "add": ops.add,
    "subtract": ops.subtract,
    "multiply by a number": lambda x, y: ops.multiply(x, 2.0),
    "multiply by rows": lambda x, y: ops.multiply(KEEPS[0], x),
    "multiply": ops.multiply,
    "divide": lambda x, y: ops.divide(x, KEEPS),
    "divide by a column": lambda x, y: ops.divide(x, KEEPS[:, :1]),
    "places that occur twice": lambda x, y: ops.square(ops.add(x, y)),
    "relu": lambda x, y: ops.relu(ops.negative(x)),
    "tanh": lambda x, y: ops.tanh(x),
    "cast": lambda x, y: ops.cast(x, "int32"),
    "transpose": lambda x, y: ops.transpose(x),
    "reshape": lambda x, y: ops.reshape(x, (3, -1)),
    "expand_dims": lambda x, y: ops.expand_dims(x, 1),
    "squeeze": lambda x, y: ops.squeeze(ops.expand_dims(x, 1), 1),
    "concatenate": lambda x, y: ops.concatenate([x, y], axis=1),
    "convert": lambda x, y: ops.convert_to_tensor(x),
    "Add": lambda x, y: layers.Add()([x, y]),
    "Flatten": lambda x, y: layers.Flatten()(x),
    "Dropout": lambda x, y: layers.Dropout(0.5)(x),
    "Activation": lambda x, y: layers.Activation("relu")(x),
}
BECOMES_DENSE: dict[str, Callable[[Any, Any], Any]] = {
    "add a dense one": lambda x, y: ops.add(x, KEEPS),
    "matmul": lambda x, y: ops.matmul(x, KEEPS.T),
    "matmul from the left": lambda x, y: ops.matmul(KEEPS.T, x),
    "matmul of two": lambda x, y: ops.matmul(x, ops.transpose(y)),
    "sum": lambda x, y: ops.sum(x),
    "sum along an axis": lambda x, y: ops.sum(x, axis=-1, keepdims=True),
    "mean": lambda x, y: ops.mean(x, axis=0),
    "max": lambda x, y: ops.max(x, axis=1),
    "exp": lambda x, y: ops.exp(x),
    "softmax": lambda x, y: ops.softmax(x),
    "where": lambda x, y: ops.where(ops.greater(x, 0), x, KEEPS),
    "dense again": lambda x, y: ops.convert_to_tensor(x, sparse=False),
    "concatenate with a dense one": lambda x, y: ops.concatenate([x, KEEPS], axis=0),
    "Dense": lambda x, y: layers.Dense(3, kernel_initializer="ones")(x),
    "Rescaling": lambda x, y: layers.Rescaling(2.0, 1.0)(x),
    "Embedding": lambda x, y: layers.Embedding(9, 2, embeddings_initializer="ones")(ops.abs(x)),
    "BatchNormalization": lambda x, y: layers.BatchNormalization()(x),
    "EinsumDense": lambda x, y: layers.EinsumDense("ab,bc->ac", 3, kernel_initializer="ones")(x),
}


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("name", [*STAYS_SPARSE, *BECOMES_DENSE])
def test_the_numbers_are_those_of_the_dense_ones(name: str, engine: str) -> None:
    run = (STAYS_SPARSE | BECOMES_DENSE)[name]
    x, y = matrix(0), matrix(1)
    with tahr.engine(engine):
        wanted = ops.convert_to_numpy(run(x.toarray(), y.toarray()))
        for pair in ((x, y), (current.as_tensor(x), current.as_tensor(y))):
            found = run(*pair)
            np.testing.assert_allclose(ops.convert_to_numpy(found), wanted, rtol=1e-5, atol=1e-6)
            assert tuple(found.shape) == wanted.shape
            is_sparse = engine in WHERE_SPARSE and name in STAYS_SPARSE
            assert current.engine().is_sparse(found) is is_sparse


@pytest.mark.parametrize("engine", WHERE_SPARSE)
def test_gradients_reach_the_weights(engine: str) -> None:
    x = matrix(0)
    with tahr.engine(engine):
        kernel = tahr.Variable(np.ones((5, 2), "float32"))

        def slope(data: Any) -> np.ndarray:
            loss = lambda: ops.sum(ops.square(ops.matmul(data, kernel)))  # noqa: E731
            return ops.convert_to_numpy(tahr.value_and_grad(loss, [kernel])[1][0])

        np.testing.assert_allclose(slope(current.as_tensor(x)), slope(x.toarray()), rtol=1e-5)


IDS = np.array([[0, 2, 2], [1, -1, 3]], "int32")
MAKES_SPARSE: dict[str, Callable[[bool], Any]] = {
    "one_hot": lambda sparse: ops.one_hot(IDS, 3, sparse=sparse),
    "one_hot in front": lambda sparse: ops.one_hot(IDS, 3, axis=0, dtype="int32", sparse=sparse),
    "one_hot of one": lambda sparse: ops.one_hot(1, 3, sparse=sparse),
    "multi_hot": lambda sparse: ops.multi_hot(IDS, 3, sparse=sparse),
    "multi_hot of a vector": lambda sparse: ops.multi_hot(IDS[0], 3, sparse=sparse),
    "multi_hot of more axes": lambda sparse: ops.multi_hot(
        np.stack([IDS, IDS[::-1]], -1), 3, sparse=sparse
    ),
    "bincount": lambda sparse: ops.bincount(abs(IDS), minlength=5, sparse=sparse),
    "bincount of a vector": lambda sparse: ops.bincount(IDS[0], sparse=sparse),
    "bincount with weights": lambda sparse: ops.bincount(
        IDS[0], weights=np.array([0.5, 1.0, 2.0], "float32"), sparse=sparse
    ),
}


@pytest.mark.parametrize("engine", WHERE_SPARSE)
@pytest.mark.parametrize("name", MAKES_SPARSE)
def test_ones_and_counts_as_sparse_tensors(name: str, engine: str) -> None:
    with tahr.engine(engine):
        found = MAKES_SPARSE[name](True)
        assert current.engine().is_sparse(found)
        wanted = MAKES_SPARSE[name](False)
        assert tuple(found.shape) == tuple(wanted.shape)
        dense_again = ops.convert_to_tensor(found, sparse=False)
        assert ops.dtype(dense_again) == ops.dtype(wanted)
        np.testing.assert_array_equal(current.to_numpy(dense_again), current.to_numpy(wanted))
        if engine == "tensorflow":
            import tensorflow as tf

            np.testing.assert_array_equal(tf.sparse.to_dense(found).numpy(), wanted.numpy())


def test_ones_that_are_compiled_stay_sparse() -> None:
    import jax

    with tahr.engine("jax"):
        found = jax.jit(lambda ids: ops.multi_hot(ids, 3, sparse=True))(IDS)
    assert found.todense().tolist() == [[1, 0, 1], [0, 1, 0]]


@pytest.mark.parametrize("name", ["one_hot", "multi_hot", "bincount"])
def test_an_engine_without_sparse_tensors_says_so(name: str) -> None:
    with tahr.engine("numpy"), pytest.raises(EngineError, match="no sparse tensors"):
        MAKES_SPARSE[name](True)


def test_the_classes_of_many_stand_last_where_they_are_sparse() -> None:
    with tahr.engine("jax"), pytest.raises(ArgumentError, match="stand last"):
        ops.multi_hot(IDS, 3, axis=1, sparse=True)


def test_their_shape_is_known_before_their_values() -> None:
    inputs: Any = layers.Input((4,), dtype="int32")
    assert ops.one_hot(inputs, 3, sparse=True).shape == (None, 4, 3)
    assert ops.multi_hot(inputs, 3, sparse=True).shape == (None, 3)
