"""Every public name is in a row of the contract, or there is a reason why not."""

import inspect
from operator import attrgetter
from typing import Any

import pytest

from tahr import activations, layers, losses, metrics, ops, optimizers, random
from tahr.compat.aliases import ALIASES, KEPT_LAYERS
from tahr.core.spelling import OldName
from tests.contract.rows import ROWS

MODULES = {
    "ops": ops, "ops.image": ops.image, "activations": activations, "layers": layers,
    "losses": losses, "metrics": metrics, "optimizers": optimizers, "random": random,
}  # fmt: skip

FINDS = "finds, writes and reads objects; computes nothing"
BASE = "the base of others, which are in the table"
RANDOM = "every engine draws its own numbers: tests/ops/test_random.py, on each"
TEXT = "on every engine in tests/layers/test_text.py and tests/models/test_text_inputs.py"
CELL = "runs inside RNN, LSTM, GRU and SimpleRNN, which are in the table"
BEFORE = "not in Keras 3: tests/compat/programs, and tests/layers/test_former.py on each engine"
DISTRIBUTIONS = "trained on each engine in tests/distributions"
IMAGES = "draws, or is not continuous: on every engine in tests/layers/test_images.py"
ON_IMAGES = (
    "AugMix", "ContrastLimitedAdaptiveHistogramEqualization", "CutMix", "Equalization",
    "MaxNumBoundingBoxes", "MixUp", "RandAugment", "RandomColorJitter", "RandomContrast",
    "RandomCrop", "RandomElasticTransform", "RandomErasing", "RandomFlip", "RandomGaussianBlur",
    "RandomGrayscale", "RandomHue", "RandomInvert", "RandomPerspective", "RandomPosterization",
    "RandomSaturation", "RandomSharpness", "RandomShear", "Solarization",
)  # fmt: skip
ELSEWHERE = {
    "ops.jvp": "needs gradients: tests/ops/test_forward.py, on each engine that has them",
    **{
        f"ops.{name}": "complex: tests/ops/test_complex.py, on each engine"
        for name in ("eig", "polar", "view_as_complex", "view_as_real")
    },
    "ops.Variable": "not an op: the class of every variable in the table",
    "layers.GRUCell": CELL,
    "layers.LSTMCell": CELL,
    "layers.SimpleRNNCell": CELL,
    "layers.StackedRNNCells": CELL,
    "layers.Input": "makes the symbolic tensors that every layer in the table is built with",
    "layers.InputLayer": "holds a symbolic tensor; computes nothing",
    "layers.InputSpec": "describes inputs; computes nothing",
    "layers.Layer": BASE,
    "layers.TernaryDense": "not in Keras 3.15: on every engine in tests/quantizers/test_models.py",
    "layers.Wrapper": BASE,
    **dict.fromkeys((f"layers.{name}" for name in KEPT_LAYERS), BEFORE),
    **{
        f"layers.{name}": "runs on one engine: tests/engines"
        for name in ("FlaxLayer", "JaxLayer", "TFSMLayer", "TorchModuleWrapper")
    },
    **{
        f"layers.{name}": TEXT
        for name in (
            "CategoryEncoding",
            "Discretization",
            "HashedCrossing",
            "Hashing",
            "IntegerLookup",
            "StringLookup",
            "TextVectorization",
        )
    },
    "layers.DistributionParameters": DISTRIBUTIONS,
    "losses.NegativeLogLikelihood": DISTRIBUTIONS,
    "layers.BaseImagePreprocessingLayer": BASE,
    **{f"layers.{name}": IMAGES for name in ON_IMAGES},
    "layers.Pipeline": "runs the layers it holds; in tests/layers/test_image_pipelines.py",
    "losses.Loss": BASE,
    "losses.LossFunctionWrapper": BASE,
    "metrics.Metric": BASE,
    "metrics.MeanMetricWrapper": BASE,
    "optimizers.Optimizer": BASE,
    "optimizers.OptimizerMap": "a table of optimizers; runs inside MultiOptimizer",
    **{f"random.{name}": RANDOM for name in random.__all__},
    **{
        f"{module}.{name}": FINDS
        for module in ("activations", "layers", "losses", "metrics", "optimizers")
        for name in ("get", "serialize", "deserialize")
    },
}


def public(module: Any) -> dict[str, Any]:
    """Returns the public functions and classes of a module, by today's names."""
    old = ALIASES.get(module.__name__.partition(".")[2], {})
    found = {n: v for n, v in vars(module).items() if not n.startswith("_") and n not in old}
    return {
        name: value for name, value in found.items()
        if (inspect.isclass(value) or inspect.isfunction(value))
        and value.__module__.startswith("tahr.") and not isinstance(value, OldName)
    }  # fmt: skip


def covered(family: str) -> tuple[set[int], set[str]]:
    """Returns what the rows of a family call, and the names of functions that classes wrap."""
    names = {row.name for row in ROWS if row.family == family}
    module = MODULES[family]
    by_class = {getattr(value, "__name__", name): value for name, value in vars(module).items()}
    called = {id(by_class.get(name) or attrgetter(name)(module)) for name in names}
    return called, {name.lower() for name in names if not name.islower()}


@pytest.mark.parametrize("family", MODULES)
def test_every_public_name_is_in_the_table_or_has_a_reason(family: str) -> None:
    called, wrapped = covered(family)
    called |= covered("ops")[0] | covered("losses")[0]
    wrapped |= covered("losses")[1]
    left = {
        name for name, value in public(MODULES[family]).items()
        if id(value) not in called and name.replace("_", "") not in wrapped
    }  # fmt: skip
    excused = {key.split(".")[1] for key in ELSEWHERE if key.startswith(f"{family}.")}
    assert left - excused == set(), "neither in a row nor excused"
    assert excused - set(public(MODULES[family])) == set(), "excused, but not there"
    assert excused & {row.name for row in ROWS if row.family == family} == set()
