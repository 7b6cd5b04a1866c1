"""The curves of runs in one picture."""

from pathlib import Path

from tahr.apps.runs.comparing import Story
from tahr.core.extras import required

COLOURS = ("#2563eb", "#ea580c", "#16a34a", "#9333ea", "#dc2626", "#0891b2", "#ca8a04", "#475569")


def draw_curves(stories: list[Story], path: Path) -> None:
    """Draws loss and validation loss of runs, an epoch a point.

    Args:
        stories: of the runs.
        path: the picture; its ending says the format.

    Raises:
        MissingExtraError: matplotlib is not installed.
    """
    required("matplotlib", "plot")
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    names = [n for n in ("loss", "val_loss") if any(n in e for s in stories for e in s.epochs)]
    figure = Figure(figsize=(5.6 * max(len(names), 1), 3.8), layout="constrained")
    FigureCanvasAgg(figure)
    panels = figure.subplots(1, max(len(names), 1), squeeze=False)[0]
    for panel, name in zip(panels, names, strict=False):
        for number, story in enumerate(stories):
            values = [epoch.get(name, float("nan")) for epoch in story.epochs]
            colour = COLOURS[number % len(COLOURS)]
            panel.plot(range(1, len(values) + 1), values, color=colour, label=story.name)
        panel.set_title("validation loss" if name == "val_loss" else name, loc="left", fontsize=11)
        panel.set_xlabel("epoch")
        panel.grid(alpha=0.25)
        panel.spines[["top", "right"]].set_visible(False)
        panel.legend(frameon=False)
    figure.savefig(path, dpi=120)
