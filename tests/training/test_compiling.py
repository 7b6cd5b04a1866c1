"""What is compiled and how often, many steps in one call, and calls that repeat."""

import contextlib
import os

import numpy as np
import pytest
from tests.processes import SOURCE, run

import tahr
from tahr import callbacks, layers, ops
from tahr.core import current
from tahr.core.errors import ArgumentError
from tahr.training.data.adapt import adapt
from tahr.training.step.pace import Pace
from tahr.training.step.session import session_of

GRADIENTS = [n for n in ("jax", "torch", "tensorflow", "pytensor") if n in current.can_train()]
X = np.random.default_rng(0).normal(size=(1003, 5)).astype("float32")
Y = np.random.default_rng(1).integers(0, 3, 1003)


def made(engine="jax", **options):
    tahr.utils.set_random_seed(2)
    model = tahr.Sequential([
        layers.Input((5,)), layers.Dense(8, activation="relu"), layers.BatchNormalization(),
        layers.Dropout(0.2), layers.Dense(3, activation="softmax"),
    ])  # fmt: skip
    model.to(engine)
    model.compile("adam", "sparse_categorical_crossentropy", metrics=["accuracy"], **options)
    return model


def same(one, other):
    assert all(
        np.array_equal(a.numpy(), b.numpy())
        for a, b in zip(one.variables, other.variables, strict=True)
    )


@pytest.mark.parametrize("engine", GRADIENTS)
def test_a_ragged_last_batch_costs_one_program_of_each_kind(engine):
    model = made(engine)
    for _ in range(2):
        model.fit(X, Y, epochs=2, verbose=0, validation_data=(X[:75], Y[:75]))
    report = model.compile_report
    assert (report.count("train"), report.count("test")) == (2, 2)
    assert "fewer samples than usual: filled up" in str(report)
    assert report.compiles[0].cause == "the first step"
    assert all(c.seconds > 0 and c.engine == engine for c in report.compiles)
    assert "x (32, 5) float32, y (32,)" in str(report) and "rows (32,) bool" in str(report)


class Watching(callbacks.Callback):
    """Sees every batch."""

    def __init__(self):
        super().__init__()
        self.batches, self.losses = [], []

    def on_train_batch_end(self, batch, logs=None):
        self.batches.append(batch)
        self.losses.append(logs["loss"])


def test_many_steps_in_one_call_are_single_steps_to_the_bit():
    together, watching = made(), Watching()
    first = together.fit(X, Y, epochs=2, verbose=0)
    alone = made()
    second = alone.fit(X, Y, epochs=2, verbose=0, callbacks=[watching])
    assert "in one call" in str(together.compile_report)
    assert "in one call" not in str(alone.compile_report)
    assert watching.batches == [*range(32)] * 2
    assert first.history == second.history
    same(together, alone)


IN_ONE_CALL = """
from tests.training.test_compiling import X, Y, Watching, made, same
runs = []
for further, options in (([], {}), ([Watching()], {}), ([], {"steps_per_execution": 5})):
    model = made(**options)
    history = model.fit(X, Y, epochs=2, verbose=0, callbacks=further).history
    runs.append((model, history, "in one call" in str(model.compile_report)))
assert [several for _, _, several in runs] == [True, False, True]
assert runs[0][1] == runs[1][1]
same(runs[0][0], runs[1][0])
same(runs[0][0], runs[2][0])
"""
"""With all of XLA's optimizations, as users have them."""


def test_they_are_so_with_all_optimizations(tmp_path):
    root = SOURCE.parent
    done = run(
        IN_ONE_CALL, tmp_path, PYTHONPATH=f"{SOURCE}{os.pathsep}{root}",
        XLA_FLAGS="", JAX_DISABLE_MOST_OPTIMIZATIONS="0",
    )  # fmt: skip
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("engine", ["jax", "torch"])
def test_as_many_steps_as_the_user_says(engine):
    model, watching = made(engine, steps_per_execution=5), Watching()
    model.fit(X, Y, verbose=0, callbacks=[watching])
    alone = made(engine, steps_per_execution=1)
    alone.fit(X, Y, verbose=0)
    assert watching.batches == [4, 9, 14, 19, 24, 29, 30, 31]
    same(model, alone)
    for wrong in (0, -1, "many", 2.5):
        with pytest.raises(ArgumentError, match="steps_per_execution"):
            made(steps_per_execution=wrong)


def test_generators_are_put_together_as_well():
    def batches():
        for start in range(0, 1003, 100):
            yield X[start : start + 100], Y[start : start + 100]

    one = made()
    one.fit(batches(), verbose=0)
    other = made()
    other.fit(X, Y, 100, shuffle=False, verbose=0)
    same(one, other)
    assert one.compile_report.count() == 2


def test_a_network_of_convolutions_runs_step_by_step_on_a_cpu():
    model = tahr.Sequential([
        layers.Input((6, 6, 16)), layers.Conv2D(4, 3), layers.Flatten(), layers.Dense(1),
    ])  # fmt: skip
    model.to("jax").compile("sgd", "mse")
    model.fit(np.ones((70, 6, 6, 16)), np.ones(70), verbose=0)
    assert "in one call" not in str(model.compile_report)


def test_shapes_that_change_and_change_are_warned_of(caplog):
    model = tahr.Sequential([layers.Input((None, 2)), layers.GRU(3), layers.Dense(1)])
    model.to("numpy").compile("sgd", "mse")
    model.to("jax")
    for length in range(2, 9):
        model.test_on_batch(np.ones((4, length, 2)), np.ones(4))
    warnings = [r.message for r in caplog.records if "compiled 5 times" in r.message]
    assert len(warnings) == 1
    assert "another shape of x: (4, 6, 2) instead of (4, 5, 2)" in warnings[0]


def test_the_report_names_what_changed():
    model = made()
    model.train_on_batch(X[:8], Y[:8])
    model.train_on_batch(X[:8], Y[:8].astype("uint8"))
    model.layers[0].trainable = False
    model.train_on_batch(X[:8], Y[:8])
    model.layers[0].trainable = True
    model.train_on_batch(X[:8], Y[:8])
    causes = [c.cause for c in model.compile_report.compiles]
    assert causes == [
        "the first step",
        "another dtype of y: uint8 instead of int32",
        "another set of trained weights",
    ]
    model.compile("sgd", "sparse_categorical_crossentropy")
    model.train_on_batch(X[:8], Y[:8])
    assert model.compile_report.compiles[-1].cause == "compiled anew"


def test_predictions_of_any_length_take_few_programs():
    model = made()
    whole = model.predict(X[:32], verbose=0)
    for length in range(1, 33):
        found = model.predict(X[:length], verbose=0)
        np.testing.assert_allclose(found, whole[:length], rtol=1e-5, atol=1e-6)
    assert model.compile_report.count("predict") == 6


def test_rows_that_know_of_each_other_are_not_filled_up():
    model = tahr.Sequential([
        layers.Input((4,)), layers.Lambda(lambda t: ops.softmax(t, axis=0)),
    ])  # fmt: skip
    model.to("jax")
    for length in (32, 7, 3, 7):
        found = model.predict(X[:length, :4], verbose=0)
        np.testing.assert_allclose(found.sum(axis=0), np.ones(4), rtol=1e-5)


@pytest.mark.parametrize("engine", GRADIENTS)
def test_repeated_calls_are_compiled(engine):
    model = made(engine)
    untaped = contextlib.nullcontext()
    if engine == "torch":
        import torch

        untaped = torch.no_grad()
    with untaped:
        found = [np.asarray(current.to_numpy(model(X[:7]))) for _ in range(5)]
    for other in found[1:]:
        np.testing.assert_allclose(other, found[0], rtol=1e-5, atol=1e-6)
    assert model.compile_report.count("call") == 1
    before = model.compile_report.count()
    for _ in range(4):
        model(X[:7], training=True)
    assert model.compile_report.count() == before


@pytest.mark.parametrize("engine", GRADIENTS)
@pytest.mark.parametrize("penalty", ["kernel_regularizer", "activity_regularizer"])
def test_a_model_is_shared_as_often_as_one_likes(engine, penalty):
    x = tahr.Input((3,))
    inner = tahr.Model(x, layers.Dense(3, kernel_initializer="ones", **{penalty: "l1"})(x))
    inner.to(engine)
    for _ in range(4):
        inner(np.ones((2, 3), "float32"), training=False)
    starts = [tahr.Input((3,)) for _ in range(4)]
    nested = tahr.Model(starts[0], inner(inner(starts[0])))
    model = tahr.Model(starts, layers.Average()([nested(s) for s in starts])).to(engine)
    model.compile("sgd", "mse")
    ones = np.ones((1, 3), "float32")
    found = model.evaluate([ones] * 4, ones * 9, verbose=0)
    penalties = {"kernel_regularizer": 0.09, "activity_regularizer": 4 * 0.01 * (9 + 27)}
    assert found == pytest.approx(penalties[penalty], rel=1e-5)


@pytest.mark.parametrize("engine", GRADIENTS)
def test_what_has_no_dtype_of_its_own_is_called_as_often_as_one_likes(engine):
    pandas = pytest.importorskip("pandas", reason="pandas is not installed")
    model = made(engine)
    frame = pandas.DataFrame(X[:7])
    wanted = current.to_numpy(model(X[:7]))
    for _ in range(4):
        found = current.to_numpy(model(frame))
        np.testing.assert_allclose(found, wanted, rtol=1e-5, atol=1e-6)


@pytest.mark.parametrize("engine", GRADIENTS[:1])
def test_programs_for_ever_new_lengths_are_given_up(engine, monkeypatch):
    monkeypatch.setattr("tahr.training.step.step.KEPT", 3)
    model = tahr.Sequential([layers.Input((None, 2)), layers.GlobalAveragePooling1D()])
    model.to(engine)
    step = session_of(model).step("predict")
    for length in (3, 4, 5, 3, 6, 7, 3):
        found = model.predict(np.full((2, length, 2), 4.0, "float32"), verbose=0)
        assert found.tolist() == [[4.0, 4.0]] * 2
    assert [key[1][0][1] for key in step._programs] == [6, 7, 3]
    assert model.compile_report.count("predict") == 5
    model.predict(np.full((2, 4, 2), 4.0, "float32"), verbose=0)
    assert model.compile_report.count("predict") == 6


def test_loops_for_ever_new_lengths_are_given_up(monkeypatch):
    monkeypatch.setattr("tahr.training.step.step.KEPT", 3)
    model = tahr.Sequential([layers.Input((None, 2)), layers.GlobalAveragePooling1D()])
    model.add(layers.Dense(1))
    model.to("jax").compile("sgd", "mse")
    for length in (3, 4, 5, 3, 6, 7, 3):
        model.fit(np.ones((8, length, 2)), np.ones((8, 1)), batch_size=2, verbose=0)
    assert [key[1][0][1] for key in session_of(model).step("train")._loops] == [6, 7, 3]


def test_calls_with_losses_or_masks_stay_as_they_are():
    class Sparse(layers.Layer):
        def call(self, x):
            self.add_loss(ops.sum(ops.abs(x)))
            return x

    model = tahr.Sequential([layers.Input((5,)), Sparse()])
    masked = tahr.Sequential([layers.Input((3,)), layers.Embedding(4, 2, mask_zero=True)])
    for _ in range(5):
        model.to("jax")(X[:7])
        outputs = masked.to("jax")(np.ones((2, 3), "int32"))
    assert float(model.losses[0]) > 0
    assert outputs._keras_mask.shape == (2, 3) if hasattr(outputs, "_keras_mask") else True
    assert model.compile_report.count() == masked.compile_report.count() == 0


def test_the_pace_follows_the_clock(monkeypatch):
    now, ends = [0.0], [0.0]

    class Device:
        def wait(self, end):
            now[0] = max(now[0], end)

    monkeypatch.setattr("time.perf_counter", lambda: now[0])
    pace = Pace(Device(), most=64, until=lambda: 1000)
    counts = []
    for _ in range(12):
        counts.append(pace.count())
        ends.append(max(now[0], ends[-1]) + counts[-1] * 0.01)
        pace.began(counts[-1], ends[-1])
    assert counts[0] == 1
    assert counts[-1] == 25
    assert Pace(Device(), most=64, until=lambda: 3).count() <= 3


@pytest.mark.parametrize("engine", ["jax", "torch", "tensorflow"])
@pytest.mark.parametrize("shuffle", [True, False])
def test_data_moved_to_a_device_once_gives_the_same_batches(engine, shuffle):
    if engine not in GRADIENTS:
        pytest.skip(f"{engine} is not installed")
    found = current.load(engine)
    kept, held = [], []
    for into in (kept, held):
        tahr.utils.set_random_seed(4)
        batches = adapt(X[:75], {"a": Y[:75]}, None, 10, shuffle=shuffle)
        if into is held:
            batches.hold(found)
        assert isinstance(batches.targets()["a"], np.ndarray)
        for start, room in ((0, 1), (2, 4)):
            groups = batches.grouped(start, lambda batch, room=room: room, lambda: 3)
            with current.using(found):
                into += [_shown(batch, found) for batch in groups]
    assert len(kept) == len(held) == 8 + 3
    for one, other in zip(kept, held, strict=True):
        assert one[0] == other[0]
        np.testing.assert_array_equal(one[1], other[1])
        np.testing.assert_array_equal(one[2], other[2])


def _shown(batch, engine):
    x, y = (engine.to_numpy(engine.asarray(a)) for a in (batch.x, batch.y["a"]))
    count = getattr(batch, "count", None)
    return (batch.number, batch.last), x[:count], y[:count]


def test_a_longer_run_after_a_short_one_is_foreseen_anew(monkeypatch):
    if "torch" not in GRADIENTS:
        pytest.skip("torch is not installed")
    import torch

    compiled = []

    def compile(graph, example):
        compiled.append(len(example))
        return graph

    monkeypatch.setattr(torch._inductor, "compile", compile)
    model = made("torch")
    model.fit(X[:64], Y[:64], epochs=2, verbose=0)
    assert compiled == []
    model.stop_training = False

    class Stop(callbacks.Callback):
        def on_epoch_end(self, epoch, logs=None):
            self.model.stop_training = True

    for _ in range(2):
        model.fit(X[:64], Y[:64], epochs=10**7, verbose=0, callbacks=[Stop()])
        assert len(compiled) == 1


def _spied(monkeypatch, pays):
    """Counts the recordings that PyTorch's engine makes of steps, and those it compiles."""
    from tahr.engines.torch.programs import Program

    made, compiled = [], []
    init = Program.__init__

    def counted(self, *args):
        made.append(self)
        init(self, *args)

    monkeypatch.setattr(Program, "__init__", counted)
    monkeypatch.setattr(Program, "pays", lambda _, calls: calls >= pays)

    def compile(self, _):
        self.is_compiled = True
        compiled.append(self)

    monkeypatch.setattr(Program, "compile", compile)
    return made, compiled


@pytest.mark.skipif("torch" not in GRADIENTS, reason="torch is not installed")
def test_a_program_that_pays_later_is_compiled_as_it_was_recorded(monkeypatch):
    recordings, compiled = _spied(monkeypatch, pays=7)
    model = made("torch")
    for _ in range(6):
        model.fit(X[:64], Y[:64], verbose=0)
    assert len(recordings) == 1 and len(compiled) == 1


@pytest.mark.skipif("torch" not in GRADIENTS, reason="torch is not installed")
def test_steps_that_were_planned_and_never_ran_do_not_count(monkeypatch):
    _, compiled = _spied(monkeypatch, pays=50)

    class Stop(callbacks.Callback):
        def on_epoch_end(self, epoch, logs=None):
            self.model.stop_training = True

    model = made("torch")
    for _ in range(3):
        model.fit(X[:64], Y[:64], epochs=20, verbose=0, callbacks=[Stop()])
    assert compiled == []


@pytest.mark.skipif("torch" not in GRADIENTS, reason="torch is not installed")
def test_a_loop_by_hand_is_compiled_once_it_has_run_for_long(monkeypatch):
    recordings, compiled = _spied(monkeypatch, pays=16)
    model = made("torch")
    counts = []
    for _ in range(20):
        model.train_on_batch(X[:8], Y[:8])
        counts.append(len(compiled))
    assert counts.index(1) == 8, "after eight steps as many more are taken to come"
    assert len(recordings) == 1
