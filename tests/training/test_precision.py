"""Computing in 16 bits: layers, losses, gradients, and `compile(precision=)`."""

import numpy as np
import pytest

import tahr
from tahr import layers, models, ops, optimizers
from tahr.config import set_dtype_policy
from tahr.core import current
from tahr.core.errors import ArgumentError
from tahr.core.seeds import set_random_seed

ENGINES = [name for name in ("jax", "torch", "tensorflow", "pytensor") if current.installed(name)]
ALL = [*ENGINES, "numpy"]
MIXED = ("mixed_bfloat16", "mixed_float16")
RNG = np.random.default_rng(0)
LABELS = RNG.integers(0, 3, 32)


@pytest.fixture
def policy(request):
    """Sets the policy of layers that are given none."""
    set_dtype_policy(request.param)
    yield request.param
    set_dtype_policy(None)


def mlp():
    return [layers.Input((8,)), layers.Dense(32, activation="gelu"), layers.Dense(16, "relu")]


def cnn():
    return [
        layers.Input((8, 8, 2)),
        layers.Conv2D(4, 3, activation="relu"),
        layers.MaxPooling2D(),
        layers.BatchNormalization(),
        layers.Flatten(),
    ]


def lstm():
    return [layers.Input((6, 4)), layers.LSTM(8)]


MODELS = {"mlp": (mlp, (8,)), "cnn": (cnn, (8, 8, 2)), "lstm": (lstm, (6, 4))}


def losses(name, engine, **options):
    """Returns the losses of twenty steps on one batch."""
    make, shape = MODELS[name]
    set_random_seed(1)
    model = models.Sequential([*make(), layers.Dense(3, activation="softmax")])
    rate = optimizers.Adam(0.01)
    model.compile(rate, "sparse_categorical_crossentropy", metrics=["accuracy"], **options)
    x = np.random.default_rng(3).normal(size=(32, *shape)).astype("float32")
    found = model.fit(x, LABELS, epochs=20, batch_size=32, verbose=0, engine=engine)
    assert {v.dtype for v in model.weights} == {"float32"}
    assert {v.dtype for v in model.optimizer.variables} == {"float32", "int32"}
    return np.array(found.history["loss"])


EXACT: dict[tuple[str, str], np.ndarray] = {}


def exact(name, engine):
    if (name, engine) not in EXACT:
        EXACT[name, engine] = losses(name, engine)
    return EXACT[name, engine]


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("name", MODELS)
def test_models_learn_as_in_float32(name, engine):
    if (name, engine) in (("lstm", "pytensor"), ("cnn", "pytensor")):
        pytest.skip("takes PyTensor too long to compile")
    found, wanted = losses(name, engine, precision="bfloat16"), exact(name, engine)
    assert found[-1] < 0.9 * found[0]
    np.testing.assert_allclose(found, wanted, rtol=0.02, atol=0.02 * wanted[0])
    assert np.any(found != wanted)


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("policy", MIXED, indirect=True)
def test_global_policies_do_the_same(policy, engine):
    found = losses("mlp", engine)
    set_dtype_policy(None)
    wanted = exact("mlp", engine)
    np.testing.assert_allclose(found, wanted, rtol=0.02, atol=0.02 * wanted[0])


PLAIN = {
    "Dense": (lambda: layers.Dense(3, activation="softmax"), (4, 5)),
    "EinsumDense": (lambda: layers.EinsumDense("ab,bc->ac", 3, bias_axes="c"), (4, 5)),
    "Conv1D": (lambda: layers.Conv1D(3, 2), (2, 6, 3)),
    "Conv2D": (lambda: layers.Conv2D(3, 2, padding="same"), (2, 6, 6, 3)),
    "Conv2DTranspose": (lambda: layers.Conv2DTranspose(3, 2), (2, 4, 4, 3)),
    "DepthwiseConv2D": (lambda: layers.DepthwiseConv2D(2), (2, 4, 4, 3)),
    "SeparableConv2D": (lambda: layers.SeparableConv2D(3, 2), (2, 4, 4, 3)),
    "SimpleRNN": (lambda: layers.SimpleRNN(3), (2, 4, 3)),
    "LSTM": (lambda: layers.LSTM(3, return_sequences=True, return_state=True), (2, 4, 3)),
    "GRU": (lambda: layers.GRU(3, return_sequences=True, return_state=True), (2, 4, 3)),
    "Bidirectional": (lambda: layers.Bidirectional(layers.LSTM(3)), (2, 4, 3)),
    "TimeDistributed": (lambda: layers.TimeDistributed(layers.Dense(3)), (2, 4, 3)),
    "BatchNormalization": (layers.BatchNormalization, (8, 3)),
    "LayerNormalization": (layers.LayerNormalization, (8, 3)),
    "GroupNormalization": (lambda: layers.GroupNormalization(3), (2, 4, 3)),
    "RMSNormalization": (layers.RMSNormalization, (8, 3)),
    "UnitNormalization": (layers.UnitNormalization, (8, 3)),
    "MaxPooling2D": (lambda: layers.MaxPooling2D(2), (2, 4, 4, 3)),
    "AveragePooling2D": (lambda: layers.AveragePooling2D(2), (2, 4, 4, 3)),
    "GlobalAveragePooling2D": (layers.GlobalAveragePooling2D, (2, 4, 4, 3)),
    "GlobalMaxPooling1D": (layers.GlobalMaxPooling1D, (2, 4, 3)),
    "Dropout": (lambda: layers.Dropout(0.5, seed=1), (8, 3)),
    "SpatialDropout1D": (lambda: layers.SpatialDropout1D(0.5, seed=1), (2, 4, 3)),
    "GaussianNoise": (lambda: layers.GaussianNoise(0.5, seed=1), (8, 3)),
    "GaussianDropout": (lambda: layers.GaussianDropout(0.5, seed=1), (8, 3)),
    "AlphaDropout": (lambda: layers.AlphaDropout(0.5, seed=1), (8, 3)),
    "Activation": (lambda: layers.Activation("gelu"), (8, 3)),
    "LeakyReLU": (layers.LeakyReLU, (8, 3)),
    "PReLU": (layers.PReLU, (8, 3)),
    "ELU": (layers.ELU, (8, 3)),
    "Softmax": (layers.Softmax, (8, 3)),
    "ReLU": (lambda: layers.ReLU(6.0), (8, 3)),
    "Rescaling": (lambda: layers.Rescaling(0.5, 1.0), (8, 3)),
    "UpSampling2D": (lambda: layers.UpSampling2D(interpolation="bilinear"), (2, 4, 4, 3)),
    "ZeroPadding1D": (lambda: layers.ZeroPadding1D(1), (2, 4, 3)),
    "Flatten": (layers.Flatten, (2, 4, 3)),
}
OTHERS = {
    "Embedding": lambda: layers.Embedding(5, 3)(np.array([[1, 2]])),
    "Attention": lambda: layers.Attention()([np.ones((2, 3, 4)), np.ones((2, 5, 4))]),
    "AdditiveAttention": lambda: layers.AdditiveAttention()([np.ones((2, 3, 4))] * 2),
    "MultiHeadAttention": lambda: layers.MultiHeadAttention(2, 3)(*[np.ones((2, 3, 4))] * 2),
    "Add": lambda: layers.Add()([np.ones((2, 3)), np.ones((2, 3))]),
    "Concatenate": lambda: layers.Concatenate()([np.ones((2, 3)), np.ones((2, 3))]),
    "Dot": lambda: layers.Dot(1)([np.ones((2, 3)), np.ones((2, 3))]),
}


def dtypes(outputs):
    return {ops.dtype(tensor) for tensor in tahr.tree.flatten(outputs)}


@pytest.mark.parametrize("policy", MIXED, indirect=True)
@pytest.mark.parametrize("engine", ALL)
def test_what_comes_out_of_layers(policy, engine):
    wanted = {policy.removeprefix("mixed_")}
    training = policy == "mixed_bfloat16"
    wrong = {}
    with current.using(engine):
        for name, (make, shape) in PLAIN.items():
            layer = make()
            found = dtypes(layer(np.ones(shape, "float32"), training=training))
            kept = {v.dtype for v in layer.weights}
            if found != wanted or kept - {"float32"}:
                wrong[name] = found, kept
        for name, run in OTHERS.items():
            if dtypes(run()) != wanted:
                wrong[name] = dtypes(run())
    assert not wrong


@pytest.mark.parametrize("policy", ["mixed_float16"], indirect=True)
@pytest.mark.parametrize("engine", ALL)
@pytest.mark.parametrize(
    "kind", ["BatchNormalization", "LayerNormalization", "GroupNormalization", "RMSNormalization"]
)
def test_normalization_counts_in_float32(policy, engine, kind):
    """The squares of such numbers are out of float16's range."""
    x = np.random.default_rng(0).normal(size=(64, 3, 32)) * 1000
    x = x.astype("float16").astype("float32")
    with current.using(engine):
        options = {"groups": 4} if kind.startswith("Group") else {}
        found = getattr(layers, kind)(**options)(x, training=True)
        wanted = getattr(layers, kind)(dtype="float32", **options)(x, training=True)
        found, wanted = current.to_numpy(ops.cast(found, "float32")), current.to_numpy(wanted)
    np.testing.assert_allclose(found, wanted, rtol=2e-3, atol=2e-3)


@pytest.mark.parametrize("dtype", ["bfloat16", "float16"])
@pytest.mark.parametrize("engine", ALL)
def test_sums_of_exponentials_hold_in_16_bits(engine, dtype):
    x = np.linspace(-8, 8, 4096)[None]
    with current.using(engine):
        given = ops.cast(ops.convert_to_tensor(x), dtype)
        rounded = current.to_numpy(ops.cast(given, "float64"))
        share = current.to_numpy(ops.cast(ops.softmax(given), "float32"))
        log = current.to_numpy(ops.cast(ops.logsumexp(given), "float32"))
    wanted = np.exp(rounded) / np.exp(rounded).sum()
    scale = 2e-2 if dtype == "bfloat16" else 2e-3
    np.testing.assert_allclose(share, wanted, rtol=scale, atol=1e-7)
    np.testing.assert_allclose(log, np.log(np.exp(rounded).sum()), rtol=scale)


def small(**options):
    set_random_seed(0)
    model = models.Sequential([layers.Input((8,)), layers.Dense(4, "relu"), layers.Dense(3)])
    model.compile(**{"optimizer": optimizers.SGD(0.1), "loss": "mse", **options})
    return model


def batch(scale=1.0):
    x = np.random.default_rng(2).normal(size=(16, 8)).astype("float32")
    return x * scale, x[:, :3] * scale


@pytest.mark.parametrize("engine", ENGINES)
def test_an_overflow_drops_the_step_and_halves_the_scale(engine):
    model = small(precision="float16")
    model.to(engine)
    assert model.optimizer.name == "loss_scale_optimizer"
    model.train_on_batch(*batch())
    assert float(model.optimizer.dynamic_scale) == 2.0**15
    before = model.get_weights()
    model.train_on_batch(*batch(3e3))
    for one, other in zip(before, model.get_weights(), strict=True):
        np.testing.assert_array_equal(one, other)
    assert float(model.optimizer.dynamic_scale) == 2.0**14
    assert int(model.optimizer.iterations) == 1
    model.train_on_batch(*batch())
    assert int(model.optimizer.iterations) == 2


def seen(model, **options):
    """Returns the dtypes that layers compute in when the model predicts, and what comes out."""
    found = []

    class Look(layers.Layer):
        def call(self, x):
            found.append(ops.dtype(x))
            return x

    whole = models.Sequential([layers.Input((8,)), *model, Look()])
    whole.compile(**options)
    result = whole.predict(batch()[0], verbose=0)
    return set(found[1:]), result.dtype


@pytest.mark.parametrize(
    ("own", "precision", "wanted"),
    [
        (None, "bfloat16", "bfloat16"),
        (None, "float16", "float16"),
        ("float32", "bfloat16", "bfloat16"),
        ("mixed_float16", "float32", "float32"),
        ("mixed_float16", "bfloat16", "bfloat16"),
    ],
)
def test_a_precision_takes_the_place_of_the_global_policy(own, precision, wanted):
    set_dtype_policy(own)
    try:
        found, given = seen([layers.Dense(3)], precision=precision)
    finally:
        set_dtype_policy(None)
    assert found == {wanted} and given == "float32"


def test_what_a_layer_was_given_stays(tmp_path):
    model = models.Sequential(
        [layers.Input((8,)), layers.Dense(3, dtype="float32"), layers.Dense(3, name="free")]
    )
    model.compile("sgd", "mse", precision="bfloat16")
    model.save(tmp_path / "m.keras")
    for one in (model, models.load_model(tmp_path / "m.keras")):
        assert one.precision == "bfloat16"
        with tahr.core.scopes.precision("bfloat16"):
            assert [layer.compute_dtype for layer in one.layers] == ["float32", "bfloat16"]
            assert one.layers[1].variable_dtype == "float32"


def test_nothing_is_built_anew():
    model = small()
    kernel = model.layers[0].kernel
    model.fit(*batch(), verbose=0)
    wide = model.evaluate(*batch(), verbose=0)
    model.compile("sgd", "mse", precision="bfloat16")
    narrow = model.evaluate(*batch(), verbose=0)
    assert model.layers[0].kernel is kernel
    assert narrow == pytest.approx(wide, rel=0.02) and narrow != wide
    assert model(batch()[0]).dtype == "float32"
    model.compile("sgd", "mse")
    assert model.evaluate(*batch(), verbose=0) == pytest.approx(wide, rel=1e-6)


@pytest.mark.parametrize("engine", ALL)
def test_the_engine_says_what_is_fast(engine):
    model = small(precision="auto")
    model.to(engine)
    assert model.precision in ("float32", "bfloat16")
    assert model.get_compile_config()["precision"] == "auto"


def test_there_is_no_such_precision():
    with pytest.raises(ArgumentError, match="no such precision"):
        small(precision="half")
    assert "precision" not in small().get_compile_config()


class TestScalingTheLoss:
    """`compile(auto_scale_loss=)`."""

    @pytest.mark.parametrize("policy", ["mixed_float16"], indirect=True)
    def test_it_can_be_left_out(self, policy):
        assert type(small(auto_scale_loss=False).optimizer) is optimizers.SGD
        given = optimizers.LossScaleOptimizer(optimizers.SGD(), initial_scale=4.0)
        assert small(optimizer=given).optimizer is given

    def test_nothing_else_is_wrapped(self):
        assert type(small(precision="bfloat16").optimizer) is optimizers.SGD
        assert small(optimizer=None, precision="float16").optimizer is None

    def test_it_outlasts_a_file(self, tmp_path):
        model = small(precision="float16", optimizer="adam")
        model.train_on_batch(*batch(3e3))
        model.train_on_batch(*batch())
        model.save(tmp_path / "m.keras")
        again = models.load_model(tmp_path / "m.keras")
        assert float(again.optimizer.dynamic_scale) == 2.0**14
        for one in (model, again):
            one.train_on_batch(*batch())
        for one, other in zip(model.get_weights(), again.get_weights(), strict=True):
            np.testing.assert_array_equal(one, other)


@pytest.mark.parametrize("engine", ENGINES)
def test_gradients_arrive_in_float32(engine):
    seen = []

    class Watching(optimizers.SGD):
        def update_step(self, gradient, variable, learning_rate):
            seen.append(ops.dtype(gradient))
            super().update_step(gradient, variable, learning_rate)

        def _apply(self, pairs):
            seen.extend(ops.dtype(gradient) for gradient, _ in pairs)
            super()._apply(pairs)

    model = small(optimizer=Watching(0.1), precision="bfloat16")
    model.to(engine)
    model.train_on_batch(*batch())
    assert set(seen) == {"float32"}
