"""What TensorBoard itself reads of what is written for it."""

import logging

import numpy as np
import pytest

import tahr
from tahr import layers, models
from tahr.callbacks import ModelCheckpoint, TensorBoard
from tahr.core.errors import ArgumentError, MissingExtraError
from tahr.training.callbacks.images import as_bytes, as_images, png
from tahr.training.callbacks.model_graph import calls_of

pytest.importorskip("tensorboard")

from tensorboard.backend.event_processing import event_accumulator
from tensorboard.util.tensor_util import make_ndarray


def read(folder):
    """Returns what is in a folder: arrays by tag and step, and the graph."""
    size = dict.fromkeys(event_accumulator.DEFAULT_SIZE_GUIDANCE, 0)
    found = event_accumulator.EventAccumulator(str(folder), size_guidance=size).Reload()
    tags = found.Tags()
    values = {
        tag: {event.step: make_ndarray(event.tensor_proto) for event in found.Tensors(tag)}
        for tag in tags["tensors"]
    }
    return values, found.Graph() if tags["graph"] else None


def numbers(values, tag):
    return {step: float(array) for step, array in values[tag].items()}


def test_figures_of_epochs(tmp_path, linear, fit, data):
    history = fit(linear(metrics=["mae"]), TensorBoard(tmp_path), validation_data=data).history
    train, graph = read(tmp_path / "train")
    validation, _ = read(tmp_path / "validation")
    assert set(train) == {"epoch_loss", "epoch_mae", "epoch_learning_rate"}
    assert graph is not None
    for name in ("loss", "mae"):
        for values, key in ((train, name), (validation, f"val_{name}")):
            found = numbers(values, f"epoch_{name}")
            np.testing.assert_allclose(list(found.values()), history[key], rtol=1e-6)
            assert list(found) == [0, 1, 2]
    assert numbers(train, "epoch_learning_rate")[2] == pytest.approx(0.1)
    by_steps = numbers(validation, "evaluation_loss_vs_iterations")
    assert list(by_steps) == [4, 8, 12]
    np.testing.assert_allclose(list(by_steps.values()), history["val_loss"], rtol=1e-6)


@pytest.mark.parametrize(("freq", "steps"), [("batch", range(1, 9)), (3, (3, 6)), ("epoch", ())])
def test_figures_of_batches(tmp_path, linear, fit, freq, steps):
    fit(linear(), TensorBoard(tmp_path, update_freq=freq, write_steps_per_second=True), epochs=2)
    values, _ = read(tmp_path / "train")
    assert list(values.get("batch_loss", {})) == list(steps)
    assert list(values.get("batch_steps_per_second", {})) == list(steps)
    assert min(numbers(values, "epoch_steps_per_second").values()) > 0


def test_batches_that_run_in_one_call_are_counted(tmp_path, linear, fit):
    model = linear(steps_per_execution=2)
    saved = ModelCheckpoint(
        tmp_path / "{epoch}-{batch}.weights.h5", save_weights_only=True, save_freq=3
    )
    fit(model, TensorBoard(tmp_path, update_freq=3), saved, epochs=3)
    assert list(read(tmp_path / "train")[0]["batch_loss"]) == [4, 6, 10, 12]
    files = {path.name.partition(".")[0] for path in tmp_path.glob("*.h5")}
    assert files == {"1-4", "2-4", "3-4"}


def test_weights(tmp_path, linear, fit):
    model = linear()
    fit(model, TensorBoard(tmp_path, histogram_freq=2, write_images=True), epochs=4)
    values, _ = read(tmp_path / "train")
    kernel = model.weights[0].path
    assert list(values[f"{kernel}/histogram"]) == [0, 2]
    rows = values[f"{kernel}/histogram"][0]
    assert rows.shape == (30, 3) and rows[:, 2].sum() == 4
    assert np.all(np.diff(rows[:, 0]) > 0)
    width, height, picture = values[f"{kernel}/image"][2]
    assert (int(width), int(height), picture[:4]) == (4, 1, b"\x89PNG")


def test_the_graph_of_layers_models_and_shared_layers(tmp_path, data):
    x = layers.Input((4,), name="x")
    inner = models.Sequential([layers.Input((4,)), layers.Dense(3, name="d")], name="inner")
    twice = layers.Dense(3, name="twice")
    joined = layers.Add(name="sum")([inner(x), twice(x), twice(layers.ReLU(name="relu")(x))])
    model = models.Model(x, layers.Dense(1, name="y")(joined))
    model.compile("sgd", "mse")
    model.fit(*data, verbose=0, callbacks=[TensorBoard(tmp_path)])
    _, graph = read(tmp_path / "train")
    found = {node.name: (node.op, list(node.input)) for node in graph.node}
    assert found == {
        "x": ("InputLayer", []),
        "inner/d": ("Dense", ["x"]),
        "twice": ("Dense", ["x"]),
        "relu": ("ReLU", ["x"]),
        "twice_1": ("Dense", ["relu"]),
        "sum": ("Add", ["inner/d", "twice", "twice_1"]),
        "y": ("Dense", ["sum"]),
    }
    node = next(node for node in graph.node if node.name == "inner/d")
    shape = node.attr["_output_shapes"].list.shape[0]
    assert [dim.size for dim in shape.dim] == [-1, 3]
    assert node.attr["parameters"].i == 15


def test_outputs_behind_the_first_are_numbered():
    x = layers.Input((4,), name="x")
    first, second = tahr.ops.split(x, 2, axis=1)
    model = models.Model(x, layers.Add(name="sum")([second, first]))
    calls = calls_of(model)
    split = calls[1].name
    assert calls[-1].inputs == [f"{split}:1", split]


def test_a_model_without_a_graph_shows_its_layers(tmp_path, data):
    class Model(models.Model):
        def __init__(self):
            super().__init__()
            self.body = models.Sequential([layers.Dense(2, name="in")], name="body")
            self.head = layers.Dense(1, name="head")

        def call(self, x):
            return self.head(self.body(x))

    model = Model()
    model.compile("sgd", "mse")
    model.fit(*data, verbose=0, callbacks=[TensorBoard(tmp_path)])
    _, graph = read(tmp_path / "train")
    assert {node.name for node in graph.node} >= {"body/in", "head"}


def test_no_graph_where_none_is_wanted(tmp_path, linear, fit):
    fit(linear(), TensorBoard(tmp_path, write_graph=False), epochs=1)
    assert read(tmp_path / "train")[1] is None


def test_embeddings_are_files_for_the_projector(tmp_path):
    model = models.Sequential([layers.Embedding(5, 3, name="words"), layers.Flatten()])
    model.compile("sgd", "mse")
    board = TensorBoard(tmp_path, embeddings_freq=1, embeddings_metadata={"words": "names.tsv"})
    model.fit(np.ones((4, 1), "int32"), np.ones((4, 3)), verbose=0, callbacks=[board])
    vectors = np.loadtxt(tmp_path / "train" / "words.tsv")
    np.testing.assert_allclose(vectors, model.get_weights()[0], rtol=1e-5)
    config = (tmp_path / "train" / "projector_config.pbtxt").read_text()
    assert 'tensor_path: "words.tsv"' in config and 'metadata_path: "names.tsv"' in config


@pytest.mark.parametrize("engine", ["jax", "torch", "tensorflow"])
def test_batches_are_profiled_by_the_engine(tmp_path, linear, fit, engine):
    pytest.importorskip(engine)
    board = TensorBoard(tmp_path, profile_batch=(2, 3))
    fit(linear(), board, epochs=1, engine=engine)
    kinds = ("*.xplane.pb", "*.pt.trace.json")
    assert [path for kind in kinds for path in tmp_path.rglob(kind)]


def test_an_engine_without_a_profiler_says_so(tmp_path, caplog):
    from tahr.engines.numpy import ENGINE

    with caplog.at_level(logging.WARNING, "tahr"), ENGINE.profile(str(tmp_path)):
        pass
    assert "numpy" in caplog.text


@pytest.mark.parametrize("wrong", [-1, (3, 2), "x", None, (1, 2, 3)])
def test_batches_to_profile_are_numbers(tmp_path, wrong):
    with pytest.raises(ArgumentError, match="profile_batch"):
        TensorBoard(tmp_path, profile_batch=wrong)


@pytest.mark.parametrize("wrong", ["often", 0, -1, None])
def test_a_frequency_is_a_number(tmp_path, wrong):
    with pytest.raises(ArgumentError, match="update_freq"):
        TensorBoard(tmp_path, update_freq=wrong)


def test_arguments_of_earlier_versions(tmp_path):
    with pytest.warns(UserWarning, match="no effect in `TensorBoard`") as told:
        TensorBoard(tmp_path, batch_size=32, write_grads=True)
    assert [str(w.message).split("`")[1] for w in told] == ["batch_size", "write_grads"]
    with pytest.raises(ArgumentError, match="histograms"):
        TensorBoard(tmp_path, histograms=1)


def test_what_is_missing_is_named_at_once(tmp_path, monkeypatch):
    monkeypatch.setattr("tahr.core.extras.installed_spec", lambda name: None)
    with pytest.raises(MissingExtraError, match=r"pip install 'tahr\[tensorboard\]'"):
        TensorBoard(tmp_path)


def test_files_are_whole_after_every_epoch(tmp_path, linear, fit):
    class Looks(tahr.callbacks.Callback):
        def __init__(self):
            super().__init__()
            self.seen = []

        def on_epoch_end(self, epoch, logs=None):
            self.seen.append(len(read(tmp_path / "train")[0]["epoch_loss"]))

    looks = Looks()
    fit(linear(), TensorBoard(tmp_path), looks)
    assert looks.seen == [1, 2, 3]


def test_pictures_hold_the_numbers():
    pillow = pytest.importorskip("PIL.Image")
    import io

    image = np.random.default_rng(0).integers(0, 256, (3, 5, 3)).astype("uint8")
    np.testing.assert_array_equal(np.asarray(pillow.open(io.BytesIO(png(image)))), image)


def test_weights_as_images():
    shapes = {(): None, (3,): (1, 1, 3, 1), (6, 2): (1, 2, 6, 1), (2, 3, 4): (4, 2, 3, 1)}
    shapes |= {(3, 3, 8, 16): None, (2, 5, 6, 3): (2, 5, 6, 3)}
    for shape, wanted in shapes.items():
        found = as_images(np.zeros(shape))
        assert (None if found is None else found.shape) == wanted
    spread = as_bytes(np.array([-1.0, 0.0, 1.0, np.nan, np.inf]))
    assert spread.tolist() == [0, 128, 255, 128, 128]
