"""Validation judges the same first batches each epoch; a generator that ends ends training."""

import numpy as np
import pandas as pd
import pytest

import tahr
from tahr import layers
from tahr.core.errors import ArgumentError, DataError, TahrError

ROWS = np.arange(24, dtype="float32").reshape(24, 1)
ZEROS = np.zeros((24, 1), "float32")


def model_of(engine="jax"):
    model = tahr.Sequential([
        layers.Input((1,)), layers.Dense(1, kernel_initializer="ones", use_bias=False)
    ])  # fmt: skip
    model.to(engine).compile(tahr.optimizers.SGD(0.0), "mae")
    return model


def generated(count=6):
    return ((ROWS[4 * i : 4 * i + 4], ZEROS[:4]) for i in range(count))


class Numbered(tahr.utils.PyDataset):
    def __len__(self):
        return 6

    def __getitem__(self, index):
        return ROWS[4 * index : 4 * index + 4], ZEROS[:4]


class Again:
    def __iter__(self):
        return generated()


def loader():
    torch = pytest.importorskip("torch")
    data = torch.utils.data.TensorDataset(torch.tensor(ROWS), torch.tensor(ZEROS))
    return torch.utils.data.DataLoader(data, batch_size=4)


SOURCES = {
    "arrays": lambda: (ROWS, ZEROS),
    "generator": generated,
    "iterable": Again,
    "PyDataset": Numbered,
    "workers": lambda: Numbered(workers=2),
    "DataLoader": loader,
}


@pytest.mark.parametrize("name", SOURCES)
@pytest.mark.parametrize("steps", [2, 3])
def test_the_same_first_batches_each_epoch(name, steps):
    history = model_of().fit(
        ROWS[:4], ZEROS[:4], epochs=3, batch_size=4, verbose=0,
        validation_data=SOURCES[name](), validation_steps=steps,
    ).history  # fmt: skip
    assert history["val_loss"] == pytest.approx([ROWS[: 4 * steps].mean()] * 3)


def test_a_generator_is_validated_on_again():
    history = model_of().fit(
        ROWS[:4], ZEROS[:4], epochs=3, verbose=0, validation_data=generated(3)
    ).history  # fmt: skip
    assert history["val_loss"] == pytest.approx([5.5] * 3)


@pytest.mark.parametrize("name", ["arrays", "PyDataset"])
def test_nothing_is_judged_twice(name):
    data = SOURCES[name]()
    parts = data if isinstance(data, tuple) else (data,)
    size = 4 if name == "arrays" else None
    with pytest.warns(UserWarning, match="ran out after 6 of 9 batches"):
        found = model_of().evaluate(*parts, batch_size=size, steps=9, verbose=0)
    assert found == pytest.approx(ROWS.mean())


@pytest.mark.parametrize("engine", ["jax", "torch"])
def test_training_ends_with_its_generator(engine):
    model = model_of(engine)
    with pytest.warns(UserWarning, match="ran out after 1 of 3 epochs"):
        history = model.fit(generated(), epochs=3, verbose=0)
    assert history.epoch == [0]
    assert history.history["loss"] == pytest.approx([ROWS.mean()])


def test_the_rest_of_a_generator_is_an_epoch():
    with pytest.warns(UserWarning, match="ran out after"):
        history = model_of().fit(generated(5), epochs=4, steps_per_epoch=2, verbose=0)
    assert history.history["loss"] == pytest.approx([3.5, 11.5, 17.5])


def test_no_batch_at_all_is_an_error():
    with pytest.raises(DataError, match="no batch"):
        model_of().fit(iter(()), epochs=2, verbose=0)


@pytest.mark.parametrize("engine", ["jax", "torch"])
def test_batches_before_one_that_fails_are_trained_on(engine):
    class Broken(Numbered):
        def __len__(self):
            return 40

        def __getitem__(self, index):
            if index == 31:
                raise OSError("gone")
            return ROWS[:4], ZEROS[:4]

    model = model_of(engine)
    with pytest.raises(DataError, match="batch 31 of Broken"):
        model.fit(Broken(), shuffle=False, verbose=0)
    assert int(model.optimizer.iterations.numpy()) == 31


def stream(bad, at=3):
    return ((bad if i == at else ROWS[:4], ZEROS[:4]) for i in range(6))


@pytest.mark.parametrize("engine", ["jax", "torch"])
@pytest.mark.parametrize("bad", [np.ones((4, 2), "float32"), {"x": ROWS[:4], "z": ROWS[:4]}])
def test_what_does_not_fit_names_its_batch(engine, bad):
    with pytest.raises(TahrError, match="batch 3"):
        model_of(engine).fit(stream(bad), verbose=0)


@pytest.mark.parametrize("bad", [np.inf, -np.inf, 1e300, np.nan])
@pytest.mark.parametrize("way", ["fit", "stream", "train_on_batch"])
def test_weights_without_a_number(bad, way):
    weights = np.ones(4)
    weights[2] = bad
    model = model_of()
    model.compile(tahr.optimizers.SGD(0.1), "mae")
    before = model.get_weights()[0]
    with pytest.raises(DataError, match=r"sample_weight\[2\] is (-?inf|NaN)"):
        if way == "fit":
            model.fit(ROWS[:4], ZEROS[:4], sample_weight=weights, verbose=0, shuffle=False)
        elif way == "stream":
            model.fit(iter([(ROWS[:4], ZEROS[:4], weights)]), verbose=0)
        else:
            model.train_on_batch(ROWS[:4], ZEROS[:4], sample_weight=weights)
    np.testing.assert_array_equal(model.get_weights()[0], before)


@pytest.mark.parametrize("weights", [{"other": 3.0}, {0.5: 1.0}, {None: 1.0}])
def test_a_class_that_is_none(weights):
    key = repr(next(iter(weights)))
    with pytest.raises(ArgumentError, match=f"class_weight has a key that is no class: {key}"):
        model_of().fit(ROWS, ZEROS, class_weight=weights, verbose=0)


@pytest.mark.parametrize("weight", [None, "much", np.nan, 1e300])
def test_a_class_without_a_weight(weight):
    with pytest.raises(ArgumentError, match="no usable weight for class 1"):
        model_of().fit(ROWS, ZEROS, class_weight={1: weight}, verbose=0)


def test_masked_arrays():
    whole = np.ma.masked_invalid(ROWS)
    assert model_of().evaluate(whole, ZEROS, verbose=0) == pytest.approx(ROWS.mean())
    for name, parts in {"x": (whole.copy(), ZEROS), "y": (ROWS, whole.copy())}.items():
        next(p for p in parts if isinstance(p, np.ma.MaskedArray))[5, 0] = np.ma.masked
        with pytest.raises(DataError, match=rf"{name}: values are masked out[\s\S]*\[5, 0\]"):
            model_of().fit(*parts, verbose=0)


def test_a_missing_truth_value():
    frame = pd.DataFrame({"a": pd.array([True, None, False], dtype="boolean")})
    with pytest.raises(DataError, match=r"x\['a'\]\[1\]: a value is missing"):
        model_of().fit(frame, np.zeros(3), verbose=0)


@pytest.mark.parametrize("value", [1.5, "2", -1, None])
@pytest.mark.parametrize("name", ["epochs", "initial_epoch"])
def test_epochs_are_whole_numbers(name, value):
    with pytest.raises(ArgumentError, match=f"{name} is not a whole number"):
        model_of().fit(ROWS, ZEROS, **{name: value}, verbose=0)


@pytest.mark.parametrize("value", [1.5, "2", 0])
@pytest.mark.parametrize("name", ["steps_per_epoch", "validation_steps", "validation_freq"])
def test_steps_are_whole_numbers(name, value):
    with pytest.raises(ArgumentError, match=name):
        model_of().fit(ROWS, ZEROS, **{name: value}, validation_data=(ROWS, ZEROS), verbose=0)


def test_whole_numbers_of_numpy():
    history = model_of().fit(
        ROWS, ZEROS, epochs=np.int64(2), steps_per_epoch=np.int32(1), verbose=0
    )
    assert history.epoch == [0, 1]
