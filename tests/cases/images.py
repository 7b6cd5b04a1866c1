"""Layers on images: how each is made from a `layers` module."""

from collections.abc import Callable
from typing import Any

Make = Callable[..., Any]

UNIT = {"value_range": (0, 1)}

COLOUR: dict[str, Make] = {
    "brightness": lambda L, **k: L.RandomBrightness(0.3, **UNIT, **k),
    "degeneration": lambda L, **k: L.RandomColorDegeneration((0.2, 0.8), **UNIT, **k),
    "contrast": lambda L, **k: L.RandomContrast(0.5, **UNIT, **k),
    "hue": lambda L, **k: L.RandomHue(0.5, **UNIT, **k),
    "saturation": lambda L, **k: L.RandomSaturation((0.1, 0.9), **UNIT, **k),
    "sharpness": lambda L, **k: L.RandomSharpness((0.1, 0.9), **UNIT, **k),
    "blur": lambda L, **k: L.RandomGaussianBlur((0.5, 0.9), (3, 5), (0.5, 2.0), **UNIT, **k),
    "invert": lambda L, **k: L.RandomInvert(1.0, **UNIT, **k),
    "solarization": lambda L, **k: L.Solarization(0.2, (0.2, 0.6), **UNIT, **k),
    "posterization": lambda L, **k: L.RandomPosterization((1, 6), **UNIT, **k),
    "erasing": lambda L, **k: L.RandomErasing(1.0, fill_value=0.5, **UNIT, **k),
    "erasing noise": lambda L, **k: L.RandomErasing((0.5, 1.0), (0.1, 0.5), **UNIT, **k),
}
"""Those that change colours by what they draw."""

GEOMETRY: dict[str, Make] = {
    "flip": lambda L, **k: L.RandomFlip("horizontal", **k),
    "flip down": lambda L, **k: L.RandomFlip("vertical", **k),
    "rotation": lambda L, **k: L.RandomRotation(0.3, "constant", fill_value=0.3, **k),
    "rotation nearest": lambda L, **k: L.RandomRotation(0.3, "wrap", "nearest", **k),
    "translation": lambda L, **k: L.RandomTranslation(0.3, (0.1, 0.4), "nearest", **k),
    "zoom": lambda L, **k: L.RandomZoom(0.3, (-0.3, 0.1), **k),
    "zoom alike": lambda L, **k: L.RandomZoom((-0.3, 0.4), **k),
    "shear": lambda L, **k: L.RandomShear(0.3, 0.0, **k),
    "perspective": lambda L, **k: L.RandomPerspective((0.5, 1.0), 0.4, **k),
}
"""Those that move pixels by what they draw."""

CERTAIN: dict[str, Make] = {
    "auto contrast": lambda L, **k: L.AutoContrast(**UNIT, **k),
    "equalization": lambda L, **k: L.Equalization(**UNIT, **k),
    "equalization bins": lambda L, **k: L.Equalization(bins=16, **UNIT, **k),
    "adaptive": lambda L, **k: L.ContrastLimitedAdaptiveHistogramEqualization(
        tile_grid_size=(2, 3), clip_limit=40.0, **UNIT, **k
    ),
    "adaptive one": lambda L, **k: L.ContrastLimitedAdaptiveHistogramEqualization(
        tile_grid_size=(1, 1), clip_limit=3.0, **UNIT, **k
    ),
    "grayscale": lambda L, **k: L.RandomGrayscale(1.0, **k),
    "resizing": lambda L, **k: L.Resizing(7, 9, **k),
    "resizing nearest": lambda L, **k: L.Resizing(5, 20, "nearest", antialias=False, **k),
    "resizing antialias": lambda L, **k: L.Resizing(5, 6, "lanczos3", antialias=True, **k),
    "resizing crop": lambda L, **k: L.Resizing(6, 10, crop_to_aspect_ratio=True, **k),
    "resizing pad": lambda L, **k: L.Resizing(20, 9, pad_to_aspect_ratio=True, fill_value=0.5, **k),
    "center crop": lambda L, **k: L.CenterCrop(7, 6, **k),
    "center crop larger": lambda L, **k: L.CenterCrop(20, 9, **k),
}
"""Those that draw nothing, or what makes no difference."""

OTHERS: dict[str, Make] = {
    "crop": lambda L, **k: L.RandomCrop(7, 6, **k),
    "crop larger": lambda L, **k: L.RandomCrop(20, 6, **k),
    "elastic": lambda L, **k: L.RandomElasticTransform(0.7, (0.5, 2.0), **k),
    "jitter": lambda L, **k: L.RandomColorJitter((0, 1), 0.2, 0.3, (0.3, 0.6), 0.2, **k),
    "rand augment": lambda L, **k: L.RandAugment((0, 1), **k),
    "aug mix": lambda L, **k: L.AugMix((0, 1), 2, 2, **k),
    "cut mix": lambda L, **k: L.CutMix((0.5, 1.0), **k),
    "mix up": lambda L, **k: L.MixUp(0.4, **k),
}

ALL = {**COLOUR, **GEOMETRY, **CERTAIN, **OTHERS}
