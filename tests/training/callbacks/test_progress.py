"""What is shown of progress, and where."""

import io
import sys
import types

import pytest
from rich.console import Console

from tahr.callbacks import ProgbarLogger
from tahr.training.callbacks import bar as bars
from tahr.training.callbacks.bar import NotebookBar, bar


class Counted(dict):
    """Figures that count how often they are read."""

    reads = 0

    def items(self):
        type(self).reads += 1
        return super().items()


@pytest.fixture
def notebook(monkeypatch):
    """Stands in for IPython; gives what a notebook is told to show."""
    shown = []

    class Output:
        def update(self, content, raw):
            shown.append((content, raw))

    def display(content, raw, display_id):
        shown.append((content, raw))
        return Output()

    module = types.ModuleType("IPython.display")
    module.display = display
    monkeypatch.setitem(sys.modules, "IPython", types.ModuleType("IPython"))
    monkeypatch.setitem(sys.modules, "IPython.display", module)
    return shown


@pytest.fixture
def clock(monkeypatch):
    """A clock that is set by hand."""
    now = [0.0]
    monkeypatch.setattr(bars, "time", types.SimpleNamespace(perf_counter=lambda: now[0]))
    return now


def test_a_notebook_shows_a_bar_that_is_redrawn_in_its_place(notebook, clock):
    console = Console(file=io.StringIO(), force_jupyter=True)
    shown = bar(console, "Epoch 1/2", 20)
    for done in range(1, 21):
        clock[0] += 0.04
        shown.advance(done, {"loss": 0.5})
    shown.close()
    texts = [content["text/plain"] for content, raw in notebook if raw]
    assert texts[0] == "Epoch 1/2  0/20"
    assert texts[1:-1] == [f"Epoch 1/2  {n}/20  loss 0.5000" for n in (3, 6, 9, 12, 15, 18)]
    assert texts[-1] == ""
    assert 'value="3" max="20"' in notebook[1][0]["text/html"]


def test_names_of_figures_are_no_markup(notebook, clock):
    shown = NotebookBar("Epoch 1/1", None)
    clock[0] = 1.0
    shown.advance(1, {"<b>": 1.0})
    assert "&lt;b&gt;" in notebook[-1][0]["text/html"]
    assert notebook[-1][0]["text/plain"].startswith("Epoch 1/1  1/?")


@pytest.mark.parametrize("terminal", [True, False])
def test_figures_are_read_only_when_they_are_shown(clock, terminal):
    console = Console(file=io.StringIO(), force_terminal=terminal, width=100)
    logger = ProgbarLogger(console)
    logger.set_params({"verbose": 1, "epochs": 1, "steps": 100})
    Counted.reads = 0
    logger.on_epoch_begin(0)
    for batch in range(100):
        clock[0] += 0.03
        logger.on_train_batch_end(batch, Counted(loss=0.5))
    assert Counted.reads == (25 if terminal else 0)
    logger.on_epoch_end(0, Counted(loss=0.5))
    assert console.file.getvalue().count("\n") >= 1


def test_a_file_gets_a_line_an_epoch(linear, fit):
    console = Console(file=io.StringIO(), width=100)
    fit(linear(), ProgbarLogger(console), verbose=1, validation_split=0.5)
    lines = console.file.getvalue().splitlines()
    assert [line[:9] for line in lines] == ["Epoch 1/3", "Epoch 2/3", "Epoch 3/3"]
    assert all("loss" in line and "val_loss" in line for line in lines)
