"""Random layers and models against real Keras: outputs, a step of training, files both ways.

`TAHR_FUZZ_SEED` chooses other programs; `TAHR_FUZZ_LAYERS` and `TAHR_FUZZ_MODELS` say how many the
long run takes.
"""

import os
import warnings
from pathlib import Path
from typing import Any

import keras
import numpy as np
import pytest
from tests.fuzz.judging import Outcome, is_meant, outcome, verdict
from tests.fuzz.programs import files, layer_program, model_program, weights_of

import tahr
from tahr.core.errors import TahrError

SEED = int(os.environ.get("TAHR_FUZZ_SEED", "0"))
MANY_LAYERS = int(os.environ.get("TAHR_FUZZ_LAYERS", "2500"))
MANY_MODELS = int(os.environ.get("TAHR_FUZZ_MODELS", "600"))


def wrong_layers(numbers: range) -> list[str]:
    wrong = []
    for number in numbers:
        program = layer_program(np.random.default_rng([SEED, number]))
        state: list[Any] = [None]

        def theirs(program: Any = program, state: list[Any] = state) -> list[np.ndarray]:
            layer, found = program.run(keras)
            state[0] = layer.get_weights()
            return found

        other = outcome(theirs)
        mine = outcome(lambda program=program, state=state: program.run(tahr, state[0])[1])
        said = verdict(mine, other) or misjudged(program, mine)
        if said is not None and not is_meant(program.name, program.given, said):
            wrong.append(f"{number}: {program}\n    {said}")
    return wrong


def misjudged(program: Any, ran: Outcome) -> str | None:
    """Says where symbolic tensors are told another thing than arrays.

    The batch is unknown to them, which a sample without axes of its own is not.
    """
    if any(x.ndim == 1 for x in program.data):
        return None
    try:
        shapes = program.shapes(tahr)
    except TahrError as error:
        return None if ran.arrays is None else f"refused symbolically: {str(error)[:300]}"
    except Exception as error:
        return f"untyped, symbolically: {type(error).__name__}: {str(error)[:300]}"
    if ran.arrays is None or len(shapes) != len(ran.arrays):
        return None if ran.arrays is None else f"{len(shapes)} symbolic outputs"
    for shape, array in zip(shapes, ran.arrays, strict=True):
        pairs = zip(shape, array.shape, strict=False)
        if len(shape) != array.ndim or any(n not in (None, m) for n, m in pairs):
            return f"symbolic shape {shape}, in truth {array.shape}"
    return None


def wrong_models(numbers: range, folder: Path) -> list[str]:
    wrong: list[str] = []
    for number in numbers:
        random = np.random.default_rng([SEED, number, 1])
        program = model_program(tahr, random)
        if not program.steps:
            continue
        keras.utils.clear_session(free_memory=False)
        wrong += [
            f"{number}: {program}\n    {said}" for said in judged(program, number, random, folder)
        ]
    return wrong


def judged(program: Any, number: int, random: np.random.Generator, folder: Path) -> list[str]:
    """Says what is wrong with one model."""
    other = outcome(lambda: [program.build(keras)])
    if other.arrays is None:
        return []
    mine = outcome(lambda: [program.build(tahr)])
    if mine.arrays is None:
        return [f"cannot be built: {mine.error!r}"[:400]]
    ours, theirs = mine.arrays[0], other.arrays[0]
    x = random.normal(size=(3, *program.shape)).astype("float32")
    state = weights_of(theirs)
    if [w.shape for w in theirs.weights] != [w.shape for w in ours.weights]:
        return ["other weights"]
    theirs.set_weights(state)
    ours.set_weights(state)
    forward = outcome(lambda: [np.asarray(theirs(x))])
    said = [("output", verdict(outcome(lambda: [np.asarray(ours(x))]), forward))]
    if forward.arrays is None:
        return [f"{what}: {s}" for what, s in said if s]
    said += crossing(ours, theirs, x, forward, files(folder, number))
    y = random.normal(size=forward.arrays[0].shape).astype("float32")
    said.append(
        ("training", verdict(*(outcome(lambda m=m: trained(m, x, y)) for m in (ours, theirs))))
    )
    return [f"{what}: {s}" for what, s in said if s]


def crossing(
    ours: Any, theirs: Any, x: np.ndarray, forward: Outcome, paths: tuple[str, str]
) -> list[tuple[str, str | None]]:
    """Saves both, and reads Keras's file in Tahr, and Tahr's in both."""

    def read(k: Any, path: str) -> Outcome:
        return outcome(lambda: [np.asarray(k.models.load_model(path)(x))])

    ours.save(paths[0])
    theirs.save(paths[1])
    if read(keras, paths[1]).arrays is None:
        return [("own file", verdict(read(tahr, paths[0]), forward))]
    rows = [
        ("Keras's file", verdict(read(tahr, paths[1]), forward)),
        ("own file", verdict(read(tahr, paths[0]), forward)),
    ]
    back = read(keras, paths[0])
    rows.append(
        ("file in Keras", repr(back.error)[:300] if back.arrays is None else verdict(back, forward))
    )
    for path in paths:
        Path(path).unlink()
    return rows


def trained(model: Any, x: np.ndarray, y: np.ndarray) -> list[np.ndarray]:
    k = keras if isinstance(model, keras.Model) else tahr
    model.compile(k.optimizers.SGD(0.01), "mse", run_eagerly=True)
    loss = np.asarray(model.train_on_batch(x, y), "float32").reshape(-1)
    return [loss, *model.get_weights()]


def check(wrong: list[str]) -> None:
    assert not wrong, "\n".join([f"{len(wrong)} wrong, seed {SEED}", *wrong])


@pytest.fixture(autouse=True)
def quiet() -> Any:
    """Keras warns of much of what is drawn."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        yield


def test_some_layers() -> None:
    check(wrong_layers(range(40)))


def test_some_models(tmp_path: Path) -> None:
    check(wrong_models(range(2), tmp_path))


@pytest.mark.soak
def test_many_layers() -> None:
    check(wrong_layers(range(40, MANY_LAYERS)))


@pytest.mark.soak
def test_many_models(tmp_path: Path) -> None:
    check(wrong_models(range(2, MANY_MODELS), tmp_path))
