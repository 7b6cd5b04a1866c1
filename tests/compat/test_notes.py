"""What an old spelling is called today is told once, at the program's line; or is an error."""

import warnings

import pytest

import tahr
from tahr.core import notices
from tahr.core.notices import OldSpelling
from tests.processes import run


@pytest.fixture
def told(monkeypatch):
    """The notes of a test, as if nothing had been told before."""
    monkeypatch.setattr(notices, "_TOLD", set())
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        yield caught


def dense():
    return tahr.layers.Dense(output_dim=2, init="zeros")


def test_each_is_told_once_where_the_program_says_it(told):
    for _ in range(2):
        dense()
    assert [str(note.message) for note in told] == [
        "`output_dim=` is `units=` today",
        "`init=` is `kernel_initializer=` today",
    ]
    assert {note.filename for note in told} == {__file__}
    assert {note.lineno for note in told} == {dense.__code__.co_firstlineno + 1}


def test_it_is_one_line_and_other_warnings_are_as_ever(tmp_path):
    program = tmp_path / "program.py"
    program.write_text(
        "import warnings, tahr\nusual = warnings.formatwarning\n"
        "tahr.layers.Dense(output_dim=2)\nassert warnings.formatwarning is usual\n",
        encoding="utf-8",
    )
    done = run(f"import runpy; runpy.run_path({str(program)!r})", tmp_path)
    assert done.stderr == f"{program}:3: OldSpelling: `output_dim=` is `units=` today\n"
    assert done.returncode == 0


def test_it_can_be_an_error_each_time(told):
    warnings.simplefilter("error", OldSpelling)
    for _ in range(2):
        with pytest.raises(OldSpelling, match="`output_dim=` is `units=`"):
            dense()


@pytest.mark.parametrize(
    "act, words",
    [
        (lambda: tahr.losses.mse, "`losses.mse` is `losses.mean_squared_error` today"),
        (
            lambda: tahr.layers.Convolution2D(2, 3, 5),
            "`Convolution2D(nb_filter, nb_row, nb_col)` is `Conv2D(nb_filter, (nb_row, nb_col))` "
            "today",
        ),
        (lambda: tahr.layers.CuDNNLSTM(3), "`CuDNNLSTM` is `LSTM` today"),
        (
            lambda: tahr.layers.MaxPooling2D(dim_ordering="th"),
            "`data_format='th'` is `data_format='channels_first'` today",
        ),
        (lambda: tahr.optimizers.SGD(0.1).lr, "`.lr` is `.learning_rate` today"),
        (
            lambda: tahr.Sequential([tahr.layers.Dense(1, input_dim=2)]).layers[0].output_shape,
            "`layer.output_shape` is `layer.output.shape` today",
        ),
    ],
)
def test_names_values_attributes_and_orders(told, act, words):
    act()
    assert words in [str(note.message) for note in told]


def test_nothing_is_told_of_todays_words_of_files_and_of_lists_of_names(told):
    model = tahr.Sequential([tahr.layers.Input((3, 2)), tahr.layers.LSTM(2), tahr.layers.Dense(1)])
    model.compile("sgd", "mse", metrics=["acc", "mae"])
    tahr.models.model_from_json(model.to_json())
    written = {"class_name": "Dense", "config": {"output_dim": 2}, "module": "keras.layers"}
    assert tahr.layers.deserialize({**written, "registered_name": None}).units == 2
    exec("from tahr.layers import *\nfrom tahr.losses import *", {"__name__": "program"})
    assert tahr.layers.MaxPool2D is tahr.layers.MaxPooling2D
    assert not [note for note in told if note.category is OldSpelling]


def test_what_is_gone_is_refused_in_one_line():
    with pytest.raises(ValueError, match="Permute"):
        tahr.layers.LSTM(2, time_major=True)


def test_a_value_that_meant_another_layer_makes_it(told):
    made = tahr.layers.BatchNormalization(mode=2, axis=1)
    assert type(made) is tahr.layers.OwnBatchNormalization
    assert made.axis == 1
    assert [str(note.message) for note in told] == [
        "`BatchNormalization(mode=2)` is `OwnBatchNormalization` today"
    ]
    with pytest.raises(ValueError, match="0, 1 or 2"):
        tahr.layers.BatchNormalization(mode=3)


def test_gates_are_those_of_the_keras_that_is_meant():
    first = tahr.layers.GRU(output_dim=3, inner_init="orthogonal")
    assert (first.reset_after, first.recurrent_activation.__name__) == (
        False,
        "older_hard_sigmoid",
    )
    second = tahr.layers.LSTM(3, inner_activation="hard_sigmoid")
    assert second.recurrent_activation.__name__ == "older_hard_sigmoid"
    today = tahr.layers.GRU(3, recurrent_activation="hard_sigmoid")
    assert today.reset_after
    assert today.recurrent_activation.__name__ == "hard_sigmoid"


def test_metrics_may_be_the_third_argument_of_compile(told):
    model = tahr.Sequential([tahr.layers.Dense(1, input_dim=2)])
    model.compile("sgd", "mse", ["mae"])
    assert model.metrics_names == ["loss", "mae"]
    assert "`compile(optimizer, loss, metrics)` is" in str(told[-1].message)
    model.compile("sgd", "mse", [0.5])
    assert model.metrics_names == ["loss"]
