"""The kernel of a short-time Fourier transform."""

from typing import TYPE_CHECKING, Any, Literal

from tahr.core.arguments import checked
from tahr.core.errors import ArgumentError, ShapeError, told
from tahr.core.registry import known_as
from tahr.core.typing import TensorLike
from tahr.initializers.base import HostInitializer

if TYPE_CHECKING:
    import numpy as np


@known_as("keras.initializers", "STFT", "STFTInitializer", "stft")
class STFT(HostInitializer):
    """Makes the convolution kernel `(frame, 1, fft / 2 + 1)` of a windowed Fourier transform.

    Args:
        side: "real" or "imag": which part of the complex numbers.
        window: a name that `scipy.signal.get_window` knows, the window's values, or None.
        scaling: "density" divides by the window's L2 norm, "spectrum" by its L1 norm; None.
        periodic: whether a named window is periodic rather than symmetric.

    Raises:
        ArgumentError: side or scaling is none of these.

    Example:
        >>> STFT().draw((8, 1, 5)).shape
        (8, 1, 5)

    Source: Allen & Rabiner 1977, "A unified approach to short-time Fourier analysis and
    synthesis", equation 1.
    """

    @checked
    def __init__(
        self,
        side: Literal["real", "imag"] = "real",
        window: TensorLike | str | None = "hann",
        scaling: Literal["density", "spectrum"] | None = "density",
        periodic: bool = False,
    ) -> None:
        if isinstance(window, str):
            named_window(window, 2, periodic)
        self.side = side
        self.window = window
        self.scaling = scaling
        self.periodic = periodic

    def numbers(self, shape: tuple[int, ...], dtype: str) -> "np.ndarray":
        import numpy as np

        frame, _, bins = shape
        time = np.arange(frame)[:, None, None]
        angle = -2 * np.pi * time * np.arange(bins) / max(2 * (bins - 1), 1)
        wave = np.cos(angle) if self.side == "real" else np.sin(angle)
        return (wave * self._weights(frame)).astype(dtype)

    def _weights(self, frame: int) -> Any:
        import numpy as np

        if self.window is None:
            return 1.0
        given: Any = self.window
        if isinstance(self.window, str):
            given = named_window(self.window, frame, self.periodic)
        values = np.asarray(given)
        if values.shape != (frame,):
            raise ShapeError("the window does not fit the frame", expected=frame, got=values.shape)
        norms = {"density": np.sqrt((values**2).sum()), "spectrum": np.abs(values).sum()}
        return (values / norms.get(self.scaling or "", 1.0))[:, None, None]


def named_window(name: str, frame: int, periodic: bool) -> Any:
    """Returns the values of a window that SciPy knows.

    Args:
        name: of the window.
        frame: the number of values.
        periodic: whether it goes on as if it were repeated, rather than symmetric.

    Raises:
        ArgumentError: there is none of this name.
    """
    from scipy.signal import get_window

    try:
        return get_window(name, frame, periodic)
    except ValueError as error:
        raise ArgumentError(
            "there is no such window",
            where="STFT",
            expected="a name that scipy.signal.get_window knows, such as 'hann'",
            got=told(name),
        ) from error
