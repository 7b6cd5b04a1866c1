"""PyTorch's programs and tensors in Tahr, and Tahr's layers in PyTorch."""

import os
import subprocess
import sys
from typing import Any

import numpy as np
import pytest

torch = pytest.importorskip("torch")

import tahr  # noqa: E402
from tahr import layers, losses, models, ops, optimizers, random, utils  # noqa: E402
from tahr.core import current  # noqa: E402
from tahr.core.errors import ArgumentError, EngineError  # noqa: E402
from tahr.core.seeds import set_random_seed  # noqa: E402
from tahr.core.variables import Variable  # noqa: E402
from tahr.training.step.session import session_of  # noqa: E402

X = np.random.default_rng(0).normal(size=(32, 5)).astype("float32")
Y = X[:, :1] * 2 - X[:, 1:2]


def dense(*, norm: bool = False) -> Any:
    set_random_seed(1)
    inner = [layers.BatchNormalization()] if norm else []
    model = models.Sequential([layers.Dense(8, activation="tanh"), *inner, layers.Dense(1)])
    model.build((None, 5))
    return model


def reference(steps: int, rate: float = 0.1) -> list[np.ndarray]:
    """Trains by `fit`, on JAX."""
    model = dense().to("jax")
    model.compile(optimizers.SGD(rate), "mse")
    model.fit(X, Y, batch_size=32, epochs=steps, shuffle=False, verbose=0)
    return model.get_weights()


def same(mine: Any, theirs: Any) -> None:
    for one, other in zip(mine, theirs, strict=True):
        np.testing.assert_allclose(one, other, atol=1e-5)


# Tensors.


@pytest.mark.parametrize("engine", ["jax", "numpy", "torch"])
@pytest.mark.parametrize("dtype", [torch.float32, torch.bfloat16, torch.int32])
def test_every_engine_takes_tensors(engine: str, dtype: Any) -> None:
    tensor = torch.arange(6).reshape(2, 3).to(dtype).requires_grad_(dtype.is_floating_point)
    with current.using(engine) as run:
        out = ops.multiply(tensor.T, 2)
        assert run.dtype_of(out) == str(dtype).removeprefix("torch.")
        assert ops.convert_to_numpy(out).astype("float32").tolist() == [[0, 6], [2, 8], [4, 10]]


@pytest.mark.parametrize("engine", ["jax", "numpy"])
def test_a_tensor_taken_over_is_a_copy(engine: str) -> None:
    tensor = torch.ones(1000)
    with current.using(engine) as run:
        taken = run.asarray(tensor)
        tensor[0] = 5
        assert run.to_numpy(taken)[0] == 1


def test_arrays_of_jax_are_copied_once() -> None:
    import jax.numpy as jnp

    array = jnp.arange(4, dtype="bfloat16")
    with current.using("torch"):
        taken = ops.convert_to_tensor(array)
    taken[0] = 9
    assert taken.dtype is torch.bfloat16
    assert array.tolist() == [0, 1, 2, 3]


@pytest.mark.parametrize("engine", ["jax", "torch"])
def test_fit_evaluate_and_predict_take_tensors(engine: str) -> None:
    model = dense().to(engine)
    model.compile("sgd", "mse")
    x, y = torch.tensor(X, requires_grad=True), torch.tensor(Y)
    model.fit(x, y, batch_size=16, epochs=1, verbose=0)
    batches = torch.utils.data.DataLoader(torch.utils.data.TensorDataset(x, y), batch_size=8)
    history = model.fit(batches, epochs=2, verbose=0).history["loss"]
    assert history[1] < history[0]
    assert model.predict(x, verbose=0).shape == (32, 1)
    assert model.evaluate(x, y, verbose=0) < history[0]
    assert model(x).shape == (32, 1)


def test_torch_functions_take_variables() -> None:
    variable = Variable([[1.0, -2.0]])
    assert torch.abs(variable).tolist() == [[1, 2]]
    assert torch.cat([torch.zeros(1, 2), variable]).tolist() == [[0, 0], [1, -2]]
    assert torch.nn.functional.linear(torch.ones(1, 2), variable).tolist() == [[-1]]
    assert (torch.ones(2) + variable).tolist() == [[2, -1]]


def test_a_variable_shares_no_memory_with_a_tensor() -> None:
    tensor = torch.ones(2, requires_grad=True)
    with current.using("torch"):
        variable = Variable(tensor)
        assigned = torch.zeros(2)
        variable.assign(assigned)
        assigned[0] = 4
        assert variable.numpy().tolist() == [0, 0]
        assert variable.value is variable.value
        assert variable.value.is_leaf


# Programs.


def test_a_loop_of_ones_own() -> None:
    with current.using("torch"):
        model, loss_fn, optimizer = dense(), losses.MeanSquaredError(), optimizers.SGD(0.1)
        for _ in range(3):
            model.zero_grad()
            loss = loss_fn(Y, model(X, training=True))
            loss.backward()
            gradients = [v.value.grad for v in model.trainable_weights]
            with torch.no_grad():
                optimizer.apply(gradients, model.trainable_weights)
        same(model.get_weights(), reference(3))


class Own(models.Model):
    """A model with the `train_step` that Keras shows for PyTorch."""

    def train_step(self, data: Any) -> Any:
        x, y = data[:2]
        self.zero_grad()
        y_pred = self(x, training=True)
        loss = self.compute_loss(y=y, y_pred=y_pred)
        loss.backward()
        weights = list(self.trainable_weights)
        gradients = [v.value.grad for v in weights]
        with torch.no_grad():
            self.optimizer.apply(gradients, weights)
        for metric in self.metrics:
            if metric.name == "loss":
                metric.update_state(loss)
            else:
                metric.update_state(y, y_pred)
        return {m.name: m.result() for m in self.metrics}


@pytest.mark.parametrize("eagerly", [True, False])
def test_a_train_step_that_calls_backward(eagerly: bool) -> None:
    inner = dense()
    inputs = layers.Input((5,))
    model = Own(inputs, inner(inputs)).to("torch")
    model.compile(optimizers.SGD(0.1), "mse", metrics=["mae"], run_eagerly=eagerly)
    history = model.fit(X, Y, batch_size=32, epochs=3, shuffle=False, verbose=0).history
    for name in ("loss", "mae"):
        assert history[name][-1] < history[name][0]
    same(model.get_weights(), reference(3))
    with current.using("torch"):
        assert not any(v.own_value().requires_grad for v in model.weights)
    if not eagerly:
        (step,) = session_of(model).steps.values()
        assert all(program is not None for program in step._run.programs.values())


class Gan(models.Model):
    """A generator and a discriminator, each with an optimizer."""

    def __init__(self) -> None:
        super().__init__()
        self.discriminator = dense()
        self.generator = models.Sequential([layers.Input((3,)), layers.Dense(5)])
        self.seed_generator = random.SeedGenerator(1)
        self.d_loss = tahr.metrics.Mean(name="d_loss")
        self.g_loss = tahr.metrics.Mean(name="g_loss")

    def compile(self, d_optimizer: Any, g_optimizer: Any, loss_fn: Any) -> None:
        super().compile()
        self.d_optimizer, self.g_optimizer, self.loss_fn = d_optimizer, g_optimizer, loss_fn

    def train_step(self, data: Any) -> Any:
        real = data[0] if isinstance(data, tuple) else data
        count = real.shape[0]
        noise = random.normal((count, 3), seed=self.seed_generator)
        everything = ops.concatenate([self.generator(noise), real], axis=0)
        labels = torch.concatenate([torch.ones((count, 1)), torch.zeros((count, 1))], axis=0)
        labels += 0.05 * random.uniform(labels.shape, seed=self.seed_generator)
        self.zero_grad()
        d_loss = self.loss_fn(labels, self.discriminator(everything))
        d_loss.backward()
        gradients = [v.value.grad for v in self.discriminator.trainable_weights]
        with torch.no_grad():
            self.d_optimizer.apply(gradients, self.discriminator.trainable_weights)
        self.zero_grad()
        made = self.discriminator(self.generator(noise))
        g_loss = self.loss_fn(torch.zeros((count, 1)), made)
        g_loss.backward()
        gradients = [v.value.grad for v in self.generator.trainable_weights]
        with torch.no_grad():
            self.g_optimizer.apply(gradients, self.generator.trainable_weights)
        self.d_loss.update_state(d_loss)
        self.g_loss.update_state(g_loss)
        return {"d_loss": self.d_loss.result(), "g_loss": self.g_loss.result()}


def test_two_optimizers_in_one_train_step() -> None:
    gan = Gan().to("torch")
    gan.compile(
        optimizers.Adam(0.01), optimizers.Adam(0.01), losses.BinaryCrossentropy(from_logits=True)
    )
    before = [w.copy() for w in gan.get_weights()]
    history = gan.fit(X, batch_size=8, epochs=2, verbose=0).history
    assert np.isfinite(history["d_loss"] + history["g_loss"]).all()
    changed = [not np.array_equal(a, b) for a, b in zip(before, gan.get_weights(), strict=True)]
    assert all(changed)


# Modules.


def normed() -> Any:
    torch.manual_seed(0)
    return torch.nn.Sequential(
        torch.nn.Linear(5, 4), torch.nn.BatchNorm1d(4), torch.nn.ReLU(), torch.nn.Linear(4, 1)
    )


def by_hand(module: Any, steps: int) -> Any:
    optimizer = torch.optim.SGD(module.parameters(), 0.1)
    module.train()
    for _ in range(steps):
        optimizer.zero_grad()
        (module(torch.tensor(X)) - torch.tensor(Y)).square().mean().backward()
        optimizer.step()
    return module


@pytest.mark.parametrize("functional", [True, False])
def test_a_module_in_a_model(functional: bool) -> None:
    layer = layers.TorchModuleWrapper(normed(), name="torch_part")
    if functional:
        inputs = layers.Input((5,))
        outputs = layer(inputs)
        assert outputs.shape == (None, 1)
        model = models.Model(inputs, outputs)
    else:
        model = models.Sequential([layer])
    model.to("torch").compile(optimizers.SGD(0.1), "mse")
    model.fit(X, Y, batch_size=32, epochs=3, shuffle=False, verbose=0)
    wanted = by_hand(normed(), 3).eval()
    np.testing.assert_allclose(
        model.predict(X, verbose=0), wanted(torch.tensor(X)).detach().numpy(), atol=1e-5
    )
    assert [len(layer.trainable_weights), len(layer.non_trainable_weights)] == [6, 3]
    named = dict(wanted.named_buffers())
    for variable in layer.non_trainable_weights:
        np.testing.assert_allclose(variable.numpy(), named[variable.name].numpy(), atol=1e-5)


def test_a_module_needs_its_own_engine() -> None:
    layer = layers.TorchModuleWrapper(torch.nn.Linear(5, 1))
    with current.using("numpy"), pytest.raises(EngineError, match="PyTorch engine alone"):
        layer(X)
    with pytest.raises(ArgumentError, match=r"torch\.nn\.Module"):
        layers.TorchModuleWrapper(3)
    with pytest.raises(ArgumentError, match="save_weights"):
        layer.get_config()


def test_a_layer_as_a_module() -> None:
    model = dense()
    by_hand(utils.torch_module(model), 3)
    same(model.get_weights(), reference(3))


def test_a_module_follows_its_layer_and_the_other_way_round() -> None:
    model = dense(norm=True)
    module = utils.torch_module(model)
    optimizer = torch.optim.SGD(module.parameters(), 0.1)
    model.to("jax").compile("sgd", "mse")
    model.fit(X, Y, epochs=1, verbose=0)
    same([p.detach() for p in module.parameters()], model.get_weights())
    before = model.predict(X, verbose=0)
    module.eval()
    same([module(torch.tensor(X)).detach()], [before])
    module(torch.tensor(X)).sum().backward()
    optimizer.step()
    after = model.predict(X, verbose=0)
    assert not np.allclose(before, after)
    same([module(torch.tensor(X)).detach()], [after])
    module.train()
    module(torch.tensor(X) + 1)
    same(module.state_dict().values(), model.get_weights())
    with pytest.raises(ArgumentError, match="built"):
        utils.torch_module(layers.Dense(2))


# Places, runs.


def test_a_missing_accelerator_is_an_error() -> None:
    engine = current.load("torch")
    assert engine.devices()[-1] == "cpu"
    with engine.device("cpu"):
        assert engine.full((2,), 1, "float32").device.type == "cpu"
    with pytest.raises(EngineError, match=r"no device 'gpu:99'"), engine.device("gpu:99"):
        pass


def test_the_same_run_twice_is_the_same_bit_by_bit() -> None:
    weights = []
    for _ in range(2):
        set_random_seed(4)
        parts = [layers.Dense(8), layers.Dropout(0.5), layers.Dense(1)]
        model = models.Sequential(parts).to("torch")
        model.compile("adam", "mse")
        model.fit(X, Y, batch_size=8, epochs=2, verbose=0)
        weights.append([w.tobytes() for w in model.get_weights()])
    assert weights[0] == weights[1]


FRESH = """
import sys
import numpy as np
import tahr
model = tahr.Sequential([tahr.layers.Dense(4, activation="relu"), tahr.layers.Dense(1)])
model.compile("adam", "mse", metrics=["mae"])
model.fit(np.ones((8, 3), "float32"), np.ones((8, 1), "float32"), verbose=0)
model.predict(np.ones((8, 3), "float32"), verbose=0)
print("jax" in sys.modules, "torch" in sys.modules)
"""


def test_training_on_torch_imports_no_jax() -> None:
    ran = subprocess.run(
        [sys.executable, "-c", FRESH],
        env={**os.environ, "TAHR_ENGINE": "torch"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert ran.stdout.split() == ["False", "True"], ran.stderr
