"""`model.add_loss` of symbolic tensors: it acts in every step, and is never lost in silence."""

import numpy as np
import pytest

from tahr import layers, models, ops, utils

X, Y = np.ones((5, 3), "float32"), np.ones((5, 1), "float32")


def made():
    x = layers.Input((3,))
    z = layers.Dense(2)(x)
    return models.Model(x, layers.Dense(1)(z)), x, z


def test_it_is_added_to_the_loss_given_to_compile():
    model, _, z = made()
    model.compile("sgd", "mse")
    plain = model.evaluate(X, Y, verbose=0)
    model.add_loss(1000.0 + 0.0 * ops.mean(z))
    assert model.evaluate(X, Y, verbose=0) == pytest.approx(plain + 1000, rel=1e-5)
    assert model.fit(X, Y, batch_size=2, verbose=0).history["loss"][0] > 999


def test_it_may_be_all_there_is_to_learn_from_and_is_a_mean_over_the_samples():
    model, x, _ = made()
    extra = layers.Dense(1, use_bias=False, kernel_initializer="ones")
    model.add_loss(ops.square(extra(x)))
    model.compile("sgd")
    assert extra in model.layers
    first, *_, last = model.fit(X, epochs=5, verbose=0).history["loss"]
    assert first == pytest.approx(9)
    assert last < first


def test_what_cannot_be_is_said():
    model, _, z = made()
    model.add_loss(ops.mean(z))
    for act in (model.get_config, lambda: models.clone_model(model)):
        with pytest.raises(ValueError, match="add_loss"):
            act()
    with pytest.raises(ValueError, match="inputs of the model"):
        model.add_loss(ops.mean(layers.Input((2,))))
    other = layers.Dense(2)(layers.Input((3,)))
    model.compile("sgd", lambda y, p: ops.mean(ops.square(y - p)) + ops.mean(other))
    with pytest.raises(ValueError, match="does not come from the model's inputs"):
        model.train_on_batch(X, Y)
    model.compile("sgd", lambda y, p: ops.mean(p) * float(z[0, 0]))
    with pytest.raises(ValueError, match="add_loss"):
        model.train_on_batch(X, Y)


def test_a_loss_and_a_metric_may_reach_for_tensors_of_the_model():
    x = np.random.default_rng(1).normal(size=(5, 3)).astype("float32")
    found = []
    for by_closure in (True, False):
        utils.set_random_seed(3)
        model, start, z = made()
        far = ops.mean(ops.square(ops.exp(z)), axis=-1)
        near = lambda y, p: ops.mean(ops.square(y - p), axis=-1)  # noqa: E731
        inside = lambda y, p, far=far, near=near, x=start: near(y, p) + far + 0 * x[:, 0]  # noqa: E731
        if not by_closure:
            model.add_loss(far)
        model.compile("sgd", inside if by_closure else near, metrics=[lambda y, p, z=z: z[:, 0]])
        history = model.fit(x, Y, batch_size=2, shuffle=False, epochs=2, verbose=0).history
        figures = model.evaluate(x, Y, batch_size=2, verbose=0)
        wanted = models.Model(start, z).predict(x, verbose=0)[:, 0].mean()
        assert figures[1] == pytest.approx(wanted, rel=1e-4)
        found.append([*history["loss"], *figures])
    assert found[0] == pytest.approx(found[1], rel=1e-4)


class Told(layers.Layer):
    """Adds what it is given to the metrics, and a penalty of a weight to the loss."""

    def build(self, shape):
        self.scale = self.add_weight(shape=(), initializer="ones")
        self.add_loss(lambda: 3 * self.scale)

    def call(self, x):
        self.add_metric(ops.sum(x), name="total", aggregation="mean")
        return x * self.scale


def test_metrics_are_added_by_layers_and_as_tensors():
    model, x, z = made()
    outputs = Told()(z)
    model = models.Model(x, outputs)
    model.add_metric(ops.max(z), name="largest", aggregation="mean")
    model.compile("sgd", loss=None, metrics=["mae"])
    assert "largest" in model.metrics_names
    given = np.arange(15, dtype="float32").reshape(5, 3)
    inside = models.Model(x, z).predict(given, verbose=0)
    figures = model.evaluate(given, inside, batch_size=2, verbose=0, return_dict=True)
    batches = [inside[:2], inside[2:4], inside[4:]]
    assert figures["total"] == pytest.approx(np.mean([b.sum() for b in batches]), rel=1e-5)
    assert figures["largest"] == pytest.approx(np.mean([b.max() for b in batches]), rel=1e-5)
    assert figures["loss"] == pytest.approx(3)
    history = model.fit(given, inside, epochs=2, verbose=0).history
    assert history["loss"][1] < 3
    assert {"total", "largest", "mae"} <= history.keys()
    with pytest.raises(ValueError, match="aggregation"):
        Adds().evaluate(given, given, verbose=0)


class Adds(models.Model):
    def __init__(self):
        super().__init__()
        self.compile("sgd", "mse")

    def call(self, x):
        self.add_metric(x, "highest", aggregation="max")
        return x


class Halves(layers.Layer):
    def call(self, x):
        return {"left": x[:, :2], "right": x[:, 2:]}

    def compute_output_spec(self, x):
        left = layers.Input((2,)) if x is None else type(x)((x.shape[0], 2), x.dtype)
        return {"left": left, "right": type(x)((None, 2), x.dtype)}


def test_none_in_a_users_output_spec():
    parts = Halves()(layers.Input((4,)))
    assert {name: part.shape for name, part in parts.items()} == {
        "left": (None, 2),
        "right": (None, 2),
    }


def test_public_methods_hand_out_none_and_plain_integers():
    from tahr import KerasTensor

    layer, chain = layers.Conv1D(2, 3), models.Sequential([layers.Dense(2)])
    for shape in (
        layer.compute_output_spec(KerasTensor((None, None, 3))).shape,
        chain.compute_output_spec(KerasTensor((None, 3))).shape,
    ):
        assert shape[0] is None
        assert all(n is None or type(n) is int for n in shape)


class Order(layers.Layer):
    """Computes in `build`, and holds weights in a list made there."""

    def build(self, shape):
        order = ops.flip(ops.arange(shape[-1]), axis=0)
        self.order = self.add_weight(
            shape=(shape[-1],), dtype="int32", trainable=False, initializer=order
        )
        self.sums = [self.add_weight(shape=(), trainable=False, initializer="zeros")]

    def call(self, x):
        self.sums[0].assign_add(1.0)
        return ops.take(x, self.order, axis=-1)


def test_a_tensor_is_an_initializer_in_a_graph_too():
    x = layers.Input((3,))
    layer = Order()
    model = models.Model(x, layer(x))
    given = np.arange(6, dtype="float32").reshape(2, 3)
    assert np.array_equal(model.predict(given, verbose=0), given[:, ::-1])
