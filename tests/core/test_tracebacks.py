"""Errors end at the user's line, wherever they begin."""

import inspect
import traceback
import types

import numpy as np
import pytest

import tahr
from tahr import callbacks, layers, models, ops
from tahr.core.config import CONFIG
from tahr.core.errors import ArgumentError, DataError, ShapeError
from tahr.core.tracebacks import HERE, at_users_line, ends_at_user

X = np.ones((8, 3), "float32")
Y = np.ones((8, 2), "float32")


@pytest.fixture(autouse=True)
def trimmed(trimmed_tracebacks):
    """Errors as a user sees them."""


class Lost(layers.Layer):
    def call(self, x):
        return self.nothing * x


class Deep(layers.Layer):
    def call(self, x):
        return product(x)


def product(x):
    return ops.matmul(x, ops.ones((7, 7)))


class Chained(layers.Layer):
    def call(self, x):
        try:
            return {}["missing"]
        except KeyError as error:
            raise ValueError("no such part") from error


class Divides(callbacks.Callback):
    def on_epoch_end(self, epoch, logs=None):
        return 1 / 0


def compiled():
    model = models.Sequential([layers.Input((3,)), layers.Dense(2)])
    model.compile("sgd", "mse")
    return model


def functional():
    x = layers.Input((3,))
    return models.Model(x, layers.Dense(2)(x))


MISTAKES = {
    "sequential": (lambda: models.Sequential([layers.Input((4,)), layers.LSTM(8)]), []),
    "merging": (lambda: layers.add([layers.Input((4,)), layers.Input((5,))]), []),
    "model": (lambda: models.Model(layers.Input((3,)), layers.Input((4,))), []),
    "add": (lambda: compiled().add(3), []),
    "build": (lambda: layers.Dense(3).build("abc"), []),
    "call": (lambda: layers.Dense(3)("x"), []),
    "model's call": (lambda: functional()(np.ones((2, 5))), []),
    "own call": (lambda: Lost()(X), ["call"]),
    "own call, symbolic": (lambda: Lost()(layers.Input((3,))), ["call"]),
    "own call, in a model": (
        lambda: models.Sequential([layers.Input((3,)), Lost()]),
        ["call"],
    ),
    "own function": (lambda: Deep()(X), ["call", "product"]),
    "own function, symbolic": (lambda: Deep()(layers.Input((3,))), ["call", "product"]),
    "own function, compiled": (
        lambda: models.Sequential([Deep()]).predict(X, verbose=0),
        ["call", "product"],
    ),
    "hook": (lambda: compiled().fit(X, Y, callbacks=[Divides()], verbose=0), ["on_epoch_end"]),
    "fit": (lambda: compiled().fit(X, Y[:3], verbose=0), []),
    "op": (lambda: ops.add(np.ones(3), np.ones(4)), []),
    "op, symbolic": (lambda: ops.add(layers.Input((3,)), layers.Input((4,))), []),
    "operator": (lambda: layers.Input((3,)) + layers.Input((4,)), []),
    "variable": (lambda: ops.Variable(np.ones(3)) + np.ones(4), []),
    "layer": (lambda: layers.Dense(-1), []),
    "optimizer": (lambda: tahr.optimizers.Adam(learning_rate="fast"), []),
    "loss": (lambda: tahr.losses.MeanSquaredError()(np.ones(3), np.ones(4)), []),
    "loss, by name": (lambda: tahr.losses.get("nonsense"), []),
    "callback": (lambda: callbacks.EarlyStopping(mode="sideways"), []),
    "loading": (lambda: models.load_model("nowhere.keras"), []),
    "loading weights": (lambda: compiled().load_weights("nowhere.weights.h5"), []),
    "saving": (lambda: compiled().save("model.doc"), []),
}


def frames(error):
    return traceback.extract_tb(error.__traceback__)


@pytest.mark.parametrize("name", MISTAKES)
def test_errors_end_at_the_users_line(name):
    make, own = MISTAKES[name]
    with pytest.raises(Exception) as found:
        make()
    shown = frames(found.value)
    assert not [frame for frame in shown if frame.filename.startswith(HERE)]
    assert all(frame.filename == __file__ for frame in shown)
    names = [frame.name for frame in shown]
    assert names[:2] == ["test_errors_end_at_the_users_line", "<lambda>"]
    assert names[2:] in (own, ["functional", *own], ["compiled", *own])
    assert len(str(found.value).splitlines()) <= 4


def public_functions():
    for module_name in sorted(tahr.MODULES):
        module = getattr(tahr, module_name)
        for name in getattr(module, "__all__", None) or vars(module):
            found = getattr(module, name)
            home = getattr(found, "__module__", "")
            own = home.startswith("tahr.") and home != ends_at_user.__module__
            if own and callable(found) and not name.startswith("_"):
                yield f"{module_name}.{name}", found


class Nonsense:
    """What no function can use."""


QUIET = {"clear_session", "device", "set_random_seed"}


def test_no_public_name_shows_a_frame_of_tahrs():
    raised, shown = 0, {}
    for path, function in public_functions():
        if path.split(".")[-1] in QUIET:
            continue
        try:
            parameters = inspect.signature(function).parameters.values()
        except ValueError:
            continue
        places = [p for p in parameters if p.kind in (p.POSITIONAL_ONLY, p.POSITIONAL_OR_KEYWORD)]
        needed = [p for p in places if p.default is p.empty]
        wrong = [[Nonsense()] * len(places)]
        if needed or not path.startswith("applications."):  # these would load their weights
            wrong += [["no such"] * len(needed), [None] * len(needed)]
        for given in wrong:
            try:
                result = function(*given)
                if isinstance(result, types.GeneratorType):
                    next(result, None)
            except Exception as error:
                raised += 1
                inside = [f.filename for f in frames(error) if f.filename.startswith(HERE)]
                if inside:
                    shown[path] = inside
    assert raised > 400
    assert not shown


def test_a_cause_of_the_users_own_stays_with_its_frames():
    with pytest.raises(ValueError, match="no such part") as found:
        models.Sequential([layers.Input((3,)), Chained()])
    cause = found.value.__cause__
    assert isinstance(cause, KeyError)
    assert [frame.filename for frame in frames(cause)] == [__file__]
    text = "".join(traceback.format_exception(found.value))
    assert HERE not in text
    assert text.count("Traceback") == 2


def test_what_tahr_did_about_an_error_is_not_shown():
    with pytest.raises(ShapeError) as found:
        ops.matmul(np.ones((2, 3)), np.ones((4, 5)))
    text = "".join(traceback.format_exception(found.value))
    assert text.count("Traceback") == 1


def test_the_users_own_context_stays():
    def use():
        try:
            return {}["missing"]
        except KeyError:
            return layers.Dense(-1)

    with pytest.raises(ArgumentError) as found:
        use()
    assert isinstance(found.value.__context__, KeyError)
    assert not found.value.__suppress_context__


def test_the_note_of_jax_about_its_frames_is_dropped():
    error = ValueError("wrong")
    error.add_note("kept")
    error.add_note("-----\nFor simplicity, JAX has removed its internal frames from the traceback")
    at_users_line(error)
    assert error.__notes__ == ["kept"]


def test_an_error_inside_jax_ends_with_its_own_words():
    jnp = pytest.importorskip("jax.numpy")

    class Direct(layers.Layer):
        def call(self, x):
            return jnp.dot(x, jnp.ones((9, 9)))

    with tahr.engine("jax"), pytest.raises(TypeError) as found:
        models.Sequential([Direct()]).predict(X, verbose=0)
    assert "JAX has removed" not in "".join(traceback.format_exception(found.value))
    assert frames(found.value)[-1].name == "call"


def test_the_whole_traceback_is_shown_where_that_is_wanted():
    CONFIG.traceback_filtering = False
    with pytest.raises(DataError) as found:
        compiled().fit(X, Y[:3], verbose=0)
    assert any(frame.filename.startswith(HERE) for frame in frames(found.value))


class Interrupts(callbacks.Callback):
    def on_epoch_end(self, epoch, logs=None):
        raise KeyboardInterrupt


def test_ctrl_c_ends_at_the_users_line_too():
    with pytest.raises(KeyboardInterrupt) as found:
        compiled().fit(X, Y, callbacks=[Interrupts()], verbose=0)
    assert all(frame.filename == __file__ for frame in frames(found.value))
