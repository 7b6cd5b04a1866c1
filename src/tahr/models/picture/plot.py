"""`plot_model`: a picture of a model in a file, and in a notebook."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tahr.core.errors import ArgumentError, SavingError
from tahr.core.notices import unheard
from tahr.core.tracebacks import ends_at_user
from tahr.models.picture.contents import Shown, drawing_of
from tahr.models.picture.drawing import Drawing
from tahr.models.picture.layout import TURNS
from tahr.models.picture.png import write_png
from tahr.models.picture.svg import to_svg


@dataclass(frozen=True)
class Picture:
    """A picture of a model, which notebooks show.

    Attributes:
        drawing: what is in it, and where.
        title: what it is called.
    """

    drawing: Drawing
    title: str

    @property
    def svg(self) -> str:
        """The picture as the text of an SVG file."""
        return to_svg(self.drawing, self.title)

    def __repr__(self) -> str:
        width, height = (round(length) for length in self.drawing.layout.size)
        return f"<Picture of {self.title}: {len(self.drawing.boxes)} boxes, {width} x {height}>"

    def _repr_svg_(self) -> str:
        return self.svg

    def save(self, path: str | Path, dpi: int = 200) -> None:
        """Writes the picture into a file.

        Args:
            path: the file; its ending chooses the format. ".svg" needs no library, ".png" and
                others need matplotlib.
            dpi: dots an inch.

        Raises:
            MissingExtraError: matplotlib is needed and not installed.
        """
        path = Path(path)
        if path.suffix.lower() == ".svg":
            path.write_text(self.svg, encoding="utf-8")
        else:
            write_png(self.drawing, path, dpi)


FORMATS = (".svg", ".png", ".pdf", ".jpg", ".jpeg", ".webp", ".eps", ".ps", ".tif", ".tiff")


def check_path(path: Path) -> None:
    """Raises where no picture can be written.

    Raises:
        SavingError: the ending is no format's, or the folder is not there.
    """
    if path.suffix.lower() not in FORMATS:
        raise SavingError(
            "no picture has this ending",
            where=str(path),
            expected=", ".join(FORMATS),
            got=path.suffix or "none",
        )
    if not path.parent.is_dir():
        raise SavingError("its folder is not there", where=str(path), todo="make the folder first")


@ends_at_user
def plot_model(
    model: Any,
    to_file: str | Path | None = "model.png",
    show_shapes: bool = False,
    show_dtype: bool = False,
    show_layer_names: bool = False,
    rankdir: str = "auto",
    expand_nested: bool = False,
    dpi: int = 200,
    show_layer_activations: bool = False,
    show_trainable: bool = False,
    splines: str = "ortho",
    **others: object,
) -> Picture:
    """Plots a model as a graph, without Graphviz.

    Args:
        model: built, so that its graph is known.
        to_file: where the picture goes, ".svg" or ".png"; nowhere where None.
        show_shapes: whether the boxes tell output shapes and numbers of parameters.
        show_dtype: whether they tell dtypes.
        show_layer_names: whether they tell names.
        rankdir: where it runs: "TB" down, "BT" up, "LR" to the right, "RL" to the left; "auto"
            down, and to the right where that would become several times as wide as high.
        expand_nested: whether models inside the model are drawn with all that is in them.
        dpi: dots an inch.
        show_layer_activations: whether the boxes tell activations.
        show_trainable: whether they tell which layers are trained.
        splines: accepted for Keras's signature; edges are curves.

    Returns:
        The picture.

    Raises:
        ArgumentError: the model is not built, or `rankdir` is none of these.
        MissingExtraError: the format needs matplotlib, which is not installed.

    Example:
        >>> from tahr import layers, models
        >>> model = models.Sequential([layers.Input((4,)), layers.Dense(2)])
        >>> plot_model(model, to_file=None).svg[:4]
        '<svg'
    """
    unheard("plot_model", others)
    if rankdir not in (*TURNS, "auto"):
        known = ", ".join((*TURNS, "auto"))
        raise ArgumentError(f"rankdir cannot be {rankdir!r}", expected=known)
    if to_file is not None:
        check_path(Path(to_file))
    shown = Shown(
        shapes=show_shapes,
        dtype=show_dtype,
        names=show_layer_names,
        nested=expand_nested,
        activations=show_layer_activations,
        trainable=show_trainable,
    )
    picture = Picture(drawing_of(model, shown).arranged(rankdir), model.name)
    if to_file is not None:
        picture.save(to_file, dpi)
    return picture
