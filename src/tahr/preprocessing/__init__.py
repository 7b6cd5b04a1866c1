"""Preparing data: sequences and images."""

from tahr.preprocessing import image, sequence

__all__ = ["image", "sequence"]
