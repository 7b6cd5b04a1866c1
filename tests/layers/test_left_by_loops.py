"""What layers add to the loss, and which variables they change, in the steps of a loop."""

import numpy as np
import pytest

import tahr
from tahr import layers, ops
from tahr.core import current

ENGINES = [n for n in ("jax", "torch", "tensorflow", "pytensor") if n in current.can_train()]
RNG = np.random.default_rng(0)
ZEROS = np.zeros((6, 1), "float32")
WEIGHTS = {"kernel_initializer": "ones", "recurrent_initializer": "ones"}


def sequences(time):
    return RNG.uniform(size=(6, time, 2)).astype("float32")


def states(x, units=2):
    """Returns what a SimpleRNN of ones gives at every step, `(batch, time, units)`."""
    state, found = np.zeros((len(x), units), "float32"), []
    for step in range(x.shape[1]):
        state = np.tanh(x[:, step].sum(-1, keepdims=True) + state.sum(-1, keepdims=True))
        state = state.repeat(units, -1)
        found.append(state)
    return np.stack(found, 1)


def penalty(outputs):
    """Returns that on what a cell gives, its output and the same once more as its state."""
    return 2 * 0.01 * np.sum(outputs**2) / 6


def penalised(**options):
    return layers.SimpleRNNCell(2, activity_regularizer="l2", **WEIGHTS, **options)


def losses_of(layer, x):
    """Returns the loss of evaluating, and of training on, a model that adds a layer's alone."""
    model = tahr.Sequential([
        layers.Input(x.shape[1:]), layer, layers.Dense(1, kernel_initializer="zeros"),
    ])  # fmt: skip
    eagerly = current.engine().name == "torch"  # compiling it takes longer than all others
    model.compile(tahr.optimizers.SGD(0.0), "mse", run_eagerly=eagerly)
    return model.test_on_batch(x, ZEROS), model.train_on_batch(x, ZEROS)


@pytest.mark.parametrize("engine, time", [*((engine, 12) for engine in ENGINES), ("tensorflow", 3)])
def test_a_penalty_of_a_cell_is_summed_over_the_steps(engine, time):
    x = sequences(time)
    wanted = penalty(states(x))
    with tahr.engine(engine):
        assert losses_of(layers.RNN(penalised()), x) == pytest.approx([wanted] * 2, rel=1e-4)


@pytest.mark.parametrize(
    "make",
    [
        lambda: layers.RNN(penalised(), unroll=True),
        lambda: layers.RNN([layers.SimpleRNNCell(2, **WEIGHTS), penalised()]),
        lambda: layers.TimeDistributed(layers.RNN(penalised())),
        lambda: layers.RNN(penalised(dropout=0.5)),
    ],
    ids=["unrolled", "stacked", "at every step", "dropout"],
)
def test_wherever_the_cell_stands(make):
    layer, x = make(), sequences(4)
    once = states(x)
    if isinstance(layer, layers.TimeDistributed):
        x = x[:, None]
    if isinstance(getattr(layer, "cell", None), layers.StackedRNNCells):
        once = states(once)
    layer(x)
    assert float(sum(layer.losses)) == pytest.approx(penalty(once), rel=1e-4)


def test_both_directions():
    layer, x = layers.Bidirectional(layers.RNN(penalised())), sequences(4)
    layer(x)
    wanted = penalty(states(x)) + penalty(states(x[:, ::-1]))
    assert float(sum(layer.losses)) == pytest.approx(wanted, rel=1e-4)


class Own(layers.Layer):
    """A cell that adds to the loss and holds another layer."""

    def __init__(self, inner):
        super().__init__()
        self.state_size = 2
        self.inner = inner

    def build(self, input_shape):
        self.inner.build(input_shape)

    def call(self, inputs, states, training=False):
        self.add_loss(ops.mean(inputs))
        output = self.inner(inputs, training=training)
        return output, [output]


@pytest.mark.parametrize("engine", ENGINES)
def test_layers_in_a_cell_keep_their_state(engine):
    x = sequences(12)
    inner = layers.BatchNormalization(momentum=0.5)
    with tahr.engine(engine):
        found = losses_of(layers.RNN(Own(inner)), x)
    mean = np.zeros(2)
    for step in range(12):
        mean = 0.5 * mean + 0.5 * x[:, step].mean(0)
    np.testing.assert_allclose(inner.moving_mean.numpy(), mean, rtol=1e-4)
    assert found == pytest.approx([12 * x.mean()] * 2, rel=1e-4)


def test_every_step_draws_anew():
    x = np.ones((6, 12, 2), "float32")
    layer = layers.RNN(Own(layers.Dropout(0.5, seed=1)), return_sequences=True)
    kept = np.asarray(layer(x, training=True)) > 0
    assert 0.2 < kept.mean() < 0.8
    assert len({step.tobytes() for step in kept.transpose(1, 0, 2)}) > 6


@pytest.mark.parametrize("loop", ["scan", "map", "fori_loop"])
def test_loops_of_ones_own(loop):
    dense = layers.Dense(2, kernel_initializer="ones", activity_regularizer="l2")
    count = tahr.Variable(0.0)

    class Looping(layers.Layer):
        def __init__(self):
            super().__init__()
            self.dense, self.count = dense, count

        def call(self, x):
            def one(part):
                count.assign_add(1.0)
                return dense(part)

            if loop == "scan":
                return ops.scan(lambda n, part: (n, one(part)), 0.0, x)[1]
            if loop == "map":
                return ops.map(one, x)
            return ops.fori_loop(0, len(x), lambda i, total: total + one(x[i]), ops.zeros((6, 2)))

    x = sequences(5).swapaxes(0, 1)
    layer = Looping()
    layer(x)
    assert count.numpy() == 5
    assert float(sum(layer.losses)) == pytest.approx(
        0.01 * 2 * np.sum(x.sum(-1) ** 2) / 6, rel=1e-4
    )


def test_there_is_nothing_to_add_before_the_first_call():
    model = tahr.Sequential([layers.Input((3,)), layers.Dense(2, activity_regularizer="l2")])
    assert model.losses == []
    model(np.ones((1, 3), "float32"))
    assert len(model.losses) == 1
