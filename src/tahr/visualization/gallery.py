"""Images side by side."""

import math
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from tahr.core import current
from tahr.core.errors import ArgumentError
from tahr.core.extras import required
from tahr.core.tracebacks import ends_at_user
from tahr.visualization.pixels import as_bytes, batch_of

if TYPE_CHECKING:
    from matplotlib.figure import Figure


@ends_at_user
def plot_image_gallery(
    images: Any,
    y_true: Any = None,
    y_pred: Any = None,
    label_map: Mapping[int, str] | None = None,
    rows: int | None = None,
    cols: int | None = None,
    value_range: Any = (0, 255),
    scale: float = 2,
    path: str | Path | None = None,
    show: bool | None = None,
    transparent: bool = True,
    dpi: int = 60,
    legend_handles: Any = None,
    data_format: str | None = None,
) -> "Figure | None":
    """Shows images in rows and columns, or writes the picture to a file.

    Args:
        images: `(batch, height, width, channels)`.
        y_true: `(batch,)`, their labels, written above them.
        y_pred: `(batch,)`, the predicted ones; green where they are right, red where not.
        label_map: what the labels are called; needed where there are any.
        rows: of the gallery; as many as are needed by default.
        cols: of the gallery; about as many as rows by default.
        value_range: the least and the most of the values.
        scale: width and height of an image in inches.
        path: the file to write to; None shows the picture.
        show: whether to show the picture; by default where there is no path.
        transparent: whether nothing stands behind the images in the file.
        dpi: dots per inch of the file.
        legend_handles: what of matplotlib a legend consists of.
        data_format: where the channels are; the configured place by default.

    Returns:
        The figure; None where it was shown.

    Raises:
        ArgumentError: path and show are both given, or labels and not what they are called.
        ShapeError: these are no images.
        MissingExtraError: matplotlib is not installed.

    Example:
        >>> figure = plot_image_gallery(np.zeros((4, 8, 8, 3)), show=False)
        >>> len(figure.axes)
        4
    """
    required("matplotlib", "plot")
    from matplotlib import pyplot as plt
    from matplotlib.figure import Figure

    if path is not None and show:
        raise ArgumentError("a gallery is written to a path or shown, not both")
    if label_map is None and (y_true is not None or y_pred is not None):
        raise ArgumentError("label_map is needed to write labels", expected="{0: 'cat', ...}")
    drawn = as_bytes(batch_of(images, data_format), value_range)
    down, across = _grid(len(drawn), rows, cols)
    shown = path is None if show is None else show
    size = (across * scale * drawn.shape[2] / drawn.shape[1], down * scale)
    if shown:
        figure = plt.figure(figsize=size, layout="constrained")
    else:
        figure = Figure(figsize=size, layout="constrained")
    for number, image in enumerate(drawn[: down * across]):
        axes = figure.add_subplot(down, across, number + 1)
        axes.imshow(image[..., 0] if image.shape[-1] == 1 else image, cmap="gray", vmin=0, vmax=255)
        axes.axis("off")
        if label_map is not None:
            _title(axes, number, y_true, y_pred, label_map)
    if legend_handles is not None:
        figure.legend(handles=legend_handles, loc="outside lower center", ncols=len(legend_handles))
    if path is not None:
        figure.savefig(path, dpi=dpi, transparent=transparent)
    if not shown:
        return figure
    plt.show()
    plt.close(figure)
    return None


def _grid(count: int, rows: int | None, cols: int | None) -> tuple[int, int]:
    """Returns how many rows and columns there are, of which either may be given."""
    if rows is None:
        cols = cols or math.ceil(math.sqrt(count)) or 1
        return max(math.ceil(count / cols), 1), cols
    return rows, cols or max(math.ceil(count / rows), 1)


def _title(axes: Any, number: int, y_true: Any, y_pred: Any, names: Mapping[int, str]) -> None:
    given = {"true": y_true, "predicted": y_pred}
    found = {
        k: int(np.asarray(current.to_numpy(y))[number]) for k, y in given.items() if y is not None
    }
    text = "\n".join(f"{k}: {names[label]}" for k, label in found.items())
    right = len({*found.values()}) == 1
    axes.set_title(
        text, fontsize=8, color="black" if len(found) < 2 else "green" if right else "red"
    )
