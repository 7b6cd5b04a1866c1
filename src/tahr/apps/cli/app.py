"""The commands and their options; what they do is imported when they are called."""

from importlib import import_module
from pathlib import Path
from typing import Annotated, Any

import typer

from tahr.version import __version__

ABOUT = "Keras programs and models on any engine: JAX, PyTorch, TensorFlow, PyTensor, NumPy."

Engine = Annotated[
    str | None,
    typer.Option(
        "--engine",
        "-e",
        metavar="NAME",
        help="What computes: jax, torch, tensorflow, pytensor, numpy; or auto, by which each "
        "model takes what is measured to be the fastest. The configured engine by default.",
    ),
]

app: typer.Typer = typer.Typer(
    help=ABOUT,
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode="rich",
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


def _show_version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"tahr {__version__}")
        raise typer.Exit


def _implementation(module: str) -> Any:
    return import_module(f"tahr.apps.cli.{module}")


@app.callback(
    epilog="[bold]Start here:[/bold]  tahr demo   ·   tahr run my_program.py   ·   tahr doctor"
)
def tahr(
    version: Annotated[
        bool,
        typer.Option("--version", "-V", callback=_show_version, is_eager=True, help="The version."),
    ] = False,
) -> None:
    """Keras programs and models on any engine: JAX, PyTorch, TensorFlow, PyTensor, NumPy."""


@app.command(
    context_settings={"allow_interspersed_args": False, "ignore_unknown_options": True},
    epilog="[bold]Examples:[/bold]\n\n"
    "tahr run mnist_cnn.py\n\n"
    "tahr run --engine jax train.py --epochs 5 data.csv",
)
def run(
    program: Annotated[Path, typer.Argument(metavar="PROGRAM", help="The program.")],
    arguments: Annotated[
        list[str] | None,
        typer.Argument(metavar="ARGUMENTS", help="Given to the program in sys.argv."),
    ] = None,
    engine: Engine = None,
) -> None:
    """Run a program written for Keras 1, 2, 3 or tf.keras, as it is.

    `import keras` and `from tensorflow import keras` give Tahr: neither of the two is needed.

    Options before the program are Tahr's, those behind it are the program's own.
    """
    _implementation("program").start(program, arguments or [], engine)


@app.command(epilog="[bold]Examples:[/bold]\n\ntahr demo\n\ntahr demo --output digits --epochs 20")
def demo(
    output: Annotated[Path, typer.Option("--output", "-o", help="Where the results go.")] = Path(
        "tahr-demo"
    ),
    epochs: Annotated[
        int | None, typer.Option(min=1, help="How often all digits are seen.")
    ] = None,
    seed: Annotated[int, typer.Option(help="Where randomness starts.")] = 7,
    engine: Engine = None,
) -> None:
    """Train a small network on handwritten digits, in less than a minute.

    Writes the model, a drawing of the network and the training curves.
    """
    _implementation("demo").demo(output, epochs, seed, engine)


@app.command(epilog="[bold]Examples:[/bold]\n\ntahr doctor\n\ntahr doctor --json")
def doctor(
    json: Annotated[bool, typer.Option("--json", help="Print JSON, for scripts.")] = False,
    engine: Engine = None,
) -> None:
    """Show which engines and extras are there, and how to get the others.

    The exit status is 1 where the engine cannot run.
    """
    raise typer.Exit(_implementation("doctor").doctor(as_json=json, engine=engine))
