"""`tahr demo`: from data to a trained, saved and drawn model."""

import shutil
import sys
import time
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import numpy as np
from rich.console import Console
from rich.table import Table
from rich.text import Text

import tahr
from tahr.apps.cli import digits, engines
from tahr.apps.cli.digits import Digits
from tahr.core import current
from tahr.core.errors import ArgumentError, EngineError

BATCH = 32
RATE = 2e-3
EXAMPLES = 5


@dataclass(frozen=True)
class Made:
    """A file that the demo has written, and what is in it."""

    path: Path
    content: str


def _must_train() -> None:
    found = current.engine()
    if found.gradients:
        return
    others = [name for name in current.can_train() if engines.missing(name) is None]
    raise EngineError(
        f"the {found.name} engine cannot train, and the demo trains",
        expected=" or ".join(current.can_train()),
        got=found.name,
        todo=f"tahr demo --engine {(others or ['jax'])[0]}",
    )


def demo(output: Path, epochs: int | None, seed: int, engine: str | None) -> None:
    """Trains a network on handwritten digits and writes what comes of it.

    Args:
        output: the folder for the results.
        epochs: how often all digits are seen; enough by default.
        seed: where randomness starts.
        engine: what computes; the configured engine by default.
    """
    started = time.perf_counter()
    engines.choose(engine)
    _must_train()
    console = Console(highlight=False, soft_wrap=True)
    try:
        output.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise ArgumentError(
            "the results cannot be put there",
            where=str(output),
            got=error.strerror,
            todo="tahr demo --output FOLDER, with a folder that can be written to",
        ) from None
    data = digits.load()
    _introduce(console, data)
    tahr.utils.set_random_seed(seed)
    model = network(data, epochs or data.epochs)
    model.summary()
    console.print()
    history = model.fit(
        data.x_train,
        data.y_train,
        batch_size=BATCH,
        epochs=epochs or data.epochs,
        validation_data=(data.x_test, data.y_test),
    )
    _, accuracy = model.evaluate(data.x_test, data.y_test, verbose=0)
    _show_examples(console, model, data)
    seconds = time.perf_counter() - started
    result = f"{accuracy:.2%} of {len(data.x_test):,} digits it was not trained on are recognized"
    console.print(Text.assemble((result, "bold green"), f", after {seconds:.0f} s"))
    _conclude(console, _write(output, model, history))


def network(data: Digits, epochs: int) -> Any:
    """Makes the network, compiled: two convolutions and two dense layers.

    Args:
        data: what it is to learn.
        epochs: how often it sees the data; the learning rate falls to zero over them.
    """
    layers = tahr.layers
    model = tahr.Sequential(
        [
            layers.Input(data.x_train.shape[1:], name="image"),
            layers.Conv2D(16, 3, padding="same", activation="relu", name="strokes"),
            layers.MaxPooling2D(name="halve"),
            layers.Conv2D(32, 3, padding="same", activation="relu", name="shapes"),
            layers.MaxPooling2D(name="halve_again"),
            layers.Flatten(name="flatten"),
            layers.Dropout(0.25, name="dropout"),
            layers.Dense(64, activation="relu", name="combine"),
            layers.Dense(10, activation="softmax", name="digit"),
        ],
        name="digits",
    )
    steps = epochs * -(-len(data.x_train) // BATCH)
    rate = tahr.optimizers.schedules.CosineDecay(RATE, steps)
    model.compile(
        optimizer=tahr.optimizers.Adam(rate),
        loss="sparse_categorical_crossentropy",
        metrics=["accuracy"],
    )
    return model


def _introduce(console: Console, data: Digits) -> None:
    name = tahr.config.backend()
    version = engines.installed(name) or ""
    console.print(Text.assemble((f"Tahr {tahr.__version__}", "bold"), f" on {name} {version}"))
    counts = f"{len(data.x_train):,} to train on, {len(data.x_test):,} to test with"
    console.print(f"Handwritten digits: {data.name}; {counts}\n")


def _show_examples(console: Console, model: Any, data: Digits) -> None:
    """Prints a few digits, each with the prediction and its probability."""
    _, first = np.unique(data.y_test, return_index=True)
    chosen = np.sort(first)[:EXAMPLES]
    guesses = model.predict(data.x_test[chosen], verbose=0)
    pictures = Table.grid(padding=(0, 2))
    pictures.add_row(*("\n".join(digits.in_text(x[..., 0])) for x in data.x_test[chosen]))
    cells = []
    for guess, truth in zip(guesses, data.y_test[chosen], strict=True):
        number = int(np.argmax(guess))
        style = "bold green" if number == truth else "bold red"
        cells.append(Text.assemble((str(number), style), (f"  {guess[number]:.0%}", "dim")))
    pictures.add_row(*cells)
    console.print("\nTest digits, and what the network takes them for:\n")
    console.print(pictures)
    console.print()


def _write(output: Path, model: Any, history: Any) -> list[Made]:
    made = [
        Made(output / "digits.keras", "the trained model, which Keras 3 can open too"),
        Made(output / "network.svg", "a drawing of the network"),
        Made(output / "training.png", "the training curves"),
    ]
    model.save(made[0].path)
    tahr.utils.plot_model(model, made[1].path, show_shapes=True, show_layer_names=True)
    if find_spec("matplotlib") is None:
        return made[:2]
    history.plot(made[2].path)
    return made


def _conclude(console: Console, made: list[Made]) -> None:
    table = Table(box=None, pad_edge=False, show_header=False, padding=(0, 3, 0, 0))
    for item in made:
        table.add_row(Text(str(item.path), style="bold"), Text(item.content, style="dim"))
    console.print()
    console.print(table)
    if len(made) < 3:
        console.print("For the training curves: pip install 'tahr[plot]'", style="dim")
    load = f"import tahr; tahr.models.load_model('{made[0].path}').summary()"
    console.print("\nNext:", style="bold")
    rows = [
        (f'{_command("python")} -c "{load}"', ""),
        (f"{_command('tahr')} run my_keras_program.py", "run your own Keras program, unchanged"),
        (f"{_command('tahr')} doctor", "show which engines are installed"),
    ]
    width = max(len(command) for command, words in rows if words)
    for command, words in rows:
        console.print(f"  {command:<{width}}   {words}".rstrip(), soft_wrap=True)


def _command(name: str) -> str:
    """Returns what to type for a command of this environment, which may not be on the path."""
    here = Path(sys.executable).with_name(name)
    found = shutil.which(name)
    if not here.exists() or (found is not None and Path(found) == here):
        return name
    return str(here.relative_to(Path.cwd())) if here.is_relative_to(Path.cwd()) else str(here)
