"""Sparse data trains, evaluates and predicts as the same rows do when dense."""

from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
import pytest
import scipy.sparse

import tahr
from tahr import layers
from tahr.core import current
from tahr.core.errors import DataError
from tahr.core.sparse import Coordinates, of_matrix
from tahr.training.data.matrices import with_room

ENGINES = ("jax", "torch", "tensorflow")
ROWS, COLUMNS = 22, 30


def table(seed: int = 0) -> Any:
    return scipy.sparse.random(
        ROWS, COLUMNS, 0.2, format="csr", dtype="float32", random_state=np.random.default_rng(seed)
    )


def targets() -> np.ndarray:
    return np.arange(ROWS, dtype="float32")[:, None] / ROWS


def model(engine: str, sparse: bool = False) -> Any:
    x = layers.Input((COLUMNS,), sparse=sparse)
    hidden = layers.Dense(4, "tanh", kernel_initializer=tahr.initializers.GlorotUniform(1))(x)
    made = tahr.Model(
        x, layers.Dense(1, kernel_initializer=tahr.initializers.GlorotUniform(2))(hidden),
        engine=engine,
    )  # fmt: skip
    made.compile(tahr.optimizers.SGD(0.1), "mse", metrics=["mae"])
    return made


@pytest.mark.parametrize("sparse_input", [False, True])
@pytest.mark.parametrize("engine", ENGINES)
def test_a_matrix_gives_the_figures_of_its_dense_rows(engine: str, sparse_input: bool) -> None:
    def run(x: Any, sparse: bool) -> list[Any]:
        made = model(engine, sparse)
        history = made.fit(
            x, targets(), batch_size=8, epochs=2, shuffle=False, validation_split=0.2, verbose=0
        ).history
        return [
            history["loss"], history["val_mae"], made.evaluate(x, targets(), verbose=0),
            made.predict(x, batch_size=8, verbose=0), made.train_on_batch(x[:5], targets()[:5]),
            made.predict_on_batch(x[:3]),
        ]  # fmt: skip

    sparse, dense = run(table(), sparse_input), run(table().toarray(), False)
    for found, wanted in zip(sparse, dense, strict=True):
        np.testing.assert_allclose(found, wanted, rtol=1e-5, atol=1e-6)


@pytest.mark.parametrize("engine", ENGINES)
def test_shuffled_rows_and_generators_of_matrices(engine: str) -> None:
    def run(x: Any, of: Callable[[Any], Any]) -> np.ndarray:
        tahr.utils.set_random_seed(3)
        made = model(engine)
        made.fit(x, targets(), batch_size=8, epochs=2, verbose=0)
        made.fit(of(x), steps_per_epoch=2, epochs=2, verbose=0)
        return made.get_weights()[0]

    def batches(x: Any) -> Iterator[Any]:
        while True:
            yield x[:8], targets()[:8]
            yield x[8:13], targets()[8:13]

    np.testing.assert_allclose(run(table(), batches), run(table().toarray(), batches), rtol=1e-5)


@pytest.mark.parametrize("engine", ["jax", "tensorflow"])
def test_a_layer_is_handed_a_sparse_tensor_where_the_input_is_one(engine: str) -> None:
    met = []

    class Looks(layers.Layer):
        def call(self, x: Any) -> Any:
            met.append(current.engine().is_sparse(x))
            return tahr.ops.sum(x, axis=1, keepdims=True)

        def compute_output_shape(self, shape: Any) -> Any:
            return (shape[0], 1)

    for sparse in (True, False):
        met.clear()
        x = layers.Input((COLUMNS,), sparse=sparse)
        made = tahr.Model(x, Looks()(x), engine=engine)
        found = made.predict(table(), verbose=0)
        assert met[-1] is sparse
        np.testing.assert_allclose(found, table().toarray().sum(1, keepdims=True), rtol=1e-5)


@pytest.mark.parametrize("engine", ["jax", "tensorflow"])
def test_sparse_tensors_of_an_engine_are_data(engine: str) -> None:
    with tahr.engine(engine):
        tensor = current.as_tensor(of_matrix(table()))
    assert current.coordinates(tensor) is not None
    for other in ENGINES:
        made = model(other)
        found = made.predict(tensor, verbose=0)
        np.testing.assert_allclose(
            found, made.predict(table().toarray(), verbose=0), rtol=1e-5, atol=1e-6
        )


def test_many_batches_take_few_programs() -> None:
    rows = scipy.sparse.random(
        800, 50, 0.1, format="csr", dtype="float32", random_state=np.random.default_rng(0)
    )
    x = layers.Input((50,), sparse=True)
    made = tahr.Model(x, layers.Dense(1)(x), engine="jax")
    counts = set()
    for start in range(0, 800, 32):
        counts.add(len(with_room(rows[start : start + 32]).values))
    assert len(counts) <= 3
    made.predict(rows, verbose=0)


def test_nothing_is_made_dense_as_a_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    wide = scipy.sparse.random(
        64, 2_000_000, 1e-6, format="csr", dtype="float32", random_state=np.random.default_rng(0)
    )
    x = layers.Input((2_000_000,), sparse=True)
    made = tahr.Model(x, layers.Dense(1)(x), engine="jax")
    made.compile("sgd", "mse")
    for kind in (scipy.sparse.csr_array, scipy.sparse.csr_matrix):
        monkeypatch.setattr(kind, "toarray", lambda _: pytest.fail("made dense"))
    made.fit(wide, np.ones((64, 1), "float32"), batch_size=32, verbose=0)
    made.predict(wide, verbose=0)


def test_sparse_targets_are_spread_batch_by_batch() -> None:
    y = scipy.sparse.csr_matrix(np.eye(ROWS, 3, dtype="float32"))
    made = tahr.Sequential([layers.Input((COLUMNS,)), layers.Dense(3, "sigmoid")])
    made.compile("sgd", "binary_crossentropy")
    weights = made.get_weights()
    first = made.evaluate(table(), y, verbose=0)
    made.set_weights(weights)
    assert np.isclose(first, made.evaluate(table().toarray(), y.toarray(), verbose=0))


def test_what_cannot_be_used_is_named() -> None:
    made = model("jax")
    cube = Coordinates(np.zeros((1, 3), "int32"), np.ones(1, "float32"), (2, 3, 4))
    with pytest.raises(DataError, match=r"x: sparse data has two axes"):
        made.predict(cube, verbose=0)
    bad = table()
    bad.data[3] = np.nan
    with pytest.raises(DataError, match="is NaN"):
        made.fit(bad, targets(), verbose=0)
    with pytest.raises(DataError, match="differ in the number of samples"):
        made.fit(table()[:5], targets(), verbose=0)
