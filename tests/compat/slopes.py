"""Gradients by differences."""

import numpy as np


def slopes(function, x, step=1e-5):
    """Returns how much a function of an array changes with each element."""
    start = x.astype("d")
    found = np.zeros_like(start)
    for place in np.ndindex(*start.shape):
        moved = np.zeros_like(start)
        moved[place] = step
        found[place] = (function(start + moved) - function(start - moved)) / (2 * step)
    return found
