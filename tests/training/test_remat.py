"""What is computed anew in the backward pass: the same numbers in less memory."""

from typing import Any

import numpy as np
import pytest

import tahr
from tahr import RematScope, layers, ops
from tahr.core import current, names
from tahr.core.errors import ArgumentError
from tahr.core.rematerializing import Mode
from tahr.layers.base.layer import Layer

ENGINES = ("jax", "torch", "tensorflow", "pytensor")


class Noisy(Layer):
    """Adds to the loss, drops, and keeps a moving statistic."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.dense = layers.Dense(6, "tanh")
        self.norm = layers.BatchNormalization()
        self.dropout = layers.Dropout(0.5, seed=3)

    def call(self, x: Any, training: bool = False) -> Any:
        inner = self.norm(self.dense(x), training=training)
        self.add_loss(ops.mean(ops.square(inner)))
        return self.dropout(inner, training=training)


def trained(mode: Mode | None, engine: str, **options: Any) -> list[np.ndarray]:
    """Trains a model made in a scope; gives the loss of each epoch, and all weights."""
    tahr.utils.set_random_seed(1)
    random = np.random.default_rng(0)
    x, y = random.normal(size=(16, 5)).astype("float32"), random.normal(size=(16, 1))
    with names.fresh(), current.using(engine):
        with RematScope(mode=mode, output_size_threshold=8, layer_names=["noisy"]):
            model = tahr.Sequential([
                tahr.Input((5,)), Noisy(name="noisy"), layers.Dense(8, "gelu"), layers.Dense(1),
            ])  # fmt: skip
        model.compile(tahr.optimizers.SGD(0.1), "mse", **options)
        history = model.fit(x, y, batch_size=8, epochs=2, verbose=0, shuffle=False).history
        return [np.array(history["loss"]), *model.get_weights()]


@pytest.mark.parametrize("engine", ENGINES)
def test_the_numbers_are_the_same_with_dropout_and_losses_inside(engine: str) -> None:
    pytest.importorskip(engine)
    plain = trained(None, engine)
    modes: tuple[Mode, ...] = ("full", "activations", "larger_than", "list_of_layers")
    for mode in modes if engine == "jax" else modes[:1]:
        for one, other in zip(plain, trained(mode, engine), strict=True):
            np.testing.assert_allclose(one, other, rtol=1e-5, atol=1e-6, err_msg=mode)
    if engine in ("torch", "tensorflow"):
        for one, other in zip(plain, trained("full", engine, run_eagerly=True), strict=True):
            np.testing.assert_allclose(one, other, rtol=1e-5, atol=1e-6)


def block(x: Any) -> Any:
    for _ in range(12):
        x = ops.sin(ops.multiply(x, 1.5))
    return x


def quarters(change: Any) -> Any:
    def run(x: Any) -> Any:
        for _ in range(4):
            x = change(block)(x)
        return x

    return run


def test_less_is_kept_for_the_gradient() -> None:
    torch = pytest.importorskip("torch")

    def kept(function: Any) -> int:
        sizes: list[int] = []

        def pack(tensor: Any) -> Any:
            sizes.append(tensor.numel())
            return tensor

        x = torch.ones(1000, requires_grad=True)
        with torch.autograd.graph.saved_tensors_hooks(pack, lambda t: t), current.using("torch"):
            ops.sum(function(x))
        return sum(sizes)

    assert kept(block) >= 12_000
    assert kept(tahr.remat(block)) <= 2_000


def test_less_is_kept_by_jax() -> None:
    jax = pytest.importorskip("jax")

    def kept(function: Any) -> int:
        with current.using("jax"):
            _, pull = jax.vjp(function, jax.numpy.ones(1000))
        return sum(leaf.size for leaf in jax.tree.leaves(pull))

    assert kept(block) >= 12_000
    assert kept(tahr.remat(block)) <= 2_000


def test_recorded_steps_compute_anew() -> None:
    torch = pytest.importorskip("torch")
    run = current.load("torch")

    def graded(function: Any) -> Any:
        def step(x: Any) -> Any:
            return run.value_and_grad(lambda v: (ops.sum(function(v[0])), None), [x])[1][0]

        return run.compile(step)

    def most_at_once(step: Any) -> int:
        with torch.profiler.profile(profile_memory=True) as found:
            step(x)
        held = np.cumsum([e.cpu_memory_usage for e in found.events() if e.name == "[memory]"])
        return int(held.max())

    x = torch.linspace(0, 1, 100_000)
    with current.using("torch"):
        plain, anew = graded(quarters(lambda f: f)), graded(quarters(tahr.remat))
        np.testing.assert_allclose(plain(x), anew(x), rtol=1e-5, atol=1e-6)
        assert most_at_once(anew) < 0.6 * most_at_once(plain)


def test_what_a_layer_wants() -> None:
    with RematScope("full"), RematScope(None):
        dense = layers.Dense(2)
    assert dense.rematerialized_call(dense.call, 1.0) == dense.call
    with RematScope("list_of_layers", layer_names=["one"]):
        one, two = layers.Dense(2, name="one"), layers.Dense(2, name="two")
    assert one.rematerialized_call(one.call, 1.0) != one.call
    assert two.rematerialized_call(two.call, 1.0) == two.call
    with pytest.raises(ArgumentError, match="mode"):
        RematScope("half")  # type: ignore[arg-type]


def test_masks_and_trees_come_through() -> None:
    x = np.ones((2, 3, 4), "float32")
    made = tahr.remat(lambda d, flag: {"sum": d["a"] + d["b"], "flag": flag})
    found = made({"a": ops.ones((2,)), "b": ops.ones((2,))}, flag="yes")
    assert found["flag"] == "yes" and np.asarray(found["sum"]).tolist() == [2.0, 2.0]
    masked = tahr.remat(layers.Masking(1.0))(x)
    assert layers.GlobalAveragePooling1D()(masked).shape == (2, 4)
    assert not np.asarray(masked._keras_mask).any()
