"""Whether a function is called by a pipeline of Grain, which works on NumPy arrays."""

import sys
from types import FrameType


def in_grain_data_pipeline() -> bool:
    """Returns whether Grain is among the callers, in its threads and processes too."""
    if "grain" not in sys.modules:
        return False
    frame: FrameType | None = sys._getframe(1)
    while frame is not None:
        if str(frame.f_globals.get("__name__")).startswith("grain._src."):
            return True
        frame = frame.f_back
    return False
