"""Layers and models as PyTorch's modules, and weights as its parameters, as in Keras's guides."""

import copy
import pickle
from typing import Any

import numpy as np
import pytest

torch = pytest.importorskip("torch")

from tahr import layers, models, optimizers  # noqa: E402
from tahr.core import current  # noqa: E402
from tahr.core.errors import TahrError  # noqa: E402
from tahr.core.seeds import set_random_seed  # noqa: E402

X = np.random.default_rng(0).normal(size=(16, 4)).astype("float32")
Y = X.sum(axis=1, keepdims=True)


def net(*inner: Any) -> Any:
    set_random_seed(1)
    parts = [layers.Input((4,)), layers.Dense(8, activation="relu"), *inner, layers.Dense(1)]
    return models.Sequential(parts, engine="torch")


def loss_of(model: Any) -> Any:
    return (model(torch.tensor(X)) - torch.tensor(Y)).square().mean()


def learn(model: Any, optimizer: Any, steps: int = 20) -> float:
    for _ in range(steps):
        optimizer.zero_grad()
        loss_of(model).backward()
        optimizer.step()
    return float(model.evaluate(X, Y, verbose=0)) if model.compiled else float(loss_of(model))


def compiled(model: Any) -> Any:
    model.compile(optimizers.SGD(0.01), "mse")
    return model


def test_a_layer_is_a_module() -> None:
    model = net(layers.BatchNormalization())
    assert isinstance(model, torch.nn.Module)
    assert issubclass(layers.Dense, torch.nn.Module)
    assert [type(m).__name__ for m in model.children()] == [
        "Dense", "BatchNormalization", "Dense",
    ]  # fmt: skip
    named = {name: tuple(p.shape) for name, p in model.named_parameters()}
    assert list(named) == [
        "dense.kernel", "dense.bias", "batch_normalization.gamma", "batch_normalization.beta",
        "batch_normalization.moving_mean", "batch_normalization.moving_variance",
        "dense_1.kernel", "dense_1.bias",
    ]  # fmt: skip
    assert named["dense.kernel"] == (4, 8)
    assert [p.requires_grad for p in model.parameters()] == [True] * 4 + [False] * 2 + [True] * 2
    assert model.train().training
    assert not model.eval().layers[0].training
    assert model.to(torch.device("cpu")) is model
    assert model.get_submodule("dense_1") is model.layers[-1]


def test_a_state_dict_goes_from_model_to_model() -> None:
    one, other = compiled(net()), compiled(net())
    one.fit(X, Y, verbose=0)
    found = other.load_state_dict(one.state_dict())
    assert not found.missing_keys
    np.testing.assert_array_equal(other.predict(X, verbose=0), one.predict(X, verbose=0))


def test_an_optimizer_of_torch_and_fit_take_turns() -> None:
    model = compiled(net())
    optimizer = torch.optim.Adam(model.parameters(), 0.05)
    kept = list(model.parameters())
    model.fit(X, Y, verbose=0)
    model.set_weights([w * 0.9 for w in model.get_weights()])
    assert all(a is b for a, b in zip(kept, model.parameters(), strict=True))
    for parameter, weight in zip(kept, model.get_weights(), strict=True):
        np.testing.assert_array_equal(parameter.detach().numpy(), weight)
    before = model.evaluate(X, Y, verbose=0)
    assert learn(model, optimizer) < before / 2
    learned = model.evaluate(X, Y, verbose=0)
    model.fit(X, Y, epochs=3, verbose=0)
    assert model.evaluate(X, Y, verbose=0) < learned
    wanted = model.predict(X, verbose=0)
    np.testing.assert_allclose(model.to("numpy").predict(X, verbose=0), wanted, atol=1e-6)


def test_what_a_program_puts_into_parameters_is_the_weights() -> None:
    model = compiled(net())
    model.fit(X, Y, verbose=0)
    kernel, bias = model.layers[-1].parameters()
    kernel.data = torch.ones(8, 1)
    with torch.no_grad():
        bias.fill_(2.0)
    assert model.layers[-1].get_weights()[0].tolist() == [[1.0]] * 8
    model.layers[0].set_weights([np.zeros((4, 8)), np.ones(8)])
    assert model.predict(X, verbose=0)[0, 0] == 10
    assert model.train_on_batch(X, Y) > 0


def test_a_model_is_part_of_a_module() -> None:
    class Outer(torch.nn.Module):
        def __init__(self) -> None:
            super().__init__()
            self.inner, self.last = net(), torch.nn.Linear(1, 1)

        def forward(self, x: Any) -> Any:
            return self.last(self.inner(x))

    outer = Outer()
    assert len(list(outer.parameters())) == 6
    assert {"inner.dense.kernel", "last.weight"} <= outer.state_dict().keys()
    before = outer.inner.get_weights()[0]
    optimizer = torch.optim.SGD(outer.parameters(), 0.1)
    outer(torch.tensor(X)).square().mean().backward()
    optimizer.step()
    assert not np.array_equal(before, outer.inner.get_weights()[0])
    both = torch.nn.Sequential(net(), torch.nn.ReLU())
    assert both(torch.tensor(X)).shape == (16, 1)


def test_functional_call_lends_other_weights() -> None:
    model = net()
    zeros = {name: torch.zeros_like(p) for name, p in model.named_parameters()}
    wanted = model(X).detach()
    with torch.no_grad():
        for _ in range(4):
            found = torch.func.functional_call(model, zeros, (torch.tensor(X),))
            assert float(found.abs().sum()) == 0
    assert torch.equal(model(X).detach(), wanted)
    gradients = torch.func.grad(
        lambda given: torch.func.functional_call(model, given, (torch.tensor(X),)).sum()
    )(dict(model.named_parameters()))
    assert gradients["dense.kernel"].shape == (4, 8)


def test_freezing_reaches_parameters() -> None:
    model = net()
    kept = list(model.parameters())
    model.layers[0].trainable = False
    assert [p.requires_grad for p in kept] == [False, False, True, True]
    model.layers[0].trainable = True
    assert all(p.requires_grad for p in kept)


def test_modules_in_attributes_become_layers() -> None:
    class Own(models.Model):
        def __init__(self) -> None:
            super().__init__(engine="torch")
            self.first, self.last = torch.nn.Linear(4, 8), layers.Dense(1)
            self.scale = torch.nn.Parameter(torch.ones(1))

        def call(self, x: Any) -> Any:
            return self.last(torch.relu(self.first(x)))

    model = compiled(Own())
    known = list(model.parameters())
    model.fit(X, Y, epochs=2, verbose=0)
    assert isinstance(model.first, layers.TorchModuleWrapper)
    assert len(model.trainable_weights) == 4
    weight = model.first.module.weight
    assert any(weight is p for p in known)
    np.testing.assert_array_equal(weight.detach().numpy(), model.first.trainable_weights[0].numpy())
    assert {name for name, _ in model.named_parameters()} == {
        "scale", "first.weight", "first.bias", "last.kernel", "last.bias",
    }  # fmt: skip


def test_inference_mode_leaves_weights_that_can_be_trained() -> None:
    model = compiled(net(layers.BatchNormalization()))
    with torch.inference_mode():
        model(X, training=True)
    loss_of(model).backward()
    model.fit(X, Y, verbose=0)


def test_copies_have_parameters_of_their_own() -> None:
    model = net()
    kept = list(model.parameters())
    for other in (copy.deepcopy(model), pickle.loads(pickle.dumps(model))):
        with torch.no_grad():
            next(other.parameters()).zero_()
        assert all(a is not b for a, b in zip(kept, other.parameters(), strict=True))
    assert np.abs(model.get_weights()[0]).sum() > 0


def test_what_is_not_to_be_had_says_so() -> None:
    model = net()
    with pytest.raises(TahrError, match="no hooks"):
        model.register_forward_hook(print)
    with pytest.raises(AttributeError, match="PyTorch alone"):
        list(model.to("numpy").parameters())


def test_gradients_are_clipped_in_a_train_step() -> None:
    class Own(models.Model):
        def train_step(self, data: Any) -> Any:
            x, y = data
            self.zero_grad()
            loss = self.compute_loss(y=y, y_pred=self(x, training=True))
            loss.backward()
            torch.nn.utils.clip_grad_norm_(self.parameters(), 1e-3)
            with torch.no_grad():
                self.optimizer.apply(
                    [v.value.grad for v in self.trainable_weights], self.trainable_weights
                )
            return {"loss": loss}

    inputs = layers.Input((4,))
    model = compiled(Own(inputs, layers.Dense(1)(inputs)).to("torch"))
    before = model.get_weights()[0]
    model.fit(X, Y, batch_size=16, verbose=0)
    assert 0 < np.abs(model.get_weights()[0] - before).max() < 1.1e-5


def test_a_layer_without_a_model() -> None:
    with current.using("torch"):
        dense = layers.Dense(2)
        assert list(dense.parameters()) == []
        dense(X)
        assert [name for name, _ in dense.named_parameters()] == ["kernel", "bias"]
