"""The commands on data, jobs and runs, and their options; what they do is imported when called."""

from importlib import import_module
from pathlib import Path
from typing import Annotated, Any

import typer

LEARN = "Learn from data"
LOOK = "Look at runs and models"
JSON = Annotated[bool, typer.Option("--json", help="Print JSON, for scripts.")]
Runs = Annotated[Path, typer.Option("--runs", help="The folder of runs.")]
RUNS = Path("runs")


def add_to(app: typer.Typer) -> None:
    """Adds the commands to the command line."""
    for command, panel, *examples in COMMANDS:
        shown = "\n\n".join(examples)
        head = "Examples" if len(examples) > 1 else "Example"
        app.command(rich_help_panel=panel, epilog=f"[bold]{head}:[/bold]\n\n{shown}")(command)
    runs = typer.Typer(
        help="List, show, follow, compare and remove runs.",
        no_args_is_help=True,
        context_settings={"help_option_names": ["-h", "--help"]},
    )
    for name, command in OF_RUNS.items():
        runs.command(name)(command)
    app.add_typer(runs, name="runs", rich_help_panel=LOOK)
    app.add_typer(runs, name="logs", rich_help_panel=LOOK, hidden=True)


def _implementation(module: str) -> Any:
    return import_module(f"tahr.apps.cli.{module}")


def init(
    data: Annotated[
        str,
        typer.Argument(
            metavar="DATA",
            help="A table (csv, tsv, json lines, parquet, xlsx), a folder of pictures, sounds or "
            "texts, an .npz file, or the name of a data set.",
        ),
    ],
    target: Annotated[
        list[str] | None,
        typer.Option("--target", "-t", help="The column to tell; by default the likeliest."),
    ] = None,
    output: Annotated[Path, typer.Option("--output", "-o", help="The job to write.")] = Path(
        "tahr.yaml"
    ),
    force: Annotated[bool, typer.Option("--force", help="Replace a job that is there.")] = False,
    json: JSON = False,
) -> None:
    """Look at data, say what it holds, and write a job that learns from it."""
    _implementation("init").init(data, target or [], output, force, json)


def train(
    job: Annotated[
        Path, typer.Argument(metavar="JOB", help="The job, or the folder it is in.")
    ] = Path("tahr.yaml"),
    set: Annotated[
        list[str] | None,
        typer.Option("--set", "-s", metavar="FIELD=VALUE", help="Change a field of the job."),
    ] = None,
    engine: Annotated[
        str | None,
        typer.Option("--engine", "-e", metavar="NAME", help="jax, torch, tensorflow or auto."),
    ] = None,
    resume: Annotated[
        str | None,
        typer.Option("--resume", metavar="RUN", help="Go on with a run that was interrupted."),
    ] = None,
    runs: Annotated[
        Path | None, typer.Option("--runs", help="The folder of runs; beside the job by default.")
    ] = None,
    json: JSON = False,
) -> None:
    """Carry out a job: train a model, and say how good it is beside baselines.

    Everything about it is kept in a folder of its own. Ctrl-C loses nothing: --resume goes on.
    """
    changes = [*(set or []), *([f"training.engine={engine}"] if engine else [])]
    _implementation("train").train(job, changes, resume, runs, json)


def predict(
    run: Annotated[str, typer.Argument(metavar="RUN", help="The run, or its job's name.")],
    data: Annotated[
        str | None,
        typer.Argument(metavar="DATA", help="A table, folder or file; - is standard input."),
    ] = None,
    output: Annotated[
        Path | None, typer.Option("--output", "-o", help="A .csv, .parquet or .jsonl to write.")
    ] = None,
    row: Annotated[
        str | None,
        typer.Option("--row", metavar="A=1,B=x", help="One row, in place of data."),
    ] = None,
    runs: Runs = RUNS,
    json: JSON = False,
) -> None:
    """Tell, of new data, what a run has learned to tell.

    Rows that cannot be read are named, and the rest is done.
    """
    _implementation("predict").predict(run, data, output, row, runs, json)


def evaluate(
    run: Annotated[str, typer.Argument(metavar="RUN", help="The run, or its job's name.")],
    data: Annotated[str, typer.Argument(metavar="DATA", help="Data with the targets in it.")],
    runs: Runs = RUNS,
    json: JSON = False,
) -> None:
    """Say how good a run's model is on data whose targets are known."""
    _implementation("predict").evaluate(run, data, runs, json)


def advise(
    data: Annotated[str, typer.Argument(metavar="DATA", help="Anything that `init` takes.")],
    target: Annotated[
        list[str] | None, typer.Option("--target", "-t", help="The column to tell.")
    ] = None,
    json: JSON = False,
) -> None:
    """Say which network, loss, optimizer, batch size and figures suit data, and why."""
    _implementation("init").advise(data, target or [], json)


def report(
    run: Annotated[str, typer.Argument(metavar="RUN", help="The run, or its job's name.")],
    runs: Runs = RUNS,
    json: JSON = False,
) -> None:
    """Write the document of a run's model: Markdown, HTML and JSON."""
    _implementation("report").report(run, runs, json)


def summary(
    model: Annotated[str, typer.Argument(metavar="MODEL", help="A saved model, or a run.")],
    runs: Runs = RUNS,
) -> None:
    """Print the layers of a model, with shapes, weights and FLOPs."""
    _implementation("report").summary(model, runs)


def plot(
    model: Annotated[str, typer.Argument(metavar="MODEL", help="A saved model, or a run.")],
    output: Annotated[
        Path, typer.Option("--output", "-o", help="The picture: a .png or .svg.")
    ] = Path("model.png"),
    runs: Runs = RUNS,
) -> None:
    """Draw the network of a model, with shapes and weights."""
    _implementation("report").plot(model, output, runs)


def inspect(
    file: Annotated[
        Path,
        typer.Argument(
            metavar="FILE", help="A .keras, .h5, .json, .yaml, .safetensors or .npz file."
        ),
    ],
    json: JSON = False,
) -> None:
    """Say what a file holds: layers, arrays, who wrote it, and what to be careful about.

    Nothing of it is made, imported or run.
    """
    _implementation("inspect").inspect(file, json)


def convert(
    old: Annotated[Path, typer.Argument(metavar="OLD", help="A model that any Keras saved.")],
    new: Annotated[
        Path, typer.Argument(metavar="NEW", help="A name that ends in .keras, or in .h5.")
    ],
    force: Annotated[bool, typer.Option("--force", help="Replace a file that is there.")] = False,
    json: JSON = False,
) -> None:
    """Write a model's file of one kind, and any age, as a file of another."""
    _implementation("convert").convert(old, new, force, json)


def list_runs(runs: Runs = RUNS, json: JSON = False) -> None:
    """List runs: their state and main figure."""
    _implementation("runs").list_runs(runs, json)


def show(
    run: Annotated[str, typer.Argument(metavar="RUN")], runs: Runs = RUNS, json: JSON = False
) -> None:
    """Show a run: its state, choices with reasons, figures."""
    _implementation("runs").show(run, runs, json)


def follow(run: Annotated[str, typer.Argument(metavar="RUN")], runs: Runs = RUNS) -> None:
    """Show the curves of a run while another process trains it."""
    _implementation("runs").follow(run, runs)


def compare(
    names: Annotated[list[str], typer.Argument(metavar="RUN RUN...")],
    picture: Annotated[
        Path | None, typer.Option("--picture", "-p", help="A picture of their curves to write.")
    ] = None,
    runs: Runs = RUNS,
    json: JSON = False,
) -> None:
    """Compare runs: figures, and what differs between their jobs."""
    _implementation("runs").compare(names, picture, runs, json)


def remove(
    names: Annotated[list[str], typer.Argument(metavar="RUN...")],
    yes: Annotated[bool, typer.Option("--yes", "-y", help="Do not ask.")] = False,
    runs: Runs = RUNS,
) -> None:
    """Remove runs, with their models."""
    _implementation("runs").remove(names, yes, runs)


COMMANDS: tuple[Any, ...] = (
    (init, LEARN, "tahr init adult.csv --target income", "tahr init photos/", "tahr init mnist"),
    (
        train,
        LEARN,
        "tahr train",
        "tahr train tahr.yaml --set training.epochs=3 --set model.preset=best",
        "tahr train --resume income-3",
    ),
    (
        predict,
        LEARN,
        "tahr predict income new.csv -o out.csv",
        "tahr predict income --row age=39,education=Bachelors",
        "cat new.csv | tahr predict income -",
    ),
    (evaluate, LEARN, "tahr evaluate income held_out.csv"),
    (advise, LEARN, "tahr advise adult.csv --target income"),
    (report, LOOK, "tahr report income-3"),
    (summary, LOOK, "tahr summary income-3", "tahr summary model.keras"),
    (plot, LOOK, "tahr plot income-3 -o network.svg"),
    (inspect, LOOK, "tahr inspect model.keras", "tahr inspect old.h5 --json"),
    (convert, LOOK, "tahr convert old.h5 new.keras"),
)
"""The commands, the panel of the help that each stands in, and examples of each."""
OF_RUNS: dict[str, Any] = {
    "list": list_runs,
    "show": show,
    "follow": follow,
    "compare": compare,
    "remove": remove,
}
