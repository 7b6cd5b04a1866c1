"""What is shown of progress, and where."""

import io
import re
import sys
import types

import pytest
from rich.console import Console

from tahr.callbacks import CallbackList, ProgbarLogger
from tahr.training.callbacks import bar as bars
from tahr.training.callbacks.bar import NotebookBar, bar


class Counted(dict):
    """Figures that count how often they are read."""

    reads = 0

    def __getitem__(self, name):
        type(self).reads += 1
        return super().__getitem__(name)


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
    assert shown.close("Epoch 1/2  done")
    texts = [content["text/plain"] for content, raw in notebook if raw]
    left = {3: 1, 6: 1, 9: 0, 12: 0, 15: 0, 18: 0}
    assert texts[:-1] == [
        f"Epoch 1/2  {n}/20  {seconds} s left  40 ms/step  loss 0.5000"
        for n, seconds in left.items()
    ]
    assert texts[-1] == "Epoch 1/2  done"
    assert 'value="3" max="20"' in notebook[0][0]["text/html"]


def test_a_notebook_gets_no_output_that_stays_empty(notebook, clock):
    console = Console(file=io.StringIO(), force_jupyter=True)
    shown = bar(console, "Epoch 1/2", 20)
    shown.advance(1, {"loss": 0.5})
    assert not shown.close("Epoch 1/2  done")
    assert notebook == []


def test_names_of_figures_are_no_markup(notebook, clock):
    shown = NotebookBar("Epoch 1/1", None)
    clock[0] = 1.0
    shown.advance(1, {"<b>": 1.0})
    assert "&lt;b&gt;" in notebook[-1][0]["text/html"]
    assert notebook[-1][0]["text/plain"].startswith("Epoch 1/1  1 step ")


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


def drawn(console):
    """What stands on a terminal's lines, each time one is drawn."""
    plain = re.sub(r"\x1b\[[0-9;?]*[a-zA-Z]", "", console.file.getvalue())
    return [line.rstrip() for line in re.split(r"[\r\n]+", plain) if line.strip()]


@pytest.mark.parametrize("width", [60, 80, 110, 170])
def test_a_terminal_of_any_width_shows_time_left_and_figures(clock, width):
    console = Console(file=io.StringIO(), force_terminal=True, width=width)
    shown = bar(console, "Epoch 1/2", 300)
    for done in range(1, 101):
        clock[0] += 0.05
        shown.advance(done, {"loss": 2.3061, "accuracy": 0.1002})
    shown.close()
    lines = drawn(console)
    assert all(len(line) <= width for line in lines)
    assert re.search(r"\d+/300 10 s left  50 ms/step", lines[-1])
    assert "loss 2.3061" in lines[-1] or width < 80


def test_steps_of_unknown_number_draw_no_bar(clock):
    console = Console(file=io.StringIO(), force_terminal=True, width=100)
    shown = bar(console, "Epoch 1/2", None)
    for done in range(1, 58):
        clock[0] += 0.05
        shown.advance(done, {"loss": 2.3061})
    shown.close()
    assert "57 steps" in drawn(console)[-1]
    assert "\u2501" not in console.file.getvalue()


def test_validation_has_its_name_and_moves(clock, linear, fit):
    console = Console(file=io.StringIO(), force_terminal=True, width=120)
    calls = CallbackList([ProgbarLogger(console)], verbose=1, epochs=1, steps=10)
    calls.on_train_begin()
    calls.on_epoch_begin(0)
    validation = calls.validating(4)
    validation.on_test_begin()
    for batch in range(4):
        clock[0] += 0.2
        validation.on_test_batch_end(batch, {"loss": 1.0})
    validation.on_test_end({"loss": 1.0})
    calls.on_epoch_end(0, {"loss": 2.0, "val_loss": 1.0})
    lines = drawn(console)
    assert any("Epoch 1/1 validation" in line and "3/4" in line for line in lines)
    assert lines[-1].startswith("Epoch 1/1  0 steps")


def test_what_is_broken_off_leaves_a_clean_line(clock):
    console = Console(file=io.StringIO(), force_terminal=True, width=100)
    calls = CallbackList([ProgbarLogger(console)], verbose=1, epochs=1, steps=10)
    with pytest.raises(KeyboardInterrupt), calls.shown():
        calls.on_train_begin()
        calls.on_epoch_begin(0)
        clock[0] += 1
        calls.on_train_batch_end(0, {"loss": 1.0})
        raise KeyboardInterrupt
    assert console.file.getvalue().endswith("\x1b[2K") or "\x1b[?25h" in console.file.getvalue()


@pytest.mark.parametrize("width", [40, 120])
def test_a_narrow_terminal_shows_figures_rather_than_a_bar(clock, width):
    terminal = io.StringIO()
    console = Console(file=terminal, force_terminal=True, width=width)
    shown = bar(console, "Epoch 1/2", 20)
    for done in range(1, 6):
        clock[0] += 0.04
        shown.advance(done, {"loss": 0.5})
    shown.close()
    plain = re.sub(r"\x1b\[[0-9;?]*[a-zA-Z]", "", terminal.getvalue())
    line = next(part for part in plain.split("\r") if "loss" in part)
    assert "loss 0.5000" in line and ("\u2501" in line) is (width > 60)
    assert (line.index("loss") < line.find("left") or "left" not in line) is (width < 60)
