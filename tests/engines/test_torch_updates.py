"""Adam on PyTorch: in one call, and in the memory of the old weights where nobody else has it."""

import numpy as np
import pytest

torch = pytest.importorskip("torch")

import tahr  # noqa: E402
from tahr import layers, models, ops, optimizers  # noqa: E402
from tahr.core import current  # noqa: E402
from tahr.engines.torch.updates import ADAM, overwriting  # noqa: E402
from tahr.training.step.session import session_of  # noqa: E402

X = np.random.default_rng(0).normal(size=(40, 6)).astype("float32")
Y = np.random.default_rng(1).normal(size=(40, 2)).astype("float32")


def network(inputs):
    hidden = layers.Dense(5, "tanh", name="hidden")(inputs)
    return layers.Dense(2, name="last")(layers.BatchNormalization()(hidden))


def trained(engine="torch", optimizer=None, kind=models.Model, steps=4, model=None, **options):
    tahr.utils.set_random_seed(3)
    if model is None:
        inputs = layers.Input((6,))
        model = kind(inputs, network(inputs))
        model.to(engine).compile(optimizer or optimizers.Adam(0.05), "mse", **options)
    logs = [model.train_on_batch(X[i : i + 10], Y[i : i + 10], return_dict=True)
            for i in range(0, 10 * steps, 10)]  # fmt: skip
    return model, logs


def alike(one, other):
    for a, b in zip(one.variables, other.variables, strict=True):
        np.testing.assert_allclose(a.numpy(), b.numpy(), rtol=1e-4, atol=1e-5)


def programs(model):
    recorded = session_of(model).step("train")._run
    return list(recorded.programs.values())


def in_place(model):
    (program,) = programs(model)
    graph = program._graph.graph
    return len(overwriting(graph, len(session_of(model).step("train").variables)))


def updates(model):
    (program,) = programs(model)
    return len(program._graph.graph.find_nodes(op="call_function", target=ADAM))


def test_all_weights_are_updated_by_one_call_where_they_lie():
    model, _ = trained(steps=2)
    before = [v.held.data_ptr() for v in model.trainable_variables]
    trained(model=model, steps=2)
    after = [v.held.data_ptr() for v in model.trainable_variables]
    assert (updates(model), in_place(model)) == (1, 1)
    assert before == after


SETTINGS = {
    "plain": lambda: optimizers.Adam(0.05),
    "decay": lambda: optimizers.AdamW(0.05, weight_decay=0.1),
    "clipped": lambda: optimizers.Adam(0.05, global_clipnorm=0.1),
    "averaged": lambda: optimizers.Adam(0.05, use_ema=True, ema_overwrite_frequency=3),
    "gathered": lambda: optimizers.Adam(0.05, gradient_accumulation_steps=2),
    "largest": lambda: optimizers.Adam(0.05, amsgrad=True),
    "scheduled": lambda: optimizers.Adam(optimizers.schedules.ExponentialDecay(0.1, 2, 0.5)),
}


@pytest.mark.parametrize("name", SETTINGS)
def test_the_numbers_are_those_of_jax(name):
    model, logs = trained(optimizer=SETTINGS[name]())
    other, wanted = trained("jax", optimizer=SETTINGS[name]())
    alike(model, other)
    assert [log["loss"] for log in logs] == pytest.approx([log["loss"] for log in wanted], rel=1e-4)


def test_rates_by_layer_take_a_call_each():
    found = []
    for engine in ("torch", "jax"):
        optimizer = optimizers.Adam(0.05)
        optimizer.set_rate_factors({"hidden/.*": 0.1})
        found.append(trained(engine, optimizer)[0])
    alike(*found)
    assert (updates(found[0]), in_place(found[0])) == (2, 2)


class LooksBack(models.Model):
    """Compares weights with what they were."""

    def train_step(self, data):
        kernel = self.get_layer("last").kernel
        before = kernel.value
        logs = super().train_step(data)
        return {**logs, "moved": ops.sum(ops.absolute(kernel.value - before))}


def test_old_weights_stay_where_a_step_looks_at_them():
    model, logs = trained(kind=LooksBack)
    other, wanted = trained("jax", kind=LooksBack)
    alike(model, other)
    moved = [log["moved"] for log in wanted]
    assert [log["moved"] for log in logs] == pytest.approx(moved, rel=1e-3)
    assert min(moved) > 0 and in_place(model) == 0


class Copies(models.Model):
    """Keeps a copy of its weights, made by a compiled step."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.copy = self.add_weight(shape=(5, 2), trainable=False, name="copy")

    def test_step(self, data):
        self.copy.assign(self.get_layer("last").kernel)
        return super().test_step(data)


@pytest.mark.parametrize("eagerly", [False, True])
def test_a_copy_made_by_another_step_stays(eagerly):
    model, _ = trained(kind=Copies, run_eagerly=eagerly)
    model.evaluate(X, Y, verbose=0)
    copy = model.copy.numpy()
    np.testing.assert_array_equal(copy, model.get_layer("last").kernel.numpy())
    trained(model=model)
    np.testing.assert_array_equal(model.copy.numpy(), copy)
    assert not np.array_equal(model.get_layer("last").kernel.numpy(), copy)


def test_strides_do_not_matter():
    tensors = [np.random.default_rng(n).random((3, 4)).astype("float32") for n in range(4)]
    with current.using("numpy"):
        wanted = [t.tolist() for t in ops.adam_update(*tensors, 0.1)]
    for odd in range(4):
        given = [torch.from_numpy(t) for t in tensors]
        given[odd] = given[odd].t().contiguous().t()
        with current.using("torch") as engine:
            for run in (ops.adam_update, engine.compile(ops.adam_update)):
                found = [t.tolist() for t in run(*given, torch.tensor(0.1))]
                np.testing.assert_allclose(found, wanted, rtol=1e-5)


def test_arrays_of_the_users_stay():
    model, _ = trained(steps=1)
    given = model.get_weights()
    kept = [a.copy() for a in given]
    model.set_weights(given)
    tensor = torch.from_numpy(given[0])
    model.get_layer("hidden").kernel.assign(tensor)
    trained(model=model)
    for a, b in zip(given, kept, strict=True):
        np.testing.assert_array_equal(a, b)
    assert not np.array_equal(model.get_weights()[0], kept[0])


def test_a_run_that_looks_at_every_step_keeps_what_each_began_with():
    model, _ = trained(steps=1)
    other, _ = trained(steps=1)
    model.fit(X, Y, 10, 2, verbose=0, shuffle=False, debug=True)
    other.fit(X, Y, 10, 2, verbose=0, shuffle=False)
    for a, b in zip(model.variables, other.variables, strict=True):
        np.testing.assert_array_equal(a.numpy(), b.numpy())
