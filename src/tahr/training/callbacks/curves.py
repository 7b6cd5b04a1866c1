"""Training curves as a picture."""

import io
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from tahr.core.extras import required

COLORS = ("#2563eb", "#ea580c")


def draw(
    epochs: Sequence[int], history: Mapping[str, Sequence[float]], to_file: str | Path | None
) -> Any:
    """Draws one panel a figure, with training and validation in it.

    Args:
        epochs: the numbers of the epochs, from zero.
        history: values by name; `val_` in front of a name puts it into that name's panel.
        to_file: where to write the picture; its ending chooses the format.

    Returns:
        The matplotlib figure.

    Raises:
        MissingExtraError: matplotlib is not installed.
    """
    required("matplotlib", "plot")
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.ticker import MaxNLocator

    panels = [name for name in history if not name.startswith("val_")]
    figure = shown_in_notebooks()(figsize=(5.2 * max(len(panels), 1), 3.6), layout="constrained")
    FigureCanvasAgg(figure)
    axes = figure.subplots(1, max(len(panels), 1), squeeze=False)[0]
    numbers = [epoch + 1 for epoch in epochs]
    for panel, name in zip(axes, panels, strict=False):
        for key, label, color in zip(
            (name, f"val_{name}"), ("training", "validation"), COLORS, strict=True
        ):
            values = list(history[key]) if key in history else []
            where = numbers[-len(values) :] if values else []
            if values:
                panel.plot(where, values, color=color, label=label, marker=".", linewidth=1.8)
        if numbers:
            panel.set_xlim(numbers[0] - 0.4, numbers[-1] + 0.4)
        panel.set_title(name.replace("_", " "), loc="left", fontsize=11)
        panel.set_xlabel("epoch")
        panel.xaxis.set_major_locator(MaxNLocator(integer=True))
        panel.grid(alpha=0.25)
        panel.spines[["top", "right"]].set_visible(False)
        panel.legend(frameon=False)
    if to_file is not None:
        figure.savefig(to_file, dpi=120)
    return figure


def shown_in_notebooks() -> Any:
    """Returns matplotlib's class of figures, with a picture that notebooks show by themselves."""
    from matplotlib.figure import Figure

    class Curves(Figure):
        """A figure that a notebook shows without `%matplotlib inline`."""

        def _repr_png_(self) -> bytes:
            picture = io.BytesIO()
            self.savefig(picture, format="png", dpi=120)
            return picture.getvalue()

    return Curves
