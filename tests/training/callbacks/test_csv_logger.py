"""Figures as rows of a file."""

import csv
import logging

import numpy as np
import pytest

from tahr.callbacks import Callback, CSVLogger
from tahr.core.errors import ArgumentError


def rows(path, **options):
    with path.open(newline="") as file:
        return list(csv.reader(file, **options))


def test_a_row_an_epoch(tmp_path, linear, fit):
    path = tmp_path / "deep" / "log.csv"
    history = fit(linear(metrics=["mae"]), CSVLogger(path), validation_split=0.5)
    head, *body = rows(path)
    assert head == ["epoch", "loss", "mae", "val_loss", "val_mae"]
    assert [row[0] for row in body] == ["0", "1", "2"]
    np.testing.assert_array_equal(
        np.array(body, float)[:, 1:].T, [history.history[name] for name in head[1:]]
    )


def test_columns_for_validations_to_come(tmp_path, linear, fit):
    path = tmp_path / "log.csv"
    fit(linear(), CSVLogger(path, ";"), validation_split=0.5, validation_freq=2)
    head, *body = rows(path, delimiter=";")
    assert head == ["epoch", "loss", "val_loss"]
    assert [row[2] == "NA" for row in body] == [True, False, True]


def test_a_file_is_begun_anew_or_gone_on_with(tmp_path, linear, fit):
    path = tmp_path / "log.csv"
    model = linear()
    fit(model, CSVLogger(path), epochs=2)
    fit(model, CSVLogger(path), epochs=1)
    assert [row[0] for row in rows(path)] == ["epoch", "0"]
    fit(model, CSVLogger(path, append=True), epochs=2)
    assert [row[0] for row in rows(path)] == ["epoch", "0", "0", "1"]


def test_appending_begins_on_a_line_of_its_own(tmp_path, linear, fit):
    path = tmp_path / "log.csv"
    path.write_text("epoch,loss\r\n7,0.5")
    fit(linear(), CSVLogger(path, append=True), epochs=1)
    assert [row[0] for row in rows(path)] == ["epoch", "7", "0"]


def test_every_row_is_on_disk_when_its_epoch_ends(tmp_path, linear, fit):
    path = tmp_path / "log.csv"
    seen = []

    class Look(Callback):
        def on_epoch_end(self, epoch, logs=None):
            seen.append(path.read_bytes())
            if epoch == 1:
                raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        fit(linear(), CSVLogger(path), Look())
    assert [text.count(b"\r\n") for text in seen] == [2, 3]
    assert path.read_bytes() == seen[-1]


def test_figures_without_a_column_are_named(tmp_path, linear, fit, caplog):
    path = tmp_path / "log.csv"

    class Late(Callback):
        def on_epoch_end(self, epoch, logs=None):
            if epoch == 1:
                logs["late"] = 1.0

    with caplog.at_level(logging.WARNING, "tahr"):
        fit(linear(), Late(), CSVLogger(path), epochs=2)
    assert "late" in caplog.text
    assert {len(row) for row in rows(path)} == {3}


def test_arrays_and_texts_are_written(tmp_path):
    path = tmp_path / "log.csv"
    logger = CSVLogger(path)
    logger.on_train_begin()
    logger.on_epoch_end(0, {"a": np.array([1.5, 2.0]), "b": "x,y", "c": np.float32(0.5)})
    assert rows(path)[1][:4] == ["0", "[1.5, 2.0]", "x,y", "0.5"]


def test_a_separator_is_one_character():
    with pytest.raises(ArgumentError, match="one character"):
        CSVLogger("log.csv", separator=", ")


def test_rows_that_are_gone_are_not_gone_on_with(tmp_path, caplog):
    path = tmp_path / "log.csv"
    logger = CSVLogger(path)
    logger.on_train_begin()
    logger.on_epoch_end(0, {"loss": 1.0})
    state = logger.get_state()
    path.unlink()
    again = CSVLogger(path)
    with caplog.at_level(logging.WARNING, "tahr"):
        again.set_state(state)
    again.on_epoch_end(1, {"loss": 1.0})
    assert "gone" in caplog.text
    assert [row[0] for row in rows(path)] == ["epoch", "1"]
