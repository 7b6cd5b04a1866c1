"""Errors about shapes tell the user's own, whatever rows a batch was filled up with."""

import numpy as np
import pytest

import tahr
from tahr import layers, models, ops
from tahr.core.errors import ShapeError

ENGINES = ["jax", "torch", "tensorflow", "numpy"]


class Product(models.Model):
    def __init__(self):
        super().__init__()
        self.dense = layers.Dense(2)

    def call(self, x):
        return ops.matmul(self.dense(x), ops.ones((3, 3)))


def single():
    x = layers.Input((3,))
    return models.Model(x, layers.Dense(2)(x))


def pair(structure):
    a, b = layers.Input((3,), name="a"), layers.Input((4,), name="b")
    inputs = {"a": a, "b": b} if structure is dict else [a, b]
    return models.Model(inputs, layers.Dense(1)(layers.concatenate([a, b])))


def two(structure, rows, lengths):
    arrays = [np.ones((rows, length), "float32") for length in lengths]
    return dict(zip("ab", arrays, strict=True)) if structure is dict else arrays


CASES = {
    "array": (single, lambda n: np.ones((n, 3)), lambda n: np.ones((n, 5))),
    "rank": (single, lambda n: np.ones((n, 3)), np.ones),
    "list": (
        lambda: pair(list),
        lambda n: two(list, n, (3, 4)),
        lambda n: two(list, n, (3, 9)),
    ),
    "dict": (
        lambda: pair(dict),
        lambda n: two(dict, n, (3, 4)),
        lambda n: two(dict, n, (3, 9)),
    ),
}


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("used", [False, True], ids=["fresh", "used"])
@pytest.mark.parametrize("case", CASES)
def test_predict_tells_the_shape_it_was_given(engine, case, used):
    pytest.importorskip(engine)
    make, right, wrong = CASES[case]
    with tahr.engine(engine):
        model = make()
        if used:
            model.predict(right(5), verbose=0)
        with pytest.raises(ShapeError) as found:
            model.predict(wrong(5), verbose=0)
    assert "(5," in str(found.value)
    assert "(8," not in str(found.value)


def test_a_subclass_that_fails_inside_tells_its_own_shape():
    with pytest.raises(ShapeError, match=r"\(5, 2\) and \(3, 3\)"):
        Product().predict(np.ones((5, 3)), verbose=0)


def test_a_short_last_batch_of_evaluate_tells_its_own_shape():
    model = single()
    model.compile("sgd", "mse")

    def batches():
        yield np.ones((8, 3)), np.ones((8, 2))
        yield np.ones((5, 7)), np.ones((5, 2))

    with pytest.raises(ShapeError, match=r"\(5, 7\)"):
        model.evaluate(batches(), verbose=0)
