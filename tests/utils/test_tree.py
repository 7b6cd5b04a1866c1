"""Nested structures."""

from collections import OrderedDict, namedtuple

import pytest
from hypothesis import given, strategies as st

from tahr import tree

LEAVES = st.none() | st.integers() | st.text(max_size=2)
TREES = st.recursive(
    LEAVES,
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.tuples(inner, inner)
        | st.dictionaries(st.sampled_from("abc"), inner, max_size=3)
    ),
    max_leaves=8,
)
Pair = namedtuple("Pair", "a b")


@given(TREES)
def test_leaves_go_back_to_their_places(structure):
    leaves = tree.flatten(structure)
    assert tree.pack_sequence_as(structure, leaves) == structure
    assert tree.map_structure(lambda leaf: leaf, structure) == structure
    assert [leaf for _, leaf in tree.flatten_with_path(structure)] == leaves
    for path, leaf in tree.flatten_with_path(structure):
        found = structure
        for key in path:
            found = found[key]
        assert found is leaf
    tree.assert_same_structure(structure, structure)
    tree.assert_same_paths(structure, structure)


@given(TREES)
def test_traversal_meets_every_part(structure):
    met = []
    assert tree.traverse(met.append, structure) == structure
    assert met[0] is structure
    leaves = [part for part in met if not tree.is_nested(part)]
    assert leaves == tree.flatten(structure)
    last = []
    tree.traverse(last.append, structure, top_down=False)
    assert len(last) == len(met)
    assert last[-1] == structure


def test_traversal_replaces():
    none = tree.traverse(lambda x: tree.MAP_TO_NONE if x == 1 else None, [1, (2, 1)])
    assert none == [None, (2, None)]
    assert tree.lists_to_tuples([[1], {"a": [2]}]) == ((1,), {"a": (2,)})
    with pytest.raises(TypeError, match="callable"):
        tree.traverse(3, [])


@pytest.mark.parametrize(
    ("a", "b"), [([1], (1,)), ([1], [1, 2]), ({"a": 1}, {"b": 1}), (1, [1]), (Pair(1, 2), (1, 2))]
)
def test_structures_that_differ(a, b):
    for one, other in ((a, b), (b, a)):
        with pytest.raises(ValueError, match="differ"):
            tree.assert_same_structure(one, other)


def test_structures_that_do_not():
    tree.assert_same_structure({"b": 1, "a": 2}, OrderedDict(a=1, b=2))
    tree.assert_same_paths([1, 2], (3, 4))
    tree.assert_same_paths(Pair(1, [2]), [1, (2,)])
    with pytest.raises(ValueError, match="differ"):
        tree.assert_same_paths([1], [1, 2])


def test_maps_over_several():
    assert tree.map_structure(lambda x, y: x + y, {"a": [1]}, {"a": [2]}) == {"a": [3]}
    assert tree.map_structure(str, [None, 1], none_is_leaf=False) == [None, "1"]
    assert tree.map_structure_up_to([0, [0]], str, [[1, 1], [2]]) == ["[1, 1]", ["2"]]
    with pytest.raises(ValueError, match=r"mismatch|[Ee]xpected"):
        tree.map_structure(lambda x, y: x, [1], [1, 2])
    with pytest.raises(TypeError):
        tree.map_structure(len)
    with pytest.raises(ValueError, match="wrong number"):
        tree.pack_sequence_as([1, 2], [1])
