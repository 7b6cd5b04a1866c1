"""What no argument can be: one error at construction, with what is expected."""

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from tahr import constraints, initializers, layers, losses, metrics, optimizers
from tahr.core.errors import ArgumentError, ShapeError, TahrError

WRONG: dict[str, Callable[[], Any]] = {
    "padding=7": lambda: layers.Conv2D(2, 3, padding=7),
    "padding=None": lambda: layers.MaxPooling2D(padding=None),
    "separable padding": lambda: layers.SeparableConv1D(2, 3, padding=["same"]),
    "activation={'a': 1}": lambda: layers.Dense(2, activation={"a": 1}),
    "activation=7": lambda: layers.LSTM(2, recurrent_activation=7),
    "kernel_initializer={'a': 1}": lambda: layers.Dense(2, kernel_initializer={"a": 1}),
    "activation=object": lambda: layers.Dense(2, activation=object),
    "activation=np.ndarray": lambda: layers.Conv2D(2, 3, activation=np.ndarray),
    "EinsumDense(nan)": lambda: layers.EinsumDense(float("nan"), 4),
    "EinsumDense output_shape": lambda: layers.EinsumDense("ab,bc->ac", 0.5),
    "EinsumDense no shape": lambda: layers.EinsumDense("ab,bc->ac", None),
    "EinsumDense bias_axes": lambda: layers.EinsumDense("ab,bc->ac", 4, bias_axes=2.5),
    "GaussianNoise('zzz')": lambda: layers.GaussianNoise("zzz"),
    "GaussianNoise(-1)": lambda: layers.GaussianNoise(-1),
    "GaussianNoise(True)": lambda: layers.GaussianNoise(True),
    "Reshape(1.5)": lambda: layers.Reshape(1.5),
    "Reshape((2.5,))": lambda: layers.Reshape((2.5,)),
    "PReLU('channels_first')": lambda: layers.PReLU(shared_axes="channels_first"),
    "ELU('zzz')": lambda: layers.ELU(alpha="zzz"),
    "LeakyReLU(None)": lambda: layers.LeakyReLU(negative_slope=None),
    "data_format=0": lambda: layers.Conv2D(2, 3, data_format=0),
    "data_format=[]": lambda: layers.GlobalMaxPooling2D(data_format=[]),
    "Dropout(True)": lambda: layers.Dropout(True),
    "Dropout('a')": lambda: layers.Dropout("a"),
    "Dense(True)": lambda: layers.Dense(True),
    "seed='a'": lambda: layers.Dropout(0.5, seed="a"),
    "axis='a'": lambda: layers.LayerNormalization(axis="a"),
    "Concatenate([1])": lambda: layers.Concatenate(axis=[1]),
    "Permute(-3)": lambda: layers.Permute(-3),
    "Conv1D data_format": lambda: layers.Conv1D(2, 3, data_format="th"),
    "SpatialDropout2D data_format": lambda: layers.SpatialDropout2D(0.5, data_format="first"),
    "Flatten data_format": lambda: layers.Flatten("middle"),
    "BatchNormalization momentum": lambda: layers.BatchNormalization(momentum="0.9"),
    "Masking mask_value": lambda: layers.Masking([0]),
    "Attention seed": lambda: layers.Attention(seed=0.5),
    "output_mode": lambda: layers.IntegerLookup(output_mode="ints"),
    "output_mode of text": lambda: layers.TextVectorization(output_mode="one_hot"),
    "oov_method": lambda: layers.StringLookup(oov_method="md5"),
    "distribution": lambda: initializers.VarianceScaling(distribution=None),
    "momentum above 1": lambda: layers.BatchNormalization(momentum=1.5),
    "epsilon of batches": lambda: layers.BatchNormalization(epsilon=-1),
    "epsilon of samples": lambda: layers.LayerNormalization(epsilon=-1e-3),
    "epsilon of groups": lambda: layers.GroupNormalization(epsilon=-1e-3),
    "epsilon of squares": lambda: layers.RMSNormalization(epsilon=-1e-3),
    "no groups": lambda: layers.GroupNormalization(0),
    "GaussianDropout(1)": lambda: layers.GaussianDropout(1.0),
    "beta_1": lambda: optimizers.Adam(beta_1=1.5),
    "beta_2": lambda: optimizers.Nadam(beta_2=-0.1),
    "epsilon of a step": lambda: optimizers.Adamax(epsilon=-1e-7),
    "rho": lambda: optimizers.RMSprop(rho=2.0),
    "rho of Adadelta": lambda: optimizers.Adadelta(rho="high"),
    "accumulator": lambda: optimizers.Adagrad(initial_accumulator_value=-1.0),
    "weight_decay": lambda: optimizers.AdamW(weight_decay=-0.1),
    "clipnorm": lambda: optimizers.SGD(clipnorm=-1.0),
    "global_clipnorm": lambda: optimizers.SGD(global_clipnorm="1"),
    "boundaries": lambda: optimizers.schedules.PiecewiseConstantDecay([3, 1], [1.0, 2.0, 3.0]),
    "label_smoothing": lambda: losses.CategoricalCrossentropy(label_smoothing=2.0),
    "gamma": lambda: losses.BinaryFocalCrossentropy(gamma=-1.0),
    "delta": lambda: losses.Huber(delta=0.0),
    "thresholds": lambda: metrics.AUC(thresholds=1.5),
    "stddev": lambda: initializers.TruncatedNormal(stddev=-1.0),
    "max_value": lambda: constraints.MaxNorm(-1.0),
    "rate": lambda: constraints.MinMaxNorm(rate=1.5),
    "interpolation=1": lambda: layers.UpSampling2D(interpolation=1),
}
OF_USERS = {
    "axis": lambda kind: kind(layers.LayerNormalization)(axis="a"),
    "alpha": lambda kind: kind(layers.ELU)(alpha="zzz"),
}
X = np.ones((2, 5, 3), "float32")
DOES_NOT_FIT: dict[str, Callable[[], Any]] = {
    "Dot": lambda: layers.Dot(axes=[2, 2])([X[:, 0], X[:, 0]]),
    "PReLU(7)": lambda: layers.PReLU(shared_axes=7)(X),
    "PReLU(-1)": lambda: layers.PReLU(shared_axes=-1)(X),
    "EinsumDense": lambda: layers.EinsumDense("ab,bc->ac", 4)(X),
    "glu": lambda: layers.Dense(3, "glu")(X),
}


@pytest.mark.parametrize("kind", WRONG)
def test_an_argument_that_can_never_be(kind: str) -> None:
    with pytest.raises(ArgumentError):
        WRONG[kind]()


@pytest.mark.parametrize("name", OF_USERS)
def test_what_a_layer_may_not_be_made_with_a_subclass_of_a_user_s_may_not_either(name: str) -> None:
    with pytest.raises(ArgumentError, match=f"Mine: {name} must be"):
        OF_USERS[name](lambda base: type("Mine", (base,), {"__module__": "mine"}))


@pytest.mark.parametrize("kind", DOES_NOT_FIT)
def test_an_argument_that_does_not_fit_the_input(kind: str) -> None:
    with pytest.raises((ArgumentError, ShapeError)) as caught:
        DOES_NOT_FIT[kind]()
    assert isinstance(caught.value, TahrError)


def test_numbers_of_numpy_are_numbers() -> None:
    assert layers.Dropout(np.float32(0.5)).get_config()["rate"] == 0.5
    assert layers.Dense(np.int64(3)).units == 3
    layers.ELU(alpha=np.float32(0.5))
    layers.GaussianNoise(7)


def test_none_stands_for_what_is_left_over():
    assert layers.Reshape((None, 2))(np.ones((2, 5, 4))).shape == (2, 10, 2)
    assert layers.Softmax(None)(np.ones((1, 4))).tolist() == [[0.25] * 4]
