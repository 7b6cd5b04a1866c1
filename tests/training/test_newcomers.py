"""What beginners get wrong about data, losses and callbacks is told, with what to do."""

import numpy as np
import pytest

from tahr import callbacks, layers, losses, metrics, models, optimizers, utils
from tahr.core.errors import ArgumentError, DataError, TahrError

X = np.random.default_rng(0).normal(size=(32, 4)).astype("float32")
CLASSES = np.arange(32) % 3
SPARSE = "sparse_categorical_crossentropy"


def net(loss=SPARSE, units=3, activation="softmax", **options):
    chain = [layers.Input((4,)), layers.Dense(units, activation=activation, name="last")]
    model = models.Sequential(chain)
    model.compile("sgd", loss, **options)
    return model


def fit(x=X, y=CLASSES, loss=SPARSE, units=3, activation="softmax", metrics=None, **options):
    return net(loss, units, activation, metrics=metrics).fit(x, y, verbose=0, **options)


class Items(utils.PyDataset):
    def __getitem__(self, index):
        return X, CLASSES


class Silent(models.Model):
    def call(self, x):
        pass


def silent():
    model = Silent()
    model.compile("sgd", "mse")
    model.fit(X, X, verbose=0)


def samples():
    yield from zip(X, CLASSES, strict=True)


def nothing(true, predicted):
    pass


class Reads(callbacks.Callback):
    def on_epoch_end(self, epoch, logs=None):
        return logs["val_loss"]


class Misspelt(callbacks.Callback):
    def on_epoch_ends(self, epoch, logs=None):
        pass


def embedded(numbers):
    chain = [layers.Input((4,)), layers.Embedding(10, 2), layers.Flatten(), layers.Dense(1)]
    model = models.Sequential(chain)
    model.compile("sgd", "mse")
    return model.fit(numbers, X[:, 0], verbose=0)


def broken(value):
    x = X.copy()
    x[3, 2] = value
    return x


MISTAKES = {
    "a class of data": (lambda: fit(Items, None), r"make an instance: Items\("),
    "no length": (lambda: fit(Items(), None), "write `def __len__"),
    "path": (lambda: fit("data.csv", None), "read it first"),
    "number": (lambda: fit(3, 4), "this is no data"),
    "samples": (lambda: fit(samples(), None), "DataLoader"),
    "names of classes": (lambda: fit(y=np.array(["a", "b"] * 16)), r"(?s)'a'.*numpy\.unique"),
    "numbers as text": (lambda: fit(X.astype(str)), r'x\.astype\("float32"\)'),
    "ragged": (lambda: fit(np.array([X[0], X[0, :2]] * 16, object)), "pad_sequences"),
    "infinite": (lambda: fit(broken(np.inf)), r"(?s)infinite number.*x\[3, 2\] is inf"),
    "no targets": (lambda: fit(y=None), "there are no targets"),
    "none to evaluate": (lambda: net().evaluate(X, verbose=0), "there are no targets"),
    "none to validate": (lambda: fit(validation_data=X), "there are no targets"),
    "several inputs": (lambda: net().fit(X, X, CLASSES), r"fit\(\[x1, x2\], y\)"),
    "validation by place": (lambda: net().fit(X, CLASSES, (X, CLASSES)), "validation_data="),
    "x and y": (lambda: fit(CLASSES, X), "may have changed places"),
    "one sample": (lambda: net().predict(X[0]), r"data\[None\]"),
    "other features": (lambda: net().predict(X[:, :2]), r"Input\(\(2,\)\)"),
    "no return": (silent, "`call` returned None"),
    "loss without return": (lambda: fit(loss=nothing), "nothing: the loss returned None"),
    "shapes for a loss": (
        lambda: fit(loss="mse"),
        r"(?s)mean_squared_error: .*\(32, 3\).*\(32,\).*units",
    ),
    "shapes for a metric": (
        lambda: fit(metrics=[metrics.Precision(name="p")]),
        r"(?s)metric 'p': .*\(32, 3\).*\(32,\).*class numbers",
    ),
    "misspelt loss": (lambda: net("mean_square_error"), "did you mean 'mean_squared_error'"),
    "misspelt metric": (lambda: net(metrics=["acuracy"]), "did you mean 'accuracy'"),
    "number as loss": (lambda: net(3), "neither a name"),
    "several losses": (lambda: fit(loss=["mse", "mae"]), r"(?s)1: last.*2"),
    "metric as loss": (lambda: net("accuracy"), r"metrics=\['accuracy'\]"),
    "loss first": (lambda: models.Sequential().compile("mse", "adam"), "the optimizer comes first"),
    "rate alone": (lambda: models.Sequential().compile(0.1, "mse"), r"optimizers\.Adam\("),
    "no optimizer": (lambda: models.Sequential().compile(dict, "mse"), r"tahr\.optimizers"),
    "weights as text": (lambda: net(loss_weights="a"), "loss_weights are numbers"),
    "jit": (lambda: net(jit_compile="yes"), "jit_compile cannot be this"),
    "verbose": (
        lambda: fit(batch_size=32, callbacks=None) and net().predict(X, verbose="a"),
        "0, 1",
    ),
    "no callback": (lambda: fit(callbacks=["early"]), "LambdaCallback"),
    "patience": (lambda: callbacks.EarlyStopping(patience="3"), "patience is not a whole number"),
    "schedule": (lambda: callbacks.LearningRateScheduler(0.1), "the schedule is no function"),
    "History": (lambda: fit()["loss"], r"history\.history\['loss'\]"),
    "rows beyond": (lambda: embedded(np.full((32, 4), 12)), "input_dim=13"),
    "rows below": (lambda: embedded(np.full((32, 4), -1)), "count terms from 0"),
    "no rows": (lambda: embedded(X + 2.5), "Embedding"),
}


@pytest.mark.parametrize("name", MISTAKES)
def test_what_to_do_is_said(name, trimmed_tracebacks):
    make, words = MISTAKES[name]
    with pytest.raises(TahrError, match=words) as found:
        make()
    assert max(map(len, str(found.value).splitlines())) < 240
    assert "\n\n" not in str(found.value)


def test_a_figure_that_is_not_there_is_told_with_those_that_are():
    with pytest.raises(KeyError, match=r"'val_loss'.*there are 'loss'"):
        fit(callbacks=[Reads()])


def test_the_model_is_not_what_fit_returns():
    with pytest.raises(AttributeError, match="fit returns a History"):
        fit().predict(X)


def test_one_callback_needs_no_list():
    assert fit(callbacks=callbacks.EarlyStopping("loss"), epochs=2).epoch == [0, 1]


DOUBTS = {
    "no activation": (lambda: net(activation=None), "takes probabilities, and 'last'"),
    "both": (
        lambda: fit(loss=losses.SparseCategoricalCrossentropy(from_logits=True)),
        "ends with softmax",
    ),
    "softmax of one": (
        lambda: fit(y=CLASSES > 1, loss="binary_crossentropy", units=1),
        "always 1",
    ),
    "one place for several": (
        lambda: fit(y=CLASSES[:, None], loss="mse", activation=None),
        r"\(32, 1\) with an output of shape \(32, 3\)",
    ),
    "labels of several classes": (
        lambda: fit(loss="binary_crossentropy", units=1, activation="sigmoid"),
        "for several classes",
    ),
    "labels of -1 and 1": (
        lambda: fit(y=(CLASSES > 1) * 2 - 1, loss="binary_crossentropy", units=1,
                    activation="sigmoid"),
        r"\(y \+ 1\) / 2",
    ),
    "misspelt hook": (lambda: fit(callbacks=[Misspelt()]), "did you mean 'on_epoch_end'"),
}  # fmt: skip


@pytest.mark.parametrize("name", DOUBTS)
def test_what_hardly_anyone_means_is_doubted(name):
    make, words = DOUBTS[name]
    with pytest.warns(UserWarning, match=words) as found:
        make()
    assert found[0].filename == __file__


def test_what_is_meant_is_not_doubted():
    fit(loss=losses.SparseCategoricalCrossentropy(from_logits=True), activation=None)
    fit(y=CLASSES > 1, loss="binary_crossentropy", units=1, activation="sigmoid")
    fit(y=X[:, :1], loss="mse", units=1, activation=None)
    embedded(np.full((32, 4), 9.0))


def test_a_scheduled_rate_is_still_taken():
    model = models.Sequential([layers.Input((4,)), layers.Dense(1)])
    model.compile(optimizers.SGD(lambda: 0.1), "mse")
    model.fit(X, X[:, 0], verbose=0)


def test_numbers_in_an_embedding_are_checked_in_predictions_too():
    model = models.Sequential([layers.Input((2,)), layers.Embedding(3, 2)])
    with pytest.raises(DataError, match="input_dim=6"):
        model.predict(np.full((4, 2), 5), verbose=0)
    with pytest.raises(ArgumentError, match="whole numbers"):
        layers.Dense(2).add_weight(((None, 3), 4))


def test_a_step_that_returns_nothing_is_told():
    class Own(models.Model):
        def __init__(self):
            super().__init__()
            self.dense = layers.Dense(1)

        def call(self, inputs):
            return self.dense(inputs)

        def train_step(self, data):
            self(data[0])

    model = Own()
    model.compile("sgd")
    with pytest.raises(ArgumentError, match="returned nothing"):
        model.fit(np.ones((4, 2)), np.ones((4, 1)), verbose=0)


def test_a_batch_size_may_be_a_number_of_numpy():
    model = models.Sequential([layers.Input((2,)), layers.Dense(1)])
    model.compile("sgd", "mse")
    model.fit(np.ones((4, 2)), np.ones((4, 1)), batch_size=np.int64(2), verbose=0)
    assert int(model.optimizer.iterations) == 2
