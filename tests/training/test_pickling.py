"""Pickles and copies: what comes back predicts the same and trains on with the same numbers."""

import copy
import pickle
import subprocess
import sys
from importlib.util import find_spec

import numpy as np
import pytest

import tahr
from tahr import callbacks, layers, ops
from tahr.core import current
from tahr.core.portable import ByIdentity

TRAINED = [n for n in ("jax", "torch", "tensorflow", "pytensor") if n in current.can_train()]
QUICK = [n for n in ("jax", "torch", "tensorflow") if n in TRAINED]
X = np.random.default_rng(0).normal(size=(24, 3)).astype("float32")
Y = np.random.default_rng(1).normal(size=(24, 1)).astype("float32")

WAYS = {
    "pickle": lambda it: pickle.loads(pickle.dumps(it)),
    "protocol 2": lambda it: pickle.loads(pickle.dumps(it, 2)),
    "deepcopy": copy.deepcopy,
}


@tahr.saving.register_keras_serializable("pickling")
class Net(tahr.Model):
    """A subclass with a layer in a list, and a loss of its own."""

    def __init__(self):
        super().__init__()
        self.parts = [layers.Dense(4, activation="tanh"), layers.Dropout(0.5)]
        self.head = layers.Dense(1, activity_regularizer="l2")

    def call(self, x, training=False):
        for part in self.parts:
            x = part(x, training=training)
        self.add_loss(0.01 * ops.sum(ops.square(x)))
        return self.head(x)


def functional():
    x = tahr.Input((3,))
    hidden = layers.Dense(4, activation="tanh", kernel_regularizer="l2")
    twice = layers.Add()([hidden(x), layers.BatchNormalization()(hidden(x))])
    return tahr.Model(x, layers.Dense(1)(ops.multiply(twice, 2.0)))


def sequential():
    return tahr.Sequential([layers.Dense(4, activation="tanh"), layers.Dropout(0.3),
                            layers.Dense(1)])  # fmt: skip


MODELS = {"functional": functional, "sequential": sequential, "subclass": Net}


def made(kind, engine):
    tahr.utils.set_random_seed(4)
    model = MODELS[kind]().to(engine)
    model.compile(tahr.optimizers.Adam(0.05, use_ema=True), "mse", metrics=["mae"])
    return model


def losses(model, epochs=2):
    history = model.fit(X, Y, batch_size=8, epochs=epochs, shuffle=False, verbose=0)
    return history.history["loss"]


@pytest.mark.parametrize("engine", QUICK)
@pytest.mark.parametrize("kind", MODELS)
def test_models_that_have_been_trained_and_used_come_back(kind, engine):
    model = made(kind, engine)
    losses(model)
    before = model.predict(X, verbose=0)
    for _ in range(4):
        model(X)
    others = {name: way(model) for name, way in WAYS.items()}
    wanted = losses(model)
    for name, other in others.items():
        assert other.engine.name == engine
        np.testing.assert_array_equal(other.predict(X, verbose=0), before, err_msg=name)
        assert losses(other) == wanted, name
        assert len(other.optimizer.variables) == len(model.optimizer.variables)


def test_pytensor_as_well():
    if "pytensor" not in TRAINED:
        pytest.skip("PyTensor is not installed")
    model = made("sequential", "pytensor")
    losses(model, 1)
    other = WAYS["pickle"](model)
    assert losses(other, 1) == losses(model, 1)


@pytest.mark.parametrize("kind", MODELS)
def test_models_that_are_fresh_come_back(kind):
    model = made(kind, "jax")
    other = WAYS["pickle"](model)
    plain = WAYS["deepcopy"](MODELS[kind]())
    assert losses(other) == losses(model)
    assert plain.compilation is None


def test_what_was_trained_on_one_engine_goes_on_on_another():
    model = made("functional", "jax")
    losses(model)
    other = WAYS["pickle"](model).to("torch" if "torch" in TRAINED else "numpy")
    found = other.predict(X, verbose=0)
    np.testing.assert_allclose(found, model.predict(X, verbose=0), rtol=1e-5, atol=1e-6)


def test_a_deep_model_needs_no_deep_recursion():
    x = start = tahr.Input((2,))
    for _ in range(400):
        x = ops.add(layers.ReLU()(x), 1.0)
    model = tahr.Model(start, x)
    other = WAYS["pickle"](model)
    assert len(other.layers) == len(model.layers)
    np.testing.assert_array_equal(
        other.to("numpy").predict(X[:, :2], verbose=0),
        copy.deepcopy(model).to("numpy").predict(X[:, :2], verbose=0),
    )


def test_inner_outputs_and_summaries_are_still_there():
    other = WAYS["pickle"](made("functional", "jax"))
    inner = tahr.Model(other.input, other.get_layer(index=2).output)
    assert inner.output_shape == (None, 4)
    lines = []
    other.summary(print_fn=lines.append)
    assert "Dense" in lines[0]
    model = tahr.Sequential([tahr.Input((3,))])
    grown = WAYS["pickle"](model)
    grown.add(layers.Dense(2))
    assert grown.output_shape == (None, 2)


def test_a_shallow_copy_shares_the_layers():
    model = made("sequential", "jax")
    losses(model)
    other = copy.copy(model)
    assert other.layers[0] is model.layers[0]
    np.testing.assert_array_equal(other.predict(X, verbose=0), model.predict(X, verbose=0))


def test_several_optimizers_keep_their_slots():
    model = sequential()
    head = model.layers[-1]
    model.compile({head: tahr.optimizers.Adam(0.1), "default": "rmsprop"}, "mse")
    losses(model)
    other = WAYS["pickle"](model)
    deep = WAYS["deepcopy"](model)
    wanted = losses(model)
    assert losses(other) == losses(deep) == wanted


@pytest.mark.parametrize("name", ["Adam", "ScheduleFreeAdamW", "Muon", "Adafactor", "Ftrl", "SGD"])
def test_optimizers_alone(name):
    kernel = tahr.Variable(np.ones((2, 2), "float32"), name="kernel")
    bias = tahr.Variable(np.ones(2, "float32"), name="bias")
    optimizer = getattr(tahr.optimizers, name)(0.1, weight_decay=0.1)
    optimizer.exclude_from_weight_decay([bias])

    def step(taken, weights):
        taken.apply([np.full((2, 2), 0.5, "float32"), np.ones(2, "float32")], weights)
        return [w.numpy() for w in weights]

    step(optimizer, [kernel, bias])
    for way in WAYS.values():
        other, weights = way((optimizer, [kernel, bias]))
        wanted = copy.deepcopy((optimizer, [kernel, bias]))
        count = len(other.variables)
        for _ in range(2):
            found = step(other, weights)
            expected = step(*wanted)
        assert all(np.array_equal(a, b) for a, b in zip(found, expected, strict=True))
        assert len(other.variables) == count == len(optimizer.variables)
    first = [w.numpy() for w in (kernel, bias)]
    other, weights = WAYS["pickle"]((optimizer, [kernel, bias]))
    found = step(other, weights)
    for a, b, before in zip(found, step(optimizer, [kernel, bias]), first, strict=True):
        np.testing.assert_array_equal(a, b)
        assert not np.array_equal(a, before)


def test_a_slot_that_waits_for_its_weight_still_does():
    weight = tahr.Variable([1.0, 2.0])
    optimizer = tahr.optimizers.ScheduleFreeAdamW(0.1)
    optimizer.build([weight])
    other, copied = WAYS["pickle"]((optimizer, weight))
    copied.assign([5.0, 6.0])
    assert other.slot("momentum", copied).numpy().tolist() == [5.0, 6.0]


def kept(tmp_path):
    given = [
        callbacks.EarlyStopping("loss", patience=5, restore_best_weights=True),
        callbacks.ReduceLROnPlateau("loss", patience=1),
        callbacks.ModelCheckpoint(tmp_path / "best.keras", "loss", save_best_only=True),
        callbacks.CSVLogger(tmp_path / "log.csv"), callbacks.TerminateOnNaN(),
        callbacks.ProgbarLogger(), callbacks.SwapEMAWeights(),
        callbacks.BackupAndRestore(tmp_path / "backup"), callbacks.History(),
    ]  # fmt: skip
    if find_spec("tensorboard"):
        given.append(callbacks.TensorBoard(tmp_path / "board", histogram_freq=1, profile_batch=2))
    return given


def test_callbacks_after_a_run(tmp_path, capsys):
    model = made("sequential", "jax")
    given = kept(tmp_path)
    history = model.fit(X, Y, epochs=3, verbose=2, callbacks=given)
    for callback in given:
        other = WAYS["pickle"](callback)
        assert type(other) is type(callback)
        assert other.model.count_params() == model.count_params()
        assert other.get_state().keys() == callback.get_state().keys()
    again = WAYS["pickle"](given)
    again[0].model.fit(X, Y, epochs=2, verbose=2, callbacks=again)
    assert WAYS["deepcopy"](history).history == history.history
    assert capsys.readouterr().out.count("Epoch") == 5


PARTS = {
    "initializer": lambda: tahr.initializers.GlorotUniform(3),
    "seeded": lambda: tahr.initializers.RandomNormal(seed=tahr.random.SeedGenerator(1)),
    "regularizer": lambda: tahr.regularizers.L1L2(0.1, 0.2),
    "constraint": lambda: tahr.constraints.MaxNorm(2.0),
    "policy": lambda: tahr.dtype_policies.DTypePolicy("mixed_bfloat16"),
    "loss": lambda: tahr.losses.Huber(2.0),
    "schedule": lambda: tahr.optimizers.schedules.ExponentialDecay(0.1, 10, 0.9),
    "seeds": lambda: tahr.random.SeedGenerator(7),
    "input": lambda: tahr.Input((3,)),
    "variable": lambda: tahr.Variable([1.0, 2.0], dtype="bfloat16"),
}


@pytest.mark.parametrize("part", PARTS)
@pytest.mark.parametrize("way", WAYS)
def test_parts(part, way):
    before = PARTS[part]()
    after = WAYS[way](before)
    assert type(after) is type(before)
    if part == "variable":
        assert after.dtype == "bfloat16"
        assert after.numpy().tolist() == [1.0, 2.0]
    if part == "input":
        assert tahr.Model(after, layers.Dense(1)(after)).input_shape == (None, 3)
    if part == "seeds":
        assert [s.tolist() for s in (after.next(), after.next())] == [
            s.tolist() for s in (before.next(), before.next())
        ]
    if hasattr(before, "get_config") and part != "seeded":
        assert after.get_config() == before.get_config()


def test_a_weight_that_was_never_read_is_the_same_there():
    layer = layers.Dense(3)
    layer.build((None, 2))
    other = WAYS["pickle"](layer)
    np.testing.assert_array_equal(other.kernel.numpy(), layer.kernel.numpy())


def test_metrics_go_on():
    metric = tahr.metrics.AUC()
    metric.update_state([0, 1], [0.2, 0.7])
    other = WAYS["pickle"](metric)
    for one in (metric, other):
        one.update_state([1, 0], [0.4, 0.6])
    assert float(metric.result()) == float(other.result())


def test_a_layer_that_knows_its_model_is_no_riddle():
    model = functional()
    layer = model.layers[1]
    layer.held_by = [model]
    other = WAYS["pickle"](layer)
    whole = other.held_by[0]
    assert any(o is other for o in whole.layers)
    assert len(other.nodes) == len(layer.nodes) == 2
    layer.held_by = []


def test_tables_by_identity_are_tables_by_objects():
    keys = [[1], [1]]
    table = ByIdentity(zip(keys, "ab", strict=True))
    again, other = WAYS["pickle"]((keys, table))
    assert [other.get(key) for key in again] == ["a", "b"]
    assert [*other] == again
    assert len(other) == 2


THERE = """
import pickle, sys
with open(sys.argv[1], "rb") as file:
    model = pickle.load(file)
assert not {"jax", "torch", "tensorflow", "pytensor"} & set(sys.modules), "a framework"
import numpy as np
with np.load(sys.argv[2]) as data:
    found = model.predict(data["x"], verbose=0)
    assert np.array_equal(found, data["found"])
    losses = model.fit(data["x"], data["y"], batch_size=8, epochs=2, shuffle=False, verbose=0)
    assert losses.history["loss"] == data["losses"].tolist(), losses.history
"""


def test_another_process_imports_nothing_until_it_is_used(tmp_path):
    model = made("functional", "jax")
    losses(model)
    (tmp_path / "model").write_bytes(pickle.dumps(model))
    found = model.predict(X, verbose=0)
    np.savez(tmp_path / "data.npz", x=X, y=Y, found=found, losses=losses(model))
    command = [sys.executable, "-c", THERE, tmp_path / "model", tmp_path / "data.npz"]
    done = subprocess.run(command, capture_output=True, check=False)
    assert done.returncode == 0, done.stderr.decode()[-2000:]


def test_cloudpickle_takes_what_is_defined_in_a_program():
    cloudpickle = pytest.importorskip("cloudpickle", reason="cloudpickle is not installed")

    class Twice(layers.Layer):
        def call(self, x):
            return ops.multiply(x, 2.0)

    model = tahr.Sequential([tahr.Input((3,)), Twice(), layers.Lambda(lambda t: t + 1.0)])
    model.to("jax")
    before = model.predict(X, verbose=0)
    other = pickle.loads(cloudpickle.dumps(model))
    np.testing.assert_array_equal(other.predict(X, verbose=0), before)


def test_joblib_keeps_a_model(tmp_path):
    joblib = pytest.importorskip("joblib", reason="joblib is not installed")
    model = made("sequential", "jax")
    losses(model)
    joblib.dump(model, tmp_path / "model")
    other = joblib.load(tmp_path / "model")
    assert losses(other) == losses(model)
