"""Derivatives along a direction, on every engine that has gradients."""

import numpy as np
import pytest

from tahr import ops
from tahr.core import current
from tahr.core.errors import EngineError, ShapeError

X = np.array([[0.3, -1.0], [2.0, 0.5]], "float32")
T = np.array([[1.0, 2.0], [0.0, -1.0]], "float32")


@pytest.mark.parametrize("engine", current.can_train())
def test_a_product_with_the_jacobian(engine):
    with current.using(engine) as run:
        found, moved = (run.to_numpy(t) for t in ops.jvp(ops.sin, (X,), (T,)))
    np.testing.assert_allclose(found, np.sin(X), rtol=1e-5)
    np.testing.assert_allclose(moved, np.cos(X) * T, rtol=1e-5)


@pytest.mark.parametrize("engine", current.can_train())
def test_trees_and_what_is_handed_on(engine):
    def function(pair, z):
        product = ops.matmul(pair["a"], pair["b"])
        return {"product": product, "sum": ops.sum(z)}, "handed on"

    primals, tangents = ({"a": X, "b": T}, 2.0), ({"a": T, "b": X}, 3.0)
    with current.using(engine) as run:
        found, moved, aux = ops.jvp(function, primals, tangents, has_aux=True)
        values = run.to_numpy(moved["product"]), float(moved["sum"]), float(found["sum"])
    np.testing.assert_allclose(values[0], T @ T + X @ X, rtol=1e-5)
    assert (*values[1:], aux) == (3.0, 2.0, "handed on")


def test_a_direction_is_like_the_point():
    with current.using("jax"), pytest.raises(ShapeError, match="not like the primals"):
        ops.jvp(ops.sin, (X,), (T[0],))


def test_numpy_has_no_gradients():
    with current.using("numpy"), pytest.raises(EngineError, match="no gradients"):
        ops.jvp(ops.sin, (X,), (T,))
