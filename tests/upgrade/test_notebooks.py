"""Notebooks: the code of cells is rewritten, and nothing else in the file."""

import json

import pytest

pytest.importorskip("libcst", reason="libcst is not installed; pip install 'tahr[upgrade]'")

from tahr.apps.upgrade import results
from tahr.apps.upgrade.results import State


def notebook(*sources, kind="code"):
    cells = [
        {"cell_type": kind, "execution_count": n, "metadata": {"x": [1.0, 1e-7]},
         "outputs": [{"data": {"text/plain": ["<é>\u2028"]}}],
         "source": source.splitlines(keepends=True)}
        for n, source in enumerate(sources)
    ]  # fmt: skip
    return {"cells": cells, "metadata": {"z": 1, "a": 2}, "nbformat": 4, "nbformat_minor": 5}


@pytest.fixture
def rewritten(tmp_path):
    def rewrite(made, **how):
        path = tmp_path / "book.ipynb"
        how = {"indent": 1, "ensure_ascii": False} | how
        path.write_text(json.dumps(made, **how) + "\n", encoding="utf-8")
        return results.of(path)

    return rewrite


def sources(text):
    return ["".join(cell["source"]) for cell in json.loads(text)["cells"]]


CELLS = (
    "# one\nfrom keras.layers.core import Dense\nfrom keras.models import Sequential",
    "!pip install keras\n%matplotlib inline\nmodel = Sequential()\n",
    "%%time\nmodel.add(Dense(3, init='zero', input_dim=2))",
    "%%bash\nls\n",
    "x = !ls\nmodel.compile('sgd', 'mse')\nmodel.fit(a, b, nb_epoch=2)\nmodel?",
    "",
)


@pytest.mark.parametrize("how", [{}, {"indent": 2}, {"indent": None}, {"ensure_ascii": True}])
def test_code_is_rewritten_and_all_else_stays(rewritten, how):
    made = notebook(*CELLS)
    done = rewritten(made, **how)
    assert done.state == State.CHANGED and not done.undecided
    assert sources(done.after) == [
        "# one\nfrom keras.layers import Dense\nimport keras\nfrom keras.models import Sequential",
        CELLS[1],
        "%%time\nmodel.add(keras.Input(shape=(2,)))\n"
        "model.add(Dense(3, kernel_initializer='zero'))",
        CELLS[3],
        "x = !ls\nmodel.compile('sgd', 'mse')\nmodel.fit(a, b, epochs=2)\nmodel?",
        "",
    ]
    how = {"indent": 1, "ensure_ascii": False} | how
    for cell, source in zip(made["cells"], sources(done.after), strict=True):
        cell["source"] = source.splitlines(keepends=True)
    assert done.after == json.dumps(made, **how) + "\n"


def test_a_notebook_in_another_hand_is_written_whole(rewritten):
    done = rewritten(notebook(CELLS[0]), indent=7)
    assert "from keras.layers import Dense" in sources(done.after)[0]


def test_a_source_may_be_one_text(rewritten):
    made = notebook("from keras.layers.core import Dense\nDense(3, bias=False)")
    made["cells"][0]["source"] = "".join(made["cells"][0]["source"])
    done = rewritten(made)
    assert json.loads(done.after)["cells"][0]["source"].endswith("Dense(3, use_bias=False)")


def test_a_cell_that_cannot_be_read_is_left_alone(rewritten):
    done = rewritten(notebook("from keras.layers.core import Dense", "print 'x'", "Dense(p=1"))
    assert [(n.cell, "Python" in n.why) for n in done.undecided] == [(2, True), (3, True)]
    assert sources(done.after)[1:] == ["print 'x'", "Dense(p=1"]


def test_notes_name_the_cell_and_its_line(rewritten):
    done = rewritten(notebook("import keras", "x = 1\nkeras.models.Graph()"))
    assert [(n.cell, n.line) for n in done.undecided] == [(2, 2)]


@pytest.mark.parametrize(
    "text", ["", "[]", "{}", '{"cells": 3}', '{"cells": [{"cell_type": "code"}]}', "[" * 9999]
)
def test_what_is_no_notebook_is_said(tmp_path, text):
    path = tmp_path / "book.ipynb"
    path.write_text(text)
    done = results.of(path)
    assert done.state == State.FAILED and "no notebook" in done.why


def test_text_cells_and_others_code_are_left_alone(rewritten):
    assert rewritten(notebook("import keras", kind="markdown")).state == State.OTHER
    assert rewritten(notebook("import numpy")).state == State.OTHER
