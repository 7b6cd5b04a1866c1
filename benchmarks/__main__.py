"""`python -m benchmarks`: every contestant on every task, as ratios of one run."""

import argparse
import json
import os
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.progress import track
from rich.table import Table

from benchmarks.tasks import TASKS

HERE = Path(__file__).resolve().parent
ENGINES = ("jax", "torch", "tensorflow")
CONTESTANTS = [
    *(f"tahr-{engine}" for engine in (*ENGINES, "pytensor", "auto")),
    *(f"keras-{engine}" for engine in ENGINES),
    "hand-jax", "hand-torch",
]  # fmt: skip
FIGURES = {
    "step_ms": "ms a step",
    "first_epoch_s": "s from the start of the process to the end of the first epoch",
    "predict_row_ms": "ms to predict one row, warm",
    "import_and_build_s": "s to import and build",
    "peak_mb": "MB at most",
}
LIMIT = 900
"""Seconds for one measurement."""


def main() -> None:
    """Runs what the arguments say."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("--tasks", nargs="+", choices=TASKS, default=list(TASKS))
    parser.add_argument("--who", nargs="+", choices=CONTESTANTS, default=CONTESTANTS)
    parser.add_argument("--rounds", type=int, default=1, help="the best of so many counts")
    parser.add_argument("--output", type=Path, default=Path("bench"), help="a folder")
    chosen = parser.parse_args()
    console = Console()
    plan = [(w, t) for _ in range(chosen.rounds) for t in chosen.tasks for w in chosen.who]
    found: dict[tuple[str, str], dict[str, Any]] = {}
    for who, task in track(plan, "measuring", console=console, transient=True):
        row = one(who, task)
        if "error" in row:
            console.print(f"{who} on {task}: {row['error']}", style="red", highlight=False)
        found[who, task] = better(found.get((who, task)), row)
    chosen.output.mkdir(parents=True, exist_ok=True)
    rows = list(found.values())
    (chosen.output / "results.json").write_text(json.dumps(rows, indent=1), encoding="utf-8")
    for figure, title in FIGURES.items():
        console.print(table(found, figure, title, chosen.who, chosen.tasks))
    chart(found, chosen.who, chosen.tasks, chosen.output / "steps.png")
    console.print(f"written: {chosen.output}/results.json, {chosen.output}/steps.png")


def one(who: str, task: str) -> dict[str, Any]:
    """Measures in a fresh process."""
    path = os.pathsep.join([str(HERE.parent / "src"), str(HERE.parent)])
    env = {**os.environ, "PYTHONPATH": path, "BENCH_BEGUN": str(time.time())}
    env |= {"TF_CPP_MIN_LOG_LEVEL": "3", "TAHR_CACHE": str(HERE.parent / ".bench-cache")}
    command = [sys.executable, "-m", "benchmarks.measure", who, task]
    try:
        done = subprocess.run(
            command, env=env, capture_output=True, text=True, timeout=LIMIT, check=True
        )
        return json.loads(done.stdout.splitlines()[-1])
    except subprocess.TimeoutExpired:
        return {"who": who, "task": task, "error": f"took more than {LIMIT} s"}
    except subprocess.CalledProcessError as error:
        return {"who": who, "task": task, "error": error.stderr.strip().splitlines()[-1]}


def better(before: dict[str, Any] | None, now: dict[str, Any]) -> dict[str, Any]:
    """Takes the lower of each figure."""
    if before is None or "error" in before or "error" in now:
        return now if before is None or "error" in before else before
    return {**now, **{name: min(before[name], now[name]) for name in FIGURES}}


def table(
    found: dict[tuple[str, str], dict[str, Any]],
    figure: str,
    title: str,
    who: list[str],
    tasks: list[str],
) -> Table:
    """Draws one figure: of each contestant, and its ratio to Keras on the same engine."""
    drawn = Table(
        "", *tasks, title=f"{title} (x of Keras on the same engine)", title_justify="left"
    )
    for name in who:
        rival = f"keras-{name.partition('-')[2]}"
        rival = "keras-jax" if name == "tahr-auto" else rival
        cells = []
        for task in tasks:
            value = found.get((name, task), {}).get(figure)
            base = found.get((rival, task), {}).get(figure)
            text = "-" if value is None else f"{value:.3g}"
            if value and base and name.startswith("tahr"):
                text += f"  x{value / base:.2f}"
            cells.append(text)
        drawn.add_row(name, *cells)
    return drawn


def chart(
    found: dict[tuple[str, str], dict[str, Any]], who: list[str], tasks: list[str], path: Path
) -> None:
    """Draws the time of a step as a multiple of the fastest."""
    import matplotlib as mpl

    mpl.use("Agg")
    from matplotlib import pyplot as plt

    colours = {"tahr": "#1f6f8b", "keras": "#d1603d", "hand": "#8a8a8a"}
    figure, axes = plt.subplots(1, len(tasks), figsize=(3.1 * len(tasks), 0.32 * len(who) + 1.4))
    for axis, task in zip([axes] if len(tasks) == 1 else axes, tasks, strict=True):
        values = [found.get((name, task), {}).get("step_ms") or 0 for name in who]
        least = min((v for v in values if v), default=1)
        ratios = [v / least for v in values]
        axis.barh(range(len(who)), ratios, color=[colours[n.partition("-")[0]] for n in who])
        axis.set_yticks(
            range(len(who)), who if axis is (axes if len(tasks) == 1 else axes[0]) else []
        )
        axis.invert_yaxis()
        axis.set_xticks([])
        axis.set_title(task)
        for place, ratio in enumerate(ratios):
            if ratio:
                axis.text(ratio, place, f" {ratio:.2f}", va="center", fontsize=7)
        for side in ("top", "right", "bottom"):
            axis.spines[side].set_visible(False)
    figure.suptitle("time of a training step, as a multiple of the fastest")
    figure.tight_layout()
    figure.savefig(path, dpi=130)


if __name__ == "__main__":
    main()
