"""Names of `keras.backend` in Keras 1 and 2: what each computes."""

import numpy as np
import pytest

import tahr
from tahr import backend as K  # noqa: N812
from tahr.compat.backend_names import PLACES
from tahr.core import notices
from tahr.core.errors import ArgumentError, ShapeError

DRAWS = np.random.default_rng(0)
A, V = DRAWS.normal(size=(2, 3, 4)).astype("f"), DRAWS.normal(size=(2, 3)).astype("f")
IMAGE = DRAWS.normal(size=(2, 4, 4, 3)).astype("f")
MASK = np.array([[True, True, False], [False, True, True]])


@pytest.fixture(autouse=True)
def on_numpy():
    with tahr.engine("numpy"):
        yield


@pytest.mark.parametrize("name", sorted(PLACES))
def test_every_name_is_there(name):
    assert getattr(K, name) is not None


def test_todays_names_are_the_only_ones_listed():
    assert not {*K.__all__} & PLACES.keys()


def test_a_name_says_once_what_it_is_called_today():
    notices._TOLD.discard("backend.batch_flatten")
    with pytest.warns(notices.OldSpelling, match=r"`backend\.batch_flatten` is `keras\.ops\.resh"):
        _ = K.batch_flatten
    assert K.batch_flatten(A).shape == (2, 12)


CASES = {
    "dot": (lambda: K.dot(A, A[0].T), A @ A[0].T),
    "dot_of_matrices": (lambda: K.dot(V, V.T), V @ V.T),
    "dot_of_cubes": (
        lambda: K.dot(A, np.ones((5, 4, 2), "f")), np.tensordot(A, np.ones((5, 4, 2)), [[2], [1]])
    ),
    "batch_dot": (lambda: K.batch_dot(A, A, axes=(2, 2)), np.einsum("bik,bjk->bij", A, A)),
    "batch_dot_of_rows": (lambda: K.batch_dot(V, V, axes=1), (V * V).sum(1, keepdims=True)),
    "batch_dot_by_itself": (
        lambda: K.batch_dot(A, A.swapaxes(1, 2)), np.einsum("bik,bkj->bij", A, A.swapaxes(1, 2))
    ),
    "bias_add": (
        lambda: K.bias_add(IMAGE, np.arange(4.0), "channels_first"),
        IMAGE + np.arange(4.0)[:, None, None],
    ),
    "sqrt": (lambda: K.sqrt(V), np.sqrt(np.maximum(V, 0))),
    "clip": (lambda: K.clip(V, 0.5, 0.1), np.full_like(V, 0.5)),
    "relu": (
        lambda: K.relu(V, alpha=0.1, max_value=0.5, threshold=0.2),
        np.where(V >= 0.2, np.minimum(V, 0.5), 0.1 * (V - 0.2)),
    ),
    "hard_sigmoid": (lambda: K.hard_sigmoid(V), np.clip(0.2 * V + 0.5, 0, 1)),
    "l2_normalize": (
        lambda: K.l2_normalize(V, axis=1), V / np.linalg.norm(V, axis=1, keepdims=True)
    ),
    "argmax": (lambda: K.argmax(A), A.argmax(-1)),
    "cumsum": (lambda: K.cumsum(A), A.cumsum(0)),
    "arange": (lambda: K.arange(3), np.arange(3)),
    "concatenate": (lambda: K.concatenate([A, A]), np.concatenate([A, A], -1)),
    "permute_dimensions": (lambda: K.permute_dimensions(A, (0, 2, 1)), A.swapaxes(1, 2)),
    "repeat": (lambda: K.repeat(V, 2), np.stack([V, V], 1)),
    "repeat_elements": (lambda: K.repeat_elements(A, 2, 1), A.repeat(2, 1)),
    "reverse": (lambda: K.reverse(A, [0, 2]), A[::-1, :, ::-1]),
    "gather": (lambda: K.gather(A, np.array([1, 0])), A[[1, 0]]),
    "one_hot": (lambda: K.one_hot(np.array([1, 0]), nb_classes=3), np.eye(3)[[1, 0]]),
    "expand_dims": (lambda: K.expand_dims(V, dim=0), V[None]),
    "slice": (lambda: K.slice(A, [0, 1, 0], [1, -1, 2]), A[:1, 1:, :2]),
    "mean_of_truths": (lambda: K.mean(K.equal(V, V)), 1.0),
    "temporal_padding": (
        lambda: K.temporal_padding(A, (1, 2)), np.pad(A, [(0, 0), (1, 2), (0, 0)])
    ),
    "spatial_2d_padding": (
        lambda: K.spatial_2d_padding(IMAGE, (1, 2), dim_ordering="th"),
        np.pad(IMAGE, [(0, 0), (0, 0), (1, 1), (2, 2)]),
    ),
    "resize_images": (
        lambda: K.resize_images(IMAGE, 2, 1, "channels_last"), IMAGE.repeat(2, axis=1)
    ),
    "batch_normalization": (
        lambda: K.batch_normalization(
            IMAGE, [1.0, 0, 0], [4.0, 1, 1], [0.0, 0, 3], [2.0, 1, 1], epsilon=0
        ),
        (IMAGE - [1, 0, 0]) / np.sqrt([4, 1, 1]) * [2, 1, 1] + [0, 0, 3],
    ),
    "switch": (
        lambda: K.switch(np.array([True, False]), A, -A), A * np.array([1, -1])[:, None, None]
    ),
    "switch_of_one": (lambda: K.switch(K.constant(0), lambda: V, lambda: 2 * V), 2 * V),
    "map_fn": (lambda: K.map_fn(lambda x: x + 1, V), V + 1),
    "foldl": (lambda: K.foldl(lambda total, x: total - x, V), V[0] - V[1]),
    "foldr": (lambda: K.foldr(lambda total, x: total - x, V), V[1] - V[0]),
    "in_train_phase": (lambda: K.in_train_phase(V, -V, training=1), V),
    "in_top_k": (lambda: K.in_top_k(V, V.argmax(1), 1), [True, True]),
    "pool2d": (lambda: K.pool2d(IMAGE, (2, 2), strides=(2, 2), border_mode="valid"),
               IMAGE.reshape(2, 2, 2, 2, 2, 3).max((2, 4))),
    "binary_crossentropy": (
        lambda: K.binary_crossentropy([1.0, 0.0], [0.5, 0.75]), -np.log([0.5, 0.25])
    ),
    "sparse_categorical_crossentropy": (
        lambda: K.sparse_categorical_crossentropy(
            [[0], [1]], [[0.5, 0.5], [0.75, 0.25]], ignore_class=0
        ),
        [0, -np.log(0.25)],
    ),
    "cast_to_floatx": (lambda: K.cast_to_floatx([1, 2]), np.array([1, 2], "f")),
    "eye": (lambda: K.eye(2), np.eye(2)),
    "moving_average_update": (lambda: K.moving_average_update(K.variable(V), -V, 0.75), V / 2),
}  # fmt: skip


@pytest.mark.parametrize("name", CASES)
def test_a_function_computes_what_it_did(name):
    made, expected = CASES[name]
    found = K.eval(made())
    assert found.shape == np.shape(expected)
    np.testing.assert_allclose(found, expected, rtol=1e-5, atol=1e-5)


def steps_by_hand(mask, backwards, zeros):
    """Adds the steps up, and keeps what a masked step leaves."""
    order = range(3)[::-1] if backwards else range(3)
    state, output, outputs = np.zeros((2, 4), "f"), np.zeros((2, 4), "f"), []
    for step in order:
        counts = np.ones((2, 1), bool) if mask is None else mask[:, step, None]
        state = np.where(counts, state + A[:, step], state)
        output = np.where(counts, 2 * state, 0 if zeros else output)
        outputs.append(output)
    return output, np.stack(outputs, 1), state


@pytest.mark.parametrize("unroll", [False, True])
@pytest.mark.parametrize("mask", [None, MASK])
@pytest.mark.parametrize(("backwards", "zeros"), [(False, False), (True, False), (False, True)])
def test_a_recurrence_runs_as_it_did(unroll, mask, backwards, zeros):
    def step(x, states):
        state, twice = states
        return (state + x) * twice, [state + x]

    last, outputs, (state,) = K.rnn(
        step, A, [K.zeros_like(A[:, 0])], mask=mask, constants=[np.float32(2)], unroll=unroll,
        go_backwards=backwards, zero_output_for_mask=zeros,
    )  # fmt: skip
    expected = steps_by_hand(mask, backwards, zeros)
    np.testing.assert_allclose(last, expected[0], rtol=1e-5)
    np.testing.assert_allclose(outputs, expected[1], rtol=1e-5)
    np.testing.assert_allclose(state, expected[2], rtol=1e-5)


def test_labels_without_their_places():
    shares = np.array([[[0.6, 0.4], [0.5, 0.5]]], "f")
    cost = K.ctc_batch_cost([[0]], shares, [[2]], [[1]])
    assert cost.shape == (1, 1)
    np.testing.assert_allclose(cost, -np.log(0.6 * 0.5 + 0.6 * 0.5 + 0.4 * 0.5), rtol=1e-4)
    (path,), score = K.ctc_decode(np.array([[[0.9, 0.1], [0.8, 0.2], [0.3, 0.7]]], "f"), [3])
    assert path.tolist() == [[0, -1, -1]]
    assert score.shape == (1, 1)
    (path, other), scores = K.ctc_decode(shares, [2], greedy=False, top_paths=2)
    assert (path.tolist(), other.tolist()) == ([[0, -1]], [[-1, -1]])
    np.testing.assert_allclose(np.exp(scores), [[0.6 + 0.4 * 0.5, 0.4 * 0.5]], rtol=1e-5)
    with pytest.raises(ArgumentError, match="needs values"):
        K.ctc_decode(K.placeholder((1, 2, 3)), [2], greedy=False)


def test_variables_are_read_and_set():
    v = K.variable([1.0, 2.0], name="scope/v:0")
    assert v.name == "v"
    K.set_value(v, [3, 4])
    K.update_sub(K.update_add(v, [1.0, 1.0]), [2.0, 2.0])
    assert K.batch_get_value([v])[0].tolist() == [2, 3]
    assert K.count_params(K.random_normal_variable((2, 3), 0, 1)) == 6
    assert (K.int_shape(v), K.ndim(v), K.dtype(v)) == ((2,), 1, "float32")
    optimizer = tahr.optimizers.SGD(lr=0.5)
    K.set_value(optimizer.lr, 0.25)
    assert float(K.get_value(optimizer.lr)) == 0.25


def test_where_channels_are():
    assert K.image_dim_ordering() == "tf"
    K.set_image_dim_ordering("th")
    try:
        assert K.image_data_format() == "channels_first"
        assert K.bias_add(IMAGE, np.arange(4.0)).shape == IMAGE.shape
    finally:
        K.set_image_dim_ordering("tf")
    with pytest.raises(ArgumentError, match="th or tf"):
        K.set_image_dim_ordering("nhwc")


def test_random_numbers_go_on():
    first, second = (np.asarray(K.random_normal((1000,), std=2.0, seed=1)) for _ in range(2))
    assert not np.allclose(first, second)
    assert 1.8 < first.std() < 2.2
    assert set(np.unique(K.random_binomial((50,), p=0.5))) == {0, 1}
    assert 0.3 < np.mean(np.asarray(K.dropout(np.ones(1000, "f"), 0.5)) == 0) < 0.7


def test_errors_say_what_is_wrong():
    with pytest.raises(ArgumentError, match="first axis is the batch"):
        K.batch_dot(A, A, axes=0)
    with pytest.raises(ShapeError, match="lengths of the axes differ"):
        K.batch_dot(A, A, axes=(1, 2))
    with pytest.raises(ArgumentError, match="only a variable"):
        K.set_value(0.1, 0.2)
    with pytest.raises(AttributeError, match="no attribute 'nonsense'"):
        _ = K.nonsense
