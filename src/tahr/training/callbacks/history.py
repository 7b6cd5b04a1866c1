"""History: the figures of every epoch."""

from pathlib import Path
from typing import Any

from tahr.core.errors import ArgumentError
from tahr.core.suggesting import UnknownAttributeError
from tahr.core.tracebacks import methods_end_at_user
from tahr.training.callbacks.callback import Callback, Figures
from tahr.training.callbacks.curves import draw
from tahr.training.logs import Spelled

MODELS_OWN = frozenset({"predict", "evaluate", "fit", "save", "summary", "layers", "compile"})


def _remark(name: str) -> str:
    if name in MODELS_OWN:
        return f"; fit returns a History: {name} is the model's own"
    return "; its figures are in history.history"


@methods_end_at_user(("__getattr__", "__getitem__"))
class History(Callback):
    """The figures of every epoch, by name. `fit` returns one.

    Attributes:
        epoch: the numbers of the epochs.
        history: lists of figures by name, one an epoch.
    """

    def __init__(self) -> None:
        super().__init__()
        self.epoch: list[int] = []
        self.history: dict[str, list[float]] = Spelled()

    def __getattr__(self, name: str) -> Any:
        raise UnknownAttributeError("'History' object", name, lambda: _remark(name))

    def __getitem__(self, name: str) -> Any:
        raise ArgumentError(
            "a History holds its figures in a dict", todo=f"write history.history[{name!r}]"
        )

    def on_train_begin(self, logs: Figures = None) -> None:
        self.epoch = []
        self.history = Spelled()

    def on_epoch_end(self, epoch: int, logs: Figures = None) -> None:
        self.epoch.append(epoch)
        for name, value in (logs or {}).items():
            self.history.setdefault(name, []).append(value)

    def plot(self, to_file: str | Path | None = None) -> Any:
        """Draws the curves of every figure, training and validation together.

        Args:
            to_file: where to write a picture; its ending chooses the format.

        Returns:
            The matplotlib figure.

        Raises:
            MissingExtraError: matplotlib is not installed.
        """
        return draw(self.epoch, self.history, to_file)
