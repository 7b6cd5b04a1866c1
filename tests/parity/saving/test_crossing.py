"""Files cross between Tahr and real Keras 3: architecture, weights, training state."""

import json
import zipfile

import keras
import numpy as np
import pytest

import tahr

ROWS = 3


def mlp(k):
    return k.Sequential([
        k.Input((4,)), k.layers.Dense(5, activation="relu"), k.layers.Dropout(0.3, seed=1),
        k.layers.BatchNormalization(), k.layers.Dense(2, kernel_regularizer="l2"),
    ])  # fmt: skip


def unnamed_input(k):
    model = k.Sequential([k.layers.Dense(3), k.layers.Dense(2)])
    model.build((None, 4))
    return model


def images(k):
    return k.Sequential([
        k.Input((8, 8, 2)), k.layers.Conv2D(3, 3, padding="same", activation="gelu"),
        k.layers.MaxPooling2D(), k.layers.DepthwiseConv2D(2), k.layers.LayerNormalization(),
        k.layers.SeparableConv2D(2, 2), k.layers.Conv2DTranspose(2, 2),
        k.layers.GlobalAveragePooling2D(), k.layers.PReLU(),
    ])  # fmt: skip


def shared(k):
    a, b = k.Input((4,), name="a"), k.Input((4,), name="b")
    twice = k.layers.Dense(3, name="twice")
    joined = k.layers.Concatenate()([twice(a), twice(b)])
    return k.Model({"a": a, "b": b}, [k.layers.Add()([twice(a), twice(b)]), joined], name="shared")


def nested(k):
    inner = k.Sequential([k.Input((3,)), k.layers.Dense(3)], name="inner")
    start = k.Input((3,))
    middle = k.Model(start, k.layers.Dense(2)(inner(start)), name="middle")
    x = k.Input((4,))
    return k.Model(x, k.layers.Dense(2)(middle(k.layers.Dense(3)(x))), name="outer")


def operations(k):
    x = k.Input((4,))
    y = k.ops.relu(x * 2.0 + 1.0)[:, 1:3]
    total = k.ops.sum(y, axis=-1, keepdims=True)
    z = k.ops.concatenate([total, 3 - y, x], axis=-1)
    z = k.ops.where(z > 1.0, z, k.ops.exp(-z))
    z = k.ops.expand_dims(z, 1) / 2.0
    z = k.ops.squeeze(z, axis=1)
    z = k.ops.einsum("ij,kj->ik", z, z)
    z = k.ops.softmax(k.ops.pad(z, [[0, 0], [1, 1]]), axis=-1)
    z = k.ops.max(z, axis=-1, keepdims=True)
    first, second = k.ops.split(x, 2, axis=1)
    z = k.ops.reshape(k.ops.stack([first, second], axis=1), (-1, 4)) + k.ops.cast(z, "float32")
    return k.Model(x, [z, k.ops.transpose(k.ops.expand_dims(first, -1), (0, 2, 1)), x[..., 0]])


def tokens(k):
    x = k.Input((5,), dtype="int32")
    y = k.layers.Embedding(7, 3)(x)
    y = k.layers.GlobalMaxPooling1D()(y)
    return k.Model(x, k.layers.Dense(2, activation="softmax")(y))


def sequences(k):
    x = k.Input((5,), dtype="int32")
    y = k.layers.Embedding(7, 3, mask_zero=True)(x)
    y = k.layers.Bidirectional(k.layers.LSTM(3, return_sequences=True))(y)
    y = k.layers.GRU(2, return_sequences=True, dropout=0.2)(y)
    cells = [k.layers.GRUCell(2), k.layers.LSTMCell(3)]
    y = k.layers.RNN(cells, return_sequences=True)(y)
    y = k.layers.TimeDistributed(k.layers.Dense(2))(y)
    return k.Model(x, k.layers.SimpleRNN(2)(y))


def halves(k):
    return k.Sequential([
        k.Input((4,)), k.layers.Dense(3, dtype="bfloat16"),
        k.layers.Dense(2, dtype="mixed_float16"),
    ])  # fmt: skip


CASES = {
    mlp: (4,), unnamed_input: (4,), images: (8, 8, 2), shared: ((4,), (4,)), nested: (4,),
    operations: (4,), tokens: (5,),
    sequences: (5,), halves: (4,),
}  # fmt: skip


def data(build):
    rng = np.random.default_rng(0)
    shape = CASES[build]
    if build in (tokens, sequences):
        return rng.integers(0, 7, (ROWS, *shape)).astype("int32")
    if isinstance(shape[0], tuple):
        return {
            n: rng.normal(size=(ROWS, *s)).astype("float32")
            for n, s in zip("ab", shape, strict=True)
        }
    return rng.normal(size=(ROWS, *shape)).astype("float32")


def outputs(model, x):
    found = model(x)
    return [np.asarray(y) for y in (found if isinstance(found, list | tuple) else [found])]


def same(first, second):
    for a, b in zip(first, second, strict=True):
        np.testing.assert_allclose(a, b, rtol=1e-5, atol=1e-5)


def scrambled(model):
    rng = np.random.default_rng(1)
    model.set_weights([rng.uniform(0.1, 1.0, w.shape).astype(w.dtype) for w in model.get_weights()])
    return model


@pytest.mark.parametrize("build", CASES, ids=lambda b: b.__name__)
@pytest.mark.parametrize(("writer", "reader"), [(keras, tahr), (tahr, keras)], ids=["in", "out"])
def test_a_model_crosses(build, writer, reader, tmp_path):
    model = scrambled(build(writer))
    model.save(tmp_path / "model.keras")
    other = reader.models.load_model(tmp_path / "model.keras")
    same(outputs(model, data(build)), outputs(other, data(build)))
    assert other.name == model.name
    assert [type(a).__name__ for a in other.layers] == [type(a).__name__ for a in model.layers]


@pytest.mark.parametrize("build", CASES, ids=lambda b: b.__name__)
@pytest.mark.parametrize(("writer", "reader"), [(keras, tahr), (tahr, keras)], ids=["in", "out"])
def test_weights_cross(build, writer, reader, tmp_path):
    model, other = scrambled(build(writer)), build(reader)
    model.save_weights(tmp_path / "model.weights.h5")
    other.load_weights(tmp_path / "model.weights.h5")
    same(model.get_weights(), other.get_weights())


def names(path):
    import h5py

    found = {}
    with zipfile.ZipFile(path) as archive, h5py.File(archive.open("model.weights.h5")) as file:
        file.visititems(
            lambda name, item: found.update({name: getattr(item, "shape", None)})
            if "seed_generator" not in name else None
        )  # fmt: skip
    return found


def described(path):
    with zipfile.ZipFile(path) as archive:
        return without_ids(json.loads(archive.read("config.json")))


IDLE = {"training": False, "mask": None, "constant_values": None}


def without_ids(config):
    """Drops what says nothing: numbers of shared objects, what Keras writes though it is unset."""
    if isinstance(config, list):
        return [without_ids(item) for item in config]
    if not isinstance(config, dict):
        return config
    drop = {"shared_object_id", "quantization_config"}
    found = {k: without_ids(v) for k, v in config.items() if k not in drop}
    if found.get("class_name") == "Functional":
        found.pop("build_config")
    if not found.get("compile_config", True) or "config" in found.get("compile_config", {}):
        found.pop("compile_config")
    if found.keys() == {"args", "kwargs"}:
        kept = {k: v for k, v in found["kwargs"].items() if not (k in IDLE and v is IDLE[k])}
        found["kwargs"] = kept
    return found


def differences(mine, theirs, path=""):
    if isinstance(mine, dict) and isinstance(theirs, dict):
        for key in sorted({*mine, *theirs}):
            yield from differences(mine.get(key, "none"), theirs.get(key, "none"), f"{path}/{key}")
    elif isinstance(mine, list) and isinstance(theirs, list) and len(mine) == len(theirs):
        for i, (a, b) in enumerate(zip(mine, theirs, strict=True)):
            yield from differences(a, b, f"{path}/{i}")
    elif mine != theirs:
        yield path, mine, theirs


@pytest.mark.parametrize("build", CASES, ids=lambda b: b.__name__)
def test_files_are_laid_out_alike(build, tmp_path):
    keras.utils.clear_session(free_memory=False)
    with tahr.core.names.fresh():
        mine = build(tahr)
    theirs = build(keras)
    mine.save(tmp_path / "mine.keras")
    theirs.save(tmp_path / "theirs.keras")
    assert names(tmp_path / "mine.keras") == names(tmp_path / "theirs.keras")
    if build is sequences:
        return  # Keras writes the ops that make masks into the graph, Tahr makes masks anew
    mine, theirs = described(tmp_path / "mine.keras"), described(tmp_path / "theirs.keras")
    assert list(differences(mine, theirs)) == []


OPTIMIZERS = {"SGD": {"momentum": 0.9}, "AdamW": {}, "RMSprop": {"momentum": 0.5}}


@pytest.mark.parametrize("name", OPTIMIZERS)
@pytest.mark.parametrize(("writer", "reader"), [(keras, tahr), (tahr, keras)], ids=["in", "out"])
def test_the_state_of_training_crosses(name, writer, reader, tmp_path):
    x, y = np.random.default_rng(0).normal(size=(2, 16, 4)).astype("float32")
    model = writer.Sequential([writer.Input((4,)), writer.layers.Dense(4), writer.layers.Dense(4)])
    optimizer = getattr(writer.optimizers, name)(learning_rate=0.01, **OPTIMIZERS[name])
    model.compile(optimizer, loss="mse", metrics=["mae"])
    model.fit(x, y, epochs=2, shuffle=False, verbose=0, batch_size=8)
    model.save(tmp_path / "model.keras")
    other = reader.models.load_model(tmp_path / "model.keras")
    pairs = list(zip(model.optimizer.variables, other.optimizer.variables, strict=True))
    assert len(pairs) > 2
    for mine, theirs in pairs:
        np.testing.assert_allclose(np.asarray(mine), np.asarray(theirs), rtol=1e-6)
    a = model.fit(x, y, epochs=2, shuffle=False, verbose=0, batch_size=8).history
    b = other.fit(x, y, epochs=2, shuffle=False, verbose=0, batch_size=8).history
    assert a.keys() == b.keys()
    for key in a:
        np.testing.assert_allclose(a[key], b[key], rtol=1e-4)


def block_of(k):
    @k.saving.register_keras_serializable("crossing", name="Block")
    class Block(k.layers.Layer):
        def __init__(self, units=3, **kwargs):
            super().__init__(**kwargs)
            self.units = units
            self.many = [k.layers.Dense(units), k.layers.Dense(units)]
            self.by_name = {"b": k.layers.Dense(units), "a": k.layers.LayerNormalization()}
            self.deep = [[k.layers.Dense(units)], (k.layers.Dense(units),)]
            self._hidden = k.layers.Dense(units)

        def build(self, input_shape):
            self.scale = self.add_weight(shape=(input_shape[-1],), initializer="ones")
            self.count = self.add_weight(shape=(), trainable=False, initializer="zeros")
            self.shift = self.add_weight(shape=(input_shape[-1],), initializer="ones")
            for layer in (*self.many, *self.by_name.values(), self.deep[0][0], self.deep[1][0]):
                layer.build(input_shape)
                input_shape = (*input_shape[:-1], self.units)
            self._hidden.build(input_shape)

        def call(self, x):
            x = x * self.scale + self.shift
            for layer in (*self.many, *self.by_name.values(), self.deep[0][0], self.deep[1][0]):
                x = layer(x)
            return self._hidden(x)

        def get_config(self):
            return {**super().get_config(), "units": self.units}

    @k.saving.register_keras_serializable("crossing", name="Net")
    class Net(k.Model):
        def __init__(self, **kwargs):
            super().__init__(**kwargs)
            self.zeta = k.layers.Dense(3)
            self.block = Block()
            self.tail = [k.layers.Dense(2)]

        def call(self, x):
            return self.tail[0](self.block(self.zeta(x)))

    return Net


@pytest.mark.parametrize(("writer", "reader"), [(keras, tahr), (tahr, keras)], ids=["in", "out"])
def test_a_subclassed_model_crosses(writer, reader, tmp_path):
    x = np.random.default_rng(0).normal(size=(ROWS, 4)).astype("float32")
    nets = {lib: block_of(lib) for lib in (writer, reader)}
    model = nets[writer]()
    model(x)
    scrambled(model).save(tmp_path / "net.keras")
    other = reader.models.load_model(tmp_path / "net.keras")
    assert type(other) is nets[reader]
    same(outputs(model, x), outputs(other, x))
    model.save_weights(tmp_path / "net.weights.h5")
    fresh = nets[reader]()
    fresh(x)
    fresh.load_weights(tmp_path / "net.weights.h5")
    same(outputs(model, x), outputs(fresh, x))


@pytest.mark.parametrize(("writer", "reader"), [(keras, tahr), (tahr, keras)], ids=["in", "out"])
def test_a_functional_subclass_crosses(writer, reader, tmp_path):
    def net_of(k):
        @k.saving.register_keras_serializable("crossing", name="Tower")
        class Tower(k.Model):
            def __init__(self, units=2, **kwargs):
                start = k.Input((4,))
                inner = k.layers.Dense(units)
                super().__init__(start, inner(start), **kwargs)
                self.alpha = inner
                self.units = units

            def get_config(self):
                return {"units": self.units, "name": self.name}

        return Tower

    nets = {lib: net_of(lib) for lib in (writer, reader)}
    model = scrambled(nets[writer](units=3))
    model.save(tmp_path / "tower.keras")
    other = reader.models.load_model(tmp_path / "tower.keras")
    x = np.ones((ROWS, 4), "float32")
    assert type(other) is nets[reader]
    same(outputs(model, x), outputs(other, x))


def test_json_crosses():
    model = keras.Sequential([keras.Input((4,)), keras.layers.Dense(2)])
    assert tahr.models.model_from_json(model.to_json()).count_params() == 10
    mine = tahr.Sequential([tahr.Input((4,)), tahr.layers.Dense(2)])
    assert keras.models.model_from_json(mine.to_json()).count_params() == 10


@pytest.mark.parametrize(("writer", "reader"), [(keras, tahr), (tahr, keras)], ids=["in", "out"])
def test_objects_given_to_compile_cross(writer, reader, tmp_path):
    k = writer
    x = k.Input((4,))
    model = k.Model(x, {"a": k.layers.Dense(2, name="a")(x), "b": k.layers.Dense(1, name="b")(x)})
    model.compile(
        k.optimizers.Adam(k.optimizers.schedules.ExponentialDecay(0.1, 10, 0.5), clipnorm=1.0),
        loss={
            "a": k.losses.BinaryCrossentropy(from_logits=True, label_smoothing=0.1),
            "b": "binary_crossentropy",
        },
        loss_weights={"a": 0.5, "b": 2.0},
        metrics={"a": [k.metrics.RootMeanSquaredError()], "b": ["accuracy"]},
    )
    rng = np.random.default_rng(0)
    data = rng.normal(size=(16, 4)).astype("float32")
    y = {"a": rng.uniform(size=(16, 2)), "b": rng.integers(0, 2, (16, 1))}
    model.fit(data, y, batch_size=8, shuffle=False, verbose=0)
    model.save(tmp_path / "m.keras")
    other = reader.models.load_model(tmp_path / "m.keras")
    first = model.fit(data, y, epochs=2, batch_size=8, shuffle=False, verbose=0).history
    second = other.fit(data, y, epochs=2, batch_size=8, shuffle=False, verbose=0).history
    assert first.keys() == second.keys()
    for key, values in first.items():
        np.testing.assert_allclose(values, second[key], rtol=1e-4)
