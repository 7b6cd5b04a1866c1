"""Workers that prepare batches: everything once and in order, and one error where one fails."""

import gc
import threading
import time
from functools import cache
from pathlib import Path

import numpy as np
import psutil
import pytest
from hypothesis import given, settings, strategies as st
from tests.processes import run
from tests.training.data.faulty import WIDTH, Endless, Faulty, Noisy, OddError, Reordering, Rows

from tahr import layers, models, optimizers, utils
from tahr.core.errors import DataError
from tahr.training.data import adapt
from tahr.training.data.process import packed

IN_PROCESSES = {"workers": 2, "use_multiprocessing": True}
WAYS = {
    "no worker": {"workers": 0},
    "1 thread": {"workers": 1},
    "4 threads": {"workers": 4},
    "2 processes": IN_PROCESSES,
}


@pytest.fixture(autouse=True)
def _nothing_left_over():
    before = children()
    yield
    if not children() <= before:
        gc.collect()
    assert children() <= before


def children():
    return {process.pid for process in psutil.Process().children()}


def numbers(epoch):
    return [int(value) for batch in epoch for value in batch.x[:, 0]]


def small_model():
    """Returns one model, as it was at first: its step is compiled once for all tests."""
    model, weights = _model()
    model.set_weights(weights)
    return model


@cache
def _model():
    model = models.Sequential([layers.Input((WIDTH,)), layers.Dense(1)])
    model.compile(optimizers.SGD(1e-4), "mse")
    return model, model.get_weights()


@pytest.mark.parametrize("way", WAYS)
def test_every_sample_once_and_in_order_whatever_the_workers(way):
    with adapt(Rows(samples=41, **WAYS[way])) as batches:
        assert batches.steps == 11
        for _ in range(3):
            assert numbers(batches.epoch()) == [*range(41)]
    with adapt(Rows(samples=41, **WAYS[way]), shuffle=True) as batches:
        first, second = numbers(batches.epoch()), numbers(batches.epoch())
    assert sorted(first) == sorted(second) == [*range(41)]
    assert first != second and first != [*range(41)]


def test_every_sample_once_with_four_processes():
    before = children()
    with adapt(Rows(workers=4, use_multiprocessing=True)) as batches:
        assert numbers(batches.epoch()) == [*range(40)]
        assert len(children() - before) == 4


@settings(max_examples=25, deadline=None)
@given(
    samples=st.integers(1, 30),
    size=st.integers(1, 7),
    workers=st.integers(0, 4),
    ahead=st.integers(0, 12),
    shuffle=st.booleans(),
)
def test_every_sample_once_whatever_the_sizes(samples, size, workers, ahead, shuffle):
    data = Rows(samples, size, workers=workers, max_queue_size=ahead)
    batches = adapt(data, shuffle=shuffle)
    for _ in range(2):
        assert sorted(numbers(batches.epoch())) == [*range(samples)]


def test_no_more_wait_than_the_queue_holds():
    begun = []

    class Watched(Rows):
        def __getitem__(self, index):
            begun.append(index)
            return super().__getitem__(index)

    epoch = adapt(Watched(samples=200, workers=4, max_queue_size=3)).epoch()
    for taken in range(1, 20):
        next(epoch)
        assert len(begun) <= taken + 3
    epoch.close()


@pytest.mark.parametrize("way", WAYS)
def test_training_does_not_depend_on_the_workers(way):
    results = []
    for options in ({"workers": 0}, WAYS[way]):
        model = small_model()
        utils.set_random_seed(0)
        model.fit(Rows(**options), epochs=2, verbose=0)
        results.append(model.get_weights())
    np.testing.assert_array_equal(results[0][0], results[1][0])


def test_an_endless_data_set_goes_on_over_epochs():
    for options in ({"workers": 0}, {"workers": 2}):
        batches = adapt(Endless(**options), steps=3, shuffle=True)
        assert batches.steps == 3
        seen = [[int(b.x[0, 0]) for b in batches.epoch()] for _ in range(2)]
        assert seen == [[0, 1, 2], [3, 4, 5]]
    assert adapt(Endless()).steps is None
    history = small_model().fit(Endless(workers=2), steps_per_epoch=2, epochs=2, verbose=0)
    assert len(history.epoch) == 2


def test_a_data_set_is_told_of_epochs_by_fit_evaluate_and_predict():
    calls = []

    class Told(Rows):
        def on_epoch_begin(self):
            calls.append("begin")

        def on_epoch_end(self):
            calls.append("end")

    model = small_model()
    model.fit(Told(), epochs=2, verbose=0)
    assert calls == ["begin", "end"] * 2
    model.evaluate(Told(), verbose=0)
    model.predict(Told(), verbose=0)
    assert calls == ["begin", "end"] * 4


def test_processes_see_what_a_data_set_has_become():
    data = Reordering(**IN_PROCESSES)
    with adapt(data) as batches:
        first, second = numbers(batches.epoch()), numbers(batches.epoch())
    assert first == [*range(40)] and second != first and sorted(second) == first


def test_what_workers_print_and_start_does_no_harm(capfd):
    with adapt(Noisy(samples=8, workers=1, use_multiprocessing=True)) as batches:
        assert numbers(batches.epoch()) == [*range(8)]
    assert "noise" not in capfd.readouterr().out


# Faults.


FATAL = {
    "raise": "OddError: this and that",
    "sys.exit": "SystemExit: 4",
    "hang": "no item within 1 s",
    "leave": "exit code 3",
    "kill": "SIGKILL",
    "unpicklable": "cannot pickle '_thread.lock'",
}


def cases():
    for fault in FATAL:
        if fault in ("raise", "sys.exit", "hang"):
            yield pytest.param({"workers": 2}, fault, id=f"thread-{fault}")
        yield pytest.param(IN_PROCESSES, fault, id=f"process-{fault}")


@pytest.mark.parametrize(("options", "fault"), [*cases()])
def test_a_fault_is_one_error_that_names_the_batch(options, fault):
    model = small_model()
    begun = time.monotonic()
    with pytest.raises(DataError) as error:
        model.fit(Faulty(fault, timeout=1, **options), epochs=2, shuffle=False, verbose=0)
    assert time.monotonic() - begun < 15
    text = str(error.value)
    assert "batch 5 of Faulty" in text and FATAL[fault] in text
    weights = model.get_weights()
    assert np.isfinite(weights[0]).all()
    model.fit(Rows(workers=2), verbose=0)
    assert not np.array_equal(weights[0], model.get_weights()[0])


def test_all_batches_before_the_one_that_fails_are_used():
    for workers in (0, 1, 4):
        with adapt(Faulty("raise", workers=workers)) as batches:
            seen = []
            with pytest.raises(DataError):
                seen.extend(batch.number for batch in batches.epoch())
            taken = []
            with pytest.raises(DataError):
                for batch in batches.epoch():
                    taken.append(batch.number)
            assert taken == [0, 1, 2, 3, 4]


def test_the_error_of_a_worker_is_chained_and_its_traceback_told(trimmed_tracebacks):
    with pytest.raises(DataError) as error:
        small_model().fit(Faulty("raise", workers=2), verbose=0)
    assert isinstance(error.value.__cause__, OddError)
    with pytest.raises(DataError) as error:
        small_model().fit(Faulty("raise", **IN_PROCESSES), verbose=0)
    assert "in fails" in error.value.__notes__[0]


def test_a_data_set_with_a_lock_is_refused_before_anything_starts():
    data = Rows(**IN_PROCESSES)
    data.lock = threading.Lock()
    with pytest.raises(DataError, match="use_multiprocessing=False") as error:
        small_model().fit(data, shuffle=False, verbose=0)
    assert str(error.value).startswith("batch 0 of Rows: the data set cannot be given")


def test_a_data_set_that_never_asked_its_base_has_the_defaults():
    class Careless(Rows):
        def __init__(self):
            self.samples, self.size = 12, 4

    assert numbers(adapt(Careless()).epoch()) == [*range(12)]


@pytest.mark.parametrize("how", ["break", "error", "interrupt"])
@pytest.mark.parametrize("options", [{"workers": 3}, IN_PROCESSES])
def test_workers_end_where_the_loop_ends_early(how, options):
    before = threading.active_count(), children()
    raised = {"break": StopIteration, "error": ValueError, "interrupt": KeyboardInterrupt}[how]
    with adapt(Rows(samples=400, **options)) as batches:
        epoch = batches.epoch()
        try:
            for batch in epoch:
                if batch.number == 3:
                    raise raised
        except raised:
            pass
    assert (threading.active_count(), children()) == before


def test_a_hanging_thread_does_not_keep_the_program_from_ending(tmp_path):
    code = (
        "import sys; sys.path.insert(0, {root!r})\n"
        "from tests.training.data.faulty import Faulty\n"
        "from tahr.training.data import adapt\n"
        "try:\n"
        "    list(adapt(Faulty('hang', workers=2, timeout=0.2)).epoch())\n"
        "except ValueError as error:\n"
        "    print(error)\n"
    )
    root = str(Path(__file__).resolve().parents[3])
    begun = time.monotonic()
    done = run(code.format(root=root), tmp_path)
    assert "a worker hangs" in done.stdout and done.returncode == 0, done.stderr
    assert time.monotonic() - begun < 60


PROGRAM = """
import numpy as np
from tahr.training.data import PyDataset, adapt
offset = 3.0
class Mine(PyDataset):
    def __len__(self):
        return 4
    def __getitem__(self, index):
        return np.full((2, 1), index + offset)
def work():
    with adapt(Mine(workers=1, use_multiprocessing=True)) as batches:
        print([float(batch.x[0, 0]) for batch in batches.epoch()])
"""
GUARD = "if __name__ == '__main__':\n    "


@pytest.mark.parametrize(
    ("guard", "absent", "worker_sees"),
    [(GUARD, (), True), (GUARD, ("cloudpickle",), True), ("", (), True),
     ("", ("cloudpickle",), False)],
)  # fmt: skip
def test_a_data_set_of_the_program_itself(tmp_path, guard, absent, worker_sees):
    (tmp_path / "program.py").write_text(PROGRAM + guard + "work()\n")
    start = "import sys, runpy\nsys.argv = ['program.py']\n"
    start += "runpy.run_path('program.py', run_name='__main__')\n"
    done = run(start, tmp_path, absent)
    if worker_sees:
        assert done.stdout == "[3.0, 4.0, 5.0, 6.0]\n", done.stderr
    else:
        assert "if __name__ == '__main__'" in done.stderr


def test_what_is_packed_without_cloudpickle_has_to_be_importable():
    assert packed(Rows())


UNDER_TAHR_RUN = """
import keras
class Mine(keras.utils.Sequence):
    def __len__(self):
        return 4
    def __getitem__(self, index):
        return keras.utils.to_categorical([index], 4), keras.utils.to_categorical([0], 1)
if __name__ == "__main__":
    model = keras.Sequential([keras.layers.Dense(1)])
    model.compile("sgd", "mse")
    history = model.fit(Mine(workers=1, use_multiprocessing=True), verbose=0)
    print(len(history.epoch))
"""


def test_a_keras_program_has_workers(tmp_path):
    (tmp_path / "program.py").write_text(UNDER_TAHR_RUN)
    start = "import sys, runpy\nsys.argv = ['tahr', 'run', 'program.py']\n"
    start += "runpy.run_module('tahr', run_name='__main__', alter_sys=True)\n"
    done = run(start, tmp_path, ("cloudpickle",))
    assert done.stdout == "1\n", done.stderr
