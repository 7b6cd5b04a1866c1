"""Kinship: layers as objects of the kind that a framework knows.

A program may hand a layer to its framework: to PyTorch as a module among others, to TensorFlow as
something to track. An engine that is loaded says here what a layer is to its framework, and from
then on every layer, those made before included, is one of these as well.
"""

from typing import Any


class _Alone:
    """What layers are of before any framework is met."""

    def known_to_kin(self, name: str) -> Any:
        """Returns the part of a layer that a framework knows by a name, or None."""
        return None

    def take_in(self) -> None:
        """Makes layers of what a framework would take for layers among its attributes."""


class Kin(_Alone):
    """What layers and models are to frameworks: a base whose own bases engines add.

    It stands last among the bases of a layer, so that nothing of a framework's takes the place of
    anything of Tahr's.
    """


def join(base: type) -> None:
    """Makes all layers instances of one more class.

    Args:
        base: of a framework; keeps nothing in instances that it does not make when asked for it.

    Example:
        >>> issubclass(Kin, _Alone)
        True
    """
    *met, last = Kin.__bases__
    Kin.__bases__ = (*met, base, last)
