"""The commands and their options; what they do is imported when they are called."""

from importlib import import_module
from pathlib import Path
from typing import Annotated, Any

import typer

from tahr.apps.cli.learning import add_to
from tahr.version import __version__

ABOUT = "Keras programs and models on any engine: JAX, PyTorch, TensorFlow, PyTensor, NumPy."

Engine = Annotated[
    str | None,
    typer.Option(
        "--engine",
        "-e",
        metavar="NAME",
        help="The engine: jax, torch, tensorflow, pytensor or numpy; auto measures which is the "
        "fastest for each model. By default the configured one.",
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
        typer.Option(
            "--version",
            "-V",
            callback=_show_version,
            is_eager=True,
            help="Show the version and exit.",
        ),
    ] = False,
) -> None:
    """Keras programs and models on any engine: JAX, PyTorch, TensorFlow, PyTensor, NumPy."""


@app.command(
    context_settings={"allow_interspersed_args": False, "ignore_unknown_options": True},
    epilog="[bold]Examples:[/bold]\n\n"
    "tahr run mnist_cnn.py\n\n"
    "tahr run --engine jax train.py --epochs 5 data.csv\n\n"
    "tahr run -m pytest tests\n\n"
    "tahr run notebook.ipynb",
)
def run(
    program: Annotated[
        Path,
        typer.Argument(
            metavar="PROGRAM",
            help="The Python program or notebook to run; or -m MODULE, or -c CODE.",
        ),
    ],
    arguments: Annotated[
        list[str] | None,
        typer.Argument(metavar="ARGUMENTS", help="Passed to the program, in sys.argv."),
    ] = None,
    engine: Engine = None,
) -> None:
    """Run a program written for Keras 1, 2, 3 or tf.keras, as it is.

    `import keras` and `from tensorflow import keras` import Tahr: neither needs to be installed.

    The processes that it starts have Tahr for Keras too.

    Options before the program's name are Tahr's, those after it the program's own.
    """
    _implementation("program").start(program, arguments or [], engine)


@app.command(epilog="[bold]Examples:[/bold]\n\ntahr demo\n\ntahr demo --output digits --epochs 20")
def demo(
    output: Annotated[
        Path, typer.Option("--output", "-o", help="The folder for the results.")
    ] = Path("tahr-demo"),
    epochs: Annotated[int | None, typer.Option(min=1, help="The number of epochs.")] = None,
    seed: Annotated[int, typer.Option(help="The random seed.")] = 7,
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
    """Show which engines and extras are installed, and how to install the others.

    The exit status is 1 where the engine cannot run.
    """
    raise typer.Exit(_implementation("doctor").doctor(as_json=json, engine=engine))


@app.command(
    epilog="[bold]Examples:[/bold]\n\ntahr upgrade program.py\n\n"
    "tahr upgrade --write notebooks/ train.py\n\ntahr upgrade --check --json ."
)
def upgrade(
    paths: Annotated[
        list[Path],
        typer.Argument(metavar="PATH...", help="Programs, notebooks, and folders of them."),
    ],
    write: Annotated[
        bool, typer.Option("--write", "-w", help="Write the files, each whole or not at all.")
    ] = False,
    check: Annotated[
        bool,
        typer.Option("--check", help="Exit with status 1 where there is anything left to do."),
    ] = False,
    json: Annotated[bool, typer.Option("--json", help="Print JSON, for scripts.")] = False,
) -> None:
    """Rewrite programs of Keras 1, 2 and tf.keras in the spelling of Keras 3.

    Shows what would change and lists what it cannot decide. Nothing is written without --write.

    Comments and formatting stay, and so do the outputs of notebooks.
    """
    status = _implementation("upgrade").upgrade(paths, write=write, check=check, as_json=json)
    raise typer.Exit(status)


@app.command(
    epilog="[bold]Examples:[/bold]\n\ntahr export model.keras --to onnx\n\n"
    "tahr export model.keras --to onnx --opset 21 -o net.onnx\n\n"
    "tahr export model.keras --to torch --batch 8 --json"
)
def export(
    model: Annotated[Path, typer.Argument(metavar="MODEL", help="The file of a saved model.")],
    to: Annotated[
        str,
        typer.Option(
            "--to",
            metavar="FORMAT",
            help="onnx (for onnxruntime and many others), saved_model (TensorFlow and its "
            "servers), torch (torch.export, .pt2), stablehlo (jax.export), openvino, or litert "
            "(phones, .tflite).",
        ),
    ],
    output: Annotated[
        Path | None,
        typer.Option("--output", "-o", help="Where it goes. By default beside the model."),
    ] = None,
    opset: Annotated[
        int | None,
        typer.Option(
            min=1,
            help="The edition of ONNX's operators. By default the oldest that has all it needs.",
        ),
    ] = None,
    batch: Annotated[
        int | None,
        typer.Option(min=1, help="How many samples a batch has. By default any number."),
    ] = None,
    json: Annotated[bool, typer.Option("--json", help="Print JSON, for scripts.")] = False,
) -> None:
    """Write a saved model as a program of another system, which runs it without Tahr.

    It computes what the model does in inference. The lengths that the model leaves open stay open.

    What cannot be exported is named, with its layer, before anything is written.
    """
    _implementation("export").export(model, to, output, opset, batch, json)


add_to(app)
