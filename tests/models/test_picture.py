"""Pictures of models."""

import itertools
import sys
from xml.etree import ElementTree

import numpy as np
import pytest
from hypothesis import given, strategies as st

import tahr
from tahr import layers, models, ops, utils
from tahr.core.errors import ArgumentError, MissingExtraError, SavingError
from tahr.models.picture.drawing import text_width
from tahr.models.picture.families import FAMILIES, OTHER, family_of
from tahr.models.picture.layout import BOX_GAP, layered, ranked
from tahr.models.picture.ordering import crossings, ordered

DIRECTIONS = ("TB", "BT", "LR", "RL")


def texts(picture):
    root = ElementTree.fromstring(picture.svg)
    return [e.text for e in root.iter("{http://www.w3.org/2000/svg}text")]


def arrows(picture):
    return picture.svg.count("marker-end")


def chain():
    parts = [layers.Input((8,), name="x"), layers.Dense(4, activation="relu", name="hidden")]
    return models.Sequential([*parts, layers.Dense(2, name="out")], name="chain")


def branching():
    x = tahr.Input((8,), name="x")
    left, right = layers.Dense(4, name="left")(x), layers.Dense(4, name="right")(x)
    return tahr.Model(x, layers.Dense(1, name="end")(ops.relu(left + right)), name="branching")


def test_a_chain():
    picture = utils.plot_model(chain(), None, show_shapes=True, show_layer_names=True)
    expected = ["InputLayer", "x", "(None, 8)"]
    expected += ["Dense", "hidden", "(None, 4)", "36 params"]
    assert texts(picture) == [*expected, "Dense", "out", "(None, 2)", "10 params"]
    assert arrows(picture) == 2
    assert picture._repr_svg_() == picture.svg
    ys = [y for _, y in picture.drawing.layout.centers]
    assert ys == sorted(ys)
    assert len({x for x, _ in picture.drawing.layout.centers}) == 1


def test_what_is_told_is_a_choice():
    assert texts(utils.plot_model(chain(), None)) == ["InputLayer", "Dense", "Dense"]
    model = chain()
    model.layers[0].trainable = False
    picture = utils.plot_model(
        model, None, show_dtype=True, show_layer_activations=True, show_trainable=True
    )
    assert "float32" in texts(picture)
    assert "relu · frozen" in texts(picture)
    assert "linear · trainable" in texts(picture)


def test_branches_and_ops():
    picture = utils.plot_model(branching(), None)
    assert sorted(texts(picture)) == ["Dense"] * 3 + ["InputLayer", "add", "relu"]
    assert arrows(picture) == 6


def test_shared_layers_are_marked():
    x, y = tahr.Input((3,)), tahr.Input((3,))
    shared = layers.Dense(2, name="tower")
    model = tahr.Model([x, y], shared(x) + shared(y))
    assert texts(utils.plot_model(model, None)).count("shared") == 2
    assert texts(utils.plot_model(model, None, show_layer_names=True)).count("tower · shared") == 2


def test_models_in_models():
    inner = chain()
    x = tahr.Input((8,))
    model = tahr.Model(x, layers.Dense(1)(inner(x)))
    closed = utils.plot_model(model, None, show_shapes=True)
    assert texts(closed).count("Sequential") == 1
    assert "46 params" in texts(closed)
    assert arrows(closed) == 2
    opened = utils.plot_model(model, None, show_layer_names=True, expand_nested=True)
    assert {"Sequential", "chain", "hidden", "out"} <= set(texts(opened))
    assert arrows(opened) == 4
    frame = next(box for box in opened.drawing.boxes if box.inner)
    assert frame.width > frame.inner.layout.size[0]
    assert frame.height > frame.inner.layout.size[1]


def test_names_cannot_break_the_picture():
    model = models.Sequential([layers.Input((2,)), layers.Dense(1, name="a<b>&\"'" + "x" * 60)])
    picture = utils.plot_model(model, None, show_layer_names=True)
    assert any(text.startswith("a<b>&\"'") and text.endswith("…") for text in texts(picture))


@pytest.mark.parametrize("rankdir", DIRECTIONS)
def test_files(tmp_path, rankdir):
    import matplotlib.image

    path = tmp_path / "model.png"
    picture = utils.plot_model(branching(), path, show_shapes=True, rankdir=rankdir, dpi=50)
    pixels = matplotlib.image.imread(path)
    width, height = picture.drawing.layout.size
    assert (width > height) == (rankdir in ("LR", "RL"))
    np.testing.assert_allclose(pixels.shape[:2], ((height + 48) / 2, (width + 48) / 2), atol=2)
    assert 0.02 < (pixels[..., :3].min(axis=-1) < 0.9).mean() < 0.6
    utils.plot_model(branching(), tmp_path / "model.svg", rankdir=rankdir)
    ElementTree.parse(tmp_path / "model.svg")


def test_svg_needs_no_library_and_png_says_which(tmp_path, monkeypatch):
    monkeypatch.setitem(sys.modules, "matplotlib", None)
    monkeypatch.setattr("tahr.core.extras.installed_spec", lambda name: None)
    utils.plot_model(chain(), tmp_path / "model.svg")
    with pytest.raises(MissingExtraError, match="matplotlib"):
        utils.plot_model(chain(), tmp_path / "model.png")
    assert [path.name for path in tmp_path.iterdir()] == ["model.svg"]


class Own(models.Model):
    """A model with a `call` of its own."""

    def __init__(self):
        super().__init__(name="own")
        self.dense = layers.Dense(2)

    def call(self, x):
        return self.dense(x)


def test_models_without_a_graph():
    with pytest.raises(ArgumentError, match="no graph to draw yet"):
        utils.plot_model(models.Sequential([layers.Dense(2)]), None)
    with pytest.raises(ArgumentError, match="no graph to draw yet"):
        utils.plot_model(Own(), None)
    model = Own()
    model(np.ones((1, 3), "float32"))
    assert texts(utils.plot_model(model, None, show_shapes=True)) == ["Own", "8 params"]
    with pytest.raises(ArgumentError, match="only models"):
        utils.plot_model("model", None)
    with pytest.raises(ArgumentError, match="rankdir"):
        utils.plot_model(chain(), None, rankdir="XY")


def test_each_folder_of_layers_has_its_colours():
    families = {name: family_of(getattr(layers, name)) for name in ("Conv2D", "Dense", "LSTM")}
    assert len(set(families.values())) == 3
    known = {item for item in layers.NAMED.table.values() if issubclass(item, layers.Layer)}
    assert {cls for cls in known if family_of(cls) is OTHER} == {layers.Layer}
    assert len({family.line for family in FAMILIES.values()}) == len(FAMILIES)


def test_a_layer_of_a_users_has_the_colours_of_what_it_is_made_from():
    class Mine(layers.Dense):
        pass

    class Own(layers.Layer):
        pass

    assert family_of(Mine) == family_of(layers.Dense)
    assert family_of(Own) is OTHER


@st.composite
def graphs(draw):
    count = draw(st.integers(1, 12))
    pairs = list(itertools.combinations(range(count), 2))
    edges = draw(st.lists(st.sampled_from(pairs), unique=True, max_size=20)) if pairs else []
    sizes = [(draw(st.integers(20, 90)), draw(st.integers(20, 60))) for _ in range(count)]
    return sizes, edges


@given(graphs(), st.sampled_from(DIRECTIONS))
def test_boxes_never_overlap_and_edges_run_one_way(graph, rankdir):
    sizes, edges = graph
    layout = layered(sizes, edges, rankdir)
    rectangles = [
        (x - w / 2, y - h / 2, x + w / 2, y + h / 2)
        for (x, y), (w, h) in zip(layout.centers, sizes, strict=True)
    ]
    for left, top, right, bottom in rectangles:
        assert left > -1e-6
        assert top > -1e-6
        assert right < layout.size[0] + 1e-6
        assert bottom < layout.size[1] + 1e-6
    for a, b in itertools.combinations(rectangles, 2):
        gap = max(b[0] - a[2], a[0] - b[2], b[1] - a[3], a[1] - b[3])
        assert gap > BOX_GAP - 1e-6 or gap > 0
    axis, sign = {"TB": (1, 1), "BT": (1, -1), "LR": (0, 1), "RL": (0, -1)}[rankdir]
    for (start, end), route in zip(edges, layout.routes, strict=True):
        assert sign * layout.centers[start][axis] < sign * layout.centers[end][axis]
        places = [sign * point[axis] for point in route]
        assert places == sorted(places)
        assert len(route) % 3 == 1


@given(graphs())
def test_ranks_follow_edges(graph):
    sizes, edges = graph
    ranks = ranked(len(sizes), edges)
    assert all(ranks[a] < ranks[b] for a, b in edges)
    assert min(ranks) >= 0


def test_crossings_are_removed():
    ranks = [0, 0, 0, 1, 1, 1]
    links = [(0, 5), (1, 4), (2, 3)]
    rows = ordered(ranks, links)
    after = [[end for start, end in links if start == i] for i in range(6)]
    assert crossings([[0, 1, 2], [3, 4, 5]], after) == 3
    assert crossings(rows, after) == 0


def test_widths_grow_with_text():
    assert text_width("abc", 12) < text_width("abcd", 12) < text_width("abcd", 12, bold=True)


def branches(count):
    x = layers.Input((8,))
    found = [layers.Dense(4)(x) for _ in range(count)]
    return models.Model(x, layers.Concatenate()(found))


@pytest.mark.parametrize(("count", "is_wide"), [(2, True), (13, False)])
def test_many_branches_are_drawn_to_the_right(count, is_wide):
    picture = utils.plot_model(branches(count), to_file=None)
    down = utils.plot_model(branches(count), to_file=None, rankdir="TB")
    assert (picture.drawing.layout.size == down.drawing.layout.size) is is_wide
    assert picture.drawing.layout.size[0] < 1200
    assert len(repr(picture)) < 80


@pytest.mark.parametrize(
    ("path", "words"),
    [("model.doc", r"\.svg, \.png"), ("model", "got +none"), ("nowhere/m.png", "make the folder")],
)
def test_where_no_picture_can_be_written(path, words):
    with pytest.raises(SavingError, match=words):
        utils.plot_model(branches(2), path)
