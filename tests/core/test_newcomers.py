"""What beginners do wrong is one error of Tahr's, at their line, with what to do."""

import traceback

import numpy as np
import pytest

import tahr
from tahr import layers, losses, metrics, models, ops, optimizers, utils
from tahr.core.errors import TahrError, told
from tahr.core.suggesting import UnknownAttributeError
from tahr.core.tracebacks import HERE
from tahr.core.valueless import NoValueError

X = np.random.default_rng(0).normal(size=(32, 4)).astype("float32")
TYPES = (TahrError, NoValueError, UnknownAttributeError)


@pytest.fixture(autouse=True)
def trimmed(trimmed_tracebacks):
    """Errors as a user sees them."""


class Own(layers.Layer):
    """A layer whose `call` is given."""

    def __init__(self, function):
        super().__init__()
        self.function = function

    def call(self, x):
        return self.function(self, x)


class Counts(layers.Layer):
    def build(self, shape):
        self.count = self.add_weight(shape=(), initializer="zeros", trainable=False)

    def call(self, x):
        self.count = self.count + 1
        return x


class NoArgument(layers.Layer):
    def call(self):
        return 3


def in_layer(function):
    models.Sequential([layers.Input((4,)), Own(function)]).predict(X, verbose=0)


def written(index):
    tensor = layers.Input((4,))
    tensor[index] = 0


def counted():
    model = models.Sequential([Counts(), layers.Dense(1)])
    model.compile("sgd", "mse")
    model.fit(X, X[:, :1], verbose=0)


CALLS = {
    "misspelt and missing": (lambda: layers.Conv2D(8, kernelsize=3), "did you mean 'kernel_size'"),
    "missing": (layers.Dense, r"(?s)missing .*'units'.*expected +Dense\(units"),
    "too many": (lambda: ops.reshape(X, 2, 64), r"expected +reshape\(x, newshape\)"),
    "of PyTorch's": (lambda: ops.sum(X, dim=1), "did you mean 'axis'"),
    "call without arguments": (lambda: NoArgument()(X), r"def call\(self\)"),
}
TENSORS = {
    "NumPy in call": (lambda: in_layer(lambda _, x: np.exp(x)), r"use ops\.exp in place"),
    "numpy() in call": (lambda: in_layer(lambda _, x: x.numpy()), "convert_to_numpy"),
    "float in call": (lambda: in_layer(lambda _, x: x * float(ops.mean(x))), r"for float\(\)"),
    "misspelt in call": (lambda: in_layer(lambda _, x: x.shap), "did you mean 'shape'"),
    "method in call": (lambda: in_layer(lambda _, x: x.relu()), r"use ops\.relu\(tensor\)"),
    "backward": (lambda: in_layer(lambda _, x: x.backward()), "value_and_grad"),
    "in place": (lambda: written(0), "changed in place"),
    "float": (lambda: float(layers.Input((1,))), "has no values yet"),
    "format": (lambda: f"{layers.Input((1,)):.3f}", r"for format\(\)"),
    "loop": (lambda: [*layers.Input((4,))], r"ops\.sum"),
    "length": (lambda: len(layers.Input((4,))), r"ops\.shape"),
    "assignment": (counted, r"v\.assign"),
}


class NoSetUp(layers.Layer):
    def __init__(self, units):
        self.units = units


class NoSetUpModel(models.Model):
    def __init__(self):
        self.dense = layers.Dense(3)


class NoSetUpMetric(metrics.Metric):
    def __init__(self):
        self.count = 0


class NoSetUpLoss(losses.Loss):
    def __init__(self):
        self.count = 0


class WeightFirst(layers.Layer):
    def __init__(self):
        self.weight = self.add_weight(shape=(4,))
        super().__init__()


class Forward(models.Model):
    def forward(self, x):
        return x


def tensors(count=2):
    return [layers.Input((4,)) for _ in range(count)]


def twice():
    x = layers.Input((4,))
    models.Model([x, x], layers.Dense(1)(x))


INPUT = layers.Input((4,))
CHAIN = [INPUT, layers.Dense(3)]
BUILDING = {
    "layer not called": (lambda: layers.Dense(2)(layers.Dense(3, name="a")), r"call.* first: a\("),
    "last layer not called": (lambda: models.Model(INPUT, layers.Dense(3)), "call the layer first"),
    "layers in a list": (lambda: layers.add([layers.Dense(3), layers.Dense(3)]), "call the layer"),
    "Input not called": (lambda: layers.Dense(2)(layers.Input), r"call the function: Input\("),
    "class": (lambda: models.Sequential([*CHAIN, layers.ReLU]), r"(?s)class ReLU.*: ReLU\("),
    "text": (lambda: models.Sequential([*CHAIN, "relu"]), r"layers\.Activation\('relu'\)"),
    "None": (lambda: models.Sequential([*CHAIN, None]), "without return"),
    "nested": (lambda: models.Sequential([INPUT, [layers.Dense(3)]]), "one by one"),
    "comma": (lambda: models.Sequential([INPUT, (layers.Dense(3),)]), "comma"),
    "no list": (lambda: models.Sequential(INPUT, layers.Dense(3)), "go into one list"),
    "one layer": (lambda: models.Sequential(layers.Dense(3)), "go into one list"),
    "no list to merge": (lambda: layers.Concatenate()(*tensors()), r"layer\(\[a, b\]\)"),
    "no value": (lambda: layers.MultiHeadAttention(2, 3)(layers.Input((4, 3))), "'value'"),
    "no outputs": (lambda: models.Model(INPUT), "give the outputs too"),
    "arrays as inputs": (lambda: models.Model(X, layers.Dense(2)(INPUT)), r"Model\(inputs, outp"),
    "input twice": (twice, "stands there twice"),
    "targets in a call": (lambda: models.Sequential(CHAIN)(X, X), "training is True or False"),
    "layer not set up": (lambda: NoSetUp(3), r"super\(\)\.__init__\(\)"),
    "model not set up": (NoSetUpModel, r"super\(\)\.__init__\(\)"),
    "metric not set up": (NoSetUpMetric, r"super\(\)\.__init__\(\)"),
    "loss not set up": (NoSetUpLoss, r"super\(\)\.__init__\(\)"),
    "weight before": (WeightFirst, r"super\(\)\.__init__\(\)"),
    "forward": (lambda: Forward()(X), "rename its `forward` to `call`"),
    "no call": (lambda: models.Model()(X), r"write `def call\(self, ...\)`, or make"),
    "not built": (lambda: layers.Dense(3).kernel, "when it is first called"),
    "of PyTorch's modules": (lambda: models.Sequential(CHAIN).cuda(), r"model\.to\(device"),
    "of scikit-learn's": (lambda: models.Sequential(CHAIN).score(X, X), r"evaluate\(x, y\)"),
    "wrapped class": (lambda: layers.TimeDistributed(layers.Dense), r"Dense\("),
    "unknown module": (lambda: tahr.layer, "did you mean 'layers'"),
}


def check(make, words, lines=12):
    with pytest.raises(TYPES, match=words) as found:
        make()
    shown = traceback.extract_tb(found.value.__traceback__)
    assert not [frame for frame in shown if frame.filename.startswith(HERE)]
    assert not shown or shown[-1].filename == __file__
    text = "".join(traceback.format_exception(found.value))
    assert "Traceback" not in text.partition("\n")[2]
    assert len(str(found.value).splitlines()) <= 5
    assert max(map(len, str(found.value).splitlines())) < 330


@pytest.mark.parametrize("name", CALLS)
def test_calls_that_do_not_fit(name):
    check(*CALLS[name])


@pytest.mark.parametrize("name", BUILDING)
def test_models_that_cannot_be_built(name):
    check(*BUILDING[name])


@pytest.mark.parametrize("name", TENSORS)
def test_tensors_without_values(name):
    check(*TENSORS[name])


def test_functions_of_pytorch_are_named_on_another_engine():
    torch = pytest.importorskip("torch", reason="PyTorch is not installed")
    with tahr.engine("numpy"):
        check(lambda: in_layer(lambda _, x: torch.relu(x)), r"(?s)PyTorch cannot.*ops\.relu")
        check(lambda: torch.relu(layers.Input((4,))), "PyTorch cannot")


def test_a_framework_that_is_given_tensors_of_another_engine_is_named():
    jax = pytest.importorskip("jax", reason="JAX is not installed")
    pytest.importorskip("torch", reason="PyTorch is not installed")
    with tahr.engine("torch"):
        check(lambda: in_layer(lambda _, x: jax.numpy.sum(x)), "JAX")


def test_what_a_framework_says_of_an_unknown_length_is_explained():
    jax = pytest.importorskip("jax", reason="JAX is not installed")
    with tahr.engine("jax"), pytest.raises(TypeError, match="reshape") as found:
        in_layer(lambda _, x: jax.numpy.reshape(x, (3, 3)))
    assert any("not known yet" in note for note in found.value.__notes__)


def test_values_in_errors_are_told_by_their_shape():
    assert told(X) == "an array of shape (32, 4)"
    assert told((X, "y")) == "a tuple of 2: an array of shape (32, 4), 'y'"
    assert told(np.str_("cat")) == "'cat'"
    assert told(layers.ReLU) == "the class ReLU"
    assert told(lambda: 3) == "a lambda"
    assert len(told("x" * 50)) == 52
    assert len(told(["x" * 400])) < 200


def test_an_optimizer_takes_no_weights():
    weights = layers.Dense(3)
    weights.build((None, 4))
    with pytest.raises(TahrError, match="a list of 4") as found:
        optimizers.SGD([*weights.weights, *weights.weights])
    assert len(str(found.value)) < 400


OTHERS = {
    "gradient of a vector": (
        lambda: tahr.value_and_grad(lambda: X, [tahr.Variable([1.0])]),
        r"(?s)one number.*\(32, 4\).*ops\.mean",
    ),
    "gradient of nothing": (
        lambda: tahr.value_and_grad(lambda: None, [tahr.Variable([1.0])]),
        "`return`",
    ),
    "gradients alone": (
        lambda: optimizers.SGD(0.1).apply_gradients([X]),
        r"zip\(gradients, variables\)",
    ),
    "names as classes": (lambda: utils.to_categorical(["a", "b"]), r"numpy\.unique"),
    "parts of classes": (lambda: utils.to_categorical([0.5, 1.0]), "no class numbers"),
    "words to pad": (lambda: utils.pad_sequences([["a"], ["b", "c"]]), "TextVectorization"),
    "seed": (lambda: utils.set_random_seed("3"), "a seed is a whole number"),
    "both directions of a Dense": (lambda: layers.Bidirectional(layers.Dense(3)), "LSTM, GRU"),
    "None for an op": (lambda: ops.add(None, 3), "(?s)expected a tensor.*None"),
    "shape of an object": (lambda: ops.shape({"a": object()}), "expected numbers"),
    "device": (lambda: tahr.device("gpuu").__enter__(), "has no device 'gpuu'"),
    "engine": (lambda: tahr.config.set_backend("jaxx"), "did you mean 'jax'"),
}


@pytest.mark.parametrize("name", OTHERS)
def test_other_mistakes(name):
    check(*OTHERS[name])


def test_a_misspelt_file_gets_the_nearest(tmp_path):
    models.Sequential([layers.Input((4,)), layers.Dense(3)]).save(tmp_path / "model_best.keras")
    with pytest.raises(TahrError, match=r"did you mean 'model_best\.keras'"):
        models.load_model(tmp_path / "model_bset.keras")
    with pytest.raises(TahrError, match="there is no folder"):
        models.load_model(tmp_path / "nowhere" / "model.keras")


def test_a_name_comes_first_in_add_weight_as_it_once_did():
    layer = layers.Layer()
    old = layer.add_weight("w", (2, 3), initializer="ones")
    assert (old.name, old.shape) == ("w", (2, 3))
    assert layer.add_weight("v", shape=(2,)).shape == (2,)


@pytest.mark.parametrize("base", [tahr.layers.Layer, tahr.Model, tahr.losses.Loss])
def test_classes_of_users_may_take_keywords_where_they_are_defined(base):
    class Tagged(base):
        def __init_subclass__(cls, tag=None):
            cls.tag = tag

    class Mine(Tagged, tag="x"):
        pass

    assert Mine.tag == "x"
