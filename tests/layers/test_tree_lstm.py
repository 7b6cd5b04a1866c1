"""Tree-LSTMs against the recursion of their equations, and gradients against differences."""

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings, strategies as st

from tahr import Input, Model, layers, ops
from tahr.core import current
from tahr.core.errors import ArgumentError, DataError, ShapeError
from tahr.preprocessing import trees_from_brackets
from tahr.training.step.gradients import value_and_grad

TREES = [[2, 2, -1, -2, -2], [-1, 0, 0, 1, 1], [4, 4, 4, 4, -1], [1, 2, 3, 4, -1]]
"""A pair; a tree of three levels, from the top; a root with four children; a chain."""
PARENTS = np.array(TREES, "int32")
NODES = np.random.default_rng(0).normal(size=(4, 5, 3)).astype("float32")


def sigmoid(x: np.ndarray) -> np.ndarray:
    return 1 / (1 + np.exp(-x))


def by_recursion(layer: Any, nodes: np.ndarray, parents: np.ndarray) -> dict[int, Any]:
    """Returns the output and the carry of each node of one tree, as the paper has it."""
    kernel, recurrent, bias = (np.asarray(w, "float64") for w in layer.get_weights())
    units, found = layer.units, {}

    def run(node: int) -> tuple[np.ndarray, np.ndarray]:
        below = [run(child) for child in np.flatnonzero(parents == node)]
        enter, forget, new, leave = np.split(nodes[node] @ kernel + bias, 4)
        if layer.children == "sum":
            total = np.sum([h for h, _ in below] or [np.zeros(units)], axis=0) @ recurrent
            gates = [sigmoid(forget + np.split(h @ recurrent, 4)[1]) for h, _ in below]
            more = np.split(total, 4)
        else:
            below = below[: layer.children]
            room = [h for h, _ in below] + [np.zeros(units)] * (layer.children - len(below))
            products = np.split(np.concatenate(room) @ recurrent, 3 + layer.children)
            gates = [sigmoid(forget + products[1 + k]) for k in range(len(below))]
            more = [products[0], None, *products[-2:]]
        carry = sigmoid(enter + more[0]) * np.tanh(new + more[2])
        carry = carry + sum(gate * c for gate, (_, c) in zip(gates, below, strict=True))
        found[node] = (sigmoid(leave + more[3]) * np.tanh(carry), carry)
        return found[node]

    for root in np.flatnonzero(parents == -1):
        run(int(root))
    return found


def made(children: Any = "sum", **options: Any) -> Any:
    layer = layers.TreeLSTM(2, children, **options)
    layer.build([(None, None, 3), (None, None)])
    random = np.random.default_rng(1)
    layer.set_weights([random.normal(size=w.shape) for w in layer.get_weights()])
    return layer


def agree(layer: Any, nodes: np.ndarray, parents: np.ndarray) -> None:
    everywhere, root, carry = (np.asarray(y) for y in layer([nodes, parents]))
    for row, tree in enumerate(parents):
        found = by_recursion(layer, nodes[row].astype("float64"), tree)
        for node in range(len(tree)):
            wanted = found[node][0] if node in found else np.zeros(layer.units)
            np.testing.assert_allclose(everywhere[row, node], wanted, atol=1e-5)
        top = int(np.flatnonzero(tree == -1)[0])
        np.testing.assert_allclose(root[row], found[top][0], atol=1e-5)
        np.testing.assert_allclose(carry[row], found[top][1], atol=1e-5)


@pytest.mark.parametrize("children", ["sum", 1, 2, 4])
def test_is_the_recursion(children: Any) -> None:
    agree(made(children, return_nodes=True, return_state=True), NODES, PARENTS)


@st.composite
def forests(draw: st.DrawFn) -> np.ndarray:
    """Draws trees of up to 7 nodes, their nodes in any order, padding anywhere behind."""
    rows = []
    for _ in range(draw(st.integers(1, 3))):
        size = draw(st.integers(1, 7))
        above = [-1, *(draw(st.integers(0, i - 1)) for i in range(1, size))]
        order = draw(st.permutations(range(size)))
        row = np.full(7, -2)
        for node, parent in enumerate(above):
            row[order[node]] = -1 if parent < 0 else order[parent]
        rows.append(row)
    return np.array(rows, "int32")


@settings(max_examples=25)
@given(forests(), st.sampled_from(["sum", 2]))
def test_trees_of_all_shapes(parents: np.ndarray, children: Any) -> None:
    nodes = np.random.default_rng(2).normal(size=(*parents.shape, 3)).astype("float32")
    with current.using("numpy"):
        agree(made(children, return_nodes=True, return_state=True), nodes, parents)


@pytest.mark.parametrize("children", ["sum", 1])
def test_a_chain_is_a_sequence(children: Any) -> None:
    chain = np.array([[1, 2, 3, 4, -1]] * 4, "int32")
    tree, line = made(children), layers.LSTM(2)
    line.build((None, None, 3))
    line.set_weights(tree.get_weights())
    np.testing.assert_allclose(tree([NODES, chain]), line(NODES), atol=1e-5)


@pytest.mark.parametrize("children", ["sum", 2])
def test_gradients_are_those_of_differences(children: Any) -> None:
    with current.using("jax"):
        layer = made(children)

        def loss() -> Any:
            return ops.sum(ops.sin(ops.multiply(layer([NODES, PARENTS]), 3.0)))

        _, gradients = value_and_grad(loss, layer.trainable_variables)
        for variable, gradient in zip(layer.trainable_variables, gradients, strict=True):
            start = variable.numpy()
            for place in [(0,) * start.ndim, tuple(n - 1 for n in start.shape)]:
                ends = []
                for way in (1, -1):
                    moved = start.copy()
                    moved[place] += way * 1e-2
                    variable.assign(moved)
                    ends.append(float(loss()))
                variable.assign(start)
                slope = (ends[0] - ends[1]) / 2e-2
                np.testing.assert_allclose(np.asarray(gradient)[place], slope, rtol=2e-2, atol=2e-3)


def test_a_masked_node_has_no_input() -> None:
    layer, mask = made(), np.random.default_rng(3).random((4, 5)) > 0.5
    found = layer([NODES, PARENTS], mask=[mask, None])
    np.testing.assert_allclose(found, layer([NODES * mask[..., None], PARENTS]), atol=1e-6)


def test_in_a_model_of_words() -> None:
    words, parents = Input((None,), dtype="int32"), Input((None,), dtype="int32")
    x = layers.Embedding(9, 3, mask_zero=True)(words)
    nodes = layers.TreeLSTM(4, 2, return_nodes=True, dropout=0.2, recurrent_dropout=0.2)
    y = nodes([x, parents])
    model = Model([words, parents], layers.GlobalAveragePooling1D()(y))
    assert y.shape == (None, None, 4)
    model.compile("adam", "mse")
    for length in (5, 7):
        row = np.full((2, length), -2)
        row[:, :3] = [2, 2, -1]
        batch = np.zeros((2, length), int)
        batch[:, :2] = [3, 4]
        assert np.isfinite(model.train_on_batch([batch, row], np.ones((2, 4))))
    again = Model.from_config(model.get_config())
    again.set_weights(model.get_weights())
    data = [batch, row]
    np.testing.assert_allclose(model.predict(data, verbose=0), again.predict(data, verbose=0))
    first = model.predict([batch[:, :5], row[:, :5]], verbose=0)
    np.testing.assert_allclose(first, again.predict(data, verbose=0), atol=1e-6)


def test_dropout_is_one_for_a_tree() -> None:
    layer = made(recurrent_dropout=0.5, dropout=0.5, seed=1, return_nodes=True)
    outputs = np.asarray(layer([np.ones_like(NODES), np.full((4, 5), -1)], training=True))
    assert (outputs == outputs[:, :1]).all()
    assert len(np.unique(outputs[:, 0], axis=0)) > 1


def test_wrong_input() -> None:
    with pytest.raises(ArgumentError, match="children must be a positive integer"):
        layers.TreeLSTM(2, 0)
    with pytest.raises(ArgumentError, match="trees come as nodes and their parents"):
        layers.TreeLSTM(2)(NODES)
    with pytest.raises(ShapeError, match="the parents do not fit the nodes"):
        layers.TreeLSTM(2)([NODES, NODES])


def test_brackets() -> None:
    trees = trees_from_brackets(["(S (NP (DT the) (NN film)) is (ADJ good))", "(a b c d)"], 8)
    assert trees.words[0].tolist() == ["", "", "the", "film", "is", "good", "", ""]
    assert trees.parents[0].tolist() == [-1, 0, 1, 1, 0, 0, -2, -2]
    assert trees.labels[0].tolist() == ["S", "NP", "DT", "NN", "", "ADJ", "", ""]
    assert trees.words[1].tolist() == ["", "b", "c", "d", "", "", "", ""]
    assert trees_from_brackets(["(4 (3 a) (2 ((1 b) (0 c))))"]).labels.tolist() == [
        [4, 3, 2, -1, 1, 0]
    ]
    assert trees_from_brackets([]).parents.shape == (0, 0)
    for wrong in ("(3 (2 a)", "(3 a))", "a", "(3 a) (2 b)", "()", ""):
        with pytest.raises(DataError, match="bracket"):
            trees_from_brackets([wrong])
    with pytest.raises(DataError, match="more nodes"):
        trees_from_brackets(["(3 (2 a) (2 b))"], nodes=2)
